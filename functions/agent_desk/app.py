"""Agent desk: messages, alerts, reports, schedule, settings, feedback, panel logs, information, help."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from switchboard.desk.information import api as information
from switchboard.desk.information.help import HelpAnswer, TopicName
from switchboard.desk.notices import api as notices
from switchboard.desk.panel_log import api as logs
from switchboard.desk.preferences.api import SettingsAnswer, SettingsRequest
from switchboard.desk.reports import api as reports
from switchboard.desk.schedule.api import ScheduleAnswer, ScheduleQuery
from switchboard.desk.session.api import CommandAnswer
from switchboard.runtime import agent_desk as desk
from switchboard.runtime import desk_panel as panel
from switchboard.runtime.callers import Caller
from switchboard.runtime.etags import tagged
from switchboard.runtime.http import accepted, answers_with, http_function, new_app
from switchboard.runtime.services import caller_of

app = new_app()
MessageId = Annotated[notices.MessageId, Path()]


@app.get("/v1/messages", operation_id="listMessages", responses=answers_with(notices.MessagesAnswer))
def list_messages(query: Annotated[notices.MessagesQuery, Query()]) -> Response[str]:
    """Messages to the acting agent, the newest first, with the number of unread ones."""
    return tagged(app.current_event.raw_event, desk.listed_messages(query, _caller()))


@app.post("/v1/messages", operation_id="sendMessage")
def send_message(request: notices.SendRequest) -> notices.SendAnswer:
    """Send a message to agents and teams; says for each whether it was sent."""
    return desk.send_message(request, _caller())


@app.put("/v1/messages/<message_id>", operation_id="markMessage")
def mark_message(message_id: MessageId, request: notices.MarkRequest) -> notices.MessageAnswer:
    """Keep whether the acting user has read a message."""
    return desk.mark_message(message_id, request, _caller())


@app.delete("/v1/messages/<message_id>", operation_id="removeMessage")
def remove_message(message_id: MessageId, everywhere: Annotated[bool, Query()] = False) -> notices.RemovedAnswer:
    """Delete a message for the acting user; for everybody, if they sent it."""
    return desk.remove_message(message_id, _caller(), everywhere=everywhere)


@app.get("/v1/alerts", operation_id="listAlerts", responses=answers_with(notices.AlertsAnswer))
def list_alerts() -> Response[str]:
    """What needs the acting agent's eye, the most urgent first."""
    return tagged(app.current_event.raw_event, desk.listed_alerts(_caller()))


@app.get(
    "/v1/reports/performance", operation_id="readPerformance", responses=answers_with(reports.PerformanceAnswer)
)
def read_performance(query: Annotated[reports.PerformanceQuery, Query()]) -> Response[str]:
    """Contacts and times of the acting agent, or of a supervisor's team."""
    return tagged(app.current_event.raw_event, desk.performance(query, _caller()), passing=reports.PASSING)


@app.get(
    "/v1/reports/productivity", operation_id="readProductivity", responses=answers_with(reports.ProductivityAnswer)
)
def read_productivity(query: Annotated[reports.ProductivityQuery, Query()]) -> Response[str]:
    """What the acting agent was doing, summed up and one by one."""
    return tagged(app.current_event.raw_event, desk.productivity(query, _caller()), passing=reports.PASSING)


@app.get("/v1/schedule", operation_id="readSchedule", responses=answers_with(ScheduleAnswer))
def read_schedule(query: Annotated[ScheduleQuery, Query()]) -> Response[str]:
    """When the acting agent is to work, and on what."""
    return tagged(app.current_event.raw_event, desk.schedule(query, _caller()))


@app.get("/v1/settings", operation_id="readSettings", responses=answers_with(SettingsAnswer))
def read_settings() -> Response[str]:
    """The acting user's settings."""
    return panel.read_settings(app.current_event.raw_event, _caller())


@app.put("/v1/settings", operation_id="replaceSettings", responses=answers_with(SettingsAnswer))
def replace_settings(request: SettingsRequest) -> Response[str]:
    """Replace the acting user's settings; If-Match names those that were seen."""
    return panel.replace_settings(app.current_event.raw_event, request, _caller())


@app.post("/v1/feedback", operation_id="giveFeedback")
def give_feedback(request: information.FeedbackRequest) -> Response[CommandAnswer]:
    """Tell the contact centre's people what the agent has to say."""
    return accepted(panel.give_feedback(request, _caller()))


@app.put("/v1/panel-logs", operation_id="keepPanelLog")
def keep_panel_log(request: logs.LogRequest) -> logs.KeptAnswer:
    """Keep the recent log lines of the acting user's panel, without what is private in them."""
    return panel.keep_log(request, _caller())


@app.get("/v1/panel-logs", operation_id="readPanelLog", responses=answers_with(logs.LogAnswer))
def read_panel_log(query: Annotated[logs.LogQuery, Query()]) -> Response[str]:
    """The log lines of the acting user's panel; of any user's, for operators."""
    return tagged(app.current_event.raw_event, panel.read_log(query, _caller()))


@app.get("/v1/information", operation_id="readInformation", responses=answers_with(information.InformationAnswer))
def read_information() -> Response[str]:
    """Who the acting user is to the system, which versions are at work, and limits."""
    return tagged(app.current_event.raw_event, panel.read_information(_caller()))


@app.get("/v1/help", operation_id="readHelp", responses=answers_with(HelpAnswer))
def read_help(
    topic: Annotated[TopicName | None, Query()] = None, search: Annotated[str, Query(max_length=100)] = ""
) -> Response[str]:
    """Texts and links by topic."""
    return tagged(app.current_event.raw_event, panel.read_help(topic, search, _caller()))


def _caller() -> Caller:
    return caller_of(app.current_event.raw_event)


lambda_handler = http_function(app, most_body_bytes=panel.MOST_BODY_BYTES)

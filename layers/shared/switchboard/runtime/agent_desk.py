"""Messages, alerts, reports and schedules as the routes offer them."""

import time
from datetime import UTC, datetime
from functools import cache, lru_cache

from switchboard.activity.dossier import ActivityState, Dossier
from switchboard.agent.identity import Agent
from switchboard.contact.fields import Field
from switchboard.cxone.agent_commands import CxoneAgentCommands
from switchboard.cxone.agent_figures import CxoneAgentFigures
from switchboard.cxone.agent_messages import CxoneMessages
from switchboard.cxone.commitments import CxoneCommitments
from switchboard.cxone.schedules import IexSchedules, WemSchedules
from switchboard.desk.notices import api as notices
from switchboard.desk.notices.alerts import Alerts
from switchboard.desk.notices.messages import Messages
from switchboard.desk.notices.model import RejectedActivity
from switchboard.desk.reports import api as reports
from switchboard.desk.reports.service import Reports
from switchboard.desk.schedule import service as schedules
from switchboard.desk.schedule.api import ScheduleAnswer, ScheduleQuery
from switchboard.errors import ConfigurationError
from switchboard.runtime import aws, observe
from switchboard.runtime.agents import agent_centre, agent_directory
from switchboard.runtime.callers import Caller
from switchboard.runtime.contacts import ledger
from switchboard.runtime.cxone import cxone
from switchboard.runtime.problems import kind_of
from switchboard.runtime.settings import settings
from switchboard.stores.mark_items import MarkItems

REJECTED_KEPT_S = 60.0
"""How long an environment goes by the rejected activities that it has read: every panel asks for its own."""

AGENT_KEPT_S = 60.0
"""How soon another mapping of a user to an agent counts here."""

MOST_REJECTED = 100
"""The latest ones, of all agents; who has more of them than that tells an operator."""


def listed_messages(query: notices.MessagesQuery, caller: Caller) -> notices.MessagesAnswer:
    """The user's messages."""
    user_id = caller.acting_user()
    return messages().listed(user_id, _agent(user_id), query, _now())


def mark_message(message_id: str, request: notices.MarkRequest, caller: Caller) -> notices.MessageAnswer:
    """Keep whether the user has read a message."""
    user_id = caller.acting_user()
    return messages().mark(user_id, _agent(user_id), message_id, _now(), read=request.read)


def remove_message(message_id: str, caller: Caller, *, everywhere: bool) -> notices.RemovedAnswer:
    """Delete a message for the user, or for everybody."""
    user_id = caller.acting_user()
    agent = _agent(user_id)
    if everywhere:
        return messages().take_back(user_id, message_id)
    return messages().remove(user_id, agent, message_id, _now())


def send_message(request: notices.SendRequest, caller: Caller) -> notices.SendAnswer:
    """Send a message to agents and teams."""
    user_id = caller.acting_user()
    answer = messages().send(user_id, _agent(user_id), request, _now())
    observe.note(sent=answer.sent, failed=answer.failed)
    return answer


def listed_alerts(caller: Caller) -> notices.AlertsAnswer:
    """What needs the user's eye."""
    user_id = caller.acting_user()
    answer = _alerts().listed(user_id, _agent(user_id), _now())
    observe.note(alerts=len(answer.alerts), missing=[one.kind for one in answer.missing])
    return answer


def performance(query: reports.PerformanceQuery, caller: Caller) -> reports.PerformanceAnswer:
    """What the user's agent, or team, did."""
    return _reports().performance(_agent(caller.acting_user()), query, _now())


def productivity(query: reports.ProductivityQuery, caller: Caller) -> reports.ProductivityAnswer:
    """What the user's agent was doing."""
    return _reports().productivity(_agent(caller.acting_user()), query, _now())


def schedule(query: ScheduleQuery, caller: Caller) -> ScheduleAnswer:
    """When the user's agent is to work."""
    return schedules.listed(_planner(), _agent(caller.acting_user()), query, _now())


@cache
def messages() -> Messages:
    """Messages of all users."""
    return Messages(CxoneMessages(cxone()), MarkItems(aws.dynamodb(), settings().desk_table))


@cache
def _alerts() -> Alerts:
    commitments = CxoneCommitments(cxone(), CxoneAgentCommands(cxone(), agent_centre()))
    figures = CxoneAgentFigures(cxone())

    def refused(agent_id: str, start: datetime, end: datetime) -> int:
        told = figures.performance(agent_id, start, end)
        return told.refused if told else 0

    return Alerts(
        messages(),
        commitments.of_agent,
        refused,
        _rejected_of,
        lambda error: kind_of(error).slug,
        settings().phone_region,
    )


@cache
def _reports() -> Reports:
    return Reports(CxoneAgentFigures(cxone()))


@cache
def _planner() -> schedules.Planner:
    planners: dict[str, schedules.Planner] = {"wem": WemSchedules(cxone()), "iex": IexSchedules(cxone())}
    if settings().schedule_source not in planners:
        raise ConfigurationError(f"SCHEDULE_SOURCE takes {' or '.join(planners)}")
    return planners[settings().schedule_source]


def _rejected_of(user_id: str, agent_id: str) -> list[RejectedActivity]:
    found = _rejected(int(time.monotonic() // REJECTED_KEPT_S))
    return [
        RejectedActivity(str(one.key), one.rejection.code if one.rejection else "", one.since)
        for one in found
        if _is_of(one, user_id, agent_id)
    ]


@lru_cache(maxsize=1)
def _rejected(_period: int) -> list[Dossier]:
    page = ledger().in_state(ActivityState.REJECTED, MOST_REJECTED)
    dossiers = ledger().read(page.keys)
    found = [dossiers[key] for key in page.keys if key in dossiers]
    return [one for one in found if one.state is ActivityState.REJECTED]


def _is_of(dossier: Dossier, user_id: str, agent_id: str) -> bool:
    told = dossier.contact.text(Field.AGENT_USER_ID)
    return told == user_id if told else dossier.contact.text(Field.AGENT_ID) == agent_id


def _agent(user_id: str) -> Agent:
    return _agent_in(int(time.monotonic() // AGENT_KEPT_S), user_id)


@lru_cache(maxsize=1000)
def _agent_in(_period: int, user_id: str) -> Agent:
    """The user's agent, asked for once in a period: panels look again and again."""
    return agent_directory().agent_of(user_id)


def _now() -> datetime:
    return datetime.now(UTC)

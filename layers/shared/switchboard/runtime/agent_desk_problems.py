"""The problems of messages, reports, schedules, settings and panel logs: status, slug, title and what to do."""

from collections.abc import Mapping

from switchboard.desk.notices import refusals as notices
from switchboard.desk.panel_log.refusals import NoPanelLog
from switchboard.desk.preferences import refusals as preferences
from switchboard.desk.reports import refusals as reports
from switchboard.desk.schedule.refusals import ScheduleUserUnknown
from switchboard.errors import SwitchboardError

AGENT_DESK_PROBLEMS: Mapping[type[SwitchboardError], tuple[int, str, str, str]] = {
    notices.MessageNotFound: (
        404,
        "message-not-found",
        "No such message",
        "You have no such message, or it is no longer valid.",
    ),
    notices.NotYourMessage: (
        403,
        "not-your-message",
        "Not your message",
        "Only who sent a message from here can delete it for everybody. Delete it for yourself instead.",
    ),
    notices.NotYourTeam: (
        403,
        "not-your-team",
        "Not your team",
        "Only supervisors write to other teams than their own.",
    ),
    notices.NothingSent: (
        422,
        "message-not-sent",
        "Message not sent",
        "CXone took the message for nobody; results says why for each.",
    ),
    reports.RangeEmpty: (422, "range-empty", "No time", "The end has to come after the beginning."),
    reports.RangeTooLong: (422, "range-too-long", "Too many days", "At most 62 days can be asked for at once."),
    reports.RangeInTheFuture: (
        422,
        "range-in-the-future",
        "Still to come",
        "There is no report on what is still to come.",
    ),
    reports.SupervisorsOnly: (
        403,
        "supervisors-only",
        "For supervisors",
        "Only supervisors see what their team did.",
    ),
    ScheduleUserUnknown: (
        409,
        "schedule-user-unknown",
        "No user to plan for",
        "The system that plans schedules does not know you. An administrator has to look at your user in CXone.",
    ),
    preferences.SettingsChanged: (
        412,
        "settings-changed",
        "Changed elsewhere",
        "The settings were changed elsewhere since you saw them. Read them again, then change them.",
    ),
    preferences.SeenSettingsNeeded: (
        428,
        "if-match-needed",
        "If-Match is missing",
        "Send the ETag of the settings that you have seen as If-Match, so that no other change is lost.",
    ),
    NoPanelLog: (404, "no-panel-log", "No log", "No log of this user's panel is kept."),
}

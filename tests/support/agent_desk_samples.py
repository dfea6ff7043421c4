"""What the samples of an agent's own desk stand for: what went before, and what is answered."""

from dataclasses import replace
from typing import Any

from local.cxone import sample
from tests.support.agent_desk import CALLBACKS, MESSAGES, PERFORMANCE, SENDING, AgentDesk
from tests.support.desk import PEOPLE
from tests.support.world import USER, World


def _problem(slug: str) -> dict[str, str]:
    return {"type": f"urn:switchboard:problem:{slug}"}


_EXPECTED: dict[str, tuple[int, dict[str, Any]]] = {
    "messages": (200, {"unread": 1, "next": None}),
    "messages_none": (200, {"messages": [], "unread": 0}),
    "messages_unread": (200, {"unread": 1}),
    "messages_not_modified": (304, {}),
    "messages_bad_cursor": (422, _problem("bad-cursor")),
    "messages_no_agent": (409, _problem("agent-unknown")),
    "messages_no_user": (403, _problem("no-acting-user")),
    "messages_cxone_unavailable": (503, _problem("cxone-unavailable")),
    "message_sent": (200, {"sent": 2, "failed": 0, "canTakeBack": True}),
    "message_sent_in_part": (200, {"sent": 1, "failed": 1}),
    "message_not_sent": (422, _problem("message-not-sent")),
    "message_not_your_team": (403, _problem("not-your-team")),
    "message_outcome_unknown": (504, _problem("command-outcome-unknown")),
    "message_to_nobody": (422, _problem("invalid-request")),
    "message_read": (200, {"messageId": "310", "read": True}),
    "message_not_found": (404, _problem("message-not-found")),
    "message_removed": (200, {"messageId": "310", "removedFor": "me"}),
    "message_taken_back": (200, {"messageId": "310", "removedFor": "everybody"}),
    "message_not_yours": (403, _problem("not-your-message")),
    "alerts": (200, {"missing": []}),
    "alerts_in_part": (200, {"missing": [{"kind": "commitmentDue", "reason": "cxone-limit-reached"}]}),
    "alerts_not_modified": (304, {}),
    "performance": (200, {"reported": True, "scope": "mine", "roundedTo": "quarterHour"}),
    "performance_nothing": (200, {"reported": False}),
    "performance_of_team": (200, {"reported": True, "scope": "team"}),
    "performance_supervisors_only": (403, _problem("supervisors-only")),
    "performance_range_empty": (422, _problem("range-empty")),
    "performance_range_too_long": (422, _problem("range-too-long")),
    "performance_range_in_the_future": (422, _problem("range-in-the-future")),
    "performance_cxone_limit_reached": (503, _problem("cxone-limit-reached")),
    "productivity": (200, {"roundedTo": "second", "next": None}),
    "productivity_no_such_zone": (422, _problem("invalid-request")),
    "schedule": (200, {"activities": []}),
    "schedule_user_unknown": (409, _problem("schedule-user-unknown")),
    "schedule_range_empty": (422, _problem("range-empty")),
    "settings": (200, {"tooltips": True, "logLevel": "warning"}),
    "settings_not_modified": (304, {}),
    "settings_replaced": (200, {"tooltips": False, "logLevel": "debug"}),
    "settings_changed": (412, _problem("settings-changed")),
    "settings_if_match_needed": (428, _problem("if-match-needed")),
    "settings_not_a_number": (422, _problem("not-a-number")),
    "feedback": (202, {"accepted": True, "outcome": "event"}),
    "feedback_no_session": (404, _problem("session-unknown")),
    "panel_log_kept": (200, {"lines": 2}),
    "panel_log": (200, {"panelVersion": "1.2.0", "next": None}),
    "panel_log_none": (404, _problem("no-panel-log")),
    "panel_log_of_others": (403, _problem("not-allowed")),
    "panel_log_for_operators": (200, {"panelVersion": "1.2.0"}),
    "information": (200, {"missing": []}),
    "information_in_part": (200, {"missing": [{"part": "supervisor", "reason": "cxone-unavailable"}]}),
    "help": (200, {}),
    "help_topic": (200, {}),
}
_FAULTS: dict[str, dict[str, Any]] = {
    "messages_cxone_unavailable": {"path": MESSAGES, "status": 503},
    "message_outcome_unknown": {"path": SENDING, "drop": "after"},
    "alerts_in_part": {"path": CALLBACKS, "status": 429},
    "performance_cxone_limit_reached": {"path": PERFORMANCE, "status": 429},
    "information_in_part": {"path": "*/agents/10021", "status": 503},
}
_TELLING = ("messages", "messages_unread", "message_read", "message_removed", "message_not_yours", "alerts")
_AT_WORK = ("performance", "performance_of_team", "productivity", "feedback")
_LINE = {"at": "2026-11-22T09:29:00Z", "level": "warning", "text": "The agent leg dropped"}


def expected() -> dict[str, tuple[int, dict[str, Any]]]:
    """Status and members of each answer."""
    return {f"agent_desk/{name}": told for name, told in _EXPECTED.items()}


def prepare(world: World, name: str) -> None:
    """Ada, Ben and their supervisor are agents; the rest is as the sample says."""
    desk = AgentDesk(world)
    if name in _TELLING:
        desk.tell()
    if name == "alerts":
        desk.promise(3)
    if name == "message_taken_back":
        body = {"subject": "Outage", "text": "Zone 4", "agentIds": [str(sample.BEN)]}
        assert desk.ask("POST", "messages", body).status == 200
    if name in _AT_WORK:
        desk.log_in()
    if name == "schedule_user_unknown":
        desk.keep_agent(USER, replace(PEOPLE[USER], user_uuid=""))
    if name.startswith("panel_log") and name != "panel_log_none":
        assert desk.ask("PUT", "panel-logs", {"lines": [_LINE], "panelVersion": "1.2.0"}).status == 200
    if name in _FAULTS:
        desk.fault(**_FAULTS[name])

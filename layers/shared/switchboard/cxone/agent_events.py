"""Agent events as CXone tells them, read into the shapes that a panel is told. Pure."""

from collections.abc import Callable

from switchboard.cxone.answers import Row
from switchboard.cxone.contact_events import CONTACTS
from switchboard.cxone.event_members import EventMembers
from switchboard.cxone.event_words import NOT_WRONG, failure
from switchboard.desk.event_shapes import (
    AgentError,
    AgentEvent,
    AgentLeg,
    AgentState,
    AppRun,
    ChatText,
    CommitmentDue,
    Custom,
    Indicator,
    Lists,
    NextState,
    Other,
    PageOpen,
    Refresh,
    SessionEnded,
    SessionStarted,
)

Reader = Callable[[EventMembers], AgentEvent]

_ENDS = {"remotelogoff": "remote", "inactivity": "inactivity"}
_LISTS: dict[str, Lists] = {
    "UpdateMessages": "messages",
    "UpdateCallbacks": "commitments",
    "UpdateSkills": "skills",
    "UpdateUnavailableCodes": "unavailableCodes",
    "UpdatePermissions": "permissions",
    "UpdateIndicators": "indicators",
    "UpdateDialerCampaigns": "dialerCampaigns",
}


def read_event(given: Row, business_unit: str) -> AgentEvent:
    """The event in our own shape; a type that is not known keeps its name alone.

    Args:
        business_unit: the tenant's number, for contact keys; empty where it is not set.
    """
    members = EventMembers(given, business_unit)
    kind = members.name("Type")
    if kind in _LISTS:
        return Refresh(what=_LISTS[kind])
    reader = READERS.get(kind)
    try:
        return reader(members) if reader else Other(name=kind)
    except ValueError:
        # Not as anybody has seen it. To refuse it would stop all that come after it.
        return Other(name=kind)


def _state(told: EventMembers) -> AgentEvent:
    following = [EventMembers(row, "") for row in told.rows("NextStates")]
    return AgentState(
        state=told.word("CurrentState") or "unknown",
        reason=told.text("CurrentOutReason"),
        is_acw=told.truth("IsAcw"),
        acw_timeout_seconds=told.whole("AcwTimeout"),
        next_is_acw=told.truth("NextIsAcw"),
        since=told.moment("StartTimeUTC"),
        next=[NextState(state=one.word("State") or "unknown", reason=one.text("OutReason")) for one in following],
    )


def _leg(told: EventMembers) -> AgentEvent:
    return AgentLeg(leg_id=told.id("AgentLegId"), status=told.word("Status"), final=told.truth("FinalState"))


def _mute(told: EventMembers) -> AgentEvent:
    muted = told.truth("Muted", "IsMuted", "Mute")
    return AgentLeg(leg_id=told.id("AgentLegId"), status=None, final=None, muted=muted)


def _error(told: EventMembers) -> AgentEvent:
    command, code = told.name("Command"), told.name("ResultCode")
    return AgentError(
        text=failure(command, code),
        command=told.word("Command"),
        code=None if code in NOT_WRONG else code,
        contact_key=told.key("ContactID"),
        contact_id=told.id("ContactID"),
        target=told.text("Target"),
        level=told.whole("ErrorLevel"),
    )


def _chat_text(told: EventMembers) -> AgentEvent:
    return ChatText(
        room_id=told.id("RoomId"),
        label=told.text("Label"),
        text=told.free_text("Message"),
        party=told.word("PartyType"),
        at=told.moment("TimeStamp"),
    )


def _commitment(told: EventMembers) -> AgentEvent:
    target = told.text("TargetType") or ""
    return CommitmentDue(
        callback_id=told.id("CallbackId"),
        due_at=told.moment("CallbackTime"),
        expires_at=told.moment("CallbackExpireTime"),
        delivered_at=told.moment("DeliveryTime"),
        phone_number=told.text("DialNumber"),
        original_number=told.text("OrigNumber"),
        first_name=told.text("FirstName"),
        last_name=told.text("LastName"),
        notes=told.free_text("Notes") or None,
        skill_id=told.id("SkillId"),
        target="agent" if target.upper() == "A" else "skill" if target.upper() == "S" else None,
    )


def _page(told: EventMembers) -> AgentEvent:
    return PageOpen(
        url=told.url("URL", "PageUri"),
        title=told.text("TabTitle"),
        action=told.text("Action"),
        contact_key=told.key("ContactId"),
        destination=told.text("PopDestination"),
        width=told.whole("PopoutWindowWidth"),
        height=told.whole("PopoutWindowHeight"),
        closes_with_contact=told.truth("ClosePopoutUponTermination"),
    )


def _app(told: EventMembers) -> AgentEvent:
    return AppRun(
        action=told.word("ActionType"),
        value=told.free_text("ActionValue") or None,
        contact_key=told.key("ContactId"),
        wait_seconds=told.whole("WaitTimeout"),
    )


def _custom(told: EventMembers) -> AgentEvent:
    return Custom(name=told.text("eventName") or "", data=told.json("data"))


def _indicator(told: EventMembers) -> AgentEvent:
    return Indicator(
        name=told.text("Name"),
        on=told.truth("IndicatorState"),
        tool_tip=told.text("ToolTip"),
        image_url=told.url("ImageUri"),
        action=told.text("ActionType"),
        action_url=told.url("ActionUri"),
    )


def _started(told: EventMembers) -> AgentEvent:
    level = told.whole("SupervisorPermissionLevel")
    return SessionStarted(
        agent_id=told.id("AgentId"),
        station_id=told.id("StationId"),
        station_phone_number=told.text("StationPhoneNumber"),
        is_supervisor=None if level is None else level > 0,
        can_mask=told.truth("CanMask"),
        can_record=told.truth("CanRecord"),
        can_conference=told.truth("CanMultiPartyConference"),
        most_chats=told.whole("MaxConcurrentChats"),
    )


def _ended(told: EventMembers) -> AgentEvent:
    return SessionEnded(reason=_ENDS.get((told.text("Message") or "").lower(), "logged-out"))


def _ended_remotely(_told: EventMembers) -> AgentEvent:
    return SessionEnded(reason="remote")


READERS: dict[str, Reader] = {
    **CONTACTS,
    "AgentSessionStart": _started,
    "AgentSessionEnd": _ended,
    "RemoteAgentSessionEnd": _ended_remotely,
    "AgentState": _state,
    "AgentLeg": _leg,
    "Mute": _mute,
    "AgentError": _error,
    "ChatText": _chat_text,
    "PromiseKeeper": _commitment,
    "PromiseKeeperStatus": _commitment,
    "PopURL": _page,
    "PageOpen": _page,
    "RunApp": _app,
    "CustomEvent": _custom,
    "Indicator": _indicator,
}
"""Readers by the event's type."""

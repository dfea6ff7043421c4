"""Contact events of an agent's session, per medium, in the shapes that a panel is told. Pure."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from switchboard.contact_intake.names import SUB_CHANNELS
from switchboard.cxone.event_members import EventMembers
from switchboard.cxone.event_words import NOT_WRONG, reason
from switchboard.desk.event_shapes import (
    AgentEvent,
    Call,
    Chat,
    ChatLine,
    Digital,
    Email,
    Voicemail,
    WorkItem,
)

_AMONG_AGENTS = frozenset({"consult"})


def _call(told: EventMembers) -> AgentEvent:
    return Call(**_contact(told), **_addresses(told))


def _voicemail(told: EventMembers) -> AgentEvent:
    return Voicemail(
        **_contact(told),
        **_addresses(told),
        file_name=told.text("FileName"),
        position=told.text("FilePosition", "PlayPosition", "Position"),
    )


def _email(told: EventMembers) -> AgentEvent:
    return Email(**_contact(told), **_addresses(told))


def _chat(told: EventMembers) -> AgentEvent:
    lines = [EventMembers(row, "") for row in told.rows("Messages")]
    return Chat(
        **_contact(told),
        room_id=told.id("RoomId"),
        is_active=told.truth("IsActive"),
        messages=[
            ChatLine(text=one.free_text("Text"), at=one.moment("TimeStamp"), party=one.word("PartyType"))
            for one in lines
        ],
    )


def _work_item(told: EventMembers) -> AgentEvent:
    return WorkItem(
        **_contact(told),
        work_item_id=told.text("WorkItemId"),
        work_item_type=told.text("WorkItemType"),
        payload=told.json("WorkItemPayload"),
    )


def _digital(told: EventMembers) -> AgentEvent:
    platform = (told.text("ChannelType") or "").lower()
    contact = _contact(told)
    # It has no member that says so (unconfirmed).
    contact["final"] = contact["final"] or contact["status"] == "disconnected"
    return Digital(
        **contact,
        sub_channel=SUB_CHANNELS.get(platform, platform) or None,
        case_id=told.id("DFOContactId"),
        customer_name=told.text("CustomerName"),
    )


def _contact(told: EventMembers) -> dict[str, Any]:
    return {
        "contact_key": told.key("ContactID"),
        "contact_id": told.id("ContactID"),
        "status": told.word("Status") or "unknown",
        "final": told.truth("FinalState") or False,
        "started_at": told.moment("StartTimeUTC", "StartTime"),
        "changed_at": told.moment("LastStateChangeTimeUTC", "LastStateChangeTime"),
        "skill_id": told.id("SkillId", "Skill"),
        "skill_name": told.text("SkillName"),
        "refusal_seconds": told.whole("RefusalTimeout"),
        "pop_url": told.url("ScreenPopUrl"),
        "variables": told.variables("ScreenPopUrlVariables"),
    }


def _addresses(told: EventMembers) -> dict[str, Any]:
    kind, code = told.word("CallType"), told.name("DisconnectCode")
    return {
        "call_type": _call_type(kind, told.truth("IsInbound")),
        "is_inbound": told.truth("IsInbound"),
        "kind": kind,
        "ani": told.text("ANI"),
        "dnis": told.text("DNIS"),
        "master_contact_id": told.id("MasterID"),
        "master_contact_key": told.key("MasterID"),
        "parent_contact_id": told.id("ParentContactId"),
        "interaction_id": told.id("InteractionId"),
        "disconnect_code": None if code in NOT_WRONG else code,
        "disconnect_reason": reason(code),
        "is_linked": told.truth("IsLinked"),
        "is_recorded": told.truth("IsLogging"),
        "takes_disposition": told.truth("AllowDispositions"),
        "needs_accept": told.truth("IsRequireManualAccept"),
    }


def _call_type(kind: str | None, is_inbound: bool | None) -> Literal["inbound", "outbound", "internal"]:
    if kind in _AMONG_AGENTS:
        return "internal"
    return "outbound" if is_inbound is False else "inbound"


CONTACTS: Mapping[str, Callable[[EventMembers], AgentEvent]] = {
    "CallContactEvent": _call,
    "VoiceMailContactEvent": _voicemail,
    "VoiceMailPlayBackEvent": _voicemail,
    "EmailContactEvent": _email,
    "WorkItemContactEvent": _work_item,
    "ChatContactEvent": _chat,
    "DigitalContactEvent": _digital,
}
"""Readers by the event's type; the name of that of e-mails is unconfirmed."""

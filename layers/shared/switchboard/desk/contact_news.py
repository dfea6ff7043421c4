"""What an agent's events tell of contacts, for the contact store and for screen pops. Pure.

They make up for what no script tells, outbound calls above all. The vendor's own word counts more than a script's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from switchboard.agent.session import AgentSession
from switchboard.contact.events import contact_event
from switchboard.contact.fields import Field, Value
from switchboard.contact.instant import write_instant
from switchboard.contact.key import ContactKey
from switchboard.contact.text import clean
from switchboard.contact.words import CallType, Channel, EventType, Source
from switchboard.contact_intake.cards import without_cards
from switchboard.contact_intake.models import Received
from switchboard.contact_intake.names import aliases_of
from switchboard.desk.event_shapes import (
    AgentError,
    CallNews,
    Chat,
    ContactNews,
    Digital,
    Email,
    Voicemail,
    WorkItem,
)
from switchboard.desk.hearing import News
from switchboard.screen_pop.model import RingingContact

_WAITING = frozenset({"incoming", "ringing", "naturalCallRinging"})
_DIALING = frozenset({"dialing", "naturalCallDialing", "naturalCallAMD"})
_TALKING = frozenset({"active", "joined", "masking"})
_HOLDING = "holding"
_OVER = frozenset({"disconnected", "callBackDisconnected"})
_ABANDONED = "CallAbandoned"
_DIAL = "dialPhone"
ALL_VARIABLES = "*"


@dataclass(frozen=True, slots=True)
class CallSeen:
    """What an event tells of an outbound call; see ``CallWatcher.noticed``."""

    contact_id: str
    master_id: str
    number: str
    status: str
    disconnect_code: str


def received(
    session: AgentSession, news: Iterable[News], variables: frozenset[str], now: datetime
) -> list[Received]:
    """What the news tell of contacts, as events that are the same whenever they are told.

    Args:
        variables: names of the script variables that are kept; ``*`` keeps all.
    """
    told: list[Received] = []
    for one in news:
        event = one.event
        if not isinstance(event, ContactNews) or not event.contact_key or not _is_customers(event):
            continue
        key = ContactKey.parse(event.contact_key)
        fields = _fields(session, event)
        kept = {
            name: without_cards(value)
            for name, value in event.variables.items()
            if ALL_VARIABLES in variables or name in variables
        }
        for kind in happenings(one.before, event) or [EventType.VARIABLES]:
            made = contact_event(
                f"agent-{one.digest}-{kind}",
                event.changed_at or event.started_at or now,
                kind,
                Source.REPORT,
                fields=fields,
                variables=kept,
                detail=_detail(kind, event),
            )
            told.append(Received(key, made, aliases_of(key, fields)))
    return told


def happenings(before: str, event: ContactNews) -> list[EventType]:
    """What happened to the contact between two statuses; nothing where it is not certain.

    Args:
        before: the status that was told last, empty for none.
    """
    status = event.status
    if status in _WAITING:
        return [] if before else [EventType.ROUTED]
    if status in _DIALING:
        return [] if before else [EventType.ROUTED]
    if status in _TALKING:
        if before in _TALKING:
            return []
        return [EventType.RESUMED if before == _HOLDING else EventType.ANSWERED]
    if status == _HOLDING:
        return [] if before == _HOLDING else [EventType.HELD]
    if status in _OVER and not isinstance(event, Digital):
        return _endings(before, event)
    # A case goes on when an agent is done with it.
    return []


def _endings(before: str, event: ContactNews) -> list[EventType]:
    wrapped_up = [EventType.WRAPPED_UP] if event.final else []
    if before in _OVER:
        return wrapped_up
    is_outbound = isinstance(event, CallNews) and event.is_inbound is False
    if before in _WAITING and not is_outbound:
        if isinstance(event, CallNews) and event.disconnect_code == _ABANDONED:
            return [EventType.ABANDONED]
        return [EventType.REFUSED]
    if before or is_outbound:
        return [EventType.ENDED, *wrapped_up]
    # It may have gone on to somebody else; reports tell.
    return []


def ringing_contact(event: ContactNews) -> RingingContact:
    """The contact as its pop is asked for."""
    variables = dict(event.variables)
    if isinstance(event, WorkItem):
        if isinstance(event.payload, dict):
            scalars = {name: str(one) for name, one in event.payload.items() if not isinstance(one, dict | list)}
            variables = {**scalars, **variables}
        given = {"workItemId": event.work_item_id, "workItemType": event.work_item_type}
        variables |= {name: value for name, value in given.items() if value}
    ani = event.ani or "" if isinstance(event, CallNews) else ""
    return RingingContact(
        call_type=CallType(event.call_type) if isinstance(event, CallNews) else CallType.INBOUND,
        channel=_channel(event),
        sub_channel=event.sub_channel or "" if isinstance(event, Digital) else "",
        ani="" if isinstance(event, Email) else ani,
        dnis=event.dnis or "" if isinstance(event, CallNews) else "",
        skill=event.skill_id or event.skill_name or "",
        email=ani if isinstance(event, Email) else "",
        contact_key=event.contact_key or "",
        variables=variables,
    )


def _is_customers(event: ContactNews) -> bool:
    return not isinstance(event, CallNews) or event.is_customers


def _channel(event: ContactNews) -> Channel:
    match event:
        case Voicemail():
            return Channel.VOICEMAIL
        case Email():
            return Channel.EMAIL
        case Chat():
            return Channel.CHAT
        case WorkItem():
            return Channel.WORK_ITEM
        case Digital():
            return Channel.DIGITAL
        case _:
            return Channel.VOICE


def _fields(session: AgentSession, event: ContactNews) -> dict[Field, Value]:
    texts: dict[Field, str | None] = {
        Field.AGENT_ID: session.agent_id,
        Field.AGENT_USER_ID: session.user_id,
        Field.SKILL_ID: event.skill_id,
        Field.SKILL_NAME: event.skill_name,
        Field.STARTED_AT: write_instant(event.started_at) if event.started_at else None,
    }
    if not isinstance(event, Chat):
        # A text message is told as a chat is, so that which of them it is has to come from elsewhere.
        texts[Field.CHANNEL] = _channel(event).value
    if isinstance(event, CallNews):
        texts |= {
            Field.CALL_TYPE: event.call_type,
            Field.ANI: event.ani,
            Field.DNIS: event.dnis,
            Field.MASTER_CONTACT_ID: event.master_contact_id,
            Field.PARENT_CONTACT_ID: event.parent_contact_id,
            Field.INTERACTION_ID: event.interaction_id,
            Field.END_REASON: event.disconnect_reason if event.status in _OVER else None,
        }
    if isinstance(event, WorkItem):
        texts |= {Field.WORK_ITEM_ID: event.work_item_id, Field.WORK_ITEM_TYPE: event.work_item_type}
    if isinstance(event, Digital):
        texts |= {
            Field.DFO_CONTACT_ID: event.case_id,
            Field.SUB_CHANNEL: event.sub_channel,
            Field.CUSTOMER_NAME: event.customer_name,
        }
    return {name: without_cards(clean(text)) if name in _FREE else text for name, text in texts.items() if text}


_FREE = frozenset({Field.CUSTOMER_NAME, Field.SKILL_NAME, Field.WORK_ITEM_TYPE})


def _detail(kind: EventType, event: ContactNews) -> str:
    says_why = kind in (EventType.REFUSED, EventType.ENDED) and isinstance(event, CallNews)
    return (event.disconnect_reason or "") if says_why and isinstance(event, CallNews) else ""


def calls_seen(news: Iterable[News]) -> list[CallSeen]:
    """What the news tell of calls that the agent made to customers."""
    seen = []
    for one in news:
        event = one.event
        if isinstance(event, CallNews) and event.call_type == "outbound" and event.is_customers and event.dnis:
            seen.append(
                CallSeen(
                    event.contact_id or "",
                    event.master_contact_id or "",
                    event.dnis,
                    event.status,
                    event.disconnect_code or "",
                )
            )
        if isinstance(event, AgentError) and event.command == _DIAL and event.target and event.code:
            # It failed before there was a contact.
            seen.append(CallSeen(event.contact_id or "", "", event.target, "disconnected", event.code))
    return seen

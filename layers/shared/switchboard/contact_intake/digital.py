"""Events of digital cases: the envelope of CXone's event hub.

That webhooks send the same envelope is the best assumption (unconfirmed), as are the members of ``inboxAssignee``.
So one envelope, a list of them and ``{"events": [...]}`` are taken alike, types that mean nothing here are counted
and passed over, and what an envelope leaves out is not guessed.
"""

import re
from collections import Counter
from datetime import datetime
from typing import Any

from switchboard.contact.events import contact_event, is_event_id
from switchboard.contact.fields import Field, Value
from switchboard.contact.instant import write_instant
from switchboard.contact.key import ContactKey, NumberSpace, is_business_unit
from switchboard.contact.words import CallType, Channel, EventType, Source
from switchboard.contact_intake.models import Intake, Reason, Received, Trouble
from switchboard.contact_intake.names import PLATFORM_CHANNELS, SUB_CHANNELS, aliases_of
from switchboard.contact_intake.wire import Members, NotReadable, happened_at, read_json

MOST_ENVELOPES = 100

_CREATED = "CaseCreated"
_STATUS = "CaseStatusChanged"
_ASSIGNED = "CaseInboxAssigneeChanged"
_QUEUE = "CaseToRoutingQueueAssignmentChanged"
_MESSAGES = ("MessageAddedIntoCase", "MessageCreated")
_READ = frozenset({_CREATED, _STATUS, _ASSIGNED, _QUEUE, *_MESSAGES})
_TYPE_NAME = re.compile(r"[A-Za-z0-9]{1,60}", re.ASCII)
_OTHER_TYPE = "other"


def read_digital(body: bytes, business_unit: str, now: datetime) -> Intake:
    """The events of one delivery, in the order in which they happened.

    Args:
        business_unit: that of envelopes which name none.
    """
    try:
        envelopes = _envelopes(read_json(body))
    except NotReadable as error:
        return Intake(refused=(Trouble(None, error.field, error.reason),))
    received: list[Received] = []
    refused: list[Trouble] = []
    dropped: list[Trouble] = []
    passed_over: Counter[str] = Counter()
    for index, given in enumerate(envelopes):
        dropped_here: list[Trouble] = []
        try:
            if not isinstance(given, dict):
                raise NotReadable("", Reason.MALFORMED)
            envelope = Members(given, index, dropped_here)
            type_ = envelope.text("eventType")
            if type_ in _READ:
                received += _read_envelope(envelope, type_, business_unit, now)
                dropped += dropped_here
            else:
                passed_over[type_ if _TYPE_NAME.fullmatch(type_) else _OTHER_TYPE] += 1
        except NotReadable as error:
            refused.append(Trouble(index, error.field, error.reason))
    received.sort(key=lambda one: (one.event.at, one.event.event_id))
    return Intake(tuple(received), tuple(refused), tuple(dropped), passed_over)


def _envelopes(given: Any) -> list[Any]:
    if isinstance(given, dict):
        given = given.get("events", [given])
    if not isinstance(given, list):
        raise NotReadable("", Reason.MALFORMED)
    if len(given) > MOST_ENVELOPES:
        raise NotReadable("", Reason.TOO_MANY)
    return given


def _read_envelope(envelope: Members, type_: str, business_unit: str, now: datetime) -> list[Received]:
    event_id = envelope.text("eventId")
    if not is_event_id(event_id):
        raise NotReadable("eventId", Reason.MALFORMED if event_id else Reason.MISSING)
    at = happened_at(envelope, now, "createdAtWithMilliseconds", "createdAt")
    data = envelope.part("data")
    case = data.part("case")
    case_id = case.id("id") or case.id("contactId")
    if not case_id:
        raise NotReadable(case.path("id"), Reason.MISSING)
    told_unit = data.part("brand").id("businessUnitId")
    key = ContactKey(told_unit if is_business_unit(told_unit) else business_unit, NumberSpace.DFO, case_id)
    fields = _fields(data, case)
    return [
        Received(key, contact_event(event_id, at, one, Source.SCRIPT, fields=fields), aliases_of(key, fields))
        for one in _what_happened(type_, data, case)
    ]


def _what_happened(type_: str, data: Members, case: Members) -> tuple[EventType, ...]:
    """What an envelope means for its case; ``variables`` where it only tells more of it."""
    status = case.text("status").lower()
    if type_ == _STATUS and status in ("closed", "trashed"):
        return EventType.ENDED, EventType.WRAPPED_UP
    if type_ == _STATUS and status == "resolved":
        return (EventType.ENDED,)
    if type_ == _STATUS and status not in ("new", "open"):
        return (EventType.VARIABLES,)
    if type_ in _MESSAGES:
        return (EventType.VARIABLES,)
    if _agent_id(data):
        return (EventType.ANSWERED,)
    if type_ == _ASSIGNED and data.has("inboxAssignee"):
        return (EventType.TRANSFERRED,)
    comes_in = type_ == _CREATED and case.text("direction").lower() != "outbound"
    waits = type_ == _STATUS and data.has("inboxAssignee")
    queued = data.part("routingQueue").has("id") or comes_in or waits
    return (EventType.QUEUED,) if queued else (EventType.VARIABLES,)


def _fields(data: Members, case: Members) -> dict[Field, Value]:
    queue, agent = data.part("routingQueue"), data.part("inboxAssignee")
    platform = data.part("channel").text("realExternalPlatformId").lower()
    direction = case.word("direction", CallType)
    started_at = case.moment("createdAt")
    channel = PLATFORM_CHANNELS.get(platform, Channel.DIGITAL)
    fields: dict[Field, Value] = {
        Field.CHANNEL: channel.value if platform else "",
        Field.SUB_CHANNEL: SUB_CHANNELS.get(platform, platform) if channel is Channel.DIGITAL else "",
        Field.CALL_TYPE: direction.value if direction else "",
        Field.INTERACTION_ID: case.id("interactionId"),
        Field.LINK: case.text("detailUrl"),
        Field.STARTED_AT: write_instant(started_at) if started_at else "",
        Field.SKILL_ID: queue.id("skillId"),
        Field.SKILL_NAME: queue.free_text("name"),
        Field.AGENT_ID: _agent_id(data),
        Field.AGENT_NAME: _name(agent, "firstName", "surname"),
        Field.CUSTOMER_NAME: _customer(data),
    }
    return {name: value for name, value in fields.items() if value != ""}


def _agent_id(data: Members) -> str:
    agent = data.part("inboxAssignee")
    return agent.id("incontactId") or agent.id("id")


def _customer(data: Members) -> str:
    """Who wrote the message, unless it is ours."""
    message = data.part("message")
    if message.text("direction").lower() != "inbound":
        return ""
    author = message.part("authorEndUserIdentity")
    return _name(author, "firstName", "lastName") or author.free_text("nickname")


def _name(person: Members, first: str, last: str) -> str:
    return f"{person.free_text(first)} {person.free_text(last)}".strip()

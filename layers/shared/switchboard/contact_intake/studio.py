"""Contact events that CXone Studio scripts post: one as an object, or a batch as ``{"events": [...]}``.

Each needs ``type``, ``eventId``, ``at`` and a contact: ``contactId``, ``contactKey``, or ``dfoContactId`` for a
digital case. Every value may be text, since ``asjson()`` renders all as text; unknown members are passed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from switchboard.contact.events import contact_event, is_event_id
from switchboard.contact.fields import Field, Value
from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.contact.text import clean
from switchboard.contact.words import CallType, Channel, EventType, Source
from switchboard.contact_intake.cards import without_cards
from switchboard.contact_intake.models import Intake, Reason, Received, Trouble
from switchboard.contact_intake.names import MEDIA_TYPES, aliases_of
from switchboard.contact_intake.wire import Members, NotReadable, happened_at, read_json
from switchboard.salesforce_id import id18

ALL_VARIABLES = "*"
_TYPES = {one.value.lower(): one for one in EventType if one is not EventType.REPORT}
_IDS = (
    Field.MASTER_CONTACT_ID,
    Field.PARENT_CONTACT_ID,
    Field.INTERACTION_ID,
    Field.DFO_CONTACT_ID,
    Field.SKILL_ID,
    Field.AGENT_ID,
    Field.TEAM_ID,
    Field.CAMPAIGN_ID,
    Field.DISPOSITION_ID,
    Field.SECONDARY_DISPOSITION_ID,
)
_PLAIN = (Field.SUB_CHANNEL, Field.RECORDING_LINK, Field.LINK, Field.WORK_ITEM_ID)
_FREE = (
    Field.CUSTOMER_NAME,
    Field.SUBJECT,
    Field.SKILL_NAME,
    Field.AGENT_NAME,
    Field.TEAM_NAME,
    Field.CAMPAIGN_NAME,
    Field.POINT_OF_CONTACT,
    Field.DISPOSITION,
    Field.DISPOSITION_NOTES,
    Field.TAGS,
    Field.WORK_ITEM_TYPE,
)
_DETAILS: dict[EventType, tuple[str, ...]] = {
    EventType.NOTE: ("note", "text"),
    EventType.CONFERENCED: ("party",),
    EventType.REFUSED: ("refuseReason", "reason"),
    EventType.ENDED: ("endReason", "reason"),
}


@dataclass(frozen=True, slots=True)
class StudioHook:
    """What a tenant's scripts may say, and how it is meant.

    Args:
        business_unit: the tenant's number.
        variables: names of the script variables that are kept; ``*`` keeps all.
        outbound_ani: whose number ``ani`` is when a call goes out. Ours, where it is the number that calls; the
            other way round it is the customer's (which of them Studio means is unconfirmed).
        most_events: the longest batch that is read.
    """

    business_unit: str
    variables: frozenset[str] = frozenset()
    outbound_ani: Literal["ours", "customers"] = "ours"
    most_events: int = 100


def read_studio(body: bytes, hook: StudioHook, now: datetime) -> Intake:
    """The events of one delivery, in its order.

    Args:
        body: the raw bytes, whatever their content type said.
    """
    try:
        events = _events(read_json(body), hook.most_events)
    except NotReadable as error:
        return Intake(refused=(Trouble(None, error.field, error.reason),))
    received: list[Received] = []
    refused: list[Trouble] = []
    dropped: list[Trouble] = []
    for index, given in enumerate(events):
        dropped_here: list[Trouble] = []
        try:
            received.append(_read_event(given, index, dropped_here, hook, now))
        except NotReadable as error:
            refused.append(Trouble(index, error.field, error.reason))
        else:
            dropped += dropped_here
    return Intake(tuple(received), tuple(refused), tuple(dropped))


def _events(given: Any, most: int) -> list[Any]:
    if not isinstance(given, dict):
        raise NotReadable("", Reason.MALFORMED)
    if "events" not in given:
        return [given]
    events = given["events"]
    if not isinstance(events, list):
        raise NotReadable("events", Reason.MALFORMED)
    if len(events) > most:
        raise NotReadable("events", Reason.TOO_MANY)
    return events


def _read_event(given: Any, index: int, dropped: list[Trouble], hook: StudioHook, now: datetime) -> Received:
    if not isinstance(given, dict):
        raise NotReadable("", Reason.MALFORMED)
    members = Members(given, index, dropped)
    type_ = _type(members)
    event_id = members.text("eventId")
    if not is_event_id(event_id):
        raise NotReadable("eventId", Reason.MALFORMED if event_id else Reason.MISSING)
    at = happened_at(members, now, "at")
    fields = _fields(members, type_, hook)
    key = _key(members, fields, hook.business_unit)
    return Received(
        key=key,
        event=contact_event(
            event_id,
            at,
            type_,
            Source.SCRIPT,
            fields=fields,
            variables=_variables(members, hook.variables),
            detail=members.free_text(*_DETAILS.get(type_, ())),
        ),
        aliases=aliases_of(key, fields),
    )


def _type(members: Members) -> EventType:
    written = members.text("type").lower().removeprefix("contact.").replace("_", "").replace("-", "")
    if not written:
        raise NotReadable("type", Reason.MISSING)
    if written not in _TYPES:
        raise NotReadable("type", Reason.UNKNOWN)
    return _TYPES[written]


def _key(members: Members, fields: Mapping[Field, Value], business_unit: str) -> ContactKey:
    if written := members.text("contactKey"):
        try:
            key = ContactKey.parse(written)
        except ValueError as error:
            raise NotReadable("contactKey", Reason.MALFORMED) from error
        if key.business_unit != business_unit:
            raise NotReadable("contactKey", Reason.UNKNOWN)
        return key
    written = members.text("contactId")
    contact_id = members.id("contactId")
    if contact_id:
        return ContactKey(business_unit, NumberSpace.ACD, contact_id)
    if not written and (case_id := fields.get(Field.DFO_CONTACT_ID)):
        return ContactKey(business_unit, NumberSpace.DFO, str(case_id))
    raise NotReadable("contactId", Reason.MALFORMED if written else Reason.MISSING)


def _fields(members: Members, type_: EventType, hook: StudioHook) -> dict[Field, Value]:
    call_type, channel = _call_type(members), _channel(members)
    ani, dnis = members.text("ani"), members.text("dnis")
    if call_type is CallType.OUTBOUND and hook.outbound_ani == "customers":
        ani, dnis = dnis, ani
    fields: dict[Field, Value] = {
        **{name: members.id(name) for name in _IDS},
        **{name: members.text(name) for name in _PLAIN},
        **{name: members.free_text(name) for name in _FREE},
        Field.ANI: ani,
        Field.DNIS: dnis,
        Field.END_REASON: members.free_text("endReason", *(("reason",) if type_ is EventType.ENDED else ())),
        Field.REFUSE_REASON: members.free_text(
            "refuseReason", *(("reason",) if type_ is EventType.REFUSED else ())
        ),
        Field.AGENT_USER_ID: _record_id(members, "userId"),
        Field.CALL_TYPE: call_type.value if call_type else "",
        Field.CHANNEL: channel.value if channel else "",
    }
    if type_ is EventType.RELATION:
        fields[Field.CHOSEN_WHO_ID] = _record_id(members, "whoId")
        fields[Field.CHOSEN_WHAT_ID] = _record_id(members, "whatId")
    return {name: value for name, value in fields.items() if value != ""}


def _call_type(members: Members) -> CallType | None:
    is_inbound = members.truth("isInbound")
    told = None if is_inbound is None else CallType.INBOUND if is_inbound else CallType.OUTBOUND
    return members.word("callType", CallType) or told


def _channel(members: Members) -> Channel | None:
    channel = members.word("channel", Channel)
    media_type = members.text("mediaTypeId", "mediaType")
    return channel or MEDIA_TYPES.get(media_type)


def _record_id(members: Members, name: str) -> str:
    written = members.text(name)
    record_id = id18(written)
    if written and not record_id:
        members.drop(name)
    return record_id or ""


def _variables(members: Members, allowed: frozenset[str]) -> dict[str, str]:
    given = members.scalars("variables")
    return {
        name: without_cards(clean(value))
        for name, value in given.items()
        if ALL_VARIABLES in allowed or name in allowed
    }

"""A contact as the activity rules see it: the plain object that their expressions are applied to.

Times are ISO 8601 texts in UTC, durations whole seconds, ids and numbers text. What is not known is null.

    key, businessUnit, space                 "4599001:acd:9007199254740993", "4599001", "acd" or "dfo"
    contactId, masterContactId, parentContactId, interactionId, dfoContactId
    channel, subChannel                      "voice" ... "digital", and "facebook" ... for digital ones
    callType                                 "inbound", "outbound", "internal"
    labels                                   {callType, channel, outcome} for people: "Inbound", "call"
    state, outcome, answered                 "closed", "handled" | "abandoned" | "refused" | "unanswered", true
    ani, dnis                                number that calls, number that was dialled, as they were told
    customer                                 {name, number}: the person at the other end
    subject, link, recordingLink, tags, endReason, refuseReason, pointOfContact
    agent, skill, team, campaign             {id, name}; the agent is the last one, or the assignment's own
    disposition                              {id, name, notes, secondaryId}
    workItem                                 {id, type}
    startedAt, queuedAt, answeredAt, endedAt, wrappedUpAt
    queueSeconds, talkSeconds, holdSeconds, connectedSeconds, wrapUpSeconds, durationSeconds, holdCount
                                             connected is talk and hold together, duration goes from start to end
    assignment                               {number, count}: which of how many, 1 for the first
    assignments                              [{contactId, agentId, agentName, from, to, holdSeconds}]
    parties                                  [{role, id}], role customer, agent or other
    notes, noteText                          [{at, agentId, text}], and all their texts together
    variables                                {name: text}
    relation                                 {whoId, whatId, contactId, leadId, accountId}
    owner                                    {id}
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from switchboard.contact.facts import Assignment, Facts, facts_of
from switchboard.contact.fields import Field
from switchboard.contact.instant import write_instant, write_moment
from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.contact.merge import Contact
from switchboard.contact.words import CallType, Channel, EventType

_CHANNEL_LABELS = {
    "": "contact",
    Channel.VOICE: "call",
    Channel.VOICEMAIL: "voicemail",
    Channel.EMAIL: "e-mail",
    Channel.CHAT: "chat",
    Channel.SMS: "SMS",
    Channel.WORK_ITEM: "work item",
    Channel.DIGITAL: "message",
}


def contact_view(key: ContactKey, contact: Contact, facts: Facts) -> dict[str, Any]:
    """The view of a contact as a whole; relation and owner are filled in when an activity is mapped."""

    def text(name: Field) -> str | None:
        return contact.text(name) or None

    def named(id_: Field, name: Field) -> dict[str, str | None]:
        return {"id": text(id_), "name": text(name)}

    call_type = text(Field.CALL_TYPE) or text(Field.REPORT_CALL_TYPE)
    notes = _notes(contact)
    return {
        "key": str(key),
        "businessUnit": key.business_unit,
        "space": key.space.value,
        "contactId": key.contact_id,
        "masterContactId": text(Field.MASTER_CONTACT_ID) or key.contact_id,
        "parentContactId": text(Field.PARENT_CONTACT_ID),
        "interactionId": text(Field.INTERACTION_ID),
        "dfoContactId": text(Field.DFO_CONTACT_ID) or (key.contact_id if key.space is NumberSpace.DFO else None),
        "channel": text(Field.CHANNEL),
        "subChannel": text(Field.SUB_CHANNEL),
        "callType": call_type,
        "labels": {
            "callType": call_type.capitalize() if call_type else None,
            "channel": _channel_label(contact),
            "outcome": facts.outcome.capitalize() or None,
        },
        "state": facts.state.value if facts.state else None,
        "outcome": facts.outcome or None,
        "answered": facts.answered,
        "ani": text(Field.ANI),
        "dnis": text(Field.DNIS),
        "customer": {
            "name": text(Field.CUSTOMER_NAME),
            "number": text(Field.DNIS if call_type == CallType.OUTBOUND else Field.ANI),
        },
        "subject": text(Field.SUBJECT),
        "link": text(Field.LINK),
        "recordingLink": text(Field.RECORDING_LINK),
        "tags": text(Field.TAGS),
        "endReason": text(Field.END_REASON),
        "refuseReason": text(Field.REFUSE_REASON),
        "pointOfContact": text(Field.POINT_OF_CONTACT),
        "agent": {"id": facts.agent_id or None, "name": facts.agent_name or None},
        "skill": named(Field.SKILL_ID, Field.SKILL_NAME),
        "team": named(Field.TEAM_ID, Field.TEAM_NAME),
        "campaign": named(Field.CAMPAIGN_ID, Field.CAMPAIGN_NAME),
        "disposition": {
            **named(Field.DISPOSITION_ID, Field.DISPOSITION),
            "notes": text(Field.DISPOSITION_NOTES),
            "secondaryId": text(Field.SECONDARY_DISPOSITION_ID),
        },
        "workItem": {"id": text(Field.WORK_ITEM_ID), "type": text(Field.WORK_ITEM_TYPE)},
        "startedAt": write_moment(facts.started_at),
        "queuedAt": write_moment(facts.queued_at),
        "answeredAt": write_moment(facts.answered_at),
        "endedAt": write_moment(facts.ended_at),
        "wrappedUpAt": write_moment(facts.wrapped_up_at),
        "queueSeconds": facts.queue_s,
        "talkSeconds": facts.talk_s,
        "holdSeconds": facts.hold_s,
        "connectedSeconds": facts.connected_s,
        "wrapUpSeconds": facts.wrap_up_s,
        "durationSeconds": facts.duration_s,
        "holdCount": facts.hold_count,
        "assignment": {"number": None, "count": len(facts.assignments)},
        "assignments": [_assignment(one) for one in facts.assignments],
        "parties": [{"role": one.role, "id": one.id} for one in facts.parties],
        "notes": notes,
        "noteText": "\n".join(note["text"] for note in notes) or None,
        "variables": {name: str(stamped.value) for name, stamped in sorted(contact.variables.items())},
        "relation": dict.fromkeys(("whoId", "whatId", "contactId", "leadId", "accountId")),
        "owner": {"id": None},
    }


def _channel_label(contact: Contact) -> str:
    sub_channel = contact.text(Field.SUB_CHANNEL)
    channel = contact.text(Field.CHANNEL)
    if channel == Channel.DIGITAL and sub_channel:
        return f"{sub_channel.capitalize()} {_CHANNEL_LABELS[Channel.DIGITAL]}"
    return _CHANNEL_LABELS[channel]


def _notes(contact: Contact) -> list[dict[str, Any]]:
    """The notes in their order; of one that was changed under its event id, the latest text."""
    latest = {entry.event_id: entry for entry in contact.timeline if entry.type is EventType.NOTE}
    return [
        {"at": write_instant(entry.at), "agentId": entry.agent_id or None, "text": entry.detail}
        for entry in sorted(latest.values())
        if entry.detail
    ]


def _assignment(one: Assignment) -> dict[str, Any]:
    return {
        "contactId": one.contact_id,
        "agentId": one.agent_id or None,
        "agentName": one.agent_name or None,
        "from": write_moment(one.since),
        "to": write_moment(one.until),
        "holdSeconds": one.hold_s,
    }


def _shape() -> dict[str, Any]:
    key = ContactKey("0", NumberSpace.ACD, "1")
    view = contact_view(key, Contact(), facts_of(Contact(), key.contact_id))
    return {**view, "variables": None}


SHAPE: Mapping[str, Any] = MappingProxyType(_shape())
"""The members of a view, to check expressions against; any variable may be named."""

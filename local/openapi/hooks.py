"""What hooks take and answer. Their functions read the raw bytes themselves, so it is written down here.

Scripts may write every value as text, numbers and booleans too; members that nobody knows are passed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from local.openapi.schemas import Schema
from switchboard.contact.fields import Field
from switchboard.contact.words import CallType, Channel, EventType
from switchboard.contact_intake.models import Reason
from switchboard.contact_intake.studio import StudioHook

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "object", "additionalProperties": _TEXT}
_CALL_TYPE: Schema = {"type": "string", "enum": [one.value for one in CallType]}
_CHANNEL: Schema = {"type": "string", "enum": [one.value for one in Channel]}
_KEY: Schema = {
    "type": "string",
    "description": "{businessUnit}:{acd or dfo}:{id}",
    "example": "4599001:acd:9007199254740993",
}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(description: str, members: Mapping[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "description": description, "properties": dict(members), **needed}


def _said(description: str, schema: Schema = _TEXT) -> Schema:
    return {**schema, "description": description}


_SCRIPTS_POP = _object(
    "A contact, as a Studio script knows it. All members are optional.",
    {
        "contactId": _said("The contact's number; the business unit is the deployment's own."),
        "contactKey": _KEY,
        "ani": _said("As the contact centre gives it; empty is withheld.", {"type": "string", "maxLength": 2000}),
        "dnis": _TEXT,
        "skillId": _TEXT,
        "callType": _CALL_TYPE,
        "isInbound": _said("In place of callType: True or False."),
        "channel": {**_CHANNEL, "default": "voice"},
        "subChannel": _TEXT,
        "email": _TEXT,
        "handle": _TEXT,
        "userId": _said("Salesforce user of the agent, if one is chosen already."),
        "queued": _said("True: nobody has the contact yet, the caller is only looked up ahead."),
        "lookup": _said("A custom lookup of the rules."),
        "parameters": _said("Its parameters.", _TEXTS),
        "variables": _said("For conditions of the rules, and for URLs.", _TEXTS),
    },
)
_SCRIPTS_ANSWER: Schema = {
    "type": "object",
    "description": "Flat text below 32 kB. Without exactly one match recordId, recordName and objectType are "
    "empty; with one there is also field_{name} for each field that the rules return.",
    "properties": {
        "match": {"type": "string", "enum": ["none", "one", "many", "unknown"]},
        "reason": _said("Why nothing was looked up, or why nobody could be asked."),
        "rule": _TEXT,
        "truncated": {"type": "string", "enum": ["true", "false"]},
        "pop": _TEXT,
        "popUrl": _TEXT,
        "matchCount": _TEXT,
        "recordId": _TEXT,
        "recordName": _TEXT,
        "objectType": _TEXT,
        "wrong": _said("Members that could not be read, with commas."),
    },
    "required": ["match", "reason", "pop", "popUrl", "matchCount"],
    "additionalProperties": _TEXT,
}
_TOLD_BY_SCRIPTS = [one for one in Field if not one.value.startswith(("report", "chosen", "dialled", "startedAt"))]
_TYPES = [one.value for one in EventType if one is not EventType.REPORT]
_EVENT = _object(
    "What happened to a contact. Names of members and values count in any case.",
    {
        "type": {"type": "string", "enum": [*(f"contact.{one}" for one in _TYPES), *_TYPES]},
        "eventId": _said(
            "The script's own id of the event: what comes again with it changes nothing.",
            {"type": "string", "pattern": r"^[A-Za-z0-9._:~+/=@-]{1,80}$"},
        ),
        "at": _said("With an offset, at most 30 days ago.", {"type": "string", "format": "date-time"}),
        "contactKey": _KEY,
        "contactId": _said("In place of contactKey; dfoContactId names a digital case."),
        **{one.value: _TEXT for one in _TOLD_BY_SCRIPTS},
        "callType": _CALL_TYPE,
        "isInbound": _said("In place of callType: True or False."),
        "channel": _CHANNEL,
        "mediaTypeId": _said("In place of channel: CXone's number of it."),
        "note": _said("With type note."),
        "party": _said("With type conferenced: who joined."),
        "whoId": _said("With type relation: a Contact or Lead."),
        "whatId": _said("With type relation: any other record."),
        "variables": _said("Those that ScriptVariables allows are kept.", _TEXTS),
    },
    ("type", "eventId", "at"),
)
_EVENTS = _object(
    "A batch of events.",
    {"events": {"type": "array", "items": _ref("ContactEvent"), "maxItems": StudioHook("").most_events}},
    ("events",),
)
_TROUBLE = _object(
    "Something that was not taken; never a value.",
    {
        "index": {"type": "integer", "nullable": True, "description": "Of the event in its batch."},
        "field": _TEXT,
        "problem": {"type": "string", "enum": [one.value for one in Reason]},
    },
    ("index", "field", "problem"),
)
_TROUBLES: Schema = {"type": "array", "items": _ref("EventTrouble")}
_EVENTS_ANSWER = _object(
    "What is stored.",
    {
        "accepted": {"type": "array", "items": {"type": "integer"}, "description": "Places in the batch."},
        "refused": _said("Events that were not taken; to send them again is useless.", _TROUBLES),
        "dropped": _said("Members that could not be read, of events that were taken.", _TROUBLES),
    },
    ("accepted", "refused", "dropped"),
)
_LOOSE: Schema = {"type": "object", "additionalProperties": True}
_ENVELOPE = _object(
    "An event of CXone's event hub. Other types than those of cases and messages are counted and passed over.",
    {
        "eventId": _TEXT,
        "eventType": _TEXT,
        "createdAt": {"type": "string", "format": "date-time"},
        "createdAtWithMilliseconds": {"type": "string", "format": "date-time"},
        "data": _said("Read: brand, case, channel, routingQueue, inboxAssignee, message.", _LOOSE),
    },
    ("eventId", "eventType", "data"),
)
_DIGITAL_ANSWER = _object(
    "What is stored.",
    {
        "accepted": {"type": "integer", "description": "Events that were merged."},
        "passedOver": {
            "type": "object",
            "additionalProperties": {"type": "integer"},
            "description": "How often each type came that means nothing here.",
        },
        "refused": _TROUBLES,
        "dropped": _TROUBLES,
    },
    ("accepted", "passedOver", "refused", "dropped"),
)

SCHEMAS: dict[str, Schema] = {
    "ContactEvent": _EVENT,
    "ContactEventBatch": _EVENTS,
    "ContactEventsAnswer": _EVENTS_ANSWER,
    "DigitalEvent": _ENVELOPE,
    "DigitalEventBatch": _object(
        "A batch of envelopes.",
        {"events": {"type": "array", "items": _ref("DigitalEvent"), "maxItems": 100}},
        ("events",),
    ),
    "DigitalEventsAnswer": _DIGITAL_ANSWER,
    "EventTrouble": _TROUBLE,
    "ScriptScreenPopRequest": _SCRIPTS_POP,
    "ScriptScreenPopAnswer": _SCRIPTS_ANSWER,
}


@dataclass(frozen=True, slots=True)
class Hook:
    """What one hook takes, and its answer."""

    body: Schema
    status: str
    answer: Schema


HOOKS: dict[str, Hook] = {
    "screenPopHook": Hook(_ref("ScriptScreenPopRequest"), "200", _ref("ScriptScreenPopAnswer")),
    "contactEventsHook": Hook(
        {"oneOf": [_ref("ContactEvent"), _ref("ContactEventBatch")]}, "202", _ref("ContactEventsAnswer")
    ),
    "digitalEventsHook": Hook(
        {
            "oneOf": [
                _ref("DigitalEvent"),
                _ref("DigitalEventBatch"),
                {"type": "array", "items": _ref("DigitalEvent"), "maxItems": 100},
            ]
        },
        "202",
        _ref("DigitalEventsAnswer"),
    ),
}
"""By operation id."""

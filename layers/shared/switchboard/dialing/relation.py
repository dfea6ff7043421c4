"""The record that a number was clicked on, and how the contact is told of it. Pure.

The activity writer takes WhoId and WhatId from the contact's fields; see ``activity/relation.py``.
"""

from dataclasses import dataclass
from datetime import datetime

from switchboard.contact.events import contact_event
from switchboard.contact.fields import Field
from switchboard.contact.key import ContactKey
from switchboard.contact.words import CallType, Channel, EventType, Source
from switchboard.contact_intake.models import Received

_BY_PREFIX = {"001": "Account", "003": "Contact", "00Q": "Lead"}
"""First characters of ids (Salesforce, standard key prefixes): they are surer than what a page says."""

_NEVER_RELATED = ("005", "00G", "00T", "00U")
"""Users, groups, tasks and events: activities belong to none of them."""


@dataclass(frozen=True, slots=True)
class Clicked:
    """What Open CTI tells of the record beside a clicked number; ids of 18 characters, or empty."""

    record_id: str = ""
    object_type: str = ""
    account_id: str = ""
    contact_id: str = ""
    is_person_account: bool = False

    @classmethod
    def of(
        cls, record_id: str, object_type: str, account_id: str, contact_id: str, *, is_person_account: bool
    ) -> "Clicked":
        """What was told, with the object as the id has it."""
        known = _BY_PREFIX.get(record_id[:3])
        return cls(record_id, known or object_type, account_id, contact_id, is_person_account)

    def sides(self) -> tuple[str, str]:
        """WhoId and WhatId; people go to WhoId, everything else to WhatId, empty where there is none."""
        if not self.record_id or self.record_id.startswith(_NEVER_RELATED):
            return "", ""
        if self.object_type in ("Contact", "Lead"):
            return self.record_id, ""
        if self.is_person_account and self.object_type == "Account" and self.contact_id:
            return self.contact_id, ""
        return "", self.record_id


def relation_events(
    key: ContactKey, digest: str, user_id: str, agent_id: str, number: str, sides: tuple[str, str], at: datetime
) -> list[Received]:
    """What a contact is told of the call that it is; to tell it twice changes nothing.

    Args:
        digest: of the call.
        sides: WhoId and WhatId.
        at: when the call was sent.
    """
    dialled = {Field.DIALLED_WHO_ID: sides[0], Field.DIALLED_WHAT_ID: sides[1]}
    # The rest is what a script would say: after a transfer another agent's events take its place.
    known = {
        Field.CALL_TYPE: CallType.OUTBOUND.value,
        Field.CHANNEL: Channel.VOICE.value,
        Field.DNIS: number,
        Field.AGENT_ID: agent_id,
        Field.AGENT_USER_ID: user_id,
    }
    related = {name: value for name, value in dialled.items() if value}
    events = [contact_event(f"{digest}-call", at, EventType.RELATION, Source.SCRIPT, fields=dict(known))]
    if related:
        event_id = f"{digest}-record"
        events.append(contact_event(event_id, at, EventType.RELATION, Source.AGENT, fields=dict(related)))
    return [Received(key, event) for event in events]

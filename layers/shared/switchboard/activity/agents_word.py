"""What an agent says of a contact, as events. Pure: saying the same again makes none."""

from collections.abc import Mapping
from datetime import datetime

from switchboard.contact.events import ContactEvent, contact_event
from switchboard.contact.fields import Field
from switchboard.contact.merge import Contact
from switchboard.contact.text import clean
from switchboard.contact.words import EventType, Source
from switchboard.contact_intake.cards import without_cards


def agents_word(
    contact: Contact, user_id: str, relation: Mapping[Field, str], notes: str | None, now: datetime
) -> list[ContactEvent]:
    """The events that are missing for the contact to say what its agent says.

    Args:
        user_id: the agent's Salesforce user. Its notes take the place of those it wrote before.
        relation: the records chosen, by field; empty text for none on purpose.
        notes: None to leave them as they are.
    """
    events: list[ContactEvent] = []
    chosen = {name: record_id for name, record_id in relation.items() if not _says(contact, name, record_id)}
    if chosen:
        event_id = f"{user_id}-relation"
        events.append(contact_event(event_id, now, EventType.RELATION, Source.AGENT, fields=dict(chosen)))
    if notes is not None:
        note = contact_event(
            f"{user_id}-note", now, EventType.NOTE, Source.AGENT, detail=without_cards(clean(notes))
        )
        if note.detail != _note(contact, note.event_id):
            events.append(note)
    return events


def _says(contact: Contact, name: Field, record_id: str) -> bool:
    stamped = contact.fields.get(name)
    return stamped is not None and stamped.source is Source.AGENT and stamped.value == record_id


def _note(contact: Contact, event_id: str) -> str:
    """The note as it was written last, empty where there is none."""
    written = [one for one in contact.timeline if one.type is EventType.NOTE and one.event_id == event_id]
    return written[-1].detail if written else ""

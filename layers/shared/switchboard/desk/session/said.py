"""The outcome that an agent gave a contact, as an event of the contact. Pure: saying the same again makes none."""

from datetime import datetime

from switchboard.contact.events import ContactEvent, contact_event
from switchboard.contact.fields import Field
from switchboard.contact.merge import Contact
from switchboard.contact.text import clean
from switchboard.contact.words import EventType, Source
from switchboard.contact_intake.cards import without_cards
from switchboard.desk.session.outcome import Stored


def outcome_event(
    contact: Contact | None, user_id: str, stored: Stored, notes: str, now: datetime
) -> ContactEvent | None:
    """The event that is missing for the contact to say what its agent said; None where it does.

    Args:
        contact: what is known; None where nothing is.
        user_id: the agent's Salesforce user.
    """
    event = contact_event(
        f"{user_id}-disposition",
        now,
        # It happened at no moment of the contact's timeline: it only tells more of it.
        EventType.VARIABLES,
        Source.AGENT,
        fields={
            Field.DISPOSITION_ID: stored.disposition.disposition_id,
            Field.DISPOSITION: stored.disposition.name,
            Field.SECONDARY_DISPOSITION_ID: stored.secondary.disposition_id if stored.secondary else "",
            Field.DISPOSITION_NOTES: without_cards(clean(notes)),
        },
    )
    if contact and all(_says(contact, name, str(value)) for name, value in event.fields.items()):
        return None
    return event


def _says(contact: Contact, name: Field, value: str) -> bool:
    stamped = contact.fields.get(name)
    return stamped is not None and stamped.source is Source.AGENT and stamped.value == value

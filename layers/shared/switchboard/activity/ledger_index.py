"""What dossiers are found by, besides their keys. Pure."""

from zlib import crc32

from switchboard.activity.dossier import Dossier
from switchboard.contact.facts import facts_of
from switchboard.contact.instant import parse_instant, write_instant
from switchboard.contact.key import ContactKey
from switchboard.phone import Ani, classify

SHARDS = 8
"""Parts of an index, so that no part of it gets too busy."""


def shard_of(key: ContactKey) -> int:
    """The part of an index that a contact is in."""
    return crc32(str(key).encode()) % SHARDS


def customer_number(dossier: Dossier, region: str) -> str:
    """The customer's number in E.164, empty where there is none.

    Args:
        region: country in which numbers without one are read, such as ``US``.
    """
    parties = facts_of(dossier.contact, dossier.key.contact_id).parties
    customer = next((party.id for party in parties if party.role == "customer"), "")
    number = classify(customer, region)
    return number.e164 if isinstance(number, Ani) else ""


def state_place(dossier: Dossier) -> str:
    """Where a dossier stands among those in the same state: texts in the order in which they got there."""
    return f"{write_instant(dossier.since)}#{dossier.key}"


def check_place(text: str) -> None:
    """Refuse what is no such place.

    Raises:
        ValueError: it is none.
    """
    since, _, key = text.partition("#")
    parse_instant(since)
    ContactKey.parse(key)

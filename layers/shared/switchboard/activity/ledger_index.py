"""What dossiers are found by besides their keys. Pure."""

from zlib import crc32

from switchboard.activity.dossier import Dossier
from switchboard.activity.ledger import SHARDS
from switchboard.contact.facts import facts_of
from switchboard.contact.key import ContactKey
from switchboard.phone import Ani, classify


def shard_of(key: ContactKey) -> int:
    """The part of the index of what is due that a contact is in."""
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

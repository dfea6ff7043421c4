"""Address books as values: reading entries from requests, merging them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from local.cxone.directory.model import AddressBook, BookEntry
from local.cxone.directory.rows import row
from local.cxone.wire.formats import iso
from local.cxone.wire.listing import Row
from local.cxone.wire.parameters import Parameters

ENTITY_TYPES = ("Agent", "Team", "Skill", "Campaign", "Everyone")


def entry_from(
    given: Mapping[str, object], number: int, at: datetime, known: BookEntry | None = None
) -> BookEntry:
    """An entry from JSON; members that are left out keep what is known.

    Raises:
        ValueError: it names nobody.
    """
    told = Parameters(given)
    base = known or BookEntry(number)

    def text(name: str, kept: str) -> str:
        return kept if told.raw(name) is None else told.text(name)

    entry = replace(
        base,
        first_name=text("firstName", base.first_name),
        middle_name=text("middleName", base.middle_name),
        last_name=text("lastName", base.last_name),
        company=text("company", base.company),
        phone=text("phone", base.phone),
        mobile=text("mobile", base.mobile),
        email=text("email", base.email),
        external_id=text("externalId", base.external_id),
        external_state=text("externalState", base.external_state),
        state_id=told.whole("stateId") or base.state_id,
        is_deleted=False,
        updated=at,
    )
    if not (entry.first_name or entry.last_name or entry.company):
        raise ValueError("First name, last name or company is required")
    return entry


def entry_row(entry: BookEntry, *, dynamic: bool) -> Row:
    """An entry as the API shows it."""
    if not dynamic:
        return row(entry)
    return {
        "addressBookEntryId": entry.address_book_entry_id,
        "externalId": entry.external_id,
        "stateId": entry.state_id,
        "externalState": entry.external_state,
        **{name: value for name, value in row(entry).items() if name != "addressBookEntryId"},
        "isDeleted": entry.is_deleted,
        "lastUpdateTime": iso(entry.updated),
    }


def with_entries(book: AddressBook, entries: Iterable[BookEntry]) -> AddressBook:
    """The book with entries added or replaced by their number."""
    by_number = {each.address_book_entry_id: each for each in book.entries}
    by_number.update({each.address_book_entry_id: each for each in entries})
    return replace(book, entries=tuple(by_number.values()))


def without(book: AddressBook, gone: Iterable[BookEntry], at: datetime) -> AddressBook:
    """The book with entries marked as deleted, for those who read it by delta."""
    return with_entries(book, (replace(each, is_deleted=True, updated=at) for each in gone))


def live(book: AddressBook) -> list[BookEntry]:
    """The entries that are not deleted."""
    return [each for each in book.entries if not each.is_deleted]


def serves(
    book: AddressBook, *, agent_id: int = 0, team_id: int = 0, skills: set[int], campaigns: set[int]
) -> bool:
    """Whether a book is assigned to an agent, or to any of the things around it."""
    ids = set(book.entity_ids)
    match book.entity_type:
        case "Everyone":
            return True
        case "Agent":
            return agent_id in ids
        case "Team":
            return team_id in ids
        case "Skill":
            return bool(ids & skills)
        case "Campaign":
            return bool(ids & campaigns)
        case _:
            return False

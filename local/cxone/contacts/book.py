"""All contacts, and who wants to know when one changes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from local.cxone.contacts.model import Contact


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to a contact.

    Args:
        what: a move's name, or ``began``, ``transferred``, ``disposed``, ``data``, ``tags``, ``recorded``.
        before: None when it began with this.
    """

    what: str
    before: Contact | None
    after: Contact
    at: datetime


Watcher = Callable[[Change], None]


class ContactBook:
    """Contacts by id; every change is told to the watchers, in order."""

    def __init__(self) -> None:
        self._contacts: dict[int, Contact] = {}
        self._watchers: list[Watcher] = []

    def watch(self, watcher: Watcher) -> None:
        """Have every further change told."""
        self._watchers.append(watcher)

    def put(self, what: str, after: Contact, at: datetime) -> Contact:
        """Store a contact as it is now, and tell."""
        change = Change(what, self._contacts.get(after.contact_id), after, at)
        self._contacts[after.contact_id] = after
        for watcher in self._watchers:
            watcher(change)
        return after

    def get(self, contact_id: int) -> Contact | None:
        """The contact with that id."""
        return self._contacts.get(contact_id)

    def __iter__(self) -> Iterator[Contact]:
        return iter(self._contacts.values())

    def __len__(self) -> int:
        return len(self._contacts)

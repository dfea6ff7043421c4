"""All contacts, and who wants to know when one changes."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from local.cxone.contacts.model import Contact, State


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to a contact.

    Args:
        what: a move's name, or ``began``, ``transferred``, ``passed``, ``disposed``, ``data``, ``tags``,
            ``recorded``, ``masked``, ``analysed``, ``line``.
        before: None when it began with this.
    """

    what: str
    before: Contact | None
    after: Contact
    at: datetime


Watcher = Callable[[Change], None]


class ContactBook:
    """Contacts by id. Every change is told to all watchers before the next one is."""

    def __init__(self) -> None:
        self._contacts: dict[int, Contact] = {}
        self._open: dict[int, Contact] = {}
        self._watchers: list[Watcher] = []
        self._untold: deque[Change] = deque()
        self._is_telling = False

    def watch(self, watcher: Watcher) -> None:
        """Have every further change told."""
        self._watchers.append(watcher)

    def put(self, what: str, after: Contact, at: datetime) -> Contact:
        """Store a contact as it is now, and tell."""
        self._untold.append(Change(what, self._contacts.get(after.contact_id), after, at))
        self._contacts[after.contact_id] = after
        if after.state is State.ENDED:
            self._open.pop(after.contact_id, None)
        else:
            self._open[after.contact_id] = after
        # A watcher may change contacts itself; the others hear of that after what caused it.
        if not self._is_telling:
            self._is_telling = True
            try:
                while self._untold:
                    change = self._untold.popleft()
                    for watcher in self._watchers:
                        watcher(change)
            finally:
                self._is_telling = False
        return after

    def get(self, contact_id: int) -> Contact | None:
        """The contact with that id."""
        return self._contacts.get(contact_id)

    def unfinished(self) -> list[Contact]:
        """The contacts that somebody still has to do with, wrap-up included, oldest first."""
        return list(self._open.values())

    def __iter__(self) -> Iterator[Contact]:
        return iter(self._contacts.values())

    def __len__(self) -> int:
        return len(self._contacts)

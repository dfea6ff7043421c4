"""What a database has to do to keep dossiers: hand them out as last written, and take a change only where nobody
else made one in between.
"""

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from switchboard.activity.dossier import ActivityState
from switchboard.activity.links import Item
from switchboard.contact.key import ContactKey

MOST_TRIES = 10


@dataclass(frozen=True, slots=True)
class DueContact:
    """An entry of the index of what is due."""

    key: ContactKey
    at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """Keys in an order, and where the next page begins; None after the last."""

    keys: tuple[ContactKey, ...]
    next: str | None


class LedgerStore(Protocol):
    """Where the items are kept. Indexes may lag a moment behind; reading and writing do not."""

    def read(self, names: Collection[str]) -> dict[str, Item]:
        """What is kept under these names, as of the last write; what is not there is left out."""
        ...

    def write(self, items: Sequence[Item]) -> bool:
        """Keep all of these in place of what was read, each with its next revision, or none of them.

        Returns:
            False where one of them is no longer as it was read; a revision of 0 means that there was none.
        """
        ...

    def write_each(self, items: Sequence[Item]) -> list[bool]:
        """The same for many that do not depend on each other; says for each whether it was kept."""
        ...

    def due(self, shard: int, until: datetime, most: int, after: DueContact | None = None) -> list[DueContact]:
        """Contacts of one shard whose ``next_due_at`` is not after ``until``, the earliest first.

        Args:
            after: the last one of the page before.
        """
        ...

    def in_state(self, state: ActivityState, most: int, cursor: str | None = None) -> Page:
        """Contacts in a state, the latest to get there first; those in OPEN are not listed.

        Raises:
            BadCursor: the cursor is not one that a page gave.
        """
        ...

    def of_number(self, number: str) -> list[ContactKey]:
        """Contacts with this customer's number, in E.164."""
        ...


def pauses_s() -> Iterator[float]:
    """How long to wait after each try that met somebody else, in seconds: ever longer, and never alike for two."""
    for number in range(MOST_TRIES):
        yield random.uniform(0, 0.01 * 2**number)  # noqa: S311 - nobody gains by guessing it

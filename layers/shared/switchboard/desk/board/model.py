"""A board: rows of one kind that the contact centre tells by delta, and how far they have been read.

A pass reads the list from its first page to its last, either all of it or what changed since the pass before. A
long list takes several steps: a pass that is not finished is gone on with by whoever comes next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class BoardPage(Generic[Row]):
    """A page of what the contact centre tells.

    Args:
        rows: by their id.
        gone: ids of what is no more.
        polled_at: the contact centre's time of the poll; None where it told none.
        next: where the next page begins; empty after the last.
    """

    rows: Mapping[str, Row] = field(default_factory=dict)
    gone: Sequence[str] = ()
    polled_at: datetime | None = None
    next: str = ""


class BoardSource(Protocol[Row]):
    """Reads rows from the contact centre; raises ``CcError``."""

    @property
    def tells_changes(self) -> bool:
        """Whether it can be asked for what changed; else every pass reads everything."""
        ...

    def page(self, since: datetime | None, position: str) -> BoardPage[Row]:
        """A page of what changed at or after ``since`` by the contact centre's clock, or of everything.

        Args:
            position: empty for the first page, then as the page before told.
        """
        ...


@dataclass(frozen=True, slots=True)
class Pass:
    """A pass that has begun.

    Args:
        since: what it asks for; None for everything.
        began_at: by our clock, epoch seconds.
        polled_at: as the first page told.
        position: of the page to read next.
        met: ids of the rows so far, where it reads everything.
    """

    since: datetime | None
    began_at: float
    polled_at: datetime | None = None
    position: str = ""
    met: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Board(Generic[Row]):
    """What is known of all rows.

    Args:
        rows: by their id.
        since: what the next delta asks for, by the contact centre's clock; None as long as it told none.
        ahead_s: how far its clock is ahead of ours.
        read_at: when the last finished pass began, epoch seconds; 0 before that.
        whole_at: the same of the last one that read everything.
        under_way: a pass that is not finished.
    """

    rows: Mapping[str, Row] = field(default_factory=dict)
    since: datetime | None = None
    ahead_s: float = 0.0
    read_at: float = 0.0
    whole_at: float = 0.0
    under_way: Pass | None = None

    @property
    def is_complete(self) -> bool:
        """Whether every row has been read at least once."""
        return self.whole_at > 0

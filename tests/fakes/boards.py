"""A board's store and source in memory."""

import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from switchboard.desk.board.model import BoardPage
from switchboard.desk.board.shared import Kept
from switchboard.errors import StoreUnavailable, VendorError


class MemoryBoards:
    """Implements ``BoardStore`` for many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.kept = Kept()
        self.owner = ""
        self.reads = 0
        self.is_down = False

    def read(self, known: str) -> Kept:
        with self._lock:
            self._check()
            self.reads += 1
            return replace(self.kept, packed=None) if known == self.kept.stamp else self.kept

    def take(self, owner: str, *, due_by: float, now: float, until: float) -> bool:
        with self._lock:
            self._check()
            if self.kept.leased_until > now or self.kept.due_at > due_by:
                return False
            self.owner = owner
            self.kept = replace(self.kept, leased_until=until)
            return True

    def keep(self, owner: str, packed: bytes, *, due_at: float, before: str) -> str:
        stamp = uuid.uuid4().hex
        with self._lock:
            self._check()
            if self.owner == owner:
                self.owner, self.kept = "", Kept(packed, stamp, due_at)
        return stamp

    def give_up(self, owner: str, reason: str, failures: int, due_at: float) -> None:
        with self._lock:
            self._check()
            if self.owner == owner:
                self.owner = ""
                self.kept = replace(self.kept, reason=reason, failures=failures, due_at=due_at, leased_until=0.0)

    def _check(self) -> None:
        if self.is_down:
            raise StoreUnavailable("Down")


@dataclass(frozen=True, slots=True)
class Thing:
    """A row."""

    name: str
    count: int | None = None


class ListSource:
    """Implements ``BoardSource`` over things that tests change, two on a page.

    Args:
        clock: the contact centre's, epoch seconds.
    """

    def __init__(self, clock: Callable[[], float], *, tells_changes: bool = True, page_rows: int = 2) -> None:
        self._clock = clock
        self._tells_changes = tells_changes
        self._page_rows = page_rows
        self._changed: dict[str, tuple[Thing, datetime]] = {}
        self.asked: list[tuple[datetime | None, str]] = []
        self.trouble: VendorError | None = None
        self.on_page: Callable[[], None] = lambda: None

    @property
    def tells_changes(self) -> bool:
        return self._tells_changes

    def put(self, things: Mapping[str, Thing]) -> None:
        """Add or change rows now."""
        now = datetime.fromtimestamp(self._clock(), UTC)
        self._changed |= {thing_id: (thing, now) for thing_id, thing in things.items()}

    def remove(self, *ids: str) -> None:
        """Take rows away: no delta tells of that."""
        for one in ids:
            del self._changed[one]

    def page(self, since: datetime | None, position: str) -> BoardPage[Thing]:
        self.asked.append((since, position))
        self.on_page()
        if self.trouble:
            raise self.trouble
        start = int(position or "0")
        rows: Sequence[tuple[str, Thing]] = [
            (thing_id, thing)
            for thing_id, (thing, at) in sorted(self._changed.items())
            if since is None or at >= since
        ]
        shown = rows[start : start + self._page_rows]
        if not shown:
            return BoardPage()
        more = start + len(shown) < len(rows)
        polled_at = datetime.fromtimestamp(self._clock(), UTC)
        return BoardPage(dict(shown), polled_at=polled_at, next=str(start + len(shown)) if more else "")

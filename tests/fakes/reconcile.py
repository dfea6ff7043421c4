"""What catching up and sweeping need, in memory, held to the same contracts as CXone, DynamoDB and SQS."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from switchboard.contact.instant import write_instant
from switchboard.contact.key import ContactKey
from switchboard.reconcile.model import ReportPage, Row, Watermark


@dataclass
class Clock:
    """A clock that moves when told to."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class MemoryReports:
    """Implements ``switchboard.reconcile.model.Reports``.

    Attributes:
        updated: for each contact id, when its report changed last.
        asked: since when, and from where, it was asked.
        failures: raised in turn by what is asked for next; None lets one pass.
    """

    clock: Clock
    page: int = 3
    updated: dict[int, datetime] = field(default_factory=dict)
    asked: list[tuple[datetime, str]] = field(default_factory=list)
    failures: list[Exception | None] = field(default_factory=list)

    def change(self, *contact_ids: int) -> None:
        """These reports appear, or change."""
        self.updated |= dict.fromkeys(contact_ids, self.clock())

    def completed(self, since: datetime, position: str = "") -> ReportPage:
        self.asked.append((since, position))
        failure = self.failures.pop(0) if self.failures else None
        if failure:
            raise failure
        skipped = int(position or 0)
        found = sorted(one for one, at in self.updated.items() if at >= since)
        page = found[skipped : skipped + self.page]
        if not page:
            return ReportPage()
        reached = skipped + len(page)
        rows = [self._row(one) for one in page]
        return ReportPage(rows, self.clock(), "4599001", str(reached) if reached < len(found) else "")

    def contact(self, contact_id: str) -> Row | None:
        return self._row(int(contact_id)) if int(contact_id) in self.updated else None

    def now(self) -> datetime:
        return self.clock()

    def _row(self, contact_id: int) -> Row:
        return {"contactId": str(contact_id), "lastUpdateTime": write_instant(self.updated[contact_id])}


@dataclass
class MemoryWatermarks:
    """Implements ``switchboard.reconcile.model.WatermarkStore``."""

    kept: Watermark = field(default_factory=Watermark)
    owner: str = ""
    until: datetime | None = None

    def take(self, owner: str, *, now: datetime, until: datetime) -> Watermark | None:
        if self.until and self.until >= now:
            return None
        self.owner, self.until = owner, until
        return self.kept

    def move(self, owner: str, watermark: Watermark, *, until: datetime) -> bool:
        if self.owner != owner:
            return False
        self.kept, self.until = watermark, until
        return True

    def give_back(self, owner: str) -> None:
        if self.owner == owner:
            self.owner, self.until = "", None


@dataclass
class MemoryActivityQueue:
    """Implements ``switchboard.reconcile.sweep.ActivityQueue``; nobody takes anything."""

    told: list[ContactKey] = field(default_factory=list)

    def tell(self, keys: Iterable[ContactKey]) -> None:
        self.told += dict.fromkeys(keys)

    def waiting(self) -> int:
        return len(self.told)

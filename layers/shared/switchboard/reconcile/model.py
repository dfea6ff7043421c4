"""What catching up needs of the contact centre and of the place where its progress is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

Row = Mapping[str, Any]
"""A contact as the vendor reports it."""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A page of reported contacts.

    Args:
        polled_at: the vendor's time of the poll, None where the answer was empty and gave none.
        business_unit: whose contacts they are, or empty where the answer does not say.
        next: where the next page begins, or empty after the last.
    """

    rows: Sequence[Row] = ()
    polled_at: datetime | None = None
    business_unit: str = ""
    next: str = ""


class Reports(Protocol):
    """The vendor's reports of contacts; raises ``CcError``."""

    def completed(self, since: datetime, position: str = "") -> ReportPage:
        """A page of the contacts whose report changed at or after ``since``.

        The order of the whole is such that a contact whose report changes between two pages may come twice, but
        none is left out.

        Args:
            position: empty for the first page, then as the page before told.
        """
        ...

    def contact(self, contact_id: str) -> Row | None:
        """The report of one contact, be it over or not; None where there is none."""
        ...

    def now(self) -> datetime:
        """The vendor's clock."""
        ...


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A poll of which some pages have been fed.

    Args:
        since: what was asked for.
        polled_at: as the first page told.
        began_at: when it began, by our clock.
        next: the first page that was not fed.
    """

    since: datetime
    polled_at: datetime | None
    began_at: datetime
    next: str


@dataclass(frozen=True, slots=True)
class Watermark:
    """How far the reports have been read.

    Args:
        polled_at: the vendor's time of the last poll of which every page was fed; None before the first.
        complete_at: when that poll began, by our clock. Everything that was reported before is known.
    """

    polled_at: datetime | None = None
    complete_at: datetime | None = None
    unfinished: Unfinished | None = None


class WatermarkStore(Protocol):
    """Keeps the watermark, and lets one run at a time move it."""

    def take(self, owner: str, *, now: datetime, until: datetime) -> Watermark | None:
        """The watermark, with the lease on moving it until then; None while another run has it."""
        ...

    def move(self, owner: str, watermark: Watermark, *, until: datetime) -> bool:
        """Move it and extend the lease; False, and nothing is moved, if another run has the lease now."""
        ...

    def give_back(self, owner: str) -> None:
        """End the lease, if ``owner`` still has it."""
        ...

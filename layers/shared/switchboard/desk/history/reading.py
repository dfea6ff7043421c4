"""A page of an agent's history, newest first.

The contact centre is asked for one stretch of time after another, backwards, and a whole stretch is put in order
here: which orders it keeps to is not certain. Stretches grow as long as little is found in them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from switchboard.contact.instant import parse_instant, write_instant
from switchboard.contact.words import Channel
from switchboard.desk.history.model import History, PastContact
from switchboard.desk.history.refusals import PeriodNotTaken
from switchboard.desk.paging import Place, cursor_of, found_in, place_in
from switchboard.errors import BadCursor
from switchboard.phone import Ani, classify
from switchboard.time_left import time_left_s

LONGEST = timedelta(days=30)
FIRST_STRETCH = timedelta(days=1)
FEW = 50
"""With fewer contacts than that, the next stretch is twice as long."""

MOST_READ = 2_000
"""Contacts of one page's stretches; what lies before them is on the next page."""

LEAST_S = 3.0
"""With less time left no further stretch is begun."""

_TICK = timedelta(milliseconds=1)
"""The contact centre's times have milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which contacts.

    Args:
        begin, end: when they began, up to ``end``.
        channel, is_outbound, skill_id: None or empty for any.
        search: words or a part of a number, see ``fits``.
    """

    begin: datetime
    end: datetime
    channel: Channel | None = None
    is_outbound: bool | None = None
    skill_id: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some contacts, newest first.

    Args:
        next: cursor of the page after this one; None after the last. A page may be short, or empty, before that.
    """

    rows: tuple[PastContact, ...]
    next: str | None


def check_period(begin: datetime, end: datetime) -> None:
    """Refuse what the contact centre does not tell.

    Raises:
        PeriodNotTaken: it ends before it begins, or is longer than 30 days.
    """
    if not timedelta(0) < end - begin <= LONGEST:
        raise PeriodNotTaken


def history_page(
    history: History,
    agent_id: str,
    wanted: Wanted,
    region: str,
    *,
    limit: int,
    cursor: str | None,
    time_left: Callable[[], float] = time_left_s,
) -> HistoryPage:
    """The page after a cursor.

    Args:
        region: ISO country in which numbers without one are read.

    Raises:
        BadCursor: the cursor is not one of this list's.
        CcError: the contact centre did not tell.
    """
    reached = _read(cursor) if cursor is not None else None
    end = min(wanted.end, reached[1] + _TICK) if reached else wanted.end
    stretch, read, found = FIRST_STRETCH, 0, list[PastContact]()
    while end > wanted.begin and len(found) <= limit and read < MOST_READ:
        if read and time_left() < LEAST_S:
            break
        begin = max(wanted.begin, end - stretch)
        told = [one for one in history.contacts(agent_id, begin, end) if begin <= one.began_at < end]
        found += [one for one in told if fits(one, wanted, region) and (not reached or place(one) < reached[0])]
        # An empty stretch has cost a request as well.
        read, end = read + max(1, len(told)), begin
        stretch = stretch * 2 if len(told) < FEW else stretch
    # A contact that comes back to the agent may be told twice (unconfirmed).
    ordered = sorted({place(one): one for one in found}.items(), reverse=True)
    rows = tuple(one for _, one in ordered[:limit])
    if len(ordered) > limit:
        return HistoryPage(rows, cursor_of(place(rows[-1])))
    return HistoryPage(rows, cursor_of((write_instant(end), "")) if end > wanted.begin else None)


def place(contact: PastContact) -> Place:
    """Where a contact stands in the history."""
    return write_instant(contact.began_at), contact.contact_id


def fits(contact: PastContact, wanted: Wanted, region: str) -> bool:
    """Whether a contact is one of those wanted."""
    return (
        (wanted.channel is None or contact.channel is wanted.channel)
        and (wanted.is_outbound is None or contact.is_outbound is wanted.is_outbound)
        and (not wanted.skill_id or contact.skill_id == wanted.skill_id)
        and is_found(wanted.search, contact.customer_address, region, contact.skill_name)
    )


def is_found(search: str, address: str, region: str, *texts: str) -> bool:
    """Whether a search finds an address or texts beside it: each word somewhere, or a part of a number.

    A number is found however it is spelt: ``(415) 555-01`` in +14155550134.
    """
    if not search.strip():
        return True
    number = e164(address, region)
    if found_in(search, address, number, *texts):
        return True
    digits = "".join(filter(str.isdecimal, search))
    is_number = bool(digits) and not any(map(str.isalpha, search))
    return is_number and digits in "".join(filter(str.isdecimal, number or address))


def e164(address: str, region: str) -> str:
    """The number that an address is; empty where it is none."""
    number = classify(address, region)
    return number.e164 if isinstance(number, Ani) else ""


def _read(cursor: str) -> tuple[Place, datetime]:
    reached = place_in(cursor)
    try:
        moment, contact_id = reached
        at = parse_instant(str(moment))
    except ValueError:
        raise BadCursor from None
    if not isinstance(contact_id, str):
        raise BadCursor
    return reached, at

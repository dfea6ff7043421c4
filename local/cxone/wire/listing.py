"""Lists as CXone gives them: deltas, order, chosen fields, pages, links."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Protocol
from urllib.parse import urlencode

from local.cxone.settings import Settings
from local.cxone.wire.errors import ApiError
from local.cxone.wire.formats import iso
from local.cxone.wire.routes import Call, no_content, ok
from local.simulator.message import Response

Row = dict[str, object]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Entry:
    """A row, or how to make it, and when it last changed. Long lists make the rows of their page only."""

    __slots__ = ("_row", "updated")

    def __init__(self, row: Row | Callable[[], Row], updated: datetime = LONG_AGO) -> None:
        self._row = row
        self.updated = updated

    @property
    def row(self) -> Row:
        """The row, made when it is first asked for."""
        if callable(self._row):
            self._row = self._row()
        return self._row


@dataclass(frozen=True, slots=True)
class Listing:
    """How one list is wrapped.

    Args:
        name: the member that holds the rows.
        business_unit_id: shown beside them, unless 0.
        wrapped_in_v23: whether v23 puts everything into ``resultSet``.
        links: whether ``totalRecords`` and ``_links`` are shown.
        inside: members of an object called ``name`` that the rows stand in, under the name ``rows``.
    """

    name: str
    business_unit_id: int = 0
    wrapped_in_v23: bool = False
    links: bool = True
    inside: Mapping[str, object] | None = None
    rows: str = ""


class Place(Protocol):
    """Where lists are given: its settings, its address, its time."""

    settings: Settings
    origin: str

    def now(self) -> datetime:
        """The instant."""


def answer_list(call: Call, listing: Listing, entries: Iterable[Entry], place: Place) -> Response:
    """A page of the entries that changed since ``updatedSince``.

    Raises:
        ApiError: 400 for a parameter that makes no sense.
    """
    settings, since = place.settings, call.given.instant("updatedSince")
    chosen = [entry for entry in entries if since is None or entry.updated >= since]
    order_by(chosen, call.given.text("orderBy"))
    skip = call.given.whole("skip") or 0
    top = settings.default_top if call.given.whole("top") is None else call.given.whole("top") or 0
    if skip < 0 or not 0 < top <= settings.max_top:
        raise ApiError(400, f"Invalid skip or top. Top must be between 1-{settings.max_top}.")
    page = [only(entry.row, call.given.names("fields")) for entry in chosen[skip : skip + top]]
    if not page and settings.empty_lists == "204":
        return no_content()
    head: Row = {}
    if listing.links:
        head["_links"] = _links(call, place.origin, skip, top, len(chosen))
        head["totalRecords"] = len(chosen)
    if listing.business_unit_id:
        head["businessUnitId"] = listing.business_unit_id
    content: object = page if listing.inside is None else {**listing.inside, listing.rows: page}
    body = {**head, "lastPollTime": iso(place.now()), listing.name: content}
    return ok(wrap(call, body) if listing.wrapped_in_v23 else body)


def wrap(call: Call, body: Row) -> Row:
    """The body inside ``resultSet`` as v23 has it, bare as newer versions have it."""
    return body if call.newer else {"resultSet": body}


def order_by(entries: list[Entry], clause: str) -> None:
    """Sort in place by ``field desc,field2``; names without case, empty values first.

    Raises:
        ApiError: 400, a field that the rows do not have.
    """
    for part in reversed([part.split() for part in clause.split(",") if part.strip()]):
        name, direction = part[0].lower(), part[1].lower() if len(part) > 1 else "asc"
        if direction not in ("asc", "desc") or len(part) > 2:
            raise ApiError(400, "Invalid orderBy")
        keys = {key.lower(): key for entry in entries[:1] for key in entry.row}
        if entries and name not in keys:
            raise ApiError(400, "Invalid orderBy")
        entries.sort(key=partial(_sort_key, keys.get(name, name)), reverse=direction == "desc")


def only(row: Row, names: list[str]) -> Row:
    """The row's members that are asked for, without case; all of them when none is named."""
    if not names:
        return row
    wanted = {name.lower() for name in names}
    return {key: value for key, value in row.items() if key.lower() in wanted}


def search(entries: Iterable[Entry], text: str, keys: Iterable[str]) -> list[Entry]:
    """The entries of which one of the named members contains the text, without case."""
    keys = tuple(keys)
    lowered = text.lower()
    return [
        entry
        for entry in entries
        if not lowered or any(lowered in str(entry.row.get(key, "")).lower() for key in keys)
    ]


def _sort_key(name: str, entry: Entry) -> tuple[int, float, str]:
    value = entry.row.get(name)
    if value is None:
        return (0, 0.0, "")
    if isinstance(value, int | float):
        return (1, float(value), "")
    return (2, 0.0, str(value).lower())


def _links(call: Call, origin: str, skip: int, top: int, total: int) -> Mapping[str, str | None]:
    def at(start: int) -> str:
        query = {name: values[0] for name, values in call.request.parameters().items()}
        kept = {name: value for name, value in query.items() if name.lower() not in ("skip", "top")}
        return f"{origin}{call.request.path}?{urlencode({**kept, 'skip': start, 'top': top})}"

    return {
        "self": at(skip),
        "next": at(skip + top) if skip + top < total else None,
        "previous": at(max(0, skip - top)) if skip else None,
    }

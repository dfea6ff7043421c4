"""Entries of dynamic address books: kept by another system, known by its ids."""

from dataclasses import replace

from local.cxone.books.model import entry_from, entry_row, live, with_entries, without
from local.cxone.books.resource import FIRST_ENTRY, AddressBooks
from local.cxone.directory.model import AddressBook
from local.cxone.directory.rows import row
from local.cxone.directory.store import first
from local.cxone.oddities import partial
from local.cxone.wire.errors import ApiError, not_found
from local.cxone.wire.formats import iso
from local.cxone.wire.listing import LONG_AGO, Entry, Listing, Row, answer_list
from local.cxone.wire.routes import Call, Routes, accepted
from local.cxone.world.world import World
from local.simulator.faults import FaultBook
from local.simulator.message import Response

LOAD_FIRST = "Cannot insert delta changes. FullLoad is required."


class DynamicEntries:
    """Full loads take the place of everything; deltas add, change or delete."""

    def __init__(self, world: World, books: AddressBooks, faults: FaultBook) -> None:
        self._world = world
        self._books = books
        self._faults = faults

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("GET", "/address-books/{book}/dynamic-entries", self._read)
        routes.acd("PUT", "/address-books/{book}/dynamic-entries", self._write)
        routes.acd("DELETE", "/address-books/{book}/dynamic-entries/{external}", self._delete)

    def _read(self, call: Call) -> Response:
        book = self._dynamic(call)
        since, full = call.given.instant("updatedSince"), call.given.flag("fullLoad") or False
        # A delta shows what was deleted; a full load does not.
        chosen = live(book) if full or since is None else list(book.entries)
        world = self._world
        entries = [
            Entry(self._row(call, entry_row(each, dynamic=True)), each.updated or LONG_AGO) for each in chosen
        ]
        inside = {**row(book), "fullLoad": full, "serverTime": iso(world.now())}
        listing = Listing("addressBook", inside=inside, rows="addressBookEntries")
        return answer_list(call, listing, entries, world)

    def _write(self, call: Call) -> Response:
        book, now = self._dynamic(call), self._world.now()
        full = call.given.flag("fullLoad") or False
        if not full and not book.is_loaded:
            raise ApiError(400, LOAD_FIRST)
        results: list[Row] = []
        named: set[str] = set()
        for item in call.given.rows("addressBookEntries"):
            external_id = str(item.get("externalId") or "")
            known = first(each for each in book.entries if each.external_id == external_id)
            head = {"externalId": external_id, "created": False}
            try:
                if not external_id:
                    raise ValueError("externalId is required")
                number = known.address_book_entry_id if known else self._world.number("book-entry", FIRST_ENTRY)
                entry = entry_from(item, number, now, known)
            except ValueError as error:
                results.append({**head, "success": False, "addressBookEntryId": 0, "error": str(error)})
                continue
            book = with_entries(book, [entry])
            named.add(external_id)
            created = known is None or known.is_deleted
            done: Row = {"success": True, "created": created, "addressBookEntryId": entry.address_book_entry_id}
            results.append({**head, **done, "error": None})
        if full:
            book = without(book, [each for each in live(book) if each.external_id not in named], now)
        self._books.put(replace(book, is_loaded=book.is_loaded or full))
        shown = [self._row(call, each) for each in results]
        return accepted({"entryResults": partial(call.request, self._faults, shown)})

    def _delete(self, call: Call) -> Response:
        book = self._dynamic(call)
        gone = [each for each in live(book) if each.external_id == call.place["external"]]
        if not gone:
            raise not_found("External Id")
        self._books.put(without(book, gone, self._world.now()))
        return accepted()

    def _dynamic(self, call: Call) -> AddressBook:
        book = self._books.book(call)
        if not book.is_dynamic:
            raise ApiError(409, "Address book is not dynamic")
        return book

    @staticmethod
    def _row(call: Call, shown: Row) -> Row:
        """v23 types external ids as numbers where they can be."""
        external_id = str(shown["externalId"])
        return {**shown, "externalId": int(external_id)} if not call.newer and external_id.isdecimal() else shown

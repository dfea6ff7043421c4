"""``/address-books``: the books themselves, whom they are for, and standard entries."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from local.cxone.books.model import ENTITY_TYPES, entry_from, entry_row, live, serves, with_entries, without
from local.cxone.directory.model import AddressBook, BookEntry
from local.cxone.directory.people import People
from local.cxone.directory.rows import row
from local.cxone.directory.store import Table, first
from local.cxone.directory.things import Things
from local.cxone.oddities import partial
from local.cxone.wire.errors import ApiError, not_found
from local.cxone.wire.listing import LONG_AGO, Entry, Listing, Row, answer_list
from local.cxone.wire.routes import Call, Routes, accepted, ok
from local.cxone.world.world import World
from local.simulator.faults import FaultBook
from local.simulator.message import Response

FIRST_BOOK, FIRST_ENTRY = 77, 9_001
TYPES = ("Standard", "Dynamic")


class AddressBooks:
    """Books, assignments and the entries of standard books."""

    def __init__(self, world: World, people: People, things: Things, faults: FaultBook) -> None:
        self._world = world
        self._people = people
        self._things = things
        self._faults = faults

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("GET", "/address-books", self._all)
        routes.acd("POST", "/address-books", self._create)
        routes.acd("DELETE", "/address-books/{book}", self._delete)
        routes.acd("POST", "/address-books/{book}/assignment", self._assign)
        routes.acd("GET", "/address-books/{book}/entries", self._entries)
        routes.acd("POST", "/address-books/{book}/entries", self._add_entries)
        routes.acd("PUT", "/address-books/{book}/entries", self._change_entries)
        routes.acd("DELETE", "/address-books/{book}/entries/{entry}", self._delete_entry)
        routes.acd("GET", "/agents/{agent}/address-books", self._of_agent)
        routes.acd("GET", "/teams/{team}/address-books", self._of_team)
        routes.acd("GET", "/skills/{skill}/address-books", self._of_skill)
        routes.acd("GET", "/campaigns/{campaign}/address-books", self._of_campaign)

    def book(self, call: Call) -> AddressBook:
        """The book that the path names.

        Raises:
            ApiError: 404, there is none.
        """
        book = self._world.directory.address_books.get(call.number("book", "Invalid Address Book Id"))
        if book is None:
            raise not_found("Address Book Id")
        return book

    def put(self, book: AddressBook) -> None:
        """Store a book as it is now."""
        self._world.directory.address_books.put(book, self._world.now())

    def _all(self, call: Call) -> Response:
        return self._answer(call, list(self._world.directory.address_books), assigned=True)

    def _create(self, call: Call) -> Response:
        name, kind = call.given.text("addressBookName"), call.given.text("addressBookType") or "Standard"
        if not name or kind not in TYPES:
            raise ApiError(400, "Invalid addressBookName or addressBookType")
        if any(each.address_book_name == name for each in self._world.directory.address_books):
            raise ApiError(409, "Address book name already exists")
        number = self._world.number("book", FIRST_BOOK)
        book = AddressBook(number, name, kind, app_id=call.given.text("appId"))
        self.put(book)
        members = ("addressBookId", "addressBookName", "addressBookType")
        return ok({"resultSet": {key: value for key, value in row(book).items() if key in members}})

    def _delete(self, call: Call) -> Response:
        self._world.directory.address_books.remove(self.book(call).address_book_id)
        return accepted()

    def _assign(self, call: Call) -> Response:
        book, kind = self.book(call), call.given.text("entityType").capitalize()
        if kind not in ENTITY_TYPES:
            raise ApiError(400, "Invalid entityType")
        results: list[Row] = []
        ids: list[int] = []
        for item in call.given.rows("addressBookAssignments"):
            text = str(item.get("entityId", ""))
            is_good = text == "All" if kind == "Everyone" else text.isdecimal() and self._exists(kind, int(text))
            if is_good and kind != "Everyone":
                ids.append(int(text))
            error = None if is_good else "Invalid entityId"
            results.append({"success": is_good, "entityId": text, "error": error, "entityType": None})
        # Books are assigned to one kind of thing only: another kind takes the place of the former.
        kept = book.entity_ids if book.entity_type == kind else ()
        self.put(replace(book, entity_type=kind, entity_ids=tuple(dict.fromkeys([*kept, *ids]))))
        return accepted({"assignResults": partial(call.request, self._faults, results)})

    def _entries(self, call: Call) -> Response:
        book, world = self.book(call), self._world
        entries = [
            Entry(entry_row(each, dynamic=book.is_dynamic), each.updated or LONG_AGO) for each in live(book)
        ]
        unit = world.directory.tenant.business_unit_id
        listing = Listing("addressBook", unit, inside=row(book), rows="addressBookEntries")
        return answer_list(call, listing, entries, world)

    def _add_entries(self, call: Call) -> Response:
        return self._write_entries(call, must_exist=False)

    def _change_entries(self, call: Call) -> Response:
        return self._write_entries(call, must_exist=True)

    def _write_entries(self, call: Call, *, must_exist: bool) -> Response:
        book, now = self.book(call), self._world.now()
        if book.is_dynamic:
            raise ApiError(409, "Cannot create entries in a dynamic address book")
        results: list[Row] = []
        for item in call.given.rows("addressBookEntries"):
            known = first(
                each for each in live(book) if each.address_book_entry_id == item.get("addressBookEntryId")
            )
            try:
                if must_exist and known is None:
                    raise ValueError("Invalid addressBookEntryId")
                entry = entry_from(item, self._next_entry(known), now, known)
            except ValueError as error:
                results.append({"success": False, "addressBookEntryId": 0, "error": str(error)})
                continue
            book = with_entries(book, [entry])
            results.append({"success": True, "addressBookEntryId": entry.address_book_entry_id, "error": None})
        self.put(book)
        return accepted({"entryResults": partial(call.request, self._faults, results)})

    def _next_entry(self, known: BookEntry | None) -> int:
        return known.address_book_entry_id if known else self._world.number("book-entry", FIRST_ENTRY)

    def _delete_entry(self, call: Call) -> Response:
        book, number = self.book(call), call.number("entry", "Invalid Address Book Entry Id")
        gone = [each for each in live(book) if each.address_book_entry_id == number]
        if not gone:
            raise not_found("Address Book Entry Id")
        self.put(without(book, gone, self._world.now()))
        return accepted()

    def _of_agent(self, call: Call) -> Response:
        agent = self._people.agent(call)
        skills = self._world.directory.skills_of(agent.agent_id)
        ids, campaigns = {each.skill_id for each in skills}, {each.campaign_id for each in skills}
        books = [
            book
            for book in self._world.directory.address_books
            if serves(book, agent_id=agent.agent_id, team_id=agent.team_id, skills=ids, campaigns=campaigns)
        ]
        return self._answer(call, books)

    def _of_team(self, call: Call) -> Response:
        return self._assigned(call, "Team", self._people.team(call).team_id)

    def _of_skill(self, call: Call) -> Response:
        return self._assigned(call, "Skill", self._things.skill(call).skill_id)

    def _of_campaign(self, call: Call) -> Response:
        return self._assigned(call, "Campaign", call.number("campaign", "Invalid Campaign Id"))

    def _assigned(self, call: Call, kind: str, number: int) -> Response:
        books = [
            book
            for book in self._world.directory.address_books
            if book.entity_type == "Everyone" or (book.entity_type == kind and number in book.entity_ids)
        ]
        return self._answer(call, books)

    def _answer(self, call: Call, books: list[AddressBook], *, assigned: bool = False) -> Response:
        world, rows = self._world, []
        for book in books:
            shown = row(book)
            if assigned:
                for kind in ENTITY_TYPES[:-1]:
                    ids = book.entity_ids if book.entity_type == kind else ()
                    shown[f"{kind.lower()}s"] = [{f"{kind.lower()}Id": each} for each in ids]
            if call.given.flag("includeEntries"):
                # The key of the entries inside a book is unconfirmed.
                shown["addressBookEntries"] = [entry_row(each, dynamic=book.is_dynamic) for each in live(book)]
            rows.append(Entry(shown, world.now()))
        listing = Listing("addressBooks", links=False)
        return answer_list(call, listing, rows, world)

    def _exists(self, kind: str, number: int) -> bool:
        directory = self._world.directory
        tables: Mapping[str, Table[Any]] = {
            "Agent": directory.agents,
            "Team": directory.teams,
            "Skill": directory.skills,
            "Campaign": directory.campaigns,
        }
        return number in tables[kind]

"""Address books as they are shown. Pure."""

from switchboard.desk.board.shared import Seen
from switchboard.desk.directory.api import (
    BookAnswer,
    BooksAnswer,
    EntriesAnswer,
    EntryAnswer,
    NumberAnswer,
    live,
)
from switchboard.desk.directory.model import Book, BookEntry
from switchboard.desk.directory.queries import BooksQuery, ListQuery
from switchboard.desk.directory.refusals import BookNotFound, StillReading
from switchboard.desk.paging import Place, found_in, page_of

FEWEST_DIGITS = 3
"""Fewer digits are looked for as words: too many numbers have them."""


def listed_books(seen: Seen[Book], query: BooksQuery) -> BooksAnswer:
    """The books that are assigned to the acting agent, by name.

    Raises:
        BadCursor: the cursor is not one of this list's.
    """
    chosen = (book for book in seen.board.rows.values() if found_in(query.search, book.name))
    page = page_of(
        chosen, lambda book: (book.name.casefold(), book.book_id), limit=query.limit, cursor=query.cursor
    )
    books = [
        BookAnswer(address_book_id=book.book_id, name=book.name, type="dynamic" if book.is_dynamic else "standard")
        for book in page.rows
    ]
    return BooksAnswer(address_books=books, next=page.next, **live(seen))


def assigned_book(seen: Seen[Book], book_id: str) -> Book:
    """A book that is assigned to the acting agent.

    Raises:
        BookNotFound: it is not, or there is none.
        StillReading: not all of them have been read yet.
    """
    book = seen.board.rows.get(book_id)
    if book is None:
        raise BookNotFound if seen.board.is_complete else StillReading
    return book


def listed_entries(seen: Seen[BookEntry], query: ListQuery) -> EntriesAnswer:
    """Entries of a book by last name.

    What is searched for are words of names, companies and e-mail addresses, or digits of numbers.

    Raises:
        BadCursor: the cursor is not one of this list's.
    """
    chosen = (entry for entry in seen.board.rows.values() if is_found(query.search, entry))
    page = page_of(chosen, _place, limit=query.limit, cursor=query.cursor)
    entries = [_answer(entry) for entry in page.rows]
    return EntriesAnswer(entries=entries, next=page.next, **live(seen))


def is_found(search: str, entry: BookEntry) -> bool:
    """Whether an entry is what is searched for: by a number in any spelling, or by each of some words."""
    if not any(char.isalpha() for char in search):
        digits = _digits(search)
        if len(digits) >= FEWEST_DIGITS:
            return _has_digits(entry, digits)
    words = search.split()
    return all(
        found_in(word, entry.name, entry.company, entry.email) or _is_in_number(entry, word) for word in words
    )


def _is_in_number(entry: BookEntry, word: str) -> bool:
    digits = _digits(word)
    return len(digits) >= FEWEST_DIGITS and not any(map(str.isalpha, word)) and _has_digits(entry, digits)


def _has_digits(entry: BookEntry, digits: str) -> bool:
    numbers = (entry.phone, entry.phone_e164, entry.mobile, entry.mobile_e164)
    return any(digits in _digits(number) for number in numbers)


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))


def _place(entry: BookEntry) -> Place:
    return (entry.last_name or entry.name).casefold(), entry.first_name.casefold(), entry.entry_id


def _answer(entry: BookEntry) -> EntryAnswer:
    numbers = [
        NumberAnswer(label="phone", number=entry.phone, e164=entry.phone_e164 or None),
        NumberAnswer(label="mobile", number=entry.mobile, e164=entry.mobile_e164 or None),
    ]
    return EntryAnswer(
        entry_id=entry.entry_id,
        external_id=entry.external_id or None,
        name=entry.name,
        first_name=entry.first_name,
        last_name=entry.last_name,
        company=entry.company,
        numbers=[one for one in numbers if one.number],
        email=entry.email or None,
    )

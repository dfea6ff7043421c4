"""Carrying out a search: SOSL statements and parameterized searches alike."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from local.salesforce_org.errors import ApiError
from local.salesforce_org.schema.model import Schema, SObject
from local.salesforce_org.soql.columns import Columns
from local.salesforce_org.soql.filters import predicate, sorted_rows
from local.salesforce_org.soql.parse import parse_clauses
from local.salesforce_org.soql.shapes import Shaper
from local.salesforce_org.soql.tree import Returned, SearchClauses
from local.salesforce_org.sosl.find import Expression, parse_find
from local.salesforce_org.sosl.index import SearchIndex
from local.salesforce_org.sosl.phones import PhoneProfile
from local.salesforce_org.store import Row, Store

MAX_STATEMENT = 100_000
MAX_CONSIDERED = 2_000
MAX_ROWS = 2_000
MAX_ROWS_EACH = 250
MAX_OFFSET = 2_000
_FIND = re.compile(r"\s*FIND\s*\{((?:\\.|[^\\{}])*)\}(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Search:
    """A search, however it was written."""

    find: str
    clauses: SearchClauses


def parse_search(statement: str) -> Search:
    """A SOSL statement.

    Raises:
        ApiError: ``MALFORMED_SEARCH``.
    """
    if len(statement) > MAX_STATEMENT:
        raise ApiError("MALFORMED_SEARCH", "The SOSL statement is too long")
    found = _FIND.fullmatch(statement)
    if found is None:
        message = "No search term found. The search term must be enclosed in braces."
        raise ApiError("MALFORMED_SEARCH", message)
    return Search(found[1], parse_clauses(found[2]))


@dataclass(frozen=True, slots=True)
class Searcher:
    """Answers searches on what one user may see of the org, at one instant.

    Args:
        base: such as ``/services/data/v66.0``.
        noise_digits: how many last digits make a false hit under the profile ``noisy``.
        false_hits: ids that come with every search for a text, under that profile.
        refuse_one_character: see ``parse_find``.
    """

    schema: Schema
    store: Store
    index: SearchIndex
    now: datetime
    base: str
    profile: PhoneProfile
    noise_digits: int
    false_hits: Mapping[str, Sequence[str]]
    refuse_one_character: bool

    def run(self, search: Search) -> list[dict[str, object]]:
        """The rows found, objects in the order of RETURNING.

        Raises:
            ApiError: ``MALFORMED_SEARCH``, ``INVALID_SEARCH``, ``INVALID_TYPE``, ``INVALID_FIELD``.
        """
        expression = parse_find(search.find, refuse_one_character=self.refuse_one_character)
        wanted = self._wanted(search.clauses)
        self.index.catch_up(self.now)
        columns = Columns(self.schema, self.store)
        shaper = Shaper(self.schema, columns, self.base)
        left = MAX_CONSIDERED
        rows: list[dict[str, object]] = []
        for sobject, returned, limit in wanted:
            try:
                shape = shaper.shape(sobject, returned.paths or (("Id",),))
                # The best matches are cut off before WHERE looks at them, so hits can be crowded out.
                found = self._matches(sobject, expression, search)[:left]
                left -= len(found)
                if returned.where is not None:
                    test = predicate(columns, sobject, returned.where, self.now)
                    found = [row for row in found if test(row)]
                found = sorted_rows(columns, sobject, found, returned.order)
            except ApiError as error:
                code = "MALFORMED_SEARCH" if error.code == "MALFORMED_QUERY" else error.code
                raise ApiError(code, error.message) from None
            rows += [shape(row) for row in found[returned.offset : returned.offset + limit]]
        return rows

    def _matches(self, sobject: SObject, expression: Expression, search: Search) -> list[Row]:
        group = search.clauses.group
        ids = self.index.find(sobject, expression, group, self.profile, self.noise_digits)
        if self.profile == "noisy":
            ids.update(self.false_hits.get(search.find, ()))
        rows = (self.store.live(sobject.name, each) for each in sorted(ids))
        return [row for row in rows if row is not None]

    def _wanted(self, clauses: SearchClauses) -> list[tuple[SObject, Returned, int]]:
        """Each object with how many of its rows may come back."""
        returned = clauses.returned
        if returned is None:
            returned = tuple(Returned(each.name) for each in self.schema.objects.values() if each.searchable)
        objects = [self._object(each.object) for each in returned]
        if len({each.name for each in objects}) < len(objects):
            raise ApiError("MALFORMED_SEARCH", "duplicate entity in the RETURNING clause")
        if any(each.offset > 0 for each in returned):
            if len(returned) > 1:
                raise ApiError("MALFORMED_SEARCH", "OFFSET is allowed with a single object only")
            if returned[0].offset > MAX_OFFSET:
                raise ApiError("NUMBER_OUTSIDE_VALID_RANGE", f"SOSL offset must be at most {MAX_OFFSET}")
        limits = row_limits(returned, clauses.limit)
        return list(zip(objects, returned, limits, strict=True))

    def _object(self, name: str) -> SObject:
        sobject = self.schema.object(name)
        if sobject is None:
            raise ApiError("INVALID_TYPE", f"sObject type '{name}' is not supported.")
        if not sobject.searchable:
            raise ApiError("INVALID_TYPE", f"entity type '{name}' does not support search")
        return sobject


def row_limits(returned: Sequence[Returned], overall: int | None) -> list[int]:
    """How many rows each object may return (SOSL reference, limits and the LIMIT clause).

    Raises:
        ApiError: ``MALFORMED_SEARCH`` for an overall limit over 2,000.
    """
    if overall is not None and overall > MAX_ROWS:
        raise ApiError("MALFORMED_SEARCH", f"LIMIT must be at most {MAX_ROWS}")
    if len(returned) == 1:
        one = returned[0]
        cap = MAX_ROWS if one.where is not None or one.order else MAX_ROWS_EACH
    else:
        cap = min(MAX_ROWS // len(returned), MAX_ROWS_EACH)
    limits = [cap if each.limit is None else min(each.limit, cap) for each in returned]
    if overall is None:
        return limits
    # What objects with a limit of their own leave over is shared evenly among the others.
    without = [index for index, each in enumerate(returned) if each.limit is None]
    left = overall
    for index, each in enumerate(returned):
        if each.limit is not None:
            limits[index] = min(limits[index], left)
            left -= limits[index]
    for place, index in enumerate(without):
        share = left // len(without) + (1 if place < left % len(without) else 0)
        limits[index] = min(limits[index], share)
    return limits


def parameterized(find: str, clauses: SearchClauses, *, default_limit: int | None, offset: int) -> Search:
    """A parameterized search with its defaults applied to the objects that do not say."""
    returned = tuple(
        replace(each, limit=default_limit if each.limit is None else each.limit, offset=offset or each.offset)
        for each in clauses.returned or ()
    )
    return Search(find, replace(clauses, returned=returned or None))

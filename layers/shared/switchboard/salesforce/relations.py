"""What a record is by its id, and whether a Task may be related to it.

The first three characters of an id tell its object. Which objects those are, and which of them a Task takes as
WhoId and WhatId, the org's own descriptions say (REST API guide, describe global and sObject describe); custom
objects are among them where they allow activities.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from switchboard.activity.relating import Target
from switchboard.errors import CrmUnavailable
from switchboard.salesforce.client import SalesforceClient
from switchboard.salesforce.soql import literal, name

FRESH_FOR_S = 3600.0
"""Objects come and go rarely, and their descriptions are large."""


@dataclass(frozen=True, slots=True)
class _Types:
    """Object types: by prefix, and those that a Task takes."""

    by_prefix: Mapping[str, str]
    who: frozenset[str]
    what: frozenset[str]


class SalesforceRelations:
    """Implements ``switchboard.activity.relating.RelatableRecords``; remembers the org's types for an hour."""

    def __init__(self, client: SalesforceClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._types: _Types | None = None
        self._fresh_until = float("-inf")

    def targets(self, record_ids: Sequence[str]) -> Mapping[str, Target]:
        """See ``RelatableRecords.targets``; one request for the records."""
        types = self._known_types()
        by_id = {one: types.by_prefix[one[:3]] for one in dict.fromkeys(record_ids) if one[:3] in types.by_prefix}
        takes = types.who | types.what
        there = self._there({one: kind for one, kind in by_id.items() if kind in takes})
        return {
            one: Target(kind, exists=one in there, as_who=kind in types.who, as_what=kind in types.what)
            for one, kind in by_id.items()
        }

    def _there(self, by_id: Mapping[str, str]) -> set[str]:
        if not by_id:
            return set()
        statements = [
            f"SELECT Id FROM {name(kind)} WHERE Id = {literal(one)}"  # noqa: S608 - name checked, value quoted
            for one, kind in by_id.items()
        ]
        return {row["Id"] for rows in self._client.queries(statements) for row in rows}

    def _known_types(self) -> _Types:
        now = self._clock()
        if self._types is None or now >= self._fresh_until:
            self._types = self._read_types()
            self._fresh_until = now + FRESH_FOR_S
        return self._types

    def _read_types(self) -> _Types:
        try:
            by_prefix = {one["keyPrefix"]: one["name"] for one in self._client.objects() if one.get("keyPrefix")}
            fields = {one["name"]: one["referenceTo"] for one in self._client.describe("Task")["fields"]}
            return _Types(by_prefix, frozenset(fields["WhoId"]), frozenset(fields["WhatId"]))
        except (KeyError, TypeError):
            raise CrmUnavailable("UNREADABLE_ANSWER", status=200) from None

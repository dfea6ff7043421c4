"""Salesforce users by what their agents are found by."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from switchboard.agent.mapping import CrmUser, Names
from switchboard.errors import CrmUnavailable
from switchboard.salesforce.client import SalesforceClient
from switchboard.salesforce.meaning import translated
from switchboard.salesforce_id import id18

FIELDS = ("Username", "FederationIdentifier", "Email")
"""The fields of a user for each of ``Names``, in the same order. All of them are indexed."""

MOST_URL_BYTES = 15_000
"""Length of a query in a URL. Salesforce takes a URI of 16,384 bytes (REST API guide); whether a subrequest of a
composite one may be longer is unconfirmed."""

MOST_QUERIES = 5
"""Queries in one composite request, the most that Salesforce takes (REST API guide, composite)."""

_START = f"SELECT Id, {', '.join(FIELDS)} FROM User WHERE IsActive = TRUE AND "  # noqa: S608 - these are constants


class SalesforceUsers:
    """Implements ``switchboard.reconcile.agent_model.CrmUsers``."""

    def __init__(self, client: SalesforceClient) -> None:
        self._client = client

    def named(self, names: Collection[Names]) -> list[CrmUser]:
        """See ``CrmUsers.named``; the values of some 450 agents with one request."""
        statements = list(user_queries(names))
        users: dict[str, CrmUser] = {}
        for start in range(0, len(statements), MOST_QUERIES):
            for row in self._rows(statements[start : start + MOST_QUERIES]):
                user = _user(row)
                users[user.user_id] = user
        return list(users.values())

    def _rows(self, statements: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        parts = self._client.composite(
            [
                {"method": "GET", "url": _url(statement), "referenceId": f"users{number}"}
                for number, statement in enumerate(statements)
            ]
        )
        for part in parts:
            if part.status != 200:
                raise translated(part.status, part.body)
            page: Mapping[str, Any] = part.body
            try:
                yield from page["records"]
                while not page["done"]:
                    page = self._client.more(page["nextRecordsUrl"])
                    yield from page["records"]
            except (KeyError, TypeError):
                raise CrmUnavailable("UNREADABLE_ANSWER", status=200) from None


def user_queries(names: Collection[Names]) -> Iterator[str]:
    """As few queries as their length allows; each is about one field, so that its index serves it."""
    for field, values in zip(FIELDS, zip(*names, strict=True), strict=False):
        batch: list[str] = []
        room = MOST_URL_BYTES - len(_url(_query(field, [])))
        for value in sorted(set(filter(None, values))):
            needed = len(quote(_listed([value]), safe="")) + len("%2C")
            if batch and needed > room:
                yield _query(field, batch)
                batch, room = [], MOST_URL_BYTES - len(_url(_query(field, [])))
            batch.append(value)
            room -= needed
        if batch:
            yield _query(field, batch)


def _query(field: str, values: Sequence[str]) -> str:
    return f"{_START}{field} IN {_listed(values)}"


def _listed(values: Sequence[str]) -> str:
    """Values as a list of SOQL literals, each quoted and escaped."""
    from simple_salesforce.format import format_soql  # noqa: PLC0415 - its import is slow; see client.py

    return format_soql("{}", list(values))


def _url(statement: str) -> str:
    return f"query/?q={quote(statement, safe='')}"


def _user(row: Mapping[str, Any]) -> CrmUser:
    try:
        user_id = id18(row["Id"])
        username, federation_id, email = (row[field] or "" for field in FIELDS)
    except (KeyError, TypeError):
        raise CrmUnavailable("UNREADABLE_ANSWER", status=200) from None
    if user_id is None:
        raise CrmUnavailable("UNREADABLE_ANSWER", status=200)
    return CrmUser(user_id, username, federation_id, email)

"""What Switchboard asks of a Salesforce org.

simple-salesforce does the REST calls, over ``SalesforceSession``. Its import costs a fifth of a second, so it
happens with the first call and not with this module.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from switchboard.errors import CrmUnavailable
from switchboard.salesforce.meaning import translated
from switchboard.salesforce.session import ApiUsage, SalesforceSession
from switchboard.salesforce.soql import name
from switchboard.web.session import TokenSource

if TYPE_CHECKING:
    from simple_salesforce.api import Salesforce

Answer = TypeVar("Answer")
Row = Mapping[str, Any]
"""A record as the REST API shows it, with ``attributes.type`` and the fields asked for."""


@dataclass(frozen=True, slots=True)
class Part:
    """The answer of one subrequest of a composite request."""

    status: int
    body: Any


class SalesforceClient:
    """One org, spoken to as the integration user.

    Every method raises the family ``CrmError``; see ``switchboard.errors``.
    """

    def __init__(self, tokens: TokenSource, session: SalesforceSession, api_version: str) -> None:
        self._tokens = tokens
        self._session = session
        self._api_version = api_version
        self._connection: Salesforce | None = None
        self._instance_url = ""

    @property
    def api_usage(self) -> ApiUsage | None:
        """The org's API usage as of the last answer, if it said."""
        return self._session.api_usage

    def search(self, sosl: str) -> list[Row]:
        """The rows of a SOSL search, in the order of its RETURNING clause."""
        answer = self._ask(lambda connection: connection.search(sosl))
        rows = answer.get("searchRecords") if isinstance(answer, dict) else None
        if not isinstance(rows, list):
            raise CrmUnavailable("UNREADABLE_ANSWER", status=200)
        return rows

    def queries(self, statements: Sequence[str]) -> list[list[Row]]:
        """The rows of SOQL queries, five at most, with one request."""
        if len(statements) == 1:
            answer = self._ask(lambda connection: connection.query(statements[0]))
            return [_records(answer)]
        parts = self.composite(
            [
                {"method": "GET", "url": f"query/?q={quote(statement, safe='')}", "referenceId": f"query{number}"}
                for number, statement in enumerate(statements)
            ]
        )
        for part in parts:
            if part.status != 200:
                raise translated(part.status, part.body)
        return [_records(part.body) for part in parts]

    def composite(self, requests: Sequence[Mapping[str, Any]]) -> list[Part]:
        """Several subrequests with one request, one after another; a refused one is returned, not raised.

        Args:
            requests: as the REST API takes them, with the ``url`` below the version. Doing them twice has to
                equal doing them once, as for queries, updates and upserts: they are repeated when the
                connection breaks.
        """
        base = f"/services/data/v{self._api_version}/"
        body = {"compositeRequest": [{**request, "url": base + request["url"]} for request in requests]}
        with self._session.repeatable():
            answer = self._ask(lambda connection: connection.restful("composite", method="POST", json=body))
        parts = answer.get("compositeResponse") if isinstance(answer, dict) else None
        if not isinstance(parts, list) or len(parts) != len(requests):
            raise CrmUnavailable("UNREADABLE_ANSWER", status=200)
        return [Part(part["httpStatusCode"], part["body"]) for part in parts]

    def more(self, address: str) -> Mapping[str, Any]:
        """The next page of a query, by its ``nextRecordsUrl``."""
        answer = self._ask(lambda connection: connection.query_more(address, identifier_is_url=True))
        if not isinstance(answer, dict):
            raise CrmUnavailable("UNREADABLE_ANSWER", status=200)
        return answer

    def describe(self, object_type: str) -> dict[str, Any]:
        """An object's description (REST API guide, sObject describe); ``CrmRefused`` where there is none."""
        answer = self._ask(lambda connection: getattr(connection, name(object_type)).describe())
        if not isinstance(answer, dict):
            raise CrmUnavailable("UNREADABLE_ANSWER", status=200)
        return answer

    def objects(self) -> list[dict[str, Any]]:
        """Every object in short, with its ``name`` and ``keyPrefix`` (REST API guide, describe global)."""
        answer = self._ask(lambda connection: connection.describe())
        objects = answer.get("sobjects") if isinstance(answer, dict) else None
        if not isinstance(objects, list):
            raise CrmUnavailable("UNREADABLE_ANSWER", status=200)
        return objects

    def limits(self) -> Mapping[str, Any]:
        """The org's limits, each ``{"Max", "Remaining"}`` (Salesforce REST API guide, limits)."""
        answer = self._ask(lambda connection: connection.limits())
        if not isinstance(answer, dict):
            raise CrmUnavailable("UNREADABLE_ANSWER", status=200)
        return answer

    def _ask(self, call: "Callable[[Salesforce], Answer]") -> Answer:
        from simple_salesforce.exceptions import SalesforceError  # noqa: PLC0415 - see the module's docstring

        try:
            return call(self._connected())
        except SalesforceError as error:
            # The original carries the URL and so the number that was searched: it must not be chained.
            raise translated(int(error.status), error.content) from None
        except ValueError:
            raise CrmUnavailable("UNREADABLE_ANSWER", status=200) from None

    def _connected(self) -> "Salesforce":
        instance_url = self._tokens.current().instance_url
        if self._connection is None or self._instance_url != instance_url:
            from simple_salesforce.api import Salesforce  # noqa: PLC0415 - see the module's docstring

            self._connection = Salesforce(
                # The session sets the real one; this keeps the library from ever logging in by itself.
                session_id="unused",
                instance_url=instance_url,
                session=self._session,
                version=self._api_version,
            )
            self._instance_url = instance_url
        return self._connection


def _records(answer: object) -> list[Row]:
    records = answer.get("records") if isinstance(answer, dict) else None
    if not isinstance(records, list):
        raise CrmUnavailable("UNREADABLE_ANSWER", status=200)
    return records

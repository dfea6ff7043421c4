"""Records written and read in bulk, each time with one composite request.

New records are upserted by external id, existing ones updated by id, both in collections whose rows succeed or
fail alone (Salesforce REST API guide, sObject collections). Reading uses ``queryAll``, which sees what lies in the
recycle bin too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from switchboard.activity.crm import (
    MOST_COLLECTIONS,
    Cell,
    Collection,
    Done,
    Found,
    Look,
    Refused,
    Row,
    RowId,
    RowResult,
)
from switchboard.activity.model import Scalar
from switchboard.errors import CrmUnavailable
from switchboard.salesforce.client import Part, SalesforceClient
from switchboard.salesforce.meaning import translated
from switchboard.salesforce.row_errors import row_error
from switchboard.salesforce.soql import literal, name

KEPT_HEADERS = {"Sforce-Duplicate-Rule-Header": "allowSave=true"}
"""What a duplicate rule only warns of is saved: nobody is there to be asked (headers of the REST API guide)."""

NO_ASSIGNMENT = {"Sforce-Auto-Assign": "FALSE"}
"""Otherwise assignment rules run with every update, and give a case that has an owner to somebody else."""

MOST_MISSING = 20
"""Fields that an org may lack before asking again and again is given up."""


class SalesforceRecords:
    """Implements ``switchboard.activity.crm.CrmRecords``."""

    def __init__(self, client: SalesforceClient) -> None:
        self._client = client

    def write(self, collections: Sequence[Collection]) -> list[list[RowResult]]:
        """See ``CrmRecords.write``."""
        parts = self._client.composite([_subrequest(place, rows) for place, rows in enumerate(collections)])
        return [_results(rows, part) for rows, part in zip(collections, parts, strict=True)]

    def read(self, looks: Sequence[Look]) -> list[dict[str, Found]]:
        """See ``CrmRecords.read``; a field that the org does not have is left out and asked for no more."""
        found: list[dict[str, Found]] = []
        for start in range(0, len(looks), MOST_COLLECTIONS):
            found += self._read(list(looks[start : start + MOST_COLLECTIONS]))
        return found

    def _read(self, looks: list[Look]) -> list[dict[str, Found]]:
        for _ in range(MOST_MISSING):
            parts = self._client.composite([_query(place, look) for place, look in enumerate(looks)])
            without = [_without_missing(look, part) for look, part in zip(looks, parts, strict=True)]
            if without == looks:
                return [self._found(look, part) for look, part in zip(looks, parts, strict=True)]
            looks = without
        raise CrmUnavailable("TOO_MANY_FIELDS_MISSING")

    def _found(self, look: Look, part: Part) -> dict[str, Found]:
        if part.status != 200:
            raise translated(part.status, part.body)
        page: Mapping[str, Any] = part.body
        records = list(page["records"])
        # Long texts make pages short.
        while not page["done"]:
            page = self._client.more(page["nextRecordsUrl"])
            records += page["records"]
        found: dict[str, Found] = {}
        for record in sorted(records, key=lambda record: (not record["IsDeleted"], record["Id"])):
            # Of several with one key, the one that is not deleted counts.
            found[record[look.key_field or "Id"]] = Found(
                record["Id"],
                bool(record["IsDeleted"]),
                record["CreatedById"] or "",
                {field: record.get(field) for field in look.fields},
            )
        return found


def _subrequest(place: int, rows: Collection) -> dict[str, Any]:
    first = rows[0]
    url = "composite/sobjects"
    headers = dict(KEPT_HEADERS)
    if not first.record_id:
        url += f"/{name(first.object_type)}/{name(first.key_field)}"
    if first.record_id or any("OwnerId" in row.fields for row in rows):
        headers |= NO_ASSIGNMENT
    return {
        "method": "PATCH",
        "url": url,
        "referenceId": _reference(place),
        "httpHeaders": headers,
        "body": {"allOrNone": False, "records": [_record(row) for row in rows]},
    }


def _record(row: Row) -> dict[str, object]:
    own: dict[str, object] = {"id": row.record_id} if row.record_id else {row.key_field: row.key}
    values = {field: _value(cell) for field, cell in row.fields.items()}
    return {"attributes": {"type": row.object_type}, **own, **values}


def _value(cell: Cell) -> Scalar | None:
    return f"@{{{_reference(cell.collection)}[{cell.row}].id}}" if isinstance(cell, RowId) else cell


def _reference(place: int) -> str:
    return f"rows{place}"


def _results(rows: Collection, part: Part) -> list[RowResult]:
    if part.status >= 400:
        code, names = row_error(part.body, part.status)
        return [Refused(code, names, together=True) for _ in rows]
    if not isinstance(part.body, list) or len(part.body) != len(rows):
        raise CrmUnavailable("UNREADABLE_ANSWER", status=part.status)
    return [_result(answer) for answer in part.body]


def _result(answer: Mapping[str, Any]) -> RowResult:
    if answer.get("success"):
        return Done(str(answer["id"]), bool(answer.get("created")))
    code, names = row_error(answer.get("errors"), 400)
    return Refused(code, names)


def _query(place: int, look: Look) -> dict[str, Any]:
    own = dict.fromkeys(["Id", "IsDeleted", "CreatedById", look.key_field or "Id", *look.fields])
    wanted = ", ".join(literal(one) for one in look.wanted)
    statement = (  # names are checked and values quoted
        f"SELECT {', '.join(map(name, own))} FROM {name(look.object_type)}"  # noqa: S608
        f" WHERE {name(look.key_field or 'Id')} IN ({wanted})"
    )
    return {"method": "GET", "url": f"queryAll/?q={quote(statement, safe='')}", "referenceId": _reference(place)}


def _without_missing(look: Look, part: Part) -> Look:
    """The look without the fields that the org says it does not have."""
    if part.status < 400:
        return look
    code, names = row_error(part.body, part.status)
    missing = set(names) if code == "INVALID_FIELD" else set()
    return replace(look, fields=tuple(field for field in look.fields if field not in missing))

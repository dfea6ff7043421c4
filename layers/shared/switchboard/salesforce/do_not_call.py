"""Whether the org marks a record or a number do-not-call, with one request."""

from collections.abc import Mapping
from typing import Any

from switchboard.dialing.ports import Marks, Question
from switchboard.salesforce.client import SalesforceClient
from switchboard.salesforce.soql import literal, name


class SalesforceDoNotCall:
    """Implements ``switchboard.dialing.ports.DoNotCallRecords``."""

    def __init__(self, client: SalesforceClient) -> None:
        self._client = client

    def marks(self, question: Question) -> Marks:
        statements = [_record_query(question)] if question.fields else []
        statements += [
            _list_query(object_type, fields, flag, question.spellings)
            for object_type, fields, flag in question.lists
        ]
        answers = self._client.queries(statements)
        if not question.fields:
            return Marks(readable=True, marked=any(answers))
        records, *lists = answers
        marked = any(_value(row, field) is True for row in records for field in question.fields)
        return Marks(readable=bool(records), marked=marked or any(lists))


def _record_query(question: Question) -> str:
    fields = ", ".join(["Id", *map(name, question.fields)])
    return (  # names are checked and values quoted
        f"SELECT {fields} FROM {name(question.object_type)} WHERE Id = {literal(question.record_id)}"  # noqa: S608
    )


def _list_query(object_type: str, fields: tuple[str, ...], flag: str | None, spellings: tuple[str, ...]) -> str:
    values = ", ".join(map(literal, spellings))
    held = " OR ".join(f"{name(field)} IN ({values})" for field in fields)
    where = f"({held}) AND {name(flag)} = TRUE" if flag else f"({held})"
    return f"SELECT Id FROM {name(object_type)} WHERE {where} LIMIT 1"  # noqa: S608 - names checked, values quoted


def _value(row: Mapping[str, Any], path: str) -> Any:
    """A field's value, by its path over relations; names come back in the org's own case."""
    value: Any = row
    for step in path.split("."):
        if not isinstance(value, dict):
            return None
        value = {key.lower(): inner for key, inner in value.items()}.get(step.lower())
    return value

"""Dossiers of contacts in one DynamoDB table.

    name (key): a contact's key, or an alias of one
    revision    how often the item was written
    document    a dossier (JSON text); or ``leads_to``, the key of another; or neither, where a contact was erased
    expires_at  TTL, epoch seconds; absent while the activity is open, due or rejected

Three indexes hold keys alone, and only of the items that they are about:

    due     due_shard, next_due_at              when somebody has to look at the contact
    state   state_shard, state_since            where its activity stands, and since when
    number  number                              the customer's number in E.164
"""

import time
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from switchboard.activity import dossier_item
from switchboard.activity.dossier import ActivityState, Dossier
from switchboard.activity.ledger_index import SHARDS, check_place, customer_number, shard_of, state_place
from switchboard.activity.ledger_store import DueContact, Page
from switchboard.activity.links import Erased, Item, Link, name_of
from switchboard.contact.instant import parse_instant, write_instant
from switchboard.contact.key import ContactKey
from switchboard.errors import BadCursor, StoreUnavailable
from switchboard.stores.aws_errors import ConditionFailed, aws_errors

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

READ_AT_ONCE = 100
WRITERS = 8
MOST_READS = 8
NAMES_KEPT_S = 400 * 86_400
"""How long a link leads on, and an erased contact stays erased: longer than anything is told of a contact."""


class ContactItems:
    """Implements ``switchboard.activity.ledger_store.LedgerStore``.

    Args:
        region: country in which numbers without one are read.
        kept_s: how long a contact is kept after its activity was written, in seconds.
    """

    def __init__(self, client: "DynamoDBClient", table: str, region: str, kept_s: int) -> None:
        self._client = client
        self._table = table
        self._region = region
        self._kept_s = kept_s

    def read(self, names: Collection[str]) -> dict[str, Item]:
        wanted = list(dict.fromkeys(names))
        found: dict[str, Item] = {}
        for start in range(0, len(wanted), READ_AT_ONCE):
            for raw in self._read(wanted[start : start + READ_AT_ONCE]):
                item = _item_of(raw)
                found[name_of(item)] = item
        return found

    def write(self, items: Sequence[Item]) -> bool:
        puts = [self._put(item) for item in items]
        try:
            with aws_errors():
                if len(puts) == 1:
                    self._client.put_item(**puts[0])
                else:
                    self._client.transact_write_items(TransactItems=[{"Put": put} for put in puts])  # type: ignore[typeddict-item] # a Put takes what put_item takes
        except ConditionFailed:
            return False
        return True

    def write_each(self, items: Sequence[Item]) -> list[bool]:
        if len(items) == 1:
            return [self.write(items)]
        return list(self._writers.map(lambda item: self.write([item]), items))

    def due(self, shard: int, until: datetime, most: int, after: DueContact | None = None) -> list[DueContact]:
        partition = {"due_shard": {"S": str(shard)}}
        start: dict[str, Any] = {}
        if after:
            start = {
                "ExclusiveStartKey": {
                    **partition,
                    "next_due_at": {"S": write_instant(after.at)},
                    "name": {"S": str(after.key)},
                }
            }
        rows = self._query(
            "due", "due_shard", str(shard), most, ("next_due_at", "<=", write_instant(until)), start
        )
        return [
            DueContact(ContactKey.parse(row["name"]["S"]), parse_instant(row["next_due_at"]["S"])) for row in rows
        ]

    def in_state(self, state: ActivityState, most: int, cursor: str | None = None) -> Page:
        before = None if cursor is None else ("state_since", "<", _checked(cursor))
        rows = [
            row["state_since"]["S"]
            for shard in range(SHARDS)
            for row in self._query(
                "state", "state_shard", f"{state}#{shard}", most + 1, before, {"ScanIndexForward": False}
            )
        ]
        rows.sort(reverse=True)
        page = rows[:most]
        keys = tuple(ContactKey.parse(row.partition("#")[2]) for row in page)
        return Page(keys, page[-1] if len(rows) > most else None)

    def of_number(self, number: str) -> list[ContactKey]:
        rows = self._query("number", "number", number)
        return sorted(ContactKey.parse(row["name"]["S"]) for row in rows)

    @cached_property
    def _writers(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(WRITERS, "contact-items")

    def _read(self, names: Sequence[str]) -> list[Mapping[str, Any]]:
        """Items as they lie in the table; a read that DynamoDB leaves over is asked again."""
        asked: Any = {self._table: {"Keys": [{"name": {"S": name}} for name in names], "ConsistentRead": True}}
        found: list[Mapping[str, Any]] = []
        for number in range(MOST_READS):
            with aws_errors():
                answer = self._client.batch_get_item(RequestItems=asked)
            found += answer["Responses"].get(self._table, [])
            asked = answer.get("UnprocessedKeys")
            if not asked:
                return found
            time.sleep(0.05 * 2**number)
        raise StoreUnavailable("THROTTLED")

    def _put(self, item: Item) -> dict[str, Any]:
        put: dict[str, Any] = {"TableName": self._table, "Item": self._raw(item)}
        if item.revision == 0:
            return {
                **put,
                "ConditionExpression": "attribute_not_exists(#name)",
                "ExpressionAttributeNames": {"#name": "name"},
            }
        return {
            **put,
            "ConditionExpression": "revision = :seen",
            "ExpressionAttributeValues": {":seen": {"N": str(item.revision)}},
        }

    def _raw(self, item: Item) -> dict[str, Any]:
        raw: dict[str, Any] = {"name": {"S": name_of(item)}, "revision": {"N": str(item.revision + 1)}}
        match item:
            case Dossier():
                return {**raw, **self._raw_dossier(item)}
            case Link():
                return {**raw, "leads_to": {"S": str(item.key)}, "expires_at": _expiry(NAMES_KEPT_S)}
            case Erased():
                return {**raw, "expires_at": _expiry(NAMES_KEPT_S)}

    def _raw_dossier(self, dossier: Dossier) -> dict[str, Any]:
        raw: dict[str, Any] = {"document": {"S": dossier_item.to_text(dossier)}}
        if dossier.next_due_at:
            raw["due_shard"] = {"S": str(shard_of(dossier.key))}
            raw["next_due_at"] = {"S": write_instant(dossier.next_due_at)}
        if dossier.state is not ActivityState.OPEN:
            raw["state_shard"] = {"S": f"{dossier.state}#{shard_of(dossier.key)}"}
            raw["state_since"] = {"S": state_place(dossier)}
        if number := customer_number(dossier, self._region):
            raw["number"] = {"S": number}
        if dossier.state.settled and dossier.next_due_at is None:
            raw["expires_at"] = {"N": str(int(dossier.since.timestamp()) + self._kept_s)}
        return raw

    def _query(
        self,
        index: str,
        partition: str,
        value: str,
        most: int | None = None,
        sort: tuple[str, str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> list[dict[str, Any]]:
        """Rows of one partition of an index, in its order.

        Args:
            most: how many, None for all.
            sort: a condition on the sort key: its name, an operator, a value.
        """
        condition, values, names = (
            "#partition = :partition",
            {":partition": {"S": value}},
            {"#partition": partition},
        )
        if sort:
            condition += f" AND #sort {sort[1]} :sort"
            values[":sort"] = {"S": sort[2]}
            names["#sort"] = sort[0]
        arguments: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": index,
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": values,
            "ExpressionAttributeNames": names,
            **(more or {}),
        }
        rows: list[dict[str, Any]] = []
        while most is None or len(rows) < most:
            if most is not None:
                arguments["Limit"] = most - len(rows)
            with aws_errors():
                answer = self._client.query(**arguments)
            rows += answer["Items"]
            if "LastEvaluatedKey" not in answer:
                break
            arguments["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
        return rows


def _item_of(raw: Mapping[str, Any]) -> Item:
    name, revision = raw["name"]["S"], int(raw["revision"]["N"])
    if "document" in raw:
        return dossier_item.from_text(raw["document"]["S"], revision)
    if "leads_to" in raw:
        return Link(name, ContactKey.parse(raw["leads_to"]["S"]), revision)
    return Erased(name, revision)


def _checked(cursor: str) -> str:
    try:
        check_place(cursor)
    except ValueError as error:
        raise BadCursor from error
    return cursor


def _expiry(kept_s: int) -> dict[str, str]:
    return {"N": str(int(time.time()) + kept_s)}

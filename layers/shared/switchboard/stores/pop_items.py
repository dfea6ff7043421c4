"""What screen pops remember, in one DynamoDB table.

    key: ``number#<E.164>`` | ``pop#<contact key>`` | ``layout#<user id>`` | ``budget#<window>``
    document (JSON text), user_id, used, expires_at (TTL, epoch seconds)

DynamoDB forgets expired items some time later, so readers compare times themselves.
"""

import json
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from switchboard.screen_pop.memory import KeptDecision, KnownCaller, Recalled, Remembered
from switchboard.stores.aws_errors import ConditionFailed, aws_errors

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

MOST_BYTES = 350_000
"""DynamoDB refuses items above 400 kB; what is larger is not kept."""

CALLER_KEPT_S = 86_400
"""How long a result stays for the call's activity, which may relate to the record; pops use it for less."""

LAYOUT_KEPT_S = 90 * 86_400
READ_AT_ONCE = 100
WRITE_AT_ONCE = 25


class PopItems:
    """Implements ``switchboard.screen_pop.memory.PopMemory``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def recall(self, number: str, user_id: str) -> Recalled:
        keys = [f"number#{number}"] if number else []
        keys += [f"layout#{user_id}"] if user_id else []
        if not keys:
            return Recalled()
        found = self._read(keys)
        caller, layout = found.get(f"number#{number}"), found.get(f"layout#{user_id}")
        return Recalled(
            _caller(caller["document"]["S"]) if caller else None,
            json.loads(layout["document"]["S"]) if layout else None,
        )

    def known(self, numbers: Sequence[str], now: float) -> set[str]:
        known = set()
        for start in range(0, len(numbers), READ_AT_ONCE):
            part = numbers[start : start + READ_AT_ONCE]
            for key, item in self._read([f"number#{number}" for number in part]).items():
                if float(item["fresh_until"]["N"]) > now:
                    known.add(key.removeprefix("number#"))
        return known

    def keep_callers(self, callers: Mapping[str, KnownCaller]) -> None:
        items = [
            self._item(
                f"number#{number}",
                json.dumps(
                    {
                        "plans": caller.plans,
                        "rows": caller.rows,
                        "truncated": caller.truncated,
                        "until": caller.until,
                    }
                ),
                max(caller.until, time.time() + CALLER_KEPT_S),
                fresh_until={"N": repr(caller.until)},
            )
            for number, caller in callers.items()
        ]
        kept = [item for item in items if len(item["document"]["S"].encode()) <= MOST_BYTES]
        for start in range(0, len(kept), WRITE_AT_ONCE):
            part = [{"PutRequest": {"Item": item}} for item in kept[start : start + WRITE_AT_ONCE]]
            # What DynamoDB leaves over under load is not kept: its pop looks up for itself.
            with aws_errors():
                self._client.batch_write_item(RequestItems={self._table: part})  # type: ignore[dict-item]

    def keep_decision(self, contact_key: str, decision: KeptDecision, until: float) -> None:
        if len(decision.answer.encode()) <= MOST_BYTES:
            item = self._item(f"pop#{contact_key}", decision.answer, until, user_id={"S": decision.user_id})
            self._put(item)

    def decision(self, contact_key: str) -> KeptDecision | None:
        item = self._read([f"pop#{contact_key}"]).get(f"pop#{contact_key}")
        if item is None or float(item["expires_at"]["N"]) <= time.time():
            return None
        return KeptDecision(item["document"]["S"], item["user_id"]["S"])

    def forget(self, contact_keys: Sequence[str], number: str = "") -> None:
        keys = [f"pop#{key}" for key in contact_keys]
        for key in [*keys, f"number#{number}"] if number else keys:
            with aws_errors():
                self._client.delete_item(TableName=self._table, Key={"key": {"S": key}})

    def remembered(self, contact_keys: Sequence[str], numbers: Sequence[str]) -> Remembered:
        keys = [*(f"pop#{key}" for key in contact_keys), *(f"number#{number}" for number in numbers)]
        found: dict[str, str] = {}
        for start in range(0, len(keys), READ_AT_ONCE):
            items = self._read(keys[start : start + READ_AT_ONCE])
            found.update({key: item["document"]["S"] for key, item in items.items()})
        answers = {key.removeprefix("pop#"): text for key, text in found.items() if key.startswith("pop#")}
        callers = {
            key.removeprefix("number#"): _caller(text) for key, text in found.items() if key.startswith("number#")
        }
        return Remembered(answers, callers)

    def keep_layout(self, user_id: str, layout: Mapping[str, Any]) -> None:
        item = self._item(f"layout#{user_id}", json.dumps(layout), time.time() + LAYOUT_KEPT_S)
        self._put(item)

    def _put(self, item: "dict[str, Any]") -> None:
        with aws_errors():
            self._client.put_item(TableName=self._table, Item=item)

    def _item(self, key: str, document: str, until: float, **more: "AttributeValueTypeDef") -> "dict[str, Any]":
        return {
            "key": {"S": key},
            "document": {"S": document},
            "expires_at": {"N": str(int(until) + 1)},
            **more,
        }

    def _read(self, keys: Sequence[str]) -> "dict[str, dict[str, AttributeValueTypeDef]]":
        """Items by key; those that DynamoDB could not deliver count as not kept."""
        asked = [{"key": {"S": key}} for key in dict.fromkeys(keys)]
        with aws_errors():
            answer = self._client.batch_get_item(RequestItems={self._table: {"Keys": asked}})
        return {item["key"]["S"]: item for item in answer["Responses"].get(self._table, [])}


def _caller(document: str) -> KnownCaller:
    kept = json.loads(document)
    return KnownCaller(
        kept["plans"], [(kind, fields) for kind, fields in kept["rows"]], kept["truncated"], kept["until"]
    )


class SearchBudget:
    """Counts searches of all environments in windows of five minutes.

    Salesforce allows a user 3,000 searches in five minutes (SOSL limits). A fixed window can be followed by the
    next at once, so a limit of half of that holds in any five minutes.
    """

    WINDOW_S = 300

    def __init__(self, client: "DynamoDBClient", table: str, limit: int) -> None:
        self._client = client
        self._table = table
        self._limit = limit

    def take(self, searches: int) -> bool:
        """See ``switchboard.screen_pop.ahead.Budget``."""
        now = int(time.time())
        window = now - now % self.WINDOW_S
        try:
            with aws_errors():
                self._client.update_item(
                    TableName=self._table,
                    Key={"key": {"S": f"budget#{window}"}},
                    UpdateExpression="ADD used :searches SET expires_at = :expires",
                    ConditionExpression="attribute_not_exists(used) OR used <= :most",
                    ExpressionAttributeValues={
                        ":searches": {"N": str(searches)},
                        ":most": {"N": str(self._limit - searches)},
                        ":expires": {"N": str(window + 2 * self.WINDOW_S)},
                    },
                )
        except ConditionFailed:
            return False
        return True

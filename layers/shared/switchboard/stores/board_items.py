"""Boards as DynamoDB items: one for each, and further ones for what is too large for one.

owner and item (key), stamp (its first letter is the slot of the further parts), parts (number), packed (bytes, the
first part), due_at, lease_owner, lease_until (epoch seconds), reason, failures, expires_at (TTL)

Further parts have the item's name with ``#part#``, slot and number, and of these attributes stamp, packed and
expires_at.
"""

import time
import uuid
from typing import TYPE_CHECKING

from switchboard.desk.board.shared import Kept
from switchboard.errors import StoreUnavailable
from switchboard.stores.aws_errors import ConditionFailed, aws_errors

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

CENTRE = "centre"
"""Owner of the boards that all users share."""

PART_BYTES = 140_000
"""An item may have 400 kB, its names included (DynamoDB developer guide, service quotas). The local one counts
bytes in Base64, and what an update replaces as well."""

KEPT_FOR_S = 2 * 86_400
_MOST_READS = 3


class BoardItems:
    """Implements ``switchboard.desk.board.shared.BoardStore``.

    Args:
        owner: ``centre``, or the partition of a user.
        name: of the board.
    """

    def __init__(self, client: "DynamoDBClient", table: str, owner: str, name: str) -> None:
        self._client = client
        self._table = table
        self._owner = owner
        self._name = name

    def read(self, known: str) -> Kept:
        for _ in range(_MOST_READS):
            with aws_errors():
                # A board that is a moment old is told as such.
                answer = self._client.get_item(TableName=self._table, Key=self._key())
            item = answer.get("Item")
            if item is None:
                return Kept()
            stamp = item.get("stamp", {}).get("S", "")
            packed = None
            if stamp and stamp != known:
                packed = self._whole(item, stamp)
                if packed is None:
                    continue
            return Kept(
                packed,
                stamp,
                due_at=_number(item, "due_at"),
                leased_until=_number(item, "lease_until"),
                reason=item.get("reason", {}).get("S", ""),
                failures=int(_number(item, "failures")),
            )
        raise StoreUnavailable("BOARD_CHANGES_TOO_FAST")

    def take(self, owner: str, *, due_by: float, now: float, until: float) -> bool:
        return self._update(
            "SET lease_owner = :owner, lease_until = :until, expires_at = :expires",
            "(attribute_not_exists(lease_until) OR lease_until <= :now)"
            " AND (attribute_not_exists(due_at) OR due_at <= :due)",
            owner,
            {":until": _written(until), ":now": _written(now), ":due": _written(due_by), ":expires": _expiry()},
        )

    def keep(self, owner: str, packed: bytes, *, due_at: float, before: str) -> str:
        # The parts of the board before stay for those who are reading it.
        slot = "b" if before.startswith("a") else "a"
        stamp = f"{slot}{uuid.uuid4().hex}"
        first, *more = [packed[start : start + PART_BYTES] for start in range(0, len(packed), PART_BYTES)]
        for number, part in enumerate(more, 1):
            values: dict[str, AttributeValueTypeDef] = {
                "stamp": {"S": stamp},
                "packed": {"B": part},
                "expires_at": _expiry(),
            }
            with aws_errors():
                self._client.put_item(TableName=self._table, Item={**self._key(slot, number), **values})
        self._update(
            "SET stamp = :stamp, parts = :parts, packed = :packed, due_at = :due, expires_at = :expires"
            " REMOVE lease_owner, lease_until, reason, failures",
            "lease_owner = :owner",
            owner,
            {
                ":stamp": {"S": stamp},
                ":parts": {"N": str(1 + len(more))},
                ":packed": {"B": first},
                ":due": _written(due_at),
                ":expires": _expiry(),
            },
        )
        return stamp

    def give_up(self, owner: str, reason: str, failures: int, due_at: float) -> None:
        self._update(
            "SET reason = :reason, failures = :failures, due_at = :due REMOVE lease_owner, lease_until",
            "lease_owner = :owner",
            owner,
            {":reason": {"S": reason}, ":failures": {"N": str(failures)}, ":due": _written(due_at)},
        )

    def _whole(self, item: "dict[str, AttributeValueTypeDef]", stamp: str) -> bytes | None:
        """All parts of a board; None where those of a newer one have taken their place."""
        parts = [item["packed"]["B"]]
        for number in range(1, int(item["parts"]["N"])):
            with aws_errors():
                # Consistent: the parts were written before the item that tells of them.
                answer = self._client.get_item(
                    TableName=self._table, Key=self._key(stamp[0], number), ConsistentRead=True
                )
            part = answer.get("Item", {})
            if part.get("stamp", {}).get("S") != stamp:
                return None
            parts.append(part["packed"]["B"])
        return b"".join(parts)

    def _update(
        self,
        update: str,
        condition: str,
        owner: str,
        values: "dict[str, AttributeValueTypeDef]",
    ) -> bool:
        """Whether the condition held and the update was made."""
        try:
            with aws_errors():
                self._client.update_item(
                    TableName=self._table,
                    Key=self._key(),
                    UpdateExpression=update,
                    ConditionExpression=condition,
                    ExpressionAttributeValues={**values, ":owner": {"S": owner}},
                )
        except ConditionFailed:
            return False
        return True

    def _key(self, slot: str = "", number: int = 0) -> "dict[str, AttributeValueTypeDef]":
        item = f"{self._name}#part#{slot}#{number}" if number else self._name
        return {"owner": {"S": self._owner}, "item": {"S": item}}


def _number(item: "dict[str, AttributeValueTypeDef]", name: str) -> float:
    return float(item.get(name, {}).get("N", "0"))


def _written(value: float) -> "AttributeValueTypeDef":
    return {"N": repr(value)}


def _expiry() -> "AttributeValueTypeDef":
    return {"N": str(int(time.time()) + KEPT_FOR_S)}

"""How far commitments have got that users make, as DynamoDB items.

owner (key, ``user#`` and the user's id), item (key, ``commitment#`` and the key's digest), said, making_until
(seconds), commitment_id, expires_at (TTL)
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from switchboard.desk.commitments.model import Claim, Claimed
from switchboard.desk.commitments.refusals import CommitmentInTheMaking, CommitmentKeyReused
from switchboard.stores.aws_errors import ConditionFailed, aws_errors
from switchboard.stores.session_items import owner_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

KEPT_FOR = timedelta(days=2)
"""Longer than anybody repeats a request."""


class PromiseItems:
    """Implements ``switchboard.desk.commitments.model.Promises``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def claim(self, user_id: str, key: str, digest: str, until: datetime, now: datetime) -> Claim:
        try:
            with aws_errors():
                answer = self._client.update_item(
                    TableName=self._table,
                    Key=_key(user_id, key),
                    UpdateExpression="SET said = :said, making_until = :until, expires_at = :expires",
                    ConditionExpression="attribute_not_exists(said) OR "
                    "(said = :said AND attribute_not_exists(commitment_id) AND making_until < :now)",
                    ExpressionAttributeValues={
                        ":said": {"S": digest},
                        ":until": {"N": str(until.timestamp())},
                        ":now": {"N": str(now.timestamp())},
                        ":expires": {"N": str(int((now + KEPT_FOR).timestamp()))},
                    },
                    ReturnValues="ALL_OLD",
                )
        except ConditionFailed:
            return self._standing(user_id, key, digest)
        return Claim(Claimed.UNKNOWN if "said" in answer.get("Attributes", {}) else Claimed.NEW)

    def _standing(self, user_id: str, key: str, digest: str) -> Claim:
        """What the key stands for, where it cannot be claimed."""
        with aws_errors():
            answer = self._client.get_item(TableName=self._table, Key=_key(user_id, key), ConsistentRead=True)
        item = answer.get("Item", {})
        if item and item["said"]["S"] != digest:
            raise CommitmentKeyReused
        commitment_id = item.get("commitment_id", {}).get("S", "")
        if not commitment_id:
            raise CommitmentInTheMaking
        return Claim(Claimed.MADE, commitment_id)

    def made(self, user_id: str, key: str, commitment_id: str) -> None:
        with aws_errors():
            self._client.update_item(
                TableName=self._table,
                Key=_key(user_id, key),
                UpdateExpression="SET commitment_id = :id REMOVE making_until",
                ExpressionAttributeValues={":id": {"S": commitment_id}},
            )

    def not_made(self, user_id: str, key: str) -> None:
        with aws_errors():
            self._client.delete_item(TableName=self._table, Key=_key(user_id, key))


def _key(user_id: str, key: str) -> "Item":
    return {"owner": {"S": owner_of(user_id)}, "item": {"S": f"commitment#{key}"}}

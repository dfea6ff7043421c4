"""Rules documents in DynamoDB: every version stays, ``current`` holds a copy of the one in force.

name (key), version (sort key), number, document (JSON text)
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

CURRENT = "current"


@dataclass(frozen=True, slots=True)
class StoredRules:
    """A rules document as JSON text and the number of its version."""

    number: int
    document: str


class RulesItems:
    """Reads rules documents."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def current(self, name: str) -> StoredRules | None:
        """The version in force, or None where none was published."""
        answer = self._client.get_item(TableName=self._table, Key={"name": {"S": name}, "version": {"S": CURRENT}})
        item = answer.get("Item")
        if item is None:
            return None
        return StoredRules(int(item["number"]["N"]), item["document"]["S"])

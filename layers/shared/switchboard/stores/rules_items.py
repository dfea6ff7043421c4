"""Rules documents in DynamoDB: every version stays, ``current`` holds a copy of the one in force.

name (key), version (sort key), number, document (JSON text)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from switchboard.errors import StoreUnavailable
from switchboard.stores.aws_errors import aws_errors

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

CURRENT = "current"


@dataclass(frozen=True, slots=True)
class StoredRules:
    """A rules document as JSON text and the number of its version."""

    number: int
    document: str


class RulesError(Exception):
    """Rules could not be published or taken back. For whoever publishes; functions only read."""


class RulesBusy(RulesError):
    """Somebody else published at the same moment; look at what is in force and try again."""


class NoEarlierRules(RulesError):
    """There is no version before the one in force."""


class RulesItems:
    """Reads, publishes and takes back rules documents."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def current(self, name: str) -> StoredRules | None:
        """The version in force, or None where none was published."""
        key: dict[str, AttributeValueTypeDef] = {"name": {"S": name}, "version": {"S": CURRENT}}
        with aws_errors():
            answer = self._client.get_item(TableName=self._table, Key=key)
        item = answer.get("Item")
        return None if item is None else _stored(item)

    def versions(self, name: str) -> list[StoredRules]:
        """Every version that was published, the oldest first."""
        with aws_errors():
            pages = self._client.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="#name = :name AND begins_with(version, :v)",
                ExpressionAttributeNames={"#name": "name"},
                ExpressionAttributeValues={":name": {"S": name}, ":v": {"S": "v"}},
            )
            return [_stored(item) for page in pages for item in page["Items"]]

    def publish(self, name: str, document: str) -> int:
        """Put a document in force as a new version and give its number.

        Raises:
            RulesBusy: somebody else published at the same moment.
        """
        versions = self.versions(name)
        number = versions[-1].number + 1 if versions else 1
        new = self._item(name, _version(number), StoredRules(number, document))
        current = self._item(name, CURRENT, StoredRules(number, document))
        condition = {"ConditionExpression": "attribute_not_exists(version)"}
        try:
            with aws_errors():
                self._client.transact_write_items(
                    TransactItems=[
                        {"Put": {"TableName": self._table, "Item": new, **condition}},  # type: ignore[typeddict-item]
                        {"Put": {"TableName": self._table, "Item": current}},
                    ]
                )
        except StoreUnavailable as error:
            if str(error) == "TransactionCanceledException":
                raise RulesBusy from None
            raise
        return number

    def take_back(self, name: str) -> int:
        """Put the version before the one in force in force again and give its number.

        Raises:
            NoEarlierRules: there is none.
        """
        current = self.current(name)
        earlier = [one for one in self.versions(name) if current and one.number < current.number]
        if not earlier:
            raise NoEarlierRules
        with aws_errors():
            self._client.put_item(TableName=self._table, Item=self._item(name, CURRENT, earlier[-1]))
        return earlier[-1].number

    def _item(self, name: str, version: str, rules: StoredRules) -> "dict[str, AttributeValueTypeDef]":
        return {
            "name": {"S": name},
            "version": {"S": version},
            "number": {"N": str(rules.number)},
            "document": {"S": rules.document},
        }


def _version(number: int) -> str:
    # Padded, so that the sort key sorts as numbers do.
    return f"v{number:08}"


def _stored(item: "Mapping[str, AttributeValueTypeDef]") -> StoredRules:
    return StoredRules(int(item["number"]["N"]), item["document"]["S"])

"""How far CXone's reports have been read, as one DynamoDB item.

name (key), document (JSON text), lease_owner, lease_until (epoch seconds)
"""

import json
from datetime import datetime
from typing import TYPE_CHECKING

from switchboard.contact.instant import parse_instant, read_moment, write_instant, write_moment
from switchboard.reconcile.model import Unfinished, Watermark
from switchboard.stores.aws_errors import ConditionFailed, aws_errors

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

REPORTS = "completed-contacts"
"""The reports of completed contacts."""


class WatermarkItems:
    """Implements ``switchboard.reconcile.model.WatermarkStore``.

    Args:
        name: which reports it is about.
    """

    def __init__(self, client: "DynamoDBClient", table: str, name: str) -> None:
        self._client = client
        self._table = table
        self._name = name

    def read(self) -> Watermark:
        """The watermark as it is, for whoever only looks."""
        with aws_errors():
            item = self._client.get_item(TableName=self._table, Key={"name": {"S": self._name}}).get("Item", {})
        return _watermark(item["document"]["S"]) if "document" in item else Watermark()

    def take(self, owner: str, *, now: datetime, until: datetime) -> Watermark | None:
        item = self._update(
            "SET lease_owner = :owner, lease_until = :until",
            "attribute_not_exists(lease_until) OR lease_until < :now",
            {":owner": {"S": owner}, ":until": _number(until), ":now": _number(now)},
        )
        if item is None:
            return None
        return _watermark(item["document"]["S"]) if "document" in item else Watermark()

    def move(self, owner: str, watermark: Watermark, *, until: datetime) -> bool:
        document = _document(watermark)
        item = self._update(
            "SET document = :document, lease_until = :until",
            "lease_owner = :owner",
            {":owner": {"S": owner}, ":document": {"S": document}, ":until": _number(until)},
        )
        return item is not None

    def give_back(self, owner: str) -> None:
        self._update("REMOVE lease_owner, lease_until", "lease_owner = :owner", {":owner": {"S": owner}})

    def _update(
        self, update: str, condition: str, values: "dict[str, AttributeValueTypeDef]"
    ) -> "dict[str, AttributeValueTypeDef] | None":
        """The item after the update; None where the condition did not hold."""
        try:
            with aws_errors():
                answer = self._client.update_item(
                    TableName=self._table,
                    Key={"name": {"S": self._name}},
                    UpdateExpression=update,
                    ConditionExpression=condition,
                    ExpressionAttributeValues=values,
                    ReturnValues="ALL_NEW",
                )
        except ConditionFailed:
            return None
        return answer["Attributes"]


def _number(at: datetime) -> "AttributeValueTypeDef":
    return {"N": repr(at.timestamp())}


def _document(watermark: Watermark) -> str:
    at = watermark.unfinished
    return json.dumps(
        {
            "polledAt": write_moment(watermark.polled_at),
            "completeAt": write_moment(watermark.complete_at),
            "unfinished": at
            and {
                "since": write_instant(at.since),
                "polledAt": write_moment(at.polled_at),
                "beganAt": write_instant(at.began_at),
                "next": at.next,
            },
        }
    )


def _watermark(document: str) -> Watermark:
    kept = json.loads(document)
    at = kept["unfinished"]
    return Watermark(
        read_moment(kept["polledAt"]),
        read_moment(kept["completeAt"]),
        at
        and Unfinished(
            parse_instant(at["since"]), read_moment(at["polledAt"]), parse_instant(at["beganAt"]), at["next"]
        ),
    )

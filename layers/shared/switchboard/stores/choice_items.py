"""What users chose, and how far the outcomes of their contacts have got, as DynamoDB items.

Choices: owner (key, ``user#`` and the user's id), item (key, ``choices``), station_id, phone

Outcomes: owner, item (``outcome#`` and the contact's id), disposed, callback_id, callback, making (JSON),
making_until (seconds), expires_at (TTL)
"""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from switchboard.contact.instant import parse_instant, write_instant
from switchboard.desk.session.model import Callback, Station
from switchboard.desk.session.ports import KeptOutcome
from switchboard.stores.aws_errors import ConditionFailed, aws_errors
from switchboard.stores.session_items import owner_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

KEPT_FOR = timedelta(days=7)
"""Longer than anybody repeats a request, or corrects an outcome."""


class ChoiceItems:
    """Implements ``switchboard.desk.session.ports.Choices``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def station(self, user_id: str) -> Station:
        with aws_errors():
            answer = self._client.get_item(TableName=self._table, Key=_key(user_id, "choices"))
        item = answer.get("Item", {})
        return Station(item.get("station_id", {}).get("S", ""), item.get("phone", {}).get("S", ""))

    def keep_station(self, user_id: str, station: Station) -> None:
        # Other choices of the user's stay.
        with aws_errors():
            self._client.update_item(
                TableName=self._table,
                Key=_key(user_id, "choices"),
                UpdateExpression="SET station_id = :station, phone = :phone",
                ExpressionAttributeValues={":station": {"S": station.station_id}, ":phone": {"S": station.phone}},
            )


class OutcomeItems:
    """Implements ``switchboard.desk.session.ports.Outcomes``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def read(self, user_id: str, contact_id: str) -> KeptOutcome:
        with aws_errors():
            answer = self._client.get_item(
                TableName=self._table, Key=_outcome(user_id, contact_id), ConsistentRead=True
            )
        return kept_from(answer.get("Item", {}))

    def stored(self, user_id: str, contact_id: str, digest: str, now: datetime) -> None:
        values: Item = {":digest": {"S": digest}, ":expires": _expiry(now)}
        self._set(user_id, contact_id, "SET disposed = :digest, expires_at = :expires", values)

    def claim(
        self, user_id: str, contact_id: str, callback: Callback, until: datetime, now: datetime
    ) -> KeptOutcome | None:
        try:
            with aws_errors():
                answer = self._client.update_item(
                    TableName=self._table,
                    Key=_outcome(user_id, contact_id),
                    UpdateExpression="SET making = :making, making_until = :until, expires_at = :expires",
                    ConditionExpression="attribute_not_exists(making_until) OR making_until < :now",
                    ExpressionAttributeValues={
                        ":making": {"S": _written(callback)},
                        ":until": {"N": str(until.timestamp())},
                        ":now": {"N": str(now.timestamp())},
                        ":expires": _expiry(now),
                    },
                    ReturnValues="ALL_OLD",
                )
        except ConditionFailed:
            return None
        return kept_from(answer.get("Attributes", {}))

    def made(self, user_id: str, contact_id: str, callback_id: str, digest: str) -> None:
        self._set(
            user_id,
            contact_id,
            "SET callback_id = :id, callback = :digest REMOVE making, making_until",
            {":id": {"S": callback_id}, ":digest": {"S": digest}},
        )

    def not_made(self, user_id: str, contact_id: str) -> None:
        with aws_errors():
            self._client.update_item(
                TableName=self._table,
                Key=_outcome(user_id, contact_id),
                UpdateExpression="REMOVE making, making_until",
            )

    def _set(self, user_id: str, contact_id: str, update: str, values: "Item") -> None:
        with aws_errors():
            self._client.update_item(
                TableName=self._table,
                Key=_outcome(user_id, contact_id),
                UpdateExpression=update,
                ExpressionAttributeValues=values,
            )


def kept_from(item: "Item") -> KeptOutcome:
    """What an item keeps."""
    making = item.get("making", {}).get("S")
    return KeptOutcome(
        stored=item.get("disposed", {}).get("S", ""),
        callback_id=item.get("callback_id", {}).get("S", ""),
        callback=item.get("callback", {}).get("S", ""),
        making=_read(making) if making else None,
    )


def _written(callback: Callback) -> str:
    return json.dumps({**asdict(callback), "at": write_instant(callback.at)})


def _read(text: str) -> Callback:
    told = json.loads(text)
    return Callback(**{**told, "at": parse_instant(told["at"])})


def _expiry(now: datetime) -> "AttributeValueTypeDef":
    return {"N": str(int((now + KEPT_FOR).timestamp()))}


def _outcome(user_id: str, contact_id: str) -> "Item":
    return _key(user_id, f"outcome#{contact_id}")


def _key(user_id: str, item: str) -> "Item":
    return {"owner": {"S": owner_of(user_id)}, "item": {"S": item}}

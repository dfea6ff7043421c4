"""Calls that clicks have made, as DynamoDB items that expire after a day.

owner (key), item (key), expires_at (TTL), and

``user#<id>``, ``call#<digest>``         a call: state, version and a document with the rest (JSON text)
``user#<id>``, ``click#<digest>``        the last call of clicks without a key: call (its digest), at
``agent#<id>``, ``dialled#<time>#<digest>``  the agent's calls in the order of their time: user_id, number, who_id,
                                         what_id, contact_id once it is known
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from switchboard.contact.instant import parse_instant, write_instant
from switchboard.dialing.call import Call, CallState
from switchboard.dialing.clicks import Click
from switchboard.dialing.ports import MOST_OF_AGENT, Dialled
from switchboard.stores.aws_errors import ConditionFailed, aws_errors
from switchboard.stores.session_items import owner_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef

    Item = dict[str, AttributeValueTypeDef]

KEPT_FOR = timedelta(hours=26)
"""A day, and what a call may last."""

_AFTER = "~"
"""Sorts after every digit and letter of a digest."""


class CallItems:
    """Implements ``switchboard.dialing.ports.CallStore``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def read(self, user_id: str, digest: str) -> Call | None:
        item = self._get(_call_key(user_id, digest))
        return _call(item) if item else None

    def last_of(self, click: Click, since: datetime) -> Call | None:
        item = self._get(_click_key(click))
        if item is None or parse_instant(item["at"]["S"]) < since:
            return None
        return self.read(click.user_id, item["call"]["S"])

    def claim(self, call: Call, click: Click, since: datetime, undone: str) -> bool:
        expires: Item = {"expires_at": {"N": str(int((call.asked_at + KEPT_FOR).timestamp()))}}
        listed: Item = {
            **_listed_key(call),
            **expires,
            "user_id": {"S": call.user_id},
            "number": {"S": call.number},
            "who_id": {"S": call.who_id},
            "what_id": {"S": call.what_id},
        }
        writes: list[TransactWriteItemTypeDef] = [
            {
                "Put": {
                    "TableName": self._table,
                    "Item": {**_call_item(call), **expires},
                    "ConditionExpression": "attribute_not_exists(#owner) OR #state = :undone",
                    "ExpressionAttributeNames": {"#owner": "owner", "#state": "state"},
                    "ExpressionAttributeValues": {":undone": {"S": CallState.UNDONE.value}},
                }
            },
            {"Put": {"TableName": self._table, "Item": listed}},
        ]
        if not click.key:
            clicked: Item = {
                **_click_key(click),
                **expires,
                "call": {"S": call.digest},
                "at": {"S": write_instant(call.asked_at)},
            }
            writes.append(
                {
                    "Put": {
                        "TableName": self._table,
                        "Item": clicked,
                        "ConditionExpression": "attribute_not_exists(#owner) OR #at < :since OR #call = :undone",
                        "ExpressionAttributeNames": {"#owner": "owner", "#at": "at", "#call": "call"},
                        "ExpressionAttributeValues": {
                            ":since": {"S": write_instant(since)},
                            ":undone": {"S": undone},
                        },
                    }
                }
            )
        try:
            with aws_errors():
                self._client.transact_write_items(TransactItems=writes)
        except ConditionFailed:
            return False
        return True

    def change(self, before: Call, after: Call) -> bool:
        expires: Item = {"expires_at": {"N": str(int((after.asked_at + KEPT_FOR).timestamp()))}}
        put: TransactWriteItemTypeDef = {
            "Put": {
                "TableName": self._table,
                "Item": {**_call_item(after), **expires},
                "ConditionExpression": "#version = :version AND attempt = :attempt",
                "ExpressionAttributeNames": {"#version": "version"},
                "ExpressionAttributeValues": {
                    ":version": {"N": str(before.version)},
                    ":attempt": {"S": before.attempt},
                },
            }
        }
        writes = [put]
        if after.contact_id != before.contact_id:
            writes.append(
                {
                    "Update": {
                        "TableName": self._table,
                        "Key": _listed_key(after),
                        "UpdateExpression": "SET contact_id = :contact",
                        "ExpressionAttributeValues": {":contact": {"S": after.contact_id}},
                    }
                }
            )
        try:
            with aws_errors():
                self._client.transact_write_items(TransactItems=writes)
        except ConditionFailed:
            return False
        return True

    def of_agent(
        self, agent_id: str, since: datetime, until: datetime, most: int = MOST_OF_AGENT
    ) -> Sequence[Dialled]:
        with aws_errors():
            # The newest first: of a very long list it is the oldest that are left out.
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="#owner = :owner AND #item BETWEEN :from AND :to",
                ExpressionAttributeNames={"#owner": "owner", "#item": "item"},
                ExpressionAttributeValues={
                    ":owner": {"S": _agent(agent_id)},
                    ":from": {"S": f"dialled#{write_instant(since)}"},
                    ":to": {"S": f"dialled#{write_instant(until)}#{_AFTER}"},
                },
                ScanIndexForward=False,
                ConsistentRead=True,
                Limit=most,
            )
        return [_dialled(item) for item in reversed(answer["Items"])]

    def _get(self, key: "Item") -> "Item | None":
        with aws_errors():
            # Consistent: a click a moment later must find what this one has claimed.
            answer = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        return answer.get("Item")


def _agent(agent_id: str) -> str:
    return f"agent#{agent_id}"


def _call_key(user_id: str, digest: str) -> "Item":
    return {"owner": {"S": owner_of(user_id)}, "item": {"S": f"call#{digest}"}}


def _click_key(click: Click) -> "Item":
    return {"owner": {"S": owner_of(click.user_id)}, "item": {"S": f"click#{click.name}"}}


def _listed_key(call: Call) -> "Item":
    item = f"dialled#{write_instant(call.sent_at)}#{call.digest}"
    return {"owner": {"S": _agent(call.agent_id)}, "item": {"S": item}}


def _call_item(call: Call) -> "Item":
    document = {**asdict(call), "asked_at": write_instant(call.asked_at), "sent_at": write_instant(call.sent_at)}
    return {
        **_call_key(call.user_id, call.digest),
        "state": {"S": call.state.value},
        "attempt": {"S": call.attempt},
        "version": {"N": str(call.version)},
        "document": {"S": json.dumps(document)},
    }


def _call(item: "Item") -> Call:
    kept: dict[str, Any] = json.loads(item["document"]["S"])
    return Call(
        **{
            **kept,
            "state": CallState(kept["state"]),
            "asked_at": parse_instant(kept["asked_at"]),
            "sent_at": parse_instant(kept["sent_at"]),
        }
    )


def _dialled(item: "Item") -> Dialled:
    _, sent_at, digest = item["item"]["S"].split("#")
    return Dialled(
        user_id=item["user_id"]["S"],
        digest=digest,
        number=item["number"]["S"],
        who_id=item["who_id"]["S"],
        what_id=item["what_id"]["S"],
        sent_at=parse_instant(sent_at),
        contact_id=item.get("contact_id", {}).get("S", ""),
    )

"""What the CRM is to show of commitments, as DynamoDB items.

owner (key), item (key: the commitment's id), and

``commitments``      document (JSON text), revision, record_id, sent (JSON text), gone, doubtful, lease (text of
                     its end; one that was never given back is of a writer that died), expires_at (TTL)
``commitments#due``  waits_since; there is one as long as the CRM does not hold the newest revision
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from switchboard.contact.instant import parse_instant, write_instant
from switchboard.desk.commitments.mirror_writer import Held
from switchboard.desk.commitments.mirroring import Shown
from switchboard.desk.commitments.model import Change, Mirrored, Standing
from switchboard.desk.session.model import Callback
from switchboard.errors import StoreUnavailable
from switchboard.stores.aws_errors import ConditionFailed, aws_errors

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef

    Item = dict[str, AttributeValueTypeDef]

KEPT_FOR = timedelta(days=60)
"""After its time; a commitment is changed no more so long after that."""

_ALL, _DUE = "commitments", "commitments#due"
_NO_LEASE = "0"
MOST_TRIES = 5


class MirrorItems:
    """Keeps what is to be shown; implements ``switchboard.desk.commitments.mirror_writer.MirrorStore``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def keep(self, mirrored: Mirrored, now: datetime) -> None:
        """Have a commitment shown, as it is now."""
        for _ in range(MOST_TRIES):
            item = self._read(mirrored.commitment_id)
            if item and _document(item) == mirrored:
                return
            if self._write(mirrored, item, now):
                return
        raise StoreUnavailable("CONTENTION")

    def change(self, commitment_id: str, change: Change, now: datetime, user_id: str = "") -> bool:
        """Change what is to be shown; False where nothing is, or where it is another user's."""
        for _ in range(MOST_TRIES):
            item = self._read(commitment_id)
            if not item:
                return False
            before = _document(item)
            if user_id and before.user_id != user_id:
                return False
            after = change(before)
            if after == before or self._write(after, item, now):
                return True
        raise StoreUnavailable("CONTENTION")

    def claim(self, commitment_id: str, until: datetime, now: datetime) -> Held | None:
        lease = write_instant(until)
        try:
            with aws_errors():
                answer = self._client.update_item(
                    TableName=self._table,
                    Key=_key(_ALL, commitment_id),
                    UpdateExpression="SET lease = :lease",
                    ConditionExpression="attribute_exists(document) AND lease < :now",
                    ExpressionAttributeValues={":lease": {"S": lease}, ":now": {"S": write_instant(now)}},
                    ReturnValues="ALL_OLD",
                )
        except ConditionFailed:
            self._forget_lost(commitment_id)
            return None
        item = answer["Attributes"]
        return Held(_document(item), _shown(item), int(item["revision"]["N"]), lease)

    def settled(self, held: Held, shown: Shown) -> bool:
        commitment_id = held.mirrored.commitment_id
        sets = "SET record_id = :record, sent = :sent, gone = :gone, doubtful = :no, lease = :none"
        values: Item = {
            ":record": {"S": shown.record_id},
            ":sent": {"S": json.dumps(shown.sent, sort_keys=True)},
            ":gone": {"BOOL": shown.is_gone},
            ":no": {"BOOL": False},
            ":none": {"S": _NO_LEASE},
            ":lease": {"S": held.lease},
        }
        update: TransactWriteItemTypeDef = {
            "Update": {
                "TableName": self._table,
                "Key": _key(_ALL, commitment_id),
                "UpdateExpression": sets,
                "ConditionExpression": "lease = :lease AND revision = :revision",
                "ExpressionAttributeValues": {**values, ":revision": {"N": str(held.revision)}},
            }
        }
        unmark: TransactWriteItemTypeDef = {"Delete": {"TableName": self._table, "Key": _key(_DUE, commitment_id)}}
        try:
            with aws_errors():
                self._client.transact_write_items(TransactItems=[update, unmark])
            return True
        except ConditionFailed:
            pass
        try:
            with aws_errors():
                self._client.update_item(
                    TableName=self._table,
                    Key=_key(_ALL, commitment_id),
                    UpdateExpression=sets,
                    ConditionExpression="lease = :lease",
                    ExpressionAttributeValues=values,
                )
        except ConditionFailed:
            # The lease had ended and somebody else has it: what they write comes last.
            return True
        return False

    def put_off(self, held: Held, until: datetime, *, is_doubtful: bool) -> None:
        commitment_id = held.mirrored.commitment_id
        try:
            with aws_errors():
                self._client.update_item(
                    TableName=self._table,
                    Key=_key(_ALL, commitment_id),
                    UpdateExpression="SET lease = :none, doubtful = :doubtful",
                    ConditionExpression="lease = :lease",
                    ExpressionAttributeValues={
                        ":none": {"S": _NO_LEASE},
                        ":lease": {"S": held.lease},
                        ":doubtful": {"BOOL": is_doubtful},
                    },
                )
                self._client.update_item(
                    TableName=self._table,
                    Key=_key(_DUE, commitment_id),
                    UpdateExpression="SET waits_since = :until",
                    ConditionExpression="attribute_exists(waits_since)",
                    ExpressionAttributeValues={":until": {"S": write_instant(until)}},
                )
        except ConditionFailed:
            # Somebody else has it by now.
            return

    def waiting(self, before: datetime, most: int) -> Sequence[str]:
        with aws_errors():
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="#owner = :due",
                ExpressionAttributeNames={"#owner": "owner"},
                ExpressionAttributeValues={":due": {"S": _DUE}},
                Limit=most,
            )
        until = write_instant(before)
        return [one["item"]["S"] for one in answer["Items"] if one["waits_since"]["S"] <= until]

    def _read(self, commitment_id: str) -> "Item":
        with aws_errors():
            answer = self._client.get_item(
                TableName=self._table, Key=_key(_ALL, commitment_id), ConsistentRead=True
            )
        return answer.get("Item", {})

    def _write(self, mirrored: Mirrored, before: "Item", now: datetime) -> bool:
        """Keep the next revision and mark it as waiting; False where another was kept since it was read."""
        seen = before.get("revision", {}).get("N", "0")
        expires_at = max(mirrored.promise.at, now) + KEPT_FOR
        put: TransactWriteItemTypeDef = {
            "Update": {
                "TableName": self._table,
                "Key": _key(_ALL, mirrored.commitment_id),
                # The lease of whoever writes an earlier revision stays.
                "UpdateExpression": "SET document = :document, revision = :next, "
                "lease = if_not_exists(lease, :none), expires_at = :expires",
                "ConditionExpression": "attribute_not_exists(revision) OR revision = :seen",
                "ExpressionAttributeValues": {
                    ":document": {"S": _written(mirrored)},
                    ":next": {"N": str(int(seen) + 1)},
                    ":none": {"S": _NO_LEASE},
                    ":seen": {"N": seen},
                    ":expires": {"N": str(int(expires_at.timestamp()))},
                },
            }
        }
        mark: TransactWriteItemTypeDef = {
            "Put": {
                "TableName": self._table,
                "Item": {**_key(_DUE, mirrored.commitment_id), "waits_since": {"S": write_instant(now)}},
            }
        }
        try:
            with aws_errors():
                self._client.transact_write_items(TransactItems=[put, mark])
        except ConditionFailed:
            return False
        return True

    def _forget_lost(self, commitment_id: str) -> None:
        """Take the mark away of what is kept no longer."""
        if not self._read(commitment_id):
            with aws_errors():
                self._client.delete_item(TableName=self._table, Key=_key(_DUE, commitment_id))


def _document(item: "Item") -> Mirrored:
    told = json.loads(item["document"]["S"])
    promise = told.pop("promise")
    at = parse_instant(promise.pop("at"))
    return Mirrored(**{**told, "standing": Standing(told["standing"])}, promise=Callback(**promise, at=at))


def _written(mirrored: Mirrored) -> str:
    told = asdict(mirrored)
    told["promise"]["at"] = write_instant(mirrored.promise.at)
    return json.dumps(told, sort_keys=True)


def _shown(item: "Item") -> Shown:
    return Shown(
        item.get("record_id", {}).get("S", ""),
        json.loads(item.get("sent", {}).get("S", "{}")),
        item.get("gone", {}).get("BOOL", False),
        item.get("doubtful", {}).get("BOOL", False) or item["lease"]["S"] != _NO_LEASE,
    )


def _key(owner: str, item: str) -> "Item":
    return {"owner": {"S": owner}, "item": {"S": item}}

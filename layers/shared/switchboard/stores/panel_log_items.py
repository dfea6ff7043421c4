"""Panels' logs as DynamoDB items, one for each user.

owner (key, ``user#`` and the user's id), item (key, ``panel-log``), document (JSON, compressed), expires_at (TTL)
"""

import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from switchboard.desk.panel_log.service import StoredLog
from switchboard.stores.aws_errors import aws_errors
from switchboard.stores.session_items import owner_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef


class PanelLogItems:
    """Implements ``switchboard.desk.panel_log.service.PanelLogs``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def read(self, user_id: str) -> StoredLog | None:
        with aws_errors():
            answer = self._client.get_item(TableName=self._table, Key=_key(user_id), ConsistentRead=True)
        if "Item" not in answer:
            return None
        item = answer["Item"]
        kept_until = datetime.fromtimestamp(int(item["expires_at"]["N"]), UTC)
        return StoredLog(zlib.decompress(item["document"]["B"]).decode(), kept_until)

    def keep(self, user_id: str, log: StoredLog) -> None:
        item: dict[str, AttributeValueTypeDef] = {
            **_key(user_id),
            "document": {"B": zlib.compress(log.document.encode())},
            "expires_at": {"N": str(int(log.kept_until.timestamp()))},
        }
        with aws_errors():
            self._client.put_item(TableName=self._table, Item=item)


def _key(user_id: str) -> "dict[str, AttributeValueTypeDef]":
    return {"owner": {"S": owner_of(user_id)}, "item": {"S": "panel-log"}}

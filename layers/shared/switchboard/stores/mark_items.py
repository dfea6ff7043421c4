"""What users did with messages, as DynamoDB items, one for each message that anything was done with.

owner (key, ``user#`` and the user's id), item (key, ``message#`` and the message's id), is_read, is_hidden,
is_own, expires_at (TTL)
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from switchboard.desk.notices.model import Change, Mark
from switchboard.stores.aws_errors import aws_errors
from switchboard.stores.session_items import owner_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEPT_AFTER = timedelta(days=2)
"""Beyond a message's end, for clocks differ."""

_MESSAGE = "message#"
_CHANGES = {
    Change.READ: ("is_read", True),
    Change.UNREAD: ("is_read", False),
    Change.HIDDEN: ("is_hidden", True),
    Change.OWN: ("is_own", True),
}


class MarkItems:
    """Implements ``switchboard.desk.notices.model.Marks``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def of_user(self, user_id: str) -> dict[str, Mark]:
        with aws_errors():
            pages = self._client.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="#owner = :owner AND begins_with(#item, :message)",
                ExpressionAttributeNames={"#owner": "owner", "#item": "item"},
                ExpressionAttributeValues={":owner": {"S": owner_of(user_id)}, ":message": {"S": _MESSAGE}},
                # Whoever reads a message sees that at once.
                ConsistentRead=True,
            )
            items = [item for page in pages for item in page["Items"]]
        return {
            item["item"]["S"].removeprefix(_MESSAGE): Mark(
                is_read=item.get("is_read", {}).get("BOOL", False),
                is_hidden=item.get("is_hidden", {}).get("BOOL", False),
                is_own=item.get("is_own", {}).get("BOOL", False),
            )
            for item in items
        }

    def put(self, user_id: str, message_id: str, change: Change, until: datetime) -> None:
        name, value = _CHANGES[change]
        with aws_errors():
            self._client.update_item(
                TableName=self._table,
                Key={"owner": {"S": owner_of(user_id)}, "item": {"S": f"{_MESSAGE}{message_id}"}},
                UpdateExpression="SET #name = :value, expires_at = :until",
                ExpressionAttributeNames={"#name": name},
                ExpressionAttributeValues={
                    ":value": {"BOOL": value},
                    ":until": {"N": str(int((until + KEPT_AFTER).timestamp()))},
                },
            )

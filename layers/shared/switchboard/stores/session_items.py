"""Agents' sessions as DynamoDB items, one for each user.

owner (key, ``user#`` and the user's id), item (key, ``session``), session_id, agent_id, cxone_id, began_at, leg,
last_event, ended_at, end_reason, expires_at (TTL)
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from switchboard.agent.session import AgentSession
from switchboard.contact.instant import parse_instant, write_instant
from switchboard.stores.aws_errors import ConditionFailed, aws_errors

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

KEPT_FOR = timedelta(days=2)
"""Longer than any shift; a session that lives on is found again by joining it."""


def owner_of(user_id: str) -> str:
    """The partition of what is kept for a user."""
    return f"user#{user_id}"


class SessionItems:
    """Implements ``switchboard.agent.session.SessionStore``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def read(self, user_id: str) -> AgentSession | None:
        with aws_errors():
            # Consistent: a command right after a log-in must find the session.
            answer = self._client.get_item(TableName=self._table, Key=session_key(user_id), ConsistentRead=True)
        return session_of(user_id, answer["Item"]) if "Item" in answer else None

    def begin(self, session: AgentSession) -> None:
        item: dict[str, AttributeValueTypeDef] = {
            **session_key(session.user_id),
            "session_id": {"S": session.session_id},
            "agent_id": {"S": session.agent_id},
            "cxone_id": {"S": session.cxone_id},
            "began_at": {"S": write_instant(session.began_at)},
            "expires_at": {"N": str(int((session.began_at + KEPT_FOR).timestamp()))},
        }
        with aws_errors():
            self._client.put_item(TableName=self._table, Item=item)

    def move(self, session: AgentSession, cxone_id: str) -> bool:
        return self._change(
            session,
            "SET cxone_id = :new",
            "session_id = :session AND cxone_id = :old",
            {":new": {"S": cxone_id}, ":old": {"S": session.cxone_id}},
        )

    def end(self, session: AgentSession, at: datetime, reason: str) -> None:
        self._change(
            session,
            "SET ended_at = :at, end_reason = :reason",
            "session_id = :session AND attribute_not_exists(ended_at)",
            {":at": {"S": write_instant(at)}, ":reason": {"S": reason}},
        )

    def _change(
        self, session: AgentSession, update: str, condition: str, values: "dict[str, AttributeValueTypeDef]"
    ) -> bool:
        try:
            with aws_errors():
                self._client.update_item(
                    TableName=self._table,
                    Key=session_key(session.user_id),
                    UpdateExpression=update,
                    ConditionExpression=condition,
                    ExpressionAttributeValues={**values, ":session": {"S": session.session_id}},
                )
        except ConditionFailed:
            return False
        return True


def session_key(user_id: str) -> "dict[str, AttributeValueTypeDef]":
    return {"owner": {"S": owner_of(user_id)}, "item": {"S": "session"}}


def session_of(user_id: str, item: "dict[str, AttributeValueTypeDef]") -> AgentSession:
    """The session that an item keeps."""
    ended_at = item.get("ended_at", {}).get("S")
    return AgentSession(
        session_id=item["session_id"]["S"],
        user_id=user_id,
        agent_id=item["agent_id"]["S"],
        cxone_id=item["cxone_id"]["S"],
        began_at=parse_instant(item["began_at"]["S"]),
        leg=item.get("leg", {}).get("S", ""),
        last_event=int(item.get("last_event", {}).get("N", "0")),
        ended_at=parse_instant(ended_at) if ended_at else None,
        end_reason=item.get("end_reason", {}).get("S", ""),
    )

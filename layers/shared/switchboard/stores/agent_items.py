"""Which agent a Salesforce user is, as DynamoDB items that the directory's sync keeps up to date.

owner (key, ``user#`` and the user's id), item (key, ``agent``), and either agent_id, user_uuid, first_name,
last_name, team_id, team_name and email, or ambiguous (true)
"""

from typing import TYPE_CHECKING

from switchboard.agent.identity import Agent, AgentAmbiguous, AgentUnknown
from switchboard.stores.aws_errors import aws_errors
from switchboard.stores.session_items import owner_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef


class AgentItems:
    """Implements ``switchboard.agent.identity.AgentDirectory``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def agent_of(self, user_id: str) -> Agent:
        with aws_errors():
            answer = self._client.get_item(TableName=self._table, Key=agent_key(user_id))
        if "Item" not in answer:
            raise AgentUnknown
        if "ambiguous" in answer["Item"]:
            raise AgentAmbiguous
        return agent_from(answer["Item"])


def agent_key(user_id: str) -> "dict[str, AttributeValueTypeDef]":
    """Where a user's agent is kept."""
    return {"owner": {"S": owner_of(user_id)}, "item": {"S": "agent"}}


def agent_item(user_id: str, agent: Agent) -> "dict[str, AttributeValueTypeDef]":
    """The item of a user who is one agent."""
    values: dict[str, AttributeValueTypeDef] = {name: {"S": getattr(agent, name)} for name in Agent.__slots__}
    return {**agent_key(user_id), **values}


def agent_from(item: "dict[str, AttributeValueTypeDef]") -> Agent:
    """The agent that an item keeps."""
    return Agent(**{name: item[name]["S"] for name in Agent.__slots__})

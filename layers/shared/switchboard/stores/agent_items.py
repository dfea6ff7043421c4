"""Which agent a Salesforce user is, and the other way round, as DynamoDB items.

owner (key), item (key), and what the directory's sync publishes:

    user#<user id>      agent   agent_id, user_uuid, first_name, last_name, team_id, team_name and email, or
                                ambiguous (true)
    agent#<agent id>    user    user_id, or ambiguous (true)
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from switchboard.agent.identity import Agent, AgentAmbiguous, AgentUnknown
from switchboard.stores.aws_errors import aws_errors
from switchboard.stores.batches import read_all
from switchboard.stores.session_items import owner_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

_AGENT = "agent#"


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

    def users_of(self, agent_ids: Collection[str]) -> dict[str, str | None]:
        """The Salesforce users of agents, a hundred with one request: None where there is more than one, and who
        is nobody's is left out.

        Raises:
            StoreUnavailable: they could not be read.
        """
        keys = [user_key(agent_id) for agent_id in dict.fromkeys(agent_ids)]
        found = read_all(self._client, self._table, keys, consistent=False)
        return {
            item["owner"]["S"].removeprefix(_AGENT): None if "ambiguous" in item else item["user_id"]["S"]
            for item in found
        }


def agent_key(user_id: str) -> "dict[str, AttributeValueTypeDef]":
    """Where a user's agent is kept."""
    return {"owner": {"S": owner_of(user_id)}, "item": {"S": "agent"}}


def agent_item(user_id: str, agent: Agent) -> "dict[str, AttributeValueTypeDef]":
    """The item of a user who is one agent."""
    return {**agent_key(user_id), **agent_values(agent)}


def agent_values(agent: Agent) -> "dict[str, AttributeValueTypeDef]":
    """What an item holds of an agent."""
    return {name: {"S": getattr(agent, name)} for name in Agent.__slots__}


def agent_from(item: "dict[str, AttributeValueTypeDef]") -> Agent:
    """The agent that an item keeps."""
    return Agent(**{name: item[name]["S"] for name in Agent.__slots__})


def user_key(agent_id: str) -> "dict[str, AttributeValueTypeDef]":
    """Where an agent's user is kept."""
    return {"owner": {"S": f"{_AGENT}{agent_id}"}, "item": {"S": "user"}}


def user_item(agent_id: str, user_id: str) -> "dict[str, AttributeValueTypeDef]":
    """The item of an agent who is one user."""
    return {**user_key(agent_id), "user_id": {"S": user_id}}

"""The contact centre's agents as they were read, and how far the reading has come, as DynamoDB items.

All in the partition (owner) ``directory``:

    agent#<agent id>    what ``agent_items.py`` keeps of an agent, crm_user_name, federated_id, seen_at
    progress            document (JSON text), lease_owner, lease_until (epoch seconds)
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from switchboard.agent.mapping import DirectoryAgent
from switchboard.contact.instant import parse_instant, read_moment, write_instant, write_moment
from switchboard.reconcile.agent_model import Progress, Reading
from switchboard.stores.agent_items import agent_from, agent_values
from switchboard.stores.aws_errors import ConditionFailed, aws_errors
from switchboard.stores.batches import read_all, write_all

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from switchboard.stores.batches import Item

_OWNER = "directory"
_AGENT = "agent#"


class DirectoryItems:
    """Implements ``switchboard.reconcile.agent_model.DirectoryStore``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def take(self, owner: str, *, now: datetime, until: datetime) -> Progress | None:
        item = self._update(
            "SET lease_owner = :owner, lease_until = :until",
            "attribute_not_exists(lease_until) OR lease_until < :now",
            {":owner": {"S": owner}, ":until": _number(until), ":now": _number(now)},
        )
        if item is None:
            return None
        return _progress(item["document"]["S"]) if "document" in item else Progress()

    def move(self, owner: str, progress: Progress, *, until: datetime) -> bool:
        item = self._update(
            "SET document = :document, lease_until = :until",
            "lease_owner = :owner",
            {":owner": {"S": owner}, ":document": {"S": _document(progress)}, ":until": _number(until)},
        )
        return item is not None

    def give_back(self, owner: str) -> None:
        self._update("REMOVE lease_owner, lease_until", "lease_owner = :owner", {":owner": {"S": owner}})

    def progress(self) -> Progress:
        """The progress as it is, for whoever only looks."""
        with aws_errors():
            item = self._client.get_item(TableName=self._table, Key=_key("progress")).get("Item", {})
        return _progress(item["document"]["S"]) if "document" in item else Progress()

    def differs(self, agents: Sequence[DirectoryAgent]) -> bool:
        by_id = _by_id(agents)
        keys = [_agent_key(agent_id) for agent_id in by_id]
        items = read_all(self._client, self._table, keys, consistent=True)
        return {one.agent.agent_id: one for one in map(_agent, items)} != {
            agent_id: one for agent_id, one in by_id.items() if one.is_active
        }

    def keep(self, agents: Sequence[DirectoryAgent], seen_at: datetime) -> None:
        by_id = _by_id(agents)
        puts = [_item(one, seen_at) for one in by_id.values() if one.is_active]
        deletes = [_agent_key(agent_id) for agent_id, one in by_id.items() if not one.is_active]
        write_all(self._client, self._table, puts=puts, deletes=deletes)

    def forget_unseen(self, since: datetime) -> int:
        unseen = [item["item"]["S"] for item in self._all() if parse_instant(item["seen_at"]["S"]) < since]
        write_all(self._client, self._table, deletes=[_key(name) for name in unseen])
        return len(unseen)

    def everyone(self) -> list[DirectoryAgent]:
        return [_agent(item) for item in self._all()]

    def _all(self) -> "Iterator[Item]":
        """Every agent's item; a megabyte with one request."""
        arguments: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": "#owner = :owner AND begins_with(#item, :agent)",
            "ExpressionAttributeNames": {"#owner": "owner", "#item": "item"},
            "ExpressionAttributeValues": {":owner": {"S": _OWNER}, ":agent": {"S": _AGENT}},
            "ConsistentRead": True,
        }
        while True:
            with aws_errors():
                answer = self._client.query(**arguments)
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            arguments["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _update(
        self, update: str, condition: str, values: "dict[str, AttributeValueTypeDef]"
    ) -> "dict[str, AttributeValueTypeDef] | None":
        """The item after the update; None where the condition did not hold."""
        try:
            with aws_errors():
                answer = self._client.update_item(
                    TableName=self._table,
                    Key=_key("progress"),
                    UpdateExpression=update,
                    ConditionExpression=condition,
                    ExpressionAttributeValues=values,
                    ReturnValues="ALL_NEW",
                )
        except ConditionFailed:
            return None
        return answer["Attributes"]


def _key(name: str) -> "Item":
    return {"owner": {"S": _OWNER}, "item": {"S": name}}


def _agent_key(agent_id: str) -> "Item":
    return _key(f"{_AGENT}{agent_id}")


def _by_id(agents: Sequence[DirectoryAgent]) -> dict[str, DirectoryAgent]:
    """Each of them once: a list that changes while it is read may show an agent twice, and the last counts."""
    return {one.agent.agent_id: one for one in agents}


def _item(one: DirectoryAgent, seen_at: datetime) -> "Item":
    return {
        **_agent_key(one.agent.agent_id),
        **agent_values(one.agent),
        "crm_user_name": {"S": one.crm_user_name},
        "federated_id": {"S": one.federated_id},
        "seen_at": {"S": write_instant(seen_at)},
    }


def _agent(item: "Item") -> DirectoryAgent:
    return DirectoryAgent(agent_from(item), item["crm_user_name"]["S"], item["federated_id"]["S"])


def _number(at: datetime) -> "AttributeValueTypeDef":
    return {"N": repr(at.timestamp())}


def _document(progress: Progress) -> str:
    at = progress.unfinished
    return json.dumps(
        {
            "polledAt": write_moment(progress.polled_at),
            "wholeAt": write_moment(progress.whole_at),
            "mappedAt": write_moment(progress.mapped_at),
            "completeAt": write_moment(progress.complete_at),
            "isStale": progress.is_stale,
            "unfinished": at
            and {
                "since": write_moment(at.since),
                "polledAt": write_moment(at.polled_at),
                "beganAt": write_instant(at.began_at),
                "next": at.next,
            },
        }
    )


def _progress(document: str) -> Progress:
    kept = json.loads(document)
    at = kept["unfinished"]
    return Progress(
        polled_at=read_moment(kept["polledAt"]),
        whole_at=read_moment(kept["wholeAt"]),
        mapped_at=read_moment(kept["mappedAt"]),
        complete_at=read_moment(kept["completeAt"]),
        is_stale=kept["isStale"],
        unfinished=at
        and Reading(
            read_moment(at["since"]), read_moment(at["polledAt"]), parse_instant(at["beganAt"]), at["next"]
        ),
    )

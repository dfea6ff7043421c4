"""Publishes who is who: the items of ``agent_items.py``, and beside them what each was last given.

The latter, in the partition ``directory``, are items ``published#<shard>`` with a document (JSON text): digests of
what was written, by owner. So a run writes what differs and removes who is gone without reading every item.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from switchboard.agent.mapping import AgentMap
from switchboard.reconcile.agent_model import Published
from switchboard.stores.agent_items import agent_item, agent_key, user_item, user_key
from switchboard.stores.aws_errors import aws_errors
from switchboard.stores.batches import read_all, write_all

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from switchboard.stores.batches import Item

SHARDS = 32
"""An item of DynamoDB takes 400 kB, which is more than 250,000 users and agents in this many."""

_AMBIGUOUS: "Item" = {"ambiguous": {"BOOL": True}}
_UNSURE = ""
"""Stands for a digest while its item is being written."""


class MappingItems:
    """Implements ``switchboard.reconcile.agent_model.MappingStore``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def publish(self, mapping: AgentMap, may_go_on: Callable[[], bool]) -> Published:
        shards: list[dict[str, Item]] = [{} for _ in range(SHARDS)]
        for item in _items(mapping):
            owner = item["owner"]["S"]
            shards[zlib.crc32(owner.encode()) % SHARDS][owner] = item
        before = self._digests()
        changed = 0
        for shard, items in enumerate(shards):
            if not may_go_on():
                return Published(changed, complete=False)
            changed += self._publish(shard, items, before.get(shard, {}))
        return Published(changed, complete=True)

    def _publish(self, shard: int, items: Mapping[str, "Item"], before: Mapping[str, str]) -> int:
        after = {owner: _digest(item) for owner, item in items.items()}
        others = [owner for owner, digest in after.items() if before.get(owner) != digest]
        gone = [owner for owner in before if owner not in after]
        if not others and not gone:
            return 0
        # First that these may be there, or who is removed before the next run would stay for ever.
        self._keep(shard, {**before, **dict.fromkeys([*others, *gone], _UNSURE)})
        write_all(
            self._client,
            self._table,
            puts=[items[owner] for owner in others],
            deletes=[_key(owner) for owner in gone],
        )
        self._keep(shard, after)
        return len(others) + len(gone)

    def _digests(self) -> dict[int, dict[str, str]]:
        keys = [_shard_key(shard) for shard in range(SHARDS)]
        found = read_all(self._client, self._table, keys, consistent=True)
        return {int(item["item"]["S"].partition("#")[2]): json.loads(item["document"]["S"]) for item in found}

    def _keep(self, shard: int, digests: Mapping[str, str]) -> None:
        document = json.dumps(digests, separators=(",", ":"))
        with aws_errors():
            self._client.put_item(TableName=self._table, Item={**_shard_key(shard), "document": {"S": document}})


def _items(mapping: AgentMap) -> "list[Item]":
    return [
        *(agent_item(user_id, agent) for user_id, agent in mapping.agents.items()),
        *({**agent_key(user_id), **_AMBIGUOUS} for user_id in mapping.ambiguous_users),
        *(user_item(agent_id, user_id) for agent_id, user_id in mapping.users.items()),
        *({**user_key(agent_id), **_AMBIGUOUS} for agent_id in mapping.ambiguous_agents),
    ]


def _key(owner: str) -> "Item":
    kind, _, its_id = owner.partition("#")
    return agent_key(its_id) if kind == "user" else user_key(its_id)


def _shard_key(shard: int) -> "Item":
    return {"owner": {"S": "directory"}, "item": {"S": f"published#{shard:02}"}}


def _digest(item: "Item") -> str:
    return hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()[:12]

"""The directory and who is who, in DynamoDB; the directory in memory too, held to the same contract."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from switchboard.agent.identity import AgentAmbiguous, AgentUnknown
from switchboard.agent.mapping import AgentMap, map_agents
from switchboard.errors import StoreUnavailable
from switchboard.reconcile.agent_model import DirectoryStore, Progress, Published, Reading
from switchboard.runtime.settings import settings
from switchboard.stores.agent_items import AgentItems
from switchboard.stores.directory_items import DirectoryItems
from switchboard.stores.mapping_items import MappingItems
from tests.fakes.agents import Killed, MemoryDirectory, agent, user
from tests.support.world import World

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOW + timedelta(seconds=60)


@pytest.fixture(params=["memory", "dynamodb"])
def directory(request: pytest.FixtureRequest) -> DirectoryStore:
    if request.param == "memory":
        return MemoryDirectory()
    world: World = request.getfixturevalue("world")
    return DirectoryItems(world.aws.dynamodb(), settings().desk_table)


class TestTheDirectory:
    def test_begins_with_nothing(self, directory: DirectoryStore) -> None:
        assert directory.take("a", now=NOW, until=LATER) == Progress()
        assert directory.everyone() == []

    def test_one_run_at_a_time_moves_it(self, directory: DirectoryStore) -> None:
        directory.take("a", now=NOW, until=LATER)
        assert directory.take("b", now=NOW, until=LATER) is None
        assert not directory.move("b", Progress(), until=LATER)

        directory.give_back("b")
        assert directory.take("b", now=NOW, until=LATER) is None
        directory.give_back("a")
        assert directory.take("b", now=NOW, until=LATER) == Progress()

    def test_a_lease_that_is_over_is_anybodys(self, directory: DirectoryStore) -> None:
        directory.take("a", now=NOW, until=LATER)
        assert directory.take("b", now=LATER + timedelta(seconds=1), until=LATER + timedelta(hours=1))
        assert not directory.move("a", Progress(), until=LATER)

    def test_progress_is_kept_with_everything(self, directory: DirectoryStore) -> None:
        progress = Progress(NOW, NOW, LATER, LATER, True, Reading(None, NOW, LATER, "skip:100"))
        directory.take("a", now=NOW, until=LATER)
        for moved in (progress, replace(progress, unfinished=Reading(NOW, None, NOW)), Progress(polled_at=NOW)):
            assert directory.move("a", moved, until=LATER)
            directory.give_back("a")
            assert directory.take("a", now=NOW, until=LATER) == moved

    def test_agents_are_kept_changed_and_let_go(self, directory: DirectoryStore) -> None:
        ada, ben = agent(1, email="ada@example.com"), agent(2)
        assert directory.differs([ada, ben])
        directory.keep([ada, ben], NOW)
        assert not directory.differs([ada])
        assert directory.differs([replace(ada, federated_id="f")])
        assert directory.differs([replace(ben, is_active=False)])
        assert not directory.differs([agent(3, active=False)])

        directory.keep([replace(ada, federated_id="f"), replace(ben, is_active=False)], NOW)
        assert directory.everyone() == [replace(ada, federated_id="f")]

    def test_those_whom_nobody_saw_again_are_forgotten(self, directory: DirectoryStore) -> None:
        directory.keep([agent(number) for number in range(130)], NOW)
        directory.keep([agent(7)], LATER)

        assert directory.forget_unseen(LATER) == 129
        assert directory.everyone() == [agent(7)]

    def test_nobody_changes_nothing(self, directory: DirectoryStore) -> None:
        directory.keep([], NOW)
        assert not directory.differs([])
        assert directory.forget_unseen(NOW) == 0


def mapping(*numbers: int, name: str = "Ada") -> AgentMap:
    return map_agents([agent(number, name=name) for number in numbers], [user(number) for number in numbers])


def always() -> bool:
    return True


class TestWhoIsWho:
    @pytest.fixture(autouse=True)
    def _items(self, world: World) -> None:
        self.client = world.aws.dynamodb()
        self.mappings = MappingItems(self.client, settings().desk_table)
        self.agents = AgentItems(self.client, settings().desk_table)

    def test_is_found_both_ways(self) -> None:
        assert self.mappings.publish(mapping(1, 2), always) == Published(4, complete=True)

        assert self.agents.agent_of(user(1).user_id) == agent(1).agent
        assert self.agents.users_of(["1", "2", "2", "3"]) == {"1": user(1).user_id, "2": user(2).user_id}
        with pytest.raises(AgentUnknown):
            self.agents.agent_of(user(3).user_id)

    def test_two_for_one_are_said_to_be_ambiguous(self) -> None:
        twins = [agent(1, crm="u1"), agent(2, crm="u1")]
        self.mappings.publish(map_agents(twins, [user(1)]), always)

        with pytest.raises(AgentAmbiguous):
            self.agents.agent_of(user(1).user_id)
        assert self.agents.users_of(["1", "2"]) == {"1": None, "2": None}

    def test_only_what_differs_is_written(self) -> None:
        self.mappings.publish(mapping(*range(100)), always)

        assert self.mappings.publish(mapping(*range(100)), always) == Published(0, complete=True)
        renamed = {**mapping(*range(100)).agents, user(5).user_id: agent(5, name="Eva").agent}
        assert self.mappings.publish(replace(mapping(*range(100)), agents=renamed), always).changed == 1
        assert self.agents.agent_of(user(5).user_id).name == "Eva Brenner"

    def test_who_is_gone_is_removed(self) -> None:
        self.mappings.publish(mapping(1, 2), always)
        assert self.mappings.publish(mapping(2), always).changed == 2

        with pytest.raises(AgentUnknown):
            self.agents.agent_of(user(1).user_id)
        assert self.agents.users_of(["1"]) == {}

    def test_without_time_left_the_rest_is_left_to_the_next_run(self) -> None:
        turns = iter([True] * 10 + [False])
        first = self.mappings.publish(mapping(*range(50)), lambda: next(turns))
        second = self.mappings.publish(mapping(*range(50)), always)

        assert (first.complete, second.complete) == (False, True)
        assert first.changed + second.changed == 100

    @pytest.mark.parametrize("when", ["before", "after"])
    def test_nobody_stays_whom_a_run_that_was_killed_had_written(self, when: str) -> None:
        deadly = MappingItems(Deadly(self.client, when), settings().desk_table)  # type: ignore[arg-type]
        with pytest.raises(Killed):
            deadly.publish(mapping(1), always)
        # Before the next run the agent has left.
        self.mappings.publish(mapping(2), always)

        with pytest.raises(AgentUnknown):
            self.agents.agent_of(user(1).user_id)
        assert self.agents.users_of(["1", "2"]) == {"2": user(2).user_id}

    def test_what_dynamodb_leaves_over_is_asked_for_again(self) -> None:
        self.mappings.publish(mapping(*range(60)), always)
        agents = AgentItems(Throttled(self.client, leaves=2), settings().desk_table)  # type: ignore[arg-type]
        assert len(agents.users_of([str(number) for number in range(60)])) == 60

    def test_a_table_that_takes_nothing_is_said_to_be_unavailable(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("time.sleep", lambda _: None)
        agents = AgentItems(Throttled(self.client, leaves=99), settings().desk_table)  # type: ignore[arg-type]
        with pytest.raises(StoreUnavailable, match="THROTTLED"):
            agents.users_of(["1"])


class Deadly:
    """A client that the environment's end meets before or after its first batch is written."""

    def __init__(self, client: "DynamoDBClient", when: str) -> None:
        self._client = client
        self._when = when

    def __getattr__(self, name: str) -> object:
        return getattr(self._client, name)

    def batch_write_item(self, **given: Any) -> None:
        if self._when == "after":
            self._client.batch_write_item(**given)
        raise Killed


class Throttled:
    """A client whose first batches are not served."""

    def __init__(self, client: "DynamoDBClient", leaves: int) -> None:
        self._client = client
        self._leaves = leaves

    def batch_get_item(self, **given: Any) -> Any:
        if self._leaves:
            self._leaves -= 1
            return {"Responses": {}, "UnprocessedKeys": given["RequestItems"]}
        return self._client.batch_get_item(**given)

"""Keeping agents and users together: what is asked when, and that nothing that ends a run early loses anybody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from switchboard.agent.mapping import map_agents
from switchboard.errors import CcLimitReached, CcRefused, CcUnavailable, CrmUnavailable
from switchboard.reconcile.agent_sync import LEASE, LEAST_TIME_S, USERS_EVERY, WHOLE_EVERY, AgentSync, Synced
from switchboard.time_left import set_time_left
from tests.fakes.agents import (
    Killed,
    MemoryAgents,
    MemoryDirectory,
    MemoryMappings,
    MemoryUsers,
    agent,
    user,
)
from tests.fakes.reconcile import Clock

START = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Office:
    """Five agents and their users, and what keeps them together."""

    def __init__(self) -> None:
        self.clock = Clock(START)
        self.agents = MemoryAgents(self.clock)
        self.agents.change(*(agent(number) for number in range(1, 6)))
        self.users = MemoryUsers([user(number) for number in range(1, 6)])
        self.directory = MemoryDirectory()
        self.mappings = MemoryMappings()
        self.runs = 0

    def run(self, after_s: float = 300) -> Synced:
        self.clock.advance(after_s)
        self.runs += 1
        sync = AgentSync(self.agents, self.users, self.directory, self.mappings, self.clock)
        return sync.run(f"run {self.runs}")

    @property
    def mapped(self) -> dict[str, str]:
        return dict(self.mappings.published.users)

    @property
    def right(self) -> bool:
        """Whether what is published is what follows from everybody as they are now."""
        agents = [one for one, _ in self.agents.rows.values()]
        return self.mappings.published == map_agents(agents, self.users.users)


@pytest.fixture
def office() -> Office:
    return Office()


class TestPace:
    def test_the_first_run_reads_everybody(self, office: Office) -> None:
        done = office.run()

        assert (done.complete, done.is_whole, done.pages) == (True, True, 3)
        assert [since for since, _ in office.agents.asked] == [None] * 3
        assert office.mapped == {str(number): user(number).user_id for number in range(1, 6)}

    def test_a_run_without_news_asks_once_and_maps_nothing(self, office: Office) -> None:
        office.run()
        polled_at = office.directory.progress.polled_at
        office.clock.advance(1)
        office.agents.asked.clear()
        done = office.run()

        assert office.agents.asked == [(polled_at, "")]
        assert (done.complete, done.mapping, office.users.asked) == (True, None, 1)

    def test_an_empty_answer_moves_no_poll(self, office: Office) -> None:
        office.run()
        office.clock.advance(1)
        polled_at = office.directory.progress.polled_at
        office.run()

        assert office.directory.progress.polled_at == polled_at

    def test_whoever_changed_is_mapped_at_once(self, office: Office) -> None:
        office.run()
        office.users.users.append(user(9))
        office.clock.advance(1)
        office.agents.change(agent(9))
        done = office.run()

        assert (done.is_whole, done.pages) == (False, 1)
        assert office.mapped["9"] == user(9).user_id

    def test_whoever_comes_again_unchanged_maps_nothing(self, office: Office) -> None:
        office.run()
        office.agents.change(agent(3))

        assert office.run().mapping is None

    def test_users_are_asked_for_every_hour(self, office: Office) -> None:
        office.run()
        office.users.users[0] = replace(office.users.users[0], username="gone")
        office.run(USERS_EVERY.total_seconds() - 1)
        assert "1" in office.mapped

        office.run(1)
        assert "1" not in office.mapped

    def test_everybody_is_read_anew_every_day(self, office: Office) -> None:
        office.run()
        del office.agents.rows["2"]
        assert not office.run(WHOLE_EVERY.total_seconds() - 1).is_whole
        assert "2" in office.mapped

        done = office.run(1)
        assert (done.is_whole, done.forgotten) == (True, 1)
        assert "2" not in office.mapped

    def test_an_agent_who_leaves_is_nobodys(self, office: Office) -> None:
        office.run()
        office.clock.advance(1)
        office.agents.change(agent(2, active=False))
        office.run()

        assert "2" not in office.mapped
        assert user(2).user_id not in office.mappings.published.agents

    def test_an_agent_who_is_renamed_is_known_by_the_new_name(self, office: Office) -> None:
        office.run()
        office.clock.advance(1)
        office.agents.change(agent(2, name="Bea"))
        office.run()

        assert office.mappings.published.agents[user(2).user_id].name == "Bea Brenner"


class TestTrouble:
    @pytest.mark.parametrize(
        "error", [CcUnavailable("HTTP_503", status=503), CcLimitReached("HTTP_429", status=429)]
    )
    def test_a_page_that_does_not_come_is_asked_for_by_the_next_run(
        self, office: Office, error: Exception
    ) -> None:
        office.agents.failures = [None, error]
        done = office.run()
        assert (done.complete, done.failures, office.mapped) == (False, (error,), {})

        done = office.run()
        assert (done.complete, done.pages) == (True, 2)
        assert office.right

    def test_trouble_with_the_contact_centre_does_not_hide_what_changed_in_salesforce(
        self, office: Office
    ) -> None:
        office.run()
        del office.users.users[0]
        office.agents.failures = [CcUnavailable("HTTP_500", status=500)]
        done = office.run(USERS_EVERY.total_seconds())

        assert not done.complete
        assert "1" not in office.mapped

    def test_trouble_with_salesforce_leaves_everybody_as_they_were(self, office: Office) -> None:
        office.run()
        before = office.mapped
        office.clock.advance(1)
        office.agents.change(agent(2, active=False))
        office.users.failures = [CrmUnavailable("HTTP_503", status=503)]
        assert not office.run().complete
        assert office.mapped == before

        assert office.run().complete
        assert office.right

    def test_nobody_at_all_is_not_believed(self, office: Office) -> None:
        office.run()
        office.agents.rows.clear()
        done = office.run(WHOLE_EVERY.total_seconds())

        assert [str(one) for one in done.failures] == ["NO_AGENTS (HTTP 200)"]
        assert len(office.mapped) == 5

    @pytest.mark.parametrize("place", [1, 3], ids=["a delta", "a page"])
    def test_what_is_no_longer_taken_is_not_asked_for_for_ever(self, office: Office, place: int) -> None:
        if place == 1:
            office.run()
        office.agents.failures = [*[None] * (place - 1), CcRefused("HTTP_400", status=400)]
        office.run()
        office.agents.asked.clear()

        assert office.run().complete
        assert office.agents.asked[0] == (None, "")

    def test_a_run_beside_another_one_does_nothing(self, office: Office) -> None:
        office.directory.lease = ("other", office.clock() + timedelta(hours=1))

        assert office.run() == Synced(had_lease=False)
        assert office.agents.asked == []

    def test_a_run_whose_lease_is_gone_stops(self, office: Office) -> None:
        class Thief(MemoryAgents):
            def agents(self, since: datetime | None, position: str = "") -> object:  # type: ignore[override]
                office.directory.lease = ("other", office.clock())
                return super().agents(since, position)

        office.agents = Thief(office.clock, rows=office.agents.rows)
        done = office.run()

        assert not done.complete
        assert office.mapped == {}
        assert office.directory.lease is not None
        assert office.directory.lease[0] == "other"

    def test_without_time_nothing_is_begun(self, office: Office) -> None:
        set_time_left(LEAST_TIME_S - 1)
        done = office.run()

        assert (done.pages, done.complete) == (0, False)


CHANGES = st.tuples(st.integers(1, 7), st.sampled_from(["rename", "leave", "come"]))


@settings(deadline=None)
@given(story=st.lists(st.tuples(CHANGES, st.lists(st.booleans(), max_size=8)), min_size=1, max_size=4))
def test_killed_anywhere_it_comes_out_right(story: list[tuple[tuple[int, str], list[bool]]]) -> None:
    office = Office()
    for (number, change), dies in story:
        office.agents.change(agent(number, name=change, active=change != "leave"))
        office.users.users = [*(one for one in office.users.users if one != user(number)), user(number)]
        office.directory.dies = list(dies)
        try:
            office.run(LEASE.total_seconds() + 1)
        except Killed:
            # Nobody was left to give it back.
            office.directory.lease = (f"run {office.runs}", office.clock() + LEASE)
    office.directory.dies = []
    for _ in range(3):
        office.run(LEASE.total_seconds() + 1)

    assert office.right

"""A busy day, drawn from a seed and played against the clock; and the centre it is played in."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.cxone.agents.calls import Calls
from local.cxone.agents.floor import Floor
from local.cxone.agents.legs import Legs
from local.cxone.agents.model import AgentState
from local.cxone.agents.offers import Offers
from local.cxone.agents.routing import Routing
from local.cxone.contacts.model import Contact
from local.cxone.contacts.traffic import Traffic
from local.cxone.day.plan import ODD_CALLERS, Traits, plan_day
from local.cxone.day.player import Player
from local.cxone.directory.model import Agent
from local.cxone.directory.store import Directory
from local.cxone.sample_centre import AMBIGUOUS_AGENTS, UNKNOWN_AGENT, cxone_seed
from local.cxone.settings import Settings
from local.cxone.world.world import World
from local.sample_data import RECORDS
from local.simulator.faults import FaultBook
from tests.local.cxone.tenant import Tenant

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TRAITS = Traits({4: 0.9, 6: 0.1})
CALLERS = ["+14155550134", "+442079460018"]


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), per_hour=st.floats(1, 200))
def test_a_day_is_the_same_whenever_it_is_drawn(seed: int, per_hour: float) -> None:
    def drawn() -> list[Any]:
        return list(plan_day(seed, hours=4, per_hour=per_hour, callers=CALLERS, traits=TRAITS))

    day = drawn()
    assert day == drawn()
    assert [each.after_s for each in day] == sorted(each.after_s for each in day)
    assert all(0 <= each.after_s < 4 * 3600 and each.talk_s > 0 for each in day)
    assert {each.media_type_id for each in day} <= {4, 6}


def test_a_day_has_its_odd_callers_and_is_busiest_in_the_middle() -> None:
    day = plan_day(7, hours=9, per_hour=200, callers=CALLERS, traits=TRAITS)
    assert {each.caller for each in day} == {*CALLERS, *ODD_CALLERS}
    thirds = Counter(int(each.after_s // (3 * 3600)) for each in day)
    assert thirds[1] > thirds[0]
    assert thirds[1] > thirds[2]
    assert not any(each.fails for each in day if not each.is_outbound)


class StandingClock:
    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at


@dataclass
class Centre:
    world: World
    floor: Floor


def played(*until_hours: float) -> Centre:
    """The centre after a day of four hours was played up to certain hours, one after another."""
    clock, faults = StandingClock(), FaultBook()
    world = World(clock, cxone_seed(), Settings())
    traffic, floor = Traffic(world), Floor(world, faults)
    legs = Legs(world, floor)
    calls = Calls(world, floor, legs, traffic)
    Routing(world, floor, traffic)
    Offers(world, floor, legs, traffic)
    player = Player(world, floor, legs, calls, traffic)
    with world.turn():
        day = plan_day(3, hours=4, per_hour=120, callers=CALLERS, traits=TRAITS)
        player.play(day, START, START + timedelta(hours=4))
    for hours in until_hours:
        clock.at = START + timedelta(hours=hours)
        with world.turn():
            pass
    return Centre(world, floor)


def story(contact: Contact) -> tuple[object, ...]:
    return (contact.contact_id, contact.from_address, contact.stages, contact.disposed, contact.disconnect_code)


def test_a_day_is_played_the_same_in_one_jump_or_in_two() -> None:
    # Nothing depends on when the clock is looked at
    whole, in_steps = played(2), played(0.5, 1.1, 2)
    assert [story(each) for each in whole.world.contacts] == [story(each) for each in in_steps.world.contacts]


def test_a_days_contacts_live_as_people_would() -> None:
    contacts = list(played(5).world.contacts)
    assert len(contacts) > 400
    assert all(each.finished for each in contacts)
    codes = Counter(each.disconnect_code for each in contacts)
    assert {"Succeeded", "CallAbandoned", "TransferComplete", "Busy", "NoAnswer", "BadNumber"} <= set(codes)
    assert any(each.disposed for each in contacts)
    assert any(each.is_outbound for each in contacts)
    # Every transferred contact goes on under a new id with the same master
    for each in contacts:
        if each.parent_id:
            [parent] = [one for one in contacts if one.contact_id == each.parent_id]
            assert (each.master_id, parent.disconnect_code) == (parent.master_id, "TransferComplete")
    # Nobody is at two contacts at once
    for agent_id in {each.agent_id for each in contacts} - {0}:
        times = sorted(_talked(contacts, agent_id))
        assert all(end <= begin for (_, end), (begin, _) in pairwise(times))


def _talked(contacts: list[Contact], agent_id: int) -> list[tuple[datetime, datetime]]:
    return [
        (each.agent_since, each.ended)
        for each in contacts
        if each.agent_id == agent_id and each.agent_since and each.ended
    ]


def test_everybody_goes_home_after_a_day() -> None:
    floor = played(6).floor
    assert floor.sessions() == []
    spells = floor.spells
    assert all(each[-1].presence.state is AgentState.LOGGED_OUT for each in spells.values())
    assert len(spells) > 30


def test_a_day_that_has_been_is_in_the_reports_at_once(tenant: Tenant) -> None:
    made = tenant.control("POST", "day", {"seed": 5, "hours": 2, "per_hour": 60, "hours_ago": 4})
    assert made["agents"] == 2
    # Everybody has left long ago
    reply = tenant.get("/contacts/completed", updatedSince="2020-01-01T00:00:00Z", top=1)
    assert reply.json()["totalRecords"] > 20
    assert tenant.control("GET", "agents")["agents"] == []


def test_a_day_that_lies_ahead_comes_with_the_clock(tenant: Tenant) -> None:
    tenant.control("POST", "day", {"seed": 5, "hours": 2, "per_hour": 60, "hours_ago": 0})
    before = len(tenant.control("GET", "contacts")["contacts"])
    tenant.wait(3600)
    assert len(tenant.control("GET", "contacts")["contacts"]) > before + 20


@pytest.mark.parametrize("day", [{"hours": -1}, {"seed": "x"}, {"speed": 2}, {"per_hour": True}])
def test_a_day_that_makes_no_sense_is_refused(tenant: Tenant, day: dict[str, object]) -> None:
    assert tenant.http.post(f"{tenant.url}/_control/day", json=day).status_code == 400


def agents_of(user: dict[str, object]) -> list[int]:
    """The agents that a Salesforce user may be, by the first of the three ways that finds any."""
    agents = [each for each in cxone_seed().tables["agents"] if isinstance(each, Agent)]
    ways = [
        [each.agent_id for each in agents if each.crm_user_name == user["Username"]],
        [each.agent_id for each in agents if each.federated_id == user.get("FederationIdentifier", "-")],
        [each.agent_id for each in agents if each.email_address == user["Email"]],
    ]
    return next((found for found in ways if found), [])


def test_every_user_of_the_sample_org_is_one_agent_but_one_who_may_be_two() -> None:
    found = [agents_of(user) for user in RECORDS["User"]]
    assert found[-1] == list(AMBIGUOUS_AGENTS)
    singles = [each for [each] in found[:-1]]
    assert len(set(singles)) == len(singles) == len(RECORDS["User"]) - 1
    assert UNKNOWN_AGENT not in singles


def test_the_centre_has_a_skill_for_every_medium_and_everything_refers_to_something() -> None:
    directory = Directory(cxone_seed(), START)
    assert {each.media_type_id for each in directory.skills} >= {1, 3, 4, 5, 6, 7, 9}
    assert all(
        each.agent_id in directory.agents and each.skill_id in directory.skills for each in directory.assignments
    )
    assert all(each.default_skill_id in directory.skills for each in directory.points_of_contact)
    assert all(each.skill_id in directory.skills for each in directory.digital_channels)
    assert all(each.team_id in directory.teams for each in directory.agents)
    assert all(
        set(each.disposition_ids) <= {one.disposition_id for one in directory.dispositions}
        for each in directory.skills
    )
    assert len(directory.callers) > 500

"""Who is who, by table and by law."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from switchboard.agent.identity import Agent
from switchboard.agent.mapping import LONGEST_VALUE, CrmUser, DirectoryAgent, map_agents


def agent(
    agent_id: str, crm: str = "", federated: str = "", email: str = "", *, active: bool = True
) -> DirectoryAgent:
    known = Agent(agent_id, f"uuid-{agent_id}", "Ada", "Brenner", "3301", "Service", email)
    return DirectoryAgent(known, crm, federated, active)


def user(user_id: str, name: str = "", federation: str = "", email: str = "", *, active: bool = True) -> CrmUser:
    return CrmUser(user_id, name, federation, email, active)


TABLE = [
    pytest.param([agent("1", crm="a")], [user("U", "a")], {"U": "1"}, "", id="by user name"),
    pytest.param([agent("1", federated="f")], [user("U", "a", "f")], {"U": "1"}, "", id="by federated id"),
    pytest.param([agent("1", email="m")], [user("U", "a", "f", "m")], {"U": "1"}, "", id="by e-mail address"),
    pytest.param([agent("1", email="Ada@X.d ")], [user("U", "a", "", "ada@x.D")], {"U": "1"}, "", id="any case"),
    pytest.param([agent("1", crm="a", email="m")], [user("U", "b", "", "m")], {"U": "1"}, "",
                 id="a name that finds nobody is passed over"),
    pytest.param([agent("1", crm="a"), agent("2", email="m")], [user("U", "a", "", "m")], {"U": "1"}, "",
                 id="the user name goes before the e-mail address"),
    pytest.param([agent("1", federated="f"), agent("2", email="m")], [user("U", "a", "f", "m")], {"U": "1"}, "",
                 id="the federated id goes before the e-mail address"),
    pytest.param([agent("1", crm="a", email="m")], [user("U", "a"), user("V", "v", "", "m")], {"U": "1"}, "",
                 id="who is another's by a better criterion is nobody else's"),
    pytest.param([agent("1", email="m"), agent("2", email="m")], [user("U", "a", "", "m")], {}, "U12",
                 id="two agents for a user"),
    pytest.param([agent("1", email="m")], [user("U", "a", "", "m"), user("V", "b", "", "m")], {}, "UV1",
                 id="two users for an agent"),
    pytest.param([agent("1", crm="a"), agent("2", crm="A"), agent("3", email="m")], [user("U", "a", "", "m")], {},
                 "U12", id="two by the criterion that decides are not told apart by another"),
    pytest.param([agent("1", crm="a", email="m"), agent("2", email="m")],
                 [user("U", "a", "", "m"), user("V", "v", "", "m")], {"U": "1"}, "V2",
                 id="one pair is clear though the others are not"),
    pytest.param([agent("1", email="m"), agent("2", email="m", active=False)], [user("U", "a", "", "m")],
                 {"U": "1"}, "", id="inactive agents do not count"),
    pytest.param([agent("1", email="m")], [user("U", "a", "", "m"), user("V", "b", "", "m", active=False)],
                 {"U": "1"}, "", id="inactive users do not count"),
    pytest.param([agent("1", crm="a", active=False)], [user("U", "a")], {}, "", id="nobody but an inactive one"),
    pytest.param([agent("1"), agent("2", crm=" ")], [user("U"), user("V", " ", " ", " ")], {}, "",
                 id="nothing is not the same as nothing"),
    pytest.param([agent("1", crm="a")], [user("U", "b", "a", "a")], {}, "", id="each value for its own field"),
    pytest.param([agent("1", crm="x" * (LONGEST_VALUE + 1))], [user("U", "x" * (LONGEST_VALUE + 1))], {}, "",
                 id="longer than any user's value"),
]  # fmt: skip


@pytest.mark.parametrize(("agents", "users", "pairs", "ambiguous"), TABLE)
def test_who_is_who(
    agents: list[DirectoryAgent], users: list[CrmUser], pairs: dict[str, str], ambiguous: str
) -> None:
    found = map_agents(agents, users)

    assert {user_id: one.agent_id for user_id, one in found.agents.items()} == pairs
    assert found.users == {agent_id: user_id for user_id, agent_id in pairs.items()}
    assert found.ambiguous_users | found.ambiguous_agents == set(ambiguous)


law = settings(deadline=None)  # the machine may be busy
VALUES = st.sampled_from(["", "a", "A", "b", "c"])
AGENTS = st.lists(
    st.builds(
        agent, st.sampled_from("123456"), VALUES, VALUES, VALUES, active=st.sampled_from([True, True, False])
    ),
    unique_by=lambda one: one.agent.agent_id,
)
USERS = st.lists(
    st.builds(
        user, st.sampled_from("UVWXYZ"), VALUES, VALUES, VALUES, active=st.sampled_from([True, True, False])
    ),
    unique_by=lambda one: one.user_id,
)


@law
@given(agents=AGENTS, users=USERS)
def test_one_user_is_one_agent_and_one_agent_one_user(
    agents: Sequence[DirectoryAgent], users: Sequence[CrmUser]
) -> None:
    found = map_agents(agents, users)

    assert {user_id: one.agent_id for user_id, one in found.agents.items()} == {
        user_id: agent_id for agent_id, user_id in found.users.items()
    }
    assert len(found.agents) == len(found.users)
    assert not found.ambiguous_users & found.agents.keys()
    assert not found.ambiguous_agents & found.users.keys()


@law
@given(agents=AGENTS, users=USERS, data=st.data())
def test_the_order_does_not_matter(
    agents: Sequence[DirectoryAgent], users: Sequence[CrmUser], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(agents)), data.draw(st.permutations(users))

    assert map_agents(*shuffled) == map_agents(agents, users)


@law
@given(agents=AGENTS, users=USERS)
def test_nobody_is_anything_without_a_value_in_common(
    agents: Sequence[DirectoryAgent], users: Sequence[CrmUser]
) -> None:
    found = map_agents(agents, users)
    by_agent = {one.agent.agent_id: one for one in agents}

    for one in users:
        if one.user_id in found.agents:
            its = by_agent[found.agents[one.user_id].agent_id]
            assert one.is_active
            assert its.is_active
            assert any(a and a.lower() == b.lower() for a, b in zip(one.names, its.names, strict=True))


@law
@given(agents=AGENTS, users=USERS)
def test_the_inactive_change_nothing(agents: Sequence[DirectoryAgent], users: Sequence[CrmUser]) -> None:
    active = map_agents([one for one in agents if one.is_active], [one for one in users if one.is_active])

    assert map_agents(agents, users) == active


@law
@given(agents=AGENTS, users=USERS)
def test_it_is_the_same_seen_from_the_other_side(
    agents: Sequence[DirectoryAgent], users: Sequence[CrmUser]
) -> None:
    mirrored = map_agents(
        [agent(one.user_id, *one.names, active=one.is_active) for one in users],
        [user(one.agent.agent_id, *one.names, active=one.is_active) for one in agents],
    )
    found = map_agents(agents, users)

    assert mirrored.users == {user_id: one.agent_id for user_id, one in found.agents.items()}
    assert (mirrored.ambiguous_agents, mirrored.ambiguous_users) == (found.ambiguous_users, found.ambiguous_agents)

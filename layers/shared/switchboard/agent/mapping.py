"""Which Salesforce user is which agent of the contact centre. Pure; the same for the same people in any order.

Three criteria are tried one after another: the agent's CRM user name is the user's ``Username``, the federated id
is the ``FederationIdentifier``, the e-mail address is the ``Email``, all without regard to case. For an agent as
for a user, the first criterion by which anybody is found decides; the others are not looked at. A pair belongs
together when each is the only one whom the other's criterion finds. Where it finds several, on either side, nobody
guesses. Who is not active does not count.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from switchboard.agent.identity import Agent

LONGEST_VALUE = 512
"""A Salesforce user holds nothing longer: that is the length of a federation identifier."""

Names = tuple[str, str, str]
"""What somebody is known by: user name, federated id and e-mail address, empty where there is none."""

_Found = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class DirectoryAgent:
    """An agent with what their Salesforce user is found by."""

    agent: Agent
    crm_user_name: str = ""
    federated_id: str = ""
    is_active: bool = True

    @property
    def names(self) -> Names:
        """As written in the contact centre, without what no user can hold."""
        return _names(self.crm_user_name, self.federated_id, self.agent.email)


@dataclass(frozen=True, slots=True)
class CrmUser:
    """A Salesforce user, by the 18-character id, with what their agent is found by."""

    user_id: str
    username: str
    federation_id: str = ""
    email: str = ""
    is_active: bool = True

    @property
    def names(self) -> Names:
        """As written in Salesforce."""
        return _names(self.username, self.federation_id, self.email)


@dataclass(frozen=True, slots=True)
class AgentMap:
    """Who is who.

    Args:
        agents: of the users who are one agent, by user id.
        users: ids of the users, by agent id: the other way round.
        ambiguous_users, ambiguous_agents: ids of those for whom there is more than one, or who are one of several
            for somebody else.
    """

    agents: Mapping[str, Agent]
    users: Mapping[str, str]
    ambiguous_users: frozenset[str] = frozenset()
    ambiguous_agents: frozenset[str] = frozenset()


def map_agents(agents: Iterable[DirectoryAgent], users: Iterable[CrmUser]) -> AgentMap:
    """Who is who among these agents and users; each of them is given once."""
    by_agent = {one.agent.agent_id: one for one in agents if one.is_active}
    by_user = {one.user_id: one for one in users if one.is_active}
    agents_for = _deciding(
        {user_id: one.names for user_id, one in by_user.items()},
        {agent_id: one.names for agent_id, one in by_agent.items()},
    )
    users_for = _deciding(
        {agent_id: one.names for agent_id, one in by_agent.items()},
        {user_id: one.names for user_id, one in by_user.items()},
    )
    pairs = {}
    for user_id, found in agents_for.items():
        if len(found) == 1:
            (agent_id,) = found
            if users_for[agent_id] == {user_id}:
                pairs[user_id] = agent_id
    return AgentMap(
        {user_id: by_agent[agent_id].agent for user_id, agent_id in pairs.items()},
        {agent_id: user_id for user_id, agent_id in pairs.items()},
        _ambiguous(agents_for, users_for),
        _ambiguous(users_for, agents_for),
    )


def comparable(value: str) -> str:
    """A value in the form in which equal ones are the same."""
    return value.casefold()


def _names(*values: str) -> Names:
    first, second, third = (value.strip() for value in values)
    return _holdable(first), _holdable(second), _holdable(third)


def _holdable(value: str) -> str:
    return value if len(value) <= LONGEST_VALUE else ""


def _deciding(seekers: Mapping[str, Names], others: Mapping[str, Names]) -> _Found:
    """Whom the first criterion that finds anybody finds for each; who finds nobody is left out."""
    indexes: list[dict[str, set[str]]] = [defaultdict(set) for _ in range(3)]
    for other_id, names in others.items():
        for index, name in zip(indexes, names, strict=True):
            if name:
                index[comparable(name)].add(other_id)
    fixed = [{name: frozenset(ids) for name, ids in index.items()} for index in indexes]
    found = {}
    for seeker_id, names in seekers.items():
        for one, name in zip(fixed, names, strict=True):
            if name and comparable(name) in one:
                found[seeker_id] = one[comparable(name)]
                break
    return found


def _ambiguous(own: _Found, others: _Found) -> frozenset[str]:
    """Those who find several, or who find one that finds several, them included."""

    def is_ambiguous(one_id: str, found: frozenset[str]) -> bool:
        if len(found) > 1:
            return True
        (other_id,) = found
        return len(others[other_id]) > 1 and one_id in others[other_id]

    return frozenset(one_id for one_id, found in own.items() if is_ambiguous(one_id, found))

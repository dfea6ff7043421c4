"""Whose an activity is: the Salesforce user of its agent."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from switchboard.activity.model import Activity, Note, NoteReason
from switchboard.contact.fields import Field
from switchboard.contact.merge import Contact

OWNER = "OwnerId"
USER_PREFIX = "005"

Users = Mapping[str, str | None]
"""Salesforce users by the ids of their agents: None where it could be several; who is nobody's is left out."""

AskForUsers = Callable[[Collection[str]], Users]
"""Looks agents up, many at once; raises ``StoreUnavailable``."""


def users_told(contact: Contact) -> dict[str, str]:
    """The user of an agent, where one event named both; of two events they may be two people's."""
    agent, user = contact.fields.get(Field.AGENT_ID), contact.fields.get(Field.AGENT_USER_ID)
    if agent is None or user is None or agent.event_id != user.event_id:
        return {}
    return {str(agent.value): str(user.value)} if str(user.value).startswith(USER_PREFIX) else {}


def agents_in(contacts: Iterable[Contact]) -> set[str]:
    """The agents of whom no event told the user."""
    agents: set[str] = set()
    for contact in contacts:
        named = {entry.agent_id for entry in contact.timeline} | {contact.text(Field.AGENT_ID)}
        agents |= named - users_told(contact).keys()
    return agents - {""}


@dataclass(frozen=True, slots=True)
class Owners:
    """Who owns the activities of some contacts.

    Args:
        told: users by the ids of agents, as events told.
        known: as the directory knows; None where it was not asked.
    """

    told: Mapping[str, str]
    known: Users | None = None

    @classmethod
    def of(cls, contacts: Iterable[Contact], known: Users | None) -> "Owners":
        """The owners of the activities that these contacts make."""
        told: dict[str, str] = {}
        for contact in contacts:
            told |= users_told(contact)
        return cls(told, known)

    @property
    def users(self) -> dict[str, str]:
        """The one user of each agent who has one."""
        known = {agent: user for agent, user in (self.known or {}).items() if user}
        return {**known, **self.told}

    def notes(self, activity: Activity) -> tuple[Note, ...]:
        """What to remark where the activity's agent has no user, or could have several."""
        agent_id = activity.view["agent"]["id"]
        if not agent_id or agent_id in self.told or self.known is None or self.known.get(agent_id):
            return ()
        several = agent_id in self.known
        return (Note(OWNER, NoteReason.AGENT_AMBIGUOUS if several else NoteReason.AGENT_UNKNOWN),)


class RememberedUsers:
    """Remembers for a while what was found: a centre's agents are few, and take contact after contact.

    Args:
        ask: looks the others up.
        clock: seconds.
        fresh_for_s: how long a user is taken to be the agent's.
        absent_for_s: how long somebody stays without one: the directory may be about to learn it.
    """

    def __init__(
        self,
        ask: AskForUsers,
        clock: Callable[[], float] = time.monotonic,
        *,
        fresh_for_s: float = 300.0,
        absent_for_s: float = 60.0,
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._fresh_for_s = fresh_for_s
        self._absent_for_s = absent_for_s
        self._users: dict[str, str | None] = {}
        self._until: dict[str, float] = {}

    def __call__(self, agent_ids: Collection[str]) -> Users:
        """See ``AskForUsers``."""
        now = self._clock()
        unknown = sorted(one for one in agent_ids if self._until.get(one, now) <= now)
        if unknown:
            found = self._ask(unknown)
            for one in unknown:
                self._users.pop(one, None)
                self._until[one] = now + (self._fresh_for_s if found.get(one) else self._absent_for_s)
            self._users.update(found)
        return {one: self._users[one] for one in agent_ids if one in self._users}

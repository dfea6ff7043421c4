"""The agents who are logged in: what they are doing follows their contacts, and their sessions hear of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from local.cxone.agents import events
from local.cxone.agents.contact_events import Heard, contact_event
from local.cxone.agents.event_faults import EventFaults
from local.cxone.agents.model import LOGGED_OUT, Presence, Wish
from local.cxone.agents.presence import presence
from local.cxone.agents.session import Session
from local.cxone.contacts.book import Change
from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.model import Contact
from local.cxone.directory.model import Agent
from local.cxone.directory.store import first
from local.cxone.world.world import World
from local.simulator.faults import FaultBook

SILENT = frozenset({"disposed", "tags", "analysed"})
"""Changes of a contact that its agents' sessions do not hear of."""

REFUSED = Wish(reason="Refused")
FIRST_SESSION = 771_200


@dataclass(frozen=True, slots=True)
class Spell:
    """A time that an agent spent in one presence, until the next one's ``since``."""

    since: datetime
    presence: Presence
    session_number: int


class Floor:
    """Sessions by agent. All of it happens in turns of the world's."""

    def __init__(self, world: World, faults: FaultBook) -> None:
        self._world = world
        self._faults = EventFaults(world, faults)
        self._by_agent: dict[int, Session] = {}
        self._by_number: dict[int, Session] = {}
        self.spells: dict[int, list[Spell]] = {}
        self._watchers: list[Callable[[int], None]] = []
        world.on_restore(self._restore)

    def watch(self, watcher: Callable[[int], None]) -> None:
        """Have the id of every agent told whose presence changes."""
        self._watchers.append(watcher)

    def session(self, agent_id: int) -> Session | None:
        """The agent's session, while it lasts."""
        return self._by_agent.get(agent_id)

    def by_number(self, number: int) -> Session | None:
        """A session by its number, ended or not."""
        return self._by_number.get(number)

    def sessions(self) -> list[Session]:
        """All sessions that last."""
        return list(self._by_agent.values())

    def presence(self, agent_id: int) -> Presence:
        """What an agent is doing."""
        session = self._by_agent.get(agent_id)
        return session.presence if session else LOGGED_OUT

    def contacts(self, agent_id: int) -> list[Contact]:
        """The contacts that an agent has to do with, wrap-up included, oldest first."""
        return [each for each in self._world.contacts.unfinished() if agent_id in each.parties]

    def log_in(self, agent: Agent, *, station_id: str = "", station_phone: str = "") -> Session:
        """Begin a session; the agent is unavailable."""
        world, now = self._world, self._world.now()
        number = world.number("session", FIRST_SESSION)
        session = Session(agent.agent_id, number, now, world.bell(), now, station_id, station_phone)
        self._by_agent[agent.agent_id] = session
        self._by_number[number] = session
        tenant = world.directory.tenant
        start = events.session_start(
            agent, tenant, number=number, station_id=station_id, station_phone=station_phone
        )
        self.tell(session, start)
        self.refresh(agent.agent_id)
        return session

    def log_out(self, session: Session, message: str = "") -> None:
        """End a session; what the agent was doing is not looked at."""
        if session.has_ended:
            return
        del self._by_agent[session.agent_id]
        session.has_ended = True
        self._record(session, LOGGED_OUT)
        self._faults.deliver(session, events.session_end(message))

    def wish(self, session: Session, wish: Wish) -> None:
        """What the agent wants to be when no contact keeps them."""
        session.wish = wish
        self.refresh(session.agent_id)
        if session.presence.following is not None:
            # Nothing changes yet, but what comes next does.
            self.tell(session, events.agent_state(session.presence, session.since or self._world.now()))

    def tell(self, session: Session, event: events.Event) -> None:
        """Deliver an event to a session, with the faults that are switched on."""
        if not session.has_ended:
            self._faults.deliver(session, event)

    def tell_mute(self, session: Session) -> None:
        """Tell whether the agent's leg is muted (members unconfirmed)."""
        self.tell(session, events.event("Mute", {"AgentLegId": session.leg_id, "Muted": session.is_muted}))

    def refresh(self, agent_id: int) -> None:
        """See whether the agent's presence has changed, and tell if so."""
        session = self._by_agent.get(agent_id)
        if session is None:
            return
        directory = self._world.directory
        agent = directory.agents[agent_id]
        acw_code = first(code for code in directory.team_codes(agent.team_id) if code.is_acw and code.is_active)
        after = presence(
            agent_id,
            session.wish,
            self.contacts(agent_id),
            directory.skills,
            acw_code,
            in_dialer=bool(session.dialer_skill),
        )
        before = session.presence
        if after == before:
            return
        # Another wish for afterwards is not another presence.
        is_new = replace(after, following=None) != replace(before, following=None)
        if is_new:
            self._record(session, after)
            self.tell(session, events.agent_state(after, self._world.now()))
        session.presence = after

    def _record(self, session: Session, after: Presence) -> None:
        now = self._world.now()
        session.presence, session.since = after, now
        self.spells.setdefault(session.agent_id, []).append(Spell(now, after, session.number))
        for watcher in self._watchers:
            watcher(session.agent_id)

    def _on_change(self, change: Change) -> None:
        before = change.before.parties if change.before else frozenset()
        if change.what == Move.REFUSE and change.before:
            refuser = self._by_agent.get(change.before.agent_id)
            if refuser:
                refuser.wish = REFUSED
        for agent_id in sorted(before | change.after.parties):
            self.refresh(agent_id)
            session = self._by_agent.get(agent_id)
            if session and change.what not in SILENT:
                is_gone = agent_id not in change.after.parties
                code = "Rejected" if change.what == Move.REFUSE else ""
                heard = Heard(
                    agent_id, change.after, change.at, is_gone=is_gone, disconnect_code=code if is_gone else ""
                )
                self.tell(session, contact_event(heard, self._world.directory))

    def _restore(self) -> None:
        for session in self._by_number.values():
            session.has_ended = True
            session.bell.ring()
        self._by_agent.clear()
        self._by_number.clear()
        self.spells.clear()
        self._world.contacts.watch(self._on_change)

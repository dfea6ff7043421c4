"""An agent's session: its log of events, and the ids that carry how far a client has read."""

import base64
import binascii
from dataclasses import dataclass, field
from datetime import datetime

from local.cxone.agents.events import Event
from local.cxone.agents.model import LOGGED_OUT, LegStatus, Presence, Wish
from local.cxone.world.world import Bell

_MARK = "SESS"


@dataclass(frozen=True, slots=True)
class SessionId:
    """What a session id says: whose, which one, which client's chain, and how many events that one has read."""

    agent_id: int
    number: int
    chain: int
    position: int

    def text(self) -> str:
        """The id as clients see it: opaque, safe in a path."""
        plain = f"{_MARK}.{self.agent_id}.{self.number}.{self.chain}.{self.position}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> "SessionId | None":
        """The id behind a text; None when it is none."""
        try:
            plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return None
        mark, *numbers = plain.split(".")
        if mark != _MARK or len(numbers) != 4 or not all(number.isdecimal() for number in numbers):
            return None
        agent_id, number, chain, position = map(int, numbers)
        return cls(agent_id, number, chain, position)


@dataclass(slots=True)
class Session:
    """One login of an agent.

    Args:
        chains: how far each client has read; clients that joined have their own.
        last_seen: when the session was last used, for the inactivity timer.
        waiting: how many polls wait right now.
        leg_used: when the leg was last of use, for dropping an idle one.
        monitoring: the agent that is being listened to; 0 for none.
    """

    agent_id: int
    number: int
    started: datetime
    bell: Bell
    last_seen: datetime
    station_id: str = ""
    station_phone: str = ""
    inactivity_timeout_s: int = 300
    inactivity_force_logout: bool = False
    wish: Wish = field(default_factory=Wish)
    presence: Presence = LOGGED_OUT
    since: datetime | None = None
    leg: LegStatus = LegStatus.DISCONNECTED
    leg_id: int = 0
    leg_used: datetime | None = None
    is_muted: bool = False
    dialer_skill: str = ""
    monitoring: int = 0
    has_ended: bool = False
    events: list[Event] = field(default_factory=list)
    chains: dict[int, int] = field(default_factory=dict)
    waiting: int = 0

    def open_chain(self) -> str:
        """A new client's first id: it hears everything from the session's start."""
        chain = len(self.chains) + 1
        self.chains[chain] = 0
        return SessionId(self.agent_id, self.number, chain, 0).text()

    def add(self, event: Event) -> None:
        """Append an event and wake those who wait for one."""
        self.events.append(event)
        self.bell.ring()

    def unread(self, given: SessionId, *, replay: bool) -> list[Event]:
        """What the chain has not been told yet, or, with ``replay``, what came after this very id."""
        return self.events[self._position(given, replay) :]

    def read(self, given: SessionId, *, replay: bool) -> tuple[list[Event], str]:
        """The unread events and the id that stands behind them."""
        events = self.unread(given, replay=replay)
        position = self._position(given, replay) + len(events)
        self.chains[given.chain] = max(self.chains[given.chain], position)
        return events, SessionId(self.agent_id, self.number, given.chain, position).text()

    def _position(self, given: SessionId, replay: bool) -> int:
        return given.position if replay else max(given.position, self.chains[given.chain])

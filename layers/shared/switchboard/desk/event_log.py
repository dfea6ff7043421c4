"""What is kept of an agent's events: the events themselves, who polls for more, and how far that has come.

CXone tells events to a client: whoever begins or joins a session begins a chain of ids of which each stands for
what that client has heard. A new client hears everything from the session's start (unconfirmed for real tenants),
so the digests of everything heard are kept, by chain.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from switchboard.agent.session import AgentSession
from switchboard.desk.event_shapes import AgentEvent


@dataclass(frozen=True, slots=True)
class Heard:
    """An event that CXone told.

    Args:
        digest: the same whenever and by whomever this event is told.
    """

    digest: str
    event: AgentEvent


@dataclass(frozen=True, slots=True)
class Reply:
    """What a poll brought.

    Args:
        cxone_id: the id that stands for having heard it.
    """

    cxone_id: str = field(repr=False)
    heard: Sequence[Heard] = ()


class EventSource(Protocol):
    """Where events come from."""

    def next_events(self, cxone_id: str, wait_s: int) -> Reply | None:
        """What is new for this id's client; None where nothing came within the wait.

        It is asked once and not again: the answer that is lost may have been the only one.

        Args:
            wait_s: 0 to 60.

        Raises:
            CcSessionGone: the id is no good (404), or the session is over (409).
            CcError: something else went wrong; unless ``nothing_done``, events may have been told and lost.
        """
        ...


@dataclass(frozen=True, slots=True)
class Trace:
    """What was told last of a subject, such as one contact.

    Args:
        status: of a contact.
        popped: whether a pop was looked for.
    """

    digest: str
    status: str = ""
    popped: bool = False


Memory = Mapping[str, Trace]
"""By subject, the one told last at the end."""

Told = Mapping[int, Counter[str]]
"""How often each digest was heard, by chain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The right of one request to poll for a session, for as long as its lease lasts.

    Args:
        holder: names the request.
        polled_id: the id that the last poll left; another in the session is a new client's.
        chain: number of the client.
        replaying: whether the client may still hear what an earlier one has heard.
        in_doubt: whether the last poll may have lost an answer.
    """

    session: AgentSession
    holder: str
    polled_id: str = field(default="", repr=False)
    chain: int = 1
    replaying: bool = False
    in_doubt: bool = False
    memory: Memory = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """An event as it is kept: a JSON text. ``digest`` is that of what CXone told."""

    number: int
    document: str = field(repr=False)
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a poll adds.

    Args:
        cxone_id: the newest id.
        digests: of everything that was heard, told before or not.
        events: what is new, numbered on from the session's last.
        leg: of the agent's phone.
        ended: why the session ended, empty while it lasts.
    """

    cxone_id: str = field(repr=False)
    digests: Sequence[str]
    events: Sequence[Kept]
    leg: str
    memory: Memory
    ended: str = ""


class EventLog(Protocol):
    """Keeps it. Every method raises ``StoreUnavailable``."""

    def read(self, session: AgentSession, after: int, most: int) -> Sequence[Kept]:
        """The events after a number, in order, as many as one request brings."""
        ...

    def latest(self, session: AgentSession, most: int) -> Sequence[Kept]:
        """The last events, the last one first."""
        ...

    def take(self, session: AgentSession, holder: str, now: datetime) -> Turn | None:
        """The right to poll; None while another request has it, and where the session is not the one or ended."""
        ...

    def told(self, session: AgentSession) -> Told:
        """Digests of everything heard."""
        ...

    def keep(self, turn: Turn, batch: Batch, now: datetime) -> bool:
        """Keep events and newest id together, and end the turn; False where the turn was no longer held.

        What does not fit into one write goes in several, the newest id with the last: should it come to a halt in
        between, the turn stays in doubt.
        """
        ...

    def release(self, turn: Turn, *, in_doubt: bool) -> None:
        """End a turn that brought nothing, unless it is no longer held."""
        ...

"""An event log in memory, and a contact centre that tells events as the contract may be read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from switchboard.agent.session import AgentSession
from switchboard.desk.event_log import Batch, Heard, Kept, Memory, Reply, Told, Turn
from switchboard.errors import CcSessionGone, CcUnavailable

USER = "005000000000001AAA"


def session(**more: Any) -> AgentSession:
    """A session that has just begun."""
    began = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
    given = {"session_id": f"{USER}-1", "user_id": USER, "agent_id": "10021", "cxone_id": "1.0", "began_at": began}
    return AgentSession(**{**given, **more})


@dataclass
class MemoryEventLog:
    """Implements ``EventLog`` and ``SessionStore`` for one session."""

    kept: AgentSession = field(default_factory=session)
    events: list[Kept] = field(default_factory=list)
    heard: list[tuple[int, list[str]]] = field(default_factory=list)
    state: dict[str, Any] = field(default_factory=dict)
    memory: Memory = field(default_factory=dict)
    holder: str = ""
    reads_of_told: int = 0

    def read(self, given: Any, after: int = 0, most: int = 200) -> Any:
        """The session for a user, or its events."""
        if isinstance(given, str):
            return self.kept
        return [one for one in self.events if one.number > after][:most]

    def begin(self, session: AgentSession) -> None:
        self.kept = session

    def move(self, session: AgentSession, cxone_id: str) -> bool:
        self.kept = replace(self.kept, cxone_id=cxone_id)
        return True

    def end(self, session: AgentSession, at: datetime, reason: str) -> None:
        self.kept = replace(self.kept, ended_at=at, end_reason=reason)

    def latest(self, session: AgentSession, most: int) -> Sequence[Kept]:
        return self.events[::-1][:most]

    def take(self, session: AgentSession, holder: str, now: datetime) -> Turn | None:
        if self.kept.ended_at:
            return None
        was_held, self.holder = bool(self.holder), holder
        state: Mapping[str, Any] = self.state
        return Turn(
            session=self.kept,
            holder=holder,
            polled_id=state.get("polled_id", ""),
            chain=state.get("chain", 1),
            replaying=state.get("replaying", False),
            in_doubt=state.get("in_doubt", False) or was_held,
            memory=self.memory,
        )

    def told(self, session: AgentSession) -> Told:
        self.reads_of_told += 1
        told: dict[int, Counter[str]] = {}
        for chain, digests in self.heard:
            told.setdefault(chain, Counter()).update(digests)
        return told

    def keep(self, turn: Turn, batch: Batch, now: datetime) -> bool:
        if turn.holder != self.holder:
            return False
        self.events += batch.events
        self.heard.append((turn.chain, list(batch.digests)))
        self.memory = batch.memory
        last = self.events[-1].number if self.events else 0
        self.kept = replace(self.kept, cxone_id=batch.cxone_id, last_event=last, leg=batch.leg)
        if batch.ended:
            self.end(self.kept, now, batch.ended)
        self.state = {"polled_id": batch.cxone_id, "chain": turn.chain, "replaying": turn.replaying}
        self.holder = ""
        return True

    def release(self, turn: Turn, *, in_doubt: bool) -> None:
        if turn.holder == self.holder:
            polled = turn.polled_id if in_doubt else turn.session.cxone_id
            self.state = {
                "polled_id": polled,
                "chain": turn.chain,
                "replaying": turn.replaying,
                "in_doubt": in_doubt,
            }
            self.holder = ""


@dataclass
class Centre:
    """Implements ``EventSource`` and the joining of ``AgentCentre``.

    Args:
        replays: whether an id that was used gives its events again.
        joined_hear_all: whether who joins hears everything from the start.
        refuses_old: whether an id is no good once its answer was given.
        lose: how many of the next answers are lost after they were given.
    """

    replays: bool = False
    joined_hear_all: bool = True
    refuses_old: bool = False
    lose: int = 0
    log: list[Heard] = field(default_factory=list)
    chains: list[int] = field(default_factory=lambda: [0])
    over: bool = False
    joins: int = 0

    def next_events(self, cxone_id: str, wait_s: int) -> Reply | None:
        chain, position = map(int, cxone_id.split("."))
        reached = self.chains[chain - 1]
        if self.refuses_old and position < reached:
            raise CcSessionGone("NOT_FOUND", status=404)
        begin = position if self.replays else max(position, reached)
        heard = self.log[begin:]
        self.chains[chain - 1] = len(self.log)
        if self.lose:
            self.lose -= 1
            raise CcUnavailable("NO_CONNECTION")
        if not heard and self.over:
            raise CcSessionGone("CONFLICT", status=409)
        return Reply(f"{chain}.{len(self.log)}", heard) if heard else None

    def join(self, agent_id: str) -> str:
        if self.over:
            raise CcSessionGone("CONFLICT", status=409)
        self.joins += 1
        self.chains.append(0 if self.joined_hear_all else len(self.log))
        return f"{len(self.chains)}.{self.chains[-1]}"

    def start(self, agent_id: str, *, station_id: str = "", phone: str = "") -> str:
        raise NotImplementedError

    def end(self, cxone_id: str, *, force: bool, end_contacts: bool, ignore_personal_queue: bool) -> None:
        raise NotImplementedError

    def command(self, cxone_id: str, path: str, body: Mapping[str, object] | None = None) -> None:
        raise NotImplementedError

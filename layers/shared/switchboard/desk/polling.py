"""The long poll of an agent's panel: what is kept is told at once, and one request at a time asks CXone for more.

Events and the id that stands for having heard them are kept together before anybody is told, and panels say how
far they have come: an answer that is lost on its way to the panel loses nothing. One that is lost on its way from
CXone leaves its turn in doubt, and the next turn makes up for it.
"""

import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from switchboard.agent.centre import AgentCentre
from switchboard.agent.session import CURRENT, AgentSession, SessionOver, SessionStore, SessionUnknown, check_own
from switchboard.desk.event_api import EventPage
from switchboard.desk.event_log import Batch, EventLog, EventSource, Heard, Kept, Reply, Turn
from switchboard.desk.event_shapes import AgentEvent, AgentLeg, Other, SessionEnded
from switchboard.desk.hearing import News, made_up_for, news, unheard
from switchboard.errors import CcConflict, CcError, CcNotFound, CcSessionGone, StoreUnavailable

LONGEST_WAIT_S = 20
"""A gateway gives up after 30 s, and what comes with an event (its pop, what is kept of it) takes time too."""

MOST_EVENTS = 200
MOST_ANSWER_BYTES = 1_000_000
MOST_EVENT_BYTES = 100_000
"""Larger events go without their bulky members: DynamoDB takes items of at most 400 kB."""

LATEST = 500
"""Events that the present state is read from."""

LOOK_AGAIN_S = 1.0
GONE = "gone"

Prepare = Callable[[AgentSession, Sequence[News]], Sequence[AgentEvent]]
"""Adds to new events what else a panel is told with them, and tells whoever else has to know; never raises."""


@dataclass(frozen=True, slots=True)
class _Hearing:
    """What a turn heard: everything, and what of it is new; by which client."""

    reply: Reply
    new: Sequence[Heard]
    chain: int
    replaying: bool


@dataclass(frozen=True, slots=True)
class AgentEvents:
    """Events of acting users' sessions.

    Args:
        now: the time in UTC.
        clock: seconds that only go forward.
    """

    sessions: SessionStore
    log: EventLog
    source: EventSource
    centre: AgentCentre
    prepare: Prepare
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def after(self, user_id: str, session_id: str, after: int | None, wait_s: float) -> EventPage:
        """Events after a number, as soon as there are any, or none when the wait is over.

        Args:
            after: the last number that the panel has, 0 for none; None asks for the present state.

        Raises:
            NotYourSession, SessionUnknown: the session is not the user's, or none.
            SessionOver: it has ended, and everything was told.
            CcError: CXone did not do as asked. Nothing is lost.
        """
        ends_at = self.clock() + wait_s
        session = self._session(user_id, session_id)
        if after is None or after > session.last_event:
            if session.ended_at:
                raise SessionOver
            return self._anew(session, missed=after is not None)
        while session.last_event == after:
            if session.ended_at:
                raise SessionOver
            turn = self.log.take(session, secrets.token_hex(8), self.now())
            if turn is not None and turn.session.last_event > after:
                # Somebody was faster.
                self.log.release(turn, in_doubt=turn.in_doubt)
                session = turn.session
                break
            told = self._in_turn(turn, ends_at - self.clock()) if turn else ()
            if told:
                return _page(session, told, after)
            left_s = ends_at - self.clock()
            if left_s <= 0:
                return EventPage(session.session_id, after)
            self.sleep(min(LOOK_AGAIN_S, left_s))
            session = self._session(user_id, session.session_id)
        return self._kept(session, after)

    def _session(self, user_id: str, session_id: str) -> AgentSession:
        check_own(session_id, user_id)
        session = self.sessions.read(user_id)
        if session is None:
            raise SessionUnknown
        if session_id not in (CURRENT, session.session_id):
            raise SessionOver
        return session

    def _anew(self, session: AgentSession, *, missed: bool) -> EventPage:
        latest = self.log.latest(session, LATEST)
        return EventPage(session.session_id, session.last_event, (), missed, latest, session.leg)

    def _kept(self, session: AgentSession, after: int) -> EventPage:
        kept = self.log.read(session, after, MOST_EVENTS)
        whole = [one for place, one in enumerate(kept, after + 1) if one.number == place]
        return _page(session, whole, after) if whole else self._anew(session, missed=True)

    def _in_turn(self, turn: Turn, left_s: float) -> Sequence[Kept]:
        """Poll once; the events that this kept."""
        try:
            moved = bool(turn.polled_id) and turn.polled_id != turn.session.cxone_id
            turn = replace(turn, chain=turn.chain + moved, replaying=turn.replaying or moved)
            return self._polled(turn, round(max(0.0, min(left_s, LONGEST_WAIT_S))))
        except Exception as error:
            certain = isinstance(error, CcError) and error.nothing_done
            with suppress(StoreUnavailable):
                self.log.release(turn, in_doubt=turn.in_doubt or not certain)
            raise

    def _polled(self, turn: Turn, wait_s: int) -> Sequence[Kept]:
        try:
            hearing = self._hear(turn, wait_s)
        except CcSessionGone:
            return self._ended(turn)
        if hearing is None:
            self.log.release(replace(turn, replaying=False), in_doubt=False)
            return ()
        new, memory = news(hearing.new, turn.memory)
        prepared = zip(new, self.prepare(turn.session, new), strict=True)
        numbered = _numbered([(one.digest, event) for one, event in prepared], turn.session.last_event)
        batch = Batch(
            cxone_id=hearing.reply.cxone_id,
            digests=[one.digest for one in hearing.reply.heard],
            events=numbered,
            leg=_leg([one.event for one in new], turn.session.leg),
            memory=memory,
            ended=next((one.event.reason for one in new if isinstance(one.event, SessionEnded)), ""),
        )
        turn = replace(turn, chain=hearing.chain, replaying=hearing.replaying)
        return numbered if self.log.keep(turn, batch, self.now()) else ()

    def _hear(self, turn: Turn, wait_s: int) -> _Hearing | None:
        again: Sequence[Heard] = ()
        cxone_id = turn.session.cxone_id
        try:
            reply = self.source.next_events(cxone_id, 0 if turn.in_doubt else wait_s)
        except CcSessionGone as gone:
            if gone.status == 409:
                raise
            # The id may be no good although the session goes on.
            return self._joined(turn, again)
        if turn.in_doubt:
            # Whether an id that was used gives its events again is unconfirmed: where not, only a new client can.
            return self._joined(turn, reply.heard if reply else again)
        if reply is None:
            return None
        new = unheard(reply.heard, self.log.told(turn.session), turn.chain) if turn.replaying else reply.heard
        return _Hearing(reply, new, turn.chain, turn.replaying)

    def _joined(self, turn: Turn, again: Sequence[Heard]) -> _Hearing:
        try:
            cxone_id = self.centre.join(turn.session.agent_id)
        except (CcConflict, CcNotFound):
            raise CcSessionGone("SESSION_GONE", status=409) from None
        reply = self.source.next_events(cxone_id, 0) or Reply(cxone_id)
        told = self.log.told(turn.session)
        chain = max([turn.chain, *told]) + 1
        return _Hearing(reply, made_up_for(again, reply.heard, told), chain, replaying=True)

    def _ended(self, turn: Turn) -> Sequence[Kept]:
        numbered = _numbered([("", SessionEnded(reason=GONE))], turn.session.last_event)
        batch = Batch(
            cxone_id=turn.session.cxone_id,
            digests=[],
            events=numbered,
            leg=turn.session.leg,
            memory=turn.memory,
            ended=GONE,
        )
        return numbered if self.log.keep(turn, batch, self.now()) else ()


def _page(session: AgentSession, events: Sequence[Kept], after: int) -> EventPage:
    """As many of the events as one answer takes; at least one."""
    told: list[Kept] = []
    room = MOST_ANSWER_BYTES
    for one in events[:MOST_EVENTS]:
        room -= len(one.document)
        if told and room < 0:
            break
        told.append(one)
    return EventPage(session.session_id, told[-1].number if told else after, told)


def _numbered(events: Sequence[tuple[str, AgentEvent]], last: int) -> list[Kept]:
    return [
        Kept(number, _document(event, number), digest) for number, (digest, event) in enumerate(events, last + 1)
    ]


def _document(event: AgentEvent, number: int) -> str:
    numbered = event.model_copy(update={"number": number})
    text = numbered.model_dump_json(by_alias=True)
    if len(text.encode()) > MOST_EVENT_BYTES:
        text = numbered.shortened().model_dump_json(by_alias=True)
    if len(text.encode()) > MOST_EVENT_BYTES:
        kind = type(event).model_fields["type"].default
        text = Other(name=kind, number=number, truncated=True).model_dump_json(by_alias=True)
    return text


def _leg(events: Sequence[AgentEvent], before: str) -> str:
    told = [one.status for one in events if isinstance(one, AgentLeg) and one.status]
    return told[-1] if told else before

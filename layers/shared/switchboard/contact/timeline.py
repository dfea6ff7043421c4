"""The life of a contact, read from its timeline.

Events may be missing, repeated or stamped by clocks that disagree, so nothing here asks for a complete or proper
order: each entry adds what it proves. Two rules settle what clocks leave open. Of several ends the last one is the
end (the earlier ones are parties that left), and whatever is stamped after the end of a call happened before it.
Channels that reopen start a new stretch of life when the contact is queued, routed or answered after an end.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from switchboard.contact.life import Life, Stint, Stretch
from switchboard.contact.merge import Entry
from switchboard.contact.words import EventType, State

_ORDER = {type_: position for position, type_ in enumerate(EventType)}
"""Of entries with the same time, what comes first: the order in which a contact lives."""

_ENDS = (EventType.ENDED, EventType.ABANDONED)
_BEGINNINGS = (EventType.QUEUED, EventType.ROUTED, EventType.ANSWERED)


def read_life(timeline: Iterable[Entry], *, reopens: bool) -> Life:
    """What the entries prove, together.

    Args:
        reopens: whether the contact may go on after an end.
    """
    life = Life()
    for stretch in _stretches(_once(timeline), reopens=reopens):
        _Reader(life).read(stretch)
    return life


def _once(timeline: Iterable[Entry]) -> list[Entry]:
    """What moved the contact, in order; the earlier entry where a type and event id come twice."""
    first: dict[tuple[EventType, str], Entry] = {}
    for entry in sorted(timeline):
        if entry.type is not EventType.NOTE:
            first.setdefault((entry.type, entry.event_id), entry)
    return sorted(first.values(), key=lambda entry: (entry.at, _ORDER[entry.type], entry))


def _stretches(entries: Sequence[Entry], *, reopens: bool) -> list[list[Entry]]:
    stretches: list[list[Entry]] = [[]]
    ended = False
    for entry in entries:
        if reopens and ended and entry.type in _BEGINNINGS:
            stretches.append([])
            ended = False
        stretches[-1].append(entry)
        ended = ended or entry.type in _ENDS
    return stretches


class _Reader:
    """Reads one stretch of life, from its beginning to its end, into what is known already."""

    def __init__(self, life: Life) -> None:
        self._life = life
        self._open: list[Stint] = []
        self._queue: Stretch | None = None
        self._hold: Stretch | None = None
        self._answered = False
        self._abandoned = False
        self._at_the_end: list[Stint] = []

    def read(self, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        self._life.ended_at = self._life.wrapped_up_at = None
        end = max((entry.at for entry in entries if entry.type in _ENDS), default=None)
        if end:
            entries = sorted(entries, key=lambda entry: (_not_after(end, entry), _ORDER[entry.type], entry))
        last_end = max((place for place, entry in enumerate(entries) if entry.type in _ENDS), default=-1)
        for place, entry in enumerate(entries):
            at = _not_after(end, entry) if end else entry.at
            if entry.type not in (*_ENDS, EventType.WRAPPED_UP):
                self._life.started_at = min(self._life.started_at or at, at)
            if place == last_end:
                self._finish(entry, at)
            else:
                self._step(entry, at)
        self._wrap_up([entry for entry in entries if entry.type is EventType.WRAPPED_UP], entries[-1])

    def _step(self, entry: Entry, at: datetime) -> None:
        match entry.type:
            case EventType.QUEUED:
                self._life.queued_at = self._life.queued_at or at
                self._let_go(at)
                self._enter_queue(at)
            case EventType.ROUTED:
                self._become(State.ROUTED)
            case EventType.REFUSED:
                self._life.refused_by.append(entry.agent_id)
                self._become(State.REFUSED)
            case EventType.ANSWERED:
                self._answer(entry, at)
            case EventType.CONFERENCED:
                self._conference(entry, at)
            case EventType.HELD:
                self._holding(at)
            case EventType.RESUMED if self._hold:
                self._end_hold(at)
                self._life.state = State.ACTIVE
            case EventType.TRANSFERRED:
                self._let_go(at, entry.agent_id)
                self._become(State.ROUTED)
            case EventType.ABANDONED:
                self._leave_queue(at)
                self._abandoned = True
            case EventType.ENDED if entry.agent_id and len(self._open) > 1:
                self._let_go(at, entry.agent_id, only_named=True)
            case _:
                pass  # a wrap-up is read after the end; what is left says nothing new

    def _become(self, state: State) -> None:
        """The state while no agent is connected: what happens beside a conversation does not end it."""
        if not self._open:
            self._life.state = state

    def _enter_queue(self, at: datetime) -> None:
        if self._queue is None:
            self._queue = Stretch(at)
            self._life.queues.append(self._queue)
        self._life.state = State.QUEUED

    def _leave_queue(self, at: datetime) -> None:
        if self._queue:
            self._queue.until = at
            self._queue = None

    def _answer(self, entry: Entry, at: datetime) -> None:
        self._life.answered_at = self._life.answered_at or at
        self._prove_answer(at)
        unnamed = next((stint for stint in self._open if not stint.agent_id), None)
        if not self._open:
            self._connect(entry, at)
        elif entry.agent_id and not self._connected(entry.agent_id):
            if unnamed:  # told twice, and only now by someone who knows who it was
                unnamed.agent_id, unnamed.agent_name = entry.agent_id, entry.agent_name
            else:  # another agent took over; who joins says "conferenced"
                self._let_go(at)
                self._connect(entry, at)
        self._life.state = State.HELD if self._hold else State.ACTIVE

    def _conference(self, entry: Entry, at: datetime) -> None:
        self._prove_answer(at)
        if entry.agent_id and not self._connected(entry.agent_id):
            self._connect(entry, at)
        elif entry.detail:
            self._life.outsiders.append(entry.detail)
        self._life.state = State.HELD if self._hold else State.ACTIVE

    def _prove_answer(self, at: datetime) -> None:
        self._life.answered = self._answered = True
        self._leave_queue(at)

    def _connect(self, entry: Entry, at: datetime) -> None:
        stint = Stint(at, agent_id=entry.agent_id, agent_name=entry.agent_name)
        self._open.append(stint)
        self._life.stints.append(stint)

    def _connected(self, agent_id: str) -> bool:
        return any(stint.agent_id == agent_id for stint in self._open)

    def _holding(self, at: datetime) -> None:
        self._prove_answer(at)
        if self._hold is None:
            self._hold = Stretch(at)
            self._life.holds.append(self._hold)
        self._life.state = State.HELD

    def _end_hold(self, at: datetime) -> None:
        if self._hold:
            self._hold.until = at
            self._hold = None

    def _let_go(self, at: datetime, agent_id: str = "", *, only_named: bool = False) -> None:
        """Disconnect the named agent, or everyone where none is named or the named one is not connected."""
        named = [stint for stint in self._open if stint.agent_id == agent_id]
        leaving = named if agent_id and (named or only_named) else list(self._open)
        for stint in leaving:
            stint.until = at
        self._open = [stint for stint in self._open if stint not in leaving]
        if not self._open:
            self._end_hold(at)

    def _finish(self, entry: Entry, at: datetime) -> None:
        self._abandoned = self._abandoned or entry.type is EventType.ABANDONED
        self._at_the_end = list(self._open)
        self._leave_queue(at)
        self._let_go(at)
        self._life.ended_at = at
        if self._answered:
            self._life.state = State.WRAP_UP
        elif self._abandoned:
            self._life.state = State.ABANDONED
        elif self._life.state is not State.REFUSED:
            self._life.state = State.CLOSED

    def _wrap_up(self, wrap_ups: Sequence[Entry], last: Entry) -> None:
        """A wrap-up closes the contact unless it is that of an agent who left before the end."""
        agents = {stint.agent_id for stint in self._at_the_end if stint.agent_id}
        times = [one.at for one in wrap_ups if not one.agent_id or not agents or one.agent_id in agents]
        ended_at = self._life.ended_at
        if not times or not (ended_at or last.type is EventType.WRAPPED_UP):
            return
        self._life.wrapped_up_at = max(times)
        if ended_at:
            self._life.wrap_ups.append(Stretch(ended_at, max(ended_at, *times)))
        if self._life.state not in (State.ABANDONED, State.REFUSED):
            self._life.state = State.CLOSED


def _not_after(end: datetime, entry: Entry) -> datetime:
    return entry.at if entry.type is EventType.WRAPPED_UP else min(entry.at, end)

"""What follows from all that is known of a contact: its times, durations, agents and state.

Where the vendor's report gives a duration, the report holds. None means that nobody told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from switchboard.contact.fields import Field
from switchboard.contact.instant import parse_instant
from switchboard.contact.life import Life, Stretch
from switchboard.contact.merge import Contact
from switchboard.contact.timeline import read_life
from switchboard.contact.words import CallType, Channel, State

ABANDONED, HANDLED, REFUSED, UNANSWERED = "abandoned", "handled", "refused", "unanswered"
_OVER = (State.WRAP_UP, State.CLOSED, State.ABANDONED)


@dataclass(frozen=True, slots=True)
class Assignment:
    """The time that an agent was connected; ``until`` is None while it lasts or where its end is unknown.

    Args:
        hold_s: of it on hold, None while a hold lasts.
    """

    contact_id: str
    agent_id: str
    agent_name: str
    since: datetime
    until: datetime | None
    hold_s: int | None


@dataclass(frozen=True, slots=True)
class Party:
    """Someone who took part: ``role`` is customer, agent or other; ``id`` a number or an agent's id."""

    role: str
    id: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What follows from a contact. Durations are whole seconds.

    Args:
        state: None for a contact of which nothing has happened yet.
        outcome: handled, abandoned, refused or unanswered; empty until the contact is over.
        connected_s: an agent and the customer joined, holds included (talk and hold together).
        queue_s: from being queued to being answered, offers that agents refused included.
        duration_s: from the start to the end, work after it left out.
        agent_id, agent_name: the agent who had the contact last.
    """

    state: State | None
    outcome: str
    answered: bool
    started_at: datetime | None
    queued_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    wrapped_up_at: datetime | None
    queue_s: int | None
    talk_s: int | None
    hold_s: int | None
    connected_s: int | None
    wrap_up_s: int | None
    duration_s: int | None
    hold_count: int
    assignments: tuple[Assignment, ...]
    parties: tuple[Party, ...]
    agent_id: str
    agent_name: str
    disposition: str

    @property
    def over(self) -> bool:
        """Whether the customer is gone; an agent may still be at work on it."""
        return self.outcome != ""


def facts_of(contact: Contact, contact_id: str) -> Facts:
    """What follows from the contact.

    Args:
        contact_id: its id, for the assignments.
    """
    channel = contact.text(Field.CHANNEL)
    reopens = bool(channel) and Channel(channel).reopens
    life = read_life(contact.timeline, reopens=reopens)
    reported_s = contact.number(Field.REPORT_DURATION_S)
    answered = life.answered or _reported_answered(contact)
    state = _state(contact, life, answered=answered, reopens=reopens)
    refused = state is State.REFUSED and (life.ended_at is not None or reported_s is not None)
    over = state in _OVER or refused
    started_at = _reported_start(contact) or life.started_at
    ended_at = life.ended_at or (_later(started_at, reported_s) if over else None)
    wrap_up_s = contact.number(Field.REPORT_WRAP_UP_S)
    hold_s = _first(contact.number(Field.REPORT_HOLD_S), _covered(life.holds) if life.stints else None)
    # CXone's agent seconds include the holds: so the sums of its own sample rows say (unconfirmed).
    connected_s = _first(contact.number(Field.REPORT_AGENT_S), _connected(life, over=over))
    agent_id, agent_name = _last_agent(contact, life)
    return Facts(
        state=state,
        outcome=_outcome(state, answered=answered) if over else "",
        answered=answered,
        started_at=started_at,
        queued_at=life.queued_at,
        answered_at=life.answered_at or (_reported_answer(contact, started_at) if answered else None),
        ended_at=ended_at,
        wrapped_up_at=life.wrapped_up_at or (_later(ended_at, wrap_up_s) if over else None),
        queue_s=_first(contact.number(Field.REPORT_QUEUE_S), _covered(life.queues) if life.queues else None),
        talk_s=None if connected_s is None or hold_s is None else max(0, connected_s - hold_s),
        hold_s=hold_s,
        connected_s=connected_s,
        wrap_up_s=_first(wrap_up_s, _covered(life.wrap_ups) if life.wrap_ups else None),
        duration_s=_first(reported_s, whole_seconds(started_at, ended_at)),
        hold_count=_first(contact.number(Field.REPORT_HOLD_COUNT), len(life.holds)) or 0,
        assignments=tuple(_assignments(life, contact_id, ended_at)),
        parties=tuple(_parties(contact, life)),
        agent_id=agent_id,
        agent_name=agent_name,
        disposition=contact.text(Field.DISPOSITION),
    )


def whole_seconds(since: datetime | None, until: datetime | None) -> int | None:
    """Seconds between two moments, 0 where clocks put them the wrong way round, None where one is unknown."""
    return max(timedelta(), until - since) // timedelta(seconds=1) if since and until else None


def _state(contact: Contact, life: Life, *, answered: bool, reopens: bool) -> State | None:
    """The timeline's state, unless a report shows that the end was missed: reports tell of what is over."""
    report = contact.fields.get(Field.REPORT_DURATION_S)
    if report is None or (
        reopens and not life.ended_at and contact.timeline and contact.timeline[-1].at > report.at
    ):
        return life.state
    wrapped_up = life.wrapped_up_at is not None or contact.number(Field.REPORT_WRAP_UP_S) is not None
    if life.ended_at and life.state is not State.WRAP_UP:
        return life.state
    if answered:
        return State.CLOSED if wrapped_up else State.WRAP_UP
    outcome = contact.text(Field.REPORT_OUTCOME)
    return {ABANDONED: State.ABANDONED, REFUSED: State.REFUSED}.get(outcome, State.CLOSED)


def _outcome(state: State | None, *, answered: bool) -> str:
    if answered:
        return HANDLED
    return {State.ABANDONED: ABANDONED, State.REFUSED: REFUSED}.get(state or State.CLOSED, UNANSWERED)


def _connected(life: Life, *, over: bool) -> int | None:
    if life.stints:
        return _covered(life.stints)
    # Abandoned or refused: certainly nobody was connected. Otherwise the answer may only have gone untold.
    return 0 if over and life.state in (State.ABANDONED, State.REFUSED) else None


def _assignments(life: Life, contact_id: str, ended_at: datetime | None) -> Iterable[Assignment]:
    for stint in life.stints:
        held = [within for hold in life.holds if (within := _overlap(hold, stint))]
        yield Assignment(
            contact_id=contact_id,
            agent_id=stint.agent_id,
            agent_name=stint.agent_name,
            since=stint.since,
            # Where only the report told of the end, whoever was connected was so until then.
            until=stint.until or (max(stint.since, ended_at) if ended_at else None),
            hold_s=_covered(held),
        )


def _last_agent(contact: Contact, life: Life) -> tuple[str, str]:
    """Id and name of who was connected last; where no answer was told, of who is spoken of and did not refuse."""
    agent_id, name = contact.text(Field.AGENT_ID), contact.text(Field.AGENT_NAME)
    last = life.stints[-1] if life.stints else None
    if last and last.agent_id:
        return last.agent_id, last.agent_name or (name if last.agent_id == agent_id else "")
    # Who refused may have been offered the contact again; that the answer was not told, the report makes up for.
    only_refused = not last and agent_id in life.refused_by and not _reported_answered(contact)
    return ("", "") if only_refused else (agent_id, name)


def _parties(contact: Contact, life: Life) -> Iterable[Party]:
    outbound = _call_type(contact) == CallType.OUTBOUND
    customer = contact.text(Field.DNIS if outbound else Field.ANI) or contact.text(Field.CUSTOMER_NAME)
    if customer:
        yield Party("customer", customer)
    agents = dict.fromkeys(one.agent_id for one in life.stints if one.agent_id)
    yield from (Party("agent", agent_id) for agent_id in agents)
    yield from (Party("other", name) for name in dict.fromkeys(life.outsiders))


def _call_type(contact: Contact) -> str:
    return contact.text(Field.CALL_TYPE) or contact.text(Field.REPORT_CALL_TYPE)


def _reported_answered(contact: Contact) -> bool:
    unanswered = contact.text(Field.REPORT_OUTCOME) in (ABANDONED, REFUSED)
    return not unanswered and (contact.number(Field.REPORT_AGENT_S) or 0) > 0


def _reported_start(contact: Contact) -> datetime | None:
    text = contact.text(Field.STARTED_AT)
    return parse_instant(text) if text else None


def _reported_answer(contact: Contact, started_at: datetime | None) -> datetime | None:
    queue_s = contact.number(Field.REPORT_QUEUE_S)
    return _later(
        started_at, None if queue_s is None else queue_s + (contact.number(Field.REPORT_PRE_QUEUE_S) or 0)
    )


def _overlap(one: Stretch, other: Stretch) -> Stretch | None:
    since = max(one.since, other.since)
    ends = [until for until in (one.until, other.until) if until]
    until = min(ends) if ends else None
    return Stretch(since, until) if until is None or since < until else None


def _covered(stretches: Sequence[Stretch]) -> int | None:
    """Seconds that at least one of the stretches covers, None where one of them is open."""
    covered = timedelta()
    reached: datetime | None = None
    for stretch in sorted(stretches, key=lambda one: one.since):
        if stretch.until is None:
            return None
        since = max(stretch.since, reached) if reached else stretch.since
        covered += max(timedelta(), stretch.until - since)
        reached = max(stretch.until, since)
    return covered // timedelta(seconds=1)


def _later(at: datetime | None, seconds: int | None) -> datetime | None:
    return at + timedelta(seconds=seconds) if at and seconds is not None else None


def _first(preferred: int | None, otherwise: int | None) -> int | None:
    return otherwise if preferred is None else preferred

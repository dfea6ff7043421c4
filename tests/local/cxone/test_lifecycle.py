"""The life of a contact, decided apart from HTTP and clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.cxone.contacts.figures import figures
from local.cxone.contacts.lifecycle import TRANSITIONS, ImpossibleMoveError, Move, can, moved
from local.cxone.contacts.model import Contact, Stage, State
from local.cxone.world.agenda import Agenda

START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
ADA, VOICE = 10021, 40110


def contact(state: State = State.PRE_QUEUE) -> Contact:
    return Contact(
        contact_id=1, master_id=1, media_type_id=4, skill_id=VOICE, from_address="4155550134",
        to_address="8005550100", is_outbound=state is State.DIALING, interaction_id="i",
        stages=(Stage(state, START),), updated=START,
    )  # fmt: skip


def lived(moves: list[tuple[Move, float]], begin: State = State.PRE_QUEUE) -> Contact:
    """A contact after moves, each so many seconds after the one before."""
    one, at = contact(begin), START
    for move, after_s in moves:
        at += timedelta(seconds=after_s)
        one = moved(one, move, at, agent_id=ADA if move is Move.ROUTE else 0)
    return one


@pytest.mark.parametrize(
    ("moves", "end"),
    [
        pytest.param("queue route answer end finish", State.ENDED, id="plain"),
        pytest.param("route answer end finish", State.ENDED, id="straight to an agent"),
        pytest.param("queue route refuse route answer", State.ACTIVE, id="refused once"),
        pytest.param("queue abandon", State.ENDED, id="given up"),
        pytest.param("queue route abandon", State.ENDED, id="given up while it rang"),
        pytest.param("queue route answer hold resume hold end", State.WRAP_UP, id="gone while on hold"),
        pytest.param("queue route answer hold join hold resume join end", State.WRAP_UP, id="conference"),
        pytest.param("queue route answer park unpark end", State.WRAP_UP, id="parked e-mail"),
        pytest.param("queue queue route", State.ROUTING, id="queued anew"),
    ],
)
def test_a_life(moves: str, end: State) -> None:
    assert lived([(Move(move), 1) for move in moves.split()]).state is end


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("move", list(Move))
def test_a_move_is_refused_wherever_it_is_not_in_the_table(state: State, move: Move) -> None:
    one = contact(state)
    if state in TRANSITIONS[move]:
        assert moved(one, move, START).state is TRANSITIONS[move][state]
        assert can(one, move)
    else:
        assert not can(one, move)
        with pytest.raises(ImpossibleMoveError):
            moved(one, move, START)


def test_nothing_follows_the_end() -> None:
    assert not any(State.ENDED in table for table in TRANSITIONS.values())


def test_a_refused_contact_is_nobodys_until_it_is_routed_again() -> None:
    refused = lived([(Move.ROUTE, 1), (Move.REFUSE, 45)])
    assert (refused.agent_id, refused.refusal is not None) == (0, True)
    assert refused.refusal is not None
    assert refused.refusal.agent_id == ADA
    answered = moved(moved(refused, Move.ROUTE, START, agent_id=7), Move.ANSWER, START)
    assert (answered.agent_id, answered.was_refused) == (7, False)


def test_the_figures_of_the_contract_page() -> None:
    one = lived([
        (Move.QUEUE, 12), (Move.ROUTE, 6.82), (Move.ANSWER, 0.18), (Move.HOLD, 300), (Move.RESUME, 25),
        (Move.END, 85), (Move.FINISH, 39),
    ])  # fmt: skip
    counted = figures(one, one.updated)
    assert (counted.pre_queue_s, counted.in_queue_s, counted.routing_ms) == (12, 7, 180)
    assert (counted.agent_s, counted.hold_s, counted.hold_count, counted.acw_s) == (410, 25, 1, 39)
    assert counted.total_s == 429
    assert [counted.service_level_flag(threshold_s) for threshold_s in (7, 6)] == [0, 1]


@pytest.mark.parametrize(
    ("moves", "begin", "abandoned", "flag"),
    [
        pytest.param([(Move.QUEUE, 1), (Move.ABANDON, 20)], State.PRE_QUEUE, True, 0, id="given up in time"),
        pytest.param([(Move.QUEUE, 1), (Move.ABANDON, 60)], State.PRE_QUEUE, True, 1, id="given up late"),
        pytest.param([(Move.ABANDON, 60)], State.PRE_QUEUE, True, -1, id="never queued"),
        pytest.param([(Move.FAIL, 60)], State.DIALING, False, -1, id="nobody answered the dialled call"),
        pytest.param([(Move.ROUTE, 1), (Move.ANSWER, 1)], State.PRE_QUEUE, False, -1, id="still talking"),
    ],
)
def test_service_level_and_abandonment(
    moves: list[tuple[Move, float]], begin: State, abandoned: bool, flag: int
) -> None:
    counted = figures(lived(moves, begin), START + timedelta(hours=1))
    assert (counted.abandoned, counted.service_level_flag(30)) == (abandoned, flag)


@given(st.data())
def test_every_second_of_a_life_is_counted_once(data: st.DataObject) -> None:
    # Given any life that the table allows
    one, at = contact(), START
    for _ in range(data.draw(st.integers(0, 12))):
        allowed = [move for move in Move if can(one, move)]
        if not allowed:
            break
        at += timedelta(seconds=data.draw(st.integers(0, 500)))
        one = moved(one, data.draw(st.sampled_from(allowed)), at, agent_id=ADA)
    # Then the parts add up to the whole
    now = at + timedelta(seconds=data.draw(st.integers(0, 500)))
    counted = figures(one, now)
    end = one.finished or now
    whole_s = (end - START).total_seconds()
    assert counted.pre_queue_s + counted.in_queue_s + counted.agent_s + counted.acw_s == whole_s
    assert counted.total_s + counted.acw_s == whole_s
    assert counted.hold_s + counted.conference_s <= counted.agent_s


class StandingClock:
    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at


def test_the_agenda_does_things_in_their_order_and_at_their_time() -> None:
    # Given things planned out of order, one that plans another, one that is called off
    clock = StandingClock()
    agenda = Agenda(clock)
    seen: list[tuple[str, float]] = []

    def note(name: str) -> None:
        seen.append((name, (agenda.now() - START).total_seconds()))

    agenda.after(30, lambda: note("late"))

    def first() -> None:
        note("first")
        agenda.after(5, lambda: note("second"))

    agenda.after(10, first)
    agenda.after(20, lambda: note("never")).cancelled = True
    agenda.after(3600, lambda: note("much later"))
    # When the clock jumps over several
    assert not agenda.catch_up()
    clock.at += timedelta(minutes=1)
    assert agenda.catch_up()
    # Then each saw the instant at which it was due
    assert seen == [("first", 10.0), ("second", 15.0), ("late", 30.0)]
    assert agenda.next_in_s() == 3540.0

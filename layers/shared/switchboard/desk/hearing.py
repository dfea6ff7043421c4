"""Which of the events that came are new. Pure.

A client that begins a chain of ids hears everything from the start. Two events may be equal to the letter (a list
changed, and changed again), so they are counted: the third of a kind is new to whoever has heard two.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from switchboard.desk.event_log import Heard, Memory, Told, Trace
from switchboard.desk.event_shapes import AgentEvent, ContactNews

MOST_SUBJECTS = 20
"""Subjects of which it is known what was told last; an agent has a handful of contacts at once."""


@dataclass(frozen=True, slots=True)
class News:
    """A new event.

    Args:
        before: status in which its contact was told last, empty for none.
        pops: whether a contact arrives for the first time.
    """

    digest: str
    event: AgentEvent
    before: str = ""
    pops: bool = False


def unheard(heard: Sequence[Heard], told: Told, chain: int) -> list[Heard]:
    """Those that no client has heard before."""
    known = _most(told)
    here = Counter(told.get(chain, Counter()))
    new = []
    for one in heard:
        here[one.digest] += 1
        if here[one.digest] > known[one.digest]:
            new.append(one)
    return new


def made_up_for(again: Sequence[Heard], joined: Sequence[Heard], told: Told) -> list[Heard]:
    """What was lost with an answer, from both ways of getting it back.

    A client that joins is believed to hear everything, which shows where it hears something known. Where it does
    not, the old id's second answer goes first.

    Args:
        again: what the old id brought when it was used once more.
        joined: what a new client heard.
    """
    known = _most(told)
    hears_all = bool(joined) and (not known or any(known[one.digest] for one in joined))
    new = unheard(joined, told, max(told, default=0) + 1)
    if hears_all:
        return new
    first = [one for one in again if not known[one.digest]]
    digests = {one.digest for one in first}
    return [*first, *(one for one in new if one.digest not in digests)]


def _most(told: Told) -> Counter[str]:
    most: Counter[str] = Counter()
    for counted in told.values():
        most |= counted
    return most


def news(heard: Sequence[Heard], memory: Memory) -> tuple[list[News], Memory]:
    """The events without those that only repeat what was told last of their subject, and what to remember.

    An event of a happening, such as an error, has no subject: one that comes twice is told twice, for nothing
    tells it from two.
    """
    remembered = dict(memory)
    new = []
    for one in heard:
        event, subject = one.event, one.event.subject
        before = remembered.pop(subject, None) if subject else None
        if before and before.digest == one.digest:
            remembered[subject] = before
            continue
        trace = Trace(one.digest)
        pops = False
        if isinstance(event, ContactNews):
            was_popped = before is not None and before.popped
            pops = event.arrives and not was_popped
            trace = Trace(one.digest, event.status, was_popped or event.arrives)
        if subject:
            remembered[subject] = trace
        new.append(News(one.digest, event, before.status if before else "", pops))
    latest = list(remembered.items())[-MOST_SUBJECTS:]
    return new, dict(latest)

"""Counters of queues by channel. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from switchboard.contact.words import Channel
from switchboard.desk.directory.model import SkillNow
from switchboard.desk.directory.times import real_moment

PERSONAL = "personal"
"""Counter of e-mails that wait for one particular agent of a skill."""

COUNTERS = (*(channel.value for channel in Channel), PERSONAL)


@dataclass(frozen=True, slots=True)
class Counter:
    """What waits in some queues.

    Args:
        earliest: since when the contact that waits longest has waited; empty where none waits, or nobody told.
        skills: how many queues these are.
    """

    waiting: int = 0
    earliest: str = ""
    skills: int = 0


def counted(skills: Iterable[SkillNow]) -> dict[str, Counter]:
    """A counter for each channel, and one for personal queues; skills of none of our channels count nowhere."""
    counters = {name: Counter() for name in COUNTERS}
    for skill in skills:
        if skill.channel not in counters:
            continue
        counters[skill.channel] = added(counters[skill.channel], skill, waiting_in(skill))
        if skill.channel == Channel.EMAIL:
            counters[PERSONAL] = added(counters[PERSONAL], skill, skill.personal_waiting, dated=False)
    return counters


def waiting_in(skill: SkillNow) -> int:
    """Contacts that wait for anybody in a skill.

    Whether an e-mail skill's ``queueCount`` includes personal queues is unconfirmed: they are told apart in any
    case.
    """
    if skill.channel != Channel.EMAIL:
        return skill.waiting
    return max(skill.email_waiting, skill.waiting - skill.personal_waiting)


def added(counter: Counter, skill: SkillNow, waiting: int, *, dated: bool = True) -> Counter:
    """A counter with a skill's queue.

    Args:
        dated: whether the skill's earliest contact is one of those that are counted.
    """
    earliest = skill.earliest if dated and waiting > 0 else ""
    return Counter(
        counter.waiting + waiting,
        _earlier(counter.earliest, earliest),
        counter.skills + 1,
    )


def together(counters: Iterable[Counter]) -> Counter:
    """The sum of counters."""
    total = Counter()
    for one in counters:
        total = Counter(
            total.waiting + one.waiting, _earlier(total.earliest, one.earliest), total.skills + one.skills
        )
    return total


def _earlier(one: str, other: str) -> str:
    moments = [(at, text) for text in (one, other) if (at := real_moment(text))]
    return min(moments)[1] if moments else ""

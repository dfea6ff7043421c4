"""When an agent is to work, from whichever system plans it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Protocol

from switchboard.agent.identity import Agent
from switchboard.desk.reports.refusals import RangeEmpty, RangeTooLong
from switchboard.desk.schedule.api import (
    LONGEST,
    USUAL,
    ActivityAnswer,
    ScheduleAnswer,
    ScheduleQuery,
    ShiftAnswer,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Something at a time."""

    title: str
    start: datetime
    end: datetime
    notes: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A time to work."""

    start: datetime
    end: datetime
    notes: str = ""
    color: str = ""
    activities: Sequence[Activity] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is planned for an agent."""

    shifts: Sequence[Shift] = field(default=())
    activities: Sequence[Activity] = field(default=())


class Planner(Protocol):
    """Knows agents' schedules."""

    def schedule(self, agent: Agent, start: datetime, end: datetime) -> Schedule:
        """What touches the time, empty where nothing is planned.

        Raises:
            CcError: it could not be read.
            ScheduleUserUnknown: the directory does not have the agent's id there.
        """
        ...


def listed(planner: Planner, agent: Agent, query: ScheduleQuery, now: datetime) -> ScheduleAnswer:
    """An agent's schedule.

    Raises:
        RangeEmpty, RangeTooLong: it is none that can be asked for.
    """
    start, end = time_of(query, now)
    found = planner.schedule(agent, start, end)
    shifts = sorted(found.shifts, key=lambda one: (one.start, one.end))
    return ScheduleAnswer(
        reported_from=start,
        reported_to=end,
        shifts=[
            ShiftAnswer(
                start=one.start,
                end=one.end,
                seconds=_seconds(one.start, one.end),
                notes=one.notes or None,
                color=one.color or None,
                activities=_activities(one.activities),
            )
            for one in shifts
        ],
        activities=_activities(found.activities),
    )


def time_of(query: ScheduleQuery, now: datetime) -> tuple[datetime, datetime]:
    """The time that a query means, in UTC. Pure.

    Raises:
        RangeEmpty, RangeTooLong: it is none.
    """
    if query.begin is None or query.end is None:
        start = datetime.combine(now.astimezone(UTC).date(), time.min, UTC)
        return start, start + USUAL
    if query.end <= query.begin:
        raise RangeEmpty
    if query.end - query.begin > LONGEST:
        raise RangeTooLong
    return query.begin.astimezone(UTC), query.end.astimezone(UTC)


def _activities(activities: Iterable[Activity]) -> list[ActivityAnswer]:
    return [
        ActivityAnswer(
            title=one.title,
            start=one.start,
            end=one.end,
            seconds=_seconds(one.start, one.end),
            notes=one.notes or None,
            color=one.color or None,
        )
        for one in sorted(activities, key=lambda one: (one.start, one.end, one.title))
    ]


def _seconds(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())

"""Work schedules: the same working week for everybody, shifted a little from agent to agent."""

from datetime import UTC, datetime, time, timedelta

from local.cxone.directory.people import People
from local.cxone.reports.ranges import time_range
from local.cxone.wire.errors import ApiError, not_found
from local.cxone.wire.formats import iso
from local.cxone.wire.listing import Row
from local.cxone.wire.routes import Call, Routes, ok
from local.cxone.world.world import World
from local.simulator.message import Response

SHIFT = timedelta(hours=8, minutes=30)
LUNCH_AFTER, LUNCH = timedelta(hours=4), timedelta(minutes=30)
SATURDAY = 5


def shifts(agent_id: int, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The shifts of an agent that overlap a time: Monday to Friday, beginning between 7 and 9 UTC."""
    begins = time(7 + agent_id % 3)
    day, found = start.date(), []
    while day <= end.date():
        begin = datetime.combine(day, begins, UTC)
        if day.weekday() < SATURDAY and begin < end and begin + SHIFT > start:
            found.append((begin, begin + SHIFT))
        day += timedelta(days=1)
    return found


class Schedules:
    """The schedule in both of its shapes: WEM's, and that of tenants with IEX."""

    def __init__(self, world: World, people: People) -> None:
        self._world = world
        self._people = people

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.guarded("GET", "/schedules/user/{user}", self._of_user)
        routes.acd("GET", "/agents/{agent}/wfm-schedule", self._of_agent)

    def _of_user(self, call: Call) -> Response:
        agent = self._world.directory.agent_by(call.place["user"])
        if agent is None or call.place["user"].isdecimal():
            raise not_found("User Id")
        start, end = call.given.instant("start"), call.given.instant("end")
        if start is None or end is None or end <= start:
            raise ApiError(400, "start and end are required")
        rows = [_shift(begin, until) for begin, until in shifts(agent.agent_id, start, end)]
        return ok({"schedules": [{"shifts": rows, "activityIntervals": []}]})

    def _of_agent(self, call: Call) -> Response:
        agent = self._people.agent(call)
        start, end = time_range(call.given)
        rows = [
            {
                "activityName": "Lunch",
                "startTime": iso(begin + LUNCH_AFTER),
                "endTime": iso(begin + LUNCH_AFTER + LUNCH),
                "startTimeUTC": iso(begin + LUNCH_AFTER),
                "endTimeUTC": iso(begin + LUNCH_AFTER + LUNCH),
            }
            for begin, _ in shifts(agent.agent_id, start, end)
        ]
        return ok({"resultSet": rows})


def _shift(begin: datetime, until: datetime) -> Row:
    lunch = begin + LUNCH_AFTER
    return {
        "start": _short(begin),
        "end": _short(until),
        "shiftNotes": "",
        "baseActivityCode": {"id": "a1", "activityCodeCategory": {"color": "#2e7d32"}},
        "activityIntervals": [
            {
                "start": _short(lunch),
                "end": _short(lunch + LUNCH),
                "activityNotes": "",
                "activityCode": {"id": "b4", "title": "Lunch", "activityCodeCategory": {"color": "#f9a825"}},
            }
        ],
    }


def _short(at: datetime) -> str:
    """WEM's times have no fractions of a second."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"

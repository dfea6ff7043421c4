"""Agents' schedules, from CXone's workforce management or from IEX."""

import re
from datetime import datetime

from switchboard.agent.identity import Agent
from switchboard.cxone.agent_figures import written
from switchboard.cxone.answers import Answer, Row
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.families import ApiFamily
from switchboard.cxone.versions import Resource
from switchboard.desk.schedule.refusals import ScheduleUserUnknown
from switchboard.desk.schedule.service import Activity, Schedule, Shift
from switchboard.errors import CcNotFound, CcUnavailable

_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", re.ASCII)
_COLOR = re.compile(r"#[0-9A-Fa-f]{3,8}", re.ASCII)


class WemSchedules:
    """Implements ``switchboard.desk.schedule.service.Planner`` for tenants with CXone's own."""

    def __init__(self, client: CxoneClient) -> None:
        self._client = client

    def schedule(self, agent: Agent, start: datetime, end: datetime) -> Schedule:
        if not _UUID.fullmatch(agent.user_uuid):
            raise ScheduleUserUnknown
        parameters = {"start": _short(start), "end": _short(end)}
        try:
            answer = self._client.ask(ApiFamily.USER_HUB, f"/schedules/user/{agent.user_uuid}", parameters)
        except CcNotFound:
            raise ScheduleUserUnknown from None
        rows = [Answer(row) for row in answer.rows("schedules", "data")] if answer else []
        shifts = [_shift(Answer(row)) for one in rows for row in _rows(one, "shifts")]
        activities = [_activity(Answer(row)) for one in rows for row in _rows(one, "activityIntervals")]
        return Schedule(shifts, [one for one in activities if one])


class IexSchedules:
    """Implements ``switchboard.desk.schedule.service.Planner`` for tenants with IEX: it tells activities only."""

    def __init__(self, client: CxoneClient) -> None:
        self._client = client

    def schedule(self, agent: Agent, start: datetime, end: datetime) -> Schedule:
        parameters = {"startDate": written(start), "endDate": written(end)}
        path = f"/agents/{agent.agent_id}/wfm-schedule"
        # Its resultSet is the list itself.
        answer = self._client.read(Resource.WFM_SCHEDULE, path, parameters)
        rows = answer.rows("resultSet") if answer else ()
        read = [_iex_activity(Answer(row)) for row in rows]
        return Schedule(activities=[one for one in read if one])


def _rows(answer: Answer, name: str) -> list[Row]:
    return list(answer.rows(name)) if answer.has(name) else []


def _shift(row: Answer) -> Shift:
    start, end = row.moment("start"), row.moment("end")
    if start is None or end is None:
        raise CcUnavailable("UNREADABLE_ANSWER", status=200)
    within = [_activity(Answer(one)) for one in _rows(row, "activityIntervals")]
    return Shift(
        start=start,
        end=end,
        notes=row.text("shiftNotes"),
        color=_color(row.part("baseActivityCode")),
        activities=[one for one in within if one],
    )


def _activity(row: Answer) -> Activity | None:
    start, end = row.moment("start"), row.moment("end")
    if start is None or end is None:
        return None
    code = row.part("activityCode")
    return Activity(
        title=code.text("title", "name"),
        start=start,
        end=end,
        notes=row.text("activityNotes"),
        color=_color(code),
    )


def _iex_activity(row: Answer) -> Activity | None:
    # The times without UTC are the agent's own, and nobody says in which zone.
    start, end = row.moment("startTimeUTC"), row.moment("endTimeUTC")
    if start is None or end is None:
        return None
    return Activity(title=row.text("activityName"), start=start, end=end)


def _color(code: Answer) -> str:
    text = code.part("activityCodeCategory").text("color")
    return text if _COLOR.fullmatch(text) else ""


def _short(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"

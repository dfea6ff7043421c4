"""CXone's reports on agents and teams, in the names of either generation."""

from datetime import UTC, datetime

from switchboard.contact_intake.names import MEDIA_TYPES
from switchboard.cxone.answers import Answer
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.durations import seconds_of
from switchboard.cxone.people import is_supervisor
from switchboard.cxone.versions import Resource
from switchboard.desk.reports.model import Performance, Spell
from switchboard.errors import CcNotFound


class CxoneAgentFigures:
    """Implements ``switchboard.desk.reports.model.AgentFigures``."""

    def __init__(self, client: CxoneClient) -> None:
        self._client = client

    def performance(self, agent_id: str, start: datetime, end: datetime) -> Performance | None:
        path = f"/agents/{agent_id}/performance"
        answer = self._client.read(Resource.PERFORMANCE, path, _times(start, end))
        rows = [Answer(row) for row in answer.rows("agentPerformance")] if answer else []
        # One agent was asked for; a row of somebody else's would not be theirs to see.
        own = [row for row in rows if row.text("agentId") in ("", agent_id)]
        return _performance(own[0]) if own else None

    def team_performance(self, team_id: str, start: datetime, end: datetime) -> Performance | None:
        path = f"/teams/{team_id}/performance-total"
        answer = self._client.read(Resource.TEAM_PERFORMANCE, path, _times(start, end))
        rows = [Answer(row) for row in answer.rows("teamPerformanceTotal")] if answer else []
        own = [row for row in rows if row.text("teamId") in ("", team_id)]
        return _performance(own[0]) if own else None

    def spells(self, agent_id: str, start: datetime, end: datetime) -> list[Spell]:
        times = _times(start, end)
        try:
            answer = self._client.read(Resource.STATE_HISTORY, f"/agents/{agent_id}/state-history", times)
        except CcNotFound:
            # The name that it has in older versions.
            answer = self._client.read(Resource.STATE_HISTORY, f"/agents/{agent_id}/statehistory", times)
        rows = [Answer(row) for row in answer.rows("agentStateHistory")] if answer else []
        read = [_spell(row) for row in rows]
        return [one for one in read if one is not None]

    def is_supervisor(self, agent_id: str) -> bool:
        return is_supervisor(self._client, agent_id)


def _performance(row: Answer) -> Performance:
    inbound, outbound = row.whole("inboundHandled") or 0, row.whole("outboundHandled") or 0
    inbound_talk_s, outbound_talk_s = _seconds(row, "inboundTalkTime"), _seconds(row, "outboundTalkTime")
    handled = row.whole("totalHandled")
    return Performance(
        offered=row.whole("agentOffered") or 0,
        refused=row.whole("refused") or 0,
        inbound=inbound,
        outbound=outbound,
        handled=inbound + outbound if handled is None else handled,
        inbound_s=_seconds(row, "inboundTime"),
        outbound_s=_seconds(row, "outboundTime"),
        inbound_talk_s=inbound_talk_s,
        outbound_talk_s=outbound_talk_s,
        talk_s=_seconds(row, "totalTalkTime") or inbound_talk_s + outbound_talk_s,
        consult_s=_seconds(row, "consultTime"),
        available_s=_seconds(row, "availableTime"),
        unavailable_s=_seconds(row, "unavailableTime"),
        acw_s=_seconds(row, "acwTime"),
        login_s=_seconds(row, "loginTime"),
        occupancy_pct=_rate(row, "occupancy"),
        working_pct=_rate(row, "workingRate"),
    )


def _spell(row: Answer) -> Spell | None:
    since = row.moment("startDate")
    if since is None:
        return None
    state = row.text("agentStateName", "agentState")
    channel = MEDIA_TYPES.get(row.text("mediaTypeId", "mediaType"))
    skill_id = row.text("skillId")
    return Spell(
        state=state[:1].lower() + state[1:],
        since=since,
        lasted_s=seconds_of(row.text("duration")),
        reason=row.text("outStateDescription"),
        channel=channel.value if channel else "",
        skill_id="" if skill_id in ("0", "-1") else skill_id,
        skill_name=row.text("skillName"),
        is_outbound=row.truth("isOutbound"),
    )


def _times(start: datetime, end: datetime) -> dict[str, str]:
    return {"startDate": written(start), "endDate": written(end)}


def written(at: datetime) -> str:
    """As CXone writes moments: UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _seconds(row: Answer, name: str) -> int:
    return seconds_of(row.text(name))


def _rate(row: Answer, name: str) -> float | None:
    try:
        return float(row.text(name))
    except ValueError:
        return None

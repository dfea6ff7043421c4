"""Reports: performance, states, logins, histories, schedules."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.cxone import sample
from local.cxone.agents.floor import Spell
from local.cxone.agents.model import AgentState, Presence
from local.cxone.contacts.model import Contact, Stage, State
from local.cxone.directory.model import stable_uuid
from local.cxone.reports.performance import performance
from local.cxone.reports.schedule import shifts
from local.cxone.wire.formats import duration
from tests.local.cxone.agent import AgentClient
from tests.local.cxone.tenant import NEW, OLD, Tenant

START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
ADA = sample.ADA
RANGE: dict[str, Any] = {"startDate": "2020-01-01T00:00:00Z", "endDate": "2020-01-02T00:00:00Z"}


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def contact(*stages: tuple[State, float, int], outbound: bool = False, initiator: int = 0) -> Contact:
    made = tuple(Stage(state, at(seconds), agent_id) for state, seconds, agent_id in stages)
    return Contact(1, 1, 4, 1, "", "", outbound, "", made, made[-1].at, initiator_id=initiator)


INBOUND = contact(
    (State.IN_QUEUE, 0, 0), (State.ROUTING, 10, ADA), (State.ACTIVE, 15, ADA), (State.HOLDING, 75, ADA),
    (State.ACTIVE, 100, ADA), (State.WRAP_UP, 160, ADA), (State.ENDED, 190, ADA),
)  # fmt: skip
REFUSED = contact((State.IN_QUEUE, 0, 0), (State.ROUTING, 200, ADA), (State.IN_QUEUE, 245, 0))
OUTBOUND = contact(
    (State.DIALING, 300, ADA), (State.ACTIVE, 320, ADA), (State.WRAP_UP, 380, ADA), (State.ENDED, 400, ADA),
    outbound=True,
)  # fmt: skip
SPELLS = [
    Spell(at(0), Presence(AgentState.AVAILABLE), 1),
    Spell(at(10), Presence(AgentState.INBOUND_CONTACT), 1),
    Spell(at(160), Presence(AgentState.UNAVAILABLE, is_acw=True), 1),
    Spell(at(190), Presence(AgentState.UNAVAILABLE), 1),
    Spell(at(250), Presence(AgentState.LOGGED_OUT), 1),
]


def test_performance_counts_what_the_agent_did() -> None:
    done = performance(ADA, [INBOUND, REFUSED, OUTBOUND], SPELLS, START, at(900))
    assert (done.offered, done.refused, done.inbound_handled, done.outbound_handled) == (2, 1, 1, 1)
    assert (done.inbound_s, done.inbound_talk_s, done.outbound_talk_s, done.acw_s) == (145, 120, 60, 50)
    assert (done.available_s, done.unavailable_s, done.login_s) == (10, 60, 250)
    row = done.row(ADA, 3301)
    assert (row["inboundTalkTime"], row["totalAvgTalkTime"], row["percentRefused"]) == ("PT2M", "PT1M30S", 50.0)
    assert row["workingRate"] == 76.0


@pytest.mark.parametrize(
    ("start_s", "end_s", "talk_s", "handled"),
    [
        pytest.param(0, 50, 35, 1, id="cut at its end"),
        pytest.param(50, 900, 85, 1, id="cut at its beginning: taken back inside"),
        pytest.param(120, 900, 40, 0, id="begun before"),
        pytest.param(500, 900, 0, 0, id="before it all"),
    ],
)
def test_performance_counts_the_time_inside_only(start_s: int, end_s: int, talk_s: int, handled: int) -> None:
    done = performance(ADA, [INBOUND], [], at(start_s), at(end_s))
    assert (done.inbound_talk_s, done.inbound_handled) == (talk_s, handled)


def test_consults_are_time_and_no_contacts() -> None:
    consult = contact((State.ROUTING, 0, ADA), (State.ACTIVE, 5, ADA), (State.ENDED, 65, ADA), initiator=7)
    done = performance(ADA, [consult], [], START, at(900))
    assert (done.consult_s, done.offered, done.inbound_handled, done.is_empty) == (60, 0, 0, False)
    assert performance(8, [consult], [], START, at(900)).is_empty


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "PT0S"), (59, "PT59S"), (60, "PT1M"), (3600, "PT1H"), (27_000, "PT7H30M"), (3661, "PT1H1M1S")],
)
def test_durations_are_iso(seconds: int, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    "path", ["/agents/performance", f"/agents/{ADA}/performance", "/teams/3301/performance-total"]
)
@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        pytest.param("2026-03-02T14:00:00Z", "2026-03-02T14:15:00Z", 204, id="nothing there"),
        pytest.param("2026-03-02T14:01:00Z", "2026-03-02T14:15:00Z", 400, id="start off the quarter hour"),
        pytest.param("2026-03-02T14:00:00Z", "2026-03-02T14:15:01Z", 400, id="end off the quarter hour"),
        pytest.param("2026-03-02T14:00:00Z", "2026-04-02T14:00:00Z", 400, id="more than 30 days"),
        pytest.param("2026-03-02T14:15:00Z", "2026-03-02T14:00:00Z", 400, id="end before start"),
        pytest.param("", "", 400, id="missing"),
    ],
)
def test_performance_wants_quarter_hours(tenant: Tenant, path: str, start: str, end: str, status: int) -> None:
    assert tenant.get(path, startDate=start, endDate=end).status_code == status


def today(tenant: Tenant) -> dict[str, Any]:
    """A day around the simulated now, on quarter hours."""
    now = datetime.fromisoformat(tenant.get("/server-time").json()["ServerTime"])
    hour = now.replace(minute=0, second=0, microsecond=0)
    return {
        "startDate": (hour - timedelta(hours=12)).isoformat(),
        "endDate": (hour + timedelta(hours=12)).isoformat(),
    }


def worked(tenant: Tenant) -> str:
    """Ada has dialled, talked for a minute, wrapped up and left."""
    ada = AgentClient(tenant)
    contact_id = ada.dial()
    ada.hear_call("Active", contact_id)
    tenant.wait(60)
    tenant.steer(contact_id, "hang-up")
    tenant.wait(61)
    tenant.control("POST", f"agents/{ADA}/log-out")
    return contact_id


def test_reports_follow_what_happened(tenant: Tenant) -> None:
    contact_id = worked(tenant)
    span = today(tenant)
    [mine] = tenant.get(f"/agents/{ADA}/performance", **span).json()["agentPerformance"]
    assert (mine["outboundHandled"], mine["totalHandled"], mine["acwTime"]) == (1, 1, "PT1M")
    [team] = tenant.get("/teams/3301/performance-total", **span).json()["teamPerformanceTotal"]
    assert (team["teamId"], team["totalHandled"], team["totalAvgHandled"]) == (3301, 1, 0)
    [everyone] = tenant.get("/teams/performance-total", **span).json()["teamPerformanceTotal"]
    assert everyone == team
    tenant.control("PATCH", "settings", {"reports_as_text": True})
    [texts] = tenant.get("/teams/performance-total", **span).json()["teamPerformanceTotal"]
    assert texts == {name: str(value) for name, value in team.items()}
    states = tenant.get(f"/agents/{ADA}/state-history", **span).json()["agentStateHistory"]
    assert [each["agentStateName"] for each in states] == [
        "Unavailable",
        "OutboundContact",
        "Unavailable",
        "Unavailable",
    ]
    assert [each["stateIndex"] for each in states] == [1, 2, 3, 4]
    assert (states[1]["toAddress"], states[2]["outStateDescription"], states[2]["duration"]) == (
        "+14155550134",
        "Wrap-up",
        60,
    )
    [login] = tenant.get(f"/agents/{ADA}/login-history", **span).json()["resultSet"]["agentLogins"]
    assert login["logoutDate"]
    [row] = tenant.get(f"/agents/{ADA}/interaction-history", **span).json()["contactStates"]
    assert (str(row["contactId"]), row["toAddr"], row["primaryDispositionId"]) == (contact_id, "+14155550134", "")
    recent = tenant.get(f"/agents/{ADA}/interaction-recent", **span).json()["resultSet"]["contactData"]
    assert [each["toAddress"] for each in recent] == ["+14155550134"]
    for path in ("performance", "state-history", "login-history", "interaction-history", "interaction-recent"):
        assert tenant.get(f"/agents/{ADA}/{path}", **RANGE).status_code == 204


def test_skill_summaries_count_calls(tenant: Tenant) -> None:
    worked(tenant)
    tenant.steer(tenant.ring(queue=True), "hang-up")
    tenant.ring(queue=True)
    span = today(tenant)
    rows = {each["skillId"]: each for each in tenant.get("/skills/summary", **span).json()["skillSummaries"]}
    assert len(rows) == 8
    assert {number for number, each in rows.items() if each["contactsOffered"]} == {
        sample.SUPPORT_VOICE, sample.OUTBOUND_SALES,
    }  # fmt: skip
    support = rows[sample.SUPPORT_VOICE]
    assert (support["queueCount"], support["abandonCount"], support["contactsHandled"]) == (1, 1, 0)
    assert "LongestQueueDuration" in support
    old = tenant.get(f"/skills/{sample.SUPPORT_VOICE}/summary", version=OLD, **span).json()["skillSummaries"]
    assert [("longestQueueDur" in each, each["skillId"]) for each in old] == [(True, sample.SUPPORT_VOICE)]
    levels = tenant.get("/skills/sla-summary", version=NEW, **span).json()["serviceLevelSummaries"]
    assert [each["contactsWithinSLA"] for each in levels if each["skillId"] == sample.SUPPORT_VOICE] == [1]


def test_a_report_job_takes_its_time(tenant: Tenant) -> None:
    job = tenant.post("/report-jobs/12").json()["jobId"]
    assert tenant.get(f"/report-jobs/{job}").json()["jobResult"]["state"] == "Running"
    tenant.wait(6)
    assert tenant.get(f"/report-jobs/{job}").json()["jobResult"]["state"] == "Finished"
    assert tenant.get("/report-jobs/1").status_code == 404


def test_shifts_are_on_weekdays_and_overlap_the_time() -> None:
    # Monday 2026-03-02 to Sunday
    week = shifts(ADA, datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC))
    assert [begin.weekday() for begin, _ in week] == [0, 1, 2, 3, 4]
    begin, end = week[0]
    assert shifts(ADA, begin + timedelta(hours=8), begin + timedelta(hours=9)) == [(begin, end)]
    assert shifts(ADA, end, end + timedelta(hours=1)) == []


def test_a_schedule_is_read_by_user_or_by_agent(tenant: Tenant) -> None:
    span = {"start": "2026-03-02T00:00:00Z", "end": "2026-03-03T00:00:00Z"}
    url = f"{tenant.url}/schedules/user"
    [schedule] = tenant.http.get(f"{url}/{stable_uuid('user', ADA)}", params=span).json()["schedules"]
    [shift] = schedule["shifts"]
    assert shift["start"].startswith("2026-03-02T0")
    assert shift["activityIntervals"][0]["activityCode"]["title"] == "Lunch"
    assert tenant.http.get(f"{url}/{ADA}", params=span).status_code == 404
    assert tenant.http.get(f"{url}/{stable_uuid('user', ADA)}").status_code == 400
    old = tenant.get(
        f"/agents/{ADA}/wfm-schedule", startDate="2026-03-02T00:00:00Z", endDate="2026-03-04T00:00:00Z"
    ).json()
    assert [each["activityName"] for each in old["resultSet"]] == ["Lunch", "Lunch"]

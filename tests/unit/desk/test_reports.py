"""Reports: which time is asked for, and what the numbers add up to."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from switchboard.agent.identity import Agent
from switchboard.cxone.durations import seconds_of
from switchboard.desk.reports.api import PerformanceQuery, ProductivityQuery, RangeQuery
from switchboard.desk.reports.model import Performance, Spell, summed
from switchboard.desk.reports.ranges import (
    LONGEST,
    LONGEST_PART,
    QUARTER,
    Period,
    checked,
    of_period,
    outward,
    parts,
)
from switchboard.desk.reports.refusals import RangeEmpty, RangeInTheFuture, RangeTooLong, SupervisorsOnly
from switchboard.desk.reports.service import Reports, range_of, totals_of, within
from switchboard.desk.schedule.api import ScheduleQuery
from switchboard.desk.schedule.service import Activity, Schedule, Shift, listed, time_of

NOW = datetime(2026, 3, 4, 14, 5, 30, tzinfo=UTC)
ADA = Agent("10021", "", "Ada", "Brenner", "3301", "Service")
MOMENTS = st.integers(1_546_300_800_000, 1_956_528_000_000).map(lambda ms: datetime.fromtimestamp(ms / 1000, UTC))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


class TestTimes:
    @pytest.mark.parametrize(
        ("period", "zone", "start", "end"),
        [
            ("today", "UTC", "2026-03-04T00:00", "2026-03-04T14:05:30"),
            ("today", "America/Denver", "2026-03-04T07:00", "2026-03-04T14:05:30"),
            ("today", "Asia/Kathmandu", "2026-03-03T18:15", "2026-03-04T14:05:30"),
            ("today", "Pacific/Auckland", "2026-03-04T11:00", "2026-03-04T14:05:30"),
            ("yesterday", "America/Denver", "2026-03-03T07:00", "2026-03-04T07:00"),
            ("week", "UTC", "2026-03-02T00:00", "2026-03-04T14:05:30"),
            ("month", "UTC", "2026-03-01T00:00", "2026-03-04T14:05:30"),
        ],
    )
    def test_a_named_time_is_by_the_clocks_of_the_agent(
        self, period: str, zone: str, start: str, end: str
    ) -> None:
        assert of_period(Period(period), ZoneInfo(zone), NOW) == (at(start), at(end))

    def test_a_day_on_which_clocks_change_has_its_own_length(self) -> None:
        monday = at("2026-03-30T12:00")
        start, end = of_period(Period.YESTERDAY, ZoneInfo("Europe/Rome"), monday)
        assert end - start == timedelta(hours=23)

    @given(MOMENTS, st.timedeltas(timedelta(seconds=1), timedelta(days=90)))
    def test_a_time_is_widened_to_the_quarters_around_it_and_no_further(
        self, start: datetime, lasts: timedelta
    ) -> None:
        end = start + lasts
        first, last = outward(start, end)
        assert first <= start < first + QUARTER
        assert last - QUARTER < end <= last
        for one in (first, last):
            assert (one.minute % 15, one.second, one.microsecond) == (0, 0, 0)
        assert outward(first, last) == (first, last)

    @given(MOMENTS, st.timedeltas(timedelta(seconds=1), timedelta(days=90)))
    def test_parts_are_the_whole_without_gaps(self, start: datetime, lasts: timedelta) -> None:
        found = parts(start, start + lasts)
        assert (found[0][0], found[-1][1]) == (start, start + lasts)
        assert all(one[1] == following[0] for one, following in pairwise(found))
        assert all(timedelta() < end - begin <= LONGEST_PART for begin, end in found)

    @pytest.mark.parametrize(
        ("start", "end", "refusal"),
        [
            (NOW, NOW, RangeEmpty),
            (NOW, NOW - timedelta(seconds=1), RangeEmpty),
            (NOW - LONGEST - timedelta(seconds=1), NOW, RangeTooLong),
            (NOW, NOW + timedelta(hours=1), RangeInTheFuture),
        ],
    )
    def test_times_without_a_report(self, start: datetime, end: datetime, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            checked(start, end, NOW)

    def test_what_is_still_to_come_is_left_out(self) -> None:
        hour = timedelta(hours=1)
        assert checked(NOW - hour, NOW + hour, NOW) == (NOW - hour, NOW)

    def test_at_midnight_today_has_a_second(self) -> None:
        midnight = at("2026-03-04T00:00")
        assert range_of(RangeQuery(), midnight) == (midnight, midnight + timedelta(seconds=1))

    @pytest.mark.parametrize(
        "query",
        [
            {"from": "2026-03-02T00:00:00Z"},
            {"to": "2026-03-02T00:00:00Z"},
            {"from": "2026-03-02T00:00:00", "to": "2026-03-03T00:00:00"},
            {"from": "2026-03-02T00:00:00Z", "to": "2026-03-03T00:00:00Z", "period": "today"},
            {"period": "fortnight"},
            {"timeZone": "Europe/Atlantis"},
            {"timeZone": "../etc/passwd"},
        ],
        ids=str,
    )
    def test_what_is_no_time_is_refused(self, query: dict[str, str]) -> None:
        with pytest.raises(ValidationError):
            RangeQuery.model_validate(query)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT3H40M", 13_200),
        ("PT1H2M3S", 3_723),
        ("PT0S", 0),
        ("P1DT1S", 86_401),
        ("PT6.9S", 6),
        ("pt4m", 240),
        ("600", 600),
        ("12.5", 12),
        ("", 0),
        ("P", 0),
        ("4 minutes", 0),
        ("-PT5S", 0),
    ],
)
def test_durations_are_whole_seconds(text: str, seconds: int) -> None:
    assert seconds_of(text) == seconds


@given(st.integers(0, 10**7))
def test_a_duration_is_read_as_it_is_written(seconds: int) -> None:
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    assert seconds_of(f"PT{hour}H{minute}M{second}S") == seconds == seconds_of(str(seconds))


class Figures:
    """Reports of an agent who was one hour of each day with contacts."""

    def __init__(self, *, supervisor: bool = False) -> None:
        self.supervisor = supervisor
        self.asked: list[tuple[str, datetime, datetime]] = []

    def performance(self, agent_id: str, start: datetime, end: datetime) -> Performance | None:
        self.asked.append((agent_id, start, end))
        days = (end - start).days
        if not days:
            return None
        return Performance(
            offered=10 * days, refused=days, inbound=6 * days, outbound=3 * days, handled=9 * days,
            inbound_s=3000 * days, outbound_s=600 * days, inbound_talk_s=2400 * days, outbound_talk_s=500 * days,
            talk_s=2900 * days, acw_s=400 * days, login_s=8000 * days, occupancy_pct=50.0,
        )  # fmt: skip

    def team_performance(self, team_id: str, start: datetime, end: datetime) -> Performance | None:
        return self.performance(team_id, start, end)

    def spells(self, agent_id: str, start: datetime, end: datetime) -> list[Spell]:
        return []

    def is_supervisor(self, agent_id: str) -> bool:
        return self.supervisor


class TestPerformance:
    def test_more_than_thirty_days_are_added_up(self) -> None:
        figures = Figures()
        query = PerformanceQuery.model_validate({"from": "2026-01-01T00:07:00Z", "to": "2026-02-10T00:00:00Z"})

        answer = Reports(figures).performance(ADA, query, NOW)

        assert len(figures.asked) == 2
        assert (answer.reported_from, answer.asked_from) == (at("2026-01-01T00:00"), at("2026-01-01T00:07"))
        assert (answer.handled.contacts, answer.offered, answer.refused_percent) == (360, 400, 10.0)
        assert (answer.handled.average_talk_seconds, answer.average_handle_seconds) == (322, 444)
        assert (answer.hold_seconds, answer.wrap_up_seconds) == (700 * 40, 400 * 40)
        assert answer.occupancy_percent == 50.0

    def test_nothing_to_report_is_no_error(self) -> None:
        answer = Reports(Figures()).performance(ADA, PerformanceQuery(), NOW)
        assert (answer.reported, answer.handled.contacts, answer.handled.average_talk_seconds) == (False, 0, None)

    def test_a_teams_numbers_are_for_supervisors(self) -> None:
        query = PerformanceQuery(scope="team", period=Period.MONTH)
        with pytest.raises(SupervisorsOnly):
            Reports(Figures()).performance(ADA, query, NOW)
        figures = Figures(supervisor=True)
        answer = Reports(figures).performance(ADA, query, NOW)
        assert (figures.asked[0][0], answer.agent_id, answer.team_id) == ("3301", None, "3301")

    def test_rates_weigh_by_the_time_logged_in(self) -> None:
        told = [
            Performance(login_s=3000, occupancy_pct=80.0),
            Performance(login_s=1000, occupancy_pct=40.0),
            Performance(login_s=5000),
        ]
        assert summed(told).occupancy_pct == 70.0
        assert summed([]).occupancy_pct is None
        assert summed([Performance(occupancy_pct=0.0), Performance(occupancy_pct=0.0)]).occupancy_pct is None


def spell(minute: int, lasted_s: int, state: str = "available", **given: Any) -> Spell:
    return Spell(state=state, since=at("2026-03-04T08:00") + timedelta(minutes=minute), lasted_s=lasted_s, **given)


class TestProductivity:
    def test_states_are_cut_to_the_time_that_is_reported(self) -> None:
        told = [spell(0, 600), spell(10, 600, "unavailable", reason="Break"), spell(20, 600)]
        found = within(told, (at("2026-03-04T08:05"), at("2026-03-04T08:25")))
        assert [(one.state, one.lasted_s) for one in found] == [
            ("available", 300), ("unavailable", 600), ("available", 300),
        ]  # fmt: skip

    def test_a_state_over_the_border_of_two_parts_counts_once(self) -> None:
        time = (at("2026-03-04T08:00"), at("2026-03-04T09:00"))
        assert sum(one.lasted_s for one in within([spell(0, 600), spell(0, 900)], time)) == 900

    @given(
        st.lists(st.tuples(st.integers(-100, 100), st.integers(0, 5000)), max_size=20),
        st.integers(-50, 50),
        st.integers(1, 60),
    )
    def test_nothing_outside_the_time_is_counted(
        self, given_spells: list[tuple[int, int]], begins: int, lasts: int
    ) -> None:
        start = at("2026-03-04T08:00") + timedelta(minutes=begins)
        end = start + timedelta(minutes=lasts)
        for one in within([spell(*told) for told in given_spells], (start, end)):
            assert start <= one.since < end
            assert one.since + timedelta(seconds=one.lasted_s) <= end

    def test_sums_are_by_state_and_reason_the_longest_first(self) -> None:
        told = [
            spell(0, 60),
            spell(1, 500, "unavailable", reason="Break"),
            spell(10, 70),
            spell(20, 5, "unavailable"),
        ]
        assert [(one.state, one.reason, one.seconds, one.times) for one in totals_of(told)] == [
            ("unavailable", "Break", 500, 1),
            ("available", None, 130, 2),
            ("unavailable", None, 5, 1),
        ]

    def test_pages_do_not_change_the_sums(self) -> None:
        class Busy(Figures):
            def spells(self, agent_id: str, start: datetime, end: datetime) -> list[Spell]:
                return [spell(one, 60) for one in range(5)]

        def read(**query: Any) -> Any:
            return Reports(Busy()).productivity(ADA, ProductivityQuery(**query), NOW)

        first = read(limit=3)
        second = read(limit=3, cursor=first.next)
        assert [len(one.states) for one in (first, second)] == [3, 2]
        assert first.total_seconds == second.total_seconds == 300
        assert second.next is None


class TestSchedule:
    def test_without_a_time_it_is_the_week_that_begins_today(self) -> None:
        assert time_of(ScheduleQuery(), NOW) == (at("2026-03-04T00:00"), at("2026-03-11T00:00"))

    @pytest.mark.parametrize(("end", "refusal"), [("2026-03-02", RangeEmpty), ("2026-05-10", RangeTooLong)])
    def test_times_that_cannot_be_asked_for(self, end: str, refusal: type[Exception]) -> None:
        query = ScheduleQuery.model_validate({"from": "2026-03-02T00:00:00Z", "to": f"{end}T00:00:00Z"})
        with pytest.raises(refusal):
            time_of(query, NOW)

    def test_shifts_come_in_their_order_with_their_length(self) -> None:
        def hour(number: int) -> datetime:
            return at(f"2026-03-04T{number:02}:00")

        class Planned:
            def schedule(self, agent: Agent, start: datetime, end: datetime) -> Schedule:
                lunch = Activity(title="Lunch", start=hour(12), end=hour(13), color="#f9a825")
                brief = Activity(title="Brief", start=hour(8), end=hour(9))
                late = Shift(start=hour(18), end=hour(20))
                return Schedule([late, Shift(start=hour(8), end=hour(16), activities=[lunch, brief])])

        answer = listed(Planned(), ADA, ScheduleQuery(), NOW)
        assert [(one.start, one.seconds) for one in answer.shifts] == [(hour(8), 28_800), (hour(18), 7_200)]
        assert [one.title for one in answer.shifts[0].activities] == ["Brief", "Lunch"]
        assert answer.shifts[0].activities[1].color == "#f9a825"

"""Reports on the acting agent, and on a supervisor's team."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from switchboard.agent.identity import Agent
from switchboard.contact.words import Channel
from switchboard.desk.paging import Place, page_of
from switchboard.desk.reports import ranges
from switchboard.desk.reports.api import (
    HandledAnswer,
    PerformanceAnswer,
    PerformanceQuery,
    ProductivityAnswer,
    ProductivityQuery,
    RangeQuery,
    SpellAnswer,
    StateTotal,
)
from switchboard.desk.reports.model import AgentFigures, Performance, Spell, summed
from switchboard.desk.reports.ranges import Period
from switchboard.desk.reports.refusals import SupervisorsOnly

Range = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Reports:
    """What agents did."""

    figures: AgentFigures

    def performance(self, agent: Agent, query: PerformanceQuery, now: datetime) -> PerformanceAnswer:
        """Counts and times.

        Raises:
            RangeEmpty, RangeTooLong, RangeInTheFuture: there is no report on such a time.
            SupervisorsOnly: a team's numbers are not the agent's to see.
        """
        asked = range_of(query, now)
        reported = ranges.outward(*asked)
        is_team = query.scope == "team"
        if is_team and not self.figures.is_supervisor(agent.agent_id):
            raise SupervisorsOnly
        if is_team:
            found = _told(self.figures.team_performance, agent.team_id, reported)
        else:
            found = _told(self.figures.performance, agent.agent_id, reported)
        total = summed(found)
        return PerformanceAnswer(
            asked_from=asked[0],
            asked_to=asked[1],
            reported_from=reported[0],
            reported_to=reported[1],
            rounded_to="quarterHour",
            scope=query.scope,
            agent_id=None if is_team else agent.agent_id,
            team_id=agent.team_id,
            reported=bool(found),
            offered=total.offered,
            refused=total.refused,
            refused_percent=round(100 * total.refused / total.offered, 1) if total.offered else None,
            handled=_handled(total.handled, total.talk_s, total.inbound_s + total.outbound_s),
            inbound=_handled(total.inbound, total.inbound_talk_s, total.inbound_s),
            outbound=_handled(total.outbound, total.outbound_talk_s, total.outbound_s),
            hold_seconds=total.hold_s,
            wrap_up_seconds=total.acw_s,
            average_handle_seconds=_ratio(total.inbound_s + total.outbound_s + total.acw_s, total.handled),
            consult_seconds=total.consult_s,
            available_seconds=total.available_s,
            unavailable_seconds=total.unavailable_s,
            login_seconds=total.login_s,
            occupancy_percent=total.occupancy_pct,
            working_percent=total.working_pct,
        )

    def productivity(self, agent: Agent, query: ProductivityQuery, now: datetime) -> ProductivityAnswer:
        """States, with their sums.

        Raises:
            RangeEmpty, RangeTooLong, RangeInTheFuture: there is no report on such a time.
            BadCursor: the cursor is not one of this list's.
        """
        asked = range_of(query, now)
        told: list[Spell] = []
        for start, end in ranges.parts(*asked):
            told += self.figures.spells(agent.agent_id, start, end)
        spells = within(told, asked)
        page = page_of(spells, _place, limit=query.limit, cursor=query.cursor)
        return ProductivityAnswer(
            asked_from=asked[0],
            asked_to=asked[1],
            reported_from=asked[0],
            reported_to=asked[1],
            rounded_to="second",
            total_seconds=sum(one.lasted_s for one in spells),
            totals=totals_of(spells),
            states=[_spell_answer(one) for one in page.rows],
            next=page.next,
        )


def range_of(query: RangeQuery, now: datetime) -> Range:
    """The time that a query means; as ``ranges.checked``. Pure."""
    now = now.replace(microsecond=0)
    if query.begin and query.end:
        return ranges.checked(query.begin, query.end, now)
    # At midnight today has not begun to last.
    start, end = ranges.of_period(query.period or Period.TODAY, ZoneInfo(query.time_zone), now)
    return start, max(end, start + timedelta(seconds=1))


def within(spells: Iterable[Spell], of: Range) -> list[Spell]:
    """Spells as far as they lie within a time, each once, the earliest first. Pure."""
    start, end = of
    found: dict[tuple[datetime, str, str], Spell] = {}
    for one in spells:
        since = max(one.since, start)
        until = min(one.since + timedelta(seconds=one.lasted_s), end)
        if until <= since:
            continue
        cut = Spell(
            state=one.state,
            since=since,
            lasted_s=int((until - since).total_seconds()),
            reason=one.reason,
            channel=one.channel,
            skill_id=one.skill_id,
            skill_name=one.skill_name,
            is_outbound=one.is_outbound,
        )
        key = (one.since, one.state, one.reason)
        # A spell over the border of two parts comes with both, in the later one perhaps longer.
        if key not in found or found[key].lasted_s < cut.lasted_s:
            found[key] = cut
    return sorted(found.values(), key=_place)


def totals_of(spells: Sequence[Spell]) -> list[StateTotal]:
    """Sums by state and reason, the longest first. Pure."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for one in spells:
        seconds, times = sums.get((one.state, one.reason), (0, 0))
        sums[one.state, one.reason] = seconds + one.lasted_s, times + 1
    ordered = sorted(sums.items(), key=lambda entry: (-entry[1][0], entry[0]))
    return [
        StateTotal(state=state, reason=reason or None, seconds=seconds, times=times)
        for (state, reason), (seconds, times) in ordered
    ]


def _told(
    ask: Callable[[str, datetime, datetime], Performance | None], whose: str, reported: Range
) -> list[Performance]:
    answers = [ask(whose, start, end) for start, end in ranges.parts(*reported)]
    return [one for one in answers if one is not None]


def _handled(contacts: int, talk_s: int, whole_s: int) -> HandledAnswer:
    return HandledAnswer(
        contacts=contacts,
        talk_seconds=talk_s,
        average_talk_seconds=_ratio(talk_s, contacts),
        seconds=whole_s,
    )


def _ratio(seconds: int, count: int) -> int | None:
    return seconds // count if count else None


def _place(spell: Spell) -> Place:
    return spell.since.isoformat(timespec="microseconds"), spell.state, spell.reason


def _spell_answer(spell: Spell) -> SpellAnswer:
    return SpellAnswer(
        state=spell.state,
        reason=spell.reason or None,
        since=spell.since,
        until=spell.since + timedelta(seconds=spell.lasted_s),
        seconds=spell.lasted_s,
        channel=Channel(spell.channel) if spell.channel else None,
        skill_id=spell.skill_id or None,
        skill_name=spell.skill_name or None,
        outbound=spell.is_outbound,
    )

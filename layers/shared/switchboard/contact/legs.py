"""The contacts of one master as one: a transferred call goes on under a new contact id."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from math import inf

from switchboard.contact.facts import Facts, whole_seconds
from switchboard.contact.words import State


def together(legs: Sequence[Facts]) -> Facts:
    """What follows from all legs: earliest start, latest end, times added up, agents in the order of their work.

    It is over when every leg is, and closed when nobody is at work on any of them. Agent and disposition are those
    of the leg that was answered last.

    Args:
        legs: at least one; where two started at the same moment, the later one in this order counts as later.
    """
    ordered = sorted(legs, key=lambda leg: _moment(leg.started_at))
    last = ([leg for leg in ordered if leg.answered] or ordered)[-1]
    unfinished = [leg for leg in ordered if not leg.over] or [leg for leg in ordered if leg.state is State.WRAP_UP]
    over = all(leg.over for leg in legs)
    started_at = _earliest(leg.started_at for leg in legs)
    ended_at = _latest(leg.ended_at for leg in legs) if over else None
    return replace(
        last,
        state=(unfinished or [last])[-1].state,
        outcome=last.outcome if over else "",
        started_at=started_at,
        queued_at=_earliest(leg.queued_at for leg in legs),
        answered_at=_earliest(leg.answered_at for leg in legs),
        ended_at=ended_at,
        wrapped_up_at=None if unfinished else _latest(leg.wrapped_up_at for leg in legs),
        queue_s=_sum(leg.queue_s for leg in legs),
        talk_s=_sum(leg.talk_s for leg in legs),
        hold_s=_sum(leg.hold_s for leg in legs),
        connected_s=_sum(leg.connected_s for leg in legs),
        wrap_up_s=_sum(leg.wrap_up_s for leg in legs),
        duration_s=whole_seconds(started_at, ended_at),
        hold_count=sum(leg.hold_count for leg in legs),
        assignments=tuple(sorted((one for leg in ordered for one in leg.assignments), key=lambda one: one.since)),
        parties=tuple(dict.fromkeys(party for leg in ordered for party in leg.parties)),
        disposition=next((leg.disposition for leg in (last, *ordered[::-1]) if leg.disposition), ""),
    )


def _moment(at: datetime | None) -> float:
    return at.timestamp() if at else -inf


def _earliest(times: Iterable[datetime | None]) -> datetime | None:
    return min((at for at in times if at), default=None)


def _latest(times: Iterable[datetime | None]) -> datetime | None:
    return max((at for at in times if at), default=None)


def _sum(seconds: Iterable[int | None]) -> int | None:
    known = [one for one in seconds if one is not None]
    return sum(known) if known else None

"""Looking callers up ahead of their pop, many in one search.

A search proposes records for all of its callers at once; each record is given to the callers whose number it
proves to hold. A search that was truncated may have lost somebody's record, so its callers are searched again one
by one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from switchboard.phone import Ani
from switchboard.screen_pop.matching import match_phone
from switchboard.screen_pop.memory import KnownCaller, signature
from switchboard.screen_pop.model import Proposals, SearchPlan
from switchboard.screen_pop.planning import plans
from switchboard.screen_pop.rules import AddressStep, ScreenPopRules

MOST_CALLERS = 20
"""Callers in one search."""

MOST_TEXT = 3900
"""Characters of search text; beyond 4,000 Salesforce drops the operators (SOSL reference, limits)."""


class CrowdDirectory(Protocol):
    """Searches for several numbers at once."""

    def text_length(self, ani: Ani) -> int:
        """Characters that one number takes in a search."""
        ...

    def by_phones(self, anis: Sequence[Ani], plans: Sequence[SearchPlan]) -> Proposals:
        """Records that may hold any of the numbers; raises ``CrmError``."""
        ...


class Budget(Protocol):
    """How many searches may still be made in the present five minutes, over all environments."""

    def take(self, searches: int) -> bool:
        """Whether so many may be made; they count at once."""
        ...


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What a run brought: results by number, searches made, and callers that the budget left out."""

    callers: dict[str, KnownCaller]
    searches: int
    skipped: int


def ahead_plans(rules: ScreenPopRules) -> tuple[SearchPlan, ...]:
    """Plans that serve every rule which searches phones by index: all of its objects, each once."""
    steps = [
        step
        for rule in rules.rules
        for step in rule.steps
        if isinstance(step, AddressStep) and step.by == "phone" and step.mode == "index"
    ]
    merged = {plan.object_type: plan for step in steps for plan in plans(rules, step)}
    return tuple(merged.values())


def look_up(
    anis: Iterable[Ani],
    rules: ScreenPopRules,
    directory: CrowdDirectory,
    budget: Budget,
    region: str,
    clock: Callable[[], float],
) -> LookedUp:
    """Results for callers, as many in a search as fit.

    Raises:
        CrmError: the CRM could not be asked; results of this run are lost, and pops look up for themselves.
    """
    searched = ahead_plans(rules)
    callers: dict[str, KnownCaller] = {}
    searches = skipped = 0

    def search(group: Sequence[Ani]) -> Proposals | None:
        nonlocal searches, skipped
        if not budget.take(1):
            skipped += len(group)
            return None
        searches += 1
        return directory.by_phones(group, searched)

    if not searched:
        return LookedUp({}, 0, 0)
    for group in packed(list({ani.e164: ani for ani in anis}.values()), directory.text_length):
        found = search(group)
        if found is None:
            continue
        alone = found.truncated and len(group) > 1
        for ani in group:
            own = search([ani]) if alone else found
            if own is not None:
                callers[ani.e164] = _known(ani, own, searched, rules, region, clock())
    return LookedUp(callers, searches, skipped)


def packed(anis: Sequence[Ani], length: Callable[[Ani], int]) -> list[list[Ani]]:
    """Groups that fit one search each, in the order given."""
    groups: list[list[Ani]] = []
    room = 0
    for ani in anis:
        needed = length(ani)
        if not groups or len(groups[-1]) >= MOST_CALLERS or needed > room:
            groups.append([])
            room = MOST_TEXT
        groups[-1].append(ani)
        room -= needed
    return groups


def _known(
    ani: Ani,
    found: Proposals,
    searched: Sequence[SearchPlan],
    rules: ScreenPopRules,
    region: str,
    now: float,
) -> KnownCaller:
    """Those of the proposals that hold this caller's number."""
    rows = [
        row
        for row in found.rows
        if match_phone(Proposals([row]), searched, ani, region, rules.foreign_national).candidates
    ]
    fresh_s = rules.freshness.found_s if rows else rules.freshness.unfound_s
    return KnownCaller(
        plans={plan.object_type: signature(plan) for plan in searched},
        rows=[(row.object_type, row.fields) for row in rows],
        truncated=found.truncated,
        until=now + fresh_s,
    )

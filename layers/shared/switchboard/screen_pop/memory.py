"""What screen pops remember for a while: callers looked up ahead, decisions, layouts.

A caller's result is kept by number with the plans that it was searched with, so that it serves any pop that asks
for no more; a change of the rules leaves it behind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from switchboard.screen_pop.model import Proposals, Row, SearchPlan


@dataclass(frozen=True, slots=True)
class KnownCaller:
    """The result of a search for one number.

    Args:
        plans: what was searched and asked for, by object; see ``signature``.
        rows: records that hold the number, as object and fields.
        truncated: whether an object has more than were looked at.
        until: epoch seconds until which the result may be used.
    """

    plans: Mapping[str, Any]
    rows: Sequence[tuple[str, Mapping[str, Any]]]
    truncated: bool
    until: float

    def proposals_for(self, plans: Sequence[SearchPlan], now: float) -> Proposals | None:
        """The result as far as these plans ask for it, or None where it is too old or holds less."""
        if now >= self.until:
            return None
        for plan in plans:
            kept = self.plans.get(plan.object_type)
            asked = signature(plan)
            if kept is None or kept["where"] != asked["where"] or not set(asked["fields"]) <= set(kept["fields"]):
                return None
        wanted = {plan.object_type for plan in plans}
        return Proposals([Row(kind, fields) for kind, fields in self.rows if kind in wanted], self.truncated)


def signature(plan: SearchPlan) -> dict[str, Any]:
    """What has to agree for a result to serve a plan: conditions the same, fields at least these."""
    return {
        "fields": sorted(plan.fields),
        "where": sorted(f"{one.field} {one.op} {one.value!r}" for one in plan.where),
    }


@dataclass(frozen=True, slots=True)
class KeptDecision:
    """The answer that was given for a contact, and to whom.

    Args:
        answer: the JSON text of the answer.
        user_id: Salesforce user who is its agent, or empty where nobody was named.
    """

    answer: str
    user_id: str


@dataclass(frozen=True, slots=True)
class Recalled:
    """What one read brought back."""

    caller: KnownCaller | None = None
    layout: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is remembered of contacts and callers: answers by contact key, results by number, however old."""

    answers: Mapping[str, str]
    callers: Mapping[str, KnownCaller]


class PopMemory(Protocol):
    """Where it is kept. Numbers are E.164, users 18-character ids."""

    def recall(self, number: str, user_id: str) -> Recalled:
        """A caller and a user's layout with one request; either may be empty."""
        ...

    def known(self, numbers: Sequence[str], now: float) -> set[str]:
        """Those of the numbers whose result may still be used."""
        ...

    def keep_callers(self, callers: Mapping[str, KnownCaller]) -> None:
        """Keep results by number."""
        ...

    def keep_decision(self, contact_key: str, decision: KeptDecision, until: float) -> None:
        """Keep the last decision of a contact until then, in epoch seconds."""
        ...

    def decision(self, contact_key: str) -> KeptDecision | None:
        """The last decision of a contact."""
        ...

    def forget(self, contact_keys: Sequence[str], number: str = "") -> None:
        """Forget the decisions of these contacts, and the result for a number."""
        ...

    def remembered(self, contact_keys: Sequence[str], numbers: Sequence[str]) -> Remembered:
        """What is remembered of many contacts and callers."""
        ...

    def keep_layout(self, user_id: str, layout: Mapping[str, Any]) -> None:
        """Keep a user's softphone layout until another comes."""
        ...

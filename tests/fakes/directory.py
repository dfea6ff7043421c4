"""A directory in memory that proposes what it was given and remembers what it was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from switchboard.phone import Ani
from switchboard.screen_pop.lookup_rules import Lookup, Scalar
from switchboard.screen_pop.model import Proposals, Row, SearchPlan, proposals


@dataclass
class MemoryDirectory:
    """Implements ``switchboard.screen_pop.model.Directory``; proposes rows of the objects that are searched."""

    rows: list[Row] = field(default_factory=list)
    asked: list[tuple[str, object]] = field(default_factory=list)

    def by_phone(self, ani: Ani, plans: Sequence[SearchPlan]) -> Proposals:
        self.asked.append(("phone", ani.e164))
        return self._of({plan.object_type: plan.limit for plan in plans})

    def by_value(self, value: str, plans: Sequence[SearchPlan]) -> Proposals:
        self.asked.append(("value", value))
        return self._of({plan.object_type: plan.limit for plan in plans})

    def by_lookup(self, lookup: Lookup, values: Mapping[str, Scalar | date]) -> Proposals:
        self.asked.append(("lookup", dict(values)))
        return self._of({lookup.object: lookup.limit})

    def _of(self, limits: Mapping[str, int]) -> Proposals:
        return proposals([row for row in self.rows if row.object_type in limits], limits)

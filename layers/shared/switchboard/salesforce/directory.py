"""Looking records up in Salesforce, each time with one request."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from switchboard.phone import Ani
from switchboard.salesforce.client import SalesforceClient
from switchboard.salesforce.soql import conditions, lookup_query, value_query
from switchboard.salesforce.sosl import Returning, phone_search, phone_text
from switchboard.screen_pop.lookup_rules import Lookup, Scalar
from switchboard.screen_pop.model import Proposals, Row, SearchPlan, proposals

MOST_CROWD_ROWS = 200
"""Rows of each object in a search for several callers; Salesforce gives 250 at most (SOSL limits)."""


class SalesforceDirectory:
    """Implements ``Directory`` and ``CrowdDirectory`` of ``switchboard.screen_pop``."""

    def __init__(self, client: SalesforceClient) -> None:
        self._client = client

    def by_phone(self, ani: Ani, plans: Sequence[SearchPlan]) -> Proposals:
        """One SOSL search over all objects."""
        returning = [_returning(plan) for plan in plans]
        rows = _rows(self._client.search(phone_search(phone_text(ani.search_terms), returning)))
        return proposals(rows, _limits(plans))

    def text_length(self, ani: Ani) -> int:
        """See ``switchboard.screen_pop.ahead.CrowdDirectory``; includes the OR before the next number."""
        return len(phone_text(ani.search_terms)) + len(" OR ")

    def by_phones(self, anis: Sequence[Ani], plans: Sequence[SearchPlan]) -> Proposals:
        """One SOSL search for several numbers; one alone has the rules' own limits."""
        if len(anis) == 1:
            return self.by_phone(anis[0], plans)
        crowd = [replace(plan, limit=MOST_CROWD_ROWS) for plan in plans]
        text = " OR ".join(phone_text(ani.search_terms) for ani in anis)
        rows = _rows(self._client.search(phone_search(text, [_returning(plan) for plan in crowd])))
        return proposals(rows, _limits(crowd))

    def by_value(self, value: str, plans: Sequence[SearchPlan]) -> Proposals:
        """One query for one object; one composite request for several. SOQL sees new records at once."""
        answers = self._client.queries([value_query(plan, value) for plan in plans])
        return proposals([row for records in answers for row in _rows(records)], _limits(plans))

    def by_lookup(self, lookup: Lookup, values: Mapping[str, Scalar | date]) -> Proposals:
        """One query."""
        (records,) = self._client.queries([lookup_query(lookup, dict(values))])
        return proposals(_rows(records), {lookup.object: lookup.limit})


def _returning(plan: SearchPlan) -> Returning:
    return Returning(plan.object_type, plan.fields, conditions(plan.where), plan.limit)


def _limits(plans: Sequence[SearchPlan]) -> dict[str, int]:
    return {plan.object_type: plan.limit for plan in plans}


def _rows(records: Sequence[Mapping[str, Any]]) -> list[Row]:
    return [Row(record["attributes"]["type"], record) for record in records]

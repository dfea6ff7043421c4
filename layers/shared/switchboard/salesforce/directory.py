"""Looking records up in Salesforce, each time with one request."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from switchboard.phone import Ani
from switchboard.salesforce.client import SalesforceClient
from switchboard.salesforce.soql import conditions, lookup_query, value_query
from switchboard.salesforce.sosl import Returning, phone_search, phone_text
from switchboard.screen_pop.lookup_rules import Lookup, Scalar
from switchboard.screen_pop.model import Proposals, Row, SearchPlan, proposals


class SalesforceDirectory:
    """Implements ``switchboard.screen_pop.model.Directory``."""

    def __init__(self, client: SalesforceClient) -> None:
        self._client = client

    def by_phone(self, ani: Ani, plans: Sequence[SearchPlan]) -> Proposals:
        """One SOSL search over all objects."""
        returning = [_returning(plan) for plan in plans]
        rows = _rows(self._client.search(phone_search(phone_text(ani.search_terms), returning)))
        return proposals(rows, _limits(plans))

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

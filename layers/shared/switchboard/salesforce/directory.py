"""Looking callers up in Salesforce: one SOSL request over all objects of the rules."""

from collections.abc import Sequence

from switchboard.phone import Ani
from switchboard.salesforce.client import SalesforceClient
from switchboard.salesforce.sosl import Returning, phone_search, phone_text
from switchboard.screen_pop.model import Row
from switchboard.screen_pop.rules import Condition, ScreenPopRules, SearchedObject


class SalesforceDirectory:
    """Implements ``switchboard.screen_pop.model.Directory``."""

    def __init__(self, client: SalesforceClient) -> None:
        self._client = client

    def by_phone(self, ani: Ani, rules: ScreenPopRules) -> Sequence[Row]:
        """One request, whatever the number of objects. See the protocol."""
        returning = [_returning(searched, rules) for searched in rules.objects]
        rows = self._client.search(phone_search(phone_text(ani.search_terms), returning))
        return [Row(row["attributes"]["type"], row) for row in rows]


def _returning(searched: SearchedObject, rules: ScreenPopRules) -> Returning:
    fields = ["Id", searched.name_field, *rules.phone_fields(searched), *searched.returns, "LastModifiedDate"]
    if rules.person_accounts and searched.object == "Account":
        fields += ["IsPersonAccount", "PersonContactId"]
    if rules.person_accounts and searched.object == "Contact":
        fields += ["IsPersonAccount", "AccountId"]
    return Returning(
        object_type=searched.object,
        fields=tuple(dict.fromkeys(fields)),
        where=" AND ".join(_condition(one) for one in searched.where),
        limit=searched.limit,
    )


def _condition(condition: Condition) -> str:
    """A condition with its value as a literal, quoted by simple-salesforce."""
    from simple_salesforce.format import format_soql  # noqa: PLC0415 - its import is slow; see client.py

    return f"{condition.field} {condition.op} " + format_soql("{}", condition.value)

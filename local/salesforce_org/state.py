"""All that an org remembers, and what its resources ask of it."""

import threading
from collections.abc import Iterable, Mapping

from local.salesforce_org.auth.apps import ExternalClientApp
from local.salesforce_org.auth.sessions import Sessions
from local.salesforce_org.cursors import Cursors
from local.salesforce_org.ids import make_id
from local.salesforce_org.records.rules import ValidationRule
from local.salesforce_org.records.writer import Writer
from local.salesforce_org.schema.model import Schema
from local.salesforce_org.schema.people import ONLY_WITH_PERSON_ACCOUNTS
from local.salesforce_org.schema.standard import ALL
from local.salesforce_org.settings import Settings
from local.salesforce_org.soql.run import Runner
from local.salesforce_org.sosl.index import SearchIndex
from local.salesforce_org.sosl.search import Searcher
from local.salesforce_org.store import Change, Store
from local.salesforce_org.usage import ApiUsage, SearchRate
from local.simulator.clock import Clock
from local.simulator.faults import FaultBook

ORG_ID = make_id("00D", 1)


class OrgState:
    """One org. ``lock`` is held, briefly, by whoever reads or changes anything in it."""

    def __init__(
        self,
        *,
        clock: Clock,
        faults: FaultBook,
        settings: Settings,
        apps: Iterable[ExternalClientApp],
        rules: Iterable[ValidationRule],
    ) -> None:
        self.lock = threading.RLock()
        self.clock = clock
        self.faults = faults
        self.org_id = ORG_ID
        self.instance_url = "https://acme.my.salesforce.com"
        self.apps: Mapping[str, ExternalClientApp] = {app.client_id: app for app in apps}
        self.everything = ALL
        self.start_again(settings, rules)

    def start_again(self, settings: Settings, rules: Iterable[ValidationRule]) -> None:
        """No records, nobody logged in, nothing used up."""
        self.settings = settings
        self.rules = tuple(rules)
        self.visible = visible_schema(settings)
        self.store = Store(ALL)
        self.store.committed = self._index
        self.index = SearchIndex(self.visible)
        self.sessions = Sessions(ORG_ID)
        self.usage = ApiUsage()
        self.search_rate = SearchRate()
        self.cursors = Cursors()

    def change_settings(self, settings: Settings) -> None:
        """Throw switches; what is visible, and what is searched, follows."""
        before, self.settings = self.settings, settings
        if _hidden(before) != _hidden(settings):
            self.visible = visible_schema(settings)
            self.index = SearchIndex(self.visible)
            self.index.note(self.store.everything(), self.clock.now(), lag_s=0)

    def _index(self, changes: list[Change]) -> None:
        self.index.note(changes, self.clock.now(), self.settings.index_lag_seconds)

    def runner(self, base: str, *, deleted: bool = False) -> Runner:
        """Answers queries as the API user sees the org, now."""
        return Runner(self.visible, self.store, self.clock.now(), base, deleted)

    def searcher(self, base: str) -> Searcher:
        """Answers searches as the API user sees the org, now."""
        settings = self.settings
        return Searcher(
            self.visible,
            self.store,
            self.index,
            self.clock.now(),
            base,
            settings.phone_profile,
            settings.noise_digits,
            settings.false_hits,
            settings.refuse_one_character,
        )

    def writer(self, user_id: str, *, unrestricted: bool = False) -> Writer:
        """Writes as a user, now; ``unrestricted`` as one who may edit every field."""
        read_only = () if unrestricted else self.settings.read_only_fields
        now = self.clock.now()
        return Writer(self.everything, read_only, self.store, self.settings, self.rules, now, user_id)


def visible_schema(settings: Settings) -> Schema:
    """What API users may see."""
    objects, fields = _hidden(settings)
    return ALL.without(objects=objects, fields=fields)


def _hidden(settings: Settings) -> tuple[frozenset[str], frozenset[str]]:
    """Objects and fields that API users do not see."""
    fields = frozenset(settings.hidden_fields)
    if not settings.person_accounts:
        fields |= ONLY_WITH_PERSON_ACCOUNTS
    return frozenset(settings.hidden_objects), fields

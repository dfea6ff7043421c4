"""What records are: one contract for those in memory and those of Salesforce behind real HTTP."""

import pytest

from local.salesforce_org.users import ADMIN_USER_ID
from switchboard.activity.relating import RelatableRecords, Target
from switchboard.runtime.services import salesforce
from switchboard.salesforce.relations import SalesforceRelations
from tests.fakes.relations import MemoryRelations
from tests.support.people import ACME, CASE, GRACE, LEAD, record_id
from tests.support.tasks import throw_away
from tests.support.world import World

NOBODY = record_id("003", 99)


class RelationsContract:
    @pytest.fixture
    def records(self) -> RelatableRecords:
        raise NotImplementedError

    def test_a_record_tells_what_it_is(self, records: RelatableRecords) -> None:
        assert records.targets([GRACE, LEAD, ACME, CASE]) == {
            GRACE: Target("Contact", exists=True, as_who=True, as_what=False),
            LEAD: Target("Lead", exists=True, as_who=True, as_what=False),
            ACME: Target("Account", exists=True, as_who=False, as_what=True),
            CASE: Target("Case", exists=True, as_who=False, as_what=True),
        }

    def test_what_is_not_there_has_a_type_all_the_same(self, records: RelatableRecords) -> None:
        assert records.targets([NOBODY]) == {NOBODY: Target("Contact", False, True, False)}

    def test_what_activities_do_not_take_is_not_looked_for(self, records: RelatableRecords) -> None:
        assert records.targets([ADMIN_USER_ID]) == {ADMIN_USER_ID: Target("User", False, False, False)}

    def test_an_id_of_no_type_is_left_out(self, records: RelatableRecords) -> None:
        assert records.targets([record_id("zzz", 1)]) == {}
        assert records.targets([]) == {}


class TestMemoryRelations(RelationsContract):
    @pytest.fixture
    def records(self) -> MemoryRelations:
        return MemoryRelations({ACME, CASE, GRACE, LEAD, ADMIN_USER_ID})


class TestSalesforceRelations(RelationsContract):
    @pytest.fixture
    def records(self, world: World) -> SalesforceRelations:
        return SalesforceRelations(salesforce())

    def test_types_are_asked_for_once_an_hour(self, world: World) -> None:
        seconds = [0.0]
        records = SalesforceRelations(salesforce(), lambda: seconds[0])
        records.targets([GRACE])
        world.org.journal.clear()

        records.targets([GRACE, CASE])
        assert len(world.asked()) == 1

        seconds[0] = 3601.0
        records.targets([GRACE])
        assert len(world.asked()) == 1 + 3

    def test_a_deleted_record_is_not_there(self, world: World, records: SalesforceRelations) -> None:
        throw_away(world, GRACE)
        assert not records.targets([GRACE])[GRACE].exists

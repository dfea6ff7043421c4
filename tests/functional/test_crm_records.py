"""Records in bulk: one contract for the CRM in memory and for Salesforce behind real HTTP."""

from collections.abc import Mapping
from typing import Any

import pytest

from local.salesforce_org.users import ADMIN_USER_ID
from switchboard.activity.crm import MOST_ROWS, CrmRecords, Done, Look, Refused, Row, RowId
from switchboard.errors import CrmLimitReached, CrmNotVisible, CrmUnavailable
from switchboard.runtime import services
from switchboard.salesforce.activities import SalesforceRecords
from tests.fakes.crm_records import MemoryCrm
from tests.support import people
from tests.support.tasks import change_org, composite_parts, tasks, throw_away
from tests.support.world import World

KEY = "Switchboard_Key__c"
POLICY_KEY = "PolicyNumber__c"


def new(key: str, **fields: Any) -> Row:
    return Row("Task", {"Subject": "Call", **fields}, key_field=KEY, key=key)


def changed(record_id: str, **fields: Any) -> Row:
    return Row("Task", fields, record_id=record_id)


def task(*keys: str, fields: tuple[str, ...] = ("Subject",)) -> Look:
    return Look("Task", fields, keys, key_field=KEY)


class RecordsContract:
    """What any CRM behind the protocol does."""

    @pytest.fixture
    def crm(self) -> CrmRecords:
        raise NotImplementedError

    def delete(self, record_id: str) -> None:
        raise NotImplementedError

    def made(self, crm: CrmRecords, *rows: Row) -> list[str]:
        """Ids of the rows, written together."""
        (results,) = crm.write([rows])
        assert all(isinstance(one, Done) for one in results), results
        return [one.record_id for one in results if isinstance(one, Done)]

    def values(self, crm: CrmRecords, record_id: str, *fields: str) -> Mapping[str, object]:
        (found,) = crm.read([Look("Task", fields, (record_id,))])
        return found[record_id].values

    def test_a_key_makes_one_record_however_often_it_is_written(self, crm: CrmRecords) -> None:
        first = crm.write([[new("k1")]])
        again = crm.write([[new("k1", Subject="Call again")]])

        (made,), (met,) = first[0], again[0]
        assert isinstance(made, Done)
        assert made.created
        assert met == Done(made.record_id, created=False)
        assert self.values(crm, made.record_id, "Subject") == {"Subject": "Call again"}

    def test_an_update_changes_what_it_names_and_empties_what_it_says_is_nothing(self, crm: CrmRecords) -> None:
        (record_id,) = self.made(crm, new("k1", CallDisposition="Sale", CallObject="7"))

        crm.write([[changed(record_id, CallDisposition=None, CallDurationInSeconds=65)]])

        assert self.values(
            crm, record_id, "Subject", "CallDisposition", "CallObject", "CallDurationInSeconds"
        ) == {
            "Subject": "Call",
            "CallDisposition": None,
            "CallObject": "7",
            "CallDurationInSeconds": 65,
        }

    def test_a_field_that_is_set_on_create_is_refused_where_the_record_exists(self, crm: CrmRecords) -> None:
        self.made(crm, new("k1", TaskSubtype="Call"))

        ((refused, done),) = crm.write([[new("k1", TaskSubtype="Call"), new("k2", TaskSubtype="Call")]])

        assert refused == Refused("INVALID_FIELD_FOR_INSERT_UPDATE", ("TaskSubtype",))
        assert isinstance(done, Done)

    def test_a_row_may_belong_to_one_of_an_earlier_collection(self, crm: CrmRecords) -> None:
        policies = [Row("Policy__c", {}, key_field=POLICY_KEY, key=f"p{number}") for number in range(2)]
        tasks = [new("k0", WhatId=RowId(0, 0)), new("k1", WhatId=RowId(0, 1))]

        made, related = crm.write([policies, tasks])

        for policy, row in zip(made, related, strict=True):
            assert isinstance(policy, Done)
            assert isinstance(row, Done)
            assert self.values(crm, row.record_id, "WhatId") == {"WhatId": policy.record_id}

    def test_a_collection_whose_reference_came_to_nothing_is_refused_together(self, crm: CrmRecords) -> None:
        (gone,) = self.made(crm, new("k0"))
        self.delete(gone)

        first, second = crm.write([[changed(gone, Subject="No more")], [new("k1", CallObject=RowId(0, 0))]])

        assert first == [Refused("ENTITY_IS_DELETED")]
        assert second == [Refused("PROCESSING_HALTED", together=True)]
        assert crm.read([task("k1")]) == [{}]

    def test_a_deleted_record_is_seen_as_such_and_its_key_is_free(self, crm: CrmRecords) -> None:
        (record_id,) = self.made(crm, new("k1"))
        self.delete(record_id)

        by_id, by_key = crm.read([Look("Task", ("Subject",), (record_id,)), task("k1")])
        assert by_id[record_id].deleted
        assert by_key["k1"].deleted

        (another,) = self.made(crm, new("k1"))
        (by_key,) = crm.read([task("k1")])
        assert (by_key["k1"].record_id, by_key["k1"].deleted) == (another, False)

    def test_what_is_not_there_is_not_found(self, crm: CrmRecords) -> None:
        assert crm.read([task("k1", "k2")]) == [{}]

    def test_a_record_tells_who_made_it(self, crm: CrmRecords) -> None:
        one, other = self.made(crm, new("k1"), new("k2"))
        (found,) = crm.read([Look("Task", (), (one, other))])
        assert found[one].maker_id.startswith("005")
        assert found[one].maker_id == found[other].maker_id

    def test_a_field_that_the_org_lacks_refuses_the_collection_and_names_itself(self, crm: CrmRecords) -> None:
        ((one, other),) = crm.write([[new("k1"), new("k2", Queue__c="Sales")]])
        assert one == other == Refused("INVALID_FIELD", ("Queue__c",), together=True)

    def test_a_field_that_the_org_lacks_is_left_out_of_what_is_read(self, crm: CrmRecords) -> None:
        (record_id,) = self.made(crm, new("k1"))
        assert self.values(crm, record_id, "Queue__c", "Subject", "Other__c") == {"Subject": "Call"}


class TestMemoryCrm(RecordsContract):
    @pytest.fixture
    def crm(self) -> MemoryCrm:
        self.memory = MemoryCrm(lacking=frozenset({"Queue__c", "Other__c"}))
        return self.memory

    def delete(self, record_id: str) -> None:
        self.memory.delete(record_id)


class TestSalesforceRecords(RecordsContract):
    @pytest.fixture
    def crm(self, world: World) -> SalesforceRecords:
        self.world = world
        return SalesforceRecords(services.salesforce())

    def delete(self, record_id: str) -> None:
        throw_away(self.world, record_id)

    def test_a_whole_batch_is_one_request(self, crm: SalesforceRecords) -> None:
        (record_id,) = self.made(crm, new("k0"))
        self.world.org.journal.clear()

        crm.write([[new(f"n{number}") for number in range(MOST_ROWS)], [changed(record_id, Subject="Other")]])

        (exchange,) = self.world.asked()
        assert (exchange.request.method, exchange.request.plain_path) == ("POST", "/services/data/v66.0/composite")

    def test_reading_several_objects_is_one_request(self, crm: SalesforceRecords) -> None:
        self.made(crm, new("k0"))
        self.world.org.journal.clear()

        tasks, cases = crm.read([task("k0"), Look("Case", ("Subject",), (people.CASE,))])

        assert list(tasks) == ["k0"]
        assert cases[people.CASE].values == {"Subject": "Router"}
        assert len(self.world.asked()) == 1

    def test_looks_beyond_a_request_take_another(self, crm: SalesforceRecords) -> None:
        found = crm.read([Look("Case", (), (people.CASE,))] * 6)
        assert [list(one) for one in found] == [[people.CASE]] * 6
        assert len(self.world.asked("*/composite")) == 2

    def test_rows_fail_alone(self, crm: SalesforceRecords) -> None:
        ((bad, good),) = crm.write([[new("k1", Status=""), new("k2")]])
        assert bad == Refused("REQUIRED_FIELD_MISSING", ("Status",))
        assert isinstance(good, Done)

    def test_a_value_of_the_wrong_kind_refuses_the_collection(self, crm: SalesforceRecords) -> None:
        ((one, other),) = crm.write([[new("k1", CallDurationInSeconds="long"), new("k2")]])
        assert one == other == Refused("JSON_PARSER_ERROR", together=True)

    def test_a_field_that_fails_alone_names_itself_too(self, crm: SalesforceRecords) -> None:
        change_org(self.world, unknown_field_fails="row")
        ((good, bad),) = crm.write([[new("k1"), new("k2", Queue__c="Sales")]])
        assert isinstance(good, Done)
        assert bad == Refused("INVALID_FIELD", ("Queue__c",))

    @pytest.mark.parametrize("hidden", [{"hidden_fields": [f"Task.{KEY}"]}, {"hidden_objects": ["Task"]}], ids=str)
    def test_an_object_or_key_field_that_the_org_lacks_stops_its_own_rows_only(
        self, crm: SalesforceRecords, hidden: dict[str, Any]
    ) -> None:
        change_org(self.world, **hidden)

        (refused,), (done,) = crm.write([[new("k1")], [Row("Policy__c", {}, key_field=POLICY_KEY, key="p1")]])

        assert refused == Refused("NOT_FOUND", together=True)
        assert isinstance(done, Done)

    def test_an_org_without_the_key_field_cannot_be_looked_into_either(self, crm: SalesforceRecords) -> None:
        change_org(self.world, hidden_fields=[f"Task.{KEY}"])
        with pytest.raises(CrmNotVisible):
            crm.read([task("k1")])

    def test_a_write_that_lost_its_answer_is_repeated_without_harm(self, crm: SalesforceRecords) -> None:
        self.world.fault(path="*/composite", drop="after", count=1)

        ((one, other),) = crm.write([[new("k1"), new("k2")]])

        assert isinstance(one, Done)
        assert isinstance(other, Done)
        assert not one.created
        assert [task["Id"] for task in tasks(self.world, "k1")] == [one.record_id]

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            ({"status": 503}, CrmUnavailable),
            ({"html": "<h1>Down for maintenance</h1>"}, CrmUnavailable),
            ({"truncate": True}, CrmUnavailable),
            ({"drop": "before"}, CrmUnavailable),
            ({"drop": "after"}, CrmUnavailable),
            ({"name": "daily_limit"}, CrmLimitReached),
            ({"name": "concurrent_limit"}, CrmLimitReached),
        ],
        ids=str,
    )
    def test_a_request_that_came_to_nothing_says_why(
        self, crm: SalesforceRecords, fault: dict[str, Any], error: type[Exception]
    ) -> None:
        self.world.fault(path="*/composite", **fault)
        with pytest.raises(error):
            crm.write([[new("k1")]])
        with pytest.raises(error):
            crm.read([task("k1")])

    def test_pages_of_a_long_answer_are_read_to_the_end(self, crm: SalesforceRecords, monkeypatch: Any) -> None:
        monkeypatch.setattr("local.salesforce_org.rest.queries.PAGE_ROWS", 2)
        keys = [f"k{number}" for number in range(5)]
        self.made(crm, *(new(key) for key in keys))

        (found,) = crm.read([task(*keys)])

        assert sorted(found) == keys

    def test_a_duplicate_rule_that_only_warns_does_not_keep_a_record_out(self, crm: SalesforceRecords) -> None:
        self.world.fault(name="duplicates_detected", options={"object": "Task"})
        ((result,),) = crm.write([[new("k1")]])
        assert isinstance(result, Done)

    def test_assignment_rules_do_not_take_away_what_has_an_owner(self, crm: SalesforceRecords) -> None:
        (record_id,) = self.made(crm, new("k1"))
        owned = new("k2", OwnerId=ADMIN_USER_ID)
        crm.write([[new("k3")], [owned], [changed(record_id, Subject="Other")]])

        headers = [one["httpHeaders"].get("Sforce-Auto-Assign") for one in composite_parts(self.world)[-1]]
        assert headers == [None, "FALSE", "FALSE"]

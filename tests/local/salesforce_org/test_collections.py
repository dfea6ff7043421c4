"""``/composite/sobjects`` over HTTP: many records in one request."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from local.salesforce_org.ids import make_id
from tests.local.salesforce_org.support import DATA, JANE, JOHN, Api, refusal, row_codes

COLLECTION = "composite/sobjects"
KEYED = "composite/sobjects/Task/Switchboard_Key__c"


def tasks(*rows: dict[str, object]) -> list[dict[str, object]]:
    return [{"attributes": {"type": "Task"}, **row} for row in rows]


def send(
    api: Api, method: str, path: str, rows: Sequence[Mapping[str, object]], *, all_or_none: bool = False
) -> Any:
    reply = api.call(method, path, json={"allOrNone": all_or_none, "records": rows})
    assert reply.status_code == 200, reply.text
    return reply.json()


def subjects(api: Api) -> list[str]:
    return [row["Subject"] for row in api.rows("SELECT Subject FROM Task ORDER BY Subject")]


def test_good_rows_are_written_beside_bad_ones(api: Api) -> None:
    rows = tasks({"Subject": "a"}, {"Subject": "x" * 300}, {"Subject": "c"})
    results = send(api, "POST", COLLECTION, rows)
    assert row_codes(results) == ["ok", "STRING_TOO_LONG", "ok"]
    assert results[0] == {"id": results[0]["id"], "success": True, "errors": []}
    assert "id" not in results[1]
    assert results[1]["errors"][0]["fields"] == ["Subject"]
    assert subjects(api) == ["a", "c"]


def test_all_or_none_undoes_the_good_rows(api: Api) -> None:
    rows = tasks({"Subject": "a"}, {"Subject": "x" * 300})
    results = send(api, "POST", COLLECTION, rows, all_or_none=True)
    assert row_codes(results) == ["ALL_OR_NONE_OPERATION_ROLLED_BACK", "STRING_TOO_LONG"]
    assert subjects(api) == []


def test_objects_may_mix_in_up_to_ten_chunks(api: Api) -> None:
    pair: list[Mapping[str, object]] = [*tasks({}), {"attributes": {"type": "Contact"}, "LastName": "x"}]
    assert row_codes(send(api, "POST", COLLECTION, pair * 5)) == ["ok"] * 10
    reply = api.call("POST", COLLECTION, json={"records": pair * 6})
    assert refusal(reply) == (400, "LIMIT_EXCEEDED")


def test_two_hundred_rows_are_the_most(api: Api) -> None:
    assert row_codes(send(api, "POST", COLLECTION, tasks({}) * 200)) == ["ok"] * 200
    assert refusal(api.call("POST", COLLECTION, json={"records": tasks({}) * 201})) == (400, "EXCEEDED_ID_LIMIT")


def test_changes_name_their_record(api: Api) -> None:
    deleted = api.create("Contact", LastName="x")
    api.call("DELETE", f"sobjects/Contact/{deleted}")
    ids = [JANE[:15], deleted, make_id("003", 77), "nonsense", None]
    rows = [{"attributes": {"type": "Contact"}, "id": each, "Title": "CEO"} for each in ids]
    results = send(api, "PATCH", COLLECTION, rows)
    assert row_codes(results) == [
        "ok",
        "ENTITY_IS_DELETED",
        "INVALID_CROSS_REFERENCE_KEY",
        "MALFORMED_ID",
        "MISSING_ARGUMENT",
    ]
    assert results[0]["id"] == JANE
    assert api.stored(JANE)["Title"] == "CEO"


def test_records_are_deleted_by_a_list_of_ids(api: Api) -> None:
    ids = f"{JANE},{make_id('003', 77)}"
    kept = api.call("DELETE", COLLECTION, params={"ids": ids, "allOrNone": "true"}).json()
    assert row_codes(kept) == ["ALL_OR_NONE_OPERATION_ROLLED_BACK", "INVALID_CROSS_REFERENCE_KEY"]
    assert not api.stored(JANE)["IsDeleted"]
    assert row_codes(api.call("DELETE", COLLECTION, params={"ids": ids}).json())[0] == "ok"
    assert api.stored(JANE)["IsDeleted"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_records_are_read_by_a_list_of_ids(api: Api, method: str) -> None:
    ids, fields = [JOHN, make_id("003", 77), JANE], ["Id", "LastName"]
    if method == "GET":
        reply = api.call("GET", f"{COLLECTION}/Contact", params={"ids": ",".join(ids), "fields": ",".join(fields)})
    else:
        reply = api.call("POST", f"{COLLECTION}/Contact", json={"ids": ids, "fields": fields})
    assert [row and row["LastName"] for row in reply.json()] == ["Doe", None, "Roe"]


class TestUpsert:
    def test_rows_are_made_or_changed_in_order(self, api: Api) -> None:
        send(api, "PATCH", KEYED, tasks({"Switchboard_Key__c": "b", "Subject": "old"}))
        rows = tasks(
            {"Switchboard_Key__c": "a", "Subject": "A"},
            {"Switchboard_Key__c": "b", "Subject": "B"},
            {"Subject": "no key"},
        )
        results = send(api, "PATCH", KEYED, rows)
        assert row_codes(results) == ["ok", "ok", "MISSING_ARGUMENT"]
        assert [row.get("created") for row in results] == [True, False, None]
        assert subjects(api) == ["A", "B"]

    def test_a_key_twice_in_one_request_fails_both_rows(self, api: Api) -> None:
        rows = tasks({"Switchboard_Key__c": "a"}, {"Switchboard_Key__c": "b"}, {"Switchboard_Key__c": "a"})
        assert row_codes(send(api, "PATCH", KEYED, rows)) == ["DUPLICATE_VALUE", "ok", "DUPLICATE_VALUE"]

    def test_an_id_beside_the_key_is_refused(self, api: Api) -> None:
        task = api.create("Task")
        rows = tasks({"Switchboard_Key__c": "a", "Id": task})
        assert row_codes(send(api, "PATCH", KEYED, rows)) == ["INVALID_FIELD_FOR_INSERT_UPDATE"]

    def test_a_key_of_several_records_fails_its_row(self, api: Api) -> None:
        for each in (JANE, JOHN):
            api.call("PATCH", f"sobjects/Contact/{each}", json={"Switchboard_E164__c": "+1"})
        rows: list[dict[str, object]] = [
            {"attributes": {"type": "Contact"}, "Switchboard_E164__c": "+1", "Title": "x"}
        ]
        results = send(api, "PATCH", "composite/sobjects/Contact/Switchboard_E164__c", rows)
        assert row_codes(results) == ["DUPLICATE_EXTERNAL_ID"]

    def test_a_create_only_field_fails_only_the_rows_that_exist(self, api: Api) -> None:
        first = tasks({"Switchboard_Key__c": "a", "TaskSubtype": "Call"})
        again = tasks({"Switchboard_Key__c": "b", "TaskSubtype": "Call"}) + first
        assert row_codes(send(api, "PATCH", KEYED, first)) == ["ok"]
        assert row_codes(send(api, "PATCH", KEYED, again)) == ["ok", "INVALID_FIELD_FOR_INSERT_UPDATE"]


class TestWholeRequest:
    @pytest.mark.parametrize(
        ("body", "code"),
        [
            pytest.param({}, "JSON_PARSER_ERROR", id="no records"),
            pytest.param({"records": {}}, "JSON_PARSER_ERROR", id="no list"),
            pytest.param({"records": ["x"]}, "JSON_PARSER_ERROR", id="no objects"),
            pytest.param({"records": tasks({"Subject": 5})}, "JSON_PARSER_ERROR", id="wrong type"),
            pytest.param({"records": tasks({"Foo__c": 5})}, "INVALID_FIELD", id="unknown field"),
        ],
    )
    def test_what_cannot_be_read_refuses_all_rows(self, api: Api, body: dict[str, object], code: str) -> None:
        reply = api.call("POST", COLLECTION, json=body)
        assert refusal(reply) == (400, code)

    def test_an_unknown_field_can_be_made_to_fail_its_row_only(self, api: Api) -> None:
        api.set(unknown_field_fails="row")
        results = send(api, "POST", COLLECTION, tasks({"Subject": "a"}, {"Foo__c": 1}))
        assert row_codes(results) == ["ok", "INVALID_FIELD"]

    def test_an_unreadable_value_fails_all_rows_even_then(self, api: Api) -> None:
        api.set(unknown_field_fails="row")
        reply = api.call("POST", COLLECTION, json={"records": tasks({"Subject": "a"}, {"Subject": 5})})
        assert refusal(reply) == (400, "JSON_PARSER_ERROR")
        assert subjects(api) == []

    def test_the_path_of_an_upsert_names_the_object(self, api: Api) -> None:
        assert row_codes(send(api, "PATCH", KEYED, [{"Switchboard_Key__c": "a"}])) == ["ok"]

    def test_lists_of_ids_and_fields_have_to_be_lists(self, api: Api) -> None:
        reply = api.call("POST", f"{COLLECTION}/Contact", json={"ids": JANE, "fields": ["Id"]})
        assert refusal(reply) == (400, "JSON_PARSER_ERROR")

    def test_an_unknown_object_fails_its_row(self, api: Api) -> None:
        rows: list[dict[str, object]] = [{"attributes": {"type": "Nothing"}}, {"Subject": "x"}]
        assert row_codes(send(api, "POST", COLLECTION, rows)) == ["INVALID_TYPE", "INVALID_TYPE"]

    def test_trailing_slashes_are_accepted(self, api: Api) -> None:
        reply = api.call("POST", f"{DATA}/{COLLECTION}/", json={"records": tasks({})})
        assert row_codes(reply.json()) == ["ok"]

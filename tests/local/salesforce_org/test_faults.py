"""The org's own faults, and the general ones in the shapes that Salesforce has."""

import pytest
import requests

from local.salesforce_org.users import INTEGRATION_USER_ID, OTHER_PROCESS_USER_ID
from tests.local.salesforce_org.support import DATA, JANE, JOHN, Api, refusal, row_codes

KEYED = "sobjects/Task/Switchboard_Key__c/k"
COLLECTION = "composite/sobjects/Task/Switchboard_Key__c"


def keyed_rows(*keys: str) -> dict[str, object]:
    return {"records": [{"attributes": {"type": "Task"}, "Switchboard_Key__c": key} for key in keys]}


class TestSessions:
    def test_a_session_can_expire_under_ones_hands(self, api: Api) -> None:
        api.arm({"name": "expire_sessions", "skip": 1, "count": 1})
        statuses = [api.call("GET", "limits").status_code for _ in range(3)]
        assert statuses == [200, 401, 401]
        api.log_in()
        assert api.call("GET", "limits").status_code == 200

    def test_tokens_can_be_refused_for_ever(self, api: Api) -> None:
        api.arm({"name": "refuse_tokens"})
        for _ in range(2):
            assert refusal(api.call("GET", "limits")) == (401, "INVALID_SESSION_ID")
            api.log_in()
        api.control("DELETE", "faults")
        assert api.call("GET", "limits").status_code == 200

    def test_a_login_can_be_refused(self, api: Api) -> None:
        api.arm(
            {"name": "login_refused", "count": 1},
            {"name": "login_refused", "options": {"error": "inactive_user", "description": "user is inactive"}},
        )
        replies = [api.token_reply() for _ in range(2)]
        assert [reply.status_code for reply in replies] == [400, 400]
        assert replies[0].json() == {"error": "invalid_grant", "error_description": "authentication failure"}
        assert replies[1].json()["error"] == "inactive_user"

    def test_the_token_endpoint_can_be_down_in_its_own_shape_or_as_a_page(self, api: Api) -> None:
        token = "/services/oauth2/token"
        api.arm(
            {"path": token, "status": 503, "error_code": "temporarily_unavailable", "count": 1},
            {"path": token, "status": 503, "html": "<h1>Down</h1>", "count": 1},
        )
        first, second = api.token_reply(), api.token_reply()
        assert (first.status_code, first.json()["error"]) == (503, "temporarily_unavailable")
        assert (second.status_code, second.text) == (503, "<h1>Down</h1>")
        assert api.token_reply().status_code == 200


class TestRequests:
    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("daily_limit", "TotalRequests Limit exceeded."),
            ("concurrent_limit", "ConcurrentPerOrgLongTxn Limit exceeded."),
        ],
    )
    def test_limits_can_be_reached(self, api: Api, name: str, message: str) -> None:
        api.arm({"name": name, "count": 1})
        reply = api.call("GET", "query", params={"q": "SELECT Id FROM Contact"})
        assert refusal(reply) == (403, "REQUEST_LIMIT_EXCEEDED")
        assert reply.json()[0]["message"] == message
        assert api.query("SELECT COUNT() FROM Contact")["totalSize"] == 3

    def test_a_refusal_by_path_has_the_shape_of_the_rest_api(self, api: Api) -> None:
        api.arm({"path": "*/search*", "status": 429, "error_code": "TOO_MANY", "headers": {"Retry-After": "3"}})
        reply = api.call("GET", "search", params={"q": "FIND {Jane} RETURNING Contact"})
        assert refusal(reply) == (429, "TOO_MANY")
        assert reply.headers["Retry-After"] == "3"
        assert api.call("GET", "limits").status_code == 200

    def test_an_unnamed_failure_is_an_unknown_exception(self, api: Api) -> None:
        api.arm({"status": 500, "path": "*/limits"})
        assert refusal(api.call("GET", "limits")) == (500, "UNKNOWN_EXCEPTION")

    @pytest.mark.parametrize(("drop", "written"), [("before", 0), ("after", 1)])
    def test_a_connection_can_be_lost_before_or_after_the_commit(self, api: Api, drop: str, written: int) -> None:
        api.arm({"drop": drop, "method": "PATCH", "count": 1})
        with pytest.raises(requests.ConnectionError):
            api.call("PATCH", KEYED, json={})
        assert api.query("SELECT COUNT() FROM Task")["totalSize"] == written
        # The key makes the repetition safe
        assert api.call("PATCH", KEYED, json={}).status_code == (201 if drop == "before" else 200)
        assert api.query("SELECT COUNT() FROM Task")["totalSize"] == 1


class TestRows:
    def test_a_record_can_be_locked_for_a_while(self, api: Api) -> None:
        api.arm({"name": "lock_rows", "count": 2})
        codes = [api.call("PATCH", f"sobjects/Contact/{JANE}", json={"Title": "x"}) for _ in range(3)]
        assert [reply.status_code for reply in codes] == [400, 400, 204]
        assert refusal(codes[0]) == (400, "UNABLE_TO_LOCK_ROW")

    def test_one_row_of_a_collection_can_be_locked(self, api: Api) -> None:
        api.arm({"name": "lock_rows", "options": {"rows": [1]}, "count": 1})
        first, second = (api.call("PATCH", COLLECTION, json=keyed_rows("a", "b", "c")).json() for _ in range(2))
        assert row_codes(first) == ["ok", "UNABLE_TO_LOCK_ROW", "ok"]
        assert [row["created"] for row in second] == [False, True, False]

    def test_a_row_can_be_chosen_by_its_values_also_inside_a_composite(self, api: Api) -> None:
        where = {"Switchboard_Key__c": "b"}
        api.arm({"name": "row_error", "options": {"where": where, "code": "CUSTOM", "fields": ["Subject"]}})
        part = {"method": "PATCH", "url": f"{DATA}/{COLLECTION}", "referenceId": "a", "body": keyed_rows("a", "b")}
        reply = api.call("POST", "composite", json={"compositeRequest": [part]})
        rows = reply.json()["compositeResponse"][0]["body"]
        assert row_codes(rows) == ["ok", "CUSTOM"]
        assert rows[1]["errors"][0]["fields"] == ["Subject"]

    def test_a_fault_of_another_object_leaves_a_row_alone(self, api: Api) -> None:
        api.arm({"name": "lock_rows", "options": {"object": "Contact"}})
        assert api.call("POST", "sobjects/Task", json={}).status_code == 201
        assert refusal(api.call("DELETE", f"sobjects/Contact/{JANE}")) == (400, "UNABLE_TO_LOCK_ROW")

    def test_a_race_for_a_key_is_lost_and_the_repetition_changes_the_winners_record(self, api: Api) -> None:
        api.arm({"name": "duplicate_value_race", "count": 1})
        lost = api.call("PATCH", KEYED, json={"Subject": "mine"})
        assert refusal(lost) == (400, "DUPLICATE_VALUE")
        row = api.rows("SELECT Id, CreatedById FROM Task")[0]
        assert row["CreatedById"] == OTHER_PROCESS_USER_ID
        assert row["Id"] in lost.json()[0]["message"]
        again = api.call("PATCH", KEYED, json={"Subject": "mine"})
        assert (again.status_code, again.json()["id"]) == (200, row["Id"])
        assert api.stored(row["Id"])["LastModifiedById"] == INTEGRATION_USER_ID

    def test_a_race_can_hit_a_row_of_a_collection(self, api: Api) -> None:
        api.arm({"name": "duplicate_value_race", "options": {"rows": [0]}, "count": 1})
        first, second = (api.call("PATCH", COLLECTION, json=keyed_rows("a", "b")).json() for _ in range(2))
        assert row_codes(first) == ["DUPLICATE_VALUE", "ok"]
        assert row_codes(second) == ["ok", "ok"]
        assert api.query("SELECT COUNT() FROM Task")["totalSize"] == 2

    def test_duplicates_are_detected_unless_saving_them_is_allowed(self, api: Api) -> None:
        api.arm({"name": "duplicates_detected", "options": {"object": "Contact", "ids": [JANE, JOHN]}})
        reply = api.call("POST", "sobjects/Contact", json={"LastName": "Roe"})
        assert refusal(reply) == (400, "DUPLICATES_DETECTED")
        result = reply.json()[0]["duplicateResult"]
        match = result["matchResults"][0]
        assert (result["allowSave"], match["size"]) == (True, 2)
        assert [each["record"]["Id"] for each in match["matchRecords"]] == [JANE, JOHN]
        header = {"Sforce-Duplicate-Rule-Header": "allowSave=true; includeRecordDetails=false"}
        reply = api.call("POST", "sobjects/Contact", json={"LastName": "Roe"}, headers=header)
        assert reply.status_code == 201

    def test_several_matches_can_be_pretended(self, api: Api) -> None:
        api.arm({"name": "several_matches", "count": 1})
        reply = api.call("PATCH", KEYED, json={})
        assert reply.status_code == 300
        assert all(place.startswith(f"{DATA}/sobjects/Task/00T") for place in reply.json())
        assert len(set(reply.json())) == 2
        assert api.call("PATCH", KEYED, json={}).status_code == 201

    def test_a_trigger_fails_all_rows_because_of_one(self, api: Api) -> None:
        api.arm({"name": "trigger_fails", "options": {"where": {"Switchboard_Key__c": "bad"}}})

        def codes(*keys: str) -> list[str]:
            return row_codes(api.call("PATCH", COLLECTION, json=keyed_rows(*keys)).json())

        failed = "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"
        assert codes("a", "bad", "b") == [failed] * 3
        assert codes("a", "b") == ["ok", "ok"]
        assert codes("bad") == [failed]
        single = api.call("POST", "sobjects/Task", json={"Switchboard_Key__c": "bad"})
        assert refusal(single) == (400, failed)
        api.arm({"name": "trigger_fails", "options": {"object": "Contact", "code": "X", "message": "y"}})
        change = api.call("PATCH", f"sobjects/Contact/{JANE}", json={"Title": "x"})
        assert refusal(change) == (400, "X")


def test_every_fault_is_explained_and_none_is_left_after_a_reset(api: Api) -> None:
    names = api.control("GET", "faults")["names"]
    assert {"lock_rows", "expire_sessions", "trigger_fails"} < set(names)
    api.arm(*({"name": name} for name in names))
    api.control("POST", "reset")
    assert api.control("GET", "faults")["faults"] == []
    api.log_in()
    assert api.call("PATCH", KEYED, json={}).status_code == 201

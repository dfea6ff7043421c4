"""Behind the stage: people's edits, switches, loading, reset, and many clients at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from local.salesforce_org.ids import make_id
from local.salesforce_org.loading import LoadError
from local.salesforce_org.org import SalesforceOrg
from local.salesforce_org.server import OrgServer
from local.salesforce_org.settings import Settings
from local.salesforce_org.users import ADMIN_USER_ID, OTHER_PROCESS_USER_ID
from tests.local.salesforce_org.support import ACME, DATA, JANE, JOHN, Api, row_codes


def test_an_edit_by_a_person_shows_who_made_it(api: Api) -> None:
    task = api.create("Task", Subject="Call")
    api.control("POST", "clock", {"advance_s": 60})
    api.control("PATCH", f"records/{task}", {"fields": {"Subject": "Called back"}})
    edited = api.stored(task)
    assert (edited["Subject"], edited["LastModifiedById"]) == ("Called back", ADMIN_USER_ID)
    assert edited["LastModifiedDate"] > edited["CreatedDate"]
    api.control("PATCH", f"records/{task}", {"fields": {"Subject": "x"}, "user": OTHER_PROCESS_USER_ID})
    assert api.stored(task)["LastModifiedById"] == OTHER_PROCESS_USER_ID


def test_a_person_can_delete_and_make_records(api: Api) -> None:
    api.control("DELETE", f"records/{JANE}")
    assert (api.stored(JANE)["IsDeleted"], api.stored(JANE)["LastModifiedById"]) == (True, ADMIN_USER_ID)
    made = api.control("POST", "records", {"object": "Contact", "fields": {"LastName": "New"}})
    assert api.stored(made["id"])["CreatedById"] == ADMIN_USER_ID


def test_a_merge_moves_what_pointed_at_the_loser(api: Api) -> None:
    task = api.create("Task", WhoId=JANE)
    api.control("POST", "merges", {"winner": JOHN, "loser": JANE})
    assert (api.stored(JANE)["IsDeleted"], api.stored(JANE)["MasterRecordId"]) == (True, JOHN)
    assert api.stored(task)["WhoId"] == JOHN


def test_looking_at_a_record_is_neither_counted_nor_noted(api: Api) -> None:
    api.control("DELETE", "requests")
    used = api.control("GET", "usage")["used"]
    api.stored(JANE)
    assert api.control("GET", "usage")["used"] == used
    assert api.control("GET", "requests")["totals"] == {"requests": 0, "connections": 0}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        pytest.param("GET", f"records/{make_id('003', 99)}", None, id="no such record"),
        pytest.param("GET", "records/nonsense", None, id="no id"),
        pytest.param("PATCH", f"records/{JANE}", {"fields": {"Foo": 1}}, id="no such field"),
        pytest.param("PATCH", f"records/{JANE}", {}, id="no fields"),
        pytest.param("PATCH", f"records/{JANE}", {"fields": {}, "user": JANE}, id="no user"),
        pytest.param("POST", "records", {"object": "Foo", "fields": {}}, id="no such object"),
        pytest.param("POST", "settings", {"phone_profile": "magic"}, id="no such profile"),
        pytest.param("POST", "settings", {"person_accounts": "yes"}, id="text for a switch"),
        pytest.param("POST", "settings", {"hidden_fields": "Task.Subject"}, id="text for a list"),
        pytest.param("POST", "settings", {"unknown_field_fails": "never"}, id="no such choice"),
        pytest.param("POST", "settings", {"nothing": 1}, id="no such switch"),
        pytest.param("POST", "sessions", {"expire_after_calls": "x"}, id="no number"),
        pytest.param("POST", "validation-rules", [{"object": "Task", "condition": "a ="}], id="broken rule"),
        pytest.param("POST", "validation-rules", [{"object": "Foo", "condition": "a = 1"}], id="rule for nothing"),
    ],
)
def test_a_control_that_makes_no_sense_is_refused(api: Api, method: str, path: str, body: object) -> None:
    before = api.control("GET", "settings")
    assert api.call(method, f"/_control/{path}", json=body).status_code == 400
    assert api.control("GET", "settings") == before


def test_a_reset_brings_back_what_was_loaded_and_nothing_else(api: Api) -> None:
    # Given changes of every kind
    task = api.create("Task", Subject="x")
    api.control("PATCH", f"records/{JANE}", {"fields": {"LastName": "Changed"}})
    api.set(phone_profile="noisy", person_accounts=False)
    api.control("POST", "usage", {"used": 500})
    # When everything is reset
    api.control("POST", "reset")
    # Then the session is gone, and data and switches are as at the start
    assert api.call("GET", "limits").status_code == 401
    api.log_in()
    assert api.stored(JANE)["LastName"] == "Roe"
    assert api.call("GET", f"/_control/records/{task}").status_code == 400
    assert api.control("GET", "settings")["phone_profile"] == "tokens"
    assert api.control("GET", "usage")["used"] == 0
    found = api.search("FIND {7813003549} IN PHONE FIELDS RETURNING Contact(Id)")
    assert {row["Id"] for row in found} == {JANE, JOHN}


def test_settings_given_at_the_start_survive_a_reset() -> None:
    org = SalesforceOrg(settings=Settings(phone_profile="strict"))
    with org.state.lock:
        org.state.change_settings(org.state.settings.changed({"phone_profile": "noisy"}))
    org.reset()
    assert org.state.settings.phone_profile == "strict"


class TestLoading:
    def test_ids_and_read_only_fields_are_taken_as_given(self, org: SalesforceOrg) -> None:
        lead, stamp = make_id("00Q", 5), "2020-01-01T00:00:00.000+0000"
        org.load({"Lead": [{"Id": lead[:15], "LastName": "L", "IsConverted": True, "LastModifiedDate": stamp}]})
        row = org.state.store.get("Lead", lead)
        assert row is not None
        assert (row["IsConverted"], row["LastModifiedDate"], row["Status"]) == (
            True,
            stamp,
            "Open - Not Contacted",
        )

    def test_business_rules_do_not_apply_and_references_may_come_later(self, org: SalesforceOrg) -> None:
        contact, account = make_id("003", 5), make_id("001", 5)
        org.load({"Case": [{"ContactId": contact}], "Contact": [{"Id": contact, "AccountId": account}]})
        case = next(row for row in org.state.store.rows("Case") if row["ContactId"] == contact)
        assert case["AccountId"] == account

    @pytest.mark.parametrize(
        "records",
        [
            pytest.param({"Foo": [{}]}, id="object"),
            pytest.param({"Contact": [{"Foo": 1}]}, id="field"),
            pytest.param({"Contact": [{"LastName": 5}]}, id="type"),
            pytest.param({"Contact": [{"Phone": "1" * 41}]}, id="length"),
            pytest.param({"Contact": [{"Id": ACME}]}, id="id of another object"),
            pytest.param({"Contact": [{"AccountId": JANE}]}, id="reference to another object"),
        ],
    )
    def test_what_does_not_fit_the_schema_is_refused_as_a_whole(
        self, org: SalesforceOrg, records: dict[str, list[dict[str, object]]]
    ) -> None:
        with pytest.raises(LoadError):
            org.load({"Account": [{"Name": "Fine"}], **records})
        assert "Fine" not in {row["Name"] for row in org.state.store.rows("Account")}


def test_many_clients_at_once_make_one_record_of_one_key(api: Api) -> None:
    token = dict(api.session.headers)

    def write(number: int) -> int:
        url = f"{api.url}{DATA}/composite/sobjects/Task/Switchboard_Key__c"
        rows = [
            {"attributes": {"type": "Task"}, "Switchboard_Key__c": f"k{key}", "Subject": str(number)}
            for key in range(20)
        ]
        with requests.Session() as session:
            session.trust_env = False
            reply = session.patch(
                url, json={"records": rows}, headers=token, verify=str(api.session.verify), timeout=30
            )
        assert row_codes(reply.json()) == ["ok"] * 20
        return sum(row["created"] for row in reply.json())

    with ThreadPoolExecutor(8) as pool:
        created = list(pool.map(write, range(16)))
    assert sum(created) == 20
    assert api.query("SELECT COUNT() FROM Task")["totalSize"] == 20


def test_an_org_can_be_served_without_tls_and_twice(org: SalesforceOrg) -> None:
    with OrgServer(org) as first, OrgServer(SalesforceOrg()) as second:
        assert first.url.startswith("http://127.0.0.1:")
        for server in (first, second):
            assert requests.get(f"{server.url}/services/data", timeout=10).status_code == 200
    first.stop()


def test_an_org_on_all_addresses_calls_itself_localhost(org: SalesforceOrg) -> None:
    with OrgServer(org, host="0.0.0.0") as server:
        assert server.url.startswith("http://localhost:")
        assert requests.get(f"{server.url}/services/data", timeout=10).status_code == 200

"""Single records over HTTP: create, read, change, delete, by id and by external id."""

import pytest

from local.salesforce_org.ids import make_id
from local.salesforce_org.users import INTEGRATION_USER_ID
from tests.local.salesforce_org.support import ACME, DATA, JANE, JOHN, Api, refusal

KEYED = "sobjects/Task/Switchboard_Key__c"


def test_a_created_record_says_where_it_is(api: Api) -> None:
    reply = api.call("POST", "sobjects/Task/", json={"Subject": "Call"})
    body = reply.json()
    assert (reply.status_code, body) == (201, {"id": body["id"], "success": True, "errors": []})
    assert reply.headers["Location"] == f"{DATA}/sobjects/Task/{body['id']}"
    assert body["id"].startswith("00T")


def test_a_record_reads_with_all_fields_or_those_asked_for(api: Api) -> None:
    whole = api.call("GET", f"sobjects/Contact/{JANE}").json()
    assert whole["attributes"] == {"type": "Contact", "url": f"{DATA}/sobjects/Contact/{JANE}"}
    assert (whole["Name"], whole["IsDeleted"], whole["Fax"]) == ("Jane Roe", False, None)
    some = api.call("GET", f"sobjects/Contact/{JANE[:15]}", params={"fields": "Phone,Id"}).json()
    assert list(some) == ["attributes", "Phone", "Id"]


def test_the_platform_fills_in_who_and_when(api: Api) -> None:
    task = api.stored(api.create("Task", Subject="Call"))
    assert {task[name] for name in ("CreatedById", "LastModifiedById", "OwnerId")} == {INTEGRATION_USER_ID}
    assert task["CreatedDate"] == task["LastModifiedDate"] == task["SystemModstamp"]
    assert task["CreatedDate"].endswith(".000+0000")
    assert (task["Status"], task["Priority"], task["TaskSubtype"]) == ("Not Started", "Normal", "Task")


def test_a_checkbox_without_a_value_is_not_ticked(api: Api) -> None:
    assert api.stored(api.create("Task", IsReminderSet=None))["IsReminderSet"] is False


def test_a_change_answers_nothing_and_keeps_the_rest(api: Api) -> None:
    reply = api.call("PATCH", f"sobjects/Contact/{JANE}", json={"Title": "CEO", "LastName": "Poe"})
    assert (reply.status_code, reply.content) == (204, b"")
    contact = api.stored(JANE)
    assert (contact["Title"], contact["Name"], contact["Phone"]) == ("CEO", "Jane Poe", "(781) 300-3549")
    assert contact["LastModifiedById"] == INTEGRATION_USER_ID


def test_a_deleted_record_says_so(api: Api) -> None:
    assert api.call("DELETE", f"sobjects/Contact/{JANE}").status_code == 204
    for method, body in (("GET", None), ("PATCH", {"Title": "x"}), ("DELETE", None)):
        assert refusal(api.call(method, f"sobjects/Contact/{JANE}", json=body)) == (404, "ENTITY_IS_DELETED")
    assert api.stored(JANE)["IsDeleted"] is True


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        pytest.param("sobjects/Nothing", 404, "NOT_FOUND", id="object"),
        pytest.param(f"sobjects/Contact/{make_id('003', 77)}", 404, "NOT_FOUND", id="record"),
        pytest.param(f"sobjects/Contact/{ACME}", 404, "NOT_FOUND", id="record of another object"),
        pytest.param("sobjects/Contact/jane", 400, "MALFORMED_ID", id="no id"),
        pytest.param(f"sobjects/Contact/{JANE[:-1]}0", 400, "MALFORMED_ID", id="wrong suffix"),
        pytest.param("sobjects/Contact/Phone/123", 404, "NOT_FOUND", id="field that is no key"),
        pytest.param(f"{KEYED}/none", 404, "NOT_FOUND", id="key"),
        pytest.param("nothing", 404, "NOT_FOUND", id="resource"),
        pytest.param("/services/data/v12.0/limits", 404, "NOT_FOUND", id="version"),
        pytest.param("/services/data/v66/limits", 404, "NOT_FOUND", id="version without decimals"),
        pytest.param("/services/apexrest/x", 404, "NOT_FOUND", id="service"),
    ],
)
def test_what_is_not_there_is_not_found(api: Api, path: str, status: int, code: str) -> None:
    assert refusal(api.call("GET", path)) == (status, code)


def test_methods_and_bodies_have_to_fit(api: Api) -> None:
    assert refusal(api.call("PUT", "sobjects/Task", json={})) == (405, "METHOD_NOT_ALLOWED")
    assert refusal(api.call("POST", "sobjects/Task", data="{")) == (400, "JSON_PARSER_ERROR")
    assert refusal(api.call("POST", "sobjects/Task", json=[])) == (400, "JSON_PARSER_ERROR")
    assert refusal(api.call("POST", "sobjects/Task")) == (400, "JSON_PARSER_ERROR")
    assert refusal(api.call("POST", "sobjects/Task", data="[" * 100_000)) == (400, "JSON_PARSER_ERROR")
    reply = api.call("POST", "sobjects/Task", data="{}", headers={"Content-Type": "text/plain"})
    assert refusal(reply) == (415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_an_id_in_the_body_is_refused(api: Api, method: str) -> None:
    path = "sobjects/Contact" if method == "POST" else f"sobjects/Contact/{JANE}"
    assert api.call(method, path, json={"Id": JANE, "LastName": "x"}).status_code == 400


class TestUpsert:
    def test_the_first_creates_and_the_second_changes(self, api: Api) -> None:
        first = api.call("PATCH", f"{KEYED}/k-1", json={"Subject": "a"})
        second = api.call("PATCH", f"{KEYED}/k-1", json={"Subject": "b"})
        record_id = first.json()["id"]
        assert first.json() == {"id": record_id, "success": True, "errors": [], "created": True}
        assert (second.status_code, second.json()["created"], second.json()["id"]) == (200, False, record_id)
        assert first.status_code == 201
        assert api.rows("SELECT Subject, Switchboard_Key__c FROM Task") == [
            {"Subject": "b", "Switchboard_Key__c": "k-1"}
        ]

    def test_old_versions_tell_less(self, api: Api) -> None:
        path = f"/services/data/v45.0/{KEYED}/k"
        assert "created" not in api.call("PATCH", path, json={}).json()
        again = api.call("PATCH", path, json={})
        assert (again.status_code, again.content) == (204, b"")

    @pytest.mark.parametrize("key", ["a b", "a/b", "a?b", "100%", "k+1", "ümlaut"])
    def test_a_key_comes_percent_encoded(self, api: Api, key: str) -> None:
        from urllib.parse import quote

        path = f"{KEYED}/{quote(key, safe='')}"
        assert api.call("PATCH", path, json={"Subject": "x"}).status_code == 201
        assert api.rows("SELECT Switchboard_Key__c FROM Task") == [{"Switchboard_Key__c": key}]
        assert api.call("GET", path).json()["Subject"] == "x"

    def test_update_only_never_creates(self, api: Api) -> None:
        assert refusal(api.call("PATCH", f"{KEYED}/k?updateOnly=true", json={})) == (404, "NOT_FOUND")
        api.call("PATCH", f"{KEYED}/k", json={})
        assert api.call("PATCH", f"{KEYED}/k?updateOnly=true", json={"Subject": "x"}).status_code == 200

    def test_the_key_stands_in_the_path_only(self, api: Api) -> None:
        reply = api.call("PATCH", f"{KEYED}/k", json={"Switchboard_Key__c": "k"})
        assert refusal(reply) == (400, "INVALID_FIELD")

    def test_keys_that_are_case_sensitive_are_different_keys(self, api: Api) -> None:
        statuses = [api.call("PATCH", f"{KEYED}/{key}", json={}).status_code for key in ("k", "K", "k")]
        assert statuses == [201, 201, 200]

    def test_several_records_with_the_key_are_listed(self, api: Api) -> None:
        for record_id in (JANE, JOHN):
            api.call("PATCH", f"sobjects/Contact/{record_id}", json={"Switchboard_E164__c": "+17813003549"})
        path = "sobjects/Contact/Switchboard_E164__c/%2B17813003549"
        for method in ("GET", "PATCH", "DELETE"):
            reply = api.call(method, path, json=None if method == "GET" else {"Title": "x"})
            assert (reply.status_code, reply.json()) == (
                300,
                [f"{DATA}/sobjects/Contact/{JANE}", f"{DATA}/sobjects/Contact/{JOHN}"],
            )
        assert api.stored(JANE)["Title"] is None

    def test_a_field_that_is_no_external_id_is_not_found(self, api: Api) -> None:
        reply = api.call("PATCH", "sobjects/Task/Foo__c/1", json={})
        assert reply.json() == [
            {
                "message": "Provided external ID field does not exist or is not accessible: Foo__c",
                "errorCode": "NOT_FOUND",
            }
        ]

    def test_a_record_can_be_deleted_by_its_key(self, api: Api) -> None:
        api.call("PATCH", f"{KEYED}/k", json={})
        assert api.call("DELETE", f"{KEYED}/k").status_code == 204
        # A key is free again once its record is deleted
        assert api.call("PATCH", f"{KEYED}/k", json={}).status_code == 201

    def test_id_is_a_key_that_never_creates(self, api: Api) -> None:
        assert api.call("PATCH", f"sobjects/Contact/Id/{JANE}", json={"Title": "x"}).status_code == 200
        reply = api.call("PATCH", f"sobjects/Contact/Id/{make_id('003', 77)}", json={"Title": "x"})
        assert refusal(reply) == (404, "NOT_FOUND")

    def test_a_create_only_field_is_refused_when_the_record_exists(self, api: Api) -> None:
        body = {"Subject": "x", "TaskSubtype": "Call"}
        assert api.call("PATCH", f"{KEYED}/k", json=body).status_code == 201
        reply = api.call("PATCH", f"{KEYED}/k", json=body)
        assert refusal(reply) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE")
        assert reply.json()[0]["fields"] == ["TaskSubtype"]

    def test_a_create_only_field_can_be_passed_over_instead(self, api: Api) -> None:
        api.set(ignore_create_only_on_update=True)
        bodies = ({"TaskSubtype": "Call"}, {"TaskSubtype": "Email", "Subject": "x"})
        assert [api.call("PATCH", f"{KEYED}/k", json=body).status_code for body in bodies] == [201, 200]
        assert api.rows("SELECT TaskSubtype, Subject FROM Task") == [{"TaskSubtype": "Call", "Subject": "x"}]


class TestPersonAccounts:
    def test_an_account_with_a_last_name_is_a_person_with_a_contact(self, api: Api) -> None:
        account = api.stored(
            api.create("Account", FirstName="Pia", LastName="Pers", PersonMobilePhone="0170 1234567")
        )
        contact = api.stored(account["PersonContactId"])
        assert (account["Name"], account["IsPersonAccount"]) == ("Pia Pers", True)
        assert (contact["Name"], contact["IsPersonAccount"]) == ("Pia Pers", True)
        assert (contact["MobilePhone"], contact["AccountId"]) == ("0170 1234567", account["Id"])

    def test_a_change_of_one_half_reaches_the_other(self, api: Api) -> None:
        account_id = api.create("Account", LastName="Pers")
        contact_id = api.stored(account_id)["PersonContactId"]
        api.call("PATCH", f"sobjects/Contact/{contact_id}", json={"HomePhone": "1", "LastName": "New"})
        account = api.stored(account_id)
        assert (account["PersonHomePhone"], account["Name"]) == ("1", "New")
        api.call("PATCH", f"sobjects/Account/{account_id}", json={"PersonEmail": "a@b.example"})
        assert api.stored(contact_id)["Email"] == "a@b.example"
        # What only one half has touches the other not at all
        api.control("POST", "clock", {"advance_s": 60})
        stamp = api.stored(account_id)["LastModifiedDate"]
        api.call("PATCH", f"sobjects/Contact/{contact_id}", json={"Title": "Dr."})
        assert api.stored(account_id)["LastModifiedDate"] == stamp

    def test_deleting_one_half_deletes_the_other(self, api: Api) -> None:
        account_id = api.create("Account", LastName="Pers")
        contact_id = api.stored(account_id)["PersonContactId"]
        api.call("DELETE", f"sobjects/Account/{account_id}")
        assert api.stored(contact_id)["IsDeleted"]

    def test_both_halves_are_found_by_phone(self, api: Api) -> None:
        api.create("Account", LastName="Pers", PersonMobilePhone="0170 1234567")
        sosl = "FIND {01701234567} IN PHONE FIELDS RETURNING Contact(IsPersonAccount), Account(IsPersonAccount)"
        assert [row["IsPersonAccount"] for row in api.search(sosl)] == [True, True]

    def test_a_loaded_person_gets_a_contact(self, api: Api) -> None:
        api.org.load({"Account": [{"IsPersonAccount": True, "LastName": "Load", "PersonEmail": "l@b.example"}]})
        rows = api.rows("SELECT PersonContactId FROM Account WHERE LastName = 'Load'")
        assert api.stored(rows[0]["PersonContactId"])["Email"] == "l@b.example"

    @pytest.mark.parametrize("field", ["IsPersonAccount", "PersonContactId", "PersonMobilePhone", "LastName"])
    def test_where_they_are_off_the_fields_do_not_exist(self, api: Api, field: str) -> None:
        api.set(person_accounts=False)
        soql = api.call("GET", "query", params={"q": f"SELECT Id, {field} FROM Account"})  # noqa: S608 - SOQL
        sosl = api.call("GET", "search", params={"q": f"FIND {{Acme}} RETURNING Account(Id, {field})"})
        assert refusal(soql) == refusal(sosl) == (400, "INVALID_FIELD")
        assert api.call("POST", "sobjects/Account", json={"Name": "x"}).status_code == 201
        names = {each["name"] for each in api.call("GET", "sobjects/Account/describe").json()["fields"]}
        assert field not in names
        assert "Phone" in names

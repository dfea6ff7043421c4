"""The org as simple-salesforce sees it, used as its documentation shows."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import (
    SalesforceExpiredSession,
    SalesforceMalformedRequest,
    SalesforceMoreThanOneRecord,
    SalesforceRefusedRequest,
    SalesforceResourceNotFound,
)
from simple_salesforce.format import format_external_id, format_soql

from tests.local.salesforce_org.support import JANE, JOHN, Api, row_codes

KEY = "Switchboard_Key__c"


@pytest.fixture
def salesforce(api: Api) -> Iterator[Any]:
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(api.session.verify)
        token = str(api.session.headers["Authorization"]).removeprefix("Bearer ")
        yield Salesforce(session_id=token, instance_url=api.url, session=session, version="66.0")


def test_queries_quote_values_and_follow_pages(salesforce: Any, api: Api) -> None:
    soql = format_soql("SELECT Id, LastName FROM Contact WHERE LastName = {}", "O'Neil")
    assert salesforce.query(soql)["records"][0]["LastName"] == "O'Neil"
    api.org.load({"Task": [{"Subject": f"{number:04d}"} for number in range(2_300)]})
    everything = salesforce.query_all("SELECT Subject FROM Task ORDER BY Subject")
    assert everything["totalSize"] == len(everything["records"]) == 2_300
    streamed = salesforce.query_all_iter("SELECT Subject FROM Task ORDER BY Subject")
    assert [row["Subject"] for row in streamed] == [row["Subject"] for row in everything["records"]]


def test_searches_answer_records(salesforce: Any) -> None:
    found = salesforce.search("FIND {7813003549} IN PHONE FIELDS RETURNING Contact(Id ORDER BY Id)")
    assert [row["Id"] for row in found["searchRecords"]] == [JANE, JOHN]
    assert salesforce.quick_search("Jane")["searchRecords"][0]["Id"] == JANE


def test_a_record_lives_and_dies(salesforce: Any) -> None:
    made = salesforce.Contact.create({"LastName": "New", "Email": "new@example.com"})
    assert made == {"id": made["id"], "success": True, "errors": []}
    assert salesforce.Contact.update(made["id"], {"LastName": "Newer"}) == 204
    assert salesforce.Contact.get(made["id"])["LastName"] == "Newer"
    assert salesforce.Contact.delete(made["id"]) == 204
    with pytest.raises(SalesforceResourceNotFound):
        salesforce.Contact.get(made["id"])


def test_an_upsert_creates_changes_and_names_several(salesforce: Any, api: Api) -> None:
    path = format_external_id(KEY, "a/b c")
    assert [salesforce.Task.upsert(path, {"Subject": "x"}) for _ in range(2)] == [201, 200]
    assert salesforce.Task.get(path)["Subject"] == "x"
    for each in (JANE, JOHN):
        salesforce.Contact.update(each, {"Switchboard_E164__c": "+1"})
    with pytest.raises(SalesforceMoreThanOneRecord):
        salesforce.Contact.upsert(format_external_id("Switchboard_E164__c", "+1"), {"Title": "x"})


def test_describes_and_limits_are_readable(salesforce: Any) -> None:
    assert {"Contact", "Policy__c"} <= {each["name"] for each in salesforce.describe()["sobjects"]}
    assert salesforce.Task.describe()["name"] == "Task"
    assert salesforce.Task.metadata()["objectDescribe"]["keyPrefix"] == "00T"
    assert salesforce.limits()["DailyApiRequests"]["Max"] == 1_000_000
    assert salesforce.api_usage["api-usage"].total == 1_000_000


def test_collections_and_composites_go_through_restful(salesforce: Any) -> None:
    rows = [{"attributes": {"type": "Task"}, KEY: key} for key in ("a", "b")]
    path = f"composite/sobjects/Task/{KEY}"
    assert row_codes(salesforce.restful(path, method="PATCH", data=json.dumps({"records": rows}))) == ["ok", "ok"]
    part = {"method": "GET", "url": f"/services/data/v66.0/sobjects/Contact/{JANE}", "referenceId": "jane"}
    answer = salesforce.restful("composite", method="POST", data=json.dumps({"compositeRequest": [part]}))
    assert answer["compositeResponse"][0]["body"]["LastName"] == "Roe"


def test_refusals_become_the_librarys_errors(salesforce: Any, api: Api) -> None:
    with pytest.raises(SalesforceMalformedRequest) as refused:
        salesforce.query("SELECT Foo__c FROM Contact")
    content: Any = refused.value.content
    assert content[0]["errorCode"] == "INVALID_FIELD"
    with pytest.raises(SalesforceMalformedRequest):
        salesforce.Task.create({"CallType": "Sideways"})
    api.arm({"name": "daily_limit", "count": 1})
    with pytest.raises(SalesforceRefusedRequest):
        salesforce.query("SELECT Id FROM Contact")
    api.control("POST", "sessions", {"expire_after_calls": 0})
    with pytest.raises(SalesforceExpiredSession):
        salesforce.query("SELECT Id FROM Contact")


def test_its_default_version_is_offered(api: Api) -> None:
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(api.session.verify)
        body = api.token_reply().json()
        salesforce = Salesforce(
            session_id=body["access_token"], instance_url=body["instance_url"], session=session
        )
        assert salesforce.sf_version == "59.0"
        assert salesforce.query("SELECT COUNT() FROM Contact")["totalSize"] == 3

"""What a record may hold: the rules a write is held against, and what the platform derives."""

from typing import ClassVar

import pytest

from local.salesforce_org.ids import make_id
from local.salesforce_org.users import ADMIN_USER_ID
from tests.local.salesforce_org.support import ACME, CASE, JANE, JOHN, LEAD, OPPORTUNITY, QUEUE, Api, refusal

NOBODY = make_id("003", 4711)


@pytest.mark.parametrize(
    ("object_name", "body", "code", "fields"),
    [
        pytest.param("Task", {"Foo__c": 1}, "INVALID_FIELD", None, id="unknown field"),
        pytest.param("Task", {"Who": {"Name": "x"}}, "INVALID_FIELD", None, id="relationship"),
        pytest.param("Task", {"Subject": 5}, "JSON_PARSER_ERROR", None, id="number for text"),
        pytest.param("Task", {"Subject": {}}, "JSON_PARSER_ERROR", None, id="object for text"),
        pytest.param("Task", {"CallDurationInSeconds": "5"}, "JSON_PARSER_ERROR", None, id="text for number"),
        pytest.param("Task", {"CallDurationInSeconds": 1.5}, "JSON_PARSER_ERROR", None, id="fraction"),
        pytest.param("Task", {"IsReminderSet": "true"}, "JSON_PARSER_ERROR", None, id="text for boolean"),
        pytest.param("Task", {"IsReminderSet": 1}, "JSON_PARSER_ERROR", None, id="number for boolean"),
        pytest.param("Task", {"ActivityDate": "31.12.2026"}, "JSON_PARSER_ERROR", None, id="no ISO date"),
        pytest.param("Task", {"ActivityDate": "2026-02-30"}, "JSON_PARSER_ERROR", None, id="no such day"),
        pytest.param("Task", {"ReminderDateTime": "2026-02-01T10:00"}, "JSON_PARSER_ERROR", None, id="no zone"),
        pytest.param("Task", {"Subject": "x" * 256}, "STRING_TOO_LONG", ["Subject"], id="text too long"),
        pytest.param("Task", {"Description": "x" * 32_001}, "STRING_TOO_LONG", ["Description"], id="long text"),
        pytest.param("Contact", {"LastName": "x", "Phone": "1" * 41}, "STRING_TOO_LONG", ["Phone"], id="phone"),
        pytest.param(
            "Task", {"CallDurationInSeconds": 123456789}, "NUMBER_OUTSIDE_VALID_RANGE",
            ["CallDurationInSeconds"], id="nine digits",
        ),
        pytest.param(
            "Task", {"CallType": "Sideways"}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", ["CallType"], id="type"
        ),
        pytest.param(
            "Task", {"TaskSubtype": "Fax"}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", ["TaskSubtype"], id="sort"
        ),
        pytest.param(
            "Policy__c", {"Coverage__c": "Fire;Hail"}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", ["Coverage__c"],
            id="one of several",
        ),
        pytest.param(
            "Contact", {"LastName": "x", "Email": "nobody"}, "INVALID_EMAIL_ADDRESS", ["Email"], id="e-mail"
        ),
        pytest.param("Contact", {"FirstName": "x"}, "REQUIRED_FIELD_MISSING", ["LastName"], id="required"),
        pytest.param("Contact", {"LastName": ""}, "REQUIRED_FIELD_MISSING", ["LastName"], id="empty text"),
        pytest.param("Lead", {}, "REQUIRED_FIELD_MISSING", ["LastName", "Company"], id="two required"),
        pytest.param("Task", {"Status": None}, "REQUIRED_FIELD_MISSING", ["Status"], id="status emptied"),
        pytest.param("Event", {"Subject": "x"}, "REQUIRED_FIELD_MISSING", ["StartDateTime"], id="event"),
        pytest.param(
            "Event", {"StartDateTime": "2026-01-01T10:00:00Z"}, "REQUIRED_FIELD_MISSING", ["DurationInMinutes"],
            id="event without end",
        ),
        pytest.param(
            "Task", {"CreatedDate": "2026-01-01T10:00:00Z"}, "INVALID_FIELD_FOR_INSERT_UPDATE", ["CreatedDate"],
            id="system field",
        ),
        pytest.param("Task", {"AccountId": ACME}, "INVALID_FIELD_FOR_INSERT_UPDATE", ["AccountId"], id="derived"),
        pytest.param("Lead", {"IsConverted": True}, "INVALID_FIELD_FOR_INSERT_UPDATE", ["IsConverted"], id="flag"),
        pytest.param("Task", {"WhoId": "jane"}, "MALFORMED_ID", ["WhoId"], id="no id"),
        pytest.param("Task", {"WhoId": JANE[:-1] + "0"}, "MALFORMED_ID", ["WhoId"], id="wrong suffix"),
        pytest.param("Task", {"WhoId": ACME}, "FIELD_INTEGRITY_EXCEPTION", ["WhoId"], id="account as who"),
        pytest.param("Task", {"WhatId": JANE}, "FIELD_INTEGRITY_EXCEPTION", ["WhatId"], id="contact as what"),
        pytest.param("Task", {"WhoId": make_id("zzz", 1)}, "FIELD_INTEGRITY_EXCEPTION", ["WhoId"], id="foreign"),
        pytest.param(
            "Task", {"WhoId": LEAD, "WhatId": ACME}, "FIELD_INTEGRITY_EXCEPTION", ["WhatId"], id="lead with what"
        ),
        pytest.param("Task", {"WhoId": NOBODY}, "INVALID_CROSS_REFERENCE_KEY", ["WhoId"], id="nobody"),
    ],
)  # fmt: skip
def test_a_record_that_breaks_a_rule_is_refused(
    api: Api, object_name: str, body: dict[str, object], code: str, fields: list[str] | None
) -> None:
    everything = f"SELECT COUNT() FROM {object_name}"  # noqa: S608 - SOQL
    before = api.query(everything)["totalSize"]
    reply = api.call("POST", f"sobjects/{object_name}", json=body)
    assert refusal(reply) == (400, code)
    assert reply.json()[0].get("fields") == fields
    assert api.query(everything)["totalSize"] == before


def test_unrestricted_picklists_take_any_value(api: Api) -> None:
    assert api.stored(api.create("Task", Status="Parked"))["Status"] == "Parked"


def test_a_lead_with_a_related_record_is_a_switch(api: Api) -> None:
    api.set(lead_excludes_related_to=False)
    assert api.create("Task", WhoId=LEAD, WhatId=ACME)


@pytest.mark.parametrize("merged", [False, True], ids=["deleted", "merged"])
def test_a_person_who_is_gone_cannot_be_named(api: Api, merged: bool) -> None:
    if merged:
        api.control("POST", "merges", {"winner": JOHN, "loser": JANE})
    else:
        api.control("DELETE", f"records/{JANE}")
    assert refusal(api.call("POST", "sobjects/Task", json={"WhoId": JANE})) == (400, "ENTITY_IS_DELETED")


def test_a_unique_key_cannot_be_taken_twice(api: Api) -> None:
    first = api.create("Task", Switchboard_Key__c="k")
    reply = api.call("POST", "sobjects/Task", json={"Switchboard_Key__c": "k"})
    assert refusal(reply) == (400, "DUPLICATE_VALUE")
    assert first in reply.json()[0]["message"]
    second = api.create("Task", Switchboard_Key__c="l")
    reply = api.call("PATCH", f"sobjects/Task/{second}", json={"Switchboard_Key__c": "k"})
    assert refusal(reply) == (400, "DUPLICATE_VALUE")
    # Keeping one's own key is no repetition
    own = api.call("PATCH", f"sobjects/Task/{second}", json={"Switchboard_Key__c": "l"})
    assert own.status_code == 204


@pytest.mark.parametrize("field", ["TaskSubtype", "CompletedDateTime", "CreatedById", "IsClosed"])
def test_some_fields_cannot_be_changed(api: Api, field: str) -> None:
    task = api.create("Task", Subject="x")
    reply = api.call("PATCH", f"sobjects/Task/{task}", json={field: None})
    assert refusal(reply) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE")
    assert reply.json()[0]["fields"] == [field]


def test_the_owner_is_an_active_user_or_a_queue(api: Api) -> None:
    assert api.stored(api.create("Task", OwnerId=QUEUE))["OwnerId"] == QUEUE
    api.control("PATCH", f"records/{ADMIN_USER_ID}", {"fields": {"IsActive": False}})
    reply = api.call("POST", "sobjects/Task", json={"OwnerId": ADMIN_USER_ID})
    assert refusal(reply) == (400, "INACTIVE_OWNER_OR_USER")


@pytest.mark.parametrize(
    ("who", "what", "account"),
    [
        pytest.param(JANE, None, ACME, id="of the contact"),
        pytest.param(JOHN, None, None, id="of a contact without account"),
        pytest.param(LEAD, None, None, id="of a lead"),
        pytest.param(JOHN, ACME, ACME, id="the account itself"),
        pytest.param(JOHN, OPPORTUNITY, ACME, id="of the opportunity"),
        pytest.param(None, CASE, ACME, id="of the case"),
        pytest.param(None, None, None, id="none"),
    ],
)
def test_an_activity_belongs_to_an_account(
    api: Api, who: str | None, what: str | None, account: str | None
) -> None:
    assert api.stored(api.create("Task", WhoId=who, WhatId=what))["AccountId"] == account
    times = {"StartDateTime": "2026-01-01T10:00:00Z", "DurationInMinutes": 30}
    assert api.stored(api.create("Event", WhoId=who, WhatId=what, **times))["AccountId"] == account


def test_a_task_closes_and_opens_with_its_status(api: Api) -> None:
    task = api.create("Task", Status="Completed")
    done = api.stored(task)
    assert done["IsClosed"]
    assert done["CompletedDateTime"] is not None
    api.control("POST", "clock", {"advance_s": 100})
    api.call("PATCH", f"sobjects/Task/{task}", json={"Subject": "later"})
    assert api.stored(task)["CompletedDateTime"] == done["CompletedDateTime"]
    api.call("PATCH", f"sobjects/Task/{task}", json={"Status": "In Progress"})
    reopened = api.stored(task)
    assert (reopened["IsClosed"], reopened["CompletedDateTime"]) == (False, None)


def test_an_event_knows_its_end_by_its_duration_and_the_other_way_round(api: Api) -> None:
    start = "2026-01-01T10:00:00.000Z"
    event = api.create("Event", StartDateTime=start, DurationInMinutes=30)
    assert api.stored(event)["EndDateTime"] == "2026-01-01T10:30:00.000+0000"
    api.call("PATCH", f"sobjects/Event/{event}", json={"DurationInMinutes": 45})
    assert api.stored(event)["EndDateTime"] == "2026-01-01T10:45:00.000+0000"
    other = api.create("Event", StartDateTime=start, EndDateTime="2026-01-01T12:00:00+01:00")
    assert api.stored(other)["DurationInMinutes"] == 60


def test_cases_and_policies_are_numbered(api: Api) -> None:
    numbers = [api.stored(api.create("Case", Subject="x"))["CaseNumber"] for _ in range(2)]
    assert int(numbers[1]) == int(numbers[0]) + 1
    assert api.stored(api.create("Policy__c"))["Name"] == "POL-00001"


def test_a_case_takes_account_and_phone_from_its_contact_and_closes(api: Api) -> None:
    case = api.create("Case", ContactId=JANE)
    stored = api.stored(case)
    assert (stored["AccountId"], stored["ContactPhone"]) == (ACME, "(781) 300-3549")
    api.call("PATCH", f"sobjects/Case/{case}", json={"Status": "Closed"})
    assert api.stored(case)["ClosedDate"] is not None


class TestValidationRules:
    RULE: ClassVar[dict[str, str]] = {
        "object": "Task",
        "condition": "CallType = 'Inbound' AND CallDisposition = null",
        "message": "An inbound call needs a result.",
        "field": "CallDisposition",
    }

    def test_a_record_that_meets_the_condition_is_refused(self, api: Api) -> None:
        api.control("POST", "validation-rules", self.RULE)
        reply = api.call("POST", "sobjects/Task", json={"CallType": "Inbound"})
        assert reply.json() == [
            {
                "message": "An inbound call needs a result.",
                "errorCode": "FIELD_CUSTOM_VALIDATION_EXCEPTION",
                "fields": ["CallDisposition"],
            }
        ]
        task = api.create("Task", CallType="Inbound", CallDisposition="Sold")
        reply = api.call("PATCH", f"sobjects/Task/{task}", json={"CallDisposition": None})
        assert refusal(reply) == (400, "FIELD_CUSTOM_VALIDATION_EXCEPTION")
        assert api.stored(task)["CallDisposition"] == "Sold"

    def test_a_rule_may_look_at_parents_and_be_a_function(self, api: Api) -> None:
        from local.salesforce_org.records.rules import ValidationRule

        api.org.state.rules = (
            ValidationRule("Task", "What.Type = 'Account'", "No accounts."),
            ValidationRule("Task", lambda row: "bad" in str(row["Subject"]), "Bad subject.", "Subject"),
        )
        replies = [api.call("POST", "sobjects/Task", json=body) for body in ({"WhatId": ACME}, {"Subject": "bad"})]
        assert [reply.json()[0]["fields"] for reply in replies] == [[], ["Subject"]]

    def test_a_reset_brings_the_first_rules_back(self, api: Api) -> None:
        api.control("POST", "validation-rules", self.RULE)
        api.control("POST", "reset")
        api.log_in()
        assert api.create("Task", CallType="Inbound")


class TestFieldLevelSecurity:
    def test_a_hidden_field_does_not_exist_for_the_api_and_does_for_people(self, api: Api) -> None:
        api.set(hidden_fields=["Task.Switchboard_Key__c"])
        write = api.call("POST", "sobjects/Task", json={"Switchboard_Key__c": "k"})
        read = api.call("GET", "query", params={"q": "SELECT Switchboard_Key__c FROM Task"})
        keyed = api.call("PATCH", "sobjects/Task/Switchboard_Key__c/k", json={})
        assert refusal(write) == refusal(read) == (400, "INVALID_FIELD")
        assert refusal(keyed) == (404, "NOT_FOUND")
        assert "Switchboard_Key__c" not in api.call("GET", f"sobjects/Task/{api.create('Task')}").json()
        made = api.control("POST", "records", {"object": "Task", "fields": {"Switchboard_Key__c": "k"}})
        assert api.stored(made["id"])["Switchboard_Key__c"] == "k"

    def test_a_hidden_object_does_not_exist(self, api: Api) -> None:
        api.set(hidden_objects=["Lead"])
        assert refusal(api.call("GET", f"sobjects/Lead/{LEAD}")) == (404, "NOT_FOUND")
        assert refusal(api.call("GET", "query", params={"q": "SELECT Id FROM Lead"})) == (400, "INVALID_TYPE")
        sosl = api.call("GET", "search", params={"q": "FIND {Lee} RETURNING Lead"})
        assert refusal(sosl) == (400, "INVALID_TYPE")
        # And once it is shown again it can be searched again
        api.set(hidden_objects=[])
        assert [row["Id"] for row in api.search("FIND {Lee} RETURNING Lead")] == [LEAD]

    def test_a_read_only_field_can_be_read_and_not_written(self, api: Api) -> None:
        api.set(read_only_fields=["Contact.Title"])
        reply = api.call("PATCH", f"sobjects/Contact/{JANE}", json={"Title": "x"})
        assert refusal(reply) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE")
        assert api.call("GET", f"sobjects/Contact/{JANE}", params={"fields": "Title"}).status_code == 200

    def test_a_hidden_phone_field_is_not_searched(self, api: Api) -> None:
        sosl = "FIND {7813003549} IN PHONE FIELDS RETURNING Contact(Id)"
        api.set(hidden_fields=["Contact.MobilePhone"])
        assert [row["Id"] for row in api.search(sosl)] == [JANE]
        api.set(hidden_fields=[])
        assert [row["Id"] for row in api.search(sosl)] == [JANE, JOHN]

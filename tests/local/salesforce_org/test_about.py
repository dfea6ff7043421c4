"""What the org says about itself: versions, resources, limits, describes."""

import requests

from tests.local.salesforce_org.support import DATA, JANE, Api, refusal


def test_the_versions_need_no_login_and_are_not_counted(api: Api) -> None:
    before = api.control("GET", "usage")["used"]
    reply = requests.get(f"{api.url}/services/data/", verify=str(api.session.verify), timeout=10)
    assert reply.status_code == 200
    assert {"label": "Spring '26", "url": "/services/data/v66.0", "version": "66.0"} in reply.json()
    assert {"label": "Winter '26", "url": "/services/data/v65.0", "version": "65.0"} in reply.json()
    assert "Sforce-Limit-Info" not in reply.headers
    assert api.control("GET", "usage")["used"] == before


def test_a_version_lists_its_resources(api: Api) -> None:
    assert api.call("GET", "").json()["query"] == f"{DATA}/query"


def test_usage_is_told_on_every_answer_and_in_the_limits(api: Api) -> None:
    api.set(daily_limit=5_000)
    api.control("POST", "usage", {"used": 17})
    reply = api.call("GET", "limits/")
    assert reply.headers["Sforce-Limit-Info"] == "api-usage=18/5000"
    assert reply.json()["DailyApiRequests"] == {"Max": 5_000, "Remaining": 4_982}
    refused = api.call("GET", f"sobjects/Contact/{JANE}/nothing/at/all")
    assert refused.headers["Sforce-Limit-Info"] == "api-usage=19/5000"


def test_a_used_up_day_refuses_everything_until_it_is_over(api: Api) -> None:
    api.set(daily_limit=5_000)
    api.control("POST", "usage", {"used": 4_999})
    assert api.call("GET", "limits").status_code == 200
    reply = api.call("GET", "limits")
    assert refusal(reply) == (403, "REQUEST_LIMIT_EXCEEDED")
    assert reply.json()[0]["message"] == "TotalRequests Limit exceeded."
    api.control("POST", "clock", {"advance_s": 24 * 3600})
    api.log_in()
    assert api.call("GET", "limits").json()["DailyApiRequests"]["Remaining"] == 4_999


def test_objects_are_listed_in_short(api: Api) -> None:
    answer = api.call("GET", "sobjects/").json()
    assert (answer["encoding"], answer["maxBatchSize"]) == ("UTF-8", 200)
    by_name = {each["name"]: each for each in answer["sobjects"]}
    assert {
        "Account",
        "Contact",
        "Lead",
        "Case",
        "Opportunity",
        "User",
        "Task",
        "Event",
        "Campaign",
        "Group",
    } < set(by_name)
    policy = by_name["Policy__c"]
    assert (policy["label"], policy["labelPlural"], policy["custom"]) == ("Policy", "Policies", True)
    assert policy["urls"]["rowTemplate"] == f"{DATA}/sobjects/Policy__c/{{ID}}"
    assert by_name["Contact"]["keyPrefix"] == "003"


def test_an_object_in_short_comes_with_its_newest_records(api: Api) -> None:
    answer = api.call("GET", "sobjects/Contact").json()
    assert answer["objectDescribe"]["name"] == "Contact"
    assert {"Jane Roe", "John Doe"} < {each["Name"] for each in answer["recentItems"]}


def test_a_describe_tells_what_a_field_takes(api: Api) -> None:
    answer = api.call("GET", "sobjects/Task/describe").json()
    fields = {each["name"]: each for each in answer["fields"]}
    who, subtype, key = fields["WhoId"], fields["TaskSubtype"], fields["Switchboard_Key__c"]
    assert (who["type"], who["referenceTo"], who["relationshipName"]) == ("reference", ["Contact", "Lead"], "Who")
    assert (subtype["createable"], subtype["updateable"], subtype["restrictedPicklist"]) == (True, False, True)
    assert [each["value"] for each in subtype["picklistValues"] if each["defaultValue"]] == ["Task"]
    assert (key["externalId"], key["unique"], key["caseSensitive"], key["idLookup"]) == (True,) * 4
    assert (fields["Subject"]["length"], fields["Subject"]["nillable"]) == (255, True)
    assert (fields["Description"]["filterable"], fields["Status"]["nillable"]) == (False, False)
    contact = api.call("GET", "sobjects/Contact/describe").json()
    assert {each["name"] for each in contact["fields"] if each["type"] == "phone"} == {
        "Phone", "MobilePhone", "HomePhone", "OtherPhone", "AssistantPhone", "Fax",
    }  # fmt: skip
    assert {"childSObject": "Task", "field": "WhoId", "relationshipName": "Tasks"} in contact["childRelationships"]


def test_a_read_only_field_is_described_as_such(api: Api) -> None:
    api.set(read_only_fields=["Contact.Title"])
    fields = api.call("GET", "sobjects/Contact/describe").json()["fields"]
    assert [each["updateable"] for each in fields if each["name"] == "Title"] == [False]

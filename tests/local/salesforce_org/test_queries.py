"""SOQL over HTTP: shapes, the language, paging."""
# ruff: noqa: S608 - it is SOQL, and this file is where all of it comes from

from datetime import UTC, datetime, timedelta

import pytest

from tests.local.salesforce_org.support import ACME, CASE, DATA, JANE, JOHN, LEAD, QUEUE, Api, refusal

EVERYBODY = {"Jane Roe", "John Doe", "Ann O'Neil"}


def names(api: Api, condition: str, name: str = "Contact") -> set[str]:
    return {str(row["Name"]) for row in api.rows(f"SELECT Name FROM {name} WHERE {condition}")}


def test_a_row_shows_its_attributes_and_the_fields_in_order(api: Api) -> None:
    answer = api.query(f"select phone, Id, Account.Name, Account.Industry FROM Contact WHERE Id = '{JANE}'")
    assert answer == {
        "totalSize": 1,
        "done": True,
        "records": [
            {
                "attributes": {"type": "Contact", "url": f"{DATA}/sobjects/Contact/{JANE}"},
                "Phone": "(781) 300-3549",
                "Id": JANE,
                "Account": {
                    "attributes": {"type": "Account", "url": f"{DATA}/sobjects/Account/{ACME}"},
                    "Name": "Acme",
                    "Industry": "Energy",
                },
            }
        ],
    }
    assert list(answer["records"][0]) == ["attributes", "Phone", "Id", "Account"]


def test_no_row_is_an_empty_list_and_a_missing_parent_null(api: Api) -> None:
    assert api.query("SELECT Id FROM Contact WHERE Name = 'x'") == {
        "totalSize": 0,
        "done": True,
        "records": [],
    }
    assert api.rows(f"SELECT Account.Name FROM Contact WHERE Id = '{JOHN}'") == [{"Account": None}]


def test_count_answers_a_size_without_rows(api: Api) -> None:
    assert api.query("SELECT COUNT() FROM Contact") == {"totalSize": 3, "done": True, "records": []}


def test_parents_are_reached_over_several_levels(api: Api) -> None:
    rows = api.query(f"SELECT Contact.Account.Owner.Username FROM Case WHERE Id = '{CASE}'")["records"]
    assert rows[0]["Contact"]["Account"]["Owner"]["Username"] == "admin@acme.example"


def test_a_reference_to_several_objects_shows_their_common_fields(api: Api) -> None:
    api.create("Task", WhoId=LEAD, Subject="a")
    api.create("Task", WhoId=JANE, WhatId=ACME, Subject="b")
    rows = api.query("SELECT Who.Name, Who.Type, What.Name FROM Task ORDER BY Subject")["records"]
    assert [(row["Who"]["Name"], row["Who"]["Type"]) for row in rows] == [("Lee", "Lead"), ("Jane Roe", "Contact")]
    assert rows[1]["Who"]["attributes"] == {"type": "Name", "url": f"{DATA}/sobjects/Contact/{JANE}"}
    assert [row["What"] and row["What"]["Name"] for row in rows] == [None, "Acme"]
    assert len(api.rows("SELECT Id FROM Task WHERE Who.Type = 'Lead'")) == 1


def test_children_come_as_an_answer_of_their_own(api: Api) -> None:
    rows = api.query("SELECT Name, (SELECT Name FROM Contacts WHERE Name LIKE 'J%') FROM Account ORDER BY Name")
    acme, zenith = rows["records"]
    assert acme["Contacts"]["totalSize"] == 1
    assert acme["Contacts"]["records"][0]["Name"] == "Jane Roe"
    assert zenith["Contacts"] is None


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        pytest.param("Name = 'jane roe'", {"Jane Roe"}, id="text without case"),
        pytest.param("Phone != '(781) 300-3549'", {"John Doe", "Ann O'Neil"}, id="empty is unequal"),
        pytest.param("Phone <> null", {"Jane Roe", "Ann O'Neil"}, id="other spelling of unequal"),
        pytest.param("MobilePhone = null", {"Jane Roe", "Ann O'Neil"}, id="empty"),
        pytest.param("LastName > 'doe'", {"Ann O'Neil", "Jane Roe"}, id="text order"),
        pytest.param("LastName >= 'Doe' AND LastName <= 'O'", {"John Doe"}, id="text range"),
        pytest.param("LastName LIKE 'o\\'%'", {"Ann O'Neil"}, id="like with an escaped quote"),
        pytest.param("LastName LIKE '_oe'", {"John Doe", "Jane Roe"}, id="like with one character"),
        pytest.param("LastName LIKE '\\_oe'", set(), id="like with an escaped underscore"),
        pytest.param(r"LastName = '\u0052oe'", {"Jane Roe"}, id="escaped code point"),
        pytest.param("LastName LIKE 'oe'", set(), id="like without wildcards"),
        pytest.param("(NOT LastName LIKE '%oe')", {"Ann O'Neil"}, id="not like"),
        pytest.param("LastName IN ('ROE', 'x')", {"Jane Roe"}, id="in"),
        pytest.param("MobilePhone NOT IN ('781.300.3549')", {"Jane Roe", "Ann O'Neil"}, id="not in"),
        pytest.param("DoNotCall = TRUE", {"John Doe"}, id="boolean"),
        pytest.param("Birthdate = 1980-05-17", {"John Doe"}, id="date"),
        pytest.param("Birthdate < 1980-05-18", {"John Doe"}, id="date order leaves empty out"),
        pytest.param("LastModifiedDate < 2026-02-01T09:00:00+01:00", set(), id="datetime, same instant"),
        pytest.param("LastModifiedDate <= 2026-02-01T09:00:00+01:00", {"Jane Roe"}, id="datetime in a zone"),
        pytest.param("Account.Name = 'Acme'", {"Jane Roe"}, id="parent"),
        pytest.param("Account.Name != 'Acme'", {"John Doe", "Ann O'Neil"}, id="parent, empty is unequal"),
        pytest.param("Account.NumberOfEmployees >= 90", {"Jane Roe"}, id="number"),
        pytest.param(f"Id = '{JANE[:15]}'", {"Jane Roe"}, id="short id"),
        pytest.param(f"Id IN ('{JANE}', '{JOHN}')", {"Jane Roe", "John Doe"}, id="ids"),
        pytest.param(f"AccountId = '{ACME}'", {"Jane Roe"}, id="reference"),
        pytest.param(f"Id != '{JANE}'", {"John Doe", "Ann O'Neil"}, id="other ids"),
        pytest.param(
            "(FirstName = 'Jane' OR FirstName = 'John') AND AccountId = null", {"John Doe"}, id="nesting"
        ),
        pytest.param("FirstName = 'Jane' OR LastName = 'Doe'", {"Jane Roe", "John Doe"}, id="or"),
    ],
)
def test_a_condition_finds_what_it_says(api: Api, condition: str, found: set[str]) -> None:
    assert names(api, condition) == found


@pytest.mark.parametrize(
    ("period", "days_ago"),
    [
        pytest.param("TODAY", {0}, id="today"),
        pytest.param("YESTERDAY", {1}, id="yesterday"),
        pytest.param("LAST_N_DAYS:2", {0, 1, 2}, id="last n days"),
        pytest.param("LAST_90_DAYS", {0, 1, 2, 80}, id="last 90 days"),
        pytest.param("N_DAYS_AGO:80", {80}, id="n days ago"),
        pytest.param("NEXT_N_DAYS:5", {-3}, id="next n days"),
    ],
)
def test_a_named_period_finds_its_days(api: Api, period: str, days_ago: set[int]) -> None:
    # Given tasks due on several days around today
    today = datetime.now(UTC).date()
    for days in (-3, 0, 1, 2, 80, 400):
        api.create("Task", Subject=str(days), ActivityDate=(today - timedelta(days=days)).isoformat())
    found = api.rows(f"SELECT Subject FROM Task WHERE ActivityDate = {period}")
    assert {int(row["Subject"]) for row in found} == days_ago


@pytest.mark.parametrize(
    ("condition", "hours_ago"),
    [
        pytest.param("= TODAY", {0}, id="within"),
        pytest.param("!= TODAY", {24, 48, -24}, id="outside"),
        pytest.param("> YESTERDAY", {0, -24}, id="after"),
        pytest.param(">= YESTERDAY", {0, 24, -24}, id="from"),
        pytest.param("< TODAY", {24, 48}, id="before"),
        pytest.param("<= TODAY", {0, 24, 48}, id="up to"),
        pytest.param("= TOMORROW", {-24}, id="tomorrow"),
    ],
)
def test_a_moment_compares_with_a_named_period(api: Api, condition: str, hours_ago: set[int]) -> None:
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    for hours in (-24, 0, 24, 48):
        start = (noon - timedelta(hours=hours)).isoformat()
        api.create("Event", Subject=str(hours), StartDateTime=start, DurationInMinutes=5)
    found = api.rows(f"SELECT Subject FROM Event WHERE StartDateTime {condition}")
    assert {int(row["Subject"]) for row in found} == hours_ago


def test_multi_select_picklists_have_operators_of_their_own(api: Api) -> None:
    for coverage in ("Fire;Theft", "Flood", None):
        api.create("Policy__c", Coverage__c=coverage)

    def covered(condition: str) -> list[object]:
        return [row["Coverage__c"] for row in api.rows(f"SELECT Coverage__c FROM Policy__c WHERE {condition}")]

    assert covered("Coverage__c INCLUDES ('Theft', 'Flood')") == ["Fire;Theft", "Flood"]
    assert covered("Coverage__c INCLUDES ('Fire;Flood')") == []
    assert covered("Coverage__c EXCLUDES ('Fire')") == ["Flood", None]


def test_rows_are_ordered_and_empty_values_come_first_unless_told_otherwise(api: Api) -> None:
    def ordered(by: str) -> list[str]:
        return [row["FirstName"] for row in api.rows(f"SELECT FirstName FROM Contact ORDER BY {by}")]

    assert ordered("MobilePhone, LastName DESC") == ["Jane", "Ann", "John"]
    assert ordered("MobilePhone DESC NULLS LAST, FirstName") == ["John", "Ann", "Jane"]
    assert ordered("FirstName DESC LIMIT 2") == ["John", "Jane"]
    assert ordered("FirstName LIMIT 1 OFFSET 1") == ["Jane"]


def test_queues_and_users_can_be_queried(api: Api) -> None:
    assert api.rows("SELECT Id FROM Group WHERE Type = 'Queue'") == [{"Id": QUEUE}]
    assert api.query("SELECT COUNT() FROM User WHERE IsActive = true")["totalSize"] == 3


@pytest.mark.parametrize(
    ("soql", "code"),
    [
        pytest.param("", "MALFORMED_QUERY", id="nothing"),
        pytest.param("SELECT Id FROM", "MALFORMED_QUERY", id="cut off"),
        pytest.param("SELECT FROM Contact", "MALFORMED_QUERY", id="no fields"),
        pytest.param("FIND {Jane} RETURNING Contact", "MALFORMED_QUERY", id="SOSL"),
        pytest.param("SELECT Id FROM Contact WHERE Name = \"x\"", "MALFORMED_QUERY", id="double quotes"),
        pytest.param("SELECT Id FROM Contact WHERE Name = 'x", "MALFORMED_QUERY", id="open string"),
        pytest.param("SELECT Id FROM Contact WHERE Name = 'O'Neil'", "MALFORMED_QUERY", id="raw quote"),
        pytest.param("SELECT Id FROM Contact WHERE Name = 'a\\-b'", "MALFORMED_QUERY", id="bad escape"),
        pytest.param("SELECT Id FROM Contact WHERE Name = 'a\\%b'", "MALFORMED_QUERY", id="escape of LIKE"),
        pytest.param(
            "SELECT Id FROM Contact WHERE Name = 'a' AND Name = 'b' OR Name = 'c'",
            "MALFORMED_QUERY",
            id="and beside or",
        ),
        pytest.param("SELECT Name, COUNT(Id) FROM Contact", "MALFORMED_QUERY", id="aggregate"),
        pytest.param("SELECT Name FROM Contact GROUP BY Name", "MALFORMED_QUERY", id="group by"),
        pytest.param("SELECT Id FROM Contact FOR UPDATE", "MALFORMED_QUERY", id="for update"),
        pytest.param("SELECT Id, Id FROM Contact", "MALFORMED_QUERY", id="field twice"),
        pytest.param("SELECT Id FROM Contact LIMIT -1", "MALFORMED_QUERY", id="negative limit"),
        pytest.param("SELECT Id FROM Contact OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE", id="offset"),
        pytest.param("SELECT Id FROM Contract", "INVALID_TYPE", id="unknown object"),
        pytest.param("SELECT Foo__c FROM Contact", "INVALID_FIELD", id="unknown field"),
        pytest.param("SELECT Id FROM Contact WHERE Foo__c = 1", "INVALID_FIELD", id="unknown field in where"),
        pytest.param("SELECT Boss.Name FROM Contact", "INVALID_FIELD", id="unknown relationship"),
        pytest.param("SELECT (SELECT Id FROM Bosses) FROM Contact", "INVALID_FIELD", id="unknown children"),
        pytest.param("SELECT Id FROM Contact WHERE Description = 'x'", "INVALID_FIELD", id="long text"),
        pytest.param("SELECT Id FROM Contact ORDER BY Description", "INVALID_FIELD", id="order by long text"),
        pytest.param("SELECT Id FROM Contact WHERE Phone = 5", "INVALID_FIELD", id="number for text"),
        pytest.param("SELECT Id FROM Contact WHERE DoNotCall = 'true'", "INVALID_FIELD", id="text for boolean"),
        pytest.param(
            "SELECT Id FROM Contact WHERE CreatedDate > 2026-01-01",
            "INVALID_FIELD", id="date for datetime",
        ),
        pytest.param(
            "SELECT Id FROM Contact WHERE Phone INCLUDES ('1')",
            "INVALID_QUERY_FILTER_OPERATOR", id="includes",
        ),
        pytest.param(
            "SELECT Id FROM Contact WHERE DoNotCall LIKE 'x'",
            "INVALID_QUERY_FILTER_OPERATOR", id="like",
        ),
        pytest.param("SELECT Id FROM Contact WHERE Phone = TODAY", "INVALID_FIELD", id="period for text"),
        pytest.param("SELECT Id FROM Contact WHERE Birthdate = '2026-01-01'", "INVALID_FIELD", id="text for date"),
        pytest.param("SELECT Id FROM Account WHERE AnnualRevenue = '5'", "INVALID_FIELD", id="text as number"),
        pytest.param("SELECT Id FROM Contact WHERE Birthdate IN (TODAY)", "MALFORMED_QUERY", id="listed period"),
        pytest.param(
            "SELECT Id FROM Contact WHERE Birthdate = LAST_N_YEARS:9999", "MALFORMED_QUERY", id="before all time"
        ),
        pytest.param(
            "SELECT ReportsTo.ReportsTo.ReportsTo.ReportsTo.ReportsTo.ReportsTo.Name FROM Contact",
            "MALFORMED_QUERY",
            id="six levels",
        ),
        pytest.param("SELECT Owner.Nothing FROM Case", "INVALID_FIELD", id="field that not all owners have"),
        pytest.param("SELECT Id FROM Contact WHERE Id = 'x'", "INVALID_QUERY_FILTER_OPERATOR", id="no id"),
        pytest.param(
            f"SELECT Id FROM Contact WHERE Id > '{JANE}'",
            "INVALID_QUERY_FILTER_OPERATOR", id="id order",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_or_not_offered_is_refused(api: Api, soql: str, code: str) -> None:
    assert refusal(api.call("GET", "query", params={"q": soql})) == (400, code)


def test_an_unknown_column_is_named_in_quotes(api: Api) -> None:
    reply = api.call("GET", "query", params={"q": "SELECT Id, Foo__c FROM Contact"})
    message = reply.json()[0]["message"]
    assert "ERROR at Row:1:Column:12" in message
    assert "No such column 'Foo__c' on entity 'Contact'" in message


def test_a_query_without_text_misses_its_argument(api: Api) -> None:
    assert refusal(api.call("GET", "query")) == (400, "MISSING_ARGUMENT")


def test_many_rows_come_in_pages(api: Api) -> None:
    # Given 450 tasks and pages of 200, the smallest there are
    api.org.load({"Task": [{"Subject": f"{number:03d}"} for number in range(450)]})
    headers = {"Sforce-Query-Options": "batchSize=50"}
    reply = api.call("GET", "query/", params={"q": "SELECT Subject FROM Task ORDER BY Subject"}, headers=headers)
    first = reply.json()
    assert (first["totalSize"], first["done"], len(first["records"])) == (450, False, 200)
    assert first["nextRecordsUrl"].startswith(f"{DATA}/query/01g")
    # When all pages are fetched
    second = api.call("GET", first["nextRecordsUrl"]).json()
    third = api.call("GET", second["nextRecordsUrl"]).json()
    # Then every row came once, in order
    rows = [row["Subject"] for page in (first, second, third) for row in page["records"]]
    assert rows == [f"{number:03d}" for number in range(450)]
    assert third["done"]
    assert "nextRecordsUrl" not in third


@pytest.mark.parametrize("locator", ["01gxx-200", "nonsense", "01g-x"])
def test_an_unknown_page_is_refused(api: Api, locator: str) -> None:
    assert refusal(api.call("GET", f"query/{locator}")) == (400, "INVALID_QUERY_LOCATOR")


def test_deleted_records_show_in_query_all_only(api: Api) -> None:
    api.call("DELETE", f"sobjects/Contact/{JANE}")
    assert names(api, "Id != null") == EVERYBODY - {"Jane Roe"}
    deleted = api.call("GET", "queryAll", params={"q": "SELECT Name FROM Contact WHERE IsDeleted = true"}).json()
    assert [row["Name"] for row in deleted["records"]] == ["Jane Roe"]


def test_the_oldest_of_many_open_pages_are_forgotten(api: Api) -> None:
    api.org.load({"Task": [{"Subject": "x"}] * 201})

    def first_page() -> str:
        headers = {"Sforce-Query-Options": "batchSize=200"}
        reply = api.call("GET", "query", params={"q": "SELECT Id FROM Task"}, headers=headers)
        locator: str = reply.json()["nextRecordsUrl"]
        return locator

    locators = [first_page() for _ in range(51)]
    assert refusal(api.call("GET", locators[0])) == (400, "INVALID_QUERY_LOCATOR")
    assert api.call("GET", locators[1]).json()["done"]

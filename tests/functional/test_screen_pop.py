"""The screen-pop function, from a request to Salesforce and back."""

import json

import pytest

from switchboard.runtime.services import secrets
from switchboard.runtime.settings import settings
from switchboard.screen_pop.rules import DEFAULT_RULES
from tests.support import people
from tests.support.world import World, forget, log_text


def test_a_ringing_number_becomes_the_record(world: World) -> None:
    answer = world.pop("+14155550134")

    assert answer.status == 200
    body = answer.json
    assert (body["match"], body["ani"]) == ("one", "+14155550134")
    assert body["pop"]["recordId"] == people.GRACE
    assert body["lightning"] == {"type": "SOBJECT", "params": {"recordId": people.GRACE}}
    assert body["classic"] == {"method": "screenPop", "url": f"/{people.GRACE}", "force": True}
    assert body["candidates"] == [
        {
            "recordId": people.GRACE,
            "objectType": "Contact",
            "name": "Grace Okafor",
            "matchedField": "Phone",
            "namesCountry": False,
            "personContactId": None,
            "fields": {"AccountId": people.ACME},
        }
    ]


def test_an_unknown_number_opens_a_new_contact(world: World) -> None:
    body = world.pop("+14155550199").json

    assert (body["match"], body["candidates"]) == ("none", [])
    assert body["lightning"] == {
        "type": "NEW_RECORD_MODAL",
        "params": {"entityName": "Contact", "defaultFieldValues": {"Phone": "+14155550199"}},
    }


def test_a_shared_number_opens_the_search_page_with_all_listed(world: World) -> None:
    body = world.pop("+442079460018").json

    assert body["match"] == "many"
    assert [one["recordId"] for one in body["candidates"]] == [people.TWIN_ONE, people.TWIN_TWO]
    assert body["lightning"] == {"type": "SEARCH", "params": {"searchString": "2079460018"}}


@pytest.mark.parametrize("number", ["anonymous", "", None, "123", "sip:ada@example.com"])
def test_a_caller_without_a_number_asks_salesforce_nothing(world: World, number: str | None) -> None:
    body = world.pop(number).json

    assert body["match"] == "none"
    assert body["reason"] in {"withheld", "empty", "short", "sip"}
    assert world.asked() == []


def test_a_normalised_field_sees_a_new_record_at_once(world: World) -> None:
    rules = json.loads(_default_rules())
    for name in ("Contact", "Lead"):
        rules["objects"][name]["normalisedPhoneFields"] = ["Switchboard_E164__c"]
    rules["rules"][1]["steps"] = [{"by": "phone", "mode": "normalised", "objects": ["Contact", "Lead"]}]
    world.put_rules(json.dumps(rules))
    world.org.state.change_settings(world.org.state.settings.changed({"index_lag_seconds": 120}))
    made = people.record_id("003", 77)
    world.add({"Contact": [{"Id": made, "LastName": "New", "Switchboard_E164__c": "+18003569377"}]})

    body = world.pop("1-800-FLOWERS").json

    assert [one["recordId"] for one in body["candidates"]] == [made]
    assert len(world.asked("*/composite*")) == 1
    assert world.asked("*/search*") == []


def test_a_converted_lead_is_left_out_and_an_open_one_found(world: World) -> None:
    assert [one["recordId"] for one in world.pop("4155550134").json["candidates"]] == [people.GRACE]
    assert [one["recordId"] for one in world.pop("+4930901820").json["candidates"]] == [people.LEAD]


@pytest.fixture
def person_accounts(world: World) -> World:
    world.put_rules(_default_rules(personAccounts=True))
    return world


def _default_rules(**changes: object) -> str:
    return json.dumps({**json.loads(DEFAULT_RULES.model_dump_json(by_alias=True)), **changes})


def test_a_person_account_comes_out_once_as_such(person_accounts: World) -> None:
    (found,) = person_accounts.pop("+39061234567").json["candidates"]

    assert (found["objectType"], found["recordId"]) == ("Account", people.PERSON)


def test_one_lookup_is_one_request_and_a_warm_one_opens_no_connection(world: World) -> None:
    world.pop("4155550134")
    world.org.journal.clear()

    world.pop("4155550134")
    world.pop("+442079460018")

    searches = world.asked("*/search*")
    assert len(searches) == len(world.asked()) == 2
    assert len({one.request.connection for one in searches}) == 1


@pytest.mark.parametrize("profile", ["strict", "tokens", "suffix", "noisy"])
def test_numbers_are_found_however_salesforce_splits_them(world: World, profile: str) -> None:
    world.org.state.change_settings(world.org.state.settings.changed({"phone_profile": profile}))

    assert world.pop("+14155550134").json["match"] == "one"
    assert world.pop("+442079460018").json["match"] == "many"
    assert world.pop("+4930901820").json["match"] == "one"


def test_an_email_contact_is_found_by_address_at_once(world: World) -> None:
    body = world.call(
        "POST",
        "/v1/screen-pops",
        {"callType": "inbound", "channel": "email", "email": "GRACE@example.com"},
    ).json

    assert body["pop"]["recordId"] == people.GRACE
    assert [one.request.method for one in world.asked("*/composite*")] == ["POST"]


def test_a_custom_lookup_finds_a_case_by_its_number(world: World) -> None:
    body = world.call(
        "POST",
        "/v1/screen-pops",
        {"callType": "inbound", "lookup": "caseByNumber", "parameters": {"caseNumber": "00001001"}},
    ).json

    assert body["pop"] | {"defaults": None} == body["pop"]
    assert (body["pop"]["objectType"], body["pop"]["recordId"]) == ("Case", people.CASE)
    assert body["variables"]["field_Subject"] == "Router"


NASTY = ["'", "\\", "' OR Name != '", "A-17' OR 'a'='a", "%", "_", "{}", "\n", "A-17\\'", "ü"]


@pytest.mark.parametrize("value", NASTY)
def test_no_value_breaks_out_of_a_query(world: World, value: str) -> None:
    body = world.call(
        "POST",
        "/v1/screen-pops",
        {"callType": "inbound", "lookup": "accountByNumber", "parameters": {"accountNumber": value + "A"}},
    )

    assert body.status == 200
    assert body.json["match"] == "none"


class TestBadInput:
    def test_not_json(self, world: World) -> None:
        answer = world.call("POST", "/v1/screen-pops", b"{")
        assert (answer.status, answer.problem) == (400, "body-not-json")

    def test_nested_beyond_reason(self, world: World) -> None:
        answer = world.call("POST", "/v1/screen-pops", b"[" * 30_000)
        assert (answer.status, answer.problem) == (400, "body-not-json")

    def test_missing_body(self, world: World) -> None:
        answer = world.call("POST", "/v1/screen-pops")
        assert (answer.status, answer.problem) == (422, "invalid-request")

    def test_not_utf8(self, world: World) -> None:
        answer = world.call(
            "POST", "/v1/screen-pops", b"\xff\xfe", headers={"content-type": "application/octet-stream"}
        )
        assert (answer.status, answer.problem) == (400, "body-not-utf8")

    def test_too_large(self, world: World) -> None:
        answer = world.call("POST", "/v1/screen-pops", {"callType": "inbound", "ani": "1" * 70_000})
        assert (answer.status, answer.problem) == (413, "body-too-large")

    def test_another_content_type(self, world: World) -> None:
        answer = world.call("POST", "/v1/screen-pops", b"a", headers={"content-type": "text/plain"})
        assert (answer.status, answer.problem) == (415, "unsupported-media-type")

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"ani": "4155550134"}, "body.callType"),
            ({"callType": "sideways", "ani": "4155550134"}, "body.callType"),
            ({"callType": "inbound", "ani": ["4155550134"]}, "body.ani"),
            ({"callType": "inbound", "ani": "4" * 300}, "body.ani"),
            ({"callType": "inbound", "anni": "4155550134"}, "body.anni"),
            ({"callType": "inbound", "contactKey": "4155550134"}, "body.contactKey"),
            ({"callType": "inbound", "layout": "4155550134"}, "body.layout"),
        ],
    )
    def test_a_wrong_field_is_named_and_its_value_is_not_repeated(
        self, world: World, body: object, field: str
    ) -> None:
        answer = world.call("POST", "/v1/screen-pops", body)

        assert (answer.status, answer.problem) == (422, "invalid-request")
        assert field in [one["field"] for one in answer.json["errors"]]
        assert "4155550134" not in answer.body

    def test_a_layout_that_is_none(self, world: World) -> None:
        answer = world.call(
            "POST", "/v1/screen-pops", {"callType": "inbound", "ani": "4155550134", "layout": {"a": 1}}
        )
        assert (answer.status, answer.problem) == (422, "not-a-layout")
        assert "Inbound" in answer.json["wrong"]

    def test_an_unknown_channel(self, world: World) -> None:
        answer = world.call("POST", "/v1/screen-pops", {"callType": "inbound", "channel": "telepathy"})
        assert (answer.status, answer.problem) == (422, "unknown-channel")

    def test_an_unknown_parameter(self, world: World) -> None:
        answer = world.call(
            "POST",
            "/v1/screen-pops",
            {"callType": "inbound", "lookup": "caseByNumber", "parameters": {"caseNumber": "1", "where": "1=1"}},
        )
        assert (answer.status, answer.problem) == (422, "unknown-parameter")
        assert answer.json["parameters"] == {"where": "unknown"}

    def test_an_unknown_lookup(self, world: World) -> None:
        answer = world.call("POST", "/v1/screen-pops", {"callType": "inbound", "lookup": "x"})
        assert (answer.status, answer.problem) == (422, "unknown-lookup")

    def test_parameters_that_do_not_fit(self, world: World) -> None:
        answer = world.call(
            "POST",
            "/v1/screen-pops",
            {"callType": "inbound", "lookup": "caseByNumber", "parameters": {"caseNumber": "4155550134x"}},
        )
        assert (answer.status, answer.problem) == (422, "bad-parameters")
        assert answer.json["parameters"] == {"caseNumber": "not_digits"}
        assert "4155550134" not in answer.body


class TestSalesforceInTrouble:
    def test_down(self, world: World) -> None:
        world.fault(path="*/search*", status=503, html="<h1>Maintenance</h1>")
        answer = world.pop("4155550134")

        assert (answer.status, answer.problem) == (503, "salesforce-unavailable")
        # Reads are tried again, a few times.
        assert len(world.asked("*/search*")) == 3

    def test_slow(self, world: World) -> None:
        world.pop("4155550134")
        world.fault(path="*/search*", delay_s=1.2)
        answer = world.pop("4155550134", left_s=1.3)

        assert (answer.status, answer.problem) == (504, "salesforce-timeout")

    def test_a_body_that_trickles(self, world: World) -> None:
        world.pop("4155550134")
        world.fault(path="*/search*", slow_body_s=3)
        answer = world.pop("4155550134", left_s=1.3)

        assert (answer.status, answer.problem) == (504, "salesforce-timeout")

    def test_out_of_limits(self, world: World) -> None:
        world.fault(path="*/search*", name="daily_limit")
        answer = world.pop("4155550134")

        assert (answer.status, answer.problem) == (503, "salesforce-limit-reached")
        assert answer.json["code"] == "REQUEST_LIMIT_EXCEEDED"

    def test_wrong_secret(self, world: World) -> None:
        world.put_secret("SalesforceSecret", world.login_secret(client_secret="wrong"))
        answer = world.pop("4155550134")

        assert (answer.status, answer.problem) == (502, "salesforce-login-refused")
        assert int(answer.result["headers"].get("Retry-After", 30)) <= 30

    def test_no_secret_yet(self, world: World) -> None:
        world.put_secret("SalesforceSecret", {})
        answer = world.pop("4155550134")

        assert (answer.status, answer.problem) == (500, "not-configured")

    def test_a_hidden_field_is_named(self, world: World) -> None:
        world.org.state.change_settings(
            world.org.state.settings.changed({"hidden_fields": ["Contact.AssistantPhone"]})
        )
        answer = world.pop("4155550134")

        assert (answer.status, answer.problem) == (502, "salesforce-not-visible")
        assert "AssistantPhone" in answer.json["names"]
        assert "4155550134" not in answer.body

    @pytest.mark.parametrize("drop", ["before", "after", "during"])
    def test_a_connection_that_breaks_once_is_not_noticed(self, world: World, drop: str) -> None:
        world.pop("4155550134")
        world.fault(path="*/search*", drop=drop, count=1)

        assert world.pop("4155550134").json["match"] == "one"

    def test_an_answer_cut_short_is_not_taken_for_one(self, world: World) -> None:
        world.fault(path="*/search*", truncate=True)
        answer = world.pop("4155550134")

        assert (answer.status, answer.problem) == (503, "salesforce-unavailable")

    def test_a_session_that_ended_is_renewed_once(self, world: World) -> None:
        world.pop("4155550134")
        world.fault(path="*/search*", name="expire_sessions", count=1)
        world.org.journal.clear()

        assert world.pop("4155550134").json["match"] == "one"
        assert len(world.asked("*/oauth2/token")) == 1
        assert [one.status for one in world.asked("*/search*")] == [401, 200]

    def test_tokens_refused_for_ever_end_after_one_renewal(self, world: World) -> None:
        world.fault(path="*/services/data/*", name="refuse_tokens")
        answer = world.pop("4155550134")

        assert (answer.status, answer.problem) == (502, "salesforce-login-refused")
        assert len(world.asked("*/search*")) == 2
        assert len(world.asked("*/oauth2/token")) == 2

    def test_a_limit_that_asks_to_wait_is_obeyed(self, world: World) -> None:
        world.fault(path="*/search*", status=429, headers={"Retry-After": "1"}, count=1)

        assert world.pop("4155550134").json["match"] == "one"
        assert len(world.asked("*/search*")) == 2

    def test_a_wait_beyond_the_time_left_is_not_begun(self, world: World) -> None:
        world.fault(path="*/search*", status=429, headers={"Retry-After": "60"})

        assert world.pop("4155550134").problem == "salesforce-limit-reached"
        assert len(world.asked("*/search*")) == 1


def test_the_jwt_flow_logs_in_too(world: World) -> None:
    world.put_secret(
        "SalesforceSecret",
        {
            "flow": "jwt_bearer",
            "login_url": world.org_url,
            "client_id": world.org.app.client_id,
            "username": world.org.app.preauthorized[0],
            "private_key": world.private_key,
        },
    )

    assert world.pop("4155550134").json["match"] == "one"


def test_a_cold_environment_takes_the_token_that_is_there(world: World) -> None:
    world.pop("4155550134")
    forget()

    assert world.pop("4155550134").json["match"] == "one"
    assert len(world.asked("*/oauth2/token")) == 1


def test_a_replaced_secret_needs_no_new_deployment(world: World) -> None:
    world.put_secret("SalesforceSecret", world.login_secret(client_secret="old"))
    secrets().text(settings().salesforce_secret)
    world.put_secret("SalesforceSecret", world.login_secret())

    assert world.pop("4155550134").json["match"] == "one"


def test_nothing_personal_is_logged(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    with log_text() as text:
        world.pop("4155550134")
        world.fault(path="*/search*", name="daily_limit", count=1)
        world.pop("4155550134")
        world.call("POST", "/v1/screen-pops", {"callType": "inbound", "ani": ["4155550134"]})

    logged = text.getvalue() + "".join(capsys.readouterr())
    assert '"match":"one"' in logged
    assert '"ScreenPopOne"' in logged
    for private in ("4155550134", "5550134", "Okafor", "Grace", "grace@", world.org.app.client_secret, "00D"):
        assert private not in logged

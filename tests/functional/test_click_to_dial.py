"""Click-to-dial over the real handler, AWS, org and tenant: what is refused, what is dialled, what comes of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.cxone import sample
from local.cxone.agents.calls import Outcome
from switchboard.contact.fields import Field
from switchboard.contact.key import ContactKey
from switchboard.runtime import aws, calls, contacts
from tests.support.calls import ANY_TIME, NUMBER, Clicker
from tests.support.people import ACME, CASE, GRACE, LEAD, PERSON, PERSON_CONTACT
from tests.support.world import OTHER_USER, USER, World, log_text

UNIT = "4599001"


@pytest.fixture
def ada(world: World) -> Clicker:
    return Clicker(world)


def related(contact_key: str) -> dict[str, str]:
    """What the contact store has of the record that a call was dialled from."""
    dossier = contacts.ledger().read([ContactKey.parse(contact_key)])[ContactKey.parse(contact_key)]
    names = (Field.DIALLED_WHO_ID, Field.DIALLED_WHAT_ID)
    return {name.value: dossier.contact.text(name) for name in names if name in dossier.contact.fields}


def test_a_clicked_number_is_dialled_in_the_agents_session_with_their_own_skill(ada: Clicker) -> None:
    answer = ada.click("(415) 555-0134 ext. 12")

    assert answer.status == 202
    assert answer.json.pop("callId").startswith(f"{USER}-")
    body = answer.json
    assert (body["state"], body["text"], body["repeated"]) == ("dialing", "The number is being dialled.", False)
    assert (body["number"], body["extension"], body["recordId"]) == (NUMBER, "12", GRACE)
    assert (body["skillId"], body["contactKey"], body["reason"]) == (str(sample.OUTBOUND_SALES), None, None)
    (command,) = ada.tenant.commands.listed("*/dial-phone")
    assert command.given == {"phoneNumber": NUMBER, "skillId": sample.OUTBOUND_SALES, "parentContactId": None}


def test_a_call_is_told_from_dialling_to_its_end_and_its_contact_is_related(ada: Clicker) -> None:
    call_id = ada.click().json["callId"]
    ada.expect(Outcome.ANSWER, 5)
    ada.wait(2)

    dialling = ada.look(call_id).json
    assert (dialling["state"], related(dialling["contactKey"])) == ("dialing", {"dialledWhoId": GRACE})

    ada.wait(6)
    assert ada.look(call_id).json["state"] == "active"

    ada.hang_up()
    over = ada.look(call_id).json
    assert (over["state"], over["text"]) == ("ended", "The call is over.")
    assert ada.dialled() == 1


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (Outcome.BUSY, "The line is busy."),
        (Outcome.NO_ANSWER, "Nobody answered."),
        (Outcome.BAD_NUMBER, "The number does not exist or cannot be reached."),
    ],
)
def test_a_call_that_fails_says_why_in_words(ada: Clicker, outcome: Outcome, text: str) -> None:
    ada.expect(outcome)
    call_id = ada.click().json["callId"]
    ada.wait(3)

    over = ada.look(call_id).json

    assert (over["state"], over["reason"], over["text"]) == ("failed", outcome.value, text)
    assert related(over["contactKey"]) == {"dialledWhoId": GRACE}


def test_a_call_of_which_nothing_is_heard_is_unknown_after_a_while(
    ada: Clicker, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.expect(Outcome.ERROR)
    call_id = ada.click().json["callId"]
    ada.wait(3)
    assert ada.look(call_id).json["state"] == "dialing"

    monkeypatch.setattr("switchboard.dialing.call.SILENCE", timedelta())
    unknown = ada.look(call_id).json

    assert unknown["state"] == "unknown"
    assert "Look whether your phone rings" in unknown["text"]


@pytest.mark.parametrize(
    ("clicked", "expected"),
    [
        ({"recordId": GRACE, "objectType": "Contact"}, {"dialledWhoId": GRACE}),
        ({"recordId": GRACE[:15], "objectType": "Contact"}, {"dialledWhoId": GRACE}),
        ({"recordId": LEAD, "objectType": "Lead"}, {"dialledWhoId": LEAD}),
        ({"recordId": ACME, "objectType": "Account"}, {"dialledWhatId": ACME}),
        ({"recordId": CASE, "objectType": "Case"}, {"dialledWhatId": CASE}),
        (
            {"recordId": PERSON, "objectType": "Account", "contactId": PERSON_CONTACT, "personAccount": True},
            {"dialledWhoId": PERSON_CONTACT},
        ),
        ({"recordId": USER, "objectType": "User"}, {}),
        ({"recordId": "", "objectType": ""}, {}),
        ({"recordId": None, "objectType": None, "params": "a,b"}, {}),
    ],
    ids=lambda value: str(value)[:60],
)
def test_the_clicked_record_is_the_contacts_relation(
    ada: Clicker, clicked: dict[str, Any], expected: dict[str, str]
) -> None:
    call_id = ada.click(**clicked).json["callId"]
    ada.wait(3)

    assert related(ada.look(call_id).json["contactKey"]) == expected


@pytest.mark.parametrize(
    ("number", "problem", "members"),
    [
        ("", "number-not-dialable", {"reason": "empty"}),
        ("call me", "number-not-dialable", {}),
        ("555-0134", "number-not-dialable", {"reason": "short"}),
        ("411", "number-not-dialable", {"reason": "short"}),
        ("+1 200 555 0134", "number-not-dialable", {"reason": "unknown"}),
        ("911", "emergency-number", {}),
        ("9-1-1", "emergency-number", {}),
        ("112", "emergency-number", {}),
        ("+49 112", "emergency-number", {}),
        ("+1911", "emergency-number", {}),
        ("9111", "emergency-number", {}),
        ("+1 900 555 0100", "premium-number", {}),
        ("24280", "premium-number", {}),
        ("+870 773 123 456", "premium-number", {}),
    ],
)
def test_numbers_that_are_not_dialled(ada: Clicker, number: str, problem: str, members: dict[str, Any]) -> None:
    answer = ada.click(number)

    assert (answer.status, answer.problem) == (422, problem)
    assert members.items() <= answer.json.items()
    assert number == "" or number not in answer.body
    assert ada.dialled() == 0


def test_the_emergency_numbers_of_the_place_where_the_agent_sits_are_not_dialled(world: World) -> None:
    ada = Clicker(world, rules={**ANY_TIME, "agentCountries": ["AU"]}, station="+442079460021")

    assert ada.click("000").problem == "emergency-number"
    assert ada.click("999").problem == "emergency-number"
    assert ada.click("998").problem == "number-not-dialable"
    assert ada.dialled() == 0


@pytest.mark.parametrize(
    ("record", "clicked", "field"),
    [
        (GRACE, {"recordId": GRACE, "objectType": "Contact"}, "DoNotCall"),
        (GRACE, {"recordId": GRACE, "objectType": "Account"}, "DoNotCall"),
        (LEAD, {"recordId": LEAD, "objectType": "Lead"}, "DoNotCall"),
        (PERSON, {"recordId": PERSON, "objectType": "Account", "personAccount": True}, "PersonDoNotCall"),
    ],
)
def test_whoever_is_marked_do_not_call_is_not_called(
    ada: Clicker, record: str, clicked: dict[str, Any], field: str
) -> None:
    ada.world.edit(record, **{field: True})

    answer = ada.click(**clicked)

    assert (answer.status, answer.problem, ada.dialled()) == (422, "do-not-call", 0)
    assert len(ada.world.asked("*/query*")) == 1


def test_a_case_can_be_marked_by_its_contact_by_rule(world: World) -> None:
    rules = {**ANY_TIME, "doNotCall": {"fields": {"case": ["Contact.DoNotCall"]}}}
    ada = Clicker(world, rules=rules)
    world.edit(GRACE, DoNotCall=True)

    assert ada.click(recordId=CASE, objectType="Case").problem == "do-not-call"


def test_numbers_are_looked_up_in_lists_of_the_org_with_the_same_request(world: World) -> None:
    listed = {"object": "Lead", "numberFields": ["Phone", "MobilePhone"], "flag": "DoNotCall"}
    ada = Clicker(world, rules={**ANY_TIME, "doNotCall": {"lists": [listed]}})
    assert ada.click("+49 30 901820", recordId=None).status == 202

    world.org.journal.clear()
    world.edit(LEAD, DoNotCall=True)
    answer = ada.click("+4930901820")

    assert answer.problem == "do-not-call"
    assert len(world.asked("/services/data/*/composite*")) == 1


def test_a_record_that_cannot_be_read_is_not_called_unless_the_rules_allow_it(world: World) -> None:
    ada = Clicker(world)
    nobody = "003000000000999AAA"
    refused = ada.click(recordId=nobody)
    assert (refused.status, refused.problem) == (503, "do-not-call-unknown")
    assert refused.json["code"] == "RECORD_NOT_READABLE"

    world.fault(path="*/query*", status=503, error_code="SERVER_UNAVAILABLE")
    down = ada.click()
    assert (down.problem, down.json["code"]) == ("do-not-call-unknown", "SERVER_UNAVAILABLE")
    assert ada.dialled() == 0

    lenient = Clicker(world, logged_in=False, rules={**ANY_TIME, "doNotCall": {"unreadable": "allow"}})
    calls.dialing_rules.cache_clear()
    calls.dialing.cache_clear()
    assert lenient.click().status == 202


def test_outside_the_hours_nothing_is_dialled_and_the_next_time_is_told(world: World) -> None:
    never: dict[str, list[str]] = {
        day: [] for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    }
    ada = Clicker(world, rules={"hours": {"countries": {"US": {"days": never}}}})

    answer = ada.click()

    assert (answer.status, answer.problem, answer.json["allowedFrom"]) == (422, "outside-hours", None)
    assert ada.dialled() == 0


def test_without_a_session_nothing_is_dialled(world: World) -> None:
    ada = Clicker(world, logged_in=False)

    answer = ada.click()

    assert (answer.status, answer.problem, ada.dialled()) == (409, "not-logged-in", 0)


def test_a_user_who_is_no_agent_cannot_dial(world: World) -> None:
    ada = Clicker(world)
    answer = world.call("POST", "/v1/calls", {"number": NUMBER}, user=OTHER_USER)

    assert (answer.problem, ada.dialled()) == ("agent-unknown", 0)


@pytest.mark.parametrize("caller", ["operator", "other"])
def test_nobody_dials_who_acts_for_no_user(ada: Clicker, caller: str) -> None:
    answer = ada.world.call("POST", "/v1/calls", {"number": NUMBER}, caller=caller, user=USER)

    assert (answer.status, answer.problem, ada.dialled()) == (403, "no-acting-user", 0)


def test_an_agent_on_a_call_dials_no_other(ada: Clicker) -> None:
    ada.click()
    ada.wait(4)

    answer = ada.click("+1 212 555 0100")

    assert (answer.status, answer.problem, ada.dialled()) == (409, "already-on-call", 1)


def test_in_the_work_after_a_call_the_contact_centre_refuses_and_the_next_click_dials(ada: Clicker) -> None:
    ada.click()
    ada.wait(4)
    ada.hang_up()

    refused = ada.click("+1 212 555 0100")
    assert (refused.status, refused.problem) == (409, "cannot-dial-now")

    ada.wait(120)
    assert ada.click("+1 212 555 0100").status == 202
    assert (ada.dialled(), ada.dialled_well()) == (3, 2)


def test_several_skills_are_listed_and_nobody_guesses(ada: Clicker) -> None:
    ada.more_skills()

    answer = ada.click()
    assert (answer.status, answer.problem) == (409, "outbound-skill-unclear")
    assert answer.json["skills"] == [
        {"skillId": "40120", "name": "Outbound Sales"},
        {"skillId": "40121", "name": "Outbound Service"},
    ]

    chosen = ada.click(skillId="40121")
    assert (chosen.status, chosen.json["skillId"]) == (202, "40121")


def test_a_skill_that_is_not_the_agents_is_not_allowed(ada: Clicker) -> None:
    answer = ada.click(skillId=str(sample.SUPPORT_VOICE))

    assert (answer.status, answer.problem, ada.dialled()) == (403, "skill-not-allowed", 0)
    assert [one["skillId"] for one in answer.json["skills"]] == ["40120"]


def test_an_agent_without_any_skill_is_told_so(ada: Clicker) -> None:
    ada.no_skill()

    answer = ada.click()

    assert (answer.status, answer.problem, ada.dialled()) == (409, "no-outbound-skill", 0)


def test_the_rules_choose_the_skill_and_nobody_is_asked_for_it(world: World) -> None:
    rules = {"skills": {"rules": [{"teams": ["service"], "objectTypes": ["contact"], "skillId": "40120"}]}}
    ada = Clicker(world, rules={**ANY_TIME, **rules})

    assert ada.click().json["skillId"] == "40120"
    assert ada.tenant.journal.exchanges(path="*/agents/*/skills") == []


def test_a_skill_of_the_rules_that_does_not_dial_is_told(world: World) -> None:
    ada = Clicker(world, rules={**ANY_TIME, "skills": {"default": str(sample.SUPPORT_VOICE)}})

    answer = ada.click()

    assert (answer.status, answer.problem) == (422, "skill-refused")


def test_rules_that_are_no_good_leave_the_defaults_in_force(world: World) -> None:
    ada = Clicker(world, rules={"hours": {"checked": False, "everywhere": {"monday": ["25:00-26:00"]}}})
    with log_text() as text:
        ada.click("911")
    assert "rules_refused" in text.getvalue()


def test_a_call_is_shown_to_whoever_made_it_alone(ada: Clicker) -> None:
    call_id = ada.click().json["callId"]

    assert ada.look(call_id, OTHER_USER).problem == "not-your-call"
    assert ada.look(f"{USER}-0123456789abcdef01234567").problem == "call-unknown"
    assert ada.world.call("GET", f"/v1/calls/{call_id}", caller="operator").problem == "no-acting-user"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"number": None},
        {"number": NUMBER, "recordId": "x"},
        {"number": NUMBER, "skillId": "sales"},
        {"number": "1" * 101},
    ],
)
def test_a_body_that_is_no_click_is_refused(ada: Clicker, body: object) -> None:
    answer = ada.post(body)

    assert (answer.status, answer.problem, ada.dialled()) == (422, "invalid-request", 0)


@pytest.mark.parametrize("key", ["two words", "x" * 256])
def test_a_key_that_is_none_is_refused(ada: Clicker, key: str) -> None:
    assert ada.click(key=key).problem == "invalid-request"


def test_nothing_personal_is_logged(ada: Clicker) -> None:
    with log_text() as text:
        call_id = ada.click().json["callId"]
        ada.fault(status=502, html="<html>gateway</html>")
        ada.wait(3)
        ada.hang_up()
        ada.wait(90)
        ada.click("+1 212 555 0100")
        ada.look(call_id)

    logged = text.getvalue()
    assert logged.count('"message":"answered"') == 3
    for secret in ("4155550134", "2125550100", "Grace", "Okafor", GRACE, "555-0134"):
        assert secret not in logged


def test_a_warm_click_asks_no_more_than_it_has_to(world: World) -> None:
    ada = Clicker(world, rules={**ANY_TIME, "skills": {"default": "40120"}})
    ada.click("+1 212 555 0100")
    ada.wait(3)
    ada.hang_up()
    ada.wait(90)
    world.org.journal.clear()
    ada.tenant.journal.clear()
    asked: list[str] = []
    aws.dynamodb().meta.events.register("before-call.dynamodb.*", lambda model, **_: asked.append(model.name))

    ada.click()

    assert len(world.asked()) == 1
    paths = [one.request.plain_path.rpartition("/")[2] for one in ada.tenant.journal.exchanges()]
    assert paths == ["states", "dial-phone"]
    assert asked == ["GetItem", "GetItem", "TransactWriteItems"]


def test_the_answer_is_in_whole_seconds_of_utc(ada: Clicker) -> None:
    at = datetime.fromisoformat(ada.click().json["askedAt"])
    assert at.tzinfo == UTC
    assert at.microsecond == 0

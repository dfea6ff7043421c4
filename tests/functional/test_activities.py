"""Activities and contacts through the real handler: who may see, relate, retry and erase, and what comes of it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from switchboard.activity.dossier import ActivityRecord, ActivityState, Attempt, Dossier, Rejection
from switchboard.activity.dossier_changes import Deleted, Outcome, Rejected, Written
from switchboard.contact.fields import Field
from switchboard.contact.key import ContactKey
from switchboard.runtime.contacts import ledger
from tests.support import people
from tests.support.hooks import (
    CASE_KEY,
    CONTACT,
    KEY,
    NUMBER,
    UNIT,
    a_call,
    an_event,
    messages,
    publish_activity_rules,
    tell,
)
from tests.support.tasks import throw_away
from tests.support.world import OTHER_USER, USER, Answer, World, log_text

TASK = ActivityRecord(KEY, "Task", "00T000000000001AAA", {"Subject": ("abcdefghijkl",)})
REFUSAL = "FIELD_CUSTOM_VALIDATION_EXCEPTION"


def kept(key: str = KEY) -> Dossier:
    return ledger().read([ContactKey.parse(key)])[ContactKey.parse(key)]


def told(world: World, *, user: str | None = USER, contact_id: str = CONTACT) -> None:
    """A finished call whose agent is the user."""
    assert tell(world, {"events": a_call(contactId=contact_id, userId=user)}).status == 202
    messages(world, "ActivityQueue")


def written(outcome: Outcome, key: str = KEY) -> None:
    """The writer's work on a contact, with that outcome."""
    dossier = kept(key)
    attempt = Attempt("a", dossier.version, datetime.now(UTC) + timedelta(minutes=2))
    started = ledger().begin([(dossier, attempt, (TASK,))])
    ledger().settle([(started[dossier.key], outcome)])


def rejected(code: str = REFUSAL, key: str = KEY) -> None:
    rejection = Rejection(code, ("Subject",), "A validation rule refused it.", datetime.now(UTC))
    written(Rejected(rejection, ()), key)


def get(world: World, path: str, **more: Any) -> Answer:
    return world.call("GET", path, **more)


def relate(world: World, body: object, *, key: str = KEY, **more: Any) -> Answer:
    return world.call("PUT", f"/v1/contacts/{quote(key)}", body, **{"user": USER, **more})


class TestListing:
    def listed(self, world: World, **query: Any) -> Any:
        answer = get(world, f"/v1/activities?{urlencode(query)}", caller="operator")
        assert answer.status == 200, answer.body
        return answer.json

    def test_rejected_activities_are_listed_with_their_reason(self, world: World) -> None:
        told(world)
        rejected()

        (activity,) = self.listed(world, state="rejected")["activities"]

        assert (activity["contactKey"], activity["state"], activity["dueAt"]) == (KEY, "rejected", None)
        assert activity["rejection"]["code"] == REFUSAL
        assert activity["rejection"]["fields"] == ["Subject"]
        assert (activity["channel"], activity["callType"], activity["agent"]) == ("voice", "inbound", "Ada Quist")
        assert activity["outcome"] == "handled"

    def test_each_state_is_listed_for_itself(self, world: World) -> None:
        outcomes: list[tuple[str, Outcome | None]] = [
            ("due", None),
            ("written", Written((TASK,), ("cut:Subject",))),
            ("deleted", Deleted((TASK,))),
        ]
        for number, (_, outcome) in enumerate(outcomes, 1):
            told(world, contact_id=str(number))
            if outcome:
                written(outcome, f"{UNIT}:acd:{number}")

        for number, (state, _) in enumerate(outcomes, 1):
            (activity,) = self.listed(world, state=state)["activities"]
            assert (activity["contactKey"], activity["state"]) == (f"{UNIT}:acd:{number}", state)
        (activity,) = self.listed(world, state="written")["activities"]
        assert activity["remarks"] == ["cut:Subject"]
        assert activity["records"] == [
            {"objectType": "Task", "recordId": TASK.record_id, "deleted": False, "fields": ["Subject"]}
        ]

    def test_pages_follow_each_other_the_latest_first(self, world: World) -> None:
        for number in range(1, 8):
            told(world, contact_id=str(number))

        seen: list[str] = []
        query: dict[str, Any] = {"state": "due", "limit": 3}
        sizes = []
        while True:
            page = self.listed(world, **query)
            seen += [one["contactKey"] for one in page["activities"]]
            sizes.append(len(page["activities"]))
            if page["next"] is None:
                break
            query["cursor"] = page["next"]

        assert seen == [f"{UNIT}:acd:{number}" for number in range(7, 0, -1)]
        assert sizes == [3, 3, 1]

    def test_a_list_tells_nothing_of_who_the_customer_is(self, world: World) -> None:
        tell(world, {"events": [*a_call(), an_event("note", note="Grace called", customerName="Grace Okafor")]})

        answer = get(world, "/v1/activities?state=due", caller="operator")

        for private in ("4155550134", "Grace", "Okafor"):
            assert private not in answer.body

    @pytest.mark.parametrize(
        "query", ["", "state=open", "state=x", "state=due&limit=0", "state=due&limit=101", "state=due&limit=x"]
    )
    def test_a_query_that_makes_no_sense_is_refused(self, world: World, query: str) -> None:
        answer = get(world, f"/v1/activities?{query}", caller="operator")
        assert (answer.status, answer.problem) == (422, "invalid-request")

    def test_a_cursor_of_ones_own_making_is_refused(self, world: World) -> None:
        answer = get(world, "/v1/activities?state=due&cursor=x", caller="operator")
        assert (answer.status, answer.problem) == (422, "bad-cursor")

    @pytest.mark.parametrize("more", [{"user": USER}, {}, {"caller": "other"}])
    def test_only_operators_see_all_contacts(self, world: World, more: dict[str, Any]) -> None:
        told(world)
        answer = get(world, "/v1/activities?state=due", **more)
        assert (answer.status, answer.problem) == (403, "not-allowed")


READS = [f"/v1/activities/{KEY}", f"/v1/contacts/{KEY}"]


class TestReading:
    def test_a_contact_is_shown_with_its_timeline_and_its_activity(self, world: World) -> None:
        told(world)

        answer = get(world, f"/v1/contacts/{KEY}", user=USER)

        assert answer.status == 200
        assert [one["type"] for one in answer.json["timeline"]] == ["queued", "answered", "ended", "wrappedUp"]
        assert answer.json["timeline"][1]["agentName"] == "Ada Quist"
        assert answer.json["contact"]["customer"] == {"name": None, "number": "4155550134"}
        assert answer.json["contact"]["talkSeconds"] == 220
        assert answer.json["relation"] == {"whoId": None, "whatId": None}
        assert answer.json["activity"]["state"] == "due"
        assert answer.json["activity"] == get(world, f"/v1/activities/{KEY}", user=USER).json

    @pytest.mark.parametrize("path", READS)
    @pytest.mark.parametrize(
        ("more", "status"),
        [
            ({"user": USER}, 200),
            ({"caller": "operator"}, 200),
            ({"user": OTHER_USER}, 403),
            ({}, 403),
            ({"user": USER, "caller": "other"}, 403),
        ],
        ids=["its agent", "operator", "another agent", "nobody", "a name that does not count"],
    )
    def test_a_contact_is_its_agents_and_the_operators(
        self, world: World, path: str, more: dict[str, Any], status: int
    ) -> None:
        told(world)
        assert get(world, path, **more).status == status

    @pytest.mark.parametrize("path", READS)
    def test_who_got_the_pop_is_its_agent(self, world: World, path: str) -> None:
        told(world, user=None)
        assert get(world, path, user=OTHER_USER).status == 403
        world.pop("4155550134", user=OTHER_USER)
        body = {"callType": "inbound", "ani": "4155550134", "contactKey": KEY}
        world.call("POST", "/v1/screen-pops", body, user=OTHER_USER)

        assert get(world, path, user=OTHER_USER).status == 200

    def test_who_got_the_pop_of_an_acd_contact_is_the_agent_of_its_case(self, world: World) -> None:
        tell(world, an_event("answered", channel="digital", dfoContactId="884213"))
        body = {"callType": "inbound", "ani": None, "contactKey": KEY}
        world.call("POST", "/v1/screen-pops", body, user=USER)

        assert get(world, f"/v1/contacts/{KEY}", user=USER).status == 200

    @pytest.mark.parametrize("path", READS)
    def test_a_contact_of_which_nothing_is_known_is_not_found(self, world: World, path: str) -> None:
        answer = get(world, path, caller="operator")
        assert (answer.status, answer.problem) == (404, "contact-unknown")

    @pytest.mark.parametrize("key", ["x", "1:acd:0", "1:fax:7", "1:acd:7:8", "1:acd:" + "9" * 80])
    def test_what_is_no_contact_key_is_refused(self, world: World, key: str) -> None:
        for path in (f"/v1/activities/{key}", f"/v1/contacts/{key}"):
            answer = get(world, path, caller="operator")
            assert (answer.status, answer.problem) == (422, "invalid-request")

    def test_a_case_is_found_by_the_key_of_its_acd_contact(self, world: World) -> None:
        tell(world, an_event("answered", channel="digital", dfoContactId="884213", userId=USER))

        assert get(world, f"/v1/contacts/{KEY}", user=USER).json["contact"]["key"] == CASE_KEY


class TestRelating:
    def test_an_agent_relates_a_contact_and_writes_notes(self, world: World) -> None:
        told(world)
        written(Written((TASK,)))

        answer = relate(world, {"whoId": people.GRACE, "whatId": people.CASE, "notes": "Wants a call on Monday."})

        assert answer.status == 200
        assert answer.json["relation"] == {"whoId": people.GRACE, "whatId": people.CASE}
        assert answer.json["contact"]["noteText"] == "Wants a call on Monday."
        assert answer.json["activity"]["state"] == "due"
        assert messages(world, "ActivityQueue") == [{"contactKey": KEY}]
        assert kept().contact.text(Field.CHOSEN_WHO_ID) == people.GRACE

    def test_saying_the_same_again_changes_nothing(self, world: World) -> None:
        told(world)
        body = {"whoId": people.GRACE, "notes": "Monday"}
        relate(world, body)
        before = kept()
        messages(world, "ActivityQueue")

        assert relate(world, body).status == 200

        assert kept() == before
        assert messages(world, "ActivityQueue") == []

    def test_what_is_left_out_stays_and_null_means_none(self, world: World) -> None:
        told(world)
        relate(world, {"whoId": people.GRACE, "whatId": people.CASE, "notes": "Monday"})

        answer = relate(world, {"whatId": None})

        assert answer.json["relation"] == {"whoId": people.GRACE, "whatId": ""}
        assert answer.json["contact"]["noteText"] == "Monday"

    def test_new_notes_take_the_place_of_the_agents_old_ones(self, world: World) -> None:
        told(world)
        tell(world, an_event("note", note="From the script"))
        relate(world, {"notes": "Monday"})
        assert relate(world, {"notes": "Tuesday"}).json["contact"]["noteText"] == "From the script\nTuesday"

        assert relate(world, {"notes": ""}).json["contact"]["noteText"] == "From the script"

    def test_an_id_of_15_characters_is_the_same_record(self, world: World) -> None:
        told(world)
        assert relate(world, {"whoId": people.GRACE[:15]}).json["relation"]["whoId"] == people.GRACE

    def test_a_card_number_in_notes_is_not_kept(self, world: World) -> None:
        told(world)
        answer = relate(world, {"notes": "Pays with 4111 1111 1111 1111 today"})
        assert "4111" not in answer.body

    @pytest.mark.parametrize(
        ("body", "problem", "member"),
        [
            ({"whoId": people.record_id("003", 999)}, "record-missing", "whoId"),
            ({"whatId": people.record_id("500", 999)}, "record-missing", "whatId"),
            ({"whoId": people.ACME}, "not-relatable", "whoId"),
            ({"whatId": people.GRACE}, "not-relatable", "whatId"),
            ({"whatId": USER}, "not-relatable", "whatId"),
            ({"whatId": people.record_id("zzz", 1)}, "not-relatable", "whatId"),
            ({"whoId": people.LEAD, "whatId": people.CASE}, "lead-takes-no-what", "whatId"),
        ],
    )
    def test_a_relation_that_salesforce_would_refuse_is_refused(
        self, world: World, body: dict[str, str], problem: str, member: str
    ) -> None:
        told(world)
        before = kept()

        answer = relate(world, {**body, "notes": "not kept either"})

        assert (answer.status, answer.problem, answer.json["member"]) == (422, problem, member)
        assert kept() == before

    def test_a_deleted_record_is_missing(self, world: World) -> None:
        told(world)
        throw_away(world, people.CASE)
        assert relate(world, {"whatId": people.CASE}).problem == "record-missing"

    @pytest.mark.parametrize(
        "body", [{"whoId": "x"}, {"notes": "n" * 2001}, {"notes": "ü" * 1001}, {"notes": 5}, {"other": 1}, []]
    )
    def test_a_request_that_makes_no_sense_is_refused(self, world: World, body: object) -> None:
        told(world)
        answer = relate(world, body)
        assert (answer.status, answer.problem) == (422, "invalid-request")

    @pytest.mark.parametrize(
        ("more", "problem"),
        [
            ({"user": OTHER_USER}, "not-allowed"),
            ({"user": None}, "no-acting-user"),
            ({"caller": "other"}, "no-acting-user"),
            ({"caller": "operator"}, "no-acting-user"),
        ],
    )
    def test_nobody_but_its_agent_relates_a_contact(
        self, world: World, more: dict[str, Any], problem: str
    ) -> None:
        told(world)
        answer = relate(world, {"notes": "mine"}, **more)
        assert (answer.status, answer.problem) == (403, problem)
        assert world.asked() == []

    def test_a_contact_of_which_nothing_is_known_cannot_be_related(self, world: World) -> None:
        answer = relate(world, {"notes": "mine"})
        assert (answer.status, answer.problem) == (404, "contact-unknown")

    def test_a_contact_known_from_its_pop_alone_can(self, world: World) -> None:
        body = {"callType": "inbound", "ani": "4155550134", "contactKey": KEY}
        world.call("POST", "/v1/screen-pops", body, user=USER)

        assert relate(world, {"whoId": people.GRACE}).status == 200
        tell(world, {"events": a_call()})

        assert kept().contact.text(Field.CHOSEN_WHO_ID) == people.GRACE

    @pytest.mark.parametrize(
        ("fault", "problem"),
        [
            ({"path": "*/sobjects*", "status": 503}, "salesforce-unavailable"),
            ({"path": "*/query*", "name": "daily_limit"}, "salesforce-limit-reached"),
        ],
    )
    def test_without_salesforce_a_relation_cannot_be_checked(
        self, world: World, fault: dict[str, Any], problem: str
    ) -> None:
        told(world)
        world.fault(**fault)

        assert relate(world, {"whoId": people.GRACE}).problem == problem
        assert relate(world, {"notes": "Monday"}).status == 200


class TestRetrying:
    def retry(self, world: World, key: str = KEY, **more: Any) -> Answer:
        return world.call("POST", f"/v1/activities/{key}/retry", **{"user": USER, **more})

    @pytest.mark.parametrize("more", [{}, {"caller": "operator", "user": None}])
    def test_a_rejected_activity_is_due_again(self, world: World, more: dict[str, Any]) -> None:
        told(world)
        rejected()

        answer = self.retry(world, **more)

        assert (answer.status, answer.json["state"]) == (200, "due")
        assert messages(world, "ActivityQueue") == [{"contactKey": KEY}]

    def test_what_is_not_rejected_is_not_retried(self, world: World) -> None:
        told(world)
        answer = self.retry(world)
        assert (answer.status, answer.problem) == (409, "not-rejected")

    def test_somebody_elses_is_not_retried(self, world: World) -> None:
        told(world)
        rejected()
        assert self.retry(world, user=OTHER_USER).problem == "not-allowed"
        assert kept().state is ActivityState.REJECTED

    def test_an_unknown_one_is_not_found(self, world: World) -> None:
        assert self.retry(world, caller="operator", user=None).problem == "contact-unknown"

    def retry_all(self, world: World, body: object, **more: Any) -> Answer:
        return world.call("POST", "/v1/activities/retries", body, **{"caller": "operator", **more})

    def test_an_operator_retries_all(self, world: World) -> None:
        for number in range(1, 13):
            told(world, contact_id=str(number))
            if number > 1:
                rejected(key=f"{UNIT}:acd:{number}")

        answer = self.retry_all(world, {})

        assert answer.json == {"retried": 11, "more": False}
        assert len(messages(world, "ActivityQueue")) == 11
        assert self.retry_all(world, {}).json == {"retried": 0, "more": False}

    def test_or_those_of_one_code(self, world: World) -> None:
        for number, code in ((1, REFUSAL), (2, "STRING_TOO_LONG")):
            told(world, contact_id=str(number))
            rejected(code, f"{UNIT}:acd:{number}")

        assert self.retry_all(world, {"code": REFUSAL}).json == {"retried": 1, "more": False}
        assert kept(f"{UNIT}:acd:2").state is ActivityState.REJECTED

    def test_without_time_there_is_more_to_do(self, world: World) -> None:
        told(world)
        rejected()
        assert self.retry_all(world, {}, left_s=1.0).json == {"retried": 0, "more": True}

    @pytest.mark.parametrize("more", [{"caller": "salesforce", "user": USER}, {"caller": "other"}])
    def test_nobody_else_does(self, world: World, more: dict[str, Any]) -> None:
        answer = self.retry_all(world, {}, **more)
        assert (answer.status, answer.problem) == (403, "not-allowed")


class TestErasing:
    def erase(self, world: World, path: str = f"/v1/contacts/{KEY}", **more: Any) -> Answer:
        return world.call("DELETE", path, **{"caller": "operator", **more})

    def number(self, number: str) -> str:
        return f"/v1/contacts?{urlencode({'number': number})}"

    def stored(self, world: World) -> str:
        tables = [world.names[name].ref for name in ("ContactsTable", "PopsTable")]
        return json.dumps([world.aws.dynamodb().scan(TableName=table)["Items"] for table in tables])

    def test_a_contact_is_forgotten_and_what_salesforce_has_is_named(self, world: World) -> None:
        told(world)
        written(Written((TASK,)))

        answer = self.erase(world)

        assert answer.status == 200
        assert (answer.json["contacts"], answer.json["more"]) == (1, False)
        assert [one["recordId"] for one in answer.json["records"]] == [TASK.record_id]
        assert get(world, f"/v1/contacts/{KEY}", caller="operator").status == 404

    def test_its_legs_are_forgotten_with_it(self, world: World) -> None:
        publish_activity_rules(world, per="masterContact")
        told(world)
        tell(world, {"events": a_call(contactId="8", masterContactId=CONTACT)})

        assert self.erase(world).json["contacts"] == 2
        assert get(world, f"/v1/contacts/{UNIT}:acd:8", caller="operator").status == 404

    def test_what_is_told_of_it_afterwards_is_not_kept(self, world: World) -> None:
        told(world)
        self.erase(world)

        assert tell(world, {"events": a_call()}).status == 202

        assert get(world, f"/v1/contacts/{KEY}", caller="operator").status == 404
        assert messages(world, "ActivityQueue") == []

    def test_all_contacts_of_a_number_are_forgotten_with_what_pops_remember(self, world: World) -> None:
        for number in range(1, 4):
            told(world, contact_id=str(number))
            body = {"callType": "inbound", "ani": "4155550134", "contactKey": f"{UNIT}:acd:{number}"}
            world.call("POST", "/v1/screen-pops", body, user=USER)
        tell(world, an_event("queued", contactId="4", ani="2125550100"))

        answer = self.erase(world, self.number(NUMBER))

        assert (answer.status, answer.json["contacts"]) == (200, 3)
        stored = self.stored(world)
        for private in ("4155550134", "Okafor", "Ada Quist"):
            assert private not in stored
        assert "2125550100" in stored
        assert self.erase(world, self.number(NUMBER)).json["contacts"] == 0

    def test_a_number_may_be_written_in_any_way(self, world: World) -> None:
        told(world)
        assert self.erase(world, self.number("(415) 555-0134")).json["contacts"] == 1

    def test_what_is_no_number_is_refused(self, world: World) -> None:
        answer = self.erase(world, self.number("nobody"))
        assert (answer.status, answer.problem) == (422, "not-a-number")
        assert self.erase(world, "/v1/contacts").problem == "invalid-request"

    def test_what_is_not_there_is_not_erased(self, world: World) -> None:
        answer = self.erase(world)
        assert (answer.status, answer.problem) == (404, "contact-unknown")

    def test_without_time_there_is_more_to_do(self, world: World) -> None:
        told(world)
        answer = self.erase(world, self.number(NUMBER), left_s=1.0)
        assert (answer.json["contacts"], answer.json["more"]) == (0, True)

    @pytest.mark.parametrize("more", [{"caller": "salesforce", "user": USER}, {"caller": "other"}])
    def test_only_operators_erase(self, world: World, more: dict[str, Any]) -> None:
        told(world)
        for path in (f"/v1/contacts/{KEY}", self.number(NUMBER)):
            answer = self.erase(world, path, **more)
            assert (answer.status, answer.problem) == (403, "not-allowed")
        assert kept()


def test_nothing_private_is_logged(world: World) -> None:
    told(world)
    with log_text() as text:
        relate(world, {"whoId": people.GRACE, "notes": "Grace pays on Monday"})
        get(world, f"/v1/contacts/{KEY}", user=USER)
        world.call("DELETE", f"/v1/contacts?{urlencode({'number': NUMBER})}", caller="operator")

    assert text.getvalue()
    for private in ("415555", "Grace", "Monday", "Ada", people.GRACE, USER):
        assert private not in text.getvalue()

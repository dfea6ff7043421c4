"""Contact events through the real handler: stored and due before they are acknowledged, whatever arrives."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from switchboard.activity.dossier import ActivityState, Dossier
from switchboard.activity.ledger_index import shard_of
from switchboard.contact.fields import Field
from switchboard.contact.key import ContactKey
from switchboard.runtime import aws
from switchboard.runtime.contact_events import MOST_BODY_BYTES
from switchboard.runtime.contacts import ledger
from tests.support.hooks import (
    CASE_KEY,
    CONTACT,
    KEY,
    NUMBER,
    a_call,
    ago,
    an_event,
    messages,
    publish_activity_rules,
    signed,
    tell,
)
from tests.support.world import EVENTS_HOOK_SECRET, HOOK_SECRET, Answer, World, log_text


def kept(key: str = KEY) -> Dossier:
    return ledger().read([ContactKey.parse(key)])[ContactKey.parse(key)]


def is_kept(key: str = KEY) -> bool:
    return bool(ledger().read([ContactKey.parse(key)]))


def is_due(key: str = KEY) -> bool:
    parsed = ContactKey.parse(key)
    return parsed in {one.key for one in ledger().due(shard_of(parsed), datetime.now(UTC), 99)}


class Requests:
    """Counts what the functions ask of AWS from now on, by operation."""

    def __init__(self) -> None:
        self.names: list[str] = []
        for client in (aws.dynamodb(), aws.sqs(), aws.secrets_manager()):
            client.meta.events.register("before-call", self._count)

    def _count(self, model: Any, **_: Any) -> None:
        self.names.append(model.name)


def test_an_event_is_stored_and_acknowledged(world: World) -> None:
    answer = tell(world, an_event("queued", ani="4155550134", variables={"caseNumber": "00012345"}))

    assert answer.status == 202
    assert answer.json == {"accepted": [0], "refused": [], "dropped": []}
    dossier = kept()
    assert dossier.contact.text(Field.ANI) == "4155550134"
    # Nobody allowed the variable.
    assert dossier.contact.variables == {}
    assert (dossier.state, is_due()) == (ActivityState.OPEN, False)


def test_a_finished_call_is_due_and_the_writer_is_told_its_key_alone(world: World) -> None:
    assert tell(world, {"events": a_call()}).json["accepted"] == [0, 1, 2, 3]

    assert is_due()
    assert messages(world, "ActivityQueue") == [{"contactKey": KEY}]


def test_the_same_delivery_again_changes_nothing_and_sends_nothing(world: World) -> None:
    call = {"events": a_call()}
    tell(world, call)
    before = kept()
    messages(world, "ActivityQueue")
    messages(world, "CallerQueue")

    assert tell(world, call).json["accepted"] == [0, 1, 2, 3]

    assert kept() == before
    assert messages(world, "ActivityQueue") == messages(world, "CallerQueue") == []


def test_events_out_of_order_make_the_same_contact(world: World) -> None:
    call = a_call()
    for event in (call[3], call[1], call[0], call[2], call[0]):
        assert tell(world, event).status == 202
    shuffled = kept().contact
    ledger().erase(ContactKey.parse(KEY))
    in_order = [{**event, "contactId": "7"} for event in call]
    for event in in_order:
        tell(world, event)

    assert kept("4599001:acd:7").contact == shuffled


class TestWhatItCosts:
    @pytest.fixture
    def requests(self, world: World) -> Requests:
        # Secret and rules are read once in minutes.
        tell(world, an_event("queued", contactId="1"))
        return Requests()

    @pytest.mark.parametrize(
        ("before", "event", "asked"),
        [
            ([], an_event("queued", ani="4155550134"), ["BatchGetItem", "PutItem", "SendMessage"]),
            ([], an_event("queued", ani="anonymous"), ["BatchGetItem", "PutItem"]),
            ([], an_event("answered", agentId="10021"), ["BatchGetItem", "PutItem"]),
            (a_call()[:3], a_call()[3], ["BatchGetItem", "PutItem", "SendMessage"]),
            (a_call(), a_call()[1] | {"at": ago(280)}, None),
            ([], an_event("queued", channel="chat", interactionId="2c1f"), ["BatchGetItem", "TransactWriteItems"]),
            (
                [an_event("queued", channel="chat", dfoContactId="884213")],
                an_event("answered", channel="chat", dfoContactId="884213"),
                ["BatchGetItem", "PutItem"],
            ),
        ],
        ids=["queued", "withheld", "answered", "wrapped up", "late", "of an interaction", "of a case"],
    )
    def test_an_event_costs_three_aws_requests_at_most(
        self, world: World, requests: Requests, before: list[Any], event: dict[str, Any], asked: list[str] | None
    ) -> None:
        for each in before:
            tell(world, each)
        requests.names.clear()

        tell(world, event)

        assert len(requests.names) <= 3
        assert asked is None or requests.names == asked
        assert world.asked() == []

    def test_a_leg_and_its_master_cost_three_together(self, world: World, requests: Requests) -> None:
        publish_activity_rules(world, per="masterContact")
        tell(world, an_event("queued", contactId="1"))
        requests = Requests()

        tell(world, an_event("ended", contactId="8", masterContactId=CONTACT))

        assert requests.names == ["BatchGetItem", "TransactWriteItems", "SendMessage"]

    def test_a_repetition_costs_one(self, world: World, requests: Requests) -> None:
        event = an_event("queued", ani="4155550134")
        tell(world, event)
        requests.names.clear()

        tell(world, event)

        assert requests.names == ["BatchGetItem"]

    def test_a_batch_costs_less_for_each(self, world: World, requests: Requests) -> None:
        events = [event for number in range(25) for event in a_call(contactId=str(100 + number))]

        tell(world, {"events": events})

        assert len(requests.names) <= 1 + 25 + 3 + 1
        assert len(messages(world, "ActivityQueue")) == 25


class TestLookingAhead:
    def asked_for(self, world: World) -> list[str]:
        return [message["number"] for message in messages(world, "CallerQueue")]

    def test_a_queued_caller_is_looked_up_ahead(self, world: World) -> None:
        before = time.time()
        tell(world, an_event("queued", 5, ani="4155550134"))

        (message,) = messages(world, "CallerQueue")
        assert message["number"] == NUMBER
        assert before - 6 < message["at"] < before

    @pytest.mark.parametrize(
        "event",
        [
            an_event("queued", ani="anonymous"),
            an_event("queued", ani="sip:ada@example.com"),
            an_event("queued"),
            an_event("answered", ani="4155550134"),
        ],
    )
    def test_nobody_else_is(self, world: World, event: dict[str, Any]) -> None:
        tell(world, event)
        assert self.asked_for(world) == []

    def test_callers_of_a_batch_are_asked_for_once_each(self, world: World) -> None:
        events = [
            an_event("queued", contactId=str(number), ani=f"41555501{number % 12:02}") for number in range(10, 40)
        ]
        tell(world, {"events": events})

        assert len(self.asked_for(world)) == 12


class TestProof:
    RAW = json.dumps(an_event("queued")).encode()

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"authorization": f"Bearer {HOOK_SECRET}"},
            signed(RAW, HOOK_SECRET),
            signed(RAW + b" "),
            signed(RAW, at=time.time() - 3600),
        ],
        ids=["none", "token of the other hooks", "secret of the other hooks", "other body", "old"],
    )
    def test_what_is_not_genuine_is_refused_and_not_stored(self, world: World, headers: dict[str, str]) -> None:
        answer = tell(world, self.RAW, headers)

        assert (answer.status, answer.problem) == (401, "hook-not-trusted")
        assert not is_kept()

    def test_a_script_without_hmac_sends_the_secret_as_a_token(self, world: World) -> None:
        assert tell(world, self.RAW, {"authorization": f"Bearer {EVENTS_HOOK_SECRET}"}).status == 202

    def test_the_secret_of_these_hooks_does_not_open_the_others(self, world: World) -> None:
        headers = {"authorization": f"Bearer {EVENTS_HOOK_SECRET}"}
        answer = world.call("POST", "/v1/hooks/screen-pops", {"ani": "4155550134"}, headers=headers)
        assert (answer.status, answer.problem) == (401, "hook-not-trusted")

    @pytest.mark.parametrize(
        "content_type", ["application/x-www-form-urlencoded", "text/plain", "application/json"]
    )
    def test_the_signature_is_over_the_bytes_as_they_came(self, world: World, content_type: str) -> None:
        raw = b'\xef\xbb\xbf  {"type":"queued",\r\n "eventId": "e1", "customerName":"J\xc3\xbcrgen", '
        raw += f'"at":"{ago(0)}","contactId":{CONTACT}}}\n'.encode()

        answer = tell(world, raw, {**signed(raw), "content-type": content_type})

        assert answer.status == 202
        assert kept().contact.text(Field.CUSTOMER_NAME) == "Jürgen"


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("no id", an_event("queued", eventId=None), "event-incomplete", "eventId"),
    ("no time", an_event("queued", at=None), "event-incomplete", "at"),
    ("no type", an_event("queued", type=None), "event-incomplete", "type"),
    ("no contact", an_event("queued", contactId=None), "event-incomplete", "contactId"),
    ("unknown type", an_event("levitated"), "unknown-event-type", "type"),
    ("in the future", an_event("queued", -3600), "event-in-the-future", "at"),
    ("too old", an_event("queued", 31 * 86_400), "event-too-old", "at"),
    ("time without offset", an_event("queued", at="2026-03-02T14:05:11"), "event-malformed", "at"),
    ("no such contact id", an_event("queued", contactId="a b", eventId="e1"), "event-malformed", "contactId"),
    ("foreign contact", an_event("queued", contactId=None, contactKey="1:acd:7"), "foreign-contact", "contactKey"),
]


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("event", "problem", "field"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
    )
    def test_an_event_that_cannot_be_taken_is_refused_by_name(
        self, world: World, event: dict[str, Any], problem: str, field: str
    ) -> None:
        answer = tell(world, event)

        assert (answer.status, answer.problem) == (422, problem)
        assert [one["field"] for one in answer.json["errors"]] == [field]

    def test_a_batch_names_what_was_accepted_and_what_was_not(self, world: World) -> None:
        events = [a_call()[0], an_event("levitated"), a_call()[1], an_event("held", at=None)]

        answer = tell(world, {"events": events})

        assert answer.status == 202
        assert answer.json == {
            "accepted": [0, 2],
            "refused": [
                {"index": 1, "field": "type", "problem": "unknown"},
                {"index": 3, "field": "at", "problem": "missing"},
            ],
            "dropped": [],
        }
        assert len(kept().contact.timeline) == 2

    def test_a_member_that_cannot_be_read_costs_itself_alone(self, world: World) -> None:
        answer = tell(world, an_event("queued", channel="telepathy", ani="4155550134"))

        assert answer.json["dropped"] == [{"index": 0, "field": "channel", "problem": "unknown"}]
        assert kept().contact.text(Field.ANI) == "4155550134"

    def test_a_batch_of_which_nothing_can_be_taken_is_refused(self, world: World) -> None:
        answer = tell(world, {"events": [an_event("queued", at=None), an_event("levitated")]})

        assert (answer.status, answer.problem) == (422, "event-incomplete")
        assert [one["index"] for one in answer.json["errors"]] == [0, 1]

    def test_an_empty_batch_is_no_mistake(self, world: World) -> None:
        assert tell(world, {"events": []}).json == {"accepted": [], "refused": [], "dropped": []}

    @pytest.mark.parametrize("body", [b"", b"{", b'{"a": NaN}', b"[" * 30_000, b"type=contact.queued"])
    def test_a_body_that_is_not_json_is_refused(self, world: World, body: bytes) -> None:
        answer = tell(world, body)
        assert (answer.status, answer.problem) == (400, "body-not-json")

    @pytest.mark.parametrize("body", [b"[]", b'"text"', b"null", b'{"events": {}}'])
    def test_json_that_is_no_event_is_refused(self, world: World, body: bytes) -> None:
        answer = tell(world, body)
        assert (answer.status, answer.problem) == (422, "event-malformed")

    def test_a_batch_that_is_too_long_is_refused_whole(self, world: World) -> None:
        answer = tell(world, {"events": [an_event("held", eventId=f"e{number}") for number in range(101)]})

        assert (answer.status, answer.problem) == (413, "batch-too-long")
        assert not is_kept()

    def test_a_body_that_is_too_large_is_refused(self, world: World) -> None:
        answer = tell(world, b" " * (MOST_BODY_BYTES + 1))
        assert (answer.status, answer.problem) == (413, "body-too-large")

    def test_without_a_business_unit_nothing_is_guessed(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("BUSINESS_UNIT", "")
        answer = tell(world, an_event("queued"))
        assert (answer.status, answer.problem) == (500, "not-configured")


class TestTrouble:
    def test_without_the_table_nothing_is_acknowledged(self, world: World) -> None:
        world.aws.dynamodb().delete_table(TableName=world.names["ContactsTable"].ref)

        answer = tell(world, an_event("queued"))

        assert (answer.status, answer.problem) == (503, "store-unavailable")

    def test_without_the_queues_it_is_still_stored_and_due(self, world: World) -> None:
        for name in ("ActivityQueue", "CallerQueue"):
            world.aws.sqs().delete_queue(QueueUrl=world.names[name].ref)
        with log_text() as text:
            answer = tell(world, {"events": a_call()})

        assert answer.status == 202
        assert is_due()
        assert text.getvalue().count('"hint_not_sent"') == 2

    def test_rules_that_cannot_be_read_leave_the_defaults_in_force(self, world: World) -> None:
        world.aws.dynamodb().delete_table(TableName=world.names["RulesTable"].ref)

        assert tell(world, {"events": a_call()}).status == 202
        assert is_due()


class TestRules:
    def test_what_the_rules_do_not_want_is_kept_and_not_due(self, world: World) -> None:
        publish_activity_rules(world, writeAbandoned=False)

        tell(world, {"events": [an_event("queued", 60), an_event("abandoned", 30)]})

        assert (kept().state, is_due()) == (ActivityState.SKIPPED, False)
        assert messages(world, "ActivityQueue") == []

    def test_when_to_write_is_the_rules_own(self, world: World) -> None:
        publish_activity_rules(world, when="answered")

        tell(world, {"events": a_call()[:2]})

        assert is_due()

    def test_a_leg_makes_its_master_due(self, world: World) -> None:
        publish_activity_rules(world, per="masterContact")

        tell(world, {"events": a_call(contactId="8", masterContactId=CONTACT)})

        assert (kept().legs, is_due()) == ((ContactKey.parse("4599001:acd:8"),), True)
        assert not is_due("4599001:acd:8")
        assert messages(world, "ActivityQueue") == [{"contactKey": KEY}]


ENVELOPE: dict[str, Any] = {
    "eventId": "5c1f7c1e-0000-4b7d-9a61-5f3e2d1c0b9a",
    "eventType": "CaseStatusChanged",
    "data": {
        "brand": {"id": 9001, "businessUnitId": 4599001},
        "case": {
            "id": "884213",
            "interactionId": "2c1f7c1e-0000-4b7d-9a61-5f3e2d1c0b9a",
            "status": "closed",
            "direction": "inbound",
        },
        "channel": {"id": "fb_9f3c", "realExternalPlatformId": "fb"},
        "inboxAssignee": {"id": 10021, "incontactId": "10021", "firstName": "Ada", "surname": "Quist"},
    },
}


def envelope(**more: Any) -> dict[str, Any]:
    return {**ENVELOPE, "createdAtWithMilliseconds": ago(10), **more}


class TestDigital:
    def tell(self, world: World, body: object) -> Answer:
        raw = json.dumps(body).encode()
        return world.call("POST", "/v1/hooks/cxone-digital", raw, headers=signed(raw))

    def test_a_case_is_kept_and_due(self, world: World) -> None:
        answer = self.tell(world, envelope())

        assert answer.status == 202
        assert answer.json["refused"] == answer.json["dropped"] == []
        assert answer.json["passedOver"] == {}
        assert kept(CASE_KEY).contact.text(Field.SUB_CHANNEL) == "facebook"
        assert messages(world, "ActivityQueue") == [{"contactKey": CASE_KEY}]

    def test_unknown_types_are_accepted_and_counted(self, world: World) -> None:
        answer = self.tell(world, [envelope(), envelope(eventType="CaseSentForReview"), envelope(eventType="X")])

        assert answer.status == 202
        assert answer.json["passedOver"] == {"CaseSentForReview": 1, "X": 1}

    def test_what_a_script_tells_of_the_same_interaction_goes_to_the_case(self, world: World) -> None:
        self.tell(world, envelope(eventType="CaseCreated", data={**ENVELOPE["data"], "inboxAssignee": None}))

        tell(world, an_event("answered", channel="digital", dfoContactId="884213", agentId="10021"))
        tell(world, an_event("wrappedUp", disposition="Solved"))

        assert kept().key == kept(CASE_KEY).key
        assert kept(CASE_KEY).contact.text(Field.DISPOSITION) == "Solved"

    @pytest.mark.parametrize(
        ("body", "problem"),
        [
            (envelope(eventId=None), "event-incomplete"),
            (envelope(createdAtWithMilliseconds=None), "event-incomplete"),
            (envelope(createdAtWithMilliseconds=ago(-3600)), "event-in-the-future"),
            (envelope(data={}), "event-incomplete"),
            ([[]], "event-malformed"),
        ],
    )
    def test_what_cannot_be_taken_is_refused_by_name(self, world: World, body: object, problem: str) -> None:
        answer = self.tell(world, body)
        assert (answer.status, answer.problem) == (422, problem)

    def test_too_many_envelopes_are_refused(self, world: World) -> None:
        answer = self.tell(world, [envelope()] * 101)
        assert (answer.status, answer.problem) == (413, "batch-too-long")

    def test_what_is_not_genuine_is_refused(self, world: World) -> None:
        answer = world.call("POST", "/v1/hooks/cxone-digital", envelope())
        assert (answer.status, answer.problem) == (401, "hook-not-trusted")


CARD = "4111 1111 1111 1111"
PRIVATE = ["415555", NUMBER, "Grace", "Okafor", "grace@example.com", "4111", EVENTS_HOOK_SECRET, "00012345"]


class TestPrivacy:
    TOLD = an_event(
        "wrappedUp",
        ani="4155550134",
        customerName="Grace Okafor",
        subject=f"Card {CARD}",
        dispositionNotes=f"grace@example.com pays with {CARD}",
        variables={"caseNumber": "00012345", "card": CARD},
    )

    @pytest.mark.parametrize(
        "body",
        [TOLD, {**TOLD, "at": None}, {"events": [TOLD, {**TOLD, "type": "Grace"}]}, {**TOLD, "ani": ["415555"]}],
    )
    def test_nothing_private_is_logged_or_answered(self, world: World, body: dict[str, Any]) -> None:
        raw = json.dumps(body).encode()
        with log_text() as text:
            answer = tell(world, raw, {"authorization": f"Bearer {EVENTS_HOOK_SECRET}"})

        assert text.getvalue()
        for private in PRIVATE:
            assert private not in text.getvalue()
            assert private not in answer.body

    def test_no_card_number_reaches_the_table(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SCRIPT_VARIABLES", "caseNumber,card")
        assert tell(world, self.TOLD).status == 202

        stored = json.dumps(world.aws.dynamodb().scan(TableName=world.names["ContactsTable"].ref)["Items"])
        assert "00012345" in stored
        assert "4111" not in stored

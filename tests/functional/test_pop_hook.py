"""The hook of scripts: always an answer, in time, for genuine calls only."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import pytest

from switchboard.screen_pop.rules import DEFAULT_RULES
from tests.support import people
from tests.support.world import (
    HOOK_SECRET,
    PREVIOUS_HOOK_SECRET,
    USER,
    Answer,
    World,
    log_text,
)

STRANGE_SECRET = "whsec_enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6eno="


def signed(body: bytes, secret: str = HOOK_SECRET, at: float | None = None) -> dict[str, str]:
    sent_at = str(int(time.time() if at is None else at))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(key, b".".join([b"msg_1", sent_at.encode(), body]), hashlib.sha256)
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": sent_at,
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


def hook(world: World, body: object, headers: dict[str, str] | None = None, **more: Any) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return world.call("POST", "/v1/hooks/screen-pops", raw, headers=headers or signed(raw), **more)


CALL = {"ani": "4155550134", "dnis": "8005550100", "isInbound": "True", "contactId": 9007199254740993}


def test_a_script_gets_flat_text(world: World) -> None:
    answer = hook(world, CALL)

    assert answer.status == 200
    assert answer.json == {
        "match": "one",
        "reason": "",
        "rule": "everything else",
        "truncated": "false",
        "pop": "record",
        "popUrl": f"/{people.GRACE}",
        "matchCount": "1",
        "recordId": people.GRACE,
        "recordName": "Grace Okafor",
        "objectType": "Contact",
        "field_AccountId": people.ACME,
    }


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/x-www-form-urlencoded", "text/plain", "application/octet-stream"],
)
def test_the_body_is_json_whatever_its_content_type_says(world: World, content_type: str) -> None:
    raw = json.dumps(CALL).encode()
    answer = hook(world, raw, {**signed(raw), "content-type": content_type})

    assert answer.json["match"] == "one"


def test_a_script_without_hmac_sends_the_secret_as_a_token(world: World) -> None:
    assert hook(world, CALL, {"authorization": f"Bearer {HOOK_SECRET}"}).json["match"] == "one"
    assert hook(world, CALL, {"authorization": f"Bearer {PREVIOUS_HOOK_SECRET}"}).json["match"] == "one"


RAW = json.dumps(CALL).encode()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": f"Bearer {STRANGE_SECRET}"},
        signed(RAW, STRANGE_SECRET),
        signed(RAW + b" "),
        signed(RAW, at=time.time() - 3600),
        signed(RAW, at=time.time() + 3600),
        {**signed(RAW), "webhook-signature": "garbage"},
    ],
    ids=["none", "wrong token", "wrong secret", "other body", "old", "early", "garbage"],
)
def test_what_is_not_genuine_is_refused_without_detail(world: World, headers: dict[str, str]) -> None:
    answer = world.call("POST", "/v1/hooks/screen-pops", RAW, headers={**headers, "x-any": "1"})

    assert (answer.status, answer.problem) == (401, "hook-not-trusted")
    assert world.asked() == []


def test_a_secret_just_changed_counts_at_once(world: World) -> None:
    assert hook(world, CALL).status == 200
    world.put_secret("ReadHookSecret", {"current": STRANGE_SECRET, "previous": HOOK_SECRET})

    assert hook(world, CALL, signed(RAW, STRANGE_SECRET)).status == 200
    assert hook(world, CALL).status == 200


def test_a_refused_call_does_not_reload_the_secret_every_time(world: World) -> None:
    hook(world, CALL, signed(RAW, STRANGE_SECRET))
    world.put_secret("ReadHookSecret", {"current": STRANGE_SECRET, "previous": None})

    # Within 30 s the new secret is not asked for again: strangers must not make us call AWS.
    assert hook(world, CALL, signed(RAW, STRANGE_SECRET)).status == 401


@pytest.mark.parametrize("body", [b"{", b"", b"[]", b'"text"', b"[" * 30_000])
def test_a_body_that_cannot_be_read_is_refused(world: World, body: bytes) -> None:
    answer = hook(world, body)

    assert (answer.status, answer.problem) == (400, "body-not-json")


def test_bytes_that_are_no_text_are_refused(world: World) -> None:
    body = b"\xff\xfe"
    answer = hook(world, body, {**signed(body), "content-type": "application/octet-stream"})

    assert (answer.status, answer.problem) == (400, "body-not-utf8")


def test_members_that_cannot_be_read_are_named_and_the_script_goes_on(world: World) -> None:
    answer = hook(world, {"ani": ["4155550134"], "channel": "telepathy", "unknown": "x"})

    assert answer.status == 200
    assert answer.json == {
        "match": "unknown",
        "reason": "invalid-request",
        "matchCount": "0",
        "pop": "nothing",
        "popUrl": "",
        "wrong": "channel,ani",
    }


def test_a_custom_lookup_routes_a_call(world: World) -> None:
    answer = hook(world, {**CALL, "lookup": "caseByNumber", "parameters": {"caseNumber": "00001001"}})

    assert answer.json["recordId"] == people.CASE
    assert answer.json["field_Status"]


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ({"lookup": "nobody"}, "unknown-lookup"),
        ({"lookup": "caseByNumber"}, "bad-parameters"),
        ({"lookup": "caseByNumber", "parameters": {"caseNumber": "x"}}, "bad-parameters"),
    ],
)
def test_a_lookup_that_cannot_be_called_is_an_unknown_match(
    world: World, extra: dict[str, Any], reason: str
) -> None:
    answer = hook(world, {**CALL, **extra})

    assert (answer.status, answer.json["match"], answer.json["reason"]) == (200, "unknown", reason)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"path": "*/search*", "status": 503}, "salesforce-unavailable"),
        ({"path": "*/search*", "delay_s": 3.0}, "salesforce-timeout"),
        ({"path": "*/search*", "slow_body_s": 5.0}, "salesforce-timeout"),
        ({"path": "*/search*", "name": "daily_limit"}, "salesforce-limit-reached"),
        ({"path": "*/search*", "drop": "before"}, "salesforce-unavailable"),
        ({"path": "*/oauth2/token", "name": "login_refused"}, "salesforce-login-refused"),
        # A login that timed out a moment ago is remembered, and not waited for again.
        ({"path": "*/oauth2/token", "delay_s": 3.0}, "salesforce-unavailable"),
        ({"path": "*/services/data/*", "name": "refuse_tokens"}, "salesforce-login-refused"),
    ],
    ids=[
        "down",
        "slow",
        "trickling",
        "out of limits",
        "dropping",
        "login refused",
        "login slow",
        "tokens refused",
    ],
)
def test_trouble_behind_it_is_an_unknown_match_in_time(world: World, fault: dict[str, Any], reason: str) -> None:
    world.fault(**fault)
    # Imports and clients are a cold start's own matter.
    world.call("GET", "/v1/health", caller="operator", left_s=1.6)
    began = time.monotonic()

    answer = hook(world, CALL)

    # The simulator holds an answer back for 3 s or more; a script must not wait for it.
    assert time.monotonic() - began < 2.9
    assert (answer.status, answer.json["match"]) == (200, "unknown")
    assert answer.json["reason"] in {reason, "too_slow"}


def test_a_session_that_ended_is_renewed_within_the_same_call(world: World) -> None:
    hook(world, CALL)
    world.fault(path="*/search*", name="expire_sessions", count=1)

    assert hook(world, CALL).json["match"] == "one"


def test_a_secret_that_cannot_be_used_still_answers_the_script(world: World) -> None:
    world.put_secret("ReadHookSecret", {})
    answer = hook(world, CALL)

    assert (answer.status, answer.json["match"], answer.json["reason"]) == (200, "unknown", "not-configured")


def test_a_mistake_of_ours_still_answers_the_script(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("4155550134")

    monkeypatch.setattr("switchboard.runtime.pops.screen_pops", broken)
    with log_text() as text:
        answer = hook(world, CALL)

    assert (answer.status, answer.json["reason"]) == (200, "internal-error")
    assert '"error":"KeyError"' in text.getvalue()
    assert "4155550134" not in text.getvalue()


def test_an_answer_stays_below_what_a_script_can_read(world: World) -> None:
    rules = json.loads(DEFAULT_RULES.model_dump_json(by_alias=True))
    rules["lookups"]["caseByNumber"]["returns"] = ["Subject", "Description"]
    world.put_rules(json.dumps(rules))
    world.edit(people.CASE, Description="ü" * 31_000)

    answer = hook(world, {**CALL, "lookup": "caseByNumber", "parameters": {"caseNumber": "00001001"}})

    assert len(answer.body.encode()) < 32_000
    assert answer.json["field_Subject"] == "Router"
    assert "field_Description" not in answer.json


class TestReadingBack:
    KEY = "4599001:acd:9007199254740993"

    def test_the_agent_reads_the_last_decision(self, world: World) -> None:
        hook(world, {**CALL, "userId": USER})
        answer = world.call("GET", f"/v1/screen-pops/{self.KEY}", user=USER)

        assert answer.status == 200
        assert answer.json["pop"]["recordId"] == people.GRACE

    def test_somebody_else_does_not(self, world: World) -> None:
        hook(world, {**CALL, "userId": USER})
        for user in ("005000000000002AAA", None):
            answer = world.call("GET", f"/v1/screen-pops/{self.KEY}", user=user)
            assert (answer.status, answer.problem) == (403, "not-allowed")

    def test_a_user_named_by_anybody_but_salesforce_does_not_count(self, world: World) -> None:
        hook(world, {**CALL, "userId": USER})
        answer = world.call("GET", f"/v1/screen-pops/{self.KEY}", user=USER, caller="other")
        assert (answer.status, answer.problem) == (403, "not-allowed")

    def test_an_operator_sees_every_contact(self, world: World) -> None:
        hook(world, CALL)
        assert world.call("GET", f"/v1/screen-pops/{self.KEY}", caller="operator").status == 200

    def test_nothing_is_kept_of_an_unknown_contact(self, world: World) -> None:
        answer = world.call("GET", "/v1/screen-pops/4599001:acd:1", caller="operator")
        assert (answer.status, answer.problem) == (404, "nothing-kept")

    def test_a_key_that_is_none_is_refused(self, world: World) -> None:
        answer = world.call("GET", "/v1/screen-pops/4155550134", caller="operator")
        assert (answer.status, answer.problem) == (422, "invalid-request")

    def test_a_pop_of_the_panel_is_kept_for_its_user(self, world: World) -> None:
        world.call(
            "POST",
            "/v1/screen-pops",
            {"callType": "inbound", "ani": "4155550134", "contactKey": self.KEY},
            user=USER,
        )
        assert world.call("GET", f"/v1/screen-pops/{self.KEY}", user=USER).json["match"] == "one"


LAYOUT = {
    "Inbound": {
        "objects": {"Lead": [{"displayName": "Company", "apiName": "Company"}]},
        "screenPopSettings": {"NoMatch": {"screenPopType": "PopToEntity", "screenPopData": "Lead"}},
    },
    "Outbound": {"objects": {}},
    "Internal": {"objects": {}},
}


class TestKeptLayout:
    def test_a_pop_of_the_contact_centre_honours_the_users_layout(self, world: World) -> None:
        kept = world.call("PUT", "/v1/softphone-layout", {"layout": LAYOUT}, user=USER)
        assert kept.status == 204

        answer = hook(world, {**CALL, "userId": USER})
        other = hook(world, {**CALL, "contactId": "2", "userId": "005000000000002AAA"})

        # Grace is a Contact, which the layout does not search.
        assert (answer.json["match"], answer.json["pop"]) == ("none", "newRecord")
        assert other.json["match"] == "one"

    def test_only_an_acting_user_keeps_one(self, world: World) -> None:
        for more in ({"user": None}, {"user": USER, "caller": "other"}, {"user": "nobody"}):
            answer = world.call("PUT", "/v1/softphone-layout", {"layout": LAYOUT}, **more)
            assert (answer.status, answer.problem) == (403, "no-acting-user")

    def test_what_is_no_layout_is_refused(self, world: World) -> None:
        answer = world.call("PUT", "/v1/softphone-layout", {"layout": {"Inbound": 1}}, user=USER)
        assert (answer.status, answer.problem) == (422, "not-a-layout")

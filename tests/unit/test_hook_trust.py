"""Genuine hooks are taken, everything else is refused."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from switchboard.errors import ConfigurationError
from switchboard.runtime.hook_trust import TOLERANCE_S, HookKey, Refusal, parse_hook_secret, why_refused

NOW = 1_790_000_000
CURRENT = "whsec_" + base64.b64encode(bytes(range(32))).decode()
PREVIOUS = "whsec_" + base64.b64encode(bytes(range(32, 64))).decode()
STRANGE = "whsec_" + base64.b64encode(bytes(range(64, 96))).decode()
KEYS = parse_hook_secret(json.dumps({"current": CURRENT, "previous": PREVIOUS}))
BODY = b'{"ani":"4155550134"}'


def signed(body: bytes = BODY, secret: str = CURRENT, at: int = NOW) -> dict[str, str]:
    """Headers as the reference implementation makes them."""
    signature = Webhook(secret).sign("msg_1", datetime.fromtimestamp(at, UTC), body.decode("latin-1"))
    return {"webhook-id": "msg_1", "webhook-timestamp": str(at), "webhook-signature": signature}


def test_what_the_reference_implementation_signs_is_taken() -> None:
    assert why_refused(signed(), BODY, KEYS, NOW) is None


def test_the_previous_secret_is_still_taken() -> None:
    assert why_refused(signed(secret=PREVIOUS), BODY, KEYS, NOW) is None


def test_another_secret_is_refused() -> None:
    assert why_refused(signed(secret=STRANGE), BODY, KEYS, NOW) is Refusal.MISMATCH


@pytest.mark.parametrize(
    ("at", "refusal"),
    [
        (NOW - TOLERANCE_S, None),
        (NOW - TOLERANCE_S - 1, Refusal.STALE),
        (NOW + TOLERANCE_S, None),
        (NOW + TOLERANCE_S + 1, Refusal.AHEAD),
    ],
)
def test_the_clock_may_differ_by_the_tolerance_either_way(at: int, refusal: Refusal | None) -> None:
    assert why_refused(signed(at=at), BODY, KEYS, NOW) is refusal


@pytest.mark.parametrize(
    "garbage",
    ["v1", "v1,", ",", "v2,abc", "v1,not base64!", "v1,a,b", "ünïcode", "v1,ünïcode", "v1a,xyz"],
)
def test_garbage_before_a_good_signature_does_no_harm(garbage: str) -> None:
    headers = signed()
    headers["webhook-signature"] = f"{garbage} {headers['webhook-signature']}"

    assert why_refused(headers, BODY, KEYS, NOW) is None


@pytest.mark.parametrize("signature", ["", "v1", "v1,", "garbage", "v1,ü", "v1,a,b"])
def test_garbage_alone_is_refused(signature: str) -> None:
    assert why_refused({**signed(), "webhook-signature": signature}, BODY, KEYS, NOW) is Refusal.MISMATCH


@pytest.mark.parametrize("timestamp", ["", "soon", "-5", "1e9", "９９９", "1" * 13, "1790000000.5"])
def test_a_timestamp_that_is_none_is_refused(timestamp: str) -> None:
    headers = {**signed(), "webhook-timestamp": timestamp}
    assert why_refused(headers, BODY, KEYS, NOW) is Refusal.MALFORMED


@given(body=st.binary(min_size=1), at=st.integers(min_value=0), bit=st.integers(0, 7))
def test_one_changed_bit_is_noticed(body: bytes, at: int, bit: int) -> None:
    headers = signed(BODY)
    assert why_refused(headers, BODY + body, KEYS, NOW) is Refusal.MISMATCH
    tampered = bytearray(BODY)
    tampered[at % len(BODY)] ^= 1 << bit
    assert why_refused(headers, bytes(tampered), KEYS, NOW) is Refusal.MISMATCH


def test_bytes_that_are_no_text_are_signed_as_they_are() -> None:
    body = b"\xff\xfe\x00"
    digest = hmac.digest(KEYS[0].key, b"msg_1.%d." % NOW + body, hashlib.sha256)
    headers = {**signed(), "webhook-signature": "v1," + base64.b64encode(digest).decode()}
    assert why_refused(headers, body, KEYS, NOW) is None


@pytest.mark.parametrize(
    ("authorization", "refusal"),
    [
        (f"Bearer {CURRENT}", None),
        (f"bearer  {PREVIOUS} ", None),
        (f"Bearer {STRANGE}", Refusal.MISMATCH),
        ("Bearer ", Refusal.MISMATCH),
        ("Bearer ü", Refusal.MISMATCH),
        (f"Basic {CURRENT}", Refusal.NO_PROOF),
        (CURRENT, Refusal.NO_PROOF),
        ("", Refusal.NO_PROOF),
    ],
)
def test_a_bearer_token_is_the_secret_itself(authorization: str, refusal: Refusal | None) -> None:
    assert why_refused({"authorization": authorization}, BODY, KEYS, NOW) is refusal


def test_a_wrong_signature_is_not_saved_by_a_right_token() -> None:
    headers = {**signed(secret=STRANGE), "authorization": f"Bearer {CURRENT}"}
    assert why_refused(headers, BODY, KEYS, NOW) is Refusal.MISMATCH


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "null",
        "[]",
        "{}",
        json.dumps({"previous": CURRENT}),
        json.dumps({"current": CURRENT, "next": CURRENT}),
        json.dumps({"current": None}),
        json.dumps({"current": CURRENT.removeprefix("whsec_")}),
        json.dumps({"current": "whsec_" + base64.b64encode(b"short").decode()}),
        json.dumps({"current": CURRENT + "*"}),
        json.dumps({"current": CURRENT, "previous": "x"}),
    ],
)
def test_a_secret_of_another_shape_is_refused_without_showing_it(secret: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse_hook_secret(secret)
    assert CURRENT not in str(refused.value)


def test_a_key_does_not_show_in_its_text() -> None:
    assert "whsec" not in repr(HookKey(CURRENT, b"x"))

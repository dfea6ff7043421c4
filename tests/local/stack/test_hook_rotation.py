"""A hook's secret is changed with ``make rotate-hook-secret`` while calls come in, and none of them is refused."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from local.gateway.runtime import FAKE_CREDENTIALS
from local.stack.local_stack import LocalStack
from switchboard.admin import hook_secrets

THREADS = 6
HOOKS = {
    "read": ("/v1/hooks/screen-pops", b'{"type": "contact.queued"}', 200),
    "events": ("/v1/hooks/contact-events", b'{"events": []}', 202),
}


@pytest.fixture(scope="module")
def calm() -> Iterator[LocalStack]:
    """A stack of its own: no stranger has made it read the secret a moment ago."""
    with LocalStack(schedules=False) as stack:
        yield stack


@pytest.fixture(autouse=True)
def _account(calm: LocalStack, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**FAKE_CREDENTIALS, "AWS_ENDPOINT_URL": calm.aws_url, "AWS_REGION": "eu-west-1"}.items():
        monkeypatch.setenv(name, value)


def signature(secret: str, body: bytes) -> dict[str, str]:
    sent_at, key = str(int(time.time())), base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(key, b".".join([b"msg_1", sent_at.encode(), body]), hashlib.sha256)
    proof = "v1," + base64.b64encode(digest).decode()
    return {"webhook-id": "msg_1", "webhook-timestamp": sent_at, "webhook-signature": proof}


def token(secret: str, _: bytes) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


class Load:
    """Threads that call a hook one time after the other, each with the secret that Studio holds at the moment."""

    def __init__(
        self, url: str, body: bytes, secret: str, proofs: list[Callable[[str, bytes], dict[str, str]]]
    ) -> None:
        self.url, self.body, self.secret = url, body, secret
        self.statuses: Counter[tuple[str, int]] = Counter()
        self._proofs = proofs
        self._last: dict[int, str] = {}
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._call, args=(number,)) for number in range(THREADS)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def goes_on(self, calls: int) -> None:
        """Wait for so many more answers."""
        wanted = self.statuses.total() + calls
        ends = time.monotonic() + 60
        while self.statuses.total() < wanted and time.monotonic() < ends:
            time.sleep(0.01)
        assert self.statuses.total() >= wanted

    def switches(self, secret: str) -> None:
        """Hold this secret from now on, and wait until no call with another is under way."""
        self.secret = secret
        ends = time.monotonic() + 60
        # A thread whose first call starts an environment has told nothing yet.
        everybody = dict.fromkeys(range(THREADS), secret)
        while self._last != everybody and time.monotonic() < ends:
            time.sleep(0.01)
        assert self._last == everybody

    def _call(self, number: int) -> None:
        proof = self._proofs[number % len(self._proofs)]
        with requests.Session() as session:
            while not self._over.is_set():
                secret = self.secret
                answer = session.post(self.url, data=self.body, headers=proof(secret, self.body), timeout=30)
                with self._lock:
                    self.statuses[(secret, answer.status_code)] += 1
                    self._last[number] = secret


@pytest.mark.parametrize("kind", sorted(hook_secrets.KINDS))
def test_no_call_is_refused_while_its_secret_is_changed(
    calm: LocalStack, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, body, good = HOOKS[kind]
    name = f"switchboard/hooks/{kind}"
    old = document(calm, name)["current"]
    waited: list[float] = []
    with Load(calm.gateway_url + path, body, old, [signature, token]) as load:
        load.goes_on(40)
        assert hook_secrets.main(["add", kind], sleep=waited.append) == 0
        load.goes_on(40)
        new = document(calm, name)["current"]
        load.switches(new)
        load.goes_on(40)
        assert hook_secrets.main(["retire", kind]) == 0
        load.goes_on(40)

    assert {status for _, status in load.statuses} == {good}, load.statuses
    assert {secret for secret, _ in load.statuses} == {old, new}
    assert document(calm, name) == {"current": new, "previous": None}
    assert waited == [30.0]
    printed = capsys.readouterr().out
    assert new in printed
    assert old not in printed
    assert path in printed
    assert f"SECRET={kind} STEP=retire" in printed


def test_a_change_that_was_not_finished_is_not_begun_anew(
    calm: LocalStack, capsys: pytest.CaptureFixture[str]
) -> None:
    assert hook_secrets.main(["add", "read"], sleep=lambda _: None) == 0
    before = document(calm, "switchboard/hooks/read")

    assert hook_secrets.main(["add", "read"], sleep=lambda _: None) == 1

    assert "STEP=retire" in capsys.readouterr().err
    assert document(calm, "switchboard/hooks/read") == before
    assert hook_secrets.main(["retire", "read"]) == 0
    assert hook_secrets.main(["retire", "read"]) == 1


def test_the_first_secret_of_a_new_stack_is_made_the_same_way(calm: LocalStack) -> None:
    name = "switchboard/hooks/events"
    calm.aws.secrets().put_secret_value(SecretId=name, SecretString="{}")
    assert hook_secrets.main(["add", "events"], sleep=lambda _: None) == 0
    made = document(calm, name)
    assert made["previous"] is None
    assert made["current"].startswith("whsec_")


def test_what_is_no_hook_secret_is_left_alone(calm: LocalStack, capsys: pytest.CaptureFixture[str]) -> None:
    name = "switchboard/hooks/events"
    calm.aws.secrets().put_secret_value(SecretId=name, SecretString='{"current": "hush-hush"}')
    assert hook_secrets.main(["add", "events"], sleep=lambda _: None) == 1
    assert "hush-hush" not in capsys.readouterr().err
    assert document(calm, name) == {"current": "hush-hush"}


def test_a_stack_that_is_not_there_is_said(calm: LocalStack, capsys: pytest.CaptureFixture[str]) -> None:
    assert hook_secrets.main(["add", "read", "--stack", "nowhere"], sleep=lambda _: None) == 1
    assert "nowhere/hooks/read cannot be changed (ResourceNotFoundException)" in capsys.readouterr().err


def document(stack: LocalStack, name: str) -> Any:
    return json.loads(stack.aws.secrets().get_secret_value(SecretId=name)["SecretString"])

"""What a function that starts from a snapshot brings along, and what it never does."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from switchboard.runtime import aws, services, snapshot

ROOT = Path(__file__).parents[2]
Hook = tuple[Callable[..., None], tuple[Any, ...]]


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Hook]]:
    """What is registered with the module of Lambda's runtime, by the moment it is for."""
    registered: dict[str, list[Hook]] = {"before": [], "after": []}
    module = ModuleType("snapshot_restore_py")
    monkeypatch.setattr(
        module,
        "register_before_snapshot",
        lambda hook, *given: registered["before"].append((hook, given)),
        raising=False,
    )
    monkeypatch.setattr(
        module,
        "register_after_restore",
        lambda hook, *given: registered["after"].append((hook, given)),
        raising=False,
    )
    monkeypatch.setitem(sys.modules, "snapshot_restore_py", module)
    return registered


@pytest.fixture(autouse=True)
def _cold() -> Iterator[None]:
    snapshot.renew([aws, services])
    yield
    snapshot.renew([aws, services])


def run(hooks: list[Hook]) -> None:
    for hook, given in hooks:
        hook(*given)


def test_without_the_runtimes_module_nothing_happens() -> None:
    snapshot.start_from_snapshot(services)
    assert aws.dynamodb.cache_info().currsize == 0


def test_clients_are_made_before_the_snapshot_and_anew_after_the_start(hooks: dict[str, list[Hook]]) -> None:
    snapshot.start_from_snapshot(services)
    assert aws.dynamodb.cache_info().currsize == 0, "only a snapshot is worth the time"

    run(hooks["before"])
    made = aws.dynamodb()
    assert aws.dynamodb.cache_info().hits == 1
    run(hooks["after"])

    assert aws.dynamodb() is not made


def test_nothing_that_was_made_before_the_snapshot_is_used_after_the_start(
    hooks: dict[str, list[Hook]],
) -> None:
    snapshot.start_from_snapshot(services)
    secrets = services.secrets()
    run(hooks["after"])

    assert services.secrets() is not secrets


def test_two_environments_of_one_snapshot_do_not_pause_alike(hooks: dict[str, list[Hook]]) -> None:
    snapshot.start_from_snapshot()
    random.seed(7)
    state = random.getstate()
    rolled = []
    for _ in range(2):
        random.setstate(state)
        run(hooks["after"])
        rolled.append(random.random())

    assert rolled[0] != rolled[1]


FIRST_REQUEST = """
import json, socket, sys, types
hooks = {"before": [], "after": []}
module = types.ModuleType("snapshot_restore_py")
module.register_before_snapshot = lambda hook, *given: hooks["before"].append((hook, given))
module.register_after_restore = lambda hook, *given: hooks["after"].append((hook, given))
sys.modules["snapshot_restore_py"] = module

def refuse(*_):
    raise AssertionError("a connection before the snapshot")

socket.socket.connect = refuse
import functions.%s.app

((_, (renewed,)),) = hooks["after"]
caching = [
    name
    for name, each in sys.modules.items()
    if name.startswith("switchboard.runtime.")
    and any(hasattr(one, "cache_clear") and one.__module__ == name for one in vars(each).values())
]
for hook, given in hooks["before"] + hooks["after"]:
    hook(*given)
print(json.dumps({"loaded": list(sys.modules), "caching": caching, "renewed": [one.__name__ for one in renewed]}))
"""

ONLY_OF_THE_ENVIRONMENT = {f"switchboard.runtime.{name}" for name in ("settings", "observe", "kind_answer")}
"""What these keep are variables, a logger, and a pool of threads that begins with its first work."""


@pytest.fixture(params=["screen_pop", "click_to_dial"])
def started(request: pytest.FixtureRequest) -> dict[str, list[str]]:
    """A fresh process that was prepared for a snapshot and started from it."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "layers/shared"), str(ROOT)])}
    command = [sys.executable, "-c", FIRST_REQUEST % request.param]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_the_snapshot_holds_what_the_first_request_imports_and_nobody_was_asked(
    started: dict[str, list[str]],
) -> None:
    assert {"simple_salesforce.api", "boto3", "botocore.client", "phonenumbers"} <= set(started["loaded"])


def test_whatever_a_function_makes_once_is_made_anew_after_the_start(started: dict[str, list[str]]) -> None:
    assert set(started["caching"]) - ONLY_OF_THE_ENVIRONMENT == set(started["renewed"])

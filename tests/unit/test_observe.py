"""What a log line tells of its request: which contact it was about, whom it asked, and where the time went."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from switchboard import effort
from switchboard.contact.key import ContactKey
from switchboard.runtime import observe

KEY = "4599001:acd:9007199254740993"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "observed")
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Switchboard/test")
    observe.logger.cache_clear()
    observe.metrics.cache_clear()
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(observe.logger().registered_formatter)
    named = logging.getLogger(observe.logger().service)
    named.addHandler(handler)
    yield text
    named.removeHandler(handler)
    observe.logger.cache_clear()
    observe.metrics.cache_clear()


def logged(text: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.getvalue().splitlines()]


def test_every_line_of_a_request_has_its_id_and_its_contact(lines: io.StringIO) -> None:
    observe.begin("req-1")
    observe.logger().warning("early")
    observe.about(ContactKey.parse(KEY))
    observe.logger().warning("refused")
    observe.begin("req-2")
    observe.logger().warning("another")

    assert [(one["request_id"], one.get("contact_key")) for one in logged(lines)] == [
        ("req-1", None),
        ("req-1", KEY),
        ("req-2", None),
    ]


def test_several_contacts_are_listed_once_each_and_not_without_end() -> None:
    observe.begin("req-1")
    observe.about(*[f"4599001:acd:{number}" for number in (8, 7, 8)])
    assert observe.facts()["contact_key"] == ["4599001:acd:7", "4599001:acd:8"]

    observe.about(*[f"4599001:acd:{number}" for number in range(1, 300)])
    listed = observe.facts()["contact_key"]
    assert isinstance(listed, list)
    assert len(listed) == observe.MOST_KEYS


@pytest.mark.parametrize("given", [None, "", "+14155550134", "Grace Okafor", "a:b:c", f"{KEY}:x"])
def test_what_is_no_key_may_be_anything_and_is_never_logged(given: object) -> None:
    observe.begin("req-1")
    observe.about(given)
    assert "contact_key" not in observe.facts()


def test_whoever_was_asked_stands_in_the_line_with_the_time_it_took(monkeypatch: pytest.MonkeyPatch) -> None:
    observe.begin("req-1")
    assert observe.facts() == {}

    moments = iter([1.0, 1.25, 2.0, 2.5])
    monkeypatch.setattr("switchboard.effort.time.perf_counter", lambda: next(moments))
    with effort.asking("salesforce"):
        pass
    with pytest.raises(TimeoutError), effort.asking("salesforce"):
        raise TimeoutError
    effort.asked("dynamodb", 0.004)

    assert observe.facts() == {
        "requests": {"salesforce": 2, "dynamodb": 1},
        "waited_ms": {"salesforce": 750.0, "dynamodb": 4.0},
    }
    observe.begin("req-2")
    assert observe.facts() == {}


def test_what_an_answer_told_besides_becomes_a_metric(
    lines: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    observe.begin("req-1")
    effort.learn("SalesforceRequestsLeft", 90_000)
    effort.learn("SalesforceRequestsLeft", 89_999)
    observe.flush()

    assert json.loads(capsys.readouterr().out)["SalesforceRequestsLeft"] == [89_999]


def test_outside_of_a_request_nothing_is_counted() -> None:
    effort._current.set(None)
    effort.asked("salesforce", 1.0)
    effort.learn("SalesforceRequestsLeft", 1)
    assert effort.current().told() == {}

"""Queues and schedules run functions as Lambda's event source mappings and EventBridge do."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from local.aws import Aws, create_resources
from local.gateway import template
from local.gateway.gateway import Gateway
from local.gateway.schedules import Clock, NotPlayed, interval_s, scheduled_event
from local.gateway.sources import failed_ids, sqs_event
from local.gateway.template import Schedule
from tests.local.gateway.machine import eventually
from tests.local.gateway.toy_stack import TOYS, Printed, toy_template

REPORTS = [
    ("nothing failed", {"batchItemFailures": []}, set()),
    ("one failed", {"batchItemFailures": [{"itemIdentifier": "b"}]}, {"b"}),
    ("all failed", {"batchItemFailures": [{"itemIdentifier": "a"}, {"itemIdentifier": "b"}]}, {"a", "b"}),
    ("no report", None, set()),
    ("an empty report", {}, set()),
    ("a report of nothing", {"batchItemFailures": None}, set()),
    ("another word", {"failed": ["a"]}, set()),
    ("an unknown message", {"batchItemFailures": [{"itemIdentifier": "c"}]}, {"a", "b"}),
    ("no id", {"batchItemFailures": [{"itemIdentifier": None}]}, {"a", "b"}),
    ("an empty id", {"batchItemFailures": [{"itemIdentifier": ""}]}, {"a", "b"}),
    ("a misspelled id", {"batchItemFailures": [{"itemIdentifer": "a"}]}, {"a", "b"}),
    ("ids alone", {"batchItemFailures": ["a"]}, {"a", "b"}),
    ("no list", {"batchItemFailures": "a"}, {"a", "b"}),
    ("no object", "fine", {"a", "b"}),
]


@pytest.mark.parametrize(("label", "result", "failed"), REPORTS, ids=[row[0] for row in REPORTS])
def test_a_report_says_which_messages_failed(label: str, result: Any, failed: set[str]) -> None:
    assert failed_ids(result, ["a", "b"]) == failed


def test_a_message_becomes_a_record_as_the_guide_shows_it() -> None:
    message = {
        "MessageId": "059f36b4",
        "ReceiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "MD5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "Body": "Test message.",
        "Attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1545082649183"},
        "MessageAttributes": {"myAttribute": {"StringValue": "myValue", "DataType": "String"}},
    }
    assert sqs_event([message], "arn:aws:sqs:us-east-2:123456789012:my-queue") == {
        "Records": [
            {
                "messageId": "059f36b4",
                "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
                "body": "Test message.",
                "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1545082649183"},
                "messageAttributes": {
                    "myAttribute": {
                        "stringValue": "myValue",
                        "stringListValues": [],
                        "binaryListValues": [],
                        "dataType": "String",
                    }
                },
                "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:my-queue",
                "awsRegion": "eu-west-1",
            }
        ]
    }


class Running:
    """The toy template with real queues and tables."""

    def __init__(self, aws: Aws) -> None:
        self.aws = aws
        self.printed = Printed()
        made = toy_template()
        create_resources(made, aws, {})
        self.names = made.names
        self.gateway = Gateway(
            template.application(made, TOYS),
            host="127.0.0.1",
            port=0,
            aws_url=aws.url,
            sqs=aws.sqs(),
            additions={},
            log=self.printed,
            schedules=True,
        )

    def send(self, queue: str, *bodies: dict[str, Any]) -> None:
        for body in bodies:
            self.aws.sqs().send_message(
                QueueUrl=self.names[queue].ref,
                MessageBody=json.dumps(body),
                MessageAttributes={"origin": {"DataType": "String", "StringValue": "test"}},
            )

    def notes(self) -> list[Any]:
        items = self.aws.dynamodb().scan(TableName=self.names["Done"].ref)["Items"]
        return [json.loads(item["note"]["S"]) for item in items]

    def notes_of(self, id_: str) -> list[Any]:
        """One per attempt at the message with this id in its body."""
        return [
            note for note in self.notes() if "record" in note and json.loads(note["record"]["body"])["id"] == id_
        ]

    def left(self, queue: str) -> int:
        """Messages in a queue, those in flight included."""
        names: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        url = self.names[queue].ref
        counts = self.aws.sqs().get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(count) for count in counts.values())

    def dead(self) -> list[str]:
        """Ids of the messages that came into the dead-letter queue since the last time."""
        url = self.names["DeadJobs"].ref
        reply = self.aws.sqs().receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        for message in reply.get("Messages", []):
            self.aws.sqs().delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"])["id"] for message in reply.get("Messages", [])]


@pytest.fixture(scope="module")
def running(aws: Aws) -> Iterator[Running]:
    running = Running(aws)
    yield running
    running.gateway.close()


def test_a_message_that_is_managed_is_deleted(running: Running) -> None:
    running.send("Jobs", {"id": "fine"})
    (note,) = eventually(lambda: running.notes_of("fine"))
    eventually(lambda: running.left("Jobs") == 0)
    record = note["record"]
    assert record["eventSourceARN"] == running.names["Jobs"].attributes["Arn"]
    assert record["messageAttributes"]["origin"]["stringValue"] == "test"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"


def test_a_window_gathers_more_than_one_receive_gives(running: Running) -> None:
    running.send("GatheredJobs", *({"id": f"many-{number}"} for number in range(15)))
    eventually(lambda: running.left("GatheredJobs") == 0)
    sizes = [running.notes_of(f"many-{number}")[0]["size"] for number in range(15)]
    assert max(sizes) > 10


def test_a_message_that_is_reported_reappears_and_ends_in_the_dead_letter_queue(running: Running) -> None:
    running.send("Jobs", {"id": "bad", "fail": True}, {"id": "good"})
    assert eventually(running.dead) == ["bad"]
    counts = [note["record"]["attributes"]["ApproximateReceiveCount"] for note in running.notes_of("bad")]
    assert sorted(counts) == ["1", "2"]
    assert len(running.notes_of("good")) == 1
    assert running.left("Jobs") == 0


def test_a_batch_whose_handler_raises_fails_as_a_whole(running: Running) -> None:
    running.send("WholeJobs", {"id": "wreck", "raise": True})
    assert eventually(running.dead) == ["wreck"]
    running.printed.wait_for("a batch of 1 stays in arn:aws:sqs:eu-west-1:123456789012:switchboard-WholeJobs")
    assert len(running.notes_of("wreck")) == 1


def test_without_reports_a_batch_succeeds_as_a_whole(running: Running) -> None:
    running.send("WholeJobs", {"id": "ignored", "fail": True})
    eventually(lambda: running.notes_of("ignored"))
    eventually(lambda: running.left("WholeJobs") == 0)
    assert running.dead() == []


def test_what_does_not_run_by_the_clock_here_is_said(running: Running) -> None:
    assert running.gateway.unplayed == [
        "Ticker: Paused is switched off in the template",
        "Ticker: cron(0 3 * * ? *) does not run here, only rate(number unit)",
    ]


def test_a_function_can_be_invoked_by_hand(running: Running) -> None:
    assert running.gateway.invoke("Ticker", {"by": "hand"}) is None
    assert {"tick": {"by": "hand"}} in running.notes()


def test_a_schedule_runs_its_function_again_and_again(running: Running) -> None:
    closed = threading.Event()
    schedule = Schedule("Ticker", "Often", "rate(1 minute)", '{"round": "and round"}')
    clock = Clock(schedule, 0.05, running.gateway._pools["Ticker"], running.printed, closed)
    eventually(lambda: running.notes().count({"tick": {"round": "and round"}}) >= 3)
    closed.set()
    clock.join()


RATES = [
    ("rate(1 minute)", 60),
    ("rate(5 minutes)", 300),
    ("rate(1 hour)", 3600),
    (" rate( 2 days ) ", 172800),
]


@pytest.mark.parametrize(("expression", "seconds"), RATES)
def test_a_rate_is_an_interval(expression: str, seconds: float) -> None:
    assert interval_s(expression) == seconds


@pytest.mark.parametrize(
    "expression", ["cron(0 3 * * ? *)", "at(2030-01-01T00:00:00)", "rate(0 minutes)", "rate(x)"]
)
def test_any_other_expression_does_not_run_here(expression: str) -> None:
    with pytest.raises(NotPlayed, match="does not run here"):
        interval_s(expression)


def test_a_rule_without_input_sends_the_event_of_eventbridge() -> None:
    event = scheduled_event(
        Schedule("F", "Each", "rate(1 minute)", None), datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
    )
    assert event.pop("id")
    assert event == {
        "version": "0",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": "2030-01-02T03:04:05Z",
        "region": "eu-west-1",
        "resources": ["arn:aws:events:eu-west-1:123456789012:rule/switchboard-FEach"],
        "detail": {},
    }

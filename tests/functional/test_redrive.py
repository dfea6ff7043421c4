"""Dead letters come back with one command, and none is lost on the way."""

import pytest

from switchboard.admin import redrive
from tests.support.world import World


@pytest.mark.parametrize("queue", redrive.QUEUES)
def test_every_dead_letter_comes_back(world: World, capsys: pytest.CaptureFixture[str], queue: str) -> None:
    sqs = world.aws.sqs()
    dead = sqs.get_queue_url(QueueName=f"switchboard-{queue}-dead")["QueueUrl"]
    for number in range(23):
        sqs.send_message(QueueUrl=dead, MessageBody=f"message {number}")

    assert redrive.main([queue]) == 0

    assert "23 messages" in capsys.readouterr().out
    url = sqs.get_queue_url(QueueName=f"switchboard-{queue}")["QueueUrl"]
    assert _count(world, url) == 23
    assert _count(world, dead) == 0


def test_a_stack_that_is_not_there_is_said(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert redrive.main(["callers", "--stack", "nowhere"]) == 1
    assert "no queue nowhere-callers" in capsys.readouterr().err


def _count(world: World, url: str) -> int:
    name = "ApproximateNumberOfMessages"
    answer = world.aws.sqs().get_queue_attributes(QueueUrl=url, AttributeNames=[name])  # type: ignore[list-item]
    return int(answer["Attributes"][name])  # type: ignore[index]

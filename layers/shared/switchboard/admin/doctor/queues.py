"""Do messages wait, for how long, and are there dead letters?"""

from datetime import UTC, datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from switchboard.admin.doctor.deployment import Deployment
from switchboard.admin.doctor.finding import Finding, failed, ok, warned

DEEP = 5_000
"""Messages that wait, from which on it is worth a word: about ten minutes' work of the writer."""

OLD_S = 900.0


def look_at_queues(deployment: Deployment) -> list[Finding]:
    """How each queue and its dead letters are."""
    settings = deployment.settings
    found = []
    for name, url in (("activities", settings.activity_queue), ("callers", settings.caller_queue)):
        found += _queue(deployment, name, url)
    return found


def _queue(deployment: Deployment, name: str, url: str) -> list[Finding]:
    about, about_dead = f"queue {name}", f"dead letters of {name}"
    try:
        waiting = _depth(deployment, url)
        dead = _depth(deployment, f"{url}-dead")
        age_s = _age_s(deployment, url.rpartition("/")[2])
    except (BotoCoreError, ClientError) as error:
        code = error.response["Error"]["Code"] if isinstance(error, ClientError) else type(error).__name__
        return [failed(about, f"cannot be looked at ({code})", "see that it exists and that you may read it")]
    told = f"{waiting} messages wait" + ("" if age_s is None else f", the oldest for {age_s:.0f} s")
    if waiting > DEEP or (age_s or 0) > OLD_S:
        queue = warned(
            about, told, "see the errors of its function; what is due is written late, and nothing is lost"
        )
    else:
        queue = ok(about, told)
    if dead:
        deed = (
            f"read the errors of its function, mend them, then make redrive QUEUE={name} STACK={deployment.stack}"
        )
        return [queue, failed(about_dead, f"{dead} messages could not be used", deed)]
    return [queue, ok(about_dead, "there are none")]


def _depth(deployment: Deployment, url: str) -> int:
    answer = deployment.clients.sqs.get_queue_attributes(
        QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"]
    )
    return int(answer["Attributes"]["ApproximateNumberOfMessages"])


def _age_s(deployment: Deployment, queue_name: str) -> float | None:
    """Seconds that the oldest message has waited; None where CloudWatch has not heard of any lately."""
    now = datetime.now(UTC)
    answer = deployment.clients.cloudwatch.get_metric_statistics(
        Namespace="AWS/SQS",
        MetricName="ApproximateAgeOfOldestMessage",
        Dimensions=[{"Name": "QueueName", "Value": queue_name}],
        StartTime=now - timedelta(minutes=15),
        EndTime=now,
        Period=300,
        Statistics=["Maximum"],
    )
    points = sorted(answer["Datapoints"], key=lambda one: one["Timestamp"])
    return points[-1]["Maximum"] if points else None

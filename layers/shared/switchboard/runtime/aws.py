"""AWS clients, one per service and process, made on first use."""

import time
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from switchboard.effort import asked

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient

Client = TypeVar("Client")


def _options() -> dict[str, object]:
    from botocore.config import Config  # noqa: PLC0415 - slow to import

    # Without these a call may wait for a minute, far beyond any caller's patience.
    return {
        "config": Config(
            connect_timeout=1,
            read_timeout=3,
            retries={"mode": "standard", "total_max_attempts": 2},
            max_pool_connections=16,
        )
    }


def _counted(client: Client) -> Client:
    """The client, counting its calls for the log line."""
    service = client.meta.service_model.service_name  # type: ignore[attr-defined]  # every client of boto3 has it
    events = client.meta.events  # type: ignore[attr-defined]  # likewise
    # A call's own context goes from the first event to the second (botocore, events of a client).
    events.register("before-call", lambda context, **_: context.update(began=time.perf_counter()))
    for name in ("after-call", "after-call-error"):
        events.register(name, lambda context, **_: asked(service, time.perf_counter() - context["began"]))
    return client


@cache
def dynamodb() -> "DynamoDBClient":
    """DynamoDB."""
    import boto3  # noqa: PLC0415 - slow to import

    return _counted(boto3.client("dynamodb", **_options()))  # type: ignore[call-overload, no-any-return]


@cache
def secrets_manager() -> "SecretsManagerClient":
    """Secrets Manager."""
    import boto3  # noqa: PLC0415 - slow to import

    return _counted(boto3.client("secretsmanager", **_options()))  # type: ignore[call-overload, no-any-return]


@cache
def sqs() -> "SQSClient":
    """SQS."""
    import boto3  # noqa: PLC0415 - slow to import

    return _counted(boto3.client("sqs", **_options()))  # type: ignore[call-overload, no-any-return]

"""AWS clients, one per service and process, made on first use."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient


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


@cache
def dynamodb() -> "DynamoDBClient":
    """DynamoDB."""
    import boto3  # noqa: PLC0415 - slow to import

    return boto3.client("dynamodb", **_options())  # type: ignore[call-overload, no-any-return]


@cache
def secrets_manager() -> "SecretsManagerClient":
    """Secrets Manager."""
    import boto3  # noqa: PLC0415 - slow to import

    return boto3.client("secretsmanager", **_options())  # type: ignore[call-overload, no-any-return]


@cache
def sqs() -> "SQSClient":
    """SQS."""
    import boto3  # noqa: PLC0415 - slow to import

    return boto3.client("sqs", **_options())  # type: ignore[call-overload, no-any-return]

"""What is deployed where: as the functions themselves are told it, by the variables of one of them."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from switchboard.errors import ConfigurationError
from switchboard.runtime.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_cloudwatch import CloudWatchClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient


class NotFound(Exception):
    """There is no such stack, or the caller may not see it. The message says what to do."""


class Clients:
    """AWS as the caller's ordinary credentials reach it, a client for each service on first use."""

    @cached_property
    def dynamodb(self) -> "DynamoDBClient":
        """DynamoDB."""
        import boto3  # noqa: PLC0415 - only where it is used

        return boto3.client("dynamodb")

    @cached_property
    def sqs(self) -> "SQSClient":
        """SQS."""
        import boto3  # noqa: PLC0415 - only where it is used

        return boto3.client("sqs")

    @cached_property
    def secrets(self) -> "SecretsManagerClient":
        """Secrets Manager."""
        import boto3  # noqa: PLC0415 - only where it is used

        return boto3.client("secretsmanager")

    @cached_property
    def cloudwatch(self) -> "CloudWatchClient":
        """CloudWatch."""
        import boto3  # noqa: PLC0415 - only where it is used

        return boto3.client("cloudwatch")


@dataclass(frozen=True, slots=True)
class Deployment:
    """A stack.

    Args:
        api_url: where it is called, without a trailing slash.
        settings: what its functions are told.
    """

    stack: str
    api_url: str
    settings: Settings
    clients: Clients

    @property
    def ca_file(self) -> str | None:
        """PEM file to trust for its vendors instead of the public authorities, or None."""
        return self.settings.switchboard_ca_file or None


def find(stack: str, api_url: str | None) -> Deployment:
    """The stack of this name.

    Args:
        api_url: where it is called; None to look it up in the stack's outputs.

    Raises:
        NotFound: it is not there, or its settings cannot be read.
    """
    import boto3  # noqa: PLC0415 - only where it is used
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - likewise

    try:
        told = boto3.client("lambda").get_function_configuration(FunctionName=f"{stack}-health")
        if api_url is None:
            described = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
            outputs = {one["OutputKey"]: one["OutputValue"] for one in described.get("Outputs", [])}
            api_url = outputs["ApiUrl"]
    except (BotoCoreError, ClientError, KeyError) as error:
        raise NotFound(
            f"The stack {stack} cannot be looked at ({_word(error)}). Check STACK, region and credentials."
        ) from None
    try:
        settings = Settings.from_environment(told.get("Environment", {}).get("Variables", {}))
    except ConfigurationError as error:
        raise NotFound(
            f"{error}: the stack was deployed from another version than this. Deploy it anew."
        ) from None
    return Deployment(stack, api_url.rstrip("/"), settings, Clients())


def _word(error: Exception) -> str:
    """The name of an AWS error, without its text."""
    response = getattr(error, "response", None)
    return str(response["Error"]["Code"]) if response else type(error).__name__

"""Secrets, kept in the process for minutes and read anew when one is refused."""

from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError

from switchboard.errors import ConfigurationError
from switchboard.runtime import aws

FRESH_FOR_S = 300


class Secrets:
    """Reads secrets by ARN through Powertools' cache."""

    def __init__(self) -> None:
        self._provider = SecretsProvider(boto3_client=aws.secrets_manager())

    def text(self, arn: str, *, anew: bool = False) -> str:
        """The secret as text.

        Args:
            anew: ask Secrets Manager even if the secret was read a moment ago.

        Raises:
            ConfigurationError: the secret does not exist or may not be read.
        """
        try:
            value = self._provider.get(arn, max_age=FRESH_FOR_S, force_fetch=anew)
        except GetParameterError as error:
            raise ConfigurationError("A secret cannot be read; see the role's policy and the ARN") from error
        if not isinstance(value, str):
            raise ConfigurationError("A secret holds bytes where text is expected")
        return value

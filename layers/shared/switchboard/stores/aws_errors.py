"""What AWS's refusals mean to us."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from switchboard.errors import StoreUnavailable


class ConditionFailed(Exception):
    """A conditional write found another state than it asked for. Never leaves the stores."""


@contextmanager
def aws_errors() -> Iterator[None]:
    """Turn errors of boto3 into ours.

    Raises:
        ConditionFailed: the condition of a write did not hold.
        StoreUnavailable: anything else; its text is the error code alone, for messages may hold keys.
    """
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "ConditionalCheckFailedException":
            raise ConditionFailed(code) from None
        raise StoreUnavailable(code) from None
    except BotoCoreError as error:
        raise StoreUnavailable(type(error).__name__) from None

"""What AWS's refusals mean to us."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from switchboard.errors import StoreUnavailable

_RACES = {"ConditionalCheckFailedException", "TransactionConflictException"}
_REASONS = {"ConditionalCheckFailed", "TransactionConflict"}
"""Why a transaction was cancelled, by item, where each of them alone would have lost a race as well."""


class ConditionFailed(Exception):
    """A conditional write found another state than it asked for. Never leaves the stores."""


@contextmanager
def aws_errors() -> Iterator[None]:
    """Turn errors of boto3 into ours.

    Raises:
        ConditionFailed: the condition of a write did not hold, or somebody else's transaction had the item.
        StoreUnavailable: anything else; its text is the error code alone, for messages may hold keys.
    """
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        reasons = {reason.get("Code") for reason in error.response.get("CancellationReasons", [])} - {"None"}
        if code in _RACES or (reasons and reasons <= _REASONS):
            raise ConditionFailed(code) from None
        raise StoreUnavailable(code) from None
    except BotoCoreError as error:
        raise StoreUnavailable(type(error).__name__) from None

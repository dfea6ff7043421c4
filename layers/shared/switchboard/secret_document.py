"""Secrets as JSON documents: read into models, and what is wrong named without a value."""

from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from switchboard.errors import ConfigurationError

Secret = TypeVar("Secret")


def read_secret(adapter: TypeAdapter[Secret], text: str, vendor: str) -> Secret:
    """The secret of a vendor as kept in Secrets Manager.

    Raises:
        ConfigurationError: naming the fields that are wrong, without their values.
    """
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        wrong = sorted({_where(one) for one in error.errors()})
        # The original error holds the values.
        raise ConfigurationError(f"The {vendor} secret is not usable; look at: {', '.join(wrong)}") from None


def _where(error: ErrorDetails) -> str:
    if error["type"].startswith("union_tag"):
        return "flow"
    return ".".join(map(str, error["loc"])) or "document"

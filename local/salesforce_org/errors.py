"""Refusals as Salesforce words them (REST API guide, status codes and error responses)."""

from collections.abc import Sequence


class ApiError(Exception):
    """A refused request, or a refused row inside a collection.

    Args:
        code: Salesforce's error code.
        status: HTTP status when it is the request that is refused.
        fields: names of the fields the refusal is about.
        extra: further members of the error object, such as ``duplicateResult``.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int = 400,
        fields: Sequence[str] | None = None,
        extra: dict[str, object] | None = None,
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.fields = None if fields is None else list(fields)
        self.extra = extra or {}

    def as_request_error(self) -> list[dict[str, object]]:
        """The body of a refused request."""
        error: dict[str, object] = {"message": self.message, "errorCode": self.code}
        if self.fields is not None:
            error["fields"] = self.fields
        return [error | self.extra]

    def as_row_error(self) -> dict[str, object]:
        """One entry of a collection row's ``errors``."""
        fields = self.fields or []
        return {"statusCode": self.code, "message": self.message, "fields": fields} | self.extra


def not_found(message: str = "The requested resource does not exist") -> ApiError:
    """A resource, object, field of key, or record that is not there."""
    return ApiError("NOT_FOUND", message, status=404)


def no_such_column(object_name: str, field_name: str) -> ApiError:
    """A field in a body that the object does not have, or that the user may not see."""
    return ApiError("INVALID_FIELD", f"No such column '{field_name}' on sobject of type {object_name}")


def entity_is_deleted(status: int = 404) -> ApiError:
    """A record that was deleted or merged away. 404 when it is the one asked for (unconfirmed), 400 when named."""
    return ApiError("ENTITY_IS_DELETED", "entity is deleted", status=status, fields=[])

"""Refusals as CXone words them."""

from local.simulator.message import Response, json_response

ERROR_CODES = {
    400: "invalid_request",
    401: "invalid_token",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "conflict",
    429: "too_many_requests",
}


class ApiError(Exception):
    """A refused request.

    Args:
        description: the text that the contract gives for this refusal.
        code: the error's short name; the usual one of the status unless given.
    """

    def __init__(self, status: int, description: str, code: str = "") -> None:
        super().__init__(f"{status} {description}")
        self.status = status
        self.description = description
        self.code = code or ERROR_CODES.get(status, "server_error")


def not_found(what: str) -> ApiError:
    """404 with the usual text: ``Invalid Agent Id``."""
    return ApiError(404, f"Invalid {what}")


def acd_error(error: ApiError) -> Response:
    """The error body of the ACD's REST API (unconfirmed), with its status header."""
    return json_response(
        error.status,
        {"error": error.code, "error_description": error.description},
        {"icStatusDescription": error.description},
    )


def digital_error(error: ApiError, uid: str) -> Response:
    """The error body of the digital API."""
    return json_response(
        error.status, {"errors": [{"message": error.description, "errorCode": error.code}], "uid": uid}
    )

"""What a caller gave, wherever it stood: query, form or JSON."""

import json
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl

from local.cxone.wire.errors import ApiError
from local.cxone.wire.formats import instant
from local.simulator.message import Request

_TRUE, _FALSE = frozenset({"true", "1", "yes"}), frozenset({"false", "0", "no"})


class Parameters:
    """Values by name, without regard to case. Body wins over query; text and JSON values are read alike."""

    def __init__(self, values: Mapping[str, object], body: object = None) -> None:
        self._values = {name.lower(): value for name, value in values.items()}
        self._given = values
        self.body = body

    def everything(self) -> object:
        """All that was given, as it was spelt; the body itself when that is a list."""
        return self.body if isinstance(self.body, list) else dict(self._given)

    @classmethod
    def of(cls, request: Request) -> "Parameters":
        """The parameters of a request. The body is read as JSON when it looks like it, else as a form.

        Raises:
            ApiError: 400, the body claims to be JSON and is not.
        """
        values: dict[str, object] = dict(parse_qsl(request.query, keep_blank_values=True))
        text = request.body.decode("utf-8", "replace").strip()
        says_json = "json" in request.headers.get("content-type", "")
        if not text:
            return cls(values)
        if not says_json and text[0] not in "{[":
            return cls({**values, **dict(parse_qsl(text, keep_blank_values=True))})
        try:
            body = json.loads(text)
        except ValueError:
            raise ApiError(400, "The request body is not valid JSON") from None
        return cls({**values, **body} if isinstance(body, dict) else values, body)

    def raw(self, name: str) -> object:
        """The value as it came; None when absent."""
        return self._values.get(name.lower())

    def text(self, name: str) -> str:
        """The value as text; "" when absent or null."""
        value = self.raw(name)
        return "" if value is None else str(value)

    def whole(self, name: str, refusal: str = "") -> int | None:
        """The value as a whole number; None when absent, null or empty.

        Raises:
            ApiError: 400 with ``refusal``, or a text that names the parameter.
        """
        text = self.text(name).strip()
        if not text or text.lower() == "null":
            return None
        try:
            return int(text)
        except ValueError:
            raise ApiError(400, refusal or f"Invalid {name}") from None

    def flag(self, name: str) -> bool | None:
        """The value as a truth; None when absent.

        Raises:
            ApiError: 400, it is neither true nor false.
        """
        text = self.text(name).strip().lower()
        if not text:
            return None
        if text not in _TRUE | _FALSE:
            raise ApiError(400, f"Invalid {name}")
        return text in _TRUE

    def instant(self, name: str, refusal: str = "") -> datetime | None:
        """The value as an instant; None when absent.

        Raises:
            ApiError: 400 with ``refusal``, or a text that names the parameter.
        """
        text = self.text(name).strip()
        if not text:
            return None
        try:
            # A plus sign that was not percent-encoded arrives as a blank.
            return instant(text.replace(" ", "+") if "T" in text else text)
        except ValueError:
            raise ApiError(400, refusal or f"Invalid {name}") from None

    def names(self, name: str) -> list[str]:
        """Comma-separated words, trimmed."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def rows(self, name: str) -> list[Mapping[str, object]]:
        """A list of objects; text is read as JSON, as forms send it.

        Raises:
            ApiError: 400, there is no such list.
        """
        value = self.raw(name)
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise ApiError(400, f"Invalid {name}") from None
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise ApiError(400, f"Invalid {name}")
        return value

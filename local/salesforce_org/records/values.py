"""From the values of a JSON body to values as rows hold them, field by field."""

import re
from collections.abc import Callable

from local.salesforce_org.errors import ApiError
from local.salesforce_org.ids import to_18
from local.salesforce_org.moments import datetime_text, parse_date, parse_datetime
from local.salesforce_org.schema.model import NUMBER_TYPES, TEXT_TYPES, Field, Schema, SObject

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_TOKENS: dict[type, str] = {
    str: "VALUE_STRING",
    int: "VALUE_NUMBER_INT",
    float: "VALUE_NUMBER_FLOAT",
    dict: "START_OBJECT",
    list: "START_ARRAY",
}


def read_value(field: Field, value: object) -> object:
    """The value in a row's form: dates and times normalised, an empty text as None.

    Raises:
        ApiError: ``JSON_PARSER_ERROR`` for JSON of the wrong type; the whole request is refused with it.
    """
    if value is None:
        return None
    if field.type in TEXT_TYPES or field.type in ("reference", "id"):
        if not isinstance(value, str):
            raise _cannot_read("string", value)
        return value or None
    return _READERS[field.type](field, value)


def _boolean(_field: Field, value: object) -> object:
    if not isinstance(value, bool):
        raise _cannot_read("boolean", value)
    return value


def _number(field: Field, value: object) -> object:
    whole = field.type == "int"
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        raise _cannot_read("int" if whole else "double", value)
    return value


def _date(_field: Field, value: object) -> object:
    day = parse_date(value) if isinstance(value, str) else None
    if day is None:
        raise _cannot_read("date", value)
    return day.isoformat()


def _datetime(_field: Field, value: object) -> object:
    moment = parse_datetime(value) if isinstance(value, str) else None
    if moment is None:
        raise _cannot_read("datetime", value)
    # Salesforce keeps whole seconds.
    return datetime_text(moment.replace(microsecond=0))


_READERS: dict[str, Callable[[Field, object], object]] = {
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    **dict.fromkeys(NUMBER_TYPES, _number),
}


def _cannot_read(kind: str, value: object) -> ApiError:
    token = f"VALUE_{value}".upper() if isinstance(value, bool) else _TOKENS[type(value)]
    return ApiError(
        "JSON_PARSER_ERROR",
        f"Cannot deserialize instance of {kind} from {token} value {value} or request may be missing a required "
        "field at [line:1, column:1]",
    )


def check_value(field: Field, value: object) -> None:
    """Lengths, picklists and formats.

    Raises:
        ApiError: the row is refused.
    """
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int | float):
        if field.type == "int" and len(str(abs(int(value)))) > field.length:
            raise ApiError(
                "NUMBER_OUTSIDE_VALID_RANGE",
                f"{field.label}: value outside of valid range on numeric field: {value}",
                fields=[field.name],
            )
        return
    text = str(value)
    if field.type in TEXT_TYPES and len(text) > field.length:
        raise ApiError(
            "STRING_TOO_LONG",
            f"{field.label}: data value too large: {text[:255]} (max length={field.length})",
            fields=[field.name],
        )
    if field.restricted:
        chosen = text.split(";") if field.type == "multipicklist" else [text]
        if not set(chosen) <= set(field.values):
            raise ApiError(
                "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                f"{field.label}: bad value for restricted picklist field: {text}",
                fields=[field.name],
            )
    if field.type == "email" and not _EMAIL.fullmatch(text):
        raise ApiError(
            "INVALID_EMAIL_ADDRESS", f"{field.label}: invalid email address: {text}", fields=[field.name]
        )


def read_reference(schema: Schema, field: Field, value: str) -> tuple[SObject, str]:
    """Object and 18-character id that a reference names.

    Raises:
        ApiError: ``MALFORMED_ID`` when it is no id, ``FIELD_INTEGRITY_EXCEPTION`` when it is the id of an
            object that the field does not take (which of the two codes comes is unconfirmed).
    """
    message = f"{field.label}: id value of incorrect type: {value}"
    record_id = to_18(value)
    if record_id is None:
        raise ApiError("MALFORMED_ID", message, fields=[field.name])
    target = schema.of_id(record_id)
    if target is None or target.name not in field.targets:
        raise ApiError("FIELD_INTEGRITY_EXCEPTION", message, fields=[field.name])
    return target, record_id

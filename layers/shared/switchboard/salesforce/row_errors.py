"""What refuses a row of a collection or a subrequest of a composite request: its code, and the fields it is about.

Rows name their code ``statusCode``, subrequests ``errorCode`` (Salesforce REST API guide, sObject collections).
Messages may hold a customer's words, so nothing of them is taken over but quoted names.
"""

import re

from switchboard.salesforce.meaning import first_error

_CODE = re.compile(r"[A-Z][A-Z0-9_]{2,80}")
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}")
_COLUMN = re.compile(r"[Nn]o such column '([A-Za-z][A-Za-z0-9_]{0,79})'")


def row_error(errors: object, status: int) -> tuple[str, tuple[str, ...]]:
    """Code and field names of the first error.

    Args:
        errors: the list of errors, or whatever came in its place.
        status: HTTP status, which stands in where there is no code.
    """
    first = first_error(errors)
    code = first.get("statusCode") or first.get("errorCode")
    if not (isinstance(code, str) and _CODE.fullmatch(code)):
        code = f"HTTP_{status}"
    listed = first.get("fields")
    names = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    message = first.get("message")
    # An unknown field is named in the message alone.
    names += _COLUMN.findall(message) if isinstance(message, str) and code == "INVALID_FIELD" else []
    return code, tuple(dict.fromkeys(name for name in names if _FIELD.fullmatch(name)))

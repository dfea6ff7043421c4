"""What a refused row means for its record. Pure.

Codes are those of Salesforce (REST API guide, status codes and error responses; SOAP API guide, core data types).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from switchboard.activity.crm import Refused
from switchboard.salesforce_id import id18


class Remedy(StrEnum):
    """What to do about a refused row."""

    LATER = "later"
    """Nothing is wrong with it: write it at another time."""
    AGAIN = "again"
    """Write it once more, without the fields named."""
    SPLIT = "split"
    """It may have failed because of another row: write it in smaller company."""
    GONE = "gone"
    """The record was deleted."""
    REJECT = "reject"
    """It is refused for good, as it is."""


LATER_CODES = frozenset(
    {
        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        "LIMIT_EXCEEDED",
        "QUERY_TIMEOUT",
        "REQUEST_LIMIT_EXCEEDED",
        "REQUEST_RUNNING_TOO_LONG",
        "SERVER_UNAVAILABLE",
    }
)
NOT_READY_CODES = frozenset({"NOT_FOUND", "INVALID_TYPE"})
"""Of a whole collection: the org lacks the object or the external id field, so no row can be written at all."""

LOCKED = "UNABLE_TO_LOCK_ROW"
HALTED = "PROCESSING_HALTED"
DUPLICATE = "DUPLICATE_VALUE"
INTERNAL = "UNKNOWN_EXCEPTION"
NOT_SETTABLE = "INVALID_FIELD_FOR_INSERT_UPDATE"
UNKNOWN_FIELD = "INVALID_FIELD"
OWNER_CODES = frozenset({"INACTIVE_OWNER_OR_USER"})
LINK_CODES = frozenset(
    {
        "ENTITY_IS_DELETED",
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        "INVALID_CROSS_REFERENCE_KEY",
    }
)
GONE_CODES = frozenset({"ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY"})
COMPANY_CODES = frozenset(
    {
        "CANNOT_EXECUTE_FLOW_TRIGGER",
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        INTERNAL,
    }
)
"""With these a trigger or flow fails rows because of others that it was run with."""

OWNER = "OwnerId"
WHO = "WhoId"
TOO_MANY = "TOO_MANY_RECORDS"
"""Our own word: the rules make more records of one contact than can be kept in mind."""


@dataclass(frozen=True, slots=True)
class Tried:
    """The row as it was sent.

    Args:
        fields: that were sent; of a collection that was refused together, those of all its rows.
        ids: of these, the ones that hold ids of other records.
        set_once: of these, the ones that an existing record does not take.
        updates: whether it named the record's id.
        keeps_links: whether the rules do not let it be written without a link.
        company: rows of its collection that were refused with the same code, itself included.
        before: remedies that were tried already, by code.
    """

    fields: Collection[str]
    ids: Collection[str]
    set_once: Collection[str]
    updates: bool
    company: int
    before: Collection[str]
    keeps_links: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The remedy, and the fields to leave out for ``AGAIN``."""

    remedy: Remedy
    without: frozenset[str] = frozenset()


def verdict(refused: Refused, tried: Tried) -> Verdict:
    """What to do about a refused row."""
    code, named = refused.code, frozenset(refused.fields) & frozenset(tried.fields)
    first_time = code not in tried.before
    if code in LATER_CODES or code.startswith("HTTP_5") or (refused.together and code in NOT_READY_CODES):
        return Verdict(Remedy.LATER)
    if code in (LOCKED, HALTED):
        return Verdict(Remedy.AGAIN if first_time else Remedy.LATER)
    if code in (UNKNOWN_FIELD, NOT_SETTABLE) and named:
        return Verdict(Remedy.AGAIN, named)
    if code in (NOT_SETTABLE, DUPLICATE) and not tried.updates and first_time:
        # Somebody made the record in between: now it is an update, which takes less.
        return Verdict(Remedy.AGAIN, frozenset(tried.set_once))
    if code in OWNER_CODES and OWNER in tried.fields:
        return Verdict(Remedy.AGAIN, frozenset({OWNER}))
    if code in LINK_CODES and (links := frozenset(tried.ids) & (named or frozenset(tried.ids))):
        if tried.keeps_links:
            return Verdict(Remedy.REJECT)
        # Where it does not say which link leads nowhere, the person is who was merged most likely.
        return Verdict(Remedy.AGAIN, links & {WHO} if not named and first_time and WHO in links else links)
    if code in GONE_CODES and tried.updates:
        return Verdict(Remedy.GONE)
    if tried.company > 1 and (refused.together or code in COMPANY_CODES):
        return Verdict(Remedy.SPLIT)
    return Verdict(Remedy.LATER if code == INTERNAL else Remedy.REJECT)


def ids_among(values: Mapping[str, object]) -> frozenset[str]:
    """Fields that relate a record to another one, as far as their names and values tell; not the owner's."""
    return frozenset(name for name, value in values.items() if _relates(name, value))


def _relates(name: str, value: object) -> bool:
    if name in (OWNER, "RecordTypeId") or not name.endswith(("Id", "__c")):
        return False
    return isinstance(value, str) and not value.isdecimal() and id18(value) is not None


MEANINGS = {
    "CANNOT_EXECUTE_FLOW_TRIGGER": "A flow of the org failed.",
    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY": "A trigger or flow of the org failed.",
    "DUPLICATES_DETECTED": "A duplicate rule of the org blocks the record.",
    "DUPLICATE_EXTERNAL_ID": "Several records have the same external id.",
    "DUPLICATE_VALUE": "Another record has the same value in a field that has to be unique.",
    "ENTITY_IS_DELETED": "A record that it refers to was deleted or merged into another one.",
    "FIELD_CUSTOM_VALIDATION_EXCEPTION": "A validation rule of the org refuses the record.",
    "FIELD_INTEGRITY_EXCEPTION": "A field relates to a record of a type that it does not take.",
    "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY": "The integration user does not see a record it refers to.",
    "INSUFFICIENT_ACCESS_OR_READONLY": "The integration user may not change this record.",
    "INVALID_CROSS_REFERENCE_KEY": "A record that it refers to does not exist, or may not be referred to there.",
    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST": "A restricted picklist does not have the value.",
    "JSON_PARSER_ERROR": "A field was given a value of the wrong kind.",
    "NUMBER_OUTSIDE_VALID_RANGE": "A number is too large for its field.",
    "REQUIRED_FIELD_MISSING": "A field that the org requires is empty.",
    TOO_MANY: "The rules make more records of this contact than Switchboard can keep in mind.",
    "STRING_TOO_LONG": "A text is too long for its field.",
}


def meaning(code: str) -> str:
    """A refusal's code in a sentence for people."""
    return MEANINGS.get(code, "Salesforce refuses the record.")

"""Rules over a whole row: the platform's own for single objects, and those an admin has written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from local.salesforce_org.errors import ApiError
from local.salesforce_org.schema.model import Schema, SObject
from local.salesforce_org.settings import Settings
from local.salesforce_org.soql.columns import Columns
from local.salesforce_org.soql.filters import predicate
from local.salesforce_org.soql.parse import parse_condition
from local.salesforce_org.store import Row, Store


@dataclass(frozen=True, slots=True)
class ValidationRule:
    """A validation rule: a row that meets the condition is refused.

    Args:
        condition: as after WHERE in SOQL, or a function on the row.
        field: where the message is shown; "" for the top of the page.
    """

    object_name: str
    condition: str | Callable[[Mapping[str, object]], bool]
    message: str
    field: str = ""


def check_platform_rules(sobject: SObject, row: Row, settings: Settings) -> None:
    """Rules of single objects that no field can tell alone.

    Raises:
        ApiError: the row is refused.
    """
    if sobject.name in ("Task", "Event"):
        is_lead = str(row["WhoId"] or "").startswith("00Q")
        if is_lead and row["WhatId"] is not None and settings.lead_excludes_related_to:
            raise ApiError(
                "FIELD_INTEGRITY_EXCEPTION",
                "You can only relate a lead to an activity without another related record",
                fields=["WhatId"],
            )
    if sobject.name == "Event":
        missing = []
        if row["StartDateTime"] is None:
            missing.append("StartDateTime")
        elif row["EndDateTime"] is None and row["DurationInMinutes"] is None:
            missing.append("DurationInMinutes")
        if missing:
            raise required_missing(missing)


def check_validation_rules(
    rules: Sequence[ValidationRule], schema: Schema, store: Store, sobject: SObject, row: Row, now: datetime
) -> None:
    """The rules of the org's admin.

    Raises:
        ApiError: ``FIELD_CUSTOM_VALIDATION_EXCEPTION`` of the first rule that the row breaks.
    """
    for rule in rules:
        if rule.object_name != sobject.name:
            continue
        test = rule.condition
        if isinstance(test, str):
            test = predicate(Columns(schema, store), sobject, parse_condition(test), now)
        if test(row):
            fields = [rule.field] if rule.field else []
            raise ApiError("FIELD_CUSTOM_VALIDATION_EXCEPTION", rule.message, fields=fields)


def required_missing(fields: Sequence[str]) -> ApiError:
    """Required fields without a value."""
    return ApiError(
        "REQUIRED_FIELD_MISSING", f"Required fields are missing: [{', '.join(fields)}]", fields=list(fields)
    )

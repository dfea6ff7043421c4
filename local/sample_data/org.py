"""The whole sample org, the same on every machine."""

from datetime import UTC, datetime

from local.sample_data.cast import add_cast
from local.sample_data.companies import add_companies, add_persons
from local.sample_data.leads import add_leads
from local.sample_data.numbers import NumberPlan
from local.sample_data.records import Records
from local.sample_data.staff import ACTIVE_USER_IDS, add_staff
from local.sample_data.work import add_work

REFERENCE = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
"""The present of the data unless told otherwise."""


def build(reference: datetime = REFERENCE) -> dict[str, list[dict[str, object]]]:
    """Records by the API name of their object, in an order in which they can be loaded.

    Args:
        reference: an aware datetime; all records were made and changed before it.
    """
    records, plan = Records(reference, ACTIVE_USER_IDS), NumberPlan()
    add_staff(records, plan)
    add_cast(records)
    add_companies(records, plan)
    add_persons(records, plan)
    add_leads(records, plan)
    add_work(records)
    return records.by_object()


RECORDS = build()
"""What a simulated org loads by default."""

"""What a contact may be related to."""

import pytest

from switchboard.activity.relating import (
    LeadTakesNoWhat,
    NotRelatable,
    RecordMissing,
    check_relation,
)
from tests.fakes.relations import MemoryRelations
from tests.support.people import ACME, CASE, GRACE, LEAD, record_id

USER = record_id("005", 1)
NOBODY = record_id("003", 99)
STRANGE = record_id("zzz", 1)
RECORDS = MemoryRelations({ACME, CASE, GRACE, LEAD, USER})


@pytest.mark.parametrize(
    ("who_id", "what_id"),
    [(GRACE, ""), (GRACE, CASE), ("", ACME), (LEAD, ""), ("", "")],
    ids=["person", "person and case", "account", "lead", "nothing"],
)
def test_what_can_be_related_is(who_id: str, what_id: str) -> None:
    check_relation(who_id, what_id, RECORDS)


@pytest.mark.parametrize(
    ("who_id", "what_id", "error", "member"),
    [
        (NOBODY, "", RecordMissing, "whoId"),
        (ACME, "", NotRelatable, "whoId"),
        ("", GRACE, NotRelatable, "whatId"),
        ("", USER, NotRelatable, "whatId"),
        (GRACE, STRANGE, NotRelatable, "whatId"),
        (LEAD, CASE, LeadTakesNoWhat, "whatId"),
    ],
    ids=["nobody", "account as a person", "person as a thing", "user", "no such type", "lead and case"],
)
def test_what_cannot_be_related_is_refused_by_name(
    who_id: str, what_id: str, error: type[NotRelatable], member: str
) -> None:
    with pytest.raises(error) as refused:
        check_relation(who_id, what_id, RECORDS)
    assert refused.value.member == member

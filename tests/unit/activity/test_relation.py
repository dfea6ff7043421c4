"""To whom and to what an activity belongs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.activity.model import NoteReason, Related, RelationSource
from switchboard.activity.relation import resolve_relation, sides

CHOSEN, DIALLED, MATCH = RelationSource.CHOSEN, RelationSource.DIALLED, RelationSource.MATCH
ORDER = (CHOSEN, DIALLED, MATCH)
GRACE, OTHER, LEAD = "0035e00000AbCdEAAV", "0035e00000AbCdFAAV", "00Q5e00000AbCdEAAV"
ACME, CASE, DEAL = "0015e00000AbCdEAAV", "5005e00000XyZ12AAH", "0065e00000XyZ12AAH"


@pytest.mark.parametrize(
    ("related", "expected"),
    [
        (Related(GRACE, "Contact"), (GRACE, None)),
        (Related(LEAD, "Lead"), (LEAD, None)),
        (Related(ACME, "Account"), (None, ACME)),
        (Related(ACME, "Account", person_contact_id=GRACE), (GRACE, None)),
        (Related(CASE, "Case"), (None, CASE)),
        (Related("a015e00000XyZ12AAH", "Policy__c"), (None, "a015e00000XyZ12AAH")),
    ],
)
def test_people_go_to_who_and_everything_else_to_what(
    related: Related, expected: tuple[str | None, str | None]
) -> None:
    assert sides(related) == expected


CASES: list[Any] = [
    pytest.param({}, None, (None, None), [], id="nobody says anything"),
    pytest.param({}, Related(GRACE, "Contact"), (GRACE, None), [], id="the single match"),
    pytest.param({}, Related(ACME, "Account"), (None, ACME), [], id="a matched account is what, not who"),
    pytest.param({DIALLED: (GRACE, None)}, Related(OTHER, "Contact"), (GRACE, None), [], id="dialled beats match"),
    pytest.param(
        {CHOSEN: (OTHER, None), DIALLED: (GRACE, DEAL)},
        None,
        (OTHER, DEAL),
        [],
        id="each side from who says it first",
    ),
    pytest.param(
        {CHOSEN: (None, CASE)}, Related(GRACE, "Contact"), (GRACE, CASE), [], id="both sides come together"
    ),
    pytest.param(
        {CHOSEN: ("", None)}, Related(GRACE, "Contact"), (None, None), [], id="none on purpose stays none"
    ),
    pytest.param({CHOSEN: ("", "")}, Related(ACME, "Account"), (None, None), [], id="neither side on purpose"),
    pytest.param(
        {CHOSEN: (LEAD, DEAL)}, None, (LEAD, None), [("WhatId", "leadTakesNoWhat")], id="a lead allows no what"
    ),
    pytest.param(
        {CHOSEN: (None, CASE)},
        Related(LEAD, "Lead"),
        (None, CASE),
        [("WhoId", "leadTakesNoWhat")],
        id="a lead that comes second gives way",
    ),
    pytest.param(
        {CHOSEN: (LEAD, None), DIALLED: (None, DEAL)},
        None,
        (LEAD, None),
        [("WhatId", "leadTakesNoWhat")],
        id="a lead that comes first stays",
    ),
    pytest.param(
        {CHOSEN: (LEAD, "")}, Related(ACME, "Account"), (LEAD, None), [], id="a lead and no what on purpose"
    ),
    pytest.param(
        {DIALLED: (ACME, None)},
        Related(GRACE, "Contact"),
        (GRACE, None),
        [("WhoId", "notAPerson")],
        id="an account is no person",
    ),
]


@pytest.mark.parametrize(("told", "match", "expected", "notes"), CASES)
def test_the_first_who_says_anything_decides(told: Any, match: Related | None, expected: Any, notes: Any) -> None:
    relation = resolve_relation(ORDER, told, match)

    assert (relation.who_id, relation.what_id) == expected
    assert [(note.field, note.reason) for note in relation.notes] == notes


def test_the_rules_say_who_comes_first_and_who_is_asked_at_all() -> None:
    told = {CHOSEN: (GRACE, None), DIALLED: (OTHER, None)}

    assert resolve_relation((DIALLED, CHOSEN), told, None).who_id == OTHER
    assert resolve_relation((), told, Related(GRACE, "Contact")).who_id is None


@pytest.mark.parametrize(
    ("told", "view"),
    [
        ((GRACE, ACME), {"whoId": GRACE, "whatId": ACME, "contactId": GRACE, "leadId": None, "accountId": ACME}),
        ((LEAD, None), {"whoId": LEAD, "whatId": None, "contactId": None, "leadId": LEAD, "accountId": None}),
        ((None, CASE), {"whoId": None, "whatId": CASE, "contactId": None, "leadId": None, "accountId": None}),
    ],
)
def test_rules_see_what_kind_of_records_they_are(told: Any, view: dict[str, str | None]) -> None:
    assert resolve_relation(ORDER, {CHOSEN: told}, None).as_view() == view


SIDES = st.tuples(st.sampled_from([None, "", GRACE, LEAD, ACME]), st.sampled_from([None, "", ACME, CASE]))


@given(told=st.dictionaries(st.sampled_from([CHOSEN, DIALLED]), SIDES), order=st.permutations(ORDER))
def test_salesforce_never_gets_a_pair_that_it_refuses(told: Any, order: list[RelationSource]) -> None:
    relation = resolve_relation(order, told, Related(LEAD, "Lead"))

    assert relation.who_id is None or relation.who_id.startswith(("003", "00Q"))
    assert not (relation.what_id and relation.who_id == LEAD)
    assert "" not in (relation.who_id, relation.what_id)
    assert {note.reason for note in relation.notes} <= {NoteReason.LEAD_TAKES_NO_WHAT, NoteReason.NOT_A_PERSON}

"""Every named case says what the numbers prove when all records are looked at."""

from collections.abc import Iterator

import pytest

from local.sample_data import RECORDS
from local.sample_data.cases import NAMED_CASES, REGION, SAMPLE_CALL, NamedCase
from switchboard.phone import Ani, classify, same_number

SEARCHED = ("Contact", "Lead", "Account")

BY_LABEL = pytest.mark.parametrize("case", NAMED_CASES.values(), ids=NAMED_CASES)


def numbers_looked_at() -> Iterator[tuple[str, str]]:
    """Id of the record that would be popped, and a stored number."""
    for object_name in SEARCHED:
        for row in RECORDS[object_name]:
            if row.get("IsConverted"):
                continue
            is_person_contact = object_name == "Contact" and row["IsPersonAccount"]
            popped = row["AccountId"] if is_person_contact else row["Id"]
            for name, value in row.items():
                if name.endswith("Phone"):
                    yield str(popped), str(value)


@BY_LABEL
def test_a_case_is_what_a_look_at_every_number_proves(case: NamedCase) -> None:
    ani = classify(case.ani, REGION)

    if isinstance(ani, Ani):
        found = {popped for popped, stored in numbers_looked_at() if same_number(stored, ani, REGION)}
        assert found == set(case.record_ids)
        assert case.no_number is None
    else:
        assert ani.value == case.no_number
        assert case.record_ids == ()
    assert case.match == ("none", "one", "many")[min(len(case.record_ids), 2)]


@BY_LABEL
def test_a_case_says_whether_a_search_by_digits_proposes_its_records(case: NamedCase) -> None:
    ani = classify(case.ani, REGION)
    if not isinstance(ani, Ani):
        return

    # A field whose digits, all of them, are a term or begin with one: the poorest index that is to be expected.
    proposed = {
        popped
        for popped, stored in numbers_looked_at()
        if "".join(filter(str.isdigit, stored)).startswith(ani.search_terms)
    }
    assert case.found_by_search is (set(case.record_ids) <= proposed)


def test_the_sample_call_finds_one_contact_with_a_case_and_an_opportunity() -> None:
    assert NAMED_CASES[SAMPLE_CALL.label] is SAMPLE_CALL
    assert SAMPLE_CALL.match == "one"
    [juniper] = [contact for contact in RECORDS["Contact"] if contact["Id"] == SAMPLE_CALL.record_ids[0]]
    assert juniper["Name"] == "Juniper Hale"
    assert juniper["Id"] in {case["ContactId"] for case in RECORDS["Case"]}
    assert juniper["Id"] in {policy["Holder__c"] for policy in RECORDS["Policy__c"]}
    assert juniper["AccountId"] in {opportunity["AccountId"] for opportunity in RECORDS["Opportunity"]}


def test_labels_are_unique() -> None:
    assert len(NAMED_CASES) == 29

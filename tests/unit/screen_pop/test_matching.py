"""Which proposed records count, and in what order they come."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.phone import Ani, classify
from switchboard.screen_pop.matching import match_lookup, match_phone, match_value
from switchboard.screen_pop.model import Outcome, Proposals, Row, proposals
from switchboard.screen_pop.planning import plans
from switchboard.screen_pop.rules import DEFAULT_RULES, AddressStep, ScreenPopRules

PEOPLE = AddressStep(by="phone", objects=("Contact", "Lead", "Account"))
WITH_PERSON_ACCOUNTS = DEFAULT_RULES.model_copy(update={"person_accounts": True})


def row(kind: str, record_id: str, modified: str = "2026-01-01T00:00:00.000+0000", **fields: object) -> Row:
    return Row(kind, {"Id": record_id, "Name": f"N {record_id}", "LastModifiedDate": modified, **fields})


def ani(number: str, region: str = "US") -> Ani:
    found = classify(number, region)
    assert isinstance(found, Ani)
    return found


@dataclass(frozen=True)
class Case:
    label: str
    caller: str
    rows: list[Row]
    expect: list[str]
    region: str = "US"
    rules: ScreenPopRules = field(default=DEFAULT_RULES, repr=False)


CASES = [
    Case("stored with brackets", "+14155550134", [row("Contact", "a", Phone="(415) 555-0134")], ["a"]),
    Case("one digit off", "+14155550134", [row("Contact", "a", Phone="(415) 555-0135")], []),
    Case("proposed by a fax alone", "+14155550134", [row("Contact", "a", Phone=None)], []),
    Case("an object nobody asked for", "+14155550134", [row("Case", "a", Phone="4155550134")], []),
    Case(
        "two people share a desk phone",
        "+442079460018",
        [row("Lead", "b", Phone="020 7946 0018"), row("Contact", "a", Phone="+442079460018")],
        ["a", "b"],
        region="GB",
    ),
    Case(
        "objects come in the order of the step",
        "4155550134",
        [
            row("Account", "c", Phone="4155550134"),
            row("Lead", "b", Phone="4155550134"),
            row("Contact", "a", Phone="4155550134"),
        ],
        ["a", "b", "c"],
    ),
    Case(
        "a number with its country before one without",
        "4155550134",
        [row("Contact", "a", Phone="415 555 0134"), row("Contact", "b", Phone="+1 415 555 0134")],
        ["b", "a"],
    ),
    Case(
        "mobile before main before home",
        "4155550134",
        [
            row("Contact", "a", HomePhone="4155550134"),
            row("Contact", "b", Phone="4155550134"),
            row("Contact", "c", MobilePhone="4155550134"),
        ],
        ["c", "b", "a"],
    ),
    Case(
        "changed last comes first",
        "4155550134",
        [
            row("Contact", "a", "2026-01-01T00:00:00.000+0000", Phone="4155550134"),
            row("Contact", "b", "2026-03-01T00:00:00.000+0000", Phone="4155550134"),
            row("Contact", "c", "2026-02-01T00:00:00.000+0000", Phone="4155550134"),
        ],
        ["b", "c", "a"],
    ),
    Case(
        "the lowest id at last",
        "4155550134",
        [row("Contact", "b", Phone="4155550134"), row("Contact", "a", Phone="4155550134")],
        ["a", "b"],
    ),
    Case(
        "a person account and its contact are one",
        "4155550134",
        [
            row("Contact", "c1", MobilePhone="4155550134", IsPersonAccount=True, AccountId="p1"),
            row("Account", "p1", PersonMobilePhone="4155550134", IsPersonAccount=True, PersonContactId="c1"),
        ],
        ["p1"],
        rules=WITH_PERSON_ACCOUNTS,
    ),
    Case(
        "a contact and its business account stay two",
        "4155550134",
        [
            row("Contact", "c1", Phone="4155550134", IsPersonAccount=False, AccountId="b1"),
            row("Account", "b1", Phone="4155550134", IsPersonAccount=False),
        ],
        ["c1", "b1"],
        rules=WITH_PERSON_ACCOUNTS,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_phone_match(case: Case) -> None:
    found = match_phone(
        Proposals(case.rows),
        plans(case.rules, PEOPLE),
        ani(case.caller, case.region),
        case.region,
        "when_invalid_at_home",
    )

    assert [one.record_id for one in found.candidates] == case.expect


@given(order=st.permutations(CASES[5].rows + CASES[7].rows + CASES[8].rows))
def test_the_order_of_the_answer_does_not_depend_on_the_order_of_the_proposals(order: list[Row]) -> None:
    def ranked(rows: list[Row]) -> list[str]:
        found = match_phone(Proposals(rows), plans(DEFAULT_RULES, PEOPLE), ani("4155550134"), "US", "never")
        return [f"{one.object_type} {one.record_id} {one.matched_field}" for one in found.candidates]

    rows = [Row(one.object_type, {**one.fields, "Id": f"{number:03}"}) for number, one in enumerate(order)]
    assert ranked(rows) == ranked(sorted(rows, key=lambda one: str(one.fields["Id"]), reverse=True))


def test_a_person_account_found_by_its_contact_alone_comes_out_as_the_account() -> None:
    contact = row("Contact", "c1", MobilePhone="4155550134", IsPersonAccount=True, AccountId="p1")

    (found,) = match_phone(
        Proposals([contact]), plans(WITH_PERSON_ACCOUNTS, PEOPLE), ani("4155550134"), "US", "never"
    ).candidates

    assert (found.object_type, found.record_id, found.contact_id) == ("Account", "p1", "c1")


def test_the_weightiest_proving_field_is_named() -> None:
    one = row("Contact", "a", MobilePhone="415 555 0134", OtherPhone="+14155550134")

    (found,) = match_phone(
        Proposals([one]), plans(DEFAULT_RULES, PEOPLE), ani("4155550134"), "US", "never"
    ).candidates

    # A number with its country weighs more than the order of fields.
    assert found.matched_field == "OtherPhone"


def test_an_object_at_its_limit_makes_the_search_truncated() -> None:
    rows = [row("Lead", f"{number}", Phone="4155559999") for number in range(25)]

    assert proposals(rows, {"Contact": 25, "Lead": 25}).truncated
    assert not proposals(rows[1:], {"Contact": 25, "Lead": 25}).truncated


def test_fields_of_the_answer_reach_over_relations_and_are_an_allow_list() -> None:
    rules = DEFAULT_RULES.model_copy(
        update={
            "objects": {
                **DEFAULT_RULES.objects,
                "Contact": DEFAULT_RULES.objects["Contact"].model_copy(
                    update={"returns": ("Account.Name", "Account.Owner.Name", "Title")}
                ),
            }
        }
    )
    one = row("Contact", "a", Phone="4155550134", Account={"Name": "Acme", "Owner": None}, Secret__c="x")

    (found,) = match_phone(Proposals([one]), plans(rules, PEOPLE), ani("4155550134"), "US", "never").candidates

    assert found.fields == {"Account.Name": "Acme", "Account.Owner.Name": None, "Title": None}


EMAIL = AddressStep(by="email", objects=("Contact", "Lead"))


@pytest.mark.parametrize(
    ("stored", "outcome"),
    [
        ({"Email": "Grace@Example.com"}, Outcome.ONE),
        ({"Email": "grace@example.com.au"}, Outcome.NONE),
        ({"Email": None}, Outcome.NONE),
    ],
    ids=["case does not count", "a longer address is another", "none"],
)
def test_an_address_is_compared_whole(stored: Mapping[str, object], outcome: Outcome) -> None:
    found = match_value(
        Proposals([Row("Contact", {"Id": "a", **stored})]), plans(DEFAULT_RULES, EMAIL), "grace@example.com", None
    )

    assert found.outcome is outcome


def test_a_lookup_keeps_the_order_that_it_asked_for() -> None:
    lookup = DEFAULT_RULES.lookups["caseByNumber"]
    rows = [Row("Case", {"Id": "z", "CaseNumber": "2"}), Row("Case", {"Id": "a", "CaseNumber": "1"})]

    found = match_lookup(Proposals(rows), lookup, None)

    assert [(one.record_id, one.name) for one in found.candidates] == [("z", "2"), ("a", "1")]

"""How a contact's rule, steps and lookups come together."""

from typing import Any

import pytest

from switchboard.contact import CallType, Channel
from switchboard.screen_pop.layout import NotALayout, parse_layout
from switchboard.screen_pop.lookup_rules import BadParameters, UnknownLookup
from switchboard.screen_pop.model import (
    Decision,
    Nothing,
    OpenFlow,
    OpenNewRecord,
    OpenRecord,
    OpenSearch,
    OpenUrl,
    RingingContact,
    Row,
)
from switchboard.screen_pop.pop_rules import NothingPop, Pops
from switchboard.screen_pop.rules import DEFAULT_RULES, ContactRule, ScreenPopRules, When
from switchboard.screen_pop.service import ScreenPops
from tests.fakes.directory import MemoryDirectory

GRACE = Row("Contact", {"Id": "003A", "Name": "Grace", "Phone": "+14155550134", "Email": "grace@example.com"})
LEAD = Row("Lead", {"Id": "00QB", "Name": "Tina", "Phone": "+14155550134", "Company": "Acme"})
CASE = Row("Case", {"Id": "500C", "CaseNumber": "00001001", "Subject": "Router"})


def find(
    contact: RingingContact, *rows: Row, rules: ScreenPopRules = DEFAULT_RULES, layout: Any = None
) -> tuple[Decision, list[tuple[str, object]]]:
    directory = MemoryDirectory(list(rows))
    decision = ScreenPops(lambda: rules, directory, "US").find(
        contact, None if layout is None else parse_layout(layout)
    )
    return decision, directory.asked


def inbound(**known: Any) -> RingingContact:
    return RingingContact(CallType.INBOUND, **known)


@pytest.mark.parametrize(
    ("contact", "asked"),
    [
        (inbound(ani="4155550134"), [("phone", "+14155550134")]),
        (RingingContact(CallType.OUTBOUND, ani="8005550100", dnis="4155550134"), [("phone", "+14155550134")]),
        (RingingContact(CallType.INTERNAL, ani="4155550134", dnis="x"), [("phone", "+14155550134")]),
        (inbound(channel=Channel.SMS, ani="4155550134"), [("phone", "+14155550134")]),
        (inbound(channel=Channel.VOICEMAIL, ani="4155550134"), [("phone", "+14155550134")]),
        (inbound(channel=Channel.EMAIL, email="grace@example.com"), [("value", "grace@example.com")]),
        (inbound(channel=Channel.CHAT, email="grace@example.com"), [("value", "grace@example.com")]),
        (
            inbound(channel=Channel.DIGITAL, sub_channel="whatsapp", ani="+14155550134"),
            [("phone", "+14155550134")],
        ),
    ],
    ids=["inbound", "outbound: who is called", "internal", "sms", "voicemail", "email", "chat", "whatsapp"],
)
def test_each_channel_has_its_search(contact: RingingContact, asked: list[tuple[str, object]]) -> None:
    decision, was_asked = find(contact, GRACE)

    assert was_asked == asked
    assert decision.pop == OpenRecord("Contact", "003A")


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("", "empty"),
        ("anonymous", "withheld"),
        ("123", "short"),
        ("sip:ada@example.com", "sip"),
        ("4155", "short"),
        ("55501", "short"),
        ("41555501345555555555", "malformed"),
    ],
)
def test_a_caller_without_a_number_is_normal_and_asks_salesforce_nothing(number: str, reason: str) -> None:
    decision, asked = find(inbound(ani=number), GRACE)

    assert asked == []
    assert (decision.match.outcome, decision.match.reason) == ("none", reason)
    # The form opens without a number: there is none to keep.
    assert isinstance(decision.pop, OpenNewRecord)
    assert decision.pop.defaults == {}


def test_a_digital_contact_without_any_address_says_so() -> None:
    decision, asked = find(inbound(channel=Channel.DIGITAL, handle="u-55"), GRACE)

    assert asked == []
    assert decision.match.reason == "nothing_to_search"


def test_an_unknown_caller_gets_a_new_record_with_the_number() -> None:
    decision, _ = find(inbound(ani="4155550199"), GRACE)

    assert decision.match.outcome == "none"
    assert isinstance(decision.pop, OpenNewRecord)
    assert decision.pop.defaults == {"Phone": "+14155550199"}


def test_many_get_the_search_page_and_all_are_listed() -> None:
    decision, _ = find(inbound(ani="4155550134"), LEAD, GRACE)

    assert decision.pop == OpenSearch("4155550134")
    assert [one.record_id for one in decision.match.candidates] == ["003A", "00QB"]


def test_a_work_item_finds_its_case_by_number_before_anybody_by_phone() -> None:
    contact = inbound(channel=Channel.WORK_ITEM, ani="4155550134", variables={"caseNumber": "00001001"})
    decision, asked = find(contact, GRACE, CASE)

    assert asked == [("lookup", {"caseNumber": "00001001"})]
    assert decision.pop == OpenRecord("Case", "500C")


@pytest.mark.parametrize("keyed", ["", "0000x", "*"])
def test_what_cannot_be_a_case_number_passes_the_step_over(keyed: str) -> None:
    contact = inbound(channel=Channel.WORK_ITEM, ani="4155550134", variables={"caseNumber": keyed})
    decision, asked = find(contact, GRACE, CASE)

    assert asked == [("phone", "+14155550134")]
    assert decision.pop == OpenRecord("Contact", "003A")


def test_steps_go_on_until_one_finds_something() -> None:
    contact = inbound(channel=Channel.WORK_ITEM, ani="4155550134", variables={"caseNumber": "00009999"})
    decision, asked = find(contact, GRACE)

    assert [kind for kind, _ in asked] == ["lookup", "phone"]
    assert decision.pop == OpenRecord("Contact", "003A")


def test_a_script_calls_a_lookup_by_name_with_values_only() -> None:
    contact = inbound(ani="4155550134", lookup="caseByNumber", parameters={"caseNumber": " 00001001 "})
    decision, asked = find(contact, GRACE, CASE)

    assert asked == [("lookup", {"caseNumber": "00001001"})]
    assert decision.pop == OpenRecord("Case", "500C")


def test_an_unknown_lookup_is_refused() -> None:
    with pytest.raises(UnknownLookup):
        find(inbound(lookup="everything"), CASE)


@pytest.mark.parametrize(
    ("parameters", "problems"),
    [
        ({}, {"caseNumber": "missing"}),
        ({"caseNumber": "12x"}, {"caseNumber": "not_digits"}),
        ({"caseNumber": "1" * 256}, {"caseNumber": "too_long"}),
        ({"caseNumber": "1", "where": "1=1"}, {"where": "unknown"}),
    ],
)
def test_parameters_that_do_not_fit_are_named(parameters: dict[str, str], problems: dict[str, str]) -> None:
    with pytest.raises(BadParameters) as refused:
        find(inbound(lookup="caseByNumber", parameters=parameters), CASE)

    assert refused.value.problems == problems


def test_the_first_rule_that_fits_holds() -> None:
    quiet = Pops(none=NothingPop(type="nothing"), one=NothingPop(type="nothing"), many=NothingPop(type="nothing"))
    skilled = ContactRule(
        name="no pops for sales",
        when=When(skills=("40120",), call_types=(CallType.INBOUND,), dnis=("8005550100",)),
        steps=(),
        pops=quiet,
    )
    rules = DEFAULT_RULES.model_copy(update={"rules": (skilled, *DEFAULT_RULES.rules)})

    fits, _ = find(inbound(ani="4155550134", skill="40120", dnis="8005550100"), GRACE, rules=rules)
    misses, _ = find(inbound(ani="4155550134", skill="40120", dnis="8005550199"), GRACE, rules=rules)

    assert (fits.rule, fits.pop) == ("no pops for sales", Nothing())
    assert misses.rule == "everything else"


def test_a_contact_that_no_rule_fits_pops_nothing() -> None:
    only = DEFAULT_RULES.rules[0]
    decision, asked = find(
        inbound(ani="4155550134"), GRACE, rules=DEFAULT_RULES.model_copy(update={"rules": (only,)})
    )

    assert (decision.pop, decision.match.reason, asked) == (Nothing(), "no_rule", [])


LAYOUT = {
    "Inbound": {
        "callRelatedFields": ["ANI"],
        "objects": {
            "Lead": [{"displayName": "Company", "apiName": "Company"}],
            "Wish__c": [{"displayName": "Name", "apiName": "Name"}],
        },
        "screenPopSettings": {
            "screenPopsOpenWithin": "NewWindow",
            "NoMatch": {"screenPopType": "PopToEntity", "screenPopData": "Lead"},
            "SingleMatch": {"screenPopType": "PopToFlow", "screenPopData": "My_Flow"},
            "MultipleMatches": {"screenPopType": "PopToSearch"},
        },
    },
    "Outbound": {"callRelatedFields": ["DNIS"], "objects": {}, "screenPopSettings": {}},
    "Internal": {
        "objects": {"Contact": []},
        "screenPopSettings": {
            "SingleMatch": {"screenPopType": "PopToEntity"},
            "NoMatch": {"screenPopType": "PopToVisualforce", "screenPopData": "Page"},
            "MultipleMatches": {"screenPopType": "NoPop"},
        },
    },
}


def test_a_layout_takes_the_place_of_objects_fields_and_pops() -> None:
    decision, _ = find(inbound(ani="4155550134"), GRACE, LEAD, layout=LAYOUT)

    (found,) = decision.match.candidates
    assert found.record_id == "00QB"
    assert found.fields == {"Company": "Acme"}
    assert decision.pop == OpenFlow("My_Flow", (("ani", "String", "+14155550134"), ("recordId", "String", "00QB")))
    assert decision.popout is not None
    assert decision.notes == ("The layout's object Wish__c is not searched: the rules do not say how.",)


def test_a_layout_without_objects_searches_nothing_and_pops_nothing() -> None:
    decision, asked = find(RingingContact(CallType.OUTBOUND, dnis="4155550134"), GRACE, LEAD, layout=LAYOUT)

    assert asked == []
    assert decision.pop == Nothing()


@pytest.mark.parametrize(
    ("number", "pop"),
    [
        ("4155550134", OpenRecord("Contact", "003A")),
        ("4155550199", OpenUrl("/apex/Page?ANI=%2B14155550199")),
    ],
)
def test_a_layout_counts_by_call_type(number: str, pop: object) -> None:
    decision, _ = find(RingingContact(CallType.INTERNAL, ani=number), GRACE, layout=LAYOUT)

    assert decision.pop == pop


def test_a_pop_type_nobody_knows_pops_nothing_and_is_noted() -> None:
    twin = Row("Contact", {**GRACE.fields, "Id": "003B"})
    decision, _ = find(RingingContact(CallType.INTERNAL, ani="4155550134"), GRACE, twin, layout=LAYOUT)

    assert decision.pop == Nothing()
    assert decision.notes == ("The layout's MultipleMatches asks for 'NoPop', which pops nothing.",)


@pytest.mark.parametrize(
    ("layout", "wrong"),
    [
        ({}, "Inbound"),
        ([], ""),
        ({**LAYOUT, "Inbound": {"objects": []}}, "Inbound.objects"),
        ({**LAYOUT, "Inbound": {"objects": {"Lead); DROP": []}}}, "Inbound.objects"),
        (
            {**LAYOUT, "Inbound": {"objects": {"Lead": [{"apiName": "Name FROM User"}]}}},
            "Inbound.objects.Lead.0.apiName",
        ),
        (
            {
                **LAYOUT,
                "Inbound": {"objects": {}, "screenPopSettings": {"NoMatch": {"screenPopData": "a b"}}},
            },
            "Inbound.screenPopSettings.NoMatch.screenPopData",
        ),
    ],
)
def test_a_layout_that_is_none_is_refused_by_place(layout: object, wrong: str) -> None:
    with pytest.raises(NotALayout) as refused:
        parse_layout(layout)

    assert any(place.startswith(wrong) for place in refused.value.wrong)

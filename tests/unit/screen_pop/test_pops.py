"""A table of pops: for each user interface, call type, outcome and pop, its exact arguments."""

from typing import Any

import pytest

from switchboard.contact import CallType, Channel
from switchboard.phone import Ani, classify
from switchboard.screen_pop.decision import decide
from switchboard.screen_pop.model import Candidate, Match, RingingContact
from switchboard.screen_pop.pop_rules import (
    FlowArgument,
    FlowPop,
    ListViewPop,
    NewRecordPop,
    NothingPop,
    ObjectHomePop,
    Popout,
    PopRule,
    Pops,
    RecordPop,
    SearchPop,
    UrlPop,
    VisualforcePop,
)
from switchboard.screen_pop.rendering import Rendered, classic, lightning, variables
from switchboard.screen_pop.rules import ContactRule


def ani(text: str) -> Ani:
    found = classify(text, "US")
    assert isinstance(found, Ani)
    return found


NUMBER = ani("4155550134")
GRACE = Candidate("003A", "Contact", "Grace Okafor", "Phone", fields={"Account.Name": "Acme", "DoNotCall": True})
TINA = Candidate("00QB", "Lead", "Tina Roy", "Phone")
MATCHES = {
    "none": Match(ani=NUMBER),
    "one": Match((GRACE,), ani=NUMBER),
    "many": Match((GRACE, TINA), ani=NUMBER),
}
LIST_VIEW = "00B5e00000AbCdEEAV"


def pops(outcome: str, pop: Any) -> Pops:
    nothing = NothingPop(type="nothing")
    return Pops(**{"none": nothing, "one": nothing, "many": nothing, outcome: pop})


def popped(outcome: str, pop: PopRule, call_type: CallType, **known: Any) -> tuple[Rendered, Rendered]:
    contact = RingingContact(call_type, ani="4155550134", dnis="8005550100", **known)
    decision = decide(ContactRule(name="r", steps=(), pops=pops(outcome, pop)), contact, MATCHES[outcome])
    return lightning(decision), classic(decision, contact)


def url(address: str) -> dict[str, Any]:
    return {"method": "screenPop", "url": address, "force": True}


NEW = NewRecordPop(
    type="newRecord",
    object="Contact",
    defaults={"Phone": "{ani}", "Description": "{variables.topic}"},
    classic_elements={"Phone": "con10"},
)
PAGE = VisualforcePop(
    type="visualforce",
    page="CallPage",
    variables={"number": "{ani}", "id": "{recordId}", "why": "{variables.topic}"},
)
FLOW = FlowPop(
    type="flow",
    flow="Greet_Caller",
    arguments={
        "recordId": FlowArgument(value="{recordId}"),
        "count": FlowArgument(type="Number", value="{matchCount}"),
    },
)
SEARCH_URL = "/_ui/search/ui/UnifiedSearchResults?searchType=2&str="


def _search(call_type: CallType) -> dict[str, Any]:
    if call_type is CallType.INBOUND:
        return {
            "method": "searchAndScreenPop",
            "searchParams": "4155550134",
            "queryParams": "",
            "callType": "inbound",
        }
    return url(f"{SEARCH_URL}4155550134")


def table(call_type: CallType) -> list[tuple[str, PopRule, dict[str, Any] | None, dict[str, Any] | None]]:
    """Outcome, pop, Lightning arguments, Classic call; the customer is the ANI, of an outbound call the DNIS."""
    flow_args = {
        outcome: [
            {"name": "recordId", "type": "String", "value": "003A" if outcome == "one" else ""},
            {"name": "count", "type": "Number", "value": str(len(MATCHES[outcome].candidates))},
        ]
        for outcome in MATCHES
    }
    rows: list[tuple[str, PopRule, dict[str, Any] | None, dict[str, Any] | None]] = [
        ("one", RecordPop(type="record"), {"type": "SOBJECT", "params": {"recordId": "003A"}}, url("/003A")),
    ]
    for outcome, match in MATCHES.items():
        record = "&id=003A" if outcome == "one" else ""
        flow_id = "003A" if outcome == "one" else ""
        count = len(match.candidates)
        rows += [
            (outcome, NothingPop(type="nothing"), None, None),
            (
                outcome,
                ObjectHomePop(type="objectHome", object="Lead"),
                {"type": "OBJECTHOME", "params": {"scope": "Lead"}},
                url("/00Q/o"),
            ),
            (
                outcome,
                ListViewPop(type="listView", object="Lead", list_view_id=LIST_VIEW),
                {"type": "LIST", "params": {"listViewId": LIST_VIEW, "scope": "Lead"}},
                url(f"/00Q?fcf={LIST_VIEW}"),
            ),
            (
                outcome,
                SearchPop(type="search"),
                {"type": "SEARCH", "params": {"searchString": "4155550134"}},
                _search(call_type),
            ),
            (
                outcome,
                NEW,
                {
                    "type": "NEW_RECORD_MODAL",
                    "params": {
                        "entityName": "Contact",
                        "defaultFieldValues": {"Phone": "+14155550134", "Description": "Ä & B"},
                    },
                },
                url("/003/e?con10=%2B14155550134"),
            ),
            (
                outcome,
                PAGE,
                {
                    "type": "URL",
                    "params": {"url": f"/apex/CallPage?number=%2B14155550134{record}&why=%C3%84%20%26%20B"},
                },
                url(f"/apex/CallPage?number=%2B14155550134{record}&why=%C3%84%20%26%20B"),
            ),
            (
                outcome,
                UrlPop(type="url", url="/lightning/n/Console?x=1", variables={"a": "{ani}"}),
                {"type": "URL", "params": {"url": "/lightning/n/Console?x=1&a=%2B14155550134"}},
                url("/lightning/n/Console?x=1&a=%2B14155550134"),
            ),
            (
                outcome,
                UrlPop(type="url", url="https://wiki.example.com/", variables={"q": "{objectType}"}),
                None,
                url("https://wiki.example.com/" + ("?q=Contact" if outcome == "one" else "")),
            ),
            (
                outcome,
                FLOW,
                {"type": "FLOW", "params": {"flowDevName": "Greet_Caller", "flowArgs": flow_args[outcome]}},
                url(f"/flow/Greet_Caller?recordId={flow_id}&count={count}"),
            ),
        ]
    return rows


ROWS = [(call_type, *row) for call_type in CallType for row in table(call_type)]


@pytest.mark.parametrize(
    ("call_type", "outcome", "pop", "in_lightning", "in_classic"),
    ROWS,
    ids=[f"{row[0]}-{row[1]}-{type(row[2]).__name__}-{number}" for number, row in enumerate(ROWS)],
)
def test_pop(
    call_type: CallType,
    outcome: str,
    pop: PopRule,
    in_lightning: dict[str, Any] | None,
    in_classic: dict[str, Any] | None,
) -> None:
    first, second = popped(outcome, pop, call_type, variables={"topic": "Ä & B"})

    assert first.call == in_lightning
    assert second.call == in_classic


@pytest.mark.parametrize(
    ("pop", "said"),
    [
        (UrlPop(type="url", url="https://wiki.example.com/"), "within Salesforce only"),
        (SearchPop(type="search", text="{subChannel}x"), "at least 3 characters"),
        (RecordPop(type="record", popout=Popout()), "opens no windows"),
    ],
)
def test_what_lightning_cannot_do_is_said(pop: PopRule, said: str) -> None:
    in_lightning, _ = popped("one", pop, CallType.INBOUND)

    assert any(said in note for note in in_lightning.notes)


@pytest.mark.parametrize(
    ("pop", "said"),
    [
        (FLOW, "no flow pop"),
        (NEW, "not filled in Description"),
        (ObjectHomePop(type="objectHome", object="Policy__c"), "key prefix of Policy__c"),
    ],
)
def test_what_classic_cannot_do_is_said(pop: PopRule, said: str) -> None:
    _, in_classic = popped("one", pop, CallType.INBOUND, variables={"topic": "x"})

    assert any(said in note for note in in_classic.notes)


def test_a_window_of_its_own_is_passed_on_where_there_are_windows() -> None:
    pop = RecordPop(type="record", popout=Popout(width=800, height=600))

    in_lightning, in_classic = popped("one", pop, CallType.INBOUND)

    assert in_lightning.call == {"type": "SOBJECT", "params": {"recordId": "003A"}}
    assert in_classic.call == {**url("/003A"), "window": {"width": 800, "height": 600}}


def test_a_search_for_a_digital_contact_uses_its_address() -> None:
    contact = RingingContact(CallType.INBOUND, Channel.EMAIL, email="grace@example.com")
    rule = ContactRule(name="r", steps=(), pops=pops("many", SearchPop(type="search")))
    decision = decide(rule, contact, Match((GRACE, TINA)))

    assert lightning(decision).call == {"type": "SEARCH", "params": {"searchString": "grace@example.com"}}
    assert classic(decision, contact).call == url(f"{SEARCH_URL}grace%40example.com")


def test_a_truncated_search_pops_as_many_would() -> None:
    rule = ContactRule(
        name="r",
        steps=(),
        pops=Pops(none=NEW, one=RecordPop(type="record"), many=SearchPop(type="search")),
    )
    contact = RingingContact(CallType.INBOUND, ani="4155550134")
    for match in (Match((GRACE,), truncated=True, ani=NUMBER), Match((), truncated=True, ani=NUMBER)):
        rendered = lightning(decide(rule, contact, match)).call
        assert rendered is not None
        assert rendered["type"] == "SEARCH"


def test_a_script_reads_the_only_match_as_flat_text() -> None:
    rule = ContactRule(name="r", steps=(), pops=pops("one", RecordPop(type="record")))
    decision = decide(rule, RingingContact(CallType.INBOUND), MATCHES["one"])

    assert variables(decision) == {
        "matchCount": "1",
        "recordId": "003A",
        "recordName": "Grace Okafor",
        "objectType": "Contact",
        "field_Account_Name": "Acme",
        "field_DoNotCall": "true",
    }


@pytest.mark.parametrize("outcome", ["none", "many"])
def test_a_script_is_never_given_a_guess(outcome: str) -> None:
    rule = ContactRule(name="r", steps=(), pops=pops(outcome, NothingPop(type="nothing")))
    decision = decide(rule, RingingContact(CallType.INBOUND), MATCHES[outcome])

    assert variables(decision) == {
        "matchCount": str(len(MATCHES[outcome].candidates)),
        "recordId": "",
        "recordName": "",
        "objectType": "",
    }

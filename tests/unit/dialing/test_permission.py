"""Who is not to be called: which fields are read of which record, and what follows from the answer."""

from typing import Any

import pytest

from switchboard.dialing.numbers import number_in
from switchboard.dialing.permission import check_permission, question_of
from switchboard.dialing.ports import Marks, Question
from switchboard.dialing.refusals import DoNotCallUnknown, MarkedDoNotCall
from switchboard.dialing.relation import Clicked
from switchboard.dialing.rules import DoNotCallRules
from switchboard.errors import CrmError, CrmTimeout

NUMBER = number_in("+14155550134", "US")
CONTACT, LEAD, ACCOUNT, CASE, CUSTOM = (
    f"{prefix}5e00000AbCdEAAW" for prefix in ("003", "00Q", "001", "500", "a01")
)


def clicked(record: str, told: str = "", *, person: bool = False, contact: str = "") -> Clicked:
    return Clicked.of(record, told, "", contact, is_person_account=person)


QUESTIONS = [
    ("a contact", clicked(CONTACT, "Contact"), {}, ("Contact", ("DoNotCall",))),
    ("a contact, whatever the page says", clicked(CONTACT, "Account"), {}, ("Contact", ("DoNotCall",))),
    ("a lead", clicked(LEAD), {}, ("Lead", ("DoNotCall",))),
    ("a company", clicked(ACCOUNT, "Account"), {}, ("", ())),
    ("a person account", clicked(ACCOUNT, "Account", person=True), {}, ("Account", ("PersonDoNotCall",))),
    ("the contact of a person account", clicked(CONTACT, "Contact", person=True), {}, ("Contact", ("DoNotCall",))),
    ("a case", clicked(CASE, "Case"), {}, ("", ())),
    (
        "a case by rule",
        clicked(CASE, "case"),
        {"fields": {"Case": ["Contact.DoNotCall"]}},
        ("Case", ("Contact.DoNotCall",)),
    ),
    (
        "a custom object by rule",
        clicked(CUSTOM, "policy__c"),
        {"fields": {"Policy__c": ["NoCalls__c", "Holder__r.DoNotCall"]}},
        ("Policy__c", ("NoCalls__c", "Holder__r.DoNotCall")),
    ),
    (
        "a person account by both rules",
        clicked(ACCOUNT, "Account", person=True),
        {"fields": {"Account": ["NoCalls__c"], "PersonAccount": ["PersonDoNotCall"]}},
        ("Account", ("PersonDoNotCall", "NoCalls__c")),
    ),
    ("no record", clicked(""), {}, ("", ())),
    ("fields switched off", clicked(CONTACT), {"fields": {}}, ("", ())),
]


@pytest.mark.parametrize(
    ("record", "rules", "expected"), [case[1:] for case in QUESTIONS], ids=[case[0] for case in QUESTIONS]
)
def test_what_is_read_of_a_record(
    record: Clicked, rules: dict[str, Any], expected: tuple[str, tuple[str, ...]]
) -> None:
    question = question_of(NUMBER, record, DoNotCallRules.model_validate(rules))
    assert (question.object_type, question.fields) == expected
    assert (question.record_id == record.record_id) is bool(expected[1]) or not record.record_id


class Records:
    """The CRM's word, as a test wants it."""

    def __init__(self, marks: Marks | CrmError) -> None:
        self.answer = marks
        self.asked: list[Question] = []

    def marks(self, question: Question) -> Marks:
        self.asked.append(question)
        if isinstance(self.answer, CrmError):
            raise self.answer
        return self.answer


OUTCOMES: list[tuple[str, Marks | CrmError, str, type[Exception] | None]] = [
    ("not marked", Marks(readable=True, marked=False), "refuse", None),
    ("marked", Marks(readable=True, marked=True), "refuse", MarkedDoNotCall),
    ("marked, unreadable allowed", Marks(readable=True, marked=True), "allow", MarkedDoNotCall),
    ("on a list, record not readable", Marks(readable=False, marked=True), "allow", MarkedDoNotCall),
    ("not readable", Marks(readable=False, marked=False), "refuse", DoNotCallUnknown),
    ("not readable, allowed", Marks(readable=False, marked=False), "allow", None),
    ("Salesforce down", CrmTimeout("TIMED_OUT"), "refuse", DoNotCallUnknown),
    ("Salesforce down, allowed", CrmTimeout("TIMED_OUT"), "allow", None),
]


@pytest.mark.parametrize(
    ("answer", "unreadable", "refusal"), [case[1:] for case in OUTCOMES], ids=[case[0] for case in OUTCOMES]
)
def test_what_follows_from_the_answer(
    answer: Marks | CrmError, unreadable: str, refusal: type[Exception] | None
) -> None:
    rules = DoNotCallRules.model_validate({"unreadable": unreadable})
    if refusal is None:
        check_permission(NUMBER, clicked(CONTACT), rules, Records(answer))
        return
    with pytest.raises(refusal):
        check_permission(NUMBER, clicked(CONTACT), rules, Records(answer))


def test_nothing_is_asked_where_the_rules_name_nothing() -> None:
    records = Records(Marks(readable=True, marked=True))
    check_permission(NUMBER, clicked(ACCOUNT), DoNotCallRules(), records)
    assert records.asked == []


def test_a_list_is_asked_for_the_number_though_nothing_was_clicked() -> None:
    rules = DoNotCallRules.model_validate({"lists": [{"object": "Robinson__c", "numberFields": ["Number__c"]}]})
    question = question_of(NUMBER, clicked(""), rules)
    assert question.lists == (("Robinson__c", ("Number__c",), None),)
    assert question.spellings == NUMBER.spellings
    assert question.fields == ()

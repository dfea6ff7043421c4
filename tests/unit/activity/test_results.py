"""What a refused row means, as a table."""

from dataclasses import dataclass, field

import pytest

from switchboard.activity.crm import Refused
from switchboard.activity.results import MEANINGS, Remedy, Tried, Verdict, ids_among, meaning, verdict

FIELDS = ("Subject", "TaskSubtype", "WhoId", "WhatId", "OwnerId")
LATER, AGAIN, SPLIT = Verdict(Remedy.LATER), Verdict(Remedy.AGAIN), Verdict(Remedy.SPLIT)
GONE, REJECT = Verdict(Remedy.GONE), Verdict(Remedy.REJECT)


def without(*names: str) -> Verdict:
    return Verdict(Remedy.AGAIN, frozenset(names))


@dataclass(frozen=True)
class Case:
    label: str
    refused: Refused
    expect: Verdict
    updates: bool = False
    company: int = 1
    before: frozenset[str] = frozenset()
    fields: tuple[str, ...] = FIELDS
    ids: tuple[str, ...] = ("WhoId", "WhatId")
    set_once: tuple[str, ...] = field(default=("TaskSubtype",))
    keeps_links: bool = False


def tried_before(*codes: str) -> frozenset[str]:
    return frozenset(codes)


CASES = [
    Case("a locked row, once more", Refused("UNABLE_TO_LOCK_ROW"), AGAIN),
    Case("still locked", Refused("UNABLE_TO_LOCK_ROW"), LATER, before=tried_before("UNABLE_TO_LOCK_ROW")),
    Case("a limit", Refused("LIMIT_EXCEEDED"), LATER),
    Case("an answer without a code", Refused("HTTP_503", together=True), LATER),
    Case("an internal error alone", Refused("UNKNOWN_EXCEPTION"), LATER),
    Case("an internal error of several", Refused("UNKNOWN_EXCEPTION"), SPLIT, company=2),
    Case("the org lacks the key field", Refused("NOT_FOUND", together=True), LATER, company=200),
    Case("the org lacks a field", Refused("INVALID_FIELD", ("Subject",), together=True), without("Subject")),
    Case("a field that was not sent", Refused("INVALID_FIELD", ("Other__c",), together=True), SPLIT, company=9),
    Case(
        "a field that may not be set", Refused("INVALID_FIELD_FOR_INSERT_UPDATE", ("Subject",)), without("Subject")
    ),
    Case("it does not say which", Refused("INVALID_FIELD_FOR_INSERT_UPDATE"), without("TaskSubtype")),
    Case(
        "and still does not",
        Refused("INVALID_FIELD_FOR_INSERT_UPDATE"),
        REJECT,
        before=tried_before("INVALID_FIELD_FOR_INSERT_UPDATE"),
    ),
    Case("an update has nothing to leave out", Refused("INVALID_FIELD_FOR_INSERT_UPDATE"), REJECT, updates=True),
    Case("somebody was faster", Refused("DUPLICATE_VALUE", ("Switchboard_Key__c",)), without("TaskSubtype")),
    Case("another unique field", Refused("DUPLICATE_VALUE"), REJECT, before=tried_before("DUPLICATE_VALUE")),
    Case("an update that is not unique", Refused("DUPLICATE_VALUE"), REJECT, updates=True),
    Case("a deleted record, not named: the person first", Refused("ENTITY_IS_DELETED"), without("WhoId")),
    Case(
        "it was not the person",
        Refused("ENTITY_IS_DELETED"),
        without("WhatId"),
        before=tried_before("ENTITY_IS_DELETED"),
        ids=("WhatId",),
    ),
    Case("no person is named at all", Refused("ENTITY_IS_DELETED"), without("WhatId"), ids=("WhatId",)),
    Case(
        "a dead link that the rules do not let go",
        Refused("INVALID_CROSS_REFERENCE_KEY", ("WhoId",)),
        REJECT,
        keeps_links=True,
    ),
    Case(
        "the same in an update, which may mean the record itself",
        Refused("ENTITY_IS_DELETED"),
        REJECT,
        updates=True,
        keeps_links=True,
    ),
    Case(
        "an update without links means the record itself",
        Refused("ENTITY_IS_DELETED"),
        GONE,
        updates=True,
        ids=(),
        keeps_links=True,
    ),
    Case("a deleted person, named", Refused("INVALID_CROSS_REFERENCE_KEY", ("WhoId",)), without("WhoId")),
    Case(
        "the record may be meant or its links",
        Refused("ENTITY_IS_DELETED"),
        without("WhoId"),
        updates=True,
    ),
    Case("the record itself", Refused("ENTITY_IS_DELETED"), GONE, updates=True, ids=()),
    Case("the record is out of sight", Refused("INVALID_CROSS_REFERENCE_KEY"), GONE, updates=True, ids=()),
    Case("a new record is not deleted", Refused("ENTITY_IS_DELETED"), REJECT, ids=()),
    Case(
        "a link that may not be used",
        Refused("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", ("WhatId",)),
        without("WhatId"),
    ),
    Case("an owner who left", Refused("INACTIVE_OWNER_OR_USER", ("OwnerId",)), without("OwnerId")),
    Case("no owner was sent", Refused("INACTIVE_OWNER_OR_USER"), REJECT, fields=("Subject",)),
    Case("a trigger, in company", Refused("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"), SPLIT, company=200),
    Case("a trigger, alone", Refused("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"), REJECT),
    Case("a flow, in company", Refused("CANNOT_EXECUTE_FLOW_TRIGGER"), SPLIT, company=2),
    Case("a value of the wrong kind, in company", Refused("JSON_PARSER_ERROR", together=True), SPLIT, company=40),
    Case("a value of the wrong kind, alone", Refused("JSON_PARSER_ERROR", together=True), REJECT),
    Case("a reference that came to nothing", Refused("PROCESSING_HALTED", together=True), AGAIN, company=9),
    Case(
        "for no reason of ours",
        Refused("PROCESSING_HALTED", together=True),
        LATER,
        before=tried_before("PROCESSING_HALTED"),
    ),
    Case("a validation rule", Refused("FIELD_CUSTOM_VALIDATION_EXCEPTION"), REJECT),
    Case("a validation rule for all", Refused("FIELD_CUSTOM_VALIDATION_EXCEPTION"), REJECT, company=200),
    Case("a required field", Refused("REQUIRED_FIELD_MISSING", ("Reason__c",)), REJECT),
    Case("a link of the wrong type", Refused("FIELD_INTEGRITY_EXCEPTION", ("WhatId",)), REJECT),
    Case("a code nobody has heard of", Refused("SOMETHING_NEW"), REJECT),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_the_remedy_fits_the_refusal(case: Case) -> None:
    tried = Tried(case.fields, case.ids, case.set_once, case.updates, case.company, case.before, case.keeps_links)
    assert verdict(case.refused, tried) == case.expect


@pytest.mark.parametrize(
    ("name", "value", "is_link"),
    [
        ("WhoId", "003000000000001AAA", True),
        ("WhatId", "500000000000001", False),  # digits alone are some number of a contact centre
        ("WhatId", "50000000000000A", True),
        ("Policy__c", "a01000000000001AAA", True),
        ("OwnerId", "005000000000001AAA", False),
        ("RecordTypeId", "012000000000001AAA", False),
        ("CallObject", "003000000000001AAA", False),
        ("Subject", "fifteen letters", False),
        ("Count__c", 7, False),
        ("Note__c", None, False),
    ],
)
def test_links_are_told_by_name_and_value(name: str, value: object, is_link: bool) -> None:
    assert (name in ids_among({name: value})) is is_link


def test_every_meaning_is_a_sentence_and_an_unknown_code_has_one_too() -> None:
    for text in (*MEANINGS.values(), meaning("SOMETHING_NEW")):
        assert text.endswith(".")
        assert text[0].isupper()

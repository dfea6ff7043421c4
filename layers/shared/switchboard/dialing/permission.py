"""Whether the CRM allows that somebody is called."""

from switchboard.dialing.numbers import Number
from switchboard.dialing.ports import DoNotCallRecords, Question
from switchboard.dialing.refusals import DoNotCallUnknown, MarkedDoNotCall
from switchboard.dialing.relation import Clicked
from switchboard.dialing.rules import PERSON_ACCOUNT, DoNotCallRules
from switchboard.errors import CrmError

ACCOUNT = "Account"


def check_permission(number: Number, clicked: Clicked, rules: DoNotCallRules, records: DoNotCallRecords) -> None:
    """Refuse to call whom the CRM marks do-not-call; nothing is asked where the rules name nothing.

    Raises:
        MarkedDoNotCall: the record is marked, or the number is on a list.
        DoNotCallUnknown: that cannot be read, and the rules refuse then.
    """
    question = question_of(number, clicked, rules)
    if not question.fields and not question.lists:
        return
    try:
        marks = records.marks(question)
    except CrmError as error:
        if rules.unreadable == "refuse":
            raise DoNotCallUnknown(error.code) from None
        return
    if marks.marked:
        raise MarkedDoNotCall
    if not marks.readable and rules.unreadable == "refuse":
        raise DoNotCallUnknown("RECORD_NOT_READABLE")


def question_of(number: Number, clicked: Clicked, rules: DoNotCallRules) -> Question:
    """What the CRM has to be asked."""
    by_name = {name.lower(): (name, fields) for name, fields in rules.fields.items()}
    is_person = clicked.is_person_account and clicked.object_type == ACCOUNT
    name = ""
    fields: tuple[str, ...] = ()
    for wanted in (PERSON_ACCOUNT, ACCOUNT) if is_person else (clicked.object_type,):
        rule = by_name.get(wanted.lower())
        if rule and clicked.record_id:
            name = ACCOUNT if is_person else rule[0]
            fields = (*fields, *(one for one in rule[1] if one not in fields))
    lists = tuple((one.object, one.number_fields, one.flag) for one in rules.lists)
    return Question(name, clicked.record_id if fields else "", fields, lists, number.spellings if lists else ())

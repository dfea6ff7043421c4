"""Activities and contacts as the routes offer them: look, relate, retry, erase."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from switchboard.activity.agents_word import agents_word
from switchboard.activity.api import (
    ActivityAnswer,
    ActivityPage,
    ContactAnswer,
    ErasedAnswer,
    RecordAnswer,
    RelateRequest,
    RetriedAnswer,
    activity_answer,
    contact_answer,
    record_answers,
)
from switchboard.activity.dossier import ActivityState, Dossier
from switchboard.activity.relating import check_relation
from switchboard.contact.fields import Field
from switchboard.contact.key import ContactKey
from switchboard.contact.merge import Contact
from switchboard.contact_intake.models import Received
from switchboard.phone import Ani, classify
from switchboard.runtime import observe
from switchboard.runtime.callers import Caller
from switchboard.runtime.contact_events import hint, take_in
from switchboard.runtime.contacts import activity_queue, ledger, relatable_records
from switchboard.runtime.problems import ContactUnknown, NotAllowed, NotANumber, NotRejected
from switchboard.runtime.services import pop_memory
from switchboard.runtime.settings import settings
from switchboard.salesforce_id import id18
from switchboard.time_left import time_left_s

LEAST_TIME_S = 2.0
"""With less than this left no further contact is begun; a caller asks again for the rest."""

PAGE = 100


def listed(state: ActivityState, most: int, cursor: str | None, caller: Caller) -> ActivityPage:
    """Activities in a state, for operators.

    Raises:
        NotAllowed: the caller is none.
        BadCursor: the cursor is not one that a page gave.
    """
    caller.must_see()
    page = ledger().in_state(state, most, cursor)
    dossiers = ledger().read(page.keys)
    now = datetime.now(UTC)
    # The index lags a moment behind: what has moved on since is left out.
    there = [dossiers[key] for key in page.keys if key in dossiers and dossiers[key].state is state]
    return ActivityPage(activities=[activity_answer(one, now) for one in there], next=page.next)


def activity(key: ContactKey, caller: Caller) -> ActivityAnswer:
    """Where the activity of a contact stands, for its own agent or an operator."""
    return activity_answer(_seen(key, caller), datetime.now(UTC))


def contact(key: ContactKey, caller: Caller) -> ContactAnswer:
    """Everything that is kept of a contact, for its own agent or an operator."""
    return contact_answer(_seen(key, caller), datetime.now(UTC))


def relate(key: ContactKey, request: RelateRequest, caller: Caller) -> ContactAnswer:
    """Keep what the contact's own agent says of it.

    Raises:
        NoActingUser, NotAllowed: the caller does not act for its agent.
        ContactUnknown: nothing is known of it.
        NotRelatable: a record cannot be related.
    """
    user_id = caller.acting_user()
    dossier = ledger().read([key]).get(key)
    if user_id not in _agents(key, dossier):
        raise NotAllowed if dossier else ContactUnknown
    relation = {field: id18(record_id or "") or "" for field, record_id in request.relation().items()}
    if any(relation.values()):
        who_id, what_id = (relation.get(field, "") for field in (Field.CHOSEN_WHO_ID, Field.CHOSEN_WHAT_ID))
        check_relation(who_id, what_id, relatable_records())
    now = datetime.now(UTC)
    known = dossier.contact if dossier else Contact()
    events = agents_word(known, user_id, relation, request.notes, now)
    merged = take_in([Received(key, event) for event in events], now)
    told = merged[key].dossier if merged else dossier
    if told is None:
        raise ContactUnknown
    return contact_answer(told, now)


def retry(key: ContactKey, caller: Caller) -> ActivityAnswer:
    """Make a rejected activity due again, for its own agent or an operator.

    Raises:
        NotRejected: it is not.
    """
    _seen(key, caller)
    dossier = ledger().retry(key)
    if dossier is None:
        raise NotRejected
    _tell([dossier.key])
    return activity_answer(dossier, datetime.now(UTC))


def retry_all(code: str | None, caller: Caller) -> RetriedAnswer:
    """Make all rejected activities due again, or those rejected with a code; for operators."""
    caller.must_see()
    retried = 0
    cursor: str | None = None
    while time_left_s() > LEAST_TIME_S:
        page = ledger().in_state(ActivityState.REJECTED, PAGE, cursor)
        found = ledger().read(page.keys).values()
        wanted = [one.key for one in found if code is None or (one.rejection and one.rejection.code == code)]
        due = [key for key in wanted if time_left_s() > LEAST_TIME_S and ledger().retry(key)]
        _tell(due)
        retried += len(due)
        if page.next is None and time_left_s() > LEAST_TIME_S:
            return _retried(retried, more=False)
        cursor = page.next
    return _retried(retried, more=True)


def erase(key: ContactKey, caller: Caller) -> ErasedAnswer:
    """Forget everything of a contact, for operators; what Salesforce has of it is named and stays there.

    Raises:
        ContactUnknown: there is nothing to forget.
    """
    caller.must_see()
    pop_memory().forget([str(key)])
    dossier = ledger().erase(key)
    if dossier is None:
        raise ContactUnknown
    legs = [leg for each in dossier.legs if (leg := ledger().erase(each))]
    return _erased([dossier, *legs], more=False)


def erase_number(number: str, caller: Caller) -> ErasedAnswer:
    """The same for all contacts of a customer's number, and what is remembered of the number itself.

    Raises:
        NotANumber: it is none.
    """
    caller.must_see()
    ani = classify(number, settings().phone_region)
    if not isinstance(ani, Ani):
        raise NotANumber
    keys = ledger().of_number(ani.e164)
    pop_memory().forget([str(key) for key in keys], ani.e164)
    erased: list[Dossier] = []
    for key in keys:
        if time_left_s() <= LEAST_TIME_S:
            return _erased(erased, more=True)
        if dossier := ledger().erase(key):
            erased.append(dossier)
    return _erased(erased, more=False)


def _seen(key: ContactKey, caller: Caller) -> Dossier:
    dossier = _known(key)
    caller.must_see(*_agents(key, dossier))
    return dossier


def _known(key: ContactKey) -> Dossier:
    dossier = ledger().read([key]).get(key)
    if dossier is None:
        raise ContactUnknown
    return dossier


def _agents(key: ContactKey, dossier: Dossier | None) -> set[str]:
    """Salesforce users who are the contact's agent, as a script told or a pop was made for."""
    told = dossier.contact.text(Field.AGENT_USER_ID) if dossier else ""
    # A digital case may have popped under the key of its ACD contact.
    keys = dict.fromkeys([key, dossier.key if dossier else key])
    decisions = [pop_memory().decision(str(each)) for each in keys]
    return {one for one in (told, *(decision.user_id for decision in decisions if decision)) if one}


def _tell(keys: Sequence[ContactKey]) -> None:
    hint(lambda: activity_queue().tell(keys))


def _retried(retried: int, *, more: bool) -> RetriedAnswer:
    observe.note(retried=retried)
    return RetriedAnswer(retried=retried, more=more)


def _erased(dossiers: Iterable[Dossier], *, more: bool) -> ErasedAnswer:
    gone = list(dossiers)
    records: list[RecordAnswer] = [record for dossier in gone for record in record_answers(dossier)]
    observe.note(erased=len(gone))
    return ErasedAnswer(contacts=len(gone), records=records, more=more)

"""Which records pops and look-ups have found for contacts, for the activities that may relate to them."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from switchboard.activity.dossier import Dossier, Match
from switchboard.activity.model import Related
from switchboard.contact import CallType
from switchboard.contact.fields import Field
from switchboard.contact.key import ContactKey
from switchboard.phone import Ani, classify
from switchboard.runtime.services import pop_memory, pop_rules
from switchboard.runtime.settings import settings
from switchboard.screen_pop.ahead import ahead_plans
from switchboard.screen_pop.matching import match_phone
from switchboard.screen_pop.memory import KnownCaller
from switchboard.screen_pop.model import Proposals, Row


def matches(dossiers: Sequence[Dossier]) -> dict[ContactKey, Match]:
    """What was found for these contacts: their own pop's records, else those of their number looked up ahead.

    Contacts of which nothing is remembered, or only that a search did not see every record, are left out.

    Raises:
        StoreUnavailable: the memory cannot be read.
    """
    numbers = {dossier.key: _number(dossier) for dossier in dossiers}
    kept = pop_memory().remembered(
        [str(key) for key in numbers], sorted({ani.e164 for ani in numbers.values() if ani})
    )
    now = datetime.now(UTC)
    found: dict[ContactKey, Match] = {}
    for key, ani in numbers.items():
        answer, caller = kept.answers.get(str(key)), kept.callers.get(ani.e164) if ani else None
        records = _of_answer(json.loads(answer)) if answer else None
        if records is None and ani and caller and not caller.truncated:
            records = _of_caller(caller, ani)
        if records is not None:
            found[key] = Match(records, now)
    return found


def _number(dossier: Dossier) -> Ani | None:
    """The customer's number: who was called, or else who calls."""
    outbound = dossier.contact.text(Field.CALL_TYPE) == CallType.OUTBOUND
    number = classify(dossier.contact.text(Field.DNIS if outbound else Field.ANI), settings().phone_region)
    return number if isinstance(number, Ani) else None


def _of_answer(answer: Mapping[str, object]) -> tuple[Related, ...] | None:
    candidates = answer.get("candidates")
    if answer.get("truncated") or not isinstance(candidates, list):
        return None
    return tuple(
        Related(one["recordId"], one["objectType"], one.get("personContactId") or "") for one in candidates
    )


def _of_caller(caller: KnownCaller, ani: Ani) -> tuple[Related, ...]:
    rules = pop_rules()()
    rows = [Row(kind, fields) for kind, fields in caller.rows]
    proved = match_phone(Proposals(rows), ahead_plans(rules), ani, settings().phone_region, rules.foreign_national)
    return tuple(Related(one.record_id, one.object_type, one.contact_id) for one in proved.candidates)

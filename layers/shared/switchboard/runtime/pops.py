"""Screen pops as the routes offer them: find, keep, read back, and answer a script in time."""

import json
import time
from collections.abc import Mapping
from typing import Any

from switchboard.errors import StoreUnavailable
from switchboard.phone import Ani, classify
from switchboard.runtime import observe
from switchboard.runtime.callers import Caller
from switchboard.runtime.kind_answer import within
from switchboard.runtime.problems import BodyNotJson, HookNotTrusted, NothingKept
from switchboard.runtime.services import caller_queue, pop_memory, read_hooks, screen_pops
from switchboard.runtime.settings import settings
from switchboard.screen_pop.api import LayoutRequest, ScreenPopRequest, answer
from switchboard.screen_pop.hook import HookRequest, flat_answer, read_hook, unknown_answer
from switchboard.screen_pop.layout import SoftphoneLayout, parse_layout
from switchboard.screen_pop.memory import KeptDecision
from switchboard.screen_pop.model import Decision, Outcome, RingingContact

DECISION_KEPT_S = 86_400

_COUNTED = {Outcome.NONE: "ScreenPopNone", Outcome.ONE: "ScreenPopOne", Outcome.MANY: "ScreenPopMany"}


def find(request: ScreenPopRequest, user_id: str) -> str:
    """What to pop for a contact, a ``ScreenPopAnswer`` as JSON; kept for its agent, if the contact has a key."""
    contact = request.contact()
    observe.about(contact.contact_key)
    layout = None if request.layout is None else parse_layout(request.layout)
    decision = _found(contact, layout, user_id)
    answered = _json(decision, contact)
    _keep(contact, answered, user_id)
    return answered


def for_agent(contact: RingingContact, user_id: str) -> dict[str, Any]:
    """What to pop for a contact that reaches a user who is its agent: what a script has found already, or anew."""
    kept = _kept(contact.contact_key)
    if kept and kept.user_id in ("", user_id):
        found: dict[str, Any] = json.loads(kept.answer)
        return found
    decision = _found(contact, None, user_id)
    answered = answer(decision, contact)
    _keep(contact, answered.model_dump_json(by_alias=True), user_id)
    return answered.model_dump(mode="json", by_alias=True)


def last(contact_key: str, caller: Caller) -> str:
    """The last decision of a contact, as ``find`` gave it.

    Raises:
        NothingKept: there is none, or it is no longer kept.
        NotAllowed: the caller is neither its agent nor an operator.
    """
    observe.about(contact_key)
    kept = pop_memory().decision(contact_key)
    if kept is None:
        raise NothingKept
    caller.must_see(kept.user_id)
    return kept.answer


def keep_layout(request: LayoutRequest, user_id: str) -> None:
    """Keep a user's layout; raises ``NotALayout``."""
    parse_layout(request.layout)
    pop_memory().keep_layout(user_id, request.layout)


def for_script(event: Mapping[str, Any]) -> dict[str, str]:
    """The flat answer for a script, within the time of the setting.

    Raises:
        HookNotTrusted: the call is not genuine.
        BodyNotJson: its body cannot be read.
    """
    return within(
        int(settings().hook_answer_ms) / 1000,
        lambda: _for_script(event),
        _unanswered,
        refusals=(HookNotTrusted, BodyNotJson),
    )


def _for_script(event: Mapping[str, Any]) -> dict[str, str]:
    request = read_hook(_object(read_hooks().admit(event)), settings().business_unit)
    if request.wrong:
        observe.note(reason="invalid-request", wrong=list(request.wrong))
        return {**unknown_answer("invalid-request"), "wrong": ",".join(request.wrong)}
    if request.queued:
        return _look_ahead(request)
    contact = request.contact
    observe.about(contact.contact_key)
    decision = _found(contact, None, request.user_id)
    _keep(contact, _json(decision, contact), request.user_id)
    return flat_answer(decision, contact)


def _look_ahead(request: HookRequest) -> dict[str, str]:
    """Ask for the caller to be looked up; there is nothing to pop yet."""
    number = classify(request.contact.customer_number, settings().phone_region)
    if not isinstance(number, Ani):
        return unknown_answer(number.value)
    caller_queue().ask(number.e164, time.time())
    observe.note(looking_up=True)
    return unknown_answer("looking_up")


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise BodyNotJson from None
    if not isinstance(value, dict):
        raise BodyNotJson
    return value


def _json(decision: Decision, contact: RingingContact) -> str:
    return answer(decision, contact).model_dump_json(by_alias=True)


def _kept(contact_key: str) -> KeptDecision | None:
    try:
        return pop_memory().decision(contact_key) if contact_key else None
    except StoreUnavailable:
        # The memory saves a request. Without it the pop still comes.
        return None


def _keep(contact: RingingContact, answered: str, user_id: str) -> None:
    if not contact.contact_key:
        return
    kept = KeptDecision(answered, user_id)
    try:
        pop_memory().keep_decision(contact.contact_key, kept, time.time() + DECISION_KEPT_S)
    except StoreUnavailable as error:
        # The agent waits for the pop, nobody for the copy.
        observe.logger().warning("decision_not_kept", extra={"reason": str(error)})


def _found(contact: RingingContact, layout: SoftphoneLayout | None, user_id: str) -> Decision:
    """The decision, counted and timed."""
    began = time.perf_counter()
    decision = screen_pops().find(contact, layout, user_id)
    match = decision.match
    observe.note(match=match.outcome.value, reason=match.reason, rule=decision.rule, records=len(match.candidates))
    observe.count(_COUNTED[match.outcome])
    observe.measure_s("ScreenPopTime", time.perf_counter() - began)
    return decision


def _unanswered(reason: str) -> dict[str, str]:
    observe.count("ScreenPopUnanswered")
    return unknown_answer(reason)

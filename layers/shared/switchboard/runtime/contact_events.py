"""What hooks tell of contacts: verified, read, merged into the ledger, and only then acknowledged."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from switchboard.activity.ledger_index import customer_number
from switchboard.activity.merging import Merged
from switchboard.activity.outlook import due_rule, master_of
from switchboard.contact.key import ContactKey
from switchboard.contact.words import EventType
from switchboard.contact_intake.digital import read_digital
from switchboard.contact_intake.models import Intake, Reason, Received
from switchboard.contact_intake.refusals import listed, refusal
from switchboard.contact_intake.studio import StudioHook, read_studio
from switchboard.errors import ConfigurationError, StoreUnavailable
from switchboard.runtime import observe
from switchboard.runtime.arrival import arrived_at
from switchboard.runtime.contacts import activity_queue, activity_rules, event_hooks, ledger
from switchboard.runtime.problems import BodyNotJson
from switchboard.runtime.services import caller_queue
from switchboard.runtime.settings import settings

MOST_BODY_BYTES = 512 * 1024
_UNREADABLE = (Reason.NOT_JSON, Reason.TOO_DEEP)

Answer = dict[str, Any]


def take_studio(event: Mapping[str, Any]) -> Answer:
    """Take in what a script tells, one event or a batch; see ``contact_intake/studio.py``.

    Returns:
        which events of the batch were accepted and which were not, by their place in it.

    Raises:
        HookNotTrusted, BodyNotJson, EventsRefused: nothing was taken.
        StoreUnavailable: send it again; what was taken already does no harm.
    """
    now = arrived_at(event)
    intake = _taken(event, lambda body: read_studio(body, _studio_hook(), now), now)
    refused = {one.index for one in intake.refused}
    events = len(intake.received) + len(refused)
    return {"accepted": [index for index in range(events) if index not in refused], **_troubles(intake)}


def take_digital(event: Mapping[str, Any]) -> Answer:
    """Take in what a digital webhook tells; see ``contact_intake/digital.py``. It raises as ``take_studio`` does.

    Returns:
        how many events were merged, and how often a type came that means nothing here.
    """
    now = arrived_at(event)
    intake = _taken(event, lambda body: read_digital(body, _business_unit(), now), now)
    return {"accepted": len(intake.received), "passedOver": dict(intake.passed_over), **_troubles(intake)}


def take_in(received: Sequence[Received], now: datetime) -> dict[ContactKey, Merged]:
    """Merge events into their contacts, and tell the writer of what is due of them."""
    rules = activity_rules()()
    masters_of = partial(master_of, rules=rules) if rules.per == "masterContact" else None
    merged = ledger().merge(received, due_rule(rules, now), masters_of)
    changed = [one.dossier for one in merged.values() if one.dossier and one.changed]
    masters = [master for dossier in changed if (master := master_of(dossier, rules))]
    due = [dossier.key for dossier in changed if dossier.next_due_at and dossier.next_due_at <= now]
    hint(lambda: activity_queue().tell([*due, *masters]))
    return merged


def _taken(event: Mapping[str, Any], read: Callable[[bytes], Intake], now: datetime) -> Intake:
    body = event_hooks().admit(event)
    intake = read(body)
    _count(intake)
    if intake.refused and not intake.received:
        if intake.refused[0].reason in _UNREADABLE:
            raise BodyNotJson
        raise refusal(intake.refused)
    observe.about(*(one.key for one in intake.received))
    merged = take_in(intake.received, now)
    hint(lambda: _look_ahead(intake.received, merged))
    return intake


def _look_ahead(received: Iterable[Received], merged: Mapping[ContactKey, Merged]) -> None:
    """Ask for the callers that just queued to be looked up."""
    callers: dict[str, float] = {}
    for one in received:
        into = merged[one.key]
        if one.event.type is EventType.QUEUED and into.changed and into.dossier:
            number = customer_number(into.dossier, settings().phone_region)
            callers |= {number: one.event.at.timestamp()} if number else {}
    caller_queue().ask_all(callers)


def hint(send: Callable[[], None]) -> None:
    """Send what only saves time: what is due is in its index, and pops look up for themselves."""
    try:
        send()
    except StoreUnavailable as error:
        observe.logger().warning("hint_not_sent", extra={"reason": str(error)})
        observe.count("HintsNotSent")


def _studio_hook() -> StudioHook:
    variables = frozenset(part.strip() for part in settings().script_variables.split(",") if part.strip())
    return StudioHook(
        _business_unit(), variables, "customers" if settings().outbound_ani == "customers" else "ours"
    )


def _business_unit() -> str:
    if not settings().business_unit:
        raise ConfigurationError("The parameter BusinessUnit is empty; contact ids mean nothing without it")
    return settings().business_unit


def _count(intake: Intake) -> None:
    observe.note(
        events=len(intake.received),
        refused=[f"{one.field}:{one.reason}" for one in intake.refused],
        dropped=sorted({f"{one.field}:{one.reason}" for one in intake.dropped}),
        passed_over=dict(intake.passed_over),
    )
    counts = {
        "ContactEvents": len(intake.received),
        "ContactEventsRefused": len(intake.refused),
        "ContactEventsPassedOver": sum(intake.passed_over.values()),
    }
    for name, number in counts.items():
        if number:
            observe.count(name, number)


def _troubles(intake: Intake) -> Answer:
    return {"refused": listed(intake.refused), "dropped": listed(intake.dropped)}

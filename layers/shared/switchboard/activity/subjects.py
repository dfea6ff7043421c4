"""What an activity is about: a contact, each agent's part in it, or all contacts of its master."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal

from switchboard.activity.model import Activity, RelationSource
from switchboard.activity.view import contact_view
from switchboard.contact.facts import Assignment, Facts, facts_of, whole_seconds
from switchboard.contact.fields import Field
from switchboard.contact.instant import write_instant
from switchboard.contact.key import ContactKey, NumberSpace, is_id
from switchboard.contact.legs import together
from switchboard.contact.merge import Contact, join
from switchboard.contact.words import CallType

Per = Literal["contact", "assignment", "masterContact"]
LONGEST_KEY = 80
"""The length of the external-id field that ships with Switchboard."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A contact with its key."""

    key: ContactKey
    contact: Contact


def master_key(leg: Leg) -> ContactKey:
    """The key of the first contact of a transfer chain: legs with the same one make one master contact.

    Master contact ids are of the ACD, so a digital case is its own master.
    """
    master = leg.contact.text(Field.MASTER_CONTACT_ID)
    if not is_id(master) or leg.key.space is not NumberSpace.ACD:
        return leg.key
    return ContactKey(leg.key.business_unit, NumberSpace.ACD, master)


def is_consult(leg: Leg) -> bool:
    """Whether agents talk among themselves beside a customer's contact: an internal leg of another contact.

    What a script called internal and the report does not became the receiver's contact with the customer.
    """
    told = {leg.contact.text(Field.CALL_TYPE), leg.contact.text(Field.REPORT_CALL_TYPE)}
    reported = leg.contact.text(Field.REPORT_CALL_TYPE) or CallType.INTERNAL
    return CallType.INTERNAL in told and reported == CallType.INTERNAL and master_key(leg) != leg.key


def facts_of_legs(legs: Sequence[Leg]) -> Facts:
    """What follows from the legs together; at least one."""
    ordered = sorted(legs, key=lambda leg: leg.key)
    return together([facts_of(leg.contact, leg.key.contact_id) for leg in ordered])


def activities_of(legs: Sequence[Leg], per: Per) -> list[Activity]:
    """The activities that these contacts make.

    Args:
        legs: the one contact, or for ``masterContact`` all contacts of one master.
    """
    if per == "masterContact":
        contact = reduce(join, (leg.contact for leg in legs))
        key = master_key(legs[0])
        view = contact_view(key, contact, facts_of_legs(legs))
        return [Activity(short_key(f"{key}:master"), view, _related(contact))]
    return [activity for leg in legs for activity in _of_contact(leg, per)]


def short_key(text: str) -> str:
    """A key of at most ``LONGEST_KEY`` characters; what is longer keeps its beginning and gets a digest."""
    if len(text) <= LONGEST_KEY:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:32]
    return f"{text[: LONGEST_KEY - 33]}#{digest}"


def _of_contact(leg: Leg, per: Per) -> list[Activity]:
    facts = facts_of(leg.contact, leg.key.contact_id)
    view = contact_view(leg.key, leg.contact, facts)
    related = _related(leg.contact)
    if per == "contact":
        return [Activity(short_key(str(leg.key)), view, related)]
    if not facts.assignments:
        # Known from the report alone, the part of its agent; unanswered, nobody's.
        agent = f":{facts.agent_id}" if facts.answered and facts.agent_id else ""
        return [Activity(short_key(f"{leg.key}{agent}"), view, related)]
    turns: dict[str, int] = {}
    activities = []
    for number, assignment in enumerate(facts.assignments, 1):
        turns[assignment.agent_id] = turns.get(assignment.agent_id, 0) + 1
        turn = turns[assignment.agent_id]
        key = f"{leg.key}:{assignment.agent_id or 'unnamed'}{f'.{turn}' if turn > 1 else ''}"
        part = {**view, **_part(assignment, number, facts)}
        activities.append(Activity(short_key(key), part, related))
    return activities


def _part(assignment: Assignment, number: int, facts: Facts) -> dict[str, Any]:
    """What is different in the view of one agent's part. The only part has the times of the whole."""
    count = len(facts.assignments)
    part: dict[str, Any] = {"assignment": {"number": number, "count": count}}
    if count == 1:
        return part
    connected_s = whole_seconds(assignment.since, assignment.until)
    hold_s = assignment.hold_s
    return {
        **part,
        "agent": {"id": assignment.agent_id or None, "name": assignment.agent_name or None},
        "answeredAt": write_instant(assignment.since),
        "endedAt": write_instant(assignment.until) if assignment.until else None,
        "connectedSeconds": connected_s,
        "holdSeconds": hold_s,
        "talkSeconds": None if connected_s is None or hold_s is None else connected_s - hold_s,
        "queueSeconds": facts.queue_s if number == 1 else None,
        "wrapUpSeconds": facts.wrap_up_s if number == count else None,
    }


def _related(contact: Contact) -> Mapping[RelationSource, tuple[str | None, str | None]]:
    def said(name: Field) -> str | None:
        return contact.text(name) if name in contact.fields else None

    return {
        RelationSource.CHOSEN: (said(Field.CHOSEN_WHO_ID), said(Field.CHOSEN_WHAT_ID)),
        RelationSource.DIALLED: (said(Field.DIALLED_WHO_ID), said(Field.DIALLED_WHAT_ID)),
    }

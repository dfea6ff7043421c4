"""Asks CXone for what was forgotten of contacts."""

from collections.abc import Sequence

from switchboard.activity.recall import Told
from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.contact_intake.models import Received
from switchboard.contact_intake.report import read_reports
from switchboard.errors import CcRefused, SwitchboardError
from switchboard.runtime import observe
from switchboard.time_left import time_left_s

MOST_AT_ONCE = 20
"""Contacts asked about in one batch: one request each, while others wait to be written."""

LEAST_S = 40.0
"""With less left of the invocation nothing more is asked: what comes after it is a request for a whole batch."""


def ask(keys: Sequence[ContactKey]) -> Told:
    """What CXone reports of contacts now. Cases of digital channels are in none of its reports."""
    received: list[Received] = []
    unasked: set[ContactKey] = set()
    trouble = ""
    for number, key in enumerate(key for key in keys if key.space is NumberSpace.ACD):
        if trouble or number >= MOST_AT_ONCE or time_left_s() < LEAST_S:
            unasked.add(key)
            continue
        try:
            received += _reported(key)
        except SwitchboardError as error:
            trouble = str(error)
            unasked.add(key)
    if trouble:
        observe.logger().warning("contacts_not_recalled", extra={"reason": trouble})
    observe.count("ContactsRecalled", len(received))
    observe.count("ContactsNotRecalled", len(unasked))
    return Told(tuple(received), frozenset(unasked))


def _reported(key: ContactKey) -> Sequence[Received]:
    """The report of one contact; none where CXone knows none, or does not give it out.

    Raises:
        SwitchboardError: CXone could not be asked.
    """
    from switchboard.runtime.cxone import cxone_contacts  # noqa: PLC0415 - hardly ever needed, and not at the start

    try:
        row = cxone_contacts().contact(key.contact_id)
    except CcRefused as error:
        observe.logger().warning("contact_not_recalled", extra={"reason": str(error)})
        return ()
    return read_reports([row] if row else [], key.business_unit).received

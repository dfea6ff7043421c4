"""Wires how commitments are shown in Salesforce: kept first, then written by the activity writer."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache

from switchboard.contact.fields import Field
from switchboard.contact.merge import Contact
from switchboard.desk.commitments.model import Change, Mirrored
from switchboard.errors import StoreUnavailable
from switchboard.runtime import aws, observe
from switchboard.runtime.contacts import activity_queue, activity_rules
from switchboard.runtime.settings import settings
from switchboard.stores.mirror_items import MirrorItems

GRACE = timedelta(seconds=90)
"""What waits for less has a message under way."""

MOST_SWEPT = 500
_LEAD = "00Q"
"""First characters of a Lead's id; it takes no WhatId beside it (see ``activity/relation.py``)."""


class KeptMirror:
    """Implements ``switchboard.desk.commitments.model.Mirror``: does nothing where the rules do not ask for it."""

    def show(self, mirrored: Mirrored) -> None:
        if _is_wanted():
            mirror_items().keep(mirrored, datetime.now(UTC))
            _tell([mirrored.commitment_id])

    def change(self, commitment_id: str, change: Change, user_id: str = "") -> bool:
        if not _is_wanted():
            return False
        is_shown = mirror_items().change(commitment_id, change, datetime.now(UTC), user_id)
        if is_shown:
            _tell([commitment_id])
        return is_shown


@cache
def mirror_items() -> MirrorItems:
    """What is to be shown."""
    return MirrorItems(aws.dynamodb(), settings().desk_table)


def sides_of(contact: Contact) -> tuple[str, str]:
    """WhoId and WhatId for what was promised in a contact: as its agent chose, or where it was dialled from."""
    who_id = contact.text(Field.CHOSEN_WHO_ID) or contact.text(Field.DIALLED_WHO_ID)
    what_id = contact.text(Field.CHOSEN_WHAT_ID) or contact.text(Field.DIALLED_WHAT_ID)
    return who_id, "" if who_id.startswith(_LEAD) else what_id


def sweep_commitments(now: datetime) -> int:
    """Tell the writer again of commitments that have waited for a while; how many.

    Raises:
        StoreUnavailable: the table or the queue could not be reached.
    """
    waiting = mirror_items().waiting(now - GRACE, MOST_SWEPT)
    if waiting:
        activity_queue().tell_commitments(waiting)
    return len(waiting)


def _is_wanted() -> bool:
    return activity_rules()().commitments.write


def _tell(commitment_ids: Iterable[str]) -> None:
    try:
        activity_queue().tell_commitments(commitment_ids)
    except StoreUnavailable as error:
        # It is marked as waiting, and the sweep finds it.
        observe.logger().warning("not_queued", extra={"reason": str(error)})

"""Which records a contact may be related to: they have to exist, and to be of a type that activities take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from switchboard.errors import SwitchboardError


@dataclass(frozen=True, slots=True)
class Target:
    """What a record is.

    Args:
        object_type: API name.
        exists: whether it is there, not deleted, and visible.
        as_who, as_what: whether an activity takes its type as the person, or as what it is about.
    """

    object_type: str
    exists: bool
    as_who: bool
    as_what: bool


class RelatableRecords(Protocol):
    """The CRM's records, as far as activities may be related to them."""

    def targets(self, record_ids: Sequence[str]) -> Mapping[str, Target]:
        """What these records are; ids of no known type are left out.

        Args:
            record_ids: of 18 characters, five at most.

        Raises:
            CrmError: the CRM could not be asked.
        """
        ...


class NotRelatable(SwitchboardError):
    """The record is of a type that activities do not take there.

    Args:
        member: of the request, ``whoId`` or ``whatId``.
    """

    def __init__(self, member: str) -> None:
        super().__init__(member)
        self.member = member


class RecordMissing(NotRelatable):
    """There is no such record."""


class LeadTakesNoWhat(NotRelatable):
    """A Lead is the person, so nothing else can be related (widely reported of Salesforce, unconfirmed)."""


def check_relation(who_id: str, what_id: str, records: RelatableRecords) -> None:
    """Refuse a relation that the CRM would refuse; empty ids stand for none.

    Raises:
        NotRelatable: or one of its kinds.
        CrmError: the CRM could not be asked.
    """
    targets = records.targets([one for one in (who_id, what_id) if one])
    for member, record_id in (("whoId", who_id), ("whatId", what_id)):
        if not record_id:
            continue
        target = targets.get(record_id)
        if target is None or not (target.as_who if member == "whoId" else target.as_what):
            raise NotRelatable(member)
        if not target.exists:
            raise RecordMissing(member)
    if who_id and what_id and targets[who_id].object_type == "Lead":
        raise LeadTakesNoWhat("whatId")

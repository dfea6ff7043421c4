"""To whom and to what an activity belongs: WhoId and WhatId of a Task, and what follows from them.

A Lead in WhoId allows no WhatId (widely reported, unconfirmed), and WhoId takes a Contact or a Lead only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from switchboard.activity.model import Note, NoteReason, Related, RelationSource

_CONTACT, _LEAD, _ACCOUNT = "003", "00Q", "001"
"""First characters of the ids of these objects (Salesforce, standard key prefixes)."""

WHO, WHAT = "WhoId", "WhatId"


@dataclass(frozen=True, slots=True)
class Relation:
    """The records that an activity belongs to; None where there is none."""

    who_id: str | None = None
    what_id: str | None = None
    notes: tuple[Note, ...] = ()

    def as_view(self) -> dict[str, str | None]:
        """The relation as the rules see it."""
        return {
            "whoId": self.who_id,
            "whatId": self.what_id,
            "contactId": self.who_id if _starts(self.who_id, _CONTACT) else None,
            "leadId": self.who_id if _starts(self.who_id, _LEAD) else None,
            "accountId": self.what_id if _starts(self.what_id, _ACCOUNT) else None,
        }


def sides(related: Related) -> tuple[str | None, str | None]:
    """WhoId and WhatId for a record: people go to WhoId, everything else to WhatId.

    A person account is a person, so its Contact goes to WhoId (unconfirmed).
    """
    if related.object_type in ("Contact", "Lead"):
        return related.record_id, None
    if related.person_contact_id:
        return related.person_contact_id, None
    return None, related.record_id


def resolve_relation(
    order: Sequence[RelationSource],
    told: Mapping[RelationSource, tuple[str | None, str | None]],
    match: Related | None,
) -> Relation:
    """WhoId and WhatId, each from the first in ``order`` that says anything of it.

    Empty text says "none" on purpose, and is not filled from further down. Where a Lead and a WhatId come from
    different sources, the one that comes first stays.

    Args:
        match: the single record that was found for the contact's number, address or handle.
    """
    all_told = {**told, RelationSource.MATCH: sides(match) if match else (None, None)}
    who_id: str | None = None
    what_id: str | None = None
    notes: list[Note] = []
    for source in order:
        who, what = all_told.get(source, (None, None))
        if who and not _starts(who, _CONTACT, _LEAD):
            notes.append(Note(WHO, NoteReason.NOT_A_PERSON))
            who = None
        if who_id is None and who is not None:
            if _starts(who, _LEAD) and what_id:
                notes.append(Note(WHO, NoteReason.LEAD_TAKES_NO_WHAT))
            else:
                who_id = who
        if what_id is None and what is not None:
            if what and _starts(who_id, _LEAD):
                notes.append(Note(WHAT, NoteReason.LEAD_TAKES_NO_WHAT))
            else:
                what_id = what
    return Relation(who_id or None, what_id or None, tuple(notes))


def _starts(record_id: str | None, *prefixes: str) -> bool:
    return record_id is not None and record_id.startswith(prefixes)

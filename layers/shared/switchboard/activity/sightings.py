"""Seeing the records of many contacts with one request."""

from collections import defaultdict
from collections.abc import Sequence

from switchboard.activity.crm import MOST_ROWS, CrmRecords, Found, Look
from switchboard.activity.drafts import Want

Sightings = dict[str, Found | None]
"""By external id what was found; None where nothing was."""


def see(crm: CrmRecords, wanted: Sequence[Want]) -> Sightings:
    """Look at all wanted records; asks nothing where none is wanted.

    Raises:
        CrmError: as ``CrmRecords.read``.
    """
    groups: dict[tuple[str, str], list[Want]] = defaultdict(list)
    for want in wanted:
        by_key = "" if want.record_id else want.plan.key_field
        groups[want.plan.object_type, by_key].append(want)
    looks: list[Look] = []
    asked: list[list[Want]] = []
    for (object_type, key_field), members in groups.items():
        fields = tuple(sorted({name for want in members for name in want.fields}))
        for start in range(0, len(members), MOST_ROWS):
            some = members[start : start + MOST_ROWS]
            looks.append(Look(object_type, fields, tuple(map(_name, some)), key_field))
            asked.append(some)
    seen: Sightings = {}
    for some, found in zip(asked, crm.read(looks) if looks else [], strict=True):
        seen.update({want.plan.key: found.get(_name(want)) for want in some})
    return seen


def _name(want: Want) -> str:
    return want.record_id or want.plan.key

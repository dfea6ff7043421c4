"""Which proposed records really belong to the contact, and in what order they come.

A search only proposes: a record counts when one of its fields, read, is what was searched for.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from switchboard.phone import Ani, Certainty, same_number
from switchboard.screen_pop.lookup_rules import Lookup
from switchboard.screen_pop.model import Candidate, Match, Proposals, Row, SearchPlan

Proof = Callable[[str], Certainty | None]
"""Whether a stored text is what was searched for, and how surely."""


def match_phone(
    found: Proposals,
    plans: Sequence[SearchPlan],
    ani: Ani,
    region: str,
    foreign_national: Literal["never", "when_invalid_at_home", "always"],
) -> Match:
    """The records that hold ``ani``, ranked.

    The order is that of the plans, then values that name their country, then the plans' order of fields, then the
    record changed last, then the lowest id.

    Args:
        region: country in which stored numbers without one are read.
        foreign_national: when such a number may be read in the caller's country instead.
    """
    return Match(
        candidates=_proven(found.rows, plans, lambda stored: same_number(stored, ani, region, foreign_national)),
        truncated=found.truncated,
        ani=ani,
    )


def match_value(found: Proposals, plans: Sequence[SearchPlan], value: str, ani: Ani | None) -> Match:
    """The records that hold an address, handle or normalised number, ranked likewise; case does not count."""
    wanted = value.strip().casefold()

    def same(stored: str) -> Certainty | None:
        return Certainty.INTERNATIONAL if stored.strip().casefold() == wanted else None

    return Match(
        candidates=_proven(found.rows, plans, same),
        truncated=found.truncated,
        ani=ani,
    )


def match_lookup(found: Proposals, lookup: Lookup, ani: Ani | None) -> Match:
    """The records of a custom lookup, in the order that it asks for."""
    listed = [_candidate(row, lookup.name_field, lookup.returns) for row in found.rows]
    return Match(
        candidates=tuple(_collapsed(listed)),
        truncated=found.truncated,
        ani=ani,
    )


def _proven(rows: Sequence[Row], plans: Sequence[SearchPlan], proof: Proof) -> tuple[Candidate, ...]:
    ranks = {plan.object_type: rank for rank, plan in enumerate(plans)}
    ranked = []
    for row in rows:
        rank = ranks.get(row.object_type)
        if rank is None:
            continue
        plan = plans[rank]
        best = _best_field(row, plan.searched, proof)
        if best is not None:
            field_rank, certainty = best
            candidate = _candidate(row, plan.name_field, plan.returns, plan.searched[field_rank], certainty)
            ranked.append(((rank, certainty is not Certainty.INTERNATIONAL, field_rank), candidate))
    # Sorting is stable: the least weighty criterion comes first.
    ranked.sort(key=lambda one: one[1].record_id)
    ranked.sort(key=lambda one: one[1].last_modified, reverse=True)
    ranked.sort(key=lambda one: one[0])
    return tuple(_collapsed(candidate for _, candidate in ranked))


def _best_field(row: Row, fields: Sequence[str], proof: Proof) -> tuple[int, Certainty] | None:
    """Rank and certainty of the field that proves the row best, or None."""
    best: tuple[int, Certainty] | None = None
    for rank, name in enumerate(fields):
        stored = row.fields.get(name)
        if not isinstance(stored, str):
            continue
        certainty = proof(stored)
        if certainty is Certainty.INTERNATIONAL:
            return rank, certainty
        if certainty is not None and best is None:
            best = rank, certainty
    return best


def _candidate(
    row: Row,
    name_field: str,
    returns: Sequence[str],
    matched_field: str = "",
    certainty: Certainty | None = None,
) -> Candidate:
    fields = row.fields
    record_id, object_type, contact_id = str(fields.get("Id", "")), row.object_type, ""
    if fields.get("IsPersonAccount") is True:
        # A person account is one person: its Contact has no page of its own.
        if object_type == "Contact":
            record_id, object_type, contact_id = str(fields.get("AccountId", "")), "Account", record_id
        else:
            contact_id = str(fields.get("PersonContactId") or "")
    return Candidate(
        record_id=record_id,
        object_type=object_type,
        name=str(_value_at(fields, name_field) or ""),
        matched_field=matched_field,
        certainty=certainty,
        contact_id=contact_id,
        last_modified=str(fields.get("LastModifiedDate") or ""),
        fields={path: _value_at(fields, path) for path in returns},
    )


def _collapsed(candidates: Iterable[Candidate]) -> Iterable[Candidate]:
    """Each record once, its best proof first: a person account may be found as Account and as Contact."""
    seen = set()
    for candidate in candidates:
        if candidate.record_id not in seen:
            seen.add(candidate.record_id)
            yield candidate


def _value_at(fields: Any, path: str) -> Any:
    """The value of a field or of one reached over relations, or None."""
    for name in path.split("."):
        if not isinstance(fields, Mapping):
            return None
        fields = fields.get(name)
    return fields

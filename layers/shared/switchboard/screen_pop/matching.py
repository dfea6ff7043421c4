"""Which proposed records really hold the caller's number, and in what order they come.

The search only proposes: a record counts when one of its phone fields, parsed, is the caller's number.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from switchboard.phone import Ani, Certainty, same_number
from switchboard.screen_pop.model import Candidate, Match, Row
from switchboard.screen_pop.rules import ScreenPopRules, SearchedObject


def match_caller(rows: Sequence[Row], ani: Ani, rules: ScreenPopRules, region: str) -> Match:
    """The records among ``rows`` that hold ``ani``, ranked.

    The order is that of the rules' objects, then values that name their country, then the rules' order of
    fields, then the record changed last, then the lowest id.

    Args:
        region: country in which stored numbers without one are read.
    """
    ranks = {searched.object: rank for rank, searched in enumerate(rules.objects)}
    ranked = []
    for row in rows:
        rank = ranks.get(row.object_type)
        if rank is None:
            continue
        searched = rules.objects[rank]
        proof = _proof(row, searched, ani, rules, region)
        if proof is not None:
            field_rank, certainty = proof
            candidate = _candidate(row, searched, rules.phone_fields(searched)[field_rank], certainty)
            national = certainty is Certainty.NATIONAL
            ranked.append(((rank, national, field_rank), candidate))
    ranked.sort(key=lambda one: one[1].record_id)
    ranked.sort(key=lambda one: one[1].last_modified, reverse=True)
    ranked.sort(key=lambda one: one[0])
    counts = Counter(row.object_type for row in rows)
    return Match(
        candidates=tuple(_collapsed(candidate for _, candidate in ranked)),
        truncated=any(counts[searched.object] >= searched.limit for searched in rules.objects),
        ani=ani,
    )


def _proof(
    row: Row, searched: SearchedObject, ani: Ani, rules: ScreenPopRules, region: str
) -> tuple[int, Certainty] | None:
    """Rank and certainty of the field that proves the row best, or None."""
    best: tuple[int, Certainty] | None = None
    for rank, name in enumerate(rules.phone_fields(searched)):
        stored = row.fields.get(name)
        if not isinstance(stored, str):
            continue
        certainty = same_number(stored, ani, region, foreign_national=rules.foreign_national)
        if certainty is Certainty.INTERNATIONAL:
            return rank, certainty
        if certainty is not None and best is None:
            best = rank, certainty
    return best


def _candidate(row: Row, searched: SearchedObject, matched_field: str, certainty: Certainty) -> Candidate:
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
        name=str(value_at(fields, searched.name_field) or ""),
        matched_field=matched_field,
        certainty=certainty,
        contact_id=contact_id,
        last_modified=str(fields.get("LastModifiedDate") or ""),
        fields={path: value_at(fields, path) for path in searched.returns},
    )


def _collapsed(candidates: Iterable[Candidate]) -> Iterable[Candidate]:
    """Each record once, its best proof first: a person account may be found as Account and as Contact."""
    seen = set()
    for candidate in candidates:
        if candidate.record_id not in seen:
            seen.add(candidate.record_id)
            yield candidate


def value_at(fields: Any, path: str) -> Any:
    """The value of a field or of one reached over relations, or None."""
    for name in path.split("."):
        if not isinstance(fields, dict):
            return None
        fields = fields.get(name)
    return fields

"""The answer to the sample call reads well, whatever it is."""

from typing import Any

from local.stack.sample_call import described

CANDIDATE = {
    "recordId": "003000000000001AAA",
    "objectType": "Contact",
    "name": "Ada Lovelace",
    "matchedField": "MobilePhone",
    "fields": {"Email": "ada@example.com"},
}
ANSWER: dict[str, Any] = {
    "match": "one",
    "reason": None,
    "rule": "inbound",
    "ani": "+14155550123",
    "candidates": [CANDIDATE],
    "pop": {"type": "record", "objectType": "Contact", "recordId": "003000000000001AAA", "url": None},
    "lightning": {"type": "SOBJECT", "params": {"recordId": "003000000000001AAA"}},
    "classic": {"method": "screenPop", "url": "/003000000000001"},
    "notes": [],
}


def shown(**changes: Any) -> list[str]:
    return list(described({**ANSWER, **changes}, cold_ms=612.4, warm_ms=4.26))


def test_one_match_is_shown_with_its_record_and_its_arguments() -> None:
    assert shown() == [
        "caller      +14155550123",
        "match       one (rule: inbound)",
        "pop         the record Contact 003000000000001AAA: Ada Lovelace",
        "candidate   Contact Ada Lovelace (003000000000001AAA)",
        '              found by MobilePhone: {"Email": "ada@example.com"}',
        'Lightning   {"type": "SOBJECT", "params": {"recordId": "003000000000001AAA"}}',
        'Classic     {"method": "screenPop", "url": "/003000000000001"}',
        "time        612 ms cold (imports, login, search)",
        "            4.3 ms warm (search; median of 20 calls)",
    ]


def test_nobody_found_is_shown_with_the_reason_and_what_pops_instead() -> None:
    lines = shown(
        match="none",
        reason="withheld",
        ani=None,
        candidates=[],
        pop={"type": "newRecord", "objectType": "Contact", "recordId": None},
        notes=["a note"],
    )
    assert lines[:3] == [
        "caller      no number",
        "match       none, withheld (rule: inbound)",
        "pop         type newRecord, objectType Contact",
    ]
    assert "note        a note" in lines

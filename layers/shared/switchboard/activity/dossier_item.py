"""A dossier as JSON, and back.

The bytes never exceed ``MOST_BYTES``: everything in a dossier is bounded when it is put in, so that a store with
a limit of 400 kB takes any. ``records_fit`` says beforehand whether records would be too many.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from switchboard.activity.dossier import (
    MOST_LEGS,
    ActivityRecord,
    ActivityState,
    Attempt,
    Dossier,
    Match,
    Rejection,
)
from switchboard.activity.model import Related
from switchboard.contact import item as contact_item
from switchboard.contact.instant import parse_instant, write_instant, write_moment
from switchboard.contact.key import ContactKey
from switchboard.contact.text import clean, fit

MOST_RECORDS_BYTES = 120_000
MOST_MATCHED = 20
MOST_REMARKS = 100
MOST_REJECTED_FIELDS = 20
TEXT_ROOM_BYTES = 1_000
NAME_ROOM_BYTES = 120

MOST_BYTES = contact_item.MOST_BYTES + MOST_RECORDS_BYTES + 40_000


class DossierTooLarge(ValueError):
    """More was put into a dossier than it holds: a mistake of ours, since everything is bounded."""


def records_fit(records: Iterable[ActivityRecord]) -> bool:
    """Whether a dossier holds so many records, with so many fields."""
    return len(_json([_record_item(one) for one in records])) <= MOST_RECORDS_BYTES


def to_text(dossier: Dossier) -> str:
    """The dossier as JSON text; its revision is the store's own matter and not part of it.

    Raises:
        DossierTooLarge: there are too many records or legs.
    """
    if not records_fit(dossier.records):
        raise DossierTooLarge("records")
    if len(dossier.legs) > MOST_LEGS:
        raise DossierTooLarge("legs")
    return _json(to_item(dossier)).decode()


def to_item(dossier: Dossier) -> dict[str, Any]:
    """The dossier as a plain object of JSON types; texts for people are cut to their room."""
    match, rejection, attempt = dossier.match, dossier.rejection, dossier.attempt
    return {
        "key": str(dossier.key),
        "createdAt": write_instant(dossier.created_at),
        "since": write_instant(dossier.since),
        "contact": contact_item.to_item(dossier.contact),
        "version": dossier.version,
        "writtenVersion": dossier.written_version,
        "state": dossier.state.value,
        "dueAt": write_moment(dossier.due_at),
        "attempt": attempt
        and {"id": attempt.id, "version": attempt.version, "leaseUntil": write_instant(attempt.lease_until)},
        "match": match
        and {
            "at": write_instant(match.at),
            "records": [
                [one.record_id, one.object_type, one.person_contact_id] for one in match.records[:MOST_MATCHED]
            ],
        },
        "records": [_record_item(one) for one in dossier.records],
        "rejection": rejection
        and {
            "code": _short(rejection.code),
            "fields": _short_all(rejection.fields[:MOST_REJECTED_FIELDS]),
            "text": fit(clean(rejection.text), TEXT_ROOM_BYTES),
            "at": write_instant(rejection.at),
        },
        "remarks": _short_all(dossier.remarks[:MOST_REMARKS]),
        "retries": dossier.retries,
        "legs": [str(leg) for leg in dossier.legs],
    }


def from_text(text: str, revision: int) -> Dossier:
    """The dossier that ``to_text`` wrote.

    Raises:
        ValueError: it is none.
    """
    item = json.loads(text)
    try:
        return _from_item(item, revision)
    except (KeyError, TypeError) as error:
        raise ValueError("the stored dossier is malformed") from error


def _from_item(item: dict[str, Any], revision: int) -> Dossier:
    attempt, match, rejection = item["attempt"], item["match"], item["rejection"]
    return Dossier(
        key=ContactKey.parse(item["key"]),
        created_at=parse_instant(item["createdAt"]),
        since=parse_instant(item["since"]),
        contact=contact_item.from_item(item["contact"]),
        revision=revision,
        version=item["version"],
        written_version=item["writtenVersion"],
        state=ActivityState(item["state"]),
        due_at=parse_instant(item["dueAt"]) if item["dueAt"] else None,
        attempt=Attempt(attempt["id"], attempt["version"], parse_instant(attempt["leaseUntil"]))
        if attempt
        else None,
        match=Match(tuple(Related(*row) for row in match["records"]), parse_instant(match["at"]))
        if match
        else None,
        records=tuple(_record_of(row) for row in item["records"]),
        rejection=Rejection(
            rejection["code"], tuple(rejection["fields"]), rejection["text"], parse_instant(rejection["at"])
        )
        if rejection
        else None,
        remarks=tuple(item["remarks"]),
        retries=item["retries"],
        legs=tuple(ContactKey.parse(leg) for leg in item["legs"]),
    )


def _record_item(record: ActivityRecord) -> dict[str, Any]:
    return {
        "key": record.key,
        "object": record.object_type,
        "id": record.record_id,
        "sent": {name: list(values) for name, values in sorted(record.sent.items())},
        "deleted": record.deleted,
        "inherited": record.inherited,
    }


def _record_of(row: dict[str, Any]) -> ActivityRecord:
    sent = {name: tuple(values) for name, values in row["sent"].items()}
    return ActivityRecord(row["key"], row["object"], row["id"], sent, row["deleted"], row.get("inherited", False))


def _short(text: str) -> str:
    return fit(clean(text), NAME_ROOM_BYTES)


def _short_all(texts: Sequence[str]) -> list[str]:
    return [_short(text) for text in texts]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

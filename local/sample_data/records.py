"""Records as the REST API shows them, collected by object."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from local.sample_data.dice import Dice
from local.sample_data.ids import record_id

Record = dict[str, object]

_FIRST_GENERATED = 101
"""Lower numbers are for records that the named cases know."""

_OLDEST_CHANGE_S = 1000 * 86_400
_LONGEST_UNCHANGED_S = 700 * 86_400
_NEWEST_CHANGE_S = 3600


def moment_text(moment: datetime) -> str:
    """A datetime as Salesforce writes it: ``2026-11-22T07:30:00.000+0000``."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000+0000"


class Records:
    """Adds ids, owners and dates to records and keeps them in order.

    Args:
        reference: the present of the data; every record was made and changed before it.
        owner_ids: users to whom records belong, each chosen by chance.
    """

    def __init__(self, reference: datetime, owner_ids: tuple[str, ...]) -> None:
        self.reference = reference
        self._owner_ids = owner_ids
        self._dice = Dice("records")
        self._by_object: dict[str, list[Record]] = {}

    def add(self, object_name: str, fields: Mapping[str, object]) -> Record:
        """A new record with the given fields; ``Id`` and ``OwnerId`` only where they are not given."""
        rows = self._by_object.setdefault(object_name, [])
        changed = self.ago(self._dice.between(_NEWEST_CHANGE_S, _OLDEST_CHANGE_S))
        made = changed - timedelta(seconds=self._dice.below(_LONGEST_UNCHANGED_S))
        by = self._dice.pick(self._owner_ids)
        record: Record = {"Id": record_id(object_name, _FIRST_GENERATED + len(rows)), **fields}
        if object_name not in ("User", "Group"):
            record.setdefault("OwnerId", by)
        record |= {
            "CreatedDate": moment_text(made),
            "CreatedById": by,
            "LastModifiedDate": moment_text(changed),
            "LastModifiedById": by,
            "SystemModstamp": moment_text(changed),
        }
        rows.append(record)
        return record

    def ago(self, seconds: int) -> datetime:
        """That long before the reference."""
        return self.reference - timedelta(seconds=seconds)

    def of(self, object_name: str) -> Iterator[Record]:
        """Records of one object, in the order of their making."""
        return iter(self._by_object.get(object_name, ()))

    def by_object(self) -> dict[str, list[Record]]:
        """Everything."""
        return self._by_object

"""What the writer asks of the CRM: records written and read in bulk, each row with a result of its own.

The shape is that of Salesforce's composite requests: one request holds a few collections, done one after another,
and a row may stand for the id of a row of an earlier collection (Salesforce REST API guide, composite resource and
sObject collections).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from switchboard.activity.model import Scalar

MOST_COLLECTIONS = 5
"""Collections or queries in one request."""

MOST_ROWS = 200
"""Rows of one collection."""

MOST_TYPES = 10
"""Kinds of objects in one collection of updates, where rows of a kind stand together."""


@dataclass(frozen=True, slots=True)
class RowId:
    """Stands for the id of a row of an earlier collection of the same request, both counted from 0."""

    collection: int
    row: int


Cell = Scalar | RowId | None
"""A field's value; None empties the field."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record to be written.

    Args:
        record_id: of the record to update; empty to make one, or to update the one that has the key.
        key_field, key: external id of a record without ``record_id``.
    """

    object_type: str
    fields: Mapping[str, Cell]
    record_id: str = ""
    key_field: str = ""
    key: str = ""


Collection = Sequence[Row]
"""Rows that are written together: either all updates by id, or all of one object and key field."""


@dataclass(frozen=True, slots=True)
class Done:
    """The row was done."""

    record_id: str
    created: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """The row was not done.

    Args:
        code: the CRM's error code.
        fields: API names that the error speaks of.
        together: whether the collection was refused as a whole, maybe because of one of its rows.
    """

    code: str
    fields: tuple[str, ...] = ()
    together: bool = False


RowResult = Done | Refused


@dataclass(frozen=True, slots=True)
class Look:
    """Records of one object to be read, by id or by external id.

    Args:
        key_field: external id field; empty to look for ids.
    """

    object_type: str
    fields: tuple[str, ...]
    wanted: tuple[str, ...]
    key_field: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A record as it stands; deleted ones are found as long as the recycle bin holds them.

    Args:
        maker_id: the user who made it.
        values: of the fields that were asked for and that the org has, None where empty.
    """

    record_id: str
    deleted: bool
    maker_id: str = ""
    values: Mapping[str, Scalar | None] = field(default_factory=dict)


class CrmRecords(Protocol):
    """Records of the CRM.

    Both methods raise ``switchboard.errors.CrmError`` where the request as a whole came to nothing. After a
    ``write`` that raised, nobody knows what was done.
    """

    def write(self, collections: Sequence[Collection]) -> list[list[RowResult]]:
        """Write at most ``MOST_COLLECTIONS`` collections with one request; the results in the same places."""
        ...

    def read(self, looks: Sequence[Look]) -> list[dict[str, Found]]:
        """What is found, by the ids or keys that were wanted, with one request for ``MOST_COLLECTIONS`` looks."""
        ...

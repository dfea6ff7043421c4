"""Records of many contacts, packed into requests. Pure.

A record that refers to another of the same request stands in a later collection, because a reference works between
collections only; a record whose other one is written already is given its id.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from switchboard.activity.crm import MOST_COLLECTIONS, MOST_ROWS, MOST_TYPES, Cell, Row, RowId
from switchboard.activity.model import Reference, Scalar
from switchboard.contact.key import ContactKey

Value = Scalar | Reference | None
"""What a field is to hold: None for nothing any more, a reference for the id of another record of the contact."""

JobId = tuple[ContactKey, str]
"""A contact, and the external id of a record of it."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A value that the CRM would not take, and the code with which it said so."""

    value: Value
    code: str


@dataclass(frozen=True, slots=True)
class Job:
    """One record to be written.

    Args:
        record_id: of the record to update; empty to make one.
        fields: references name the external id of another record of the same contact.
        set_once: fields that an existing record does not take.
        lot: jobs of different lots are kept apart, because one of them makes the others fail.
        left_out: fields that are not sent because the CRM would not take them.
        keeps_links: whether it is not to be written without a link that leads nowhere.
        tried: codes of the refusals for which something was tried already.
        refusal: code of the last refusal.
    """

    contact: ContactKey
    key: str
    object_type: str
    key_field: str
    fields: Mapping[str, Value]
    record_id: str = ""
    set_once: frozenset[str] = frozenset()
    lot: int = 0
    left_out: Mapping[str, LeftOut] = field(default_factory=dict)
    keeps_links: bool = False
    tried: frozenset[str] = frozenset()
    refusal: str = ""

    @property
    def id(self) -> JobId:
        """What it is called."""
        return self.contact, self.key

    def without(self, names: Collection[str], code: str) -> "Job":
        """The job with fields left out."""
        left_out = {name: LeftOut(value, code) for name, value in self.fields.items() if name in names}
        fields = {name: value for name, value in self.fields.items() if name not in names}
        return replace(self, fields=fields, left_out={**self.left_out, **left_out})

    def refers_to(self) -> list[JobId]:
        """Records whose ids it needs."""
        return [(self.contact, cell.record) for cell in self.fields.values() if isinstance(cell, Reference)]


@dataclass(frozen=True, order=True, slots=True)
class _Group:
    """Rows that may share a collection: of one depth and lot, all updates or all of one object and key field."""

    depth: int
    lot: int
    object_type: str = ""
    key_field: str = ""


@dataclass(slots=True)
class _Request:
    collections: list[tuple[Job, ...]] = field(default_factory=list)
    places: dict[JobId, RowId] = field(default_factory=dict)

    def add(self, jobs: Sequence[Job]) -> None:
        for row, job in enumerate(jobs):
            self.places[job.id] = RowId(len(self.collections), row)
        self.collections.append(tuple(jobs))


def known(fields: Mapping[str, Value]) -> dict[str, Scalar | None]:
    """The fields whose values are known: no references."""
    return {name: value for name, value in fields.items() if not isinstance(value, Reference)}


def pack(jobs: Sequence[Job]) -> list[tuple[Job, ...]]:
    """The collections of the next request; what does not fit waits for another one.

    Args:
        jobs: each refers only to others among them.
    """
    groups: dict[_Group, list[Job]] = defaultdict(list)
    depths = _depths(jobs)
    for job in jobs:
        kind = ("", "") if job.record_id else (job.object_type, job.key_field)
        groups[_Group(depths[job.id], job.lot, *kind)].append(job)
    request = _Request()
    for _, members in sorted(groups.items()):
        ready = [job for job in members if all(other in request.places for other in job.refers_to())]
        for chunk in _chunks(ready):
            if len(request.collections) == MOST_COLLECTIONS:
                return request.collections
            request.add(chunk)
    return request.collections


def rows(collections: Sequence[Sequence[Job]]) -> list[list[Row]]:
    """The rows of packed collections."""
    places = {
        job.id: RowId(collection, row)
        for collection, jobs in enumerate(collections)
        for row, job in enumerate(jobs)
    }
    return [[_row(job, places) for job in jobs] for jobs in collections]


def _row(job: Job, places: Mapping[JobId, RowId]) -> Row:
    cells: dict[str, Cell] = {
        name: places[job.contact, cell.record] if isinstance(cell, Reference) else cell
        for name, cell in job.fields.items()
    }
    if job.record_id:
        return Row(job.object_type, cells, record_id=job.record_id)
    return Row(job.object_type, cells, key_field=job.key_field, key=job.key)


def _depths(jobs: Sequence[Job]) -> dict[JobId, int]:
    """How many others have to be written one after another before each job."""
    by_id = {job.id: job for job in jobs}
    depths: dict[JobId, int] = {}

    def depth(job: Job) -> int:
        if job.id not in depths:
            depths[job.id] = 1 + max((depth(by_id[other]) for other in job.refers_to()), default=-1)
        return depths[job.id]

    for job in jobs:
        depth(job)
    return depths


def _chunks(jobs: Sequence[Job]) -> list[list[Job]]:
    """Collections of a group: at most so many rows and kinds of objects, rows of a kind together."""
    chunks: list[list[Job]] = []
    for job in sorted(jobs, key=lambda job: job.object_type):
        last = chunks[-1] if chunks else []
        types = {one.object_type for one in last} | {job.object_type}
        if not last or len(last) == MOST_ROWS or len(types) > MOST_TYPES:
            chunks.append([job])
        else:
            last.append(job)
    return chunks

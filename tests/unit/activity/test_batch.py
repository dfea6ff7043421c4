"""How records are packed into requests: laws over any mixture of them."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from switchboard.activity.batch import Job, pack, rows
from switchboard.activity.crm import MOST_COLLECTIONS, MOST_ROWS, MOST_TYPES, RowId
from switchboard.activity.model import Reference
from tests.fakes.writing import key

OBJECTS = ["Task", "Case", *(f"Object{number}__c" for number in range(12))]


@st.composite
def jobs(draw: st.DrawFn) -> list[Job]:
    """Jobs of a few contacts, each referring to others of its contact that come before it."""
    made = []
    for contact in range(draw(st.integers(1, 4))):
        for number in range(draw(st.integers(1, 6))):
            others = draw(st.sets(st.integers(0, number - 1), max_size=2)) if number else set()
            made.append(
                Job(
                    contact=key(str(contact + 1)),
                    key=f"{contact}:{number}",
                    object_type=draw(st.sampled_from(OBJECTS)),
                    key_field="Key__c",
                    fields={
                        "Subject": "x",
                        **{f"Ref{other}__c": Reference(f"{contact}:{other}") for other in others},
                    },
                    record_id=draw(st.sampled_from(["", "00T000000000001AAA"])),
                    lot=draw(st.integers(0, 2)),
                )
            )
    return made


@given(jobs())
def test_a_request_keeps_to_the_limits(made: list[Job]) -> None:
    collections = pack(made)
    assert 1 <= len(collections) <= MOST_COLLECTIONS
    for collection in collections:
        assert 1 <= len(collection) <= MOST_ROWS
        assert len({job.object_type for job in collection}) <= MOST_TYPES


@given(jobs())
def test_a_collection_is_of_one_lot_and_kind(made: list[Job]) -> None:
    for collection in pack(made):
        assert len({job.lot for job in collection}) == 1
        kinds = {"" if job.record_id else f"{job.object_type} {job.key_field}" for job in collection}
        assert len(kinds) == 1


@given(jobs())
def test_rows_of_a_kind_stand_together_in_a_collection_of_updates(made: list[Job]) -> None:
    for collection in pack(made):
        types = [job.object_type for job in collection]
        assert types == sorted(types)


@given(jobs())
def test_a_reference_leads_to_the_row_of_an_earlier_collection(made: list[Job]) -> None:
    collections = pack(made)
    for number, (packed, written) in enumerate(zip(collections, rows(collections), strict=True)):
        for job, row in zip(packed, written, strict=True):
            for name, cell in row.fields.items():
                if isinstance(cell, RowId):
                    other = collections[cell.collection][cell.row]
                    assert cell.collection < number
                    assert job.fields[name] == Reference(other.key)
                    assert other.contact == job.contact


@given(jobs())
def test_every_job_is_written_once_in_the_end(made: list[Job]) -> None:
    done: Counter[str] = Counter()
    waiting = {job.key: job for job in made}
    while waiting:
        packed = [job.key for collection in pack(list(waiting.values())) for job in collection]
        done.update(packed)
        for one in packed:
            del waiting[one]
        for job in waiting.values():
            known = {
                name: "id" if isinstance(value, Reference) and done[value.record] else value
                for name, value in job.fields.items()
            }
            waiting[job.key] = replace(job, fields=known)
    assert done == Counter(job.key for job in made)


def test_two_hundred_new_tasks_are_one_collection_and_the_next_begins_another() -> None:
    made = [Job(key(), f"k{number}", "Task", "Key__c", {"Subject": "x"}) for number in range(201)]
    assert [len(collection) for collection in pack(made)] == [200, 1]


def test_a_row_to_update_has_its_id_and_a_new_one_its_key() -> None:
    new = Job(key(), "k1", "Task", "Key__c", {"Subject": "x"})
    old = replace(new, key="k2", record_id="00T000000000001AAA")
    ((made,), (changed,)) = sorted(rows(pack([new, old])), key=lambda of: of[0].record_id)
    assert (made.record_id, made.key_field, made.key) == ("", "Key__c", "k1")
    assert (changed.record_id, changed.key_field, changed.key) == ("00T000000000001AAA", "", "")

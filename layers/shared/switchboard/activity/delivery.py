"""A batch of records on its way into the CRM: one request, and a few for what was refused and can be mended."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from switchboard.activity.batch import Job, JobId, LeftOut, Value, known, pack, rows
from switchboard.activity.crm import MOST_COLLECTIONS, CrmRecords, Done, Refused, RowResult
from switchboard.activity.model import Reference, Scalar
from switchboard.activity.results import LOCKED, UNKNOWN_FIELD, Remedy, Tried, Verdict, ids_among, verdict
from switchboard.errors import CrmError

MOST_REQUESTS = 12
"""Requests for one batch. What is then still refused because of its company comes back in another batch."""

LOCK_PAUSE_S = 0.3
NO_TIME = "NO_TIME_LEFT"


@dataclass(frozen=True, slots=True)
class Delivered:
    """The record was written.

    Args:
        fields: as they were written.
        left_out: fields that the CRM would not take.
    """

    record_id: str
    created: bool
    fields: Mapping[str, Scalar | None]
    left_out: Mapping[str, LeftOut]


@dataclass(frozen=True, slots=True)
class Gone:
    """The record was deleted in between."""


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing was written; another time it may be.

    Args:
        own: whether the record itself was refused, as opposed to nothing being asked of it.
    """

    code: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Unwanted:
    """The CRM refuses the record for good."""

    code: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Nobody knows whether these values were written."""

    fields: Mapping[str, Scalar | None]


Result = Delivered | Gone | Later | Unwanted | Uncertain


class Delivery:
    """One run.

    Args:
        may_ask: whether there is time for another request.
        pause: waits that many seconds.

    Attributes:
        results: of each job, once ``run`` is over.
        requests: how many were sent.
        trouble: what ended the run, where a request as a whole came to nothing.
        lacking: fields, by object, that turned out not to exist.
    """

    def __init__(
        self, crm: CrmRecords, jobs: Sequence[Job], may_ask: Callable[[], bool], pause: Callable[[float], None]
    ) -> None:
        self._crm = crm
        self._waiting = {job.id: job for job in jobs}
        self._may_ask = may_ask
        self._pause = pause
        self._lots = 0
        self.results: dict[JobId, Result] = {}
        self.requests = 0
        self.trouble: CrmError | None = None
        self.lacking: set[tuple[str, str]] = set()

    def run(self) -> None:
        """Write what can be written; afterwards every job has a result."""
        while self._waiting and self.trouble is None:
            if self.requests == MOST_REQUESTS or not self._may_ask():
                break
            self._ask(pack(list(self._waiting.values())))
            self._follow_references()
        for job in list(self._waiting.values()):
            reason = self.trouble.code if self.trouble else NO_TIME
            self._settle(job, Later(job.refusal or reason, own=bool(job.refusal)))

    def _ask(self, collections: Sequence[Sequence[Job]]) -> None:
        self.requests += 1
        try:
            answers = self._crm.write(rows(collections))
        except CrmError as error:
            self.trouble = error
            for jobs in collections:
                for job in jobs:
                    self._settle(job, Uncertain(known(job.fields)))
            return
        locked = False
        for jobs, results in zip(collections, answers, strict=True):
            self._take(jobs, results)
            locked = locked or any(isinstance(one, Refused) and one.code == LOCKED for one in results)
        if locked and self._waiting:
            self._pause(LOCK_PAUSE_S)

    def _take(self, jobs: Sequence[Job], results: Sequence[RowResult]) -> None:
        company = Counter(one.code for one in results if isinstance(one, Refused))
        everything = frozenset(name for job in jobs for name in job.fields)
        to_split: list[Job] = []
        for job, result in zip(jobs, results, strict=True):
            if isinstance(result, Done):
                fields = {name: self._written(job, value) for name, value in job.fields.items()}
                self._settle(job, Delivered(result.record_id, result.created, fields, job.left_out))
                continue
            decided = verdict(
                result, _tried(job, everything if result.together else job.fields, company[result.code])
            )
            if decided.remedy is Remedy.SPLIT:
                to_split.append(replace(job, refusal=result.code))
            else:
                self._decide(job, result, decided)
        self._split(to_split)

    def _decide(self, job: Job, refused: Refused, decided: Verdict) -> None:
        match decided.remedy:
            case Remedy.AGAIN:
                if refused.code == UNKNOWN_FIELD:
                    self.lacking |= {(job.object_type, name) for name in decided.without}
                again = job.without(decided.without, refused.code)
                self._waiting[job.id] = replace(again, tried=job.tried | {refused.code}, refusal=refused.code)
                if job.record_id and not again.fields:
                    self._settle(job, Delivered(job.record_id, False, {}, again.left_out))
            case Remedy.GONE:
                self._settle(job, Gone())
            case Remedy.LATER:
                self._settle(job, Later(refused.code, own=True))
            case _:
                self._settle(job, Unwanted(refused.code, refused.fields))

    def _split(self, jobs: Sequence[Job]) -> None:
        """Part jobs that failed together, into as many lots as a request holds."""
        for part in range(MOST_COLLECTIONS):
            self._lots += 1
            for job in jobs[part::MOST_COLLECTIONS]:
                self._waiting[job.id] = replace(job, lot=self._lots)

    def _follow_references(self) -> None:
        """Give waiting jobs the ids that are known now; what refers to a record that has to wait waits too."""
        settled = True
        while settled:
            settled = False
            for job in list(self._waiting.values()):
                followed = self._followed(job)
                if isinstance(followed, Later):
                    self._settle(job, followed)
                    settled = True
                else:
                    self._waiting[job.id] = followed

    def _followed(self, job: Job) -> Job | Later:
        """The job with ids for references to what is settled; what is refused for good, or gone, is left out."""
        followed = job
        for name, value in job.fields.items():
            if not isinstance(value, Reference):
                continue
            match self.results.get((job.contact, value.record)):
                case Delivered(record_id=record_id):
                    followed = replace(followed, fields={**followed.fields, name: record_id})
                case Unwanted(code=code):
                    followed = followed.without({name}, code)
                case Gone():
                    followed = followed.without({name}, "ENTITY_IS_DELETED")
                case Later() as later:
                    return later
        return followed

    def _written(self, job: Job, value: Value) -> Scalar | None:
        if not isinstance(value, Reference):
            return value
        other = self.results[job.contact, value.record]
        assert isinstance(other, Delivered)  # noqa: S101 - the row could not have been written otherwise
        return other.record_id

    def _settle(self, job: Job, result: Result) -> None:
        self._waiting.pop(job.id, None)
        self.results[job.id] = result


def _tried(job: Job, fields: Collection[str], company: int) -> Tried:
    return Tried(
        fields=fields,
        ids=ids_among(job.fields),
        set_once=job.set_once & job.fields.keys(),
        updates=bool(job.record_id),
        keeps_links=job.keeps_links,
        company=company,
        before=job.tried,
    )

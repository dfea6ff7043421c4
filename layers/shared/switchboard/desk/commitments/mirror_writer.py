"""Brings commitments into the CRM, each as one record whatever fails in between.

What is to be shown is kept with a revision, beside a mark that says that it waits. A message is a hint to look;
the mark stays until the CRM holds that very revision, and a sweep brings back what has waited for a while. Nobody
else writes a commitment while one has the lease on it.
"""

import random
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from switchboard.activity.batch import Job, JobId, known
from switchboard.activity.circuit import CircuitStore, Permit
from switchboard.activity.crm import CrmRecords
from switchboard.activity.delivery import Delivered, Delivery, Gone, Result, Uncertain, Unwanted
from switchboard.activity.gate import Gate
from switchboard.activity.rules import ActivityRules
from switchboard.desk.commitments.mirroring import Shown, fields_of, job_of, sent_after
from switchboard.desk.commitments.model import Mirrored
from switchboard.errors import CrmError
from switchboard.time_left import time_left_s

LEAST_S = 10.0
"""With less time left no request is begun."""

AGAIN = timedelta(seconds=60)
"""When what could not be written is looked at again."""


@dataclass(frozen=True, slots=True)
class Held:
    """A commitment that this writer alone may write for now.

    Args:
        revision: of what is to be shown.
        lease: until when, as it was taken.
    """

    mirrored: Mirrored
    shown: Shown
    revision: int
    lease: str


class MirrorStore(Protocol):
    """Keeps what is to be shown; raises ``StoreUnavailable``."""

    def claim(self, commitment_id: str, until: datetime, now: datetime) -> Held | None:
        """Take the lease; None where another has it, or nothing is to be shown any more."""
        ...

    def settled(self, held: Held, shown: Shown) -> bool:
        """What the CRM holds now, and no more mark; False where there is a newer revision, which waits."""
        ...

    def put_off(self, held: Held, until: datetime, *, is_doubtful: bool) -> None:
        """Give the lease back and look again later.

        Args:
            is_doubtful: whether something may have been written.
        """
        ...

    def waiting(self, before: datetime, most: int) -> Sequence[str]:
        """Ids of commitments that have been waiting since then."""
        ...


@dataclass(slots=True)
class MirrorReport:
    """What became of a batch.

    Args:
        refused: codes with which the CRM refused records for good.
        renewed: commitments that changed while they were written.
    """

    written: int = 0
    put_off: int = 0
    refused: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    requests: int = 0
    trouble: CrmError | None = None


class MirrorWriter:
    """The writer of one environment.

    Args:
        lease_s: longer than an invocation lives, and any request that it may leave behind.
        e164: a number's one spelling.
        roll: gives a number in [0, 1).
    """

    def __init__(
        self,
        store: MirrorStore,
        crm: CrmRecords,
        circuits: CircuitStore,
        rules: Callable[[], ActivityRules],
        business_unit: str,
        e164: Callable[[str], str],
        *,
        lease_s: float,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        roll: Callable[[], float] = random.random,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._store = store
        self._crm = crm
        self._circuits = circuits
        self._rules = rules
        self._business_unit = business_unit
        self._e164 = e164
        self._lease = timedelta(seconds=lease_s)
        self._clock = clock
        self._roll = roll
        self._pause = pause

    def write(self, commitment_ids: Collection[str]) -> MirrorReport:
        """Write what these commitments have to show.

        Raises:
            StoreUnavailable: what was begun waits until its lease ends.
        """
        report = MirrorReport()
        now = self._clock()
        claims = (self._store.claim(one, now + self._lease, now) for one in dict.fromkeys(commitment_ids))
        held = [one for one in claims if one is not None]
        jobs = {one.mirrored.commitment_id: self._job(one) for one in held}
        ready = [(one, job) for one in held if (job := jobs[one.mirrored.commitment_id]) is not None]
        for one in held:
            if jobs[one.mirrored.commitment_id] is None:
                self._settle(one, one.shown, report)
        if ready:
            self._deliver(ready, report)
        return report

    def _job(self, held: Held) -> Job | None:
        rules = self._rules()
        if not rules.commitments.write:
            # It was switched off meanwhile.
            return None
        fields = fields_of(held.mirrored, rules.commitments, rules.time_zone, self._e164)
        return job_of(held.mirrored, held.shown, fields, rules.commitments.key_field, self._business_unit)

    def _deliver(self, ready: Sequence[tuple[Held, Job]], report: MirrorReport) -> None:
        gate = Gate(self._circuits, self._clock(), self._roll)
        admitted = {Permit.ALL: ready, Permit.PROBE: ready[:1], Permit.NOTHING: []}[gate.permit]
        delivery = Delivery(self._crm, [job for _, job in admitted], lambda: time_left_s() > LEAST_S, self._pause)
        delivery.run()
        report.requests = delivery.requests
        if delivery.trouble:
            report.trouble = delivery.trouble
            gate.failed(delivery.trouble, self._clock())
        elif delivery.requests:
            gate.succeeded()
        else:
            gate.not_tried()
        for held, job in ready:
            self._take(held, job, delivery.results, report)

    def _take(self, held: Held, job: Job, results: Mapping[JobId, Result], report: MirrorReport) -> None:
        match results.get(job.id):
            case Delivered(record_id=record_id):
                # What the CRM would not take is not sent again either, until it changes.
                report.written += 1
                self._settle(held, Shown(record_id, sent_after(held.shown, known(job.fields))), report)
            case Gone():
                self._settle(held, Shown(held.shown.record_id, held.shown.sent, is_gone=True), report)
            case Unwanted(code=code):
                report.refused.append(code)
                self._settle(held, held.shown, report)
            case result:
                report.put_off += 1
                is_doubtful = held.shown.is_doubtful or isinstance(result, Uncertain)
                self._store.put_off(held, self._clock() + AGAIN * (1 + self._roll()), is_doubtful=is_doubtful)

    def _settle(self, held: Held, shown: Shown, report: MirrorReport) -> None:
        if not self._store.settled(held, shown):
            report.renewed.append(held.mirrored.commitment_id)

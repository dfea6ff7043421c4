"""Writes the activities of many contacts with one request, exactly once in effect.

What is due stands in the ledger; a key that is given here is a hint to look. Whatever the CRM does, the contact is
due in the ledger again, so nothing is lost by forgetting the hint.
"""

import random
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from switchboard.activity.batch import JobId
from switchboard.activity.circuit import CircuitStore, Permit
from switchboard.activity.crm import CrmRecords
from switchboard.activity.delivery import Delivered, Delivery, Later, Result, Uncertain
from switchboard.activity.dossier import ActivityState, Attempt, Dossier, Match
from switchboard.activity.dossier_changes import Outcome
from switchboard.activity.drafts import Draft, draft, wants
from switchboard.activity.gate import Gate
from switchboard.activity.ledger import Ledger
from switchboard.activity.outcomes import Moment, outcome
from switchboard.activity.outlook import Outlook, dossiers_of_legs, due_rule
from switchboard.activity.owners import AskForUsers, Users, agents_in
from switchboard.activity.preparing import Prepared, prepare, records_if_unknown
from switchboard.activity.readiness import Readiness, looks_anew, readiness
from switchboard.activity.results import NOT_READY_CODES
from switchboard.activity.rules import ActivityRules
from switchboard.activity.sightings import see
from switchboard.contact.key import ContactKey
from switchboard.contact.merge import Contact
from switchboard.errors import CrmError, CrmNotVisible
from switchboard.time_left import time_left_s

LEAST_S = 10.0
"""What a request of a whole batch may take; with less left, of the invocation or the lease, none is begun."""

SPREAD_S = 60.0
"""Contacts that wait for the CRM together do not come back in one moment."""

LACKING_FOR = timedelta(minutes=5)
"""How long a field that the org turned out not to have is left out without asking again."""


@dataclass(slots=True)
class Report:
    """What became of one batch.

    Args:
        ready: contacts that were to be written now; the others are somebody else's, or not due.
        put_off: of these, the ones that the CRM was not asked for.
        outcomes: of the ones that were written, or refused.
        overtaken: contacts whose attempt was somebody else's by the time it ended.
        writes, reads: requests to the CRM.
        trouble: what kept the CRM from doing what was asked.
        is_open: whether the CRM is left alone for now.
    """

    ready: int = 0
    put_off: int = 0
    outcomes: list[Outcome] = field(default_factory=list)
    overtaken: int = 0
    writes: int = 0
    reads: int = 0
    trouble: CrmError | None = None
    is_open: bool = False


class ActivityWriter:
    """The writer of one environment.

    Args:
        rules: gives the rules in force.
        lease_s: how long nobody else writes a contact that is being written: longer than an invocation lives, and
            any request that it may leave behind.
        recall: brings back what was forgotten of contacts; leaves out those that have to wait for it.
        matches: gives what pops and look-ups have found for contacts, as far as it is still known.
        users_of: gives the Salesforce users of agents; None to do without.
        clock: the time now, aware.
        roll: gives a number in [0, 1).
        pause: waits that many seconds.
    """

    def __init__(
        self,
        ledger: Ledger,
        crm: CrmRecords,
        circuits: CircuitStore,
        rules: Callable[[], ActivityRules],
        *,
        lease_s: float,
        recall: Callable[[Sequence[Dossier]], Sequence[Dossier]] = lambda dossiers: dossiers,
        matches: Callable[[Sequence[Dossier]], Mapping[ContactKey, Match]] = lambda _: {},
        users_of: AskForUsers | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        roll: Callable[[], float] = random.random,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._ledger = ledger
        self._crm = crm
        self._circuits = circuits
        self._rules = rules
        self._recall = recall
        self._matches = matches
        self._users_of = users_of
        self._lease = timedelta(seconds=lease_s)
        self._clock = clock
        self._roll = roll
        self._pause = pause
        self._lacking: dict[tuple[str, str], datetime] = {}

    def write(self, keys: Collection[ContactKey]) -> Report:
        """Write what is due of these contacts.

        Raises:
            StoreUnavailable: the ledger or the circuit does not do what is asked. What was begun is due again when
                its lease ends.
        """
        report = Report()
        drafts = self._drafts(keys)
        report.ready = len(drafts)
        if not drafts:
            return report
        gate = Gate(self._circuits, self._clock(), self._roll)
        admitted = self._admitted(drafts, gate)
        self._put_off([one for one in drafts if one not in admitted], gate, report)
        if admitted:
            self._write(admitted, gate, report)
        report.is_open = gate.circuit.is_open
        return report

    def _drafts(self, keys: Collection[ContactKey]) -> list[Draft]:
        """What is to be written now."""
        rules, now = self._rules(), self._clock()
        found = self._ledger.read(list(dict.fromkeys(keys)))
        dossiers = self._recall(list({dossier.key: dossier for dossier in found.values()}.values()))
        legs = self._ledger.read([leg for dossier in dossiers for leg in dossier.legs])
        standing = [(dossier, readiness(dossier, now)) for dossier in dossiers]
        doubtful = [dossier for dossier, stands in standing if stands is Readiness.THINK_AGAIN]
        decided = self._ledger.look_again(doubtful, due_rule(rules, now, legs))
        ready = [dossier for dossier, stands in standing if stands is Readiness.READY]
        ready += [dossier for dossier in decided.values() if dossier.state is ActivityState.DUE]
        ready = self._with_matches(ready)
        parts = [(one, dossiers_of_legs(one, rules, legs)) for one in ready]
        users = self._users([one.contact for part in parts for one in (part[0], *part[1])], rules)
        return [draft(one, its, rules, looks_anew=looks_anew(one), users=users) for one, its in parts]

    def _users(self, contacts: Sequence[Contact], rules: ActivityRules) -> Users | None:
        """The users of the contacts' agents, all at once; None where the rules do not ask for them."""
        if self._users_of is None or not rules.owner.agents:
            return None
        agents = agents_in(contacts)
        return self._users_of(agents) if agents else {}

    def _with_matches(self, dossiers: Sequence[Dossier]) -> list[Dossier]:
        """The dossiers, each with what was found for its customer."""
        unmatched = [dossier for dossier in dossiers if dossier.match is None]
        found = self._matches(unmatched) if unmatched else {}
        return [replace(one, match=one.match or found.get(one.key)) for one in dossiers]

    def _admitted(self, drafts: Sequence[Draft], gate: Gate) -> list[Draft]:
        """What may be written: everything, or one contact that tries out whether the CRM is back, or nothing."""
        match gate.permit:
            case Permit.ALL:
                return list(drafts)
            case Permit.NOTHING:
                return []
            case Permit.PROBE:
                telling = [one for one in drafts if wants(one) or prepare(one, {}).jobs]
                if not telling:
                    gate.not_tried()
                return telling[:1] or list(drafts)

    def _put_off(self, drafts: Iterable[Draft], gate: Gate, report: Report) -> None:
        """Have contacts come back when the CRM may be asked again."""
        waiting = [one.dossier for one in drafts]
        report.put_off += len(waiting)
        now = self._clock()
        since = max(now, gate.circuit.open_until or now)

        def later(_: Dossier) -> Outlook:
            return Outlook(ActivityState.DUE, since + timedelta(seconds=SPREAD_S * self._roll()))

        self._ledger.look_again(waiting, later)

    def _write(self, drafts: Sequence[Draft], gate: Gate, report: Report) -> None:
        wanted = [want for one in drafts for want in wants(one)]
        report.reads = 1 if wanted else 0
        try:
            seen = see(self._crm, wanted)
        except CrmError as error:
            self._trouble(error, gate, report)
            self._put_off(drafts, gate, report)
            return
        lacking = [name for name, until in self._lacking.items() if self._clock() < until]
        begun = self._begin([prepare(one, seen, lacking) for one in drafts])
        delivery = self._deliver(begun)
        report.writes = delivery.requests
        if delivery.trouble:
            self._trouble(delivery.trouble, gate, report)
        elif code := _not_ready(delivery.results.values()):
            self._trouble(CrmNotVisible(code), gate, report)
        elif wanted or delivery.requests:
            gate.succeeded()
        self._settle(begun, delivery.results, gate, report)

    def _trouble(self, error: CrmError, gate: Gate, report: Report) -> None:
        report.trouble = error
        gate.failed(error, self._clock())

    def _begin(self, prepared: Sequence[Prepared]) -> list[tuple[Prepared, Dossier]]:
        """Open attempts; contacts that were changed meanwhile are left to whoever changed them."""
        lease_until = self._clock() + self._lease
        starts = [
            (
                one.dossier,
                Attempt(uuid.uuid4().hex, one.dossier.version, lease_until),
                records_if_unknown(one.records.values(), one.jobs),
            )
            for one in prepared
        ]
        opened = self._ledger.begin(starts)
        return [(one, opened[one.dossier.key]) for one in prepared if one.dossier.key in opened]

    def _deliver(self, begun: Sequence[tuple[Prepared, Dossier]]) -> Delivery:
        lease_until = min((_lease_of(dossier) for _, dossier in begun), default=self._clock())

        def may_ask() -> bool:
            # A writer that was held up must not write once somebody else may have taken over.
            left_s = (lease_until - self._clock()).total_seconds()
            return min(left_s, time_left_s()) > LEAST_S

        delivery = Delivery(self._crm, [job for one, _ in begun for job in one.jobs], may_ask, self._pause)
        delivery.run()
        self._lacking.update(dict.fromkeys(delivery.lacking, self._clock() + LACKING_FOR))
        return delivery

    def _settle(
        self,
        begun: Sequence[tuple[Prepared, Dossier]],
        results: Mapping[JobId, Result],
        gate: Gate,
        report: Report,
    ) -> None:
        now = self._clock()
        not_before = gate.circuit.open_until or now
        outcomes = [
            (dossier, outcome(one, results, Moment(now, not_before, self._roll()))) for one, dossier in begun
        ]
        settled = self._ledger.settle(outcomes)
        report.outcomes = [one for dossier, one in outcomes if dossier.key in settled]
        lost = [one for one, dossier in begun if dossier.key not in settled]
        report.overtaken = len(lost)
        self._own_up([one for one in lost if _may_have_written(one, results)])

    def _own_up(self, lost: Sequence[Prepared]) -> None:
        """Have contacts written again that somebody else wrote while our request was under way.

        It takes a writer that was held up for longer than its lease. Nobody knows whose values came last, so an
        attempt is left behind whose lease has ended.
        """
        by_key = {one.dossier.key: one for one in lost}
        while by_key:
            now = self._clock()
            held = self._ledger.read(list(by_key))
            starts = [
                (
                    dossier,
                    Attempt(uuid.uuid4().hex, dossier.version, now),
                    records_if_unknown(dossier.records, jobs),
                )
                for dossier, jobs in ((dossier, by_key[key].jobs) for key, dossier in held.items())
            ]
            opened = self._ledger.begin(starts)
            by_key = {key: one for key, one in by_key.items() if key in held and key not in opened}
            if by_key:
                self._pause(1.0)


def _lease_of(dossier: Dossier) -> datetime:
    assert dossier.attempt is not None  # noqa: S101 - it was opened just now
    return dossier.attempt.lease_until


def _may_have_written(prepared: Prepared, results: Mapping[JobId, Result]) -> bool:
    return any(isinstance(results[job.id], Delivered | Uncertain) for job in prepared.jobs)


def _not_ready(results: Collection[Result]) -> str:
    """The code with which the org refuses everything for want of an object or a key field; empty otherwise."""
    codes = {result.code if isinstance(result, Later) else "" for result in results}
    return codes.pop() if len(codes) == 1 and codes <= NOT_READY_CODES else ""

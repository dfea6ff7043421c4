"""The sweep: what is due and was not written gets another message, without flooding the queue."""

from datetime import timedelta

import pytest

from switchboard.activity.dossier import ActivityState, Attempt, Dossier
from switchboard.activity.dossier_changes import Postponed
from switchboard.activity.ledger import Ledger
from switchboard.activity.outlook import Outlook
from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.contact_intake.models import Received
from switchboard.reconcile.sweep import GRACE, MOST, MOST_WAITING, Swept, sweep
from tests.fakes.contact_events import at, told
from tests.fakes.ledger import MemoryLedgerStore
from tests.fakes.reconcile import Clock, MemoryActivityQueue

NOON = at("12:00:00")


class Site:
    def __init__(self) -> None:
        self.clock = Clock(NOON)
        self.ledger = Ledger(MemoryLedgerStore(), self.clock, lambda _: None)
        self.queue = MemoryActivityQueue()

    def have(self, contact_id: int, state: ActivityState = ActivityState.DUE) -> Dossier:
        """A contact in a state, since now; one that is open or due is to be looked at now."""
        key = ContactKey("4599001", NumberSpace.ACD, str(contact_id))
        received = [Received(key, told("11:59:00 ended"))]
        outlook = Outlook(state, None if state is ActivityState.SKIPPED else self.clock())
        merged = self.ledger.merge(received, lambda _: outlook)
        dossier = merged[key].dossier
        assert dossier is not None
        return dossier

    def sweep(self) -> Swept:
        return sweep(self.ledger, self.queue, self.clock())


@pytest.fixture
def site() -> Site:
    return Site()


def test_what_has_been_due_for_a_while_is_told_once_more(site: Site) -> None:
    keys = {site.have(one).key for one in range(1, 30)}
    assert site.sweep() == Swept(0, 0.0)

    site.clock.advance(GRACE.total_seconds())
    assert site.sweep() == Swept(29, 60.0)
    assert set(site.queue.told) == keys


def test_what_is_open_and_wants_another_look_is_told_but_waits_for_nothing(site: Site) -> None:
    key = site.have(1, ActivityState.OPEN).key
    site.clock.advance(3600)

    assert site.sweep() == Swept(1, 0.0)
    assert site.queue.told == [key]


def test_what_is_settled_is_left_alone(site: Site) -> None:
    site.have(1, ActivityState.SKIPPED)
    site.clock.advance(3600)
    assert site.sweep() == Swept(0, 0.0)


def test_an_attempt_whose_writer_died_comes_back_after_its_lease(site: Site) -> None:
    dossier = site.have(1)
    lease_until = NOON + timedelta(minutes=5)
    site.ledger.begin([(dossier, Attempt("a", dossier.version, lease_until), ())])

    site.clock.advance(300)
    assert site.sweep().queued == 0
    site.clock.advance(60)
    assert site.sweep().queued == 1


def test_what_waits_for_salesforce_is_as_old_as_when_it_became_due(site: Site) -> None:
    dossier = site.have(1)
    begun = site.ledger.begin([(dossier, Attempt("a", dossier.version, NOON + timedelta(minutes=2)), ())])
    site.clock.advance(60)
    site.ledger.settle([(begun[dossier.key], Postponed(NOON + timedelta(hours=2)))])

    site.clock.advance(3600)
    assert site.sweep() == Swept(0, 0.0)
    site.clock.advance(2 * 3600)
    assert site.sweep() == Swept(1, 60.0 + 3 * 3600)


def test_a_queue_that_is_full_gets_nothing_more_and_the_age_is_told_all_the_same(site: Site) -> None:
    site.have(1)
    site.clock.advance(7200)
    site.queue.told = [site.have(2).key] * (MOST_WAITING + 1)

    assert site.sweep() == Swept(0, 7200.0)


def test_one_sweep_has_its_bounds_and_the_next_goes_on(site: Site) -> None:
    keys = [ContactKey("4599001", NumberSpace.ACD, str(one)) for one in range(1, 4001)]
    received = [Received(key, told("11:59:00 ended")) for key in keys]
    site.ledger.merge(received, lambda _: Outlook(ActivityState.DUE, site.clock()))
    site.clock.advance(100)

    assert site.sweep().queued <= 8 * MOST
    assert len(set(site.queue.told)) == len(site.queue.told) > MOST

"""Reports taken in: what they change, what they repair, and what cannot be read."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import pytest

from switchboard.activity.defaults import DEFAULT_RULES
from switchboard.activity.dossier import ActivityState, Attempt, Dossier
from switchboard.activity.dossier_changes import Written
from switchboard.activity.ledger import Ledger
from switchboard.activity.merging import Merged
from switchboard.activity.outlook import due_rule
from switchboard.contact.facts import facts_of
from switchboard.contact.key import ContactKey
from switchboard.contact_intake.models import Reason, Received
from switchboard.reconcile.feed import Fed, feed
from switchboard.reconcile.model import Row
from tests.fakes.contact_events import at, life
from tests.fakes.ledger import MemoryLedgerStore
from tests.fakes.reconcile import Clock

CONTACT = "9007199254740993"
KEY = ContactKey.parse(f"4599001:acd:{CONTACT}")
LIFE = """
    14:04:52 queued ani=4155550134
    14:05:11 answered agentId=10021
    14:12:01 ended
    14:12:40 wrappedUp disposition=Resolved
"""


class Site:
    def __init__(self) -> None:
        self.clock = Clock(at("14:15:00"))
        self.ledger = Ledger(MemoryLedgerStore(), self.clock, lambda _: None)

    def take_in(self, received: Sequence[Received], now: datetime) -> Mapping[ContactKey, Merged]:
        return self.ledger.merge(received, due_rule(DEFAULT_RULES, now))

    def tell(self, story: str) -> None:
        self.take_in([Received(KEY, event) for event in life(story)], self.clock())
        self.clock.advance(60)

    def feed(self, *rows: Row) -> Fed:
        fed = feed(rows, "4599001", self.take_in, self.clock())
        self.clock.advance(60)
        return fed

    def dossier(self) -> Dossier:
        return self.ledger.read([KEY])[KEY]


@pytest.fixture
def site() -> Site:
    return Site()


def row(**changes: object) -> Row:
    """A completed contact in the names of v23, its after-contact work done."""
    return {
        "contactId": CONTACT,
        "masterContactId": CONTACT,
        "contactStart": "2026-03-02T14:04:52.000Z",
        "lastUpdateTime": "2026-03-02T14:13:05.000Z",
        "dateACWWarehoused": "2026-03-02T14:13:05.000Z",
        "agentId": "10021",
        "mediaType": "4",
        "fromAddr": "4155550134",
        "isOutbound": False,
        "primaryDispositionId": "12",
        "inQueueSeconds": "19",
        "agentSeconds": "410",
        "acwSeconds": "39",
        "totalDurationSeconds": "429",
        "abandoned": False,
        **changes,
    }


def test_a_contact_that_nobody_told_of_is_repaired(site: Site) -> None:
    assert site.feed(row()) == Fed(rows=1, changed=1, repaired=1, refused=())
    assert site.dossier().state is ActivityState.DUE


@pytest.mark.parametrize("lost", ["queued", "answered", "ended", "wrappedUp"])
def test_it_is_repaired_where_the_lost_event_was_waited_for(site: Site, lost: str) -> None:
    site.tell("\n".join(line for line in LIFE.strip().splitlines() if lost not in line))
    was_due = site.dossier().state is ActivityState.DUE

    fed = site.feed(row())

    assert site.dossier().state is ActivityState.DUE
    assert fed.repaired == (0 if was_due else 1)
    # Only the end of all is waited for; it proves the rest.
    assert was_due == (lost != "wrappedUp")


def test_a_report_of_what_was_told_adds_to_it_and_repairs_nothing(site: Site) -> None:
    site.tell(LIFE)
    fed = site.feed(row())
    assert (fed.changed, fed.repaired) == (1, 0)


def test_the_same_report_again_changes_nothing(site: Site) -> None:
    site.feed(row())
    before = site.dossier()

    assert site.feed(row()) == Fed(rows=1, changed=0, repaired=0, refused=())
    assert site.dossier() == before


def test_a_later_report_makes_due_again_what_was_written_and_repairs_nothing(site: Site) -> None:
    site.feed(row(dispositionNotes=""))
    dossier = site.dossier()
    begun = site.ledger.begin([(dossier, Attempt("a", dossier.version, at("15:00:00")), ())])
    site.ledger.settle([(begun[KEY], Written(()))])
    assert site.dossier().state is ActivityState.WRITTEN

    fed = site.feed(row(dispositionNotes="Replaced router", lastUpdateTime="2026-03-02T15:00:00.000Z"))

    assert (fed.changed, fed.repaired) == (1, 0)
    assert site.dossier().state is ActivityState.DUE


def test_a_report_before_the_end_of_the_work_after_it_waits(site: Site) -> None:
    fed = site.feed(row(dateACWWarehoused=None, acwSeconds="0"))

    assert (fed.changed, fed.repaired) == (1, 0)
    assert site.dossier().state is ActivityState.OPEN


def test_a_row_that_cannot_be_read_costs_itself_alone(site: Site) -> None:
    fed = site.feed(row(contactId=""), row(), {"contactId": "7"})

    assert (fed.rows, fed.changed) == (3, 1)
    assert [(one.index, one.field, one.reason) for one in fed.refused] == [
        (0, "contactId", Reason.MISSING),
        (2, "lastUpdateTime", Reason.MISSING),
    ]


def test_an_active_contact_can_be_taken_in_without_being_over(site: Site) -> None:
    """As when a contact is rebuilt while it goes on."""
    active = {name: value for name, value in row().items() if "Seconds" not in name and "ACW" not in name}
    site.feed({**active, "stateId": "4", "holdCount": "0"})

    assert site.dossier().state is ActivityState.OPEN
    assert not facts_of(site.dossier().contact, CONTACT).over

"""What any store of the ledger does, and what the ledger does over any store."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from switchboard.activity.dossier import ActivityRecord, ActivityState, Attempt, Dossier, Rejection
from switchboard.activity.dossier_changes import Deleted, Postponed, Rejected, Written
from switchboard.activity.ledger import Ledger
from switchboard.activity.ledger_index import SHARDS, shard_of
from switchboard.activity.ledger_store import DueContact, LedgerStore
from switchboard.activity.links import Erased, Item, Link
from switchboard.activity.outlook import DueRule, Outlook
from switchboard.contact.events import ContactEvent
from switchboard.contact.key import ContactAlias, ContactKey
from switchboard.contact_intake.models import Received
from switchboard.errors import BadCursor
from tests.fakes.contact_events import at, life, told

NOW = at("15:00:00")
LATER = NOW + timedelta(minutes=1)
KEY = ContactKey.parse("4599001:acd:9007199254740993")
OTHER = ContactKey.parse("4599001:acd:9007199254740994")
CASE = ContactKey.parse("4599001:dfo:884213")
NAMES_CASE = ContactAlias.parse("4599001:dfoContact:884213")
INTERACTION = ContactAlias.parse("4599001:interaction:2c1f7c1e")
TASK = ActivityRecord(str(KEY), "Task", "00T000000000001AAA", {"Subject": ("abc",)})
REJECTION = Rejection("FIELD_CUSTOM_VALIDATION_EXCEPTION", ("Subject",), "A validation rule refused it.", NOW)


def due_now(_: Dossier) -> Outlook:
    return Outlook(ActivityState.DUE, NOW)


def wait(_: Dossier) -> Outlook:
    return Outlook(ActivityState.OPEN, LATER)


def of_master(dossier: Dossier) -> ContactKey | None:
    return KEY if dossier.key == OTHER else None


def received(key: ContactKey, *events: ContactEvent, aliases: tuple[ContactAlias, ...] = ()) -> list[Received]:
    return [Received(key, event, aliases) for event in events]


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class LedgerContract:
    """A test for each promise; ``store`` comes from the subclass."""

    @pytest.fixture
    def store(self) -> LedgerStore:
        raise NotImplementedError

    @pytest.fixture
    def clock(self) -> Clock:
        return Clock()

    @pytest.fixture
    def ledger(self, store: LedgerStore, clock: Clock) -> Ledger:
        return Ledger(store, clock)

    def told(self, ledger: Ledger, *lines: str, key: ContactKey = KEY, rule: DueRule = due_now) -> Dossier:
        dossier = ledger.merge(received(key, *map(told, lines)), rule)[key].dossier
        assert dossier is not None
        return dossier

    def begun(self, ledger: Ledger, dossier: Dossier, attempt_id: str = "a1") -> Dossier:
        attempt = Attempt(attempt_id, dossier.version, NOW + timedelta(minutes=2))
        return ledger.begin([(dossier, attempt, (TASK,))])[dossier.key]

    # --- the store --------------------------------------------------------------------------------------------

    def test_what_was_written_is_read(self, store: LedgerStore) -> None:
        dossier = Dossier(
            KEY, created_at=NOW, since=NOW, records=(TASK,), rejection=REJECTION, remarks=("cut:Subject",)
        )
        items: list[Item] = [dossier, Link(str(INTERACTION), CASE), Erased(str(OTHER))]

        assert store.write(items)

        names = [str(KEY), str(INTERACTION), str(OTHER), str(CASE)]
        assert store.read(names) == {
            str(KEY): replace(dossier, revision=1),
            str(INTERACTION): Link(str(INTERACTION), CASE, 1),
            str(OTHER): Erased(str(OTHER), 1),
        }

    def test_what_is_not_as_it_was_read_is_not_written_and_nothing_with_it(self, store: LedgerStore) -> None:
        dossier = Dossier(KEY, created_at=NOW, since=NOW)
        assert store.write([dossier])

        assert not store.write([dossier])
        assert not store.write([Link(str(INTERACTION), CASE), dossier])
        assert not store.write([Link(str(INTERACTION), CASE), replace(dossier, revision=2)])
        assert store.read([str(INTERACTION)]) == {}
        assert store.write([replace(dossier, revision=1)])

    def test_many_are_written_each_for_itself(self, store: LedgerStore) -> None:
        keys = [ContactKey.parse(f"4599001:acd:{number}") for number in range(1, 251)]
        store.write([Dossier(keys[7], created_at=NOW, since=NOW)])

        written = store.write_each([Dossier(key, created_at=NOW, since=NOW) for key in keys])

        assert [number for number, done in enumerate(written) if not done] == [7]
        assert len(store.read([str(key) for key in keys])) == 250

    def test_what_is_due_is_found_shard_by_shard_the_earliest_first_page_by_page(self, store: LedgerStore) -> None:
        keys = [ContactKey.parse(f"4599001:acd:{number}") for number in range(1, 60)]
        dossiers = [
            Dossier(key, created_at=NOW, since=NOW, due_at=NOW - timedelta(seconds=number % 5))
            for number, key in enumerate(keys)
        ]
        store.write_each(
            [*dossiers, replace(dossiers[0], key=KEY, due_at=LATER), replace(dossiers[0], key=OTHER, due_at=None)]
        )

        found: list[DueContact] = []
        for shard in range(SHARDS):
            of_shard: list[DueContact] = []
            while page := store.due(shard, NOW, 3, of_shard[-1] if of_shard else None):
                of_shard += page
            assert [one.at for one in of_shard] == sorted(one.at for one in of_shard)
            assert {shard_of(one.key) for one in of_shard} <= {shard}
            found += of_shard

        assert sorted(found, key=lambda one: str(one.key)) == sorted(
            (DueContact(one.key, one.due_at) for one in dossiers if one.due_at), key=lambda one: str(one.key)
        )
        assert store.due(shard_of(KEY), LATER, 100)[-1] == DueContact(KEY, LATER)

    def test_contacts_are_listed_by_state_the_latest_first_page_by_page(self, store: LedgerStore) -> None:
        keys = [ContactKey.parse(f"4599001:acd:{number}") for number in range(1, 31)]
        blank = Dossier(KEY, created_at=NOW, since=NOW)
        store.write_each(
            [
                replace(blank, key=key, state=ActivityState.REJECTED, since=NOW + timedelta(seconds=number))
                for number, key in enumerate(keys)
            ]
        )
        store.write([replace(blank, key=OTHER, state=ActivityState.WRITTEN)])
        store.write([replace(blank, key=KEY)])

        listed: list[ContactKey] = []
        cursor: str | None = None
        sizes = []
        while True:
            page = store.in_state(ActivityState.REJECTED, 7, cursor)
            listed += page.keys
            sizes.append(len(page.keys))
            cursor = page.next
            if cursor is None:
                break

        assert listed == keys[::-1]
        assert sizes == [7, 7, 7, 7, 2]
        assert store.in_state(ActivityState.WRITTEN, 1).keys == (OTHER,)
        assert store.in_state(ActivityState.WRITTEN, 1).next is None
        assert store.in_state(ActivityState.OPEN, 10).keys == ()

    @pytest.mark.parametrize("cursor", ["", "x", "2026-03-02T14:05:11.000000Z#x", "#4599001:acd:1"])
    def test_a_cursor_that_no_page_gave_is_refused(self, store: LedgerStore, cursor: str) -> None:
        with pytest.raises(BadCursor):
            store.in_state(ActivityState.WRITTEN, 1, cursor)

    # --- events -----------------------------------------------------------------------------------------------

    def test_the_same_events_in_any_order_and_number_make_the_same_contact(self, store: LedgerStore) -> None:
        events = life("""
            14:00:00 queued ani=+14155550134 callType=inbound
            14:00:09 answered agentId=10021
            14:04:00 ended
            14:04:30 wrappedUp disposition=Sale
        """)
        ledger = Ledger(store)
        ledger.merge(received(KEY, *events), due_now)
        for event in (events[3], events[1], events[1], events[0], events[2], events[3]):
            ledger.merge(received(OTHER, event), due_now)

        both = ledger.read([KEY, OTHER])
        assert both[KEY].contact == both[OTHER].contact

    def test_a_repetition_changes_nothing_and_writes_nothing(self, ledger: Ledger) -> None:
        first = self.told(ledger, "14:00:00 queued")

        again = ledger.merge(received(KEY, told("14:00:00 queued")), wait)[KEY]

        assert not again.changed
        assert again.dossier == first == ledger.read([KEY])[KEY]

    def test_an_event_that_tells_nothing_keeps_nothing(self, ledger: Ledger) -> None:
        assert not ledger.merge(received(KEY, told("14:00:00 variables")), due_now)[KEY].changed
        assert ledger.read([KEY]) == {}

    def test_what_the_rules_say_is_in_the_index_of_what_is_due(self, ledger: Ledger, store: LedgerStore) -> None:
        self.told(ledger, "14:00:00 queued", rule=wait)
        assert store.due(shard_of(KEY), NOW, 9) == []
        assert store.due(shard_of(KEY), LATER, 9) == [DueContact(KEY, LATER)]

        dossier = self.told(ledger, "14:01:00 ended")

        assert store.due(shard_of(KEY), NOW, 9) == [DueContact(KEY, NOW)]
        assert (dossier.state, dossier.version, dossier.written_version) == (ActivityState.DUE, 2, 0)

    def test_a_contact_that_the_rules_do_not_want_is_not_due(self, ledger: Ledger, store: LedgerStore) -> None:
        dossier = self.told(ledger, "14:00:00 abandoned", rule=lambda _: Outlook(ActivityState.SKIPPED))

        assert dossier.state is ActivityState.SKIPPED
        assert store.due(shard_of(KEY), LATER, 9) == []

    def test_a_batch_goes_to_its_contacts(self, ledger: Ledger) -> None:
        events = [
            Received(ContactKey.parse(f"4599001:acd:{number % 20 + 1}"), told(f"14:00:{number:02} held"))
            for number in range(60)
        ]

        merged = ledger.merge(events, due_now)

        assert len(merged) == 20
        assert all(len(one.dossier.contact.timeline) == 3 for one in merged.values() if one.dossier)

    def test_events_merged_by_many_at_once_are_all_kept(self, store: LedgerStore) -> None:
        together = Barrier(8)

        def tell(second: int) -> None:
            ledger = Ledger(store)
            together.wait()
            ledger.merge(received(KEY, told(f"14:00:{second:02} held id=e{second}")), due_now)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(tell, range(8)))

        dossier = Ledger(store).read([KEY])[KEY]
        assert {entry.event_id for entry in dossier.contact.timeline} == {f"e{second}" for second in range(8)}
        assert dossier.version == dossier.revision == 8

    def test_a_customers_contacts_are_found_by_number(self, ledger: Ledger, store: LedgerStore) -> None:
        self.told(ledger, "14:00:00 queued ani=4155550134 callType=inbound")
        self.told(ledger, "14:00:00 routed dnis=+14155550134 ani=+18005550100 callType=outbound", key=OTHER)
        self.told(ledger, "14:00:00 queued ani=anonymous", key=CASE)

        assert store.of_number("+14155550134") == [KEY, OTHER]
        assert store.of_number("+18005550100") == []

    # --- one interaction under several names ------------------------------------------------------------------

    def test_an_acd_contact_that_names_a_case_is_the_case_from_then_on(self, ledger: Ledger) -> None:
        self.told(ledger, "14:00:00 queued channel=digital", key=CASE)

        ledger.merge(received(KEY, told("14:01:00 routed agentId=10021"), aliases=(NAMES_CASE,)), due_now)
        ledger.merge(received(KEY, told("14:02:00 answered agentId=10021")), due_now)

        dossiers = ledger.read([KEY, CASE])
        assert dossiers[KEY] == dossiers[CASE]
        assert dossiers[CASE].key == CASE
        assert [entry.type.value for entry in dossiers[CASE].contact.timeline] == ["queued", "routed", "answered"]

    def test_what_was_known_before_the_case_was_named_goes_along(self, ledger: Ledger) -> None:
        self.told(ledger, "14:00:00 queued")

        ledger.merge(received(KEY, told("14:01:00 routed"), aliases=(NAMES_CASE,)), due_now)

        assert [entry.type.value for entry in ledger.read([CASE])[CASE].contact.timeline] == ["queued", "routed"]

    @pytest.mark.parametrize("case_first", [True, False])
    def test_a_case_and_an_acd_contact_of_one_interaction_become_one(
        self, ledger: Ledger, case_first: bool
    ) -> None:
        deliveries = [
            received(CASE, told("14:00:00 queued channel=digital"), aliases=(INTERACTION,)),
            received(KEY, told("14:01:00 answered agentId=10021"), aliases=(INTERACTION,)),
        ]
        for delivery in deliveries if case_first else deliveries[::-1]:
            ledger.merge(delivery, due_now)

        dossiers = ledger.read([KEY, CASE])
        assert dossiers[KEY] == dossiers[CASE]
        assert len(dossiers[CASE].contact.timeline) == 2

    def test_a_batch_may_hold_both_sides_of_an_interaction(self, ledger: Ledger) -> None:
        ledger.merge(
            [
                *received(KEY, told("14:01:00 answered agentId=10021"), aliases=(INTERACTION,)),
                *received(CASE, told("14:00:00 queued channel=digital"), aliases=(INTERACTION,)),
            ],
            due_now,
        )

        assert len(ledger.read([CASE])[CASE].contact.timeline) == 2

    def test_calls_of_one_interaction_stay_apart(self, ledger: Ledger) -> None:
        for key in (KEY, OTHER):
            ledger.merge(received(key, told("14:00:00 answered channel=voice"), aliases=(INTERACTION,)), due_now)
            ledger.merge(received(key, told("14:01:00 held"), aliases=(INTERACTION,)), due_now)

        assert {dossier.key for dossier in ledger.read([KEY, OTHER]).values()} == {KEY, OTHER}

    def test_two_that_are_in_salesforce_already_stay_apart(self, ledger: Ledger) -> None:
        for key in (KEY, CASE):
            started = self.begun(ledger, self.told(ledger, "14:00:00 queued", key=key))
            ledger.settle([(started, Written((TASK,)))])

        ledger.merge(received(KEY, told("14:01:00 routed"), aliases=(NAMES_CASE,)), due_now)

        assert {dossier.key for dossier in ledger.read([KEY, CASE]).values()} == {KEY, CASE}
        assert len(ledger.read([KEY])[KEY].contact.timeline) == 2

    def test_what_was_written_before_the_case_was_named_is_the_cases_own(self, ledger: Ledger) -> None:
        started = self.begun(ledger, self.told(ledger, "14:00:00 queued"))
        ledger.settle([(started, Written((TASK,)))])

        ledger.merge(received(KEY, told("14:01:00 routed"), aliases=(NAMES_CASE,)), due_now)

        assert ledger.read([CASE])[CASE].records == (TASK,)

    # --- a master contact and its legs ------------------------------------------------------------------------

    def test_a_changed_leg_makes_its_master_due(self, ledger: Ledger) -> None:
        ledger.merge(received(OTHER, told("14:05:00 answered masterContactId=9007199254740993")), wait, of_master)

        master = ledger.read([KEY])[KEY]
        assert master.legs == (OTHER,)
        assert master.next_due_at == LATER
        ledger.merge(received(OTHER, told("14:06:00 ended")), due_now, of_master)
        again = ledger.read([KEY])[KEY]
        assert (again.legs, again.version, again.state) == ((OTHER,), 2, ActivityState.DUE)

    def test_a_master_that_is_a_case_by_now_is_due_as_such(self, ledger: Ledger) -> None:
        ledger.merge(received(KEY, told("14:01:00 routed"), aliases=(NAMES_CASE,)), due_now)

        ledger.merge(received(OTHER, told("14:05:00 ended")), due_now, of_master)

        assert ledger.read([CASE])[CASE].legs == (OTHER,)

    def test_a_leg_of_an_erased_master_waits_for_nothing(self, ledger: Ledger) -> None:
        self.told(ledger, "14:00:00 queued")
        ledger.erase(KEY)

        ledger.merge(received(OTHER, told("14:05:00 ended")), due_now, of_master)

        assert ledger.read([OTHER])[OTHER].state is ActivityState.SKIPPED

    def test_legs_are_settled_with_their_master(self, ledger: Ledger) -> None:
        ledger.merge(received(OTHER, told("14:05:00 answered")), wait, of_master)
        master = ledger.read([KEY])[KEY]

        ledger.settle([(self.begun(ledger, master), Written((TASK,)))])

        assert ledger.read([OTHER])[OTHER].state is ActivityState.SKIPPED

    # --- attempts ---------------------------------------------------------------------------------------------

    def test_a_contact_that_was_written_is_due_no_more(self, ledger: Ledger, store: LedgerStore) -> None:
        started = self.begun(ledger, self.told(ledger, "14:00:00 ended"))

        (after,) = ledger.settle([(started, Written((TASK,), ("cut:Subject",)))]).values()

        assert after == ledger.read([KEY])[KEY]
        assert (after.state, after.written_version, after.attempt) == (ActivityState.WRITTEN, 1, None)
        assert (after.records, after.remarks) == ((TASK,), ("cut:Subject",))
        assert store.due(shard_of(KEY), NOW + timedelta(days=9), 9) == []

    def test_what_became_known_during_an_attempt_stays_due(self, ledger: Ledger) -> None:
        started = self.begun(ledger, self.told(ledger, "14:00:00 ended"))
        self.told(ledger, "14:01:00 wrappedUp")

        (after,) = ledger.settle([(started, Written((TASK,)))]).values()

        assert (after.state, after.version, after.written_version) == (ActivityState.DUE, 2, 1)
        assert (after.next_due_at, after.records) == (NOW, (TASK,))
        assert len(after.contact.timeline) == 2

    def test_only_one_of_many_opens_an_attempt(self, store: LedgerStore, clock: Clock) -> None:
        dossier = self.told(Ledger(store, clock), "14:00:00 ended")
        together = Barrier(6)

        def begin(number: int) -> bool:
            together.wait()
            attempt = Attempt(f"a{number}", dossier.version, LATER)
            return bool(Ledger(store, clock).begin([(dossier, attempt, ())]))

        with ThreadPoolExecutor(6) as pool:
            assert sorted(pool.map(begin, range(6))) == [False] * 5 + [True]

    def test_an_attempt_is_not_opened_on_what_is_no_longer_so(self, ledger: Ledger) -> None:
        dossier = self.told(ledger, "14:00:00 ended")
        self.told(ledger, "14:01:00 wrappedUp")

        assert ledger.begin([(dossier, Attempt("a", 1, LATER), ())]) == {}

    def test_while_an_attempt_is_open_nobody_else_writes(
        self, ledger: Ledger, store: LedgerStore, clock: Clock
    ) -> None:
        started = self.begun(ledger, self.told(ledger, "14:00:00 ended"))
        lease_until = NOW + timedelta(minutes=2)
        assert store.due(shard_of(KEY), lease_until - timedelta(seconds=1), 9) == []
        assert ledger.begin([(started, Attempt("b", 1, LATER), ())]) == {}

        clock.now = lease_until

        assert store.due(shard_of(KEY), lease_until, 9) == [DueContact(KEY, lease_until)]
        assert list(ledger.begin([(started, Attempt("b", 1, lease_until + timedelta(minutes=2)), ())])) == [KEY]

    def test_an_attempt_that_was_taken_over_cannot_be_closed(self, ledger: Ledger, clock: Clock) -> None:
        first = self.begun(ledger, self.told(ledger, "14:00:00 ended"))
        clock.now = NOW + timedelta(minutes=3)
        second = ledger.begin([(first, Attempt("b", 1, NOW + timedelta(minutes=9)), ())])[KEY]

        assert ledger.settle([(first, Written((TASK,)))]) == {}

        held = ledger.read([KEY])[KEY]
        assert held == second
        assert held.state is ActivityState.DUE

    def test_an_attempt_whose_lease_ended_is_closed_by_its_owner_if_nobody_took_over(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        started = self.begun(ledger, self.told(ledger, "14:00:00 ended"))
        clock.now = NOW + timedelta(hours=1)

        assert ledger.settle([(started, Written((TASK,)))])[KEY].state is ActivityState.WRITTEN

    def test_a_postponed_contact_waits_whatever_is_told_of_it(self, ledger: Ledger, store: LedgerStore) -> None:
        started = self.begun(ledger, self.told(ledger, "14:00:00 ended"))
        until = NOW + timedelta(minutes=10)

        (after,) = ledger.settle([(started, Postponed(until, records=()))]).values()
        self.told(ledger, "14:01:00 wrappedUp")

        assert (after.state, after.retries, after.attempt, after.records) == (ActivityState.DUE, 1, None, ())
        assert store.due(shard_of(KEY), until, 9) == [DueContact(KEY, until)]

    def test_an_unknown_outcome_keeps_the_attempt_and_what_it_may_have_written(self, ledger: Ledger) -> None:
        started = self.begun(ledger, self.told(ledger, "14:00:00 ended"))

        (after,) = ledger.settle([(started, Postponed(NOW, unknown=True))]).values()

        assert after.attempt == started.attempt
        assert after.records == (TASK,)
        assert after.next_due_at == NOW + timedelta(minutes=2)
        assert ledger.begin([(after, Attempt("b", 1, LATER), ())]) == {}

    def test_a_rejected_contact_is_kept_and_may_be_retried_once(self, ledger: Ledger, store: LedgerStore) -> None:
        started = self.begun(ledger, self.told(ledger, "14:00:00 ended"))

        (after,) = ledger.settle([(started, Rejected(REJECTION, ()))]).values()

        assert (after.state, after.rejection, after.next_due_at) == (ActivityState.REJECTED, REJECTION, None)
        assert store.in_state(ActivityState.REJECTED, 9).keys == (KEY,)
        again = ledger.retry(KEY)
        assert again is not None
        assert again == ledger.read([KEY])[KEY]
        assert (again.state, again.next_due_at, again.rejection) == (ActivityState.DUE, NOW, None)
        assert store.in_state(ActivityState.REJECTED, 9).keys == ()
        assert ledger.retry(KEY) is None
        assert ledger.retry(OTHER) is None

    def test_more_knowledge_makes_a_rejected_contact_due(self, ledger: Ledger) -> None:
        started = self.begun(ledger, self.told(ledger, "14:00:00 ended"))
        ledger.settle([(started, Rejected(REJECTION))])

        assert self.told(ledger, "14:01:00 wrappedUp").state is ActivityState.DUE

    def test_a_rejection_of_what_is_no_longer_so_leaves_the_contact_due(self, ledger: Ledger) -> None:
        started = self.begun(ledger, self.told(ledger, "14:00:00 ended"))
        self.told(ledger, "14:01:00 wrappedUp")

        (after,) = ledger.settle([(started, Rejected(REJECTION))]).values()

        assert (after.state, after.rejection) == (ActivityState.DUE, None)

    def test_a_deleted_activity_stays_deleted(self, ledger: Ledger, store: LedgerStore) -> None:
        started = self.begun(ledger, self.told(ledger, "14:00:00 ended"))
        ledger.settle([(started, Deleted((replace(TASK, deleted=True),)))])

        dossier = self.told(ledger, "14:01:00 wrappedUp")

        assert (dossier.state, dossier.next_due_at) == (ActivityState.DELETED, None)
        assert len(dossier.contact.timeline) == 2
        assert store.in_state(ActivityState.DELETED, 9).keys == (KEY,)

    def test_the_rules_are_asked_again_when_it_is_time(self, ledger: Ledger, store: LedgerStore) -> None:
        dossier = self.told(ledger, "14:00:00 queued", rule=wait)

        (after,) = ledger.look_again([dossier], due_now).values()

        assert (after.state, after.next_due_at, after.version) == (ActivityState.DUE, NOW, dossier.version)
        assert ledger.look_again([dossier], due_now) == {}
        assert ledger.look_again([after], due_now) == {}

    @pytest.mark.parametrize("outcome", [Written((TASK,)), Rejected(REJECTION), Deleted((TASK,))])
    def test_what_is_settled_is_not_decided_again(
        self, ledger: Ledger, outcome: Written | Rejected | Deleted
    ) -> None:
        started = self.begun(ledger, self.told(ledger, "14:00:00 ended"))
        (after,) = ledger.settle([(started, outcome)]).values()

        assert ledger.look_again([after], due_now) == {}

    def test_many_are_begun_and_settled_together(self, ledger: Ledger) -> None:
        keys = [ContactKey.parse(f"4599001:acd:{number}") for number in range(1, 201)]
        merged = ledger.merge([one for key in keys for one in received(key, told("14:00:00 ended"))], due_now)
        dossiers = [one.dossier for one in merged.values() if one.dossier]

        started = ledger.begin([(one, Attempt("a", one.version, LATER), ()) for one in dossiers])
        after = ledger.settle([(one, Written(())) for one in started.values()])

        assert {one.state for one in after.values()} == {ActivityState.WRITTEN}
        assert len(after) == 200

    # --- erasing ----------------------------------------------------------------------------------------------

    def test_an_erased_contact_is_gone_and_does_not_come_back(self, ledger: Ledger, store: LedgerStore) -> None:
        erased = self.told(ledger, "14:00:00 queued ani=+14155550134")

        assert ledger.erase(KEY) == erased
        assert ledger.read([KEY]) == {}
        assert store.of_number("+14155550134") == []
        assert store.due(shard_of(KEY), LATER, 9) == []
        again = ledger.merge(received(KEY, told("14:01:00 ended")), due_now)[KEY]
        assert (again.dossier, again.changed) == (None, False)
        assert ledger.erase(KEY) is None

    def test_a_case_is_erased_by_the_key_of_its_acd_contact_too(self, ledger: Ledger) -> None:
        ledger.merge(received(KEY, told("14:01:00 routed"), aliases=(NAMES_CASE,)), due_now)

        assert ledger.erase(KEY) is not None
        assert ledger.read([KEY, CASE]) == {}
        assert ledger.merge(received(KEY, told("14:02:00 ended")), due_now)[KEY].dossier is None

    def test_an_attempt_on_an_erased_contact_comes_to_nothing(self, ledger: Ledger) -> None:
        started = self.begun(ledger, self.told(ledger, "14:00:00 ended"))
        ledger.erase(KEY)

        assert ledger.settle([(started, Written((TASK,)))]) == {}
        assert ledger.read([KEY]) == {}

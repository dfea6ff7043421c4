"""What the rules make of dossiers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from switchboard.activity.defaults import DEFAULT_RULES
from switchboard.activity.dossier import ActivityState, Dossier
from switchboard.activity.outlook import Outlook, dossiers_of_legs, due_rule, master_of
from switchboard.activity.rules import ActivityRules
from switchboard.contact.key import ContactKey
from tests.fakes.contact_events import at, contact_of, life

NOW = at("14:10:00")
MASTER = ContactKey.parse("4599001:acd:1")
LEG = ContactKey.parse("4599001:acd:2")
CASE = ContactKey.parse("4599001:dfo:3")
PER_MASTER = DEFAULT_RULES.model_copy(update={"per": "masterContact"})


def dossier(story: str, key: ContactKey = MASTER) -> Dossier:
    return Dossier(key, created_at=NOW, since=NOW, contact=contact_of(life(story)))


ENDED = dossier("14:00:00 answered\n14:05:00 ended")
CLOSED = dossier("14:00:00 answered\n14:05:00 ended\n14:05:30 wrappedUp")
TALKING = dossier("14:06:00 answered masterContactId=1", LEG)
TALKED = dossier("14:06:00 answered masterContactId=1\n14:08:00 ended\n14:08:30 wrappedUp", LEG)
ABANDONED = dossier("14:00:00 queued\n14:05:00 abandoned")


@pytest.mark.parametrize(
    ("one", "outlook"),
    [
        (CLOSED, Outlook(ActivityState.DUE, NOW)),
        (ENDED, Outlook(ActivityState.OPEN, at("14:05:00") + timedelta(seconds=DEFAULT_RULES.wrap_up_limit_s))),
        (ABANDONED, Outlook(ActivityState.DUE, NOW)),
    ],
    ids=["closed", "wrap-up", "abandoned"],
)
def test_a_contact_is_due_when_the_rules_say_so(one: Dossier, outlook: Outlook) -> None:
    assert due_rule(DEFAULT_RULES, NOW)(one) == outlook


def test_what_the_rules_do_not_want_is_skipped() -> None:
    rules = DEFAULT_RULES.model_copy(update={"write_abandoned": False})
    assert due_rule(rules, NOW)(ABANDONED) == Outlook(ActivityState.SKIPPED)


def test_a_leg_waits_for_its_master() -> None:
    assert due_rule(PER_MASTER, NOW)(TALKED) == Outlook(ActivityState.OPEN)
    assert due_rule(DEFAULT_RULES, NOW)(TALKED) == Outlook(ActivityState.DUE, NOW)


CONSULT = "14:03:00 report by=report masterContactId=1 reportCallType=internal reportDurationSeconds=60"
CONSULTED = dossier(CONSULT, LEG)
WITH_CONSULTS = DEFAULT_RULES.model_copy(update={"write_consults": True})


class TestConsults:
    @pytest.mark.parametrize(
        "rules", [DEFAULT_RULES, PER_MASTER, PER_MASTER.model_copy(update={"write_consults": True})]
    )
    def test_what_agents_say_among_themselves_is_no_activity(self, rules: ActivityRules) -> None:
        assert due_rule(rules, NOW)(CONSULTED) == Outlook(ActivityState.SKIPPED)
        assert master_of(CONSULTED, rules) is None

    def test_unless_the_rules_want_it(self) -> None:
        assert due_rule(WITH_CONSULTS, NOW)(CONSULTED).state is not ActivityState.SKIPPED

    def test_a_call_among_agents_alone_is_a_contact_like_any_other(self) -> None:
        alone = dossier(CONSULT, MASTER)
        assert due_rule(DEFAULT_RULES, NOW)(alone).state is not ActivityState.SKIPPED

    def test_what_was_passed_on_after_the_consult_is_written(self) -> None:
        story = f"14:02:00 queued callType=internal masterContactId=1\n{CONSULT.replace('internal', 'inbound')}"
        assert due_rule(DEFAULT_RULES, NOW)(dossier(story, LEG)).state is not ActivityState.SKIPPED

    def test_it_is_no_part_of_its_masters_activity(self) -> None:
        master = replace(CLOSED, legs=(LEG,))
        assert dossiers_of_legs(master, PER_MASTER, {LEG: CONSULTED}) == []
        assert dossiers_of_legs(master, PER_MASTER, {LEG: TALKED}) == [TALKED]


def test_a_master_with_legs_is_decided_by_whoever_has_read_them() -> None:
    master = replace(CLOSED, legs=(LEG,))
    last_told = at("14:06:00") + timedelta(seconds=DEFAULT_RULES.silence_limit_s)

    assert due_rule(PER_MASTER, NOW)(master) == Outlook(ActivityState.OPEN, NOW)
    assert due_rule(PER_MASTER, NOW, {LEG: TALKING})(master) == Outlook(ActivityState.OPEN, last_told)
    assert due_rule(PER_MASTER, NOW, {LEG: TALKED})(master) == Outlook(ActivityState.DUE, NOW)


def test_a_leg_that_is_no_longer_kept_does_not_hold_its_master_up() -> None:
    assert due_rule(PER_MASTER, NOW, {})(replace(CLOSED, legs=(LEG,))) == Outlook(ActivityState.DUE, NOW)


def test_a_digital_case_is_its_own_master() -> None:
    case = dossier("14:00:00 answered masterContactId=1 channel=digital", CASE)

    assert master_of(case, PER_MASTER) is None
    assert master_of(TALKING, PER_MASTER) == MASTER
    assert master_of(TALKING, DEFAULT_RULES) is None
    assert master_of(CLOSED, PER_MASTER) is None

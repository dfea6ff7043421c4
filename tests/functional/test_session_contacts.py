"""The contacts of an agent's session through the real handler: commands, passing on, dispositions."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.cxone import sample
from local.cxone.agents.calls import Callee, Outcome
from local.cxone.contacts.lifecycle import Move
from switchboard.contact.fields import Field
from switchboard.contact.key import ContactKey
from switchboard.contact.merge import Contact
from switchboard.contact.words import Source
from switchboard.runtime import agent_sessions
from switchboard.runtime.contacts import ledger
from tests.support.desk import Desk
from tests.support.world import OTHER_USER, Answer, World, log_text

COLLEAGUE = "+14155550177"
PLAIN = ["accept", "reject", "accept-consult", "hold", "resume", "end", "record", "mask", "unmask"]
CONFLICTS = {
    "accept": "answered-on-phone",
    "reject": "answered-on-phone",
    "accept-consult": "no-consult",
    "hold": "cannot-hold",
    "resume": "cannot-resume",
    "end": "cannot-end",
    "record": "cannot-record",
    "mask": "cannot-mask",
    "unmask": "cannot-unmask",
}


@pytest.fixture
def desk(world: World) -> Desk:
    """Ada is logged in."""
    made = Desk(world)
    made.log_in()
    return made


def path(desk: Desk, contact_id: str, what: str) -> str:
    return f"/current/contacts/{desk.key(contact_id)}/{what}"


def do(desk: Desk, contact_id: str, what: str, body: object = None, **more: Any) -> Answer:
    return desk.post(path(desk, contact_id, what), body, **more)


def done(desk: Desk, contact_id: str, what: str, body: object = None) -> Any:
    answer = do(desk, contact_id, what, body)
    assert answer.status == 202, answer.body
    return answer.json


def state_of(desk: Desk, contact_id: str) -> str:
    return desk.contact(contact_id).state.name


def reached(desk: Desk, contact_id: str) -> str:
    """State of the call that was placed beside another; empty before there is one."""
    return next((one.state.name for one in desk.contacts() if one.parent_id == int(contact_id)), "")


def taken(desk: Desk, pattern: str) -> int:
    """How often a command was accepted."""
    return sum(one.status == 202 for one in desk.commands(pattern))


class TestCommands:
    def test_a_call_is_held_resumed_and_ended(self, desk: Desk) -> None:
        contact_id = desk.on_a_call()

        assert done(desk, contact_id, "hold") == {"accepted": True, "outcome": "event"}
        desk.until(lambda: state_of(desk, contact_id) == "HOLDING")
        done(desk, contact_id, "resume")
        desk.until(lambda: state_of(desk, contact_id) == "ACTIVE")
        done(desk, contact_id, "end")
        desk.until(lambda: desk.contact(contact_id).is_over)

    def test_a_recording_is_begun_masked_and_unmasked(self, desk: Desk) -> None:
        contact_id = desk.on_a_call()

        done(desk, contact_id, "record")
        done(desk, contact_id, "mask")
        desk.until(lambda: desk.contact(contact_id).is_masked)
        assert do(desk, contact_id, "mask").problem == "cannot-mask"
        done(desk, contact_id, "unmask")
        desk.until(lambda: not desk.contact(contact_id).is_masked)
        assert do(desk, contact_id, "unmask").problem == "cannot-unmask"

    @pytest.mark.parametrize(("command", "state"), [("accept", "ACTIVE"), ("reject", "IN_QUEUE")])
    def test_a_work_item_is_accepted_or_rejected(self, desk: Desk, command: str, state: str) -> None:
        contact_id = desk.offered(mediaTypeId=6, skillId=sample.CASE_WORK, dnis="")

        done(desk, contact_id, command)

        desk.until(lambda: state_of(desk, contact_id) == state)

    def test_a_consultation_is_accepted(self, desk: Desk) -> None:
        desk.change(pick_up_s=-1)
        desk.log_in_ben()
        with desk.simulator.world.turn():
            ben = desk.simulator.floor.session(sample.BEN)
            assert ben is not None
            desk.simulator.calls.reach_agent(ben, sample.ADA, None, is_consult=True)
        consult = next(str(one.contact_id) for one in desk.contacts() if one.initiator_id == sample.BEN)

        done(desk, consult, "accept-consult")

        desk.until(lambda: state_of(desk, consult) == "ACTIVE")
        assert do(desk, consult, "accept-consult").problem == "no-consult"

    def test_a_call_on_hold_is_resumed_before_it_is_ended(self, desk: Desk) -> None:
        contact_id = desk.on_a_call()
        desk.move(contact_id, Move.HOLD)

        answer = do(desk, contact_id, "end")

        assert (answer.status, answer.problem) == (409, "held-contact-cannot-end")
        assert "resume it first" in answer.json["detail"]
        assert do(desk, contact_id, "hold").problem == "cannot-hold"

    @pytest.mark.parametrize("command", PLAIN)
    def test_a_contact_that_is_over_says_so(self, desk: Desk, command: str) -> None:
        contact_id = desk.on_a_call()
        desk.hang_up(contact_id)

        assert do(desk, contact_id, command).problem == "contact-over"

    @pytest.mark.parametrize("command", PLAIN)
    def test_a_conflict_is_a_problem_of_its_own(self, desk: Desk, command: str) -> None:
        contact_id = desk.on_a_call()
        desk.fault(path=f"*/interactions/{contact_id}/{command}", status=409, message="Invalid state.")

        answer = do(desk, contact_id, command)

        assert (answer.status, answer.problem) == (409, CONFLICTS[command])

    def test_where_the_reason_cannot_be_read_the_refusal_stands(self, desk: Desk) -> None:
        contact_id = desk.on_a_call()
        desk.move(contact_id, Move.HOLD)
        desk.fault(path=f"*/contacts/{contact_id}", status=500)

        assert do(desk, contact_id, "end", left_s=2.0).problem == "cannot-end"

    @pytest.mark.parametrize("offer", ["accept", "reject"])
    def test_an_offer_that_is_gone_says_so(self, desk: Desk, offer: str) -> None:
        contact_id = desk.offered(mediaTypeId=6, skillId=sample.CASE_WORK, dnis="")
        desk.move(contact_id, Move.ANSWER)

        assert do(desk, contact_id, offer).problem == f"cannot-{offer}"

    @pytest.mark.parametrize("what", ["hold", "dtmf", "consult", "transfer", "conference", "disposition"])
    def test_a_contact_of_somebody_else_is_not_found(self, desk: Desk, what: str) -> None:
        contact_id = desk.ring(queue=False)
        bodies = {"dtmf": {"digits": "1"}, "consult": {"skillId": "40110"}, "disposition": {"name": "Resolved"}}
        method = "PUT" if what == "disposition" else "POST"

        for wanted in (contact_id, "777"):
            if (what, wanted) == ("disposition", contact_id):
                desk.hang_up(contact_id)
            body: object = bodies.get(what, {} if what in ("transfer", "conference") else None)
            answer = desk.call(method, path(desk, wanted, what), body)
            assert (answer.status, answer.problem) == (404, "not-your-contact")

    @pytest.mark.parametrize(
        "key",
        ["4599001:dfo:9007199254740993", "1:acd:9007199254740993", "4599001:acd:abc", f"4599001:acd:{2**63}"],
    )
    def test_only_acd_contacts_of_the_own_unit_are_commanded(self, desk: Desk, key: str) -> None:
        assert desk.post(f"/current/contacts/{key}/hold").problem == "not-your-contact"
        assert not desk.commands("*/interactions/*")

    @pytest.mark.parametrize("path_of", ["{key}/explode", "no-key/hold", "{key}/dtmf", "{key}/consult"])
    def test_what_makes_no_sense_is_refused(self, desk: Desk, path_of: str) -> None:
        what = path_of.format(key=desk.key("5"))
        body: object = None if what.endswith(("explode", "hold")) else {}

        assert desk.post(f"/current/contacts/{what}", body).problem == "invalid-request"

    def test_another_users_session_is_not_commanded(self, desk: Desk) -> None:
        assert do(desk, "5", "hold", user=OTHER_USER).problem == "session-unknown"
        for caller in ("operator", "other"):
            assert do(desk, "5", "hold", caller=caller).problem == "no-acting-user"


class TestTones:
    def test_tones_go_into_the_active_call(self, desk: Desk) -> None:
        contact_id = desk.on_a_call()

        done(desk, contact_id, "dtmf", {"digits": "12#*", "toneMs": 80})

        assert desk.commands("*/send-dtmf")[0].given == {
            "dtmfSequence": "12#*",
            "toneDurationMS": 80,
            "toneSpacingMS": 100,
        }

    def test_tones_for_a_call_on_hold_would_go_elsewhere(self, desk: Desk) -> None:
        contact_id = desk.on_a_call()
        desk.move(contact_id, Move.HOLD)

        assert do(desk, contact_id, "dtmf", {"digits": "1"}).problem == "cannot-send-tones"
        assert not desk.commands("*/send-dtmf")

    def test_a_conflict_says_that_there_is_no_active_call(self, desk: Desk) -> None:
        contact_id = desk.on_a_call()
        desk.fault(path="*/send-dtmf", status=409, message="Invalid state.")

        assert do(desk, contact_id, "dtmf", {"digits": "1"}).problem == "cannot-send-tones"

    def test_a_call_that_is_over_takes_none(self, desk: Desk) -> None:
        contact_id = desk.on_a_call()
        desk.hang_up(contact_id)

        assert do(desk, contact_id, "dtmf", {"digits": "1"}).problem == "contact-over"

    @pytest.mark.parametrize("body", [{"digits": "abc"}, {"digits": ""}, {"digits": "1", "toneMs": 60}])
    def test_what_is_no_tone_is_refused(self, desk: Desk, body: object) -> None:
        assert do(desk, "5", "dtmf", body).problem == "invalid-request"


@pytest.fixture
def ben(desk: Desk) -> None:
    """Ben could be reached."""
    desk.log_in_ben()


@pytest.mark.usefixtures("ben")
class TestPassingCallsOn:
    TARGETS = ({"agentId": "10022"}, {"userId": OTHER_USER}, {"skillId": "40110"}, {"phoneNumber": COLLEAGUE})

    @pytest.mark.parametrize("target", TARGETS, ids=lambda one: next(iter(one)))
    def test_a_call_is_transferred_blindly(self, desk: Desk, target: dict[str, str]) -> None:
        contact_id = desk.on_a_call()

        assert done(desk, contact_id, "transfer", target)["stage"] == "joined"

        desk.until(lambda: desk.contact(contact_id).is_over)
        assert desk.contact(contact_id).disconnect_code == "TransferComplete"

    @pytest.mark.parametrize(
        ("target", "how"), [(TARGETS[0], "transfer"), (TARGETS[2], "transfer"), (TARGETS[3], "conference")]
    )
    def test_a_consultation_comes_first(self, desk: Desk, target: dict[str, str], how: str) -> None:
        contact_id = desk.on_a_call()
        if "skillId" in target:
            desk.control("agents/10022/available")

        assert done(desk, contact_id, "consult", target)["stage"] == "reaching"
        desk.until(lambda: state_of(desk, contact_id) == "HOLDING")
        desk.until(lambda: reached(desk, contact_id) == "ACTIVE")
        assert done(desk, contact_id, how, {})["stage"] == "joined"

        wanted = ("JOINED",) if how == "conference" else ("WRAP_UP", "ENDED")
        desk.until(lambda: state_of(desk, contact_id) in wanted)

    def test_somebody_who_does_not_pick_up_yet_is_being_reached_and_not_dialled_twice(self, desk: Desk) -> None:
        desk.simulator.calls.expect(Callee(COLLEAGUE, Outcome.ANSWER, 1_000.0))
        contact_id = desk.on_a_call()
        target = {"phoneNumber": COLLEAGUE}

        assert do(desk, contact_id, "transfer", target, left_s=2.5).json["stage"] == "reaching"
        assert do(desk, contact_id, "transfer", target, left_s=2.5).json["stage"] == "reaching"
        desk.simulator.clock.advance(1_001)
        desk.until(lambda: reached(desk, contact_id) == "ACTIVE")
        assert done(desk, contact_id, "transfer", target)["stage"] == "joined"
        assert taken(desk, "*/dial-phone") == 1

    def test_a_dial_whose_answer_was_lost_is_not_repeated(self, desk: Desk) -> None:
        contact_id = desk.on_a_call()
        desk.move(contact_id, Move.HOLD)
        desk.fault(path="*/dial-agent", drop="after", count=1)
        target = {"agentId": "10022"}

        assert do(desk, contact_id, "transfer", target).problem == "command-outcome-unknown"
        desk.until(lambda: reached(desk, contact_id) == "ACTIVE")
        assert done(desk, contact_id, "transfer", target)["stage"] == "joined"
        assert taken(desk, "*/dial-agent") == 1

    def test_a_second_target_waits_for_the_first(self, desk: Desk) -> None:
        contact_id = desk.on_a_call()
        done(desk, contact_id, "consult", {"agentId": "10022"})
        desk.until(lambda: any(one.initiator_id == sample.ADA for one in desk.contacts()))

        answer = do(desk, contact_id, "consult", {"phoneNumber": COLLEAGUE})

        assert (answer.problem, len(answer.json["contacts"])) == ("second-call-open", 1)

    def test_without_a_target_somebody_was_reached_before(self, desk: Desk) -> None:
        contact_id = desk.on_a_call()

        for how in ("transfer", "conference"):
            assert do(desk, contact_id, how, {}).problem == "two-calls-needed"

    def test_nobody_reaches_themselves(self, desk: Desk) -> None:
        contact_id = desk.on_a_call()

        assert do(desk, contact_id, "consult", {"agentId": "10021"}).problem == "target-unknown"

    @pytest.mark.parametrize("target", [{"agentId": "4711"}, {"userId": "005000000000009AAA"}])
    def test_an_unknown_agent_is_not_reached(self, desk: Desk, target: object) -> None:
        contact_id = desk.on_a_call()

        assert do(desk, contact_id, "consult", target).problem == "target-unknown"

    def test_an_agent_who_is_not_there_is_not_reached(self, desk: Desk) -> None:
        contact_id = desk.on_a_call()

        assert do(desk, contact_id, "consult", {"agentId": "10001"}).problem == "target-not-reachable"

    def test_an_unknown_skill_is_refused(self, desk: Desk) -> None:
        contact_id = desk.on_a_call()

        assert do(desk, contact_id, "transfer", {"skillId": "4711"}).problem == "skill-not-taken"

    @pytest.mark.parametrize(
        ("number", "problem"),
        [("anonymous", "number-not-dialable"), ("911", "emergency-number"), ("+1 900 555 0123", "premium-number")],
    )
    @pytest.mark.parametrize("how", ["consult", "transfer", "conference"])
    def test_what_a_click_may_not_dial_is_not_reached_either(
        self, desk: Desk, number: str, problem: str, how: str
    ) -> None:
        assert do(desk, "5", how, {"phoneNumber": number}).problem == problem
        assert not desk.commands("*/dial-phone")

    @pytest.mark.parametrize(
        ("fault", "problem"),
        [
            ({"status": 400, "message": "Phone Number is not valid."}, "number-not-taken"),
            ({"status": 403, "message": "Multi-Conference not enabled for user."}, "conference-not-allowed"),
            ({"status": 409, "message": "Invalid state"}, "cannot-reach-now"),
            ({"status": 404, "message": "Invalid parentContactId"}, "not-your-contact"),
        ],
    )
    def test_each_refusal_says_what_to_do(self, desk: Desk, fault: dict[str, Any], problem: str) -> None:
        contact_id = desk.on_a_call()
        desk.fault(path="*/dial-phone", **fault)

        answer = do(desk, contact_id, "consult", {"phoneNumber": COLLEAGUE}, left_s=3.0)

        assert (answer.problem, answer.json["customerOnHold"]) == (problem, True)

    def test_an_agent_with_several_outbound_skills_names_one(self, desk: Desk) -> None:
        desk.control(
            "data",
            {
                "skills": [{"skillId": 40121, "skillName": "Outbound Care", "mediaTypeId": 4, "isOutbound": True}],
                "assignments": [{"agentId": sample.ADA, "skillId": 40121}],
            },
        )
        contact_id = desk.on_a_call()

        answer = do(desk, contact_id, "consult", {"phoneNumber": COLLEAGUE})

        assert answer.problem == "outbound-skill-needed"
        assert [one["skillId"] for one in answer.json["skills"]] == ["40120", "40121"]
        done(desk, contact_id, "consult", {"phoneNumber": COLLEAGUE, "outboundSkillId": "40121"})
        assert desk.commands("*/dial-phone")[0].given["skillId"] == 40121  # type: ignore[index]

    def test_a_call_that_rings_is_not_passed_on(self, desk: Desk) -> None:
        desk.change(pick_up_s=-1)
        contact_id = desk.offered()

        assert do(desk, contact_id, "consult", {"agentId": "10022"}).problem == "call-not-active"

    def test_a_number_takes_a_skill_of_its_own_name(self, desk: Desk) -> None:
        body = {"skillId": "40110", "outboundSkillId": "40120"}

        assert do(desk, "5", "transfer", body).problem == "invalid-request"
        assert do(desk, "5", "transfer", {"skillId": "40110", "agentId": "10022"}).problem == "invalid-request"


class TestPassingOthersOn:
    def work_item(self, desk: Desk) -> str:
        contact_id = desk.offered(mediaTypeId=6, skillId=sample.CASE_WORK, dnis="")
        desk.move(contact_id, Move.ANSWER)
        return contact_id

    @pytest.mark.parametrize(
        ("target", "whom"), [({"agentId": "10022"}, "agent"), ({"skillId": "40160"}, "skill")]
    )
    def test_a_work_item_is_transferred(self, desk: Desk, target: object, whom: str) -> None:
        contact_id = self.work_item(desk)

        assert done(desk, contact_id, "transfer", target)["stage"] == "joined"
        assert desk.commands(f"*/transfer-work-item-to-{whom}")

    @pytest.mark.parametrize(
        ("what", "body", "problem"),
        [
            ("transfer", {}, "target-needed"),
            ("transfer", {"phoneNumber": COLLEAGUE}, "not-a-call"),
            ("conference", {}, "not-a-call"),
            ("consult", {"agentId": "10022"}, "not-a-call"),
            ("transfer", {"skillId": "40110"}, "skill-not-taken"),
            ("dtmf", {"digits": "1"}, "cannot-send-tones"),
        ],
    )
    def test_what_only_calls_can_is_refused(self, desk: Desk, what: str, body: object, problem: str) -> None:
        assert do(desk, self.work_item(desk), what, body).problem == problem

    def test_digital_contacts_are_not_transferred_here(self, desk: Desk) -> None:
        contact_id = desk.offered(mediaTypeId=9, skillId=sample.SOCIAL, dnis="")
        desk.move(contact_id, Move.ANSWER)

        assert do(desk, contact_id, "transfer", {"agentId": "10022"}).problem == "channel-not-transferable"

    def test_a_conflict_says_that_it_is_not_active(self, desk: Desk) -> None:
        contact_id = self.work_item(desk)
        desk.fault(path="*/transfer-work-item-to-agent", status=409, message="Invalid state.")

        assert do(desk, contact_id, "transfer", {"agentId": "10022"}).problem == "call-not-active"


def later(minutes: int = 60) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).replace(microsecond=0).isoformat()


def dispose(desk: Desk, contact_id: str, **body: Any) -> Answer:
    return desk.put(path(desk, contact_id, "disposition"), {"name": "Resolved", **body})


def known(desk: Desk, contact_id: str) -> Contact:
    key = ContactKey.parse(desk.key(contact_id))
    return ledger().read([key])[key].contact


def callbacks(desk: Desk) -> list[Any]:
    return desk.commands("*/scheduled-callbacks*")


class TestDispositions:
    @pytest.fixture
    def over(self, desk: Desk) -> str:
        contact_id = desk.on_a_call()
        desk.hang_up(contact_id)
        return contact_id

    def test_an_outcome_is_stored_and_known_to_the_activity_at_once(self, desk: Desk, over: str) -> None:
        answer = dispose(desk, over, name="resolved", notes="Replaced router", tags=["5"])

        assert answer.status == 200
        assert answer.json == {
            "contactKey": desk.key(over),
            "dispositionId": "12",
            "disposition": "Resolved",
            "secondaryId": None,
            "callbackId": None,
        }
        stored = desk.contact(over)
        assert stored.disposed is not None
        assert (stored.disposed.disposition_id, stored.disposed.notes, stored.tags) == (
            12,
            "Replaced router",
            (5,),
        )
        contact = known(desk, over)
        assert contact.text(Field.DISPOSITION) == "Resolved"
        assert contact.text(Field.DISPOSITION_NOTES) == "Replaced router"
        assert contact.fields[Field.DISPOSITION_ID].source is Source.AGENT

    def test_a_disposition_may_be_named_by_its_id(self, desk: Desk, over: str) -> None:
        answer = desk.put(path(desk, over, "disposition"), {"dispositionId": "13"})

        assert answer.json["disposition"] == "Follow up"

    def test_the_same_again_is_stored_once(self, desk: Desk, over: str) -> None:
        dispose(desk, over, notes="Replaced router")
        first = known(desk, over)

        assert dispose(desk, over, notes="Replaced router").status == 200
        assert len(desk.commands("*/disposition")) == 1
        assert known(desk, over) == first

    def test_a_correction_takes_the_place_of_what_was_stored(self, desk: Desk, over: str) -> None:
        dispose(desk, over)

        assert dispose(desk, over, name="Follow up").status == 200
        assert known(desk, over).text(Field.DISPOSITION) == "Follow up"

    def test_a_second_disposition_where_the_skill_takes_one(self, desk: Desk, over: str) -> None:
        assert dispose(desk, over, secondary="Follow up").problem == "secondary-not-allowed"
        desk.control(
            "data",
            {
                "skills": [
                    {
                        "skillId": 40110, "skillName": "Support Voice", "mediaTypeId": 4,
                        "allowSecondaryDisposition": True, "dispositionIds": [12, 13],
                    }
                ]
            },
        )  # fmt: skip

        assert dispose(desk, over, secondary="13").json["secondaryId"] == "13"
        assert known(desk, over).text(Field.SECONDARY_DISPOSITION_ID) == "13"

    def test_a_contact_that_goes_on_has_no_outcome_yet(self, desk: Desk) -> None:
        assert dispose(desk, desk.on_a_call()).problem == "contact-not-over"
        assert not desk.commands("*/disposition")

    def test_an_unknown_disposition_is_refused(self, desk: Desk, over: str) -> None:
        answer = dispose(desk, over, name="Vanished")

        assert (answer.problem, answer.json["dispositions"]) == ("disposition-unknown", ["Resolved", "Follow up"])

    def test_a_conflict_is_a_problem_of_its_own(self, desk: Desk, over: str) -> None:
        desk.fault(path="*/disposition", status=409, message="Contact must be disconnected before dispositioning")

        assert dispose(desk, over).problem == "contact-not-over"

    @pytest.mark.parametrize(
        "body", [{"dispositionId": "12"}, {"name": None}, {"tags": ["x"]}, {"notes": "x" * 5_000}]
    )
    def test_what_makes_no_sense_is_refused(self, desk: Desk, over: str, body: dict[str, Any]) -> None:
        assert dispose(desk, over, **body).problem == "invalid-request"

    def test_an_unknown_tag_says_that_the_disposition_is_stored(self, desk: Desk, over: str) -> None:
        assert dispose(desk, over, tags=["99"]).problem == "tag-unknown"
        assert desk.contact(over).disposed is not None

    def test_card_numbers_do_not_get_into_the_activity(self, desk: Desk, over: str) -> None:
        dispose(desk, over, notes="Paid with 4111 1111 1111 1111")

        assert "4111" not in known(desk, over).text(Field.DISPOSITION_NOTES)

    def test_dispositions_are_listed_in_their_order(self, desk: Desk) -> None:
        listed = desk.get("/current/skills/40110/dispositions").json

        assert [(one["dispositionId"], one["name"]) for one in listed["dispositions"]] == [
            ("12", "Resolved"),
            ("13", "Follow up"),
        ]
        assert desk.get("/current/skills/4711/dispositions").problem == "skill-not-taken"
        assert desk.get("/current/skills/x/dispositions").problem == "invalid-request"

    def test_a_disposition_may_ask_for_a_commitment(self, desk: Desk, over: str, monkeypatch: Any) -> None:
        reports = agent_sessions._reports()
        listed = reports.dispositions("40110")
        asking = [
            type(one)(one.disposition_id, one.name, needs_commitment=True, needs_amount=True) for one in listed
        ]
        monkeypatch.setattr(type(reports), "dispositions", lambda _self, _skill: asking)

        answer = dispose(desk, over)

        assert (answer.problem, answer.json["missing"]) == ("commitment-needed", ["commitment", "amount"])
        promised = {"at": later(), "phoneNumber": "4155550134"}
        assert dispose(desk, over, commitment=promised, amount="120.50").status == 200
        given = desk.commands("*/disposition")[-1].given
        assert isinstance(given, dict)
        assert (given["primaryCommitmentAmount"], given["primaryCallbackNumber"]) == ("120.50", "+14155550134")


class TestCommitments:
    @pytest.fixture
    def over(self, desk: Desk) -> str:
        contact_id = desk.on_a_call()
        desk.hang_up(contact_id)
        return contact_id

    def promise(self, **changes: Any) -> dict[str, Any]:
        return {"at": later(), "phoneNumber": "(415) 555-0134", "notes": "Renewal", **changes}

    def test_a_callback_is_made_once_however_often_it_is_sent(self, desk: Desk, over: str) -> None:
        promise = self.promise()

        answers = [dispose(desk, over, commitment=promise) for _ in range(3)]

        assert {one.json["callbackId"] for one in answers} == {"6001"}
        (made,) = callbacks(desk)
        assert made.given["targetAgentId"] == sample.ADA
        assert (made.given["phoneNumber"], made.given["skillId"]) == ("+14155550134", sample.OUTBOUND_SALES)

    def test_anybody_of_a_skill_may_call_back(self, desk: Desk, over: str) -> None:
        dispose(desk, over, commitment=self.promise(forMe=False, skillId="40120"))

        assert "targetAgentId" not in callbacks(desk)[0].given

    def test_another_time_changes_the_callback(self, desk: Desk, over: str) -> None:
        dispose(desk, over, commitment=self.promise())

        again = dispose(desk, over, commitment=self.promise(at=later(120)))

        assert again.json["callbackId"] == "6001"
        assert [one.method for one in callbacks(desk)] == ["POST", "PUT"]

    def test_a_callback_that_is_closed_is_made_anew(self, desk: Desk, over: str) -> None:
        dispose(desk, over, commitment=self.promise())
        desk.fault(path="*/scheduled-callbacks/6001", status=404, message="Callback already closed.")

        assert dispose(desk, over, commitment=self.promise(at=later(120))).json["callbackId"] == "6002"

    def test_a_lost_answer_does_not_make_a_second_one(self, desk: Desk, over: str, monkeypatch: Any) -> None:
        promise = self.promise()
        desk.fault(path="*/scheduled-callbacks", method="POST", drop="after", count=1)

        assert dispose(desk, over, commitment=promise).problem == "cxone-unavailable"
        assert dispose(desk, over, commitment=promise).problem == "commitment-under-way"
        self.time_passes(monkeypatch)
        assert dispose(desk, over, commitment=promise).json["callbackId"] == "6001"
        assert [one.method for one in callbacks(desk)].count("POST") == 1

    def test_a_lost_request_is_made_up_for(self, desk: Desk, over: str, monkeypatch: Any) -> None:
        promise = self.promise()
        desk.fault(path="*/scheduled-callbacks", method="POST", drop="before", count=1)

        assert dispose(desk, over, commitment=promise).problem == "cxone-unavailable"
        self.time_passes(monkeypatch)
        assert dispose(desk, over, commitment=promise).json["callbackId"] == "6001"

    def test_a_lost_answer_and_a_changed_mind_leave_one_callback(
        self, desk: Desk, over: str, monkeypatch: Any
    ) -> None:
        desk.fault(path="*/scheduled-callbacks", method="POST", drop="after", count=1)
        dispose(desk, over, commitment=self.promise())
        self.time_passes(monkeypatch)

        assert dispose(desk, over, commitment=self.promise(at=later(120))).json["callbackId"] == "6001"
        assert [one.method for one in callbacks(desk)] == ["POST", "PUT"]

    @pytest.mark.parametrize(
        ("changes", "wrong"),
        [({"at": later(-60)}, "at"), ({"skillId": "40110"}, "skillId")],
    )
    def test_a_refused_callback_says_what_is_wrong_and_may_be_mended(
        self, desk: Desk, over: str, changes: dict[str, Any], wrong: str
    ) -> None:
        answer = dispose(desk, over, commitment=self.promise(**changes))

        assert (answer.problem, answer.json["wrong"]) == ("commitment-refused", wrong)
        assert desk.contact(over).disposed is not None
        assert dispose(desk, over, commitment=self.promise()).json["callbackId"] == "6001"

    def test_a_number_that_is_none_stores_nothing(self, desk: Desk, over: str) -> None:
        assert (
            dispose(desk, over, commitment=self.promise(phoneNumber="anonymous")).problem == "number-not-dialable"
        )
        assert not desk.commands("*/disposition")

    def test_a_time_needs_its_offset(self, desk: Desk, over: str) -> None:
        assert dispose(desk, over, commitment=self.promise(at="2030-01-01T10:00:00")).problem == "invalid-request"

    def test_two_requests_at_once_make_one_callback(self, desk: Desk, over: str) -> None:
        promise = self.promise()
        desk.fault(path="*/scheduled-callbacks", method="POST", delay_s=0.3)

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda _: dispose(desk, over, commitment=promise), range(2)))

        assert [one.method for one in callbacks(desk)] == ["POST"]
        # Who comes while it is being made is told so; who comes later, what was made.
        told = sorted(one.json.get("callbackId") or one.problem for one in answers)
        assert told in (["6001", "6001"], ["6001", "commitment-under-way"])

    def time_passes(self, monkeypatch: Any) -> None:
        later_on = replace(agent_sessions._disposing(), now=lambda: datetime.now(UTC) + timedelta(minutes=1))
        monkeypatch.setattr(agent_sessions, "_disposing", lambda: later_on)


def test_nothing_personal_is_logged(desk: Desk) -> None:
    with log_text() as text:
        contact_id = desk.on_a_call()
        do(desk, contact_id, "consult", {"phoneNumber": COLLEAGUE})
        desk.hang_up(contact_id)
        dispose(
            desk, contact_id, notes="Grace wants a router", commitment={"at": later(), "phoneNumber": "4155550134"}
        )

    assert text.getvalue()
    for private in ("5550177", "5550134", "Grace", "router", desk.cxone_id()):
        assert private not in text.getvalue()

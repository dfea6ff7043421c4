"""Agents' sessions through the real handler against the simulated tenant: log in, availability, phone, log out."""

import time
from datetime import datetime
from typing import Any

import pytest

from local.cxone import sample
from switchboard.runtime import agents
from tests.support.desk import PHONE, Desk
from tests.support.world import OTHER_USER, USER, World, forget, log_text

COMMANDS: list[tuple[str, str, object]] = [
    ("PUT", "/availability", {"state": "available"}),
    ("POST", "/agent-leg", None),
    ("DELETE", "/agent-leg", None),
    ("PUT", "/agent-leg/mute", {"muted": True}),
    ("DELETE", "", None),
    ("POST", "/contacts/4599001:acd:9007199254740993/hold", None),
]


@pytest.fixture
def desk(world: World) -> Desk:
    """Two users who are agents; nobody is logged in."""
    return Desk(world)


class TestLoggingIn:
    def test_a_session_begins_at_the_number_given(self, desk: Desk) -> None:
        answer = desk.post("", {"phoneNumber": "(415) 555-0111"})

        assert answer.status == 200
        told = answer.json
        assert (told["outcome"], told["agentId"], told["agentName"]) == ("started", "10021", "Ada Brenner")
        assert told["phoneNumber"] == PHONE
        assert desk.commands("*/agent-sessions")[0].given == {
            "stationPhoneNumber": PHONE,
            "inactivityTimeout": 300,
            "asAgentId": 10021,
        }

    def test_a_session_begins_at_a_station(self, desk: Desk) -> None:
        assert desk.post("", {"stationId": "77"}).json["stationId"] == "77"

    def test_a_number_abroad_keeps_its_country(self, desk: Desk) -> None:
        assert desk.post("", {"phoneNumber": "+44 20 7946 0123"}).json["phoneNumber"] == "+442079460123"

    def test_the_second_log_in_joins_and_keeps_the_session(self, desk: Desk) -> None:
        first = desk.log_in()

        again = desk.post("", {"phoneNumber": "415 555 0112"}).json

        assert (again["outcome"], again["sessionId"], again["phoneNumber"]) == ("joined", first, None)

    def test_a_session_that_was_begun_elsewhere_is_joined(self, desk: Desk) -> None:
        desk.control("agents/10021/log-in", {"phone": PHONE})

        assert desk.post("", {"stationId": "77"}).json["outcome"] == "joined"
        assert desk.get("/current").json["state"] == "unavailable"

    def test_what_is_remembered_is_used_until_another_is(self, desk: Desk) -> None:
        assert desk.post("", {}).problem == "station-needed"
        desk.post("", {"phoneNumber": PHONE, "remember": True})
        desk.control("agents/10021/log-out")

        assert desk.post("", {}).json["phoneNumber"] == PHONE

    def test_what_is_not_to_be_remembered_is_not(self, desk: Desk) -> None:
        desk.post("", {"phoneNumber": PHONE})
        desk.control("agents/10021/log-out")

        assert desk.post("", {}).problem == "station-needed"

    def test_a_refused_number_is_not_remembered(self, desk: Desk) -> None:
        desk.control("agents/10022/log-in", {"phone": PHONE})

        assert desk.post("", {"phoneNumber": PHONE, "remember": True}).problem == "phone-in-use"
        assert desk.post("", {}).problem == "station-needed"

    @pytest.mark.parametrize("number", ["911", "anonymous", "sip:ada@example.com", "12"])
    def test_what_is_no_number_is_not_sent(self, desk: Desk, number: str) -> None:
        assert desk.post("", {"phoneNumber": number}).problem == "not-a-number"
        assert not desk.commands()

    def test_station_and_number_exclude_each_other(self, desk: Desk) -> None:
        assert desk.post("", {"phoneNumber": PHONE, "stationId": "77"}).problem == "invalid-request"

    @pytest.mark.parametrize(
        ("fault", "problem"),
        [
            (
                {"status": 400, "message": "Concurrent agent limit or station limit exceeded"},
                "session-limit-reached",
            ),
            ({"status": 400, "message": "Invalid stationId"}, "station-refused"),
            ({"status": 403, "message": "Insufficient permissions"}, "cxone-permission-missing"),
            ({"status": 409, "message": "Cannot start a session at this time."}, "login-not-possible"),
            ({"status": 400, "message": "Phone in use"}, "phone-in-use"),
            ({"status": 429, "headers": {"Retry-After": "30"}}, "cxone-limit-reached"),
            ({"html": "<h1>Bad gateway</h1>", "status": 502}, "cxone-unavailable"),
        ],
    )
    def test_each_refusal_says_what_to_do(self, desk: Desk, fault: dict[str, Any], problem: str) -> None:
        desk.fault(path="*/agent-sessions", method="POST", **fault)

        assert desk.post("", {"stationId": "77"}).problem == problem

    def test_a_log_in_whose_answer_was_lost_is_joined_by_the_next(self, desk: Desk) -> None:
        desk.fault(path="*/agent-sessions", method="POST", drop="after", count=1)

        assert desk.post("", {"stationId": "77"}).problem == "cxone-unavailable"
        assert desk.post("", {"stationId": "77"}).json["outcome"] == "joined"
        assert len(desk.commands("*/agent-sessions")) == 2

    def test_a_kept_session_that_is_over_is_not_joined(self, desk: Desk) -> None:
        session_id = desk.log_in()
        desk.control("agents/10021/log-out")
        desk.fault(path="*/agent-sessions", method="POST", status=409, message="Cannot start", count=1)

        assert desk.post("", {"stationId": "77"}).problem == "login-not-possible"
        assert desk.get(f"/{session_id}").problem == "session-over"

    @pytest.mark.parametrize(
        ("user", "problem"), [(None, "no-acting-user"), ("005000000000009AAA", "agent-unknown")]
    )
    def test_nobody_logs_in_who_is_no_agent(self, desk: Desk, user: str | None, problem: str) -> None:
        assert desk.post("", {"stationId": "77"}, user=user).problem == problem

    def test_only_trusted_callers_name_a_user(self, desk: Desk) -> None:
        for caller in ("operator", "other"):
            assert desk.post("", {"stationId": "77"}, caller=caller).problem == "no-acting-user"


class TestLookingAtTheSession:
    def test_the_state_is_told_with_its_age_by_cxones_clock(self, desk: Desk) -> None:
        desk.log_in()
        desk.world.cxone.clock.advance(65)

        told = desk.get("/current").json

        assert (told["state"], told["isAcw"], told["agentId"]) == ("unavailable", False, "10021")
        assert 65 <= told["timeInState"] < 90
        # The tenant's clock is ahead of ours, and ages are counted by it.
        assert datetime.fromisoformat(told["asOf"]).timestamp() - time.time() > 30

    def test_open_contacts_are_told_with_states_and_seconds(self, desk: Desk) -> None:
        desk.log_in()
        contact_id = desk.on_a_call()
        desk.world.cxone.clock.advance(30)

        told = desk.get("/current").json

        assert told["state"] == "inboundContact"
        (contact,) = told["contacts"]
        assert (contact["contactKey"], contact["state"]) == (desk.key(contact_id), "active")
        assert (contact["channel"], contact["direction"], contact["skillId"]) == ("voice", "inbound", "40110")
        assert contact["fromAddress"] == "4155550134"
        assert contact["seconds"] >= contact["withAgentSeconds"] >= 30

    @pytest.mark.parametrize("shapes", ["v23", "newer"])
    def test_both_generations_of_names_are_read(self, desk: Desk, shapes: str) -> None:
        desk.change(shapes=shapes)
        desk.log_in()
        contact_id = desk.on_a_call()

        told = desk.get("/current").json

        assert [(one["contactKey"], one["state"]) for one in told["contacts"]] == [
            (desk.key(contact_id), "active")
        ]
        assert told["contacts"][0]["toAddress"] == sample.MAIN_LINE
        assert desk.get("/current/unavailable-codes").json["codes"]

    def test_the_work_after_a_contact_is_told(self, desk: Desk) -> None:
        desk.log_in()
        desk.hang_up(desk.on_a_call())

        told = desk.get("/current").json

        assert (told["state"], told["reason"], told["isAcw"]) == ("unavailable", "Wrap-up", True)

    def test_an_empty_list_may_come_as_204_or_as_an_array(self, desk: Desk) -> None:
        desk.change(empty_lists="array")
        desk.log_in()

        assert desk.get("/current").json["contacts"] == []

    def test_a_session_that_was_ended_remotely_is_over(self, desk: Desk) -> None:
        session_id = desk.log_in()
        agents.acting_agents.cache_clear()
        desk.make_old(session_id)
        desk.control("agents/10021/log-out")

        assert desk.get("/current").problem == "session-over"
        assert desk.get(f"/{session_id}").problem == "session-over"

    def test_right_after_a_log_in_a_report_may_be_behind(self, desk: Desk) -> None:
        desk.log_in()
        desk.control("agents/10021/log-out")

        assert desk.get("/current").json["state"] == "loggedOut"

    def test_an_answer_without_the_agent_is_no_answer(self, desk: Desk) -> None:
        desk.log_in()
        desk.fault(path="*/agents/10021/states", status=204)

        assert desk.get("/current").problem == "cxone-unavailable"

    @pytest.mark.parametrize(
        ("session_id", "problem"),
        [
            ("current", "session-unknown"),
            (f"{OTHER_USER}-000000000000", "not-your-session"),
            (f"{USER}-000000000000", "session-unknown"),
            ("nonsense", "invalid-request"),
        ],
    )
    def test_only_the_own_session_is_shown(self, desk: Desk, session_id: str, problem: str) -> None:
        assert desk.get(f"/{session_id}").problem == problem

    def test_an_earlier_session_is_over(self, desk: Desk) -> None:
        first = desk.log_in()
        desk.control("agents/10021/log-out")
        second = desk.log_in()

        assert desk.get(f"/{second}").status == 200
        assert desk.get(f"/{first}").problem == "session-over"


class TestLoggingOut:
    def test_an_agent_logs_out(self, desk: Desk) -> None:
        session_id = desk.log_in()

        answer = desk.delete(f"/{session_id}")

        assert (answer.status, answer.json) == (202, {"accepted": True, "outcome": "event"})
        desk.until(lambda: desk.agent("10021") is None)

    def test_open_contacts_are_named(self, desk: Desk) -> None:
        desk.log_in()
        contact_id = desk.on_a_call()

        answer = desk.delete("/current")

        assert (answer.status, answer.problem) == (409, "open-contacts")
        assert answer.json["contacts"] == [
            {"contactKey": desk.key(contact_id), "channel": "voice", "state": "active"}
        ]
        assert answer.json["isAcw"] is False

    def test_the_work_after_a_contact_keeps_the_agent_too(self, desk: Desk) -> None:
        desk.log_in()
        desk.hang_up(desk.on_a_call())

        answer = desk.delete("/current")

        assert (answer.problem, answer.json["contacts"], answer.json["isAcw"]) == ("open-contacts", [], True)

    def test_where_the_contacts_cannot_be_read_the_refusal_stands(self, desk: Desk) -> None:
        desk.log_in()
        desk.on_a_call()
        desk.fault(path="*/contacts/active", status=500)
        desk.fault(path="*/agent-phone/end", status=409, message="Invalid call status.")

        answer = desk.delete("/current", left_s=2.0)

        assert (answer.problem, "contacts" in answer.json) == ("open-contacts", False)
        assert desk.delete("/current/agent-leg", left_s=2.0).problem == "leg-not-connected"

    @pytest.mark.parametrize("how", ["endContacts=true", "force=true"])
    def test_contacts_can_be_ended_with_the_session(self, desk: Desk, how: str) -> None:
        desk.log_in()
        desk.on_a_call()

        assert desk.delete(f"/current?{how}").status == 202
        desk.until(lambda: desk.agent("10021") is None)

    def test_the_personal_queue_is_a_problem_of_its_own(self, desk: Desk) -> None:
        desk.log_in()
        desk.waits_for_ada()

        assert desk.delete("/current").problem == "personal-queue"
        assert desk.delete("/current?ignorePersonalQueue=true").status == 202

    def test_a_session_that_is_over_cannot_be_ended(self, desk: Desk) -> None:
        desk.log_in()
        desk.control("agents/10021/log-out")

        assert desk.delete("/current").problem == "session-over"


class TestAvailability:
    def test_an_agent_becomes_available_and_unavailable_for_a_reason(self, desk: Desk) -> None:
        desk.log_in()

        assert desk.put("/current/availability", {"state": "available"}).status == 202
        desk.until(lambda: desk.agent("10021") == ("Available", ""))
        assert desk.put("/current/availability", {"state": "unavailable", "reason": "break"}).status == 202
        desk.until(lambda: desk.agent("10021") == ("Unavailable", "Break"))

    def test_a_reason_may_be_the_codes_id(self, desk: Desk) -> None:
        desk.log_in()

        desk.put("/current/availability", {"state": "unavailable", "reason": "7"})

        assert desk.commands("*/state")[-1].given == {"state": "Unavailable", "reason": "Break"}

    def test_no_reason_is_one_too(self, desk: Desk) -> None:
        desk.log_in()

        desk.put("/current/availability", {"state": "unavailable"})

        assert desk.commands("*/state")[-1].given == {"state": "Unavailable"}

    def test_an_unknown_reason_is_refused_before_it_is_sent(self, desk: Desk) -> None:
        desk.log_in()

        answer = desk.put("/current/availability", {"state": "unavailable", "reason": "Siesta"})

        assert (answer.problem, answer.json["codes"]) == ("unavailable-code-unknown", ["Break", "Wrap-up"])
        assert not desk.commands("*/state")

    def test_a_code_for_the_work_after_a_contact_needs_one(self, desk: Desk) -> None:
        desk.log_in()

        answer = desk.put("/current/availability", {"state": "unavailable", "reason": "Wrap-up"})

        assert answer.problem == "code-needs-contact"

    @pytest.mark.parametrize(
        "body", [{"state": "available", "reason": "Break"}, {"state": "busy"}, {}, {"state": "available", "x": 1}]
    )
    def test_what_makes_no_sense_is_refused(self, desk: Desk, body: object) -> None:
        desk.log_in()

        assert desk.put("/current/availability", body).problem == "invalid-request"

    def test_codes_are_the_teams_and_are_kept_for_a_while(self, desk: Desk) -> None:
        desk.log_in()

        first, second = desk.get("/current/unavailable-codes"), desk.get("/current/unavailable-codes")

        assert first.json == second.json
        assert first.json["codes"][1] == {"codeId": "9", "name": "Wrap-up", "isAcw": True, "limitMinutes": 3}
        assert len(desk.asked("*/unavailable-codes")) == 1

    def test_a_code_that_was_taken_away_meanwhile_is_unknown(self, desk: Desk) -> None:
        desk.log_in()
        desk.fault(path="*/state", status=400, message="Invalid unavailable code.")

        answer = desk.put("/current/availability", {"state": "unavailable", "reason": "Break"})

        assert answer.problem == "unavailable-code-unknown"
        assert len(desk.asked("*/unavailable-codes")) == 2


class TestAgentLeg:
    def test_the_phone_is_connected_muted_and_let_go(self, desk: Desk) -> None:
        desk.log_in()
        assert desk.post("/current/agent-leg").status == 202
        desk.pick_up()

        assert desk.put("/current/agent-leg/mute", {"muted": True}).status == 202
        desk.until(lambda: desk.session().is_muted)
        assert desk.put("/current/agent-leg/mute", {"muted": True}).problem == "mute-not-possible"
        assert desk.put("/current/agent-leg/mute", {"muted": False}).status == 202
        desk.until(lambda: not desk.session().is_muted)
        assert desk.post("/current/agent-leg").problem == "leg-connected"
        assert desk.delete("/current/agent-leg").status == 202
        desk.until(lambda: desk.session().leg == "Disconnected")

    def test_a_phone_that_is_not_connected_cannot_be_let_go_or_muted(self, desk: Desk) -> None:
        desk.log_in()

        assert desk.delete("/current/agent-leg").problem == "leg-not-connected"
        assert desk.put("/current/agent-leg/mute", {"muted": True}).problem == "mute-not-possible"

    def test_a_phone_that_a_call_needs_cannot_be_let_go(self, desk: Desk) -> None:
        desk.log_in()
        contact_id = desk.on_a_call()

        answer = desk.delete("/current/agent-leg")

        assert answer.problem == "leg-in-use"
        assert [one["contactKey"] for one in answer.json["contacts"]] == [desk.key(contact_id)]


def told(desk: Desk, command: tuple[str, str, object], **more: Any) -> Any:
    method, path, body = command
    return desk.call(method, f"/current{path}", body, **more)


def named(command: tuple[str, str, object]) -> str:
    return f"{command[0]} {command[1]}"


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_a_conflict_is_a_problem_of_its_own(desk: Desk, command: tuple[str, str, object]) -> None:
    desk.log_in()
    desk.fault(path=desk.path_of(command), status=409, message="Invalid state.")

    answer = told(desk, command)

    assert (answer.status, answer.problem == "cxone-conflict") == (409, False)


@pytest.mark.parametrize("command", [COMMANDS[0], COMMANDS[-1]], ids=named)
class TestTrouble:
    def test_a_token_that_ends_in_mid_shift_is_renewed_once(
        self, desk: Desk, command: tuple[str, str, object]
    ) -> None:
        desk.log_in()
        desk.world.cxone.journal.clear()
        desk.world.cxone.tokens.revoke_all(refresh_tokens=True)

        assert told(desk, command).status in (202, 404, 409)
        assert len(desk.asked("/auth/token")) <= 2

    @pytest.mark.parametrize("headers", [{"Retry-After": "1"}, {}], ids=["told when", "not told when"])
    def test_where_cxone_is_busy_the_command_is_sent_again_while_there_is_time(
        self, desk: Desk, command: tuple[str, str, object], headers: dict[str, str]
    ) -> None:
        desk.log_in()
        desk.fault(path=desk.path_of(command), status=429, headers=headers, count=1)

        # A 429 proves that nothing was done.
        answer = told(desk, command, left_s=2.4 if headers else 1.5)

        if headers:
            assert answer.status in (202, 404, 409)
        else:
            assert (answer.status, answer.problem) == (503, "cxone-limit-reached")

    def test_a_gateways_page_leaves_open_whether_it_was_done(
        self, desk: Desk, command: tuple[str, str, object]
    ) -> None:
        desk.log_in()
        desk.fault(path=desk.path_of(command), html="<h1>Bad gateway</h1>", status=502)

        assert told(desk, command).problem == "command-outcome-unknown"
        assert len(desk.asked(desk.path_of(command))) == 1

    def test_an_answer_that_comes_too_late_leaves_it_open_too(
        self, desk: Desk, command: tuple[str, str, object]
    ) -> None:
        desk.log_in()
        desk.fault(path=desk.path_of(command), delay_s=2.0)

        answer = told(desk, command, left_s=1.2)

        assert (answer.status, answer.problem) == (504, "command-outcome-unknown")
        assert len(desk.asked(desk.path_of(command))) == 1

    def test_a_session_that_was_ended_remotely_is_over(self, desk: Desk, command: tuple[str, str, object]) -> None:
        desk.log_in()
        desk.control("agents/10021/log-out")

        assert told(desk, command).problem == "session-over"
        assert told(desk, command).problem == "session-over"

    def test_a_session_that_cxone_no_longer_knows_is_over(
        self, desk: Desk, command: tuple[str, str, object]
    ) -> None:
        desk.log_in()
        desk.world.cxone.reset()
        forget()

        assert told(desk, command).problem == "session-over"

    def test_an_id_that_is_no_longer_good_is_replaced(self, desk: Desk, command: tuple[str, str, object]) -> None:
        desk.log_in()
        desk.spoil_id()

        assert told(desk, command).status in (202, 404, 409)
        assert len(desk.asked("*/agent-sessions/join")) == 1

    def test_another_users_session_is_not_commanded(self, desk: Desk, command: tuple[str, str, object]) -> None:
        session_id = desk.log_in()
        method, path, body = command

        answer = desk.call(method, f"/{session_id}{path}", body, user=OTHER_USER)

        assert (answer.status, answer.problem) == (403, "not-your-session")


def test_nothing_personal_is_logged(desk: Desk) -> None:
    with log_text() as text:
        desk.post("", {"phoneNumber": "(415) 555-0111", "remember": True})
        desk.on_a_call()
        desk.get("/current")
        desk.delete("/current")

    assert text.getvalue()
    for private in ("5550111", "5550134", "555-0111", "Ada", "Brenner", desk.cxone_id(), USER):
        assert private not in text.getvalue()

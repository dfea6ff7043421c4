"""Messages, alerts, reports, schedule, settings and the rest of an agent's desk, through the real handler."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from local.cxone import sample
from local.cxone.contacts.lifecycle import Move
from local.cxone.oddities import NULL_LISTS, PARTIAL_RESULTS
from switchboard.activity.dossier import ActivityRecord, Attempt, Rejection
from switchboard.activity.dossier_changes import Rejected
from switchboard.contact.key import ContactKey
from switchboard.desk.panel_log.api import MOST_LINES
from switchboard.runtime import agent_desk
from switchboard.runtime.contacts import ledger
from switchboard.version import VERSION
from tests.support.agent_desk import (
    CALLBACKS,
    MESSAGES,
    PERFORMANCE,
    SCHEDULE,
    SENDING,
    STATES,
    SUPERVISOR,
    AgentDesk,
)
from tests.support.desk import PEOPLE, UNIT
from tests.support.hooks import a_call, tell
from tests.support.world import OTHER_USER, USER, World, forget, log_text

NOBODY = "005000000000009AAA"
ASKING_CXONE = ["messages", "reports/performance", "reports/productivity", "schedule"]
READS = [*ASKING_CXONE, "alerts", "settings", "information", "help", "panel-logs"]
MESSAGE = {"subject": "Outage", "text": "Zone 4", "agentIds": ["10022"]}


@pytest.fixture
def desk(world: World, monkeypatch: pytest.MonkeyPatch) -> AgentDesk:
    desk = AgentDesk(world)
    # The tenant's clock is put forward in these tests, and ours goes along.
    monkeypatch.setattr(agent_desk, "_now", desk.simulator.world.now)
    return desk


@pytest.fixture(params=["v23", "newer"])
def generation(desk: AgentDesk, request: pytest.FixtureRequest) -> str:
    """The shapes of both generations."""
    desk.change(shapes=request.param)
    return str(request.param)


class TestMessages:
    @pytest.mark.usefixtures("generation")
    def test_messages_to_the_agent_the_team_and_everyone_are_listed(self, desk: AgentDesk) -> None:
        ids = [
            desk.tell("<b>Zone</b> 4"),
            desk.tell(kind=2, target=3301, subject="Team"),
            desk.tell(kind=4, target=0, subject="All"),
        ]
        desk.tell(target=sample.BEN, subject="For Ben")

        answer = desk.look("messages")

        assert answer.status == 200
        listed = {one["messageId"]: one for one in answer.json["messages"]}
        assert set(listed) == set(ids)
        assert (answer.json["unread"], answer.json["next"]) == (3, None)
        first = listed[ids[0]]
        assert (first["subject"], first["read"], first["showSeconds"]) == ("Outage", False, 3600)
        assert first["validUntil"].endswith("Z")

    def test_reading_and_deleting_is_each_users_own(self, desk: AgentDesk) -> None:
        message_id = desk.tell(kind=2, target=3301)

        marked = desk.ask("PUT", f"messages/{message_id}", {"read": True})

        assert (marked.status, marked.json["read"]) == (200, True)
        assert desk.look("messages").json["unread"] == 0
        assert desk.look("messages?unread=true").json["messages"] == []
        assert desk.look("messages", user=OTHER_USER).json["unread"] == 1
        removed = desk.ask("DELETE", f"messages/{message_id}")
        assert (removed.status, removed.json["removedFor"]) == (200, "me")
        assert desk.look("messages").json["messages"] == []
        assert len(desk.look("messages", user=OTHER_USER).json["messages"]) == 1

    def test_another_agents_message_stays_closed(self, desk: AgentDesk) -> None:
        message_id = desk.tell(target=sample.BEN)
        for method, body in (("PUT", {"read": True}), ("DELETE", None)):
            answer = desk.ask(method, f"messages/{message_id}", body)
            assert (answer.status, answer.problem) == (404, "message-not-found")
        everywhere = desk.ask("DELETE", f"messages/{message_id}?everywhere=true")
        assert (everywhere.status, everywhere.problem) == (403, "not-your-message")
        assert len(desk.look("messages", user=OTHER_USER).json["messages"]) == 1

    def test_an_unchanged_list_is_not_sent_again(self, desk: AgentDesk) -> None:
        message_id = desk.tell()
        tag = desk.look("messages").result["headers"]["ETag"]
        again = desk.look("messages", headers={"if-none-match": tag})
        assert (again.status, again.body) == (304, "")
        desk.ask("PUT", f"messages/{message_id}", {"read": True})
        assert desk.look("messages", headers={"if-none-match": tag}).status == 200

    def test_pages_and_bad_cursors(self, desk: AgentDesk) -> None:
        ids = [desk.tell() for _ in range(3)]
        first = desk.look("messages?limit=2").json
        rest = desk.look(f"messages?limit=2&cursor={first['next']}").json
        assert [one["messageId"] for one in first["messages"] + rest["messages"]] == ids[::-1]
        assert desk.look("messages?cursor=nonsense").problem == "bad-cursor"
        assert desk.look("messages?limit=0").problem == "invalid-request"

    def test_no_messages_at_all(self, desk: AgentDesk) -> None:
        assert desk.look("messages").json == {"messages": [], "unread": 0, "next": None}
        desk.tell()
        desk.fault(path=MESSAGES, name=NULL_LISTS)
        assert desk.look("messages").json["messages"] == []


class TestSendingMessages:
    def test_a_message_reaches_agents_and_the_own_team(self, desk: AgentDesk) -> None:
        answer = desk.ask("POST", "messages", {**MESSAGE, "teamIds": ["3301"], "text": "<i>Zone</i>"})

        assert (answer.status, answer.json["sent"], answer.json["failed"]) == (200, 2, 0)
        bens = desk.look("messages", user=OTHER_USER).json["messages"]
        assert [one["text"] for one in bens] == ["<i>Zone</i>"] * 2
        assert len(desk.look("messages").json["messages"]) == 1

    def test_what_was_sent_in_part_is_told_one_by_one(self, desk: AgentDesk) -> None:
        answer = desk.ask("POST", "messages", {**MESSAGE, "agentIds": ["10022", "99999"]})

        assert (answer.status, answer.json["sent"], answer.json["failed"]) == (200, 1, 1)
        good, bad = answer.json["results"]
        assert (good["sent"], good["reason"], bad["sent"], bad["reason"], bad["messageId"]) == (
            True, None, False, "target-unknown", None,
        )  # fmt: skip

    def test_a_part_that_the_tenant_refuses_at_random_is_told(self, desk: AgentDesk) -> None:
        desk.fault(path=SENDING, name=PARTIAL_RESULTS, count=1)
        answer = desk.ask("POST", "messages", {**MESSAGE, "agentIds": ["10021", "10022"]})
        assert (answer.status, answer.json["sent"], answer.json["failed"]) == (200, 1, 1)

    def test_what_nobody_gets_is_a_problem(self, desk: AgentDesk) -> None:
        answer = desk.ask("POST", "messages", {**MESSAGE, "agentIds": ["99999"]})
        assert (answer.status, answer.problem) == (422, "message-not-sent")
        assert answer.json["results"][0]["reason"] == "target-unknown"

    def test_other_teams_are_for_supervisors(self, desk: AgentDesk) -> None:
        body = {"subject": "Outage", "text": "Zone 4", "teamIds": ["3302"]}
        answer = desk.ask("POST", "messages", body)
        assert (answer.status, answer.problem) == (403, "not-your-team")
        assert desk.asked(SENDING) == []
        # The tenant has no such team.
        assert desk.ask("POST", "messages", body, user=SUPERVISOR).problem == "message-not-sent"

    def test_the_sender_takes_a_message_back(self, desk: AgentDesk) -> None:
        sent = desk.ask("POST", "messages", MESSAGE).json["results"][0]["messageId"]
        answer = desk.ask("DELETE", f"messages/{sent}?everywhere=true")
        assert (answer.status, answer.json["removedFor"]) == (200, "everybody")
        assert desk.look("messages", user=OTHER_USER).json["messages"] == []
        assert desk.ask("DELETE", f"messages/{sent}?everywhere=true").problem == "message-not-found"

    def test_nobody_says_that_a_message_was_not_sent_that_may_have_been(self, desk: AgentDesk) -> None:
        desk.fault(path=SENDING, drop="after")
        answer = desk.ask("POST", "messages", MESSAGE)
        assert (answer.status, answer.problem) == (504, "command-outcome-unknown")
        assert len(desk.asked(SENDING)) == 1

    @pytest.mark.parametrize("wrong", [{"agentIds": []}, {"text": ""}, {"validMinutes": 0}, {"everyone": True}])
    def test_what_is_no_message(self, desk: AgentDesk, wrong: dict[str, Any]) -> None:
        answer = desk.ask("POST", "messages", {**MESSAGE, **wrong})
        assert (answer.status, answer.problem) == (422, "invalid-request")


class TestAlerts:
    def test_what_needs_the_agents_eye(self, desk: AgentDesk) -> None:
        late, soon = desk.promise(3), desk.promise(20)
        desk.promise(60)
        desk.promise(4, agent=sample.BEN)
        message_id = desk.tell()

        answer = desk.look("alerts")

        assert answer.status == 200
        assert [(one["kind"], one["commitmentId"], one["messageId"]) for one in answer.json["alerts"]] == [
            ("commitmentDue", late, None),
            ("message", None, message_id),
            ("commitmentDue", soon, None),
        ]
        first = answer.json["alerts"][0]
        assert (first["urgent"], first["phoneNumber"], first["skillId"]) == (True, "+14155550134", "40120")
        assert answer.json["missing"] == []
        tag = answer.result["headers"]["ETag"]
        assert desk.look("alerts", headers={"if-none-match": tag}).status == 304

    def test_a_contact_that_the_agent_did_not_take(self, desk: AgentDesk) -> None:
        desk.change(routing="manual")
        desk.log_in()
        desk.control("agents/10021/available")
        contact_id = int(desk.ring(skillId=sample.SUPPORT_VOICE))
        with desk.simulator.world.turn():
            desk.simulator.traffic.move(contact_id, Move.ROUTE, agent_id=sample.ADA)
            desk.simulator.traffic.move(contact_id, Move.REFUSE)

        (alert,) = desk.look("alerts").json["alerts"]

        assert (alert["kind"], alert["count"]) == ("refusedContacts", 1)
        assert desk.look("alerts", user=OTHER_USER).json["alerts"] == []

    def test_what_cannot_be_asked_for_is_named(self, desk: AgentDesk) -> None:
        message_id = desk.tell()
        desk.fault(path=CALLBACKS, status=429)
        desk.fault(path=PERFORMANCE, html="<h1>Bad gateway</h1>", status=502)

        answer = desk.look("alerts")

        assert [one["messageId"] for one in answer.json["alerts"]] == [message_id]
        assert {one["kind"]: one["reason"] for one in answer.json["missing"]} == {
            "commitmentDue": "cxone-limit-reached",
            "refusedContacts": "cxone-unavailable",
        }

    @pytest.mark.parametrize(
        ("user", "whose", "others"),
        [
            pytest.param(OTHER_USER, OTHER_USER, USER, id="of the user whom a script named"),
            pytest.param(None, USER, OTHER_USER, id="else of the agent who had the contact"),
        ],
    )
    def test_an_activity_that_salesforce_refuses(
        self, desk: AgentDesk, user: str | None, whose: str, others: str
    ) -> None:
        key = reject(desk.world, user)

        (alert,) = desk.look("alerts", user=whose).json["alerts"]

        assert (alert["kind"], alert["contactKey"]) == ("activityRejected", key)
        assert desk.look("alerts", user=others).json["alerts"] == []


def reject(world: World, user: str | None) -> str:
    """The key of a contact of an agent's whose activity Salesforce refuses."""
    assert tell(world, {"events": a_call(contactId="7001", userId=user)}).status == 202
    key = ContactKey.parse(f"{UNIT}:acd:7001")
    dossier = ledger().read([key])[key]
    attempt = Attempt("a", dossier.version, datetime.now(UTC) + timedelta(minutes=2))
    task = ActivityRecord(str(key), "Task", "00T000000000001AAA", {"Subject": ("abcdefghijkl",)})
    started = ledger().begin([(dossier, attempt, (task,))])
    rejection = Rejection("INVALID", ("Subject",), "A validation rule refused it.", datetime.now(UTC))
    ledger().settle([(started[key], Rejected(rejection, ()))])
    return str(key)


def worked(desk: AgentDesk) -> None:
    """Ada takes a call of two minutes and does the work after it for one."""
    desk.change(routing="manual")
    desk.log_in()
    desk.control("agents/10021/available")
    desk.wait(60)
    contact_id = int(desk.ring(skillId=sample.SUPPORT_VOICE))
    with desk.simulator.world.turn():
        desk.simulator.traffic.move(contact_id, Move.ROUTE, agent_id=sample.ADA)
    desk.until(lambda: desk.contact(str(contact_id)).state.name == "ACTIVE")
    desk.wait(120)
    with desk.simulator.world.turn():
        desk.simulator.traffic.move(contact_id, Move.END)
    desk.wait(60)


def around_now(desk: AgentDesk) -> str:
    """A time that holds whatever happened in the tenant just now; its clock may have been put forward."""
    now = desk.simulator.world.now()
    start, end = now - timedelta(hours=2), now + timedelta(hours=1)
    return f"from={start:%Y-%m-%dT%H:%M:%SZ}&to={end:%Y-%m-%dT%H:%M:%SZ}"


class TestPerformance:
    @pytest.mark.parametrize("as_text", [False, True])
    @pytest.mark.usefixtures("generation")
    def test_counts_and_times_of_the_agent(self, desk: AgentDesk, as_text: bool) -> None:
        worked(desk)
        desk.change(reports_as_text=as_text)

        answer = desk.look(f"reports/performance?{around_now(desk)}")

        assert answer.status == 200
        told = answer.json
        assert (told["reported"], told["agentId"], told["offered"], told["refused"]) == (True, "10021", 1, 0)
        assert told["inbound"]["contacts"] == told["handled"]["contacts"] == 1
        assert 120 <= told["handled"]["talkSeconds"] <= 125
        assert told["outbound"] == {"contacts": 0, "talkSeconds": 0, "averageTalkSeconds": None, "seconds": 0}
        assert 60 <= told["availableSeconds"] <= 70
        assert told["loginSeconds"] >= 180
        assert 0 < told["occupancyPercent"] <= 100
        assert told["roundedTo"] == "quarterHour"
        assert told["reportedFrom"][14:] in ("00:00Z", "15:00Z", "30:00Z", "45:00Z")

    def test_the_tenant_is_asked_for_full_quarters_only(self, desk: AgentDesk) -> None:
        answer = desk.look("reports/performance?from=2026-03-02T10:07:31%2B01:00&to=2026-03-02T10:52:00%2B01:00")
        assert (answer.status, answer.json["reported"]) == (200, False)
        (asked,) = desk.asked(PERFORMANCE)
        assert asked.request.parameters() == {
            "startDate": ["2026-03-02T09:00:00.000Z"],
            "endDate": ["2026-03-02T10:00:00.000Z"],
        }

    @pytest.mark.parametrize("period", ["today", "yesterday", "week", "month"])
    def test_named_times(self, desk: AgentDesk, period: str) -> None:
        answer = desk.look(f"reports/performance?period={period}&timeZone=America/Denver")
        assert answer.status == 200
        assert desk.look(f"reports/productivity?period={period}&timeZone=America/Denver").status == 200

    def test_more_than_thirty_days_are_asked_for_in_parts(self, desk: AgentDesk) -> None:
        now = datetime.now(UTC)
        start = now - timedelta(days=45)
        query = f"from={start:%Y-%m-%dT%H:%M:%SZ}&to={now:%Y-%m-%dT%H:%M:%SZ}"
        assert desk.look(f"reports/performance?{query}").status == 200
        assert len(desk.asked(PERFORMANCE)) == 2

    def test_a_teams_numbers_are_for_supervisors(self, desk: AgentDesk) -> None:
        worked(desk)
        query = f"reports/performance?scope=team&{around_now(desk)}"

        assert (desk.look(query).status, desk.look(query).problem) == (403, "supervisors-only")
        answer = desk.look(query, user=SUPERVISOR)
        assert (answer.json["handled"]["contacts"], answer.json["agentId"], answer.json["teamId"]) == (
            1,
            None,
            "3301",
        )

    @pytest.mark.parametrize(
        ("query", "problem"),
        [
            ("from=2026-03-03T00:00:00Z&to=2026-03-02T00:00:00Z", "range-empty"),
            ("from=2026-01-01T00:00:00Z&to=2026-03-05T00:00:00Z", "range-too-long"),
            ("from=2099-01-01T00:00:00Z&to=2099-01-02T00:00:00Z", "range-in-the-future"),
            ("from=2026-03-03T00:00:00Z", "invalid-request"),
            ("period=fortnight", "invalid-request"),
            ("timeZone=Europe/Atlantis", "invalid-request"),
            ("from=0001-01-01T00:00:00%2B14:00&to=0001-01-02T00:00:00%2B14:00", "invalid-request"),
            ("from=1772460000&to=1772463600", "invalid-request"),
        ],
    )
    def test_times_without_a_report(self, desk: AgentDesk, query: str, problem: str) -> None:
        for report in ("performance", "productivity"):
            answer = desk.look(f"reports/{report}?{query}")
            assert (answer.status, answer.problem) == (422, problem)


class TestProductivity:
    @pytest.mark.usefixtures("generation")
    def test_states_with_their_sums(self, desk: AgentDesk) -> None:
        worked(desk)
        desk.control("clock", {"advance_s": 30})

        answer = desk.look(f"reports/productivity?{around_now(desk)}")

        assert answer.status == 200
        states = [one["state"] for one in answer.json["states"]]
        assert states[:3] == ["available", "inboundContact", "unavailable"]
        totals = {one["state"]: one["seconds"] for one in answer.json["totals"]}
        assert 85 <= totals["available"] <= 100
        assert 118 <= totals["inboundContact"] <= 130
        talking = answer.json["states"][1]
        assert (talking["skillName"], talking["channel"]) == ("Support Voice", "voice")
        assert answer.json["totalSeconds"] == sum(one["seconds"] for one in answer.json["totals"])
        for private in ("4155550", sample.MAIN_LINE):
            assert private not in answer.body

    def test_older_versions_have_another_name_for_the_states(self, desk: AgentDesk) -> None:
        worked(desk)
        desk.fault(path=STATES, status=404)
        answer = desk.look(f"reports/productivity?{around_now(desk)}")
        assert (answer.status, answer.json["states"][0]["state"]) == (200, "available")
        assert len(desk.asked("*/statehistory")) == 1

    def test_pages(self, desk: AgentDesk) -> None:
        worked(desk)
        time = around_now(desk)
        whole = desk.look(f"reports/productivity?{time}").json["states"]
        first = desk.look(f"reports/productivity?{time}&limit=2").json
        rest = desk.look(f"reports/productivity?{time}&limit=50&cursor={first['next']}").json
        assert [one["since"] for one in first["states"] + rest["states"]] == [one["since"] for one in whole]
        assert desk.look("reports/productivity?cursor=x").problem == "bad-cursor"


WEEK = "from=2026-03-02T00:00:00Z&to=2026-03-09T00:00:00Z"


class TestSchedule:
    def test_shifts_with_what_lies_in_them(self, desk: AgentDesk) -> None:
        answer = desk.look(f"schedule?{WEEK}")

        assert answer.status == 200
        assert len(answer.json["shifts"]) == 5
        shift = answer.json["shifts"][0]
        assert (shift["start"], shift["seconds"], shift["color"]) == ("2026-03-02T08:00:00Z", 30_600, "#2e7d32")
        assert shift["activities"] == [
            {
                "title": "Lunch", "start": "2026-03-02T12:00:00Z", "end": "2026-03-02T12:30:00Z", "seconds": 1800,
                "notes": None, "color": "#f9a825",
            }
        ]  # fmt: skip
        assert desk.look("schedule").status == 200

    def test_another_agents_schedule_is_never_asked_for(self, desk: AgentDesk) -> None:
        desk.look(f"schedule?{WEEK}", user=OTHER_USER)
        (asked,) = desk.asked(SCHEDULE)
        assert asked.request.path.endswith(desk.simulator.world.directory.agents[sample.BEN].uuid)

    @pytest.mark.usefixtures("generation")
    def test_tenants_with_iex_have_activities(self, desk: AgentDesk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SCHEDULE_SOURCE", "iex")
        forget()
        answer = desk.look(f"schedule?{WEEK}")
        assert (answer.status, answer.json["shifts"], len(answer.json["activities"])) == (200, [], 5)
        assert answer.json["activities"][0]["title"] == "Lunch"
        assert "/v8.0/agents/10021/wfm-schedule" in desk.asked("*wfm-schedule")[0].request.path

    def test_whom_the_planning_system_does_not_know(self, desk: AgentDesk) -> None:
        for uuid in ("", "5f0c6e2a-0000-4000-8000-000000000021", "x/../y"):
            desk.keep_agent(USER, replace(PEOPLE[USER], user_uuid=uuid))
            answer = desk.look("schedule")
            assert (answer.status, answer.problem) == (409, "schedule-user-unknown")

    def test_a_setting_that_is_none(self, desk: AgentDesk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SCHEDULE_SOURCE", "paper")
        forget()
        assert desk.look("schedule").problem == "not-configured"

    def test_times_that_cannot_be_asked_for(self, desk: AgentDesk) -> None:
        assert desk.look("schedule?from=2026-03-02T00:00:00Z&to=2026-03-02T00:00:00Z").problem == "range-empty"
        assert desk.look("schedule?from=2026-03-02T00:00:00Z&to=2026-06-02T00:00:00Z").problem == "range-too-long"
        assert desk.look("schedule?to=2026-06-02T00:00:00Z").problem == "invalid-request"
        latest = "from=9999-12-31T23:00:00-14:00&to=9999-12-31T23:59:59-14:00"
        assert desk.look(f"schedule?{latest}").problem == "invalid-request"


class TestSettings:
    def save(self, desk: AgentDesk, body: object, tag: str | None, **more: Any) -> Any:
        headers = {"if-match": tag} if tag else {}
        return desk.ask("PUT", "settings", body, headers=headers, **more)

    def test_two_browsers_do_not_overwrite_each_other(self, desk: AgentDesk) -> None:
        tag = desk.look("settings").result["headers"]["ETag"]
        assert not tag.startswith("W/")

        first = self.save(desk, {"tooltips": False, "sounds": {"volume": 10}}, tag)
        second = self.save(desk, {"logLevel": "debug"}, tag)

        assert (first.status, first.json["tooltips"], first.json["sounds"]["volume"]) == (200, False, 10)
        assert (second.status, second.problem) == (412, "settings-changed")
        now = desk.look("settings")
        assert now.json == first.json
        assert now.result["headers"]["ETag"] == first.result["headers"]["ETag"]
        assert self.save(desk, {"logLevel": "debug"}, now.result["headers"]["ETag"]).status == 200
        assert self.save(desk, {}, "*").status == 200

    def test_whoever_does_not_say_what_they_saw_changes_nothing(self, desk: AgentDesk) -> None:
        answer = self.save(desk, {"tooltips": False}, None)
        assert (answer.status, answer.problem) == (428, "if-match-needed")
        assert desk.look("settings").json["tooltips"]

    def test_a_log_in_takes_the_station_of_the_settings(self, desk: AgentDesk) -> None:
        body = {"logIn": {"phoneNumber": "+1 415 555 0111", "automatic": True}}
        saved = self.save(desk, body, "*")
        assert saved.json["logIn"] == {"stationId": None, "phoneNumber": "4155550111", "automatic": True}
        assert desk.post("", {}).json["phoneNumber"] == "4155550111"

    def test_a_log_in_that_remembers_its_station_changes_the_settings(self, desk: AgentDesk) -> None:
        tag = desk.look("settings").result["headers"]["ETag"]
        assert desk.post("", {"phoneNumber": "4155550199", "remember": True}).status == 200
        assert desk.look("settings").json["logIn"]["phoneNumber"] == "4155550199"
        assert self.save(desk, {}, tag).problem == "settings-changed"

    def test_what_was_answered_can_be_sent_again_wherever_the_org_is(
        self, desk: AgentDesk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PHONE_REGION", "GB")
        forget()
        saved = self.save(desk, {"logIn": {"phoneNumber": "+1 415 555 0111"}}, "*")
        again = self.save(desk, saved.json, saved.result["headers"]["ETag"])
        assert (again.status, again.json) == (200, saved.json)

    def test_another_users_settings_are_theirs(self, desk: AgentDesk) -> None:
        self.save(desk, {"tooltips": False}, "*")
        assert desk.look("settings", user=OTHER_USER).json["tooltips"]

    def test_unchanged_settings_are_not_sent_again(self, desk: AgentDesk) -> None:
        tag = desk.look("settings").result["headers"]["ETag"]
        assert desk.look("settings", headers={"if-none-match": tag}).status == 304

    @pytest.mark.parametrize(
        ("body", "problem"),
        [
            ({"sounds": {"volume": 101}}, "invalid-request"),
            ({"logIn": {"phoneNumber": "nonsense"}}, "not-a-number"),
            ({"colour": "red"}, "invalid-request"),
            ({"tooltips": "yes"}, "invalid-request"),
        ],
    )
    def test_what_is_no_setting(self, desk: AgentDesk, body: object, problem: str) -> None:
        answer = self.save(desk, body, "*")
        assert (answer.status, answer.problem) == (422, problem)


FEEDBACK = {"categoryId": "7", "priority": 2, "comment": "The line hums", "customData": "a=1"}


class TestFeedback:
    def test_it_is_passed_on_in_the_agents_session(self, desk: AgentDesk) -> None:
        desk.log_in()
        answer = desk.ask("POST", "feedback", FEEDBACK)
        assert (answer.status, answer.json["accepted"]) == (202, True)
        (command,) = desk.commands("*/submit-feedback")
        assert json.loads(desk.asked("*/submit-feedback")[-1].request.body) == FEEDBACK
        assert command.status == 202

    def test_without_a_session_it_is_told(self, desk: AgentDesk) -> None:
        answer = desk.ask("POST", "feedback", FEEDBACK)
        assert (answer.status, answer.problem) == (404, "session-unknown")

    def test_an_id_that_rotated_is_no_trouble(self, desk: AgentDesk) -> None:
        desk.log_in()
        desk.spoil_id()
        assert desk.ask("POST", "feedback", FEEDBACK).status == 202

    @pytest.mark.parametrize(
        ("fault", "problem"),
        [
            ({"drop": "after"}, "command-outcome-unknown"),
            ({"status": 429}, "cxone-limit-reached"),
            ({"status": 400, "message": "Invalid categoryId"}, "cxone-refused"),
        ],
    )
    def test_what_cxone_does_not_take_is_told_and_kept_nowhere(
        self, desk: AgentDesk, fault: dict[str, Any], problem: str
    ) -> None:
        desk.log_in()
        desk.fault(path="*/submit-feedback", **fault)
        assert desk.ask("POST", "feedback", FEEDBACK).problem == problem
        kept = desk.world.aws.dynamodb().scan(TableName=desk.world.names["DeskTable"].ref)["Items"]
        assert "The line hums" not in str(kept)

    def test_what_is_no_feedback(self, desk: AgentDesk) -> None:
        assert desk.ask("POST", "feedback", {"categoryId": "7", "comment": " "}).problem == "invalid-request"


def line(text: str, level: str = "info") -> dict[str, str]:
    return {"at": "2026-03-02T14:05:30Z", "level": level, "text": text}


class TestPanelLogs:
    def test_nothing_private_is_kept(self, desk: AgentDesk) -> None:
        text = "Dial +14155550134 for grace.okafor@example.com failed with Bearer abc.def"
        kept = desk.ask("PUT", "panel-logs", {"lines": [line(text)], "panelVersion": "1.2.0"})
        assert (kept.status, kept.json["lines"]) == (200, 1)

        answer = desk.look("panel-logs")

        assert answer.json["lines"][0]["text"] == "Dial [number] for [address] failed with [secret]"
        assert (answer.json["panelVersion"], answer.json["next"]) == ("1.2.0", None)

    def test_a_users_log_is_for_them_and_for_operators(self, desk: AgentDesk) -> None:
        desk.ask("PUT", "panel-logs", {"lines": [line("one")]})
        assert desk.look("panel-logs", user=OTHER_USER).problem == "no-panel-log"
        others = desk.look(f"panel-logs?userId={USER}", user=OTHER_USER)
        assert (others.status, others.problem) == (403, "not-allowed")
        operators = desk.look(f"panel-logs?userId={USER}", user=None, caller="operator")
        assert (operators.status, operators.json["lines"][0]["text"]) == (200, "one")
        assert desk.look("panel-logs", user=None, caller="operator").problem == "no-acting-user"

    def test_it_is_forgotten_by_itself(self, desk: AgentDesk) -> None:
        desk.ask("PUT", "panel-logs", {"lines": []})
        items = desk.world.aws.dynamodb().scan(TableName=desk.world.names["DeskTable"].ref)["Items"]
        (log,) = [one for one in items if one["item"]["S"] == "panel-log"]
        week = datetime.fromtimestamp(int(log["expires_at"]["N"]), UTC) - datetime.now(UTC)
        assert timedelta(days=6) < week <= timedelta(days=7)

    def test_there_is_an_end_to_it(self, desk: AgentDesk) -> None:
        most = {"lines": [line("x" * 300)] * MOST_LINES}
        assert desk.ask("PUT", "panel-logs", most).status == 200
        assert (
            desk.ask("PUT", "panel-logs", {"lines": [line("x")] * (MOST_LINES + 1)}).problem == "invalid-request"
        )
        assert desk.ask("PUT", "panel-logs", {"lines": [line("x" * 2000)] * 200}).problem == "body-too-large"

    def test_levels_pages_and_what_is_no_line(self, desk: AgentDesk) -> None:
        desk.ask("PUT", "panel-logs", {"lines": [line("a"), line("b", "error"), line("c")]})
        assert [one["text"] for one in desk.look("panel-logs?level=error").json["lines"]] == ["b"]
        first = desk.look("panel-logs?limit=2").json
        assert [one["text"] for one in first["lines"]] == ["c", "b"]
        assert desk.look(f"panel-logs?cursor={first['next']}").json["lines"][0]["text"] == "a"
        assert desk.look("panel-logs?cursor=x").problem == "bad-cursor"
        assert desk.ask("PUT", "panel-logs", {"lines": [line("a", "loud")]}).problem == "invalid-request"


class TestInformation:
    @pytest.mark.usefixtures("generation")
    def test_who_one_is_and_what_is_at_work(self, desk: AgentDesk) -> None:
        answer = desk.look("information")

        assert answer.status == 200
        assert answer.json["agent"] == {
            "userId": USER, "agentId": "10021", "name": "Ada Brenner", "teamId": "3301", "teamName": "Service",
            "supervisor": False,
        }  # fmt: skip
        assert [one["name"] for one in answer.json["skills"]][:2] == ["Case Work", "Chat"]
        assert answer.json["versions"]["switchboard"] == VERSION
        assert answer.json["versions"]["cxoneApi"]["agent-sessions"] == "23.0"
        assert answer.json["limits"]["conferenceParties"] > 0
        assert answer.json["missing"] == []
        assert desk.look("information", user=SUPERVISOR).json["agent"]["supervisor"]

    def test_what_cannot_be_asked_for_is_named(self, desk: AgentDesk) -> None:
        desk.fault(path="*/services/*", html="<h1>Bad gateway</h1>", status=502)
        answer = desk.look("information")
        assert (answer.status, answer.json["agent"]["supervisor"]) == (200, None)
        assert {one["part"] for one in answer.json["missing"]} == {"supervisor", "conferenceParties", "skills"}
        assert {one["reason"] for one in answer.json["missing"]} == {"cxone-unavailable"}

    def test_the_version_is_that_of_the_project(self) -> None:
        project = (Path(__file__).parents[2] / "pyproject.toml").read_text()
        assert f'\nversion = "{VERSION}"\n' in project


class TestHelp:
    def test_topics_come_with_the_code(self, desk: AgentDesk) -> None:
        answer = desk.look("help")
        assert [one["topic"] for one in answer.json["topics"]][:2] == ["log-in", "calls"]
        assert [one["topic"] for one in desk.look("help?topic=calls").json["topics"]] == ["calls"]
        assert [one["topic"] for one in desk.look("help?search=callbacks+due").json["topics"]] == ["alerts"]
        assert desk.look("help?topic=none").json["topics"] == []
        assert desk.look("help?topic=No!").problem == "invalid-request"

    def test_admins_publish_their_own(self, desk: AgentDesk) -> None:
        link = {"title": "Handbook", "url": "https://help.example.com/desk"}
        document = {"topics": [{"topic": "desk", "title": "Our desk", "links": [link]}]}
        item = {"name": "help", "version": "current", "document": json.dumps(document)}
        desk.world.aws.dynamodb().put_item(
            TableName=desk.world.names["RulesTable"].ref,
            Item={**{name: {"S": value} for name, value in item.items()}, "number": {"N": "1"}},
        )
        answer = desk.look("help")
        assert answer.json == {"topics": [{"topic": "desk", "title": "Our desk", "text": "", "links": [link]}]}
        tag = answer.result["headers"]["ETag"]
        assert desk.look("help", headers={"if-none-match": tag}).status == 304


class TestCallers:
    @pytest.mark.parametrize("path", READS)
    def test_an_acting_user_is_needed(self, desk: AgentDesk, path: str) -> None:
        for more in ({"user": None}, {"caller": "operator"}, {"caller": "other"}):
            answer = desk.look(path, **more)
            assert (answer.status, answer.problem) == (403, "no-acting-user")

    @pytest.mark.parametrize("path", [*ASKING_CXONE, "alerts", "information"])
    def test_a_user_who_is_no_agent_is_told_so(self, desk: AgentDesk, path: str) -> None:
        answer = desk.look(path, user=NOBODY)
        assert (answer.status, answer.problem) == (409, "agent-unknown")


class TestTrouble:
    @pytest.mark.parametrize(
        ("fault", "problem"),
        [
            ({"status": 500}, "cxone-unavailable"),
            ({"html": "<h1>Bad gateway</h1>", "status": 502}, "cxone-unavailable"),
            ({"status": 429}, "cxone-limit-reached"),
            ({"status": 429, "headers": {"Retry-After": "30"}}, "cxone-limit-reached"),
            ({"status": 403, "message": "Insufficient permissions"}, "cxone-refused"),
            ({"drop": "before"}, "cxone-unavailable"),
            ({"truncate": True}, "cxone-unavailable"),
            ({"delay_s": 3.0}, "cxone-timeout"),
        ],
    )
    def test_trouble_of_the_tenant_is_named(self, desk: AgentDesk, fault: dict[str, Any], problem: str) -> None:
        desk.tell()
        desk.log_in()
        desk.wait(60)
        for path in ASKING_CXONE:
            pattern = {"messages": MESSAGES, "schedule": SCHEDULE}.get(path, f"*{path.replace('reports', '')}")
            desk.fault(path=STATES if path.endswith("productivity") else pattern, **fault)
            answer = desk.look(path, left_s=1.2)
            assert (answer.status >= 500, answer.problem) == (True, problem), path
            if fault.get("headers"):
                assert answer.result["headers"]["Retry-After"] == "30"

    def test_trouble_of_the_table_is_named(self, desk: AgentDesk) -> None:
        desk.tell()
        desk.look("messages")
        desk.world.aws.dynamodb().delete_table(TableName=desk.world.names["DeskTable"].ref)
        for path in ("messages", "settings", "panel-logs"):
            answer = desk.look(path)
            assert (answer.status, answer.problem) == (503, "store-unavailable"), path
        assert desk.ask("PUT", "panel-logs", {"lines": []}).problem == "store-unavailable"
        assert desk.ask("PUT", "messages/310", {"read": True}).problem == "store-unavailable"
        answer = desk.look("alerts")
        assert (answer.status, answer.json["missing"]) == (
            200,
            [{"kind": "message", "reason": "store-unavailable"}],
        )

    def test_a_token_that_ended_is_renewed(self, desk: AgentDesk) -> None:
        desk.look("messages")
        for path in READS[:-1]:
            desk.control("tokens/expire")
            assert desk.look(path).status == 200, path

    def test_nothing_personal_is_logged(self, desk: AgentDesk) -> None:
        with log_text() as text:
            desk.promise(3)
            desk.tell("Call Grace Okafor at 4155550134")
            desk.log_in()
            desk.ask("POST", "messages", {**MESSAGE, "text": "For 4155550134"})
            desk.ask("POST", "feedback", FEEDBACK)
            desk.ask("PUT", "panel-logs", {"lines": [line("4155550134")]})
            for path in READS:
                desk.look(path)
        for private in ("4155550134", "Okafor", "Brenner", "hums", "Zone"):
            assert private not in text.getvalue()

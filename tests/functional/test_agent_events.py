"""The long poll of an agent's panel, over the real handler and a tenant over TLS."""

import json
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.cxone import sample
from local.cxone.agents.calls import Callee, Outcome
from local.cxone.agents.events import event as raw
from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.model import Disposed
from switchboard.contact.facts import facts_of
from switchboard.contact.fields import Field
from switchboard.contact.key import ContactKey
from switchboard.runtime import agent_events, agents, aws, calls
from switchboard.runtime.contacts import ledger
from switchboard.runtime.settings import settings
from switchboard.stores.event_items import LEASE_S, EventItems
from switchboard.stores.session_items import owner_of
from tests.support.panel import POLLS, Panel
from tests.support.people import GRACE
from tests.support.world import OTHER_USER, USER, World, log_text

UNIT = "4599001"
READINGS = pytest.mark.parametrize(
    ("replay_events", "old_ids_command"), [(False, True), (True, True), (False, False), (True, False)]
)
LOST_ANSWERS = {
    "dropped after the work": {"drop": "after"},
    "dropped in the middle": {"drop": "during"},
    "cut short": {"truncate": True},
    "a page of HTML in its place": {"html": "<h1>Bad gateway</h1>", "status": 502, "after_work": True},
}


@pytest.fixture
def panel(world: World) -> Panel:
    """Ada's panel; she has just logged in."""
    return Panel(world)


def dossier(contact_id: int) -> Any:
    key = ContactKey.parse(f"{UNIT}:acd:{contact_id}")
    return ledger().read([key])[key]


def contact_facts(contact_id: int) -> Any:
    return facts_of(dossier(contact_id).contact, str(contact_id))


class TestACall:
    def test_arrives_with_its_pop_and_is_told_to_its_end(self, panel: Panel) -> None:
        panel.be_available()
        contact_id = panel.ring(variables={"caseNumber": "00001001"})

        arrived = panel.hear("contact.call", contactId=str(contact_id))
        assert arrived["pop"]["match"] == "one"
        assert arrived["pop"]["pop"]["recordId"] == GRACE
        assert arrived["contactKey"] == f"{UNIT}:acd:{contact_id}"
        assert arrived["callType"] == "inbound"
        assert arrived["variables"] == {"caseNumber": "00001001"}
        active = panel.hear("contact.call", status="active")
        assert active["isLinked"] is True
        panel.hear("agent.state", state="inboundContact")
        panel.command(f"interactions/{contact_id}/hold")
        panel.hear("contact.call", status="holding")
        panel.command(f"interactions/{contact_id}/resume")
        panel.hear("contact.call", lambda one: one["number"] > panel.after - 3, status="active")
        panel.hang_up(contact_id)
        ended = panel.hear("contact.call", status="disconnected", final=False)
        assert ended["disconnectCode"] is None
        assert panel.hear("agent.state", isAcw=True)["acwTimeoutSeconds"] is not None
        with panel.world.cxone.world.turn():
            outcome = Disposed(sample.RESOLVED, "Replaced router", panel.world.cxone.world.now(), sample.ADA)
            panel.world.cxone.traffic.dispose(contact_id, outcome)
        panel.move(contact_id, Move.FINISH)
        panel.hear("contact.call", status="disconnected", final=True)
        popped = [one for one in panel.heard if one.get("pop")]
        assert [one["contactId"] for one in popped] == [str(contact_id)]

    def test_becomes_a_contact_without_a_word_of_any_script(self, panel: Panel) -> None:
        panel.be_available()
        contact_id = panel.ring()
        panel.hear("contact.call", status="active")
        panel.command(f"interactions/{contact_id}/hold")
        panel.hear("contact.call", status="holding")
        panel.command(f"interactions/{contact_id}/resume")
        panel.catch_up()
        panel.hear("contact.call", lambda one: one["number"] == panel.heard[-1]["number"], status="active")
        panel.hang_up(contact_id)
        panel.move(contact_id, Move.FINISH)
        panel.hear("contact.call", final=True)

        facts = contact_facts(contact_id)
        assert (facts.outcome, facts.state.value, facts.hold_count) == ("handled", "closed", 1)
        assert facts.agent_id == str(sample.ADA)
        contact = dossier(contact_id).contact
        assert contact.text(Field.AGENT_USER_ID) == USER
        assert contact.text(Field.ANI) == "4155550134"
        assert dossier(contact_id).state.value == "due"

    def test_that_was_looked_up_ahead_asks_salesforce_nothing(self, panel: Panel) -> None:
        panel.be_available()
        panel.world.invoke("caller_lookup", _queued("+14155550134"), left_s=15)
        panel.world.org.journal.clear()
        panel.ring()

        assert panel.hear("contact.call")["pop"]["match"] == "one"
        assert [one for one in panel.world.asked() if "/search" in one.request.path] == []

    def test_comes_although_nobody_can_be_asked_for_its_pop(self, panel: Panel) -> None:
        panel.be_available()
        panel.world.fault(path="*/search*", status=503)
        panel.ring()

        arrived = panel.hear("contact.call")
        assert arrived["pop"] == {"match": "unknown", "reason": "salesforce-unavailable"}

    def test_that_the_agent_makes_becomes_a_contact(self, panel: Panel) -> None:
        panel.command("dial-phone", {"phoneNumber": "+14155550134", "skillId": sample.OUTBOUND_SALES})
        dialing = panel.hear("contact.call", status="dialing")
        assert dialing["callType"] == "outbound"
        assert dialing["pop"] is None
        panel.hear("contact.call", status="active")
        panel.hang_up(int(dialing["contactId"]))
        panel.move(int(dialing["contactId"]), Move.FINISH)
        panel.hear("contact.call", final=True)

        facts = contact_facts(int(dialing["contactId"]))
        assert facts.outcome == "handled"
        assert dossier(int(dialing["contactId"])).contact.text(Field.DNIS) == "+14155550134"
        assert dossier(int(dialing["contactId"])).contact.text(Field.CALL_TYPE) == "outbound"

    def test_that_nobody_answers_is_told_in_words(self, panel: Panel) -> None:
        panel.world.cxone.calls.expect(Callee("+14155550199", Outcome.BUSY, 0.02))
        panel.command("dial-phone", {"phoneNumber": "+14155550199", "skillId": sample.OUTBOUND_SALES})

        ended = panel.hear("contact.call", status="disconnected")
        assert (ended["disconnectCode"], ended["disconnectReason"]) == ("Busy", "the line is busy")
        assert contact_facts(int(ended["contactId"])).outcome == "unanswered"

    def test_that_could_not_be_dialled_is_an_error_in_words(self, panel: Panel) -> None:
        panel.world.cxone.calls.expect(Callee("+14155550198", Outcome.ERROR, 0.02))
        panel.command("dial-phone", {"phoneNumber": "+14155550198", "skillId": sample.OUTBOUND_SALES})

        error = panel.hear("agent.error")
        assert error["text"] == "Dialling failed: the number does not exist or cannot be dialled."
        assert (error["command"], error["code"], error["contactKey"]) == ("dialPhone", "BadNumber", None)

    def test_from_a_click_is_known_to_the_click(self, world: World) -> None:
        world.sync_agents()
        panel = Panel(world)
        body = {"number": "+1 415 555 0134", "recordId": GRACE, "objectType": "Contact"}
        dialled = world.call("POST", "/v1/calls", body, user=USER, left_s=20)
        assert dialled.status in (200, 201, 202), dialled.body
        told = panel.hear("contact.call", status="active")

        assert calls.watcher() is not None
        look = world.call("GET", f"/v1/calls/{dialled.json['callId']}", user=USER).json
        assert look["state"] == "active"
        assert look["contactKey"] == told["contactKey"]
        assert dossier(int(told["contactId"])).contact.text(Field.DIALLED_WHO_ID) == GRACE


def _queued(number: str) -> dict[str, Any]:
    record = {"messageId": "m-1", "body": json.dumps({"number": number, "at": datetime.now(UTC).timestamp()})}
    return {"Records": [{**record, "eventSource": "aws:sqs", "attributes": {}, "receiptHandle": "r"}]}


class TestThePoll:
    def test_without_a_number_tells_how_things_stand(self, panel: Panel) -> None:
        panel.be_available()
        contact_id = panel.ring()
        panel.hear("contact.call", status="active")
        panel.catch_up()

        told = panel.ask(None).json
        assert told["events"] == []
        assert told["after"] == panel.after
        assert not told["missed"]
        assert told["state"]["agent"]["state"] == "inboundContact"
        assert told["state"]["leg"] == "active"
        assert [one["contactId"] for one in told["state"]["contacts"]] == [str(contact_id)]

    def test_of_a_quiet_session_keeps_its_id(self, panel: Panel) -> None:
        panel.catch_up()
        before = panel.session.cxone_id

        answer = panel.ask(panel.after, wait=1)

        assert answer.json == {
            "sessionId": panel.session_id,
            "after": panel.after,
            "missed": False,
            "events": [],
            "state": None,
        }
        assert panel.session.cxone_id == before

    def test_is_answered_again_where_the_answer_was_lost(self, panel: Panel) -> None:
        panel.be_available()
        first = panel.ask(0)
        asked = len(panel.asked())

        assert panel.ask(0).json["events"] == first.json["events"] != []
        assert len(panel.asked()) == asked

    def test_of_two_at_once_asks_once_and_both_are_told(self, panel: Panel) -> None:
        panel.catch_up()
        asked = len(panel.asked())
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(panel.ask, panel.after, 10) for _ in range(2)]
            _until(lambda: panel.there.waiting == 1)
            panel.tell(raw("UpdateMessages", {}))
            answers = [one.result(timeout=30) for one in both]

        assert [one.json["events"][0]["what"] for one in answers] == ["messages", "messages"]
        assert len(panel.asked()) == asked + 1

    def test_takes_over_where_the_poller_is_done_and_brought_nothing(self, panel: Panel) -> None:
        panel.catch_up()
        with ThreadPoolExecutor(2) as pool:
            short = pool.submit(panel.ask, panel.after, 1)
            _until(lambda: panel.there.waiting == 1)
            long = pool.submit(panel.ask, panel.after, 10)
            assert short.result(timeout=30).json["events"] == []
            _until(lambda: panel.there.waiting == 1)
            panel.tell(raw("UpdateSkills", {}))
            assert [one["what"] for one in long.result(timeout=30).json["events"]] == ["skills"]

    def test_with_a_number_of_events_that_are_gone_tells_how_things_stand(self, panel: Panel) -> None:
        panel.be_available()
        panel.catch_up()
        for number in range(1, panel.after):
            _forget(f"event#{panel.session_id}#{number:08d}")

        told = panel.ask(0).json
        assert (told["missed"], told["events"], told["after"]) == (True, [], panel.after)
        assert told["state"] is not None
        assert panel.ask(panel.after + 1000).json["missed"]

    def test_of_another_user_is_refused(self, panel: Panel) -> None:
        refused = panel.ask(0, user=OTHER_USER)
        assert (refused.status, refused.problem) == (403, "not-your-session")

    @pytest.mark.parametrize("caller", ["operator", "other"])
    def test_of_nobody_is_refused(self, panel: Panel, caller: str) -> None:
        refused = panel.ask(0, caller=caller)
        assert (refused.status, refused.problem) == (403, "no-acting-user")

    def test_of_an_earlier_session_is_over(self, panel: Panel) -> None:
        assert panel.ask(0, session_id=f"{USER}-0123456789ab").problem == "session-over"

    @pytest.mark.parametrize("query", ["after=-1", "after=x", "wait=21", "wait=-1"])
    def test_with_numbers_out_of_range_is_refused(self, panel: Panel, query: str) -> None:
        path = f"/v1/agent-sessions/current/events?{query}"
        assert panel.world.call("GET", path, user=USER).problem == "invalid-request"

    def test_by_the_name_current_is_the_own_session(self, panel: Panel) -> None:
        assert panel.ask(0, session_id="current").json["sessionId"] == panel.session_id


def _until(test: Any) -> None:
    done = threading.Event()
    for _ in range(500):
        if test():
            return
        done.wait(0.02)
    raise AssertionError("it did not come to that")


def _forget(item: str) -> None:
    key = {"owner": {"S": owner_of(USER)}, "item": {"S": item}}
    aws.dynamodb().delete_item(TableName=settings().desk_table, Key=key)


class TestAnAnswerOfCxonesThatIsLost:
    @pytest.mark.parametrize("replay_events", [False, True])
    @pytest.mark.parametrize("fault", LOST_ANSWERS.values(), ids=LOST_ANSWERS.keys())
    def test_loses_no_event_and_tells_none_twice(
        self, panel: Panel, fault: dict[str, Any], replay_events: bool
    ) -> None:
        panel.change(replay_events=replay_events)
        panel.be_available()
        panel.catch_up()
        contact_id = panel.ring()
        _until(lambda: panel.there.presence.contact_id == contact_id)
        panel.fault(path=POLLS, count=1, **fault)

        refused = panel.ask(panel.after)
        assert refused.status in (502, 503, 504)
        panel.hear("contact.call", status="active")
        panel.tell(raw("UpdateMessages", {}), raw("UpdateMessages", {}))
        panel.hear("refresh")
        panel.catch_up()

        assert len(panel.heard) == len(panel.there.events)
        assert _kinds(panel) == Counter(str(one["Type"]) for one in panel.there.events)

    @READINGS
    def test_at_the_very_first_poll_loses_nothing(
        self, panel: Panel, replay_events: bool, old_ids_command: bool
    ) -> None:
        panel.change(replay_events=replay_events, old_ids_command=old_ids_command)
        panel.fault(path=POLLS, count=1, drop="after")

        assert panel.ask(0).status == 503
        panel.be_available()
        assert len(panel.heard) == len(panel.there.events)

    @READINGS
    def test_with_a_poller_that_was_killed_loses_nothing(
        self, panel: Panel, replay_events: bool, old_ids_command: bool
    ) -> None:
        panel.change(replay_events=replay_events, old_ids_command=old_ids_command)
        panel.be_available()
        panel.catch_up()
        log = EventItems(aws.dynamodb(), settings().desk_table)
        turn = log.take(panel.session, "killed", datetime.now(UTC) - timedelta(seconds=LEASE_S + 2))
        assert turn is not None
        panel.tell(raw("UpdateCallbacks", {}))
        assert agent_events.agent_events().source.next_events(turn.session.cxone_id, 0) is not None

        assert [one["what"] for one in panel.poll()] == ["commitments"]
        panel.catch_up()
        assert len(panel.heard) == len(panel.there.events)

    def test_while_the_lease_lasts_nobody_takes_over(self, panel: Panel) -> None:
        log = EventItems(aws.dynamodb(), settings().desk_table)
        assert log.take(panel.session, "alive", datetime.now(UTC)) is not None

        assert panel.poll(wait=1) == []
        assert panel.asked() == []

    def test_between_two_parts_of_what_is_kept_loses_nothing(
        self, panel: Panel, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        panel.catch_up()
        panel.tell(*(raw("Indicator", {"Name": f"light {number}"}) for number in range(200)))
        client = aws.dynamodb()
        write = client.transact_write_items
        written: list[Any] = []

        def stop_after_one(**given: Any) -> Any:
            if written:
                raise KeyboardInterrupt
            written.append(given)
            return write(**given)

        monkeypatch.setattr(client, "transact_write_items", stop_after_one)
        with pytest.raises(KeyboardInterrupt):
            panel.ask(panel.after)
        monkeypatch.undo()
        _let_the_lease_end()
        panel.catch_up()

        assert [one["name"] for one in panel.heard if one["type"] == "indicator"] == [
            f"light {number}" for number in range(200)
        ]

    @READINGS
    def test_of_a_command_that_joined_tells_nothing_twice(
        self, panel: Panel, replay_events: bool, old_ids_command: bool
    ) -> None:
        panel.change(replay_events=replay_events, old_ids_command=old_ids_command)
        panel.be_available()
        panel.catch_up()
        joined = agents.agent_centre().join(str(panel.agent_id))
        assert agents.sessions().move(panel.session, joined)
        panel.tell(raw("UpdateMessages", {}))

        panel.catch_up()
        assert len(panel.heard) == len(panel.there.events)
        assert panel.heard[-1]["what"] == "messages"


def _let_the_lease_end() -> None:
    key = {"owner": {"S": owner_of(USER)}, "item": {"S": "session"}}
    aws.dynamodb().update_item(
        TableName=settings().desk_table,
        Key=key,
        UpdateExpression="SET poll_until = :past",
        ExpressionAttributeValues={":past": {"N": "1"}},
    )


def _kinds(panel: Panel) -> Counter[str]:
    names = {
        "session.started": "AgentSessionStart",
        "agent.state": "AgentState",
        "agent.leg": "AgentLeg",
        "contact.call": "CallContactEvent",
        "refresh": "UpdateMessages",
    }
    return Counter(names[one["type"]] for one in panel.heard)


class TestTheEndOfASession:
    def test_is_an_event_and_after_it_the_session_is_over(self, panel: Panel) -> None:
        panel.catch_up()
        agents.agent_centre().end(
            panel.session.cxone_id, force=True, end_contacts=True, ignore_personal_queue=True
        )

        assert panel.hear("session.ended")["reason"] == "logged-out"
        assert panel.session.ended_at is not None
        assert panel.session.end_reason == "logged-out"
        assert panel.ask(panel.after).problem == "session-over"
        # Who has not heard of the end hears of it still.
        assert panel.ask(panel.after - 1).json["events"][-1]["type"] == "session.ended"

    def test_by_somebody_else_says_so(self, panel: Panel) -> None:
        panel.catch_up()
        with panel.world.cxone.world.turn():
            panel.world.cxone.floor.log_out(panel.there, "RemoteLogoff")

        assert panel.hear("session.ended")["reason"] == "remote"

    def test_of_which_no_event_came_is_told_all_the_same(self, panel: Panel) -> None:
        panel.catch_up()
        panel.fault(name="event-lost", path="*/AgentSessionEnd")
        with panel.world.cxone.world.turn():
            panel.world.cxone.floor.log_out(panel.there)

        assert panel.hear("session.ended")["reason"] == "gone"
        assert panel.session.end_reason == "gone"
        assert panel.ask(panel.after).problem == "session-over"

    def test_when_the_contact_centre_forgot_the_session_is_told(self, panel: Panel) -> None:
        panel.catch_up()
        panel.world.cxone.restore()

        assert panel.hear("session.ended")["reason"] == "gone"

    def test_in_doubt_is_found_out(self, panel: Panel) -> None:
        panel.catch_up()
        panel.fault(path=POLLS, count=1, drop="before")
        assert panel.ask(panel.after).status == 503
        panel.fault(name="event-lost", path="*/AgentSessionEnd")
        with panel.world.cxone.world.turn():
            panel.world.cxone.floor.log_out(panel.there)

        assert panel.hear("session.ended")["reason"] == "gone"

    def test_that_is_told_again_and_again_is_told_once(self, panel: Panel) -> None:
        panel.catch_up()
        panel.fault(name="event-after-end")
        with panel.world.cxone.world.turn():
            panel.world.cxone.floor.log_out(panel.there)
        panel.hear("session.ended")

        assert panel.ask(panel.after).problem == "session-over"
        assert [one["type"] for one in panel.heard].count("session.ended") == 1


class TestTroubleWithCxone:
    def test_that_is_busy_is_told_and_loses_nothing(self, panel: Panel) -> None:
        panel.catch_up()
        panel.tell(raw("UpdateMessages", {}))
        panel.fault(path=POLLS, count=1, status=429, headers={"Retry-After": "2"})
        joins = len(panel.world.cxone.journal.exchanges(path="*/join"))

        refused = panel.ask(panel.after, wait=5)
        assert (refused.status, refused.problem) == (503, "cxone-limit-reached")
        assert refused.result["headers"]["Retry-After"] == "2"
        assert [one["what"] for one in panel.poll()] == ["messages"]
        # It was refused: nothing can have been lost.
        assert len(panel.world.cxone.journal.exchanges(path="*/join")) == joins

    def test_a_page_of_html_is_told_and_loses_nothing(self, panel: Panel) -> None:
        panel.catch_up()
        panel.tell(raw("UpdateMessages", {}))
        panel.fault(path=POLLS, count=1, status=502, html="<h1>Bad gateway</h1>")

        assert panel.ask(panel.after).problem == "cxone-unavailable"
        assert [one["what"] for one in panel.poll()] == ["messages"]

    def test_a_token_that_is_over_is_renewed_while_the_panel_waits(self, panel: Panel) -> None:
        panel.catch_up()
        panel.tell(raw("UpdateMessages", {}))
        panel.fault(name="expired-token", path=POLLS, count=1)

        assert [one["what"] for one in panel.poll()] == ["messages"]

    def test_events_that_come_twice_are_told_once(self, panel: Panel) -> None:
        panel.catch_up()
        panel.fault(name="event-duplicated", path="*/events/AgentState")
        panel.fault(name="event-duplicated", path="*/events/CallContactEvent")
        panel.be_available()
        contact_id = panel.ring()
        panel.hear("contact.call", status="active")
        panel.catch_up()

        told = [json.dumps({**one, "number": 0}, sort_keys=True) for one in panel.heard]
        assert len(set(told)) == len(told)
        assert contact_facts(contact_id).answered

    def test_an_event_that_never_comes_holds_nothing_up(self, panel: Panel) -> None:
        panel.fault(name="event-lost", path="*/events/AgentState")
        panel.command("state", {"state": "Available", "reason": ""})
        panel.ring()

        assert panel.hear("contact.call", status="active")["isLinked"]

    def test_an_event_that_comes_late_says_of_when_it_is(self, panel: Panel) -> None:
        panel.be_available()
        panel.fault(name="event-late", path="*/events/CallContactEvent", count=1, options={"delay_s": 0.4})
        panel.ring()
        panel.hear("contact.call", status="active")
        _until(lambda: sum(one["Type"] == "CallContactEvent" for one in panel.there.events) == 3)
        panel.catch_up()

        told = [one["changedAt"] for one in panel.heard if one["type"] == "contact.call"]
        assert told == [*sorted(told)[1:], min(told)]


class TestWhatIsTold:
    def test_a_type_that_nobody_knows_passes_by_its_name(self, panel: Panel) -> None:
        panel.catch_up()
        panel.tell(raw("HologramContactEvent", {"ContactID": 1, "Secret": "4155550134"}))

        assert panel.poll() == [
            {"number": panel.after, "truncated": False, "type": "other", "name": "HologramContactEvent"}
        ]

    def test_an_event_that_is_too_large_comes_without_its_bulk(self, panel: Panel) -> None:
        panel.catch_up()
        panel.tell(raw("CustomEvent", {"eventName": "Big", "data": json.dumps({"text": "x" * 450_000})}))
        panel.tell(raw("Indicator", {"Name": "y" * 450_000}))
        panel.catch_up()
        custom = panel.hear("custom")

        assert (custom["name"], custom["data"], custom["truncated"]) == ("Big", None, True)
        assert panel.heard[-1]["type"] == "other"
        assert panel.heard[-1]["name"] == "indicator"

    def test_what_is_told_at_once_comes_in_pages(self, panel: Panel) -> None:
        panel.catch_up()
        panel.tell(*(raw("Indicator", {"Name": str(number)}) for number in range(250)))
        panel.catch_up()

        assert [one["name"] for one in panel.heard if one["type"] == "indicator"] == [
            str(number) for number in range(250)
        ]

    def test_a_work_item_pops_by_what_it_holds(self, panel: Panel) -> None:
        panel.be_available()
        variables = {"workItemID": "WI-1", "workItemType": "Case", "workItemPayload": '{"caseNumber":"00001001"}'}
        panel.ring("Salesforce", skill_id=sample.CASE_WORK, media_type_id=6, variables=variables)

        item = panel.hear("contact.work-item")
        assert item["payload"] == {"caseNumber": "00001001"}
        assert item["refusalSeconds"] == 45
        assert item["pop"]["match"] == "one"

    def test_a_log_line_holds_nothing_personal(self, panel: Panel) -> None:
        with log_text() as text:
            panel.be_available()
            panel.ring(variables={"name": "Grace Okafor"})
            panel.hear("contact.call", status="active")
            panel.world.fault(path="*/search*", status=503)
            panel.fault(path=POLLS, count=1, drop="after")
            panel.ask(panel.after)
        logged = text.getvalue()
        for private in ("5550134", "Okafor", "Brenner", panel.session.cxone_id):
            assert private not in logged
        assert '"events":' in logged

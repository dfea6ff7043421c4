"""Commitments through the real handlers: made once, changed, called off, kept; and their Tasks in Salesforce."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.cxone import sample
from local.cxone.callbacks.model import Stage
from switchboard.runtime.mirror import mirror_items
from tests.support import people
from tests.support.contacts_desk import NUMBER, PROMISES, ContactsDesk, promise
from tests.support.desk import UNIT
from tests.support.tasks import tasks, throw_away
from tests.support.world import OTHER_USER, USER, World, log_text

AT = datetime(2030, 3, 3, 16, 30, tzinfo=UTC)
SALES = str(sample.OUTBOUND_SALES)


@pytest.fixture
def desk(world: World) -> ContactsDesk:
    made = ContactsDesk(world)
    made.log_in()
    return made


def ids(body: Any) -> list[str]:
    return [one["commitmentId"] for one in body["commitments"]]


class TestTheList:
    def test_what_the_agent_has_to_keep_comes_first_first(self, desk: ContactsDesk) -> None:
        made = desk.make().json["commitmentId"]
        sooner = desk.promised(notes="Elsewhere")

        answer = desk.look("commitments")

        assert (answer.status, answer.json["deletion"], answer.json["next"]) == (200, "free", None)
        assert ids(answer.json) == [sooner, made]
        assert answer.json["commitments"][1] == {
            "commitmentId": made,
            "forMe": True,
            "skillId": SALES,
            "skillName": "Outbound Sales",
            "at": "2030-03-03T16:30:00Z",
            "phoneNumber": NUMBER,
            "number": NUMBER,
            "firstName": "Grace",
            "lastName": "Okafor",
            "notes": "Renewal",
            "dial": {"number": NUMBER, "recordId": None, "skillId": SALES},
        }

    def test_what_others_have_to_keep_is_theirs(self, desk: ContactsDesk) -> None:
        bens = desk.promised(target_agent_id=sample.BEN)
        anybodys = desk.promised(target_agent_id=0, scheduler_id=sample.BEN)
        mine = desk.promised()

        assert ids(desk.look("commitments").json) == [mine]
        assert ids(desk.look(f"commitments?for=skill&skillId={SALES}").json) == [anybodys, mine]
        assert ids(desk.look("commitments", user=OTHER_USER).json) == [bens]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("search=okafor", 1),
            ("search=555-0199", 1),
            ("search=nobody", 0),
            ("skillId=40120", 2),
            ("skillId=40110", 0),
            ("from=2029-01-01T00:00:00Z", 1),
            ("to=2029-01-01T00:00:00%2B01:00", 1),
        ],
    )
    def test_filters(self, desk: ContactsDesk, query: str, found: int) -> None:
        desk.make()
        desk.promised()
        assert len(desk.look(f"commitments?{query}").json["commitments"]) == found

    def test_pages_and_tags(self, desk: ContactsDesk) -> None:
        made = [desk.promised() for _ in range(3)]
        first = desk.look("commitments?limit=2")
        rest = desk.look(f"commitments?limit=2&cursor={first.json['next']}").json
        assert ids(first.json) + ids(rest) == made
        tag = {"if-none-match": first.result["headers"]["ETag"]}
        assert desk.look("commitments?limit=2", headers=tag).status == 304

    @pytest.mark.parametrize(("told", "rule"), [(0, "barred"), (1, "withNotes"), (2, "free"), (7, "withNotes")])
    def test_the_business_units_rule_is_told(self, desk: ContactsDesk, told: int, rule: str) -> None:
        desk.may_delete(told)
        assert desk.look("commitments").json["deletion"] == rule

    def test_without_the_rule_the_list_is_told(self, desk: ContactsDesk) -> None:
        mine = desk.promised()
        desk.fault(path="*/agent-settings", status=503)
        answer = desk.look("commitments")
        assert (ids(answer.json), answer.json["deletion"]) == ([mine], None)

    @pytest.mark.parametrize(
        ("query", "problem"),
        [
            ("for=skill", "invalid-request"),
            ("for=all", "invalid-request"),
            ("for=skill&skillId=99", "skill-not-yours"),
            ("cursor=nonsense", "bad-cursor"),
            ("from=yesterday", "invalid-request"),
        ],
    )
    def test_refusals(self, desk: ContactsDesk, query: str, problem: str) -> None:
        assert desk.look(f"commitments?{query}").problem == problem

    def test_nobody_has_none(self, desk: ContactsDesk) -> None:
        assert desk.look("commitments", user=None).problem == "no-acting-user"
        assert desk.look("commitments", user="005000000000009AAA").problem == "agent-unknown"


class TestMaking:
    def test_a_promise_is_kept_in_cxone(self, desk: ContactsDesk) -> None:
        answer = desk.make()
        assert (answer.status, answer.json["repeated"]) == (201, False)
        made = desk.callback(answer.json["commitmentId"])
        assert (made.due, made.phone_number, made.target_agent_id) == (AT, NUMBER, sample.ADA)
        assert (made.first_name, made.last_name, made.notes) == ("Grace", "Okafor", "Renewal")

    def test_one_for_the_skill_is_anybodys(self, desk: ContactsDesk) -> None:
        made = desk.callback(desk.make(forMe=False).json["commitmentId"])
        assert made.target_agent_id == 0

    def test_the_only_skill_that_one_dials_with_needs_no_name(self, desk: ContactsDesk) -> None:
        made = desk.callback(desk.make(skillId=None).json["commitmentId"])
        assert made.skill_id == sample.OUTBOUND_SALES

    def test_the_same_key_makes_one(self, desk: ContactsDesk) -> None:
        first, second = desk.make(), desk.make()
        assert first.json["commitmentId"] == second.json["commitmentId"]
        assert second.json["repeated"] is True
        assert desk.make(key="key-2").json["repeated"] is False
        assert len(desk.callbacks()) == 2

    def test_keys_of_two_users_are_two(self, desk: ContactsDesk) -> None:
        assert desk.make().json["commitmentId"] != desk.make(user=OTHER_USER).json["commitmentId"]

    def test_a_key_says_one_thing(self, desk: ContactsDesk) -> None:
        desk.make()
        assert desk.make(notes="Other").problem == "commitment-key-reused"

    def test_a_key_is_needed(self, desk: ContactsDesk) -> None:
        answer = desk.world.call("POST", "/v1/commitments", promise(), user=USER)
        assert answer.problem == "invalid-request"

    @pytest.mark.parametrize(
        "fault",
        [{"drop": "after"}, {"status": 502, "html": "<p>", "after_work": True}, {"truncate": True}],
        ids=["dropped", "gateway", "cut off"],
    )
    def test_a_lost_answer_makes_no_second_one(self, desk: ContactsDesk, fault: dict[str, Any]) -> None:
        desk.fault(path="*/scheduled-callbacks", method="POST", count=1, **fault)
        first = desk.make()
        assert first.status == 201, first.body
        assert desk.make().json == {**first.json, "repeated": True}
        assert len(desk.callbacks()) == 1

    def test_what_nobody_can_look_up_is_said_to_be_unknown_and_found_later(self, desk: ContactsDesk) -> None:
        desk.fault(path="*/scheduled-callbacks", method="POST", count=1, drop="after")
        desk.fault(path="*/agents/*/scheduled-callbacks", method="GET", count=2, status=503)
        assert desk.make().problem == "commitment-outcome-unknown"
        assert desk.make().problem == "commitment-in-the-making"
        desk.simulator.faults.clear()
        self._lease_over(desk)
        answer = desk.make()
        assert (answer.status, answer.json["repeated"]) == (201, True)
        assert len(desk.callbacks()) == 1

    def test_what_was_never_made_is_made_by_the_next_request(self, desk: ContactsDesk) -> None:
        desk.fault(path="*/scheduled-callbacks", method="POST", count=1, drop="before")
        desk.fault(path="*/agents/*/scheduled-callbacks", method="GET", count=1, status=503)
        assert desk.make().problem == "commitment-outcome-unknown"
        self._lease_over(desk)
        assert (desk.make().json["repeated"], len(desk.callbacks())) == (False, 1)

    def _lease_over(self, desk: ContactsDesk) -> None:
        table, client = desk.world.names["DeskTable"].ref, desk.world.aws.dynamodb()
        for item in client.scan(TableName=table)["Items"]:
            if item["item"]["S"].startswith("commitment#"):
                client.put_item(TableName=table, Item={**item, "making_until": {"N": "1"}})

    @pytest.mark.parametrize(
        "fault", [{"status": 429}, {"status": 429, "headers": {"Retry-After": "9"}}, {"status": 401}]
    )
    def test_what_was_refused_may_be_sent_again(self, desk: ContactsDesk, fault: dict[str, Any]) -> None:
        desk.fault(path="*/scheduled-callbacks", method="POST", count=2, **fault)
        answer = desk.make(key="again")
        while answer.status != 201:
            assert answer.problem in ("cxone-limit-reached", "cxone-login-refused")
            answer = desk.make(key="again")
        assert len(desk.callbacks()) == 1

    def test_many_at_once_make_one(self, desk: ContactsDesk) -> None:
        desk.fault(path="*/scheduled-callbacks", method="POST", delay_s=0.3)
        told: list[tuple[int, str]] = []

        def run() -> None:
            answer = desk.make()
            told.append((answer.status, answer.body))

        threads = [threading.Thread(target=run) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert len(desk.callbacks()) == 1
        assert {status for status, _ in told} <= {201, 409}

    @pytest.mark.parametrize(
        ("changes", "problem"),
        [
            ({"at": "2020-01-01T00:00:00Z"}, "commitment-time-refused"),
            ({"skillId": str(sample.SUPPORT_VOICE)}, "commitment-skill-refused"),
            ({"phoneNumber": "911"}, "emergency-number"),
            ({"phoneNumber": "x"}, "number-not-dialable"),
            ({"at": "2030-01-01T00:00:00"}, "invalid-request"),
            ({"notes": "n" * 501}, "invalid-request"),
            ({"recordId": "nonsense"}, "invalid-request"),
        ],
    )
    def test_each_wrong_field_has_a_problem_of_its_own(
        self, desk: ContactsDesk, changes: dict[str, Any], problem: str
    ) -> None:
        assert desk.make(**changes).problem == problem
        assert desk.callbacks() == []
        # The key is free for what was meant.
        assert desk.make().status == 201

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("Invalid Schedule Date", "commitment-time-refused"),
            ("Invalid Skill Id", "commitment-skill-refused"),
            ("Invalid Target Agent Id", "commitment-agent-refused"),
            ("Invalid Phone Number", "commitment-number-refused"),
            ("No", "commitment-not-taken"),
        ],
    )
    def test_cxones_sentences_are_told_apart(self, desk: ContactsDesk, text: str, problem: str) -> None:
        desk.fault(path=PROMISES, method="POST", count=1, status=400, message=text)
        assert desk.make().problem == problem

    def test_nothing_private_is_logged(self, desk: ContactsDesk) -> None:
        with log_text() as text:
            made = desk.make().json["commitmentId"]
            desk.look("commitments?search=Okafor")
            desk.change_one(made, notes="Sooner")
            desk.remove(made, "No need")
        for private in ("555", "Okafor", "Renewal", "No need"):
            assert private not in text.getvalue()


class TestChanging:
    def test_a_promise_says_something_else(self, desk: ContactsDesk) -> None:
        made = desk.make().json["commitmentId"]
        answer = desk.change_one(made, at="2031-01-01T08:00:00-05:00", notes="Later", forMe=False)
        assert (answer.status, answer.json) == (200, {"commitmentId": made})
        kept = desk.callback(made)
        assert (kept.due, kept.notes, kept.target_agent_id) == (
            datetime(2031, 1, 1, 13, tzinfo=UTC),
            "Later",
            0,
        )

    def test_a_skills_one_may_be_taken_over(self, desk: ContactsDesk) -> None:
        anybodys = desk.promised(target_agent_id=0)
        assert desk.change_one(anybodys).status == 200
        assert desk.callback(anybodys).target_agent_id == sample.ADA

    @pytest.mark.parametrize("how", ["change", "remove"])
    def test_another_agents_is_none_of_ones_own(self, desk: ContactsDesk, how: str) -> None:
        bens = desk.promised(target_agent_id=sample.BEN)
        answer = desk.change_one(bens) if how == "change" else desk.remove(bens)
        assert (answer.status, answer.problem) == (404, "commitment-unknown")
        assert desk.callback(bens).stage is Stage.SCHEDULED
        assert desk.callback(bens).target_agent_id == sample.BEN

    def test_refusals(self, desk: ContactsDesk) -> None:
        made = desk.make().json["commitmentId"]
        assert desk.change_one("9999").problem == "commitment-unknown"
        assert desk.change_one(made, at="2020-01-01T00:00:00Z").problem == "commitment-time-refused"
        assert desk.change_one("0").problem == "invalid-request"
        desk.fault(
            path=f"*/scheduled-callbacks/{made}",
            method="PUT",
            status=404,
            count=1,
            message="Callback already closed.",
        )
        assert desk.change_one(made).problem == "commitment-closed"
        desk.fault(path=f"*/scheduled-callbacks/{made}", method="PUT", delay_s=3.0)
        assert desk.world.call("PUT", f"/v1/commitments/{made}", promise(), user=USER, left_s=3.0).problem == (
            "cxone-timeout"
        )


class TestCallingOff:
    @pytest.mark.parametrize(
        ("rule", "notes", "problem"),
        [
            (0, "Not any more", "commitment-deletion-barred"),
            (1, None, "commitment-notes-needed"),
            (1, " ", "commitment-notes-needed"),
            (1, "Not any more", ""),
            (2, None, ""),
            (2, "Not any more", ""),
        ],
    )
    def test_the_business_unit_decides(
        self, desk: ContactsDesk, rule: int, notes: str | None, problem: str
    ) -> None:
        desk.may_delete(rule)
        mine = desk.promised()
        answer = desk.remove(mine, notes)
        assert answer.status == 204 if not problem else answer.problem == problem
        assert desk.callback(mine).stage is (Stage.SCHEDULED if problem else Stage.CLOSED)

    def test_cxones_own_no_is_told(self, desk: ContactsDesk) -> None:
        mine = desk.promised()
        desk.fault(path=f"*/scheduled-callbacks/{mine}", method="DELETE", status=403, count=1)
        assert desk.remove(mine).problem == "commitment-deletion-barred"

    def test_twice_is_once(self, desk: ContactsDesk) -> None:
        mine = desk.promised()
        assert desk.remove(mine).status == 204
        assert desk.remove(mine).problem == "commitment-unknown"


class TestKeeping:
    def test_a_commitment_that_fell_due_is_dialled(self, desk: ContactsDesk) -> None:
        mine = desk.promised()
        desk.fall_due(mine)
        answer = desk.command(mine, "dial")
        assert (answer.status, answer.json) == (202, {"accepted": True, "outcome": "event"})
        desk.until(lambda: desk.callback(mine).stage is Stage.CLOSED)
        desk.until(lambda: any(one.is_outbound for one in desk.contacts()))

    def test_it_is_put_off(self, desk: ContactsDesk) -> None:
        mine = desk.promised()
        desk.fall_due(mine)
        assert desk.command(mine, "reschedule", {"at": "2031-01-01T09:00:00+01:00"}).status == 202
        desk.until(lambda: desk.callback(mine).stage is Stage.SCHEDULED)
        assert desk.callback(mine).due == datetime(2031, 1, 1, 8, tzinfo=UTC)

    @pytest.mark.parametrize("body", [None, {"notes": "Bought it"}])
    def test_it_is_called_off(self, desk: ContactsDesk, body: object) -> None:
        mine = desk.promised(notes="Before")
        desk.fall_due(mine)
        assert desk.command(mine, "cancel", body).status == 202
        desk.until(lambda: desk.callback(mine).stage is Stage.CLOSED)
        assert desk.callback(mine).notes == ("Bought it" if body else "Before")

    @pytest.mark.parametrize("command", ["dial", "reschedule", "cancel"])
    def test_what_is_not_due_with_one_is_refused(self, desk: ContactsDesk, command: str) -> None:
        body = {"at": "2031-01-01T09:00:00Z"} if command == "reschedule" else None
        bens = desk.promised(target_agent_id=sample.BEN)
        for commitment_id in (desk.promised(), bens, "9999"):
            assert desk.command(commitment_id, command, body).problem == "commitment-not-delivered"

    def test_a_time_that_has_passed_is_refused(self, desk: ContactsDesk) -> None:
        mine = desk.promised()
        desk.fall_due(mine)
        past = (datetime.now(UTC) - timedelta(days=1)).isoformat()
        assert desk.command(mine, "reschedule", {"at": past}).problem == "commitment-time-refused"
        assert desk.command(mine, "reschedule", {"at": "tomorrow"}).problem == "invalid-request"

    def test_without_a_session_nothing_is_commanded(self, desk: ContactsDesk) -> None:
        assert desk.command("6001", "dial", user=OTHER_USER).problem == "session-unknown"
        assert desk.command("6001", "dial", user=None).problem == "no-acting-user"

    def test_a_lost_answer_is_said_to_be_lost(self, desk: ContactsDesk) -> None:
        mine = desk.promised()
        desk.fall_due(mine)
        desk.fault(path="*/dial", drop="after")
        assert desk.command(mine, "dial").problem == "command-outcome-unknown"

    def test_an_id_that_has_moved_on_is_renewed(self, desk: ContactsDesk) -> None:
        mine = desk.promised()
        desk.fall_due(mine)
        desk.spoil_id()
        assert desk.command(mine, "dial").status == 202


class TestInSalesforce:
    def test_nothing_is_written_as_long_as_no_rule_asks_for_it(self, desk: ContactsDesk) -> None:
        desk.make()
        assert (desk.messages(), desk.waiting()) == ([], [])

    def test_a_commitment_is_a_task_of_whoever_made_it(self, desk: ContactsDesk) -> None:
        desk.show_commitments()
        made = desk.make(recordId=people.GRACE, objectType="Contact").json["commitmentId"]

        assert desk.write() == [{"commitmentId": made}]

        [task] = tasks(desk.world, desk.task_key(made))
        assert (task["Subject"], task["Status"], task["ActivityDate"]) == (
            "Call back Grace Okafor",
            "Not Started",
            "2030-03-03",
        )
        assert (task["OwnerId"], task["WhoId"]) == (USER, people.GRACE)
        assert task["Description"] == f"{NUMBER} Renewal"
        assert (task["IsReminderSet"], desk.waiting()) == (True, [])

    def test_it_is_one_task_however_often_it_is_told(self, desk: ContactsDesk) -> None:
        desk.show_commitments()
        made = desk.make().json["commitmentId"]
        told = desk.messages()
        desk.write_these(told * 3)
        desk.write_these(told)
        assert len(tasks(desk.world, desk.task_key(made))) == 1

    def test_it_changes_and_closes_with_the_commitment(self, desk: ContactsDesk) -> None:
        desk.show_commitments(doneStatus="Completed")
        made = desk.make().json["commitmentId"]
        desk.write()
        desk.change_one(made, at="2030-04-01T12:00:00Z", notes="Bring the offer")
        desk.write()
        [task] = tasks(desk.world)
        assert (task["ActivityDate"], task["Description"]) == ("2030-04-01", f"{NUMBER} Bring the offer")
        desk.remove(made, "Bought it")
        desk.write()
        [task] = tasks(desk.world)
        assert (task["Status"], task["IsReminderSet"]) == ("Completed", False)
        assert str(task["Description"]).endswith("Bought it")

    @pytest.mark.parametrize(
        ("command", "body", "status"),
        [
            ("dial", None, "Completed"),
            ("cancel", {"notes": "x"}, "Completed"),
            ("reschedule", {"at": "2031-05-05T10:00:00Z"}, "Not Started"),
        ],
    )
    def test_what_becomes_of_it_when_it_falls_due_shows(
        self, desk: ContactsDesk, command: str, body: object, status: str
    ) -> None:
        desk.show_commitments()
        made = desk.make().json["commitmentId"]
        desk.write()
        desk.fall_due(made)
        assert desk.command(made, command, body).status == 202
        desk.write()
        [task] = tasks(desk.world)
        assert task["Status"] == status
        assert task["ActivityDate"] == ("2031-05-05" if command == "reschedule" else "2030-03-03")

    def test_what_a_person_changed_stays(self, desk: ContactsDesk) -> None:
        desk.show_commitments()
        made = desk.make().json["commitmentId"]
        desk.write()
        [task] = tasks(desk.world)
        desk.world.edit(str(task["Id"]), Subject="My own words")
        desk.change_one(made, notes="New")
        desk.write()
        [task] = tasks(desk.world)
        assert (task["Subject"], task["Description"]) == ("My own words", f"{NUMBER} New")

    def test_what_a_person_deleted_is_not_made_again(self, desk: ContactsDesk) -> None:
        desk.show_commitments()
        made = desk.make().json["commitmentId"]
        desk.write()
        throw_away(desk.world, str(tasks(desk.world)[0]["Id"]))
        for notes in ("New", "Newer"):
            desk.change_one(made, notes=notes)
            desk.write()
        assert (tasks(desk.world), desk.waiting()) == ([], [])

    @pytest.mark.parametrize("fault", [{"status": 503}, {"drop": "after"}, {"drop": "before"}])
    def test_an_outage_of_salesforce_loses_nothing(self, desk: ContactsDesk, fault: dict[str, Any]) -> None:
        desk.show_commitments()
        made = desk.make().json["commitmentId"]
        desk.world.fault(path="*/composite*", count=2, **fault)
        desk.write()
        desk.change_one(made, notes="Meanwhile")
        desk.world.org.faults.clear()
        self._later(desk)
        desk.sweep()
        desk.write()
        [task] = tasks(desk.world, desk.task_key(made))
        assert (task["Description"], desk.waiting()) == (f"{NUMBER} Meanwhile", [])

    def test_a_writer_that_died_is_made_up_for(self, desk: ContactsDesk) -> None:
        desk.show_commitments()
        made = desk.make().json["commitmentId"]
        told = desk.messages()
        now = datetime.now(UTC)
        assert mirror_items().claim(made, now + timedelta(seconds=150), now) is not None
        desk.write_these(told)
        assert tasks(desk.world) == []
        self._later(desk)
        desk.sweep()
        desk.write()
        assert len(tasks(desk.world, desk.task_key(made))) == 1

    def test_another_users_is_not_closed_by_asking_for_it(self, desk: ContactsDesk) -> None:
        desk.show_commitments()
        made = desk.make().json["commitmentId"]
        desk.write()
        assert desk.remove(made, user=OTHER_USER).problem == "commitment-unknown"
        assert desk.messages() == []

    def test_one_that_was_closed_elsewhere_is_closed_when_it_is_noticed(self, desk: ContactsDesk) -> None:
        desk.show_commitments()
        made = desk.make().json["commitmentId"]
        desk.write()
        with desk.simulator.world.turn():
            desk.simulator.diary.close(desk.simulator.diary.open_ones()[0])
        assert desk.change_one(made).problem == "commitment-closed"
        desk.write()
        assert tasks(desk.world)[0]["Status"] == "Completed"

    def test_one_that_was_promised_with_a_disposition_is_a_task_too(self, desk: ContactsDesk) -> None:
        desk.show_commitments()
        contact_id = desk.had()
        body = {"name": "Resolved", "commitment": {**promise(), "forMe": True}}
        answer = desk.put(f"/current/contacts/{desk.key(contact_id)}/disposition", body)
        assert answer.status == 200, answer.body
        told = [one for one in desk.messages() if "commitmentId" in one]
        assert told == [{"commitmentId": answer.json["callbackId"]}]
        desk.write_these(told)
        [task] = tasks(desk.world, desk.task_key(answer.json["callbackId"]))
        assert (task["Subject"], task["OwnerId"]) == ("Call back Grace Okafor", USER)

    def _later(self, desk: ContactsDesk) -> None:
        """Leases are over, what was put off is due, and the circuit lets requests through."""
        client = desk.world.aws.dynamodb()
        table = desk.world.names["DeskTable"].ref
        for item in client.scan(TableName=table)["Items"]:
            if item["owner"]["S"] == "commitments#due":
                client.put_item(
                    TableName=table, Item={**item, "waits_since": {"S": "2026-01-01T00:00:00.000000Z"}}
                )
            elif item["owner"]["S"] == "commitments" and item["lease"]["S"] != "0":
                client.put_item(TableName=table, Item={**item, "lease": {"S": "2026-01-01T00:00:00.000000Z"}})
        tokens = desk.world.names["TokensTable"].ref
        client.delete_item(TableName=tokens, Key={"vendor": {"S": "salesforce-writes"}})


def test_keys_of_commitments_are_unlike_those_of_contacts(desk: ContactsDesk) -> None:
    assert desk.task_key("6001") == f"{UNIT}:commitment:6001"

"""Agents, skills, queues and address books through the real handler against the simulated tenant."""

from dataclasses import replace
from typing import Any

import pytest

from local.cxone import sample
from local.cxone.contacts.lifecycle import Move
from local.cxone.directory.model import Agent, BookEntry, Skill
from local.cxone.oddities import FLIPPED_WRAPPER, NULL_LISTS
from tests.support.directory import SKILLS, STATES, Panel
from tests.support.world import OTHER_USER, USER, Answer, World, forget, log_text

NOBODY = "005000000000009AAA"
LISTS = ["agents", "agents/10022", "skills", f"skills/{sample.SUPPORT_VOICE}", "queues", "address-books"]
ENTRIES = f"address-books/{sample.PARTNERS_BOOK}/entries"


@pytest.fixture
def panel(world: World) -> Panel:
    return Panel(world)


@pytest.fixture(params=["v23", "newer"])
def generation(panel: Panel, request: pytest.FixtureRequest) -> str:
    """The shapes of both generations."""
    panel.change(shapes=request.param)
    return str(request.param)


class TestAgents:
    @pytest.mark.usefixtures("generation")
    def test_agents_are_listed_with_what_they_do(self, panel: Panel) -> None:
        panel.log_in_ben()
        panel.wait(90)

        answer = panel.look("agents")

        assert answer.status == 200
        assert [one["name"] for one in answer.json["agents"]] == ["Rosa Admin", "Ada Brenner", "Ben Castillo"]
        assert (answer.json["complete"], answer.json["reason"], answer.json["next"]) == (True, None, None)
        ben = answer.json["agents"][2]
        assert (ben["agentId"], ben["state"], ben["teamId"], ben["me"]) == ("10022", "unavailable", "3301", False)
        assert 90 <= ben["timeInState"] <= 95
        assert answer.json["agents"][1]["me"]
        assert answer.json["agents"][1]["state"] == "loggedOut"

    def test_nothing_of_another_agents_customer_is_shown_or_kept(self, panel: Panel) -> None:
        panel.log_in_ben(available=True)
        contact_id = panel.ring(ani="+14155550777", skillId=sample.SUPPORT_VOICE)
        with panel.simulator.world.turn():
            panel.simulator.traffic.move(int(contact_id), Move.ROUTE, agent_id=sample.BEN)
        panel.move(contact_id, Move.ANSWER)
        panel.until(lambda: panel.contact(contact_id).state.name == "ACTIVE")

        answer = panel.look("agents?search=castillo")

        (ben,) = answer.json["agents"]
        assert (ben["state"], ben["channel"], ben["skillName"]) == ("inboundContact", "voice", "Support Voice")
        assert ben["openContacts"] == 1
        for private in (contact_id, "4155550777", "4155550122", sample.MAIN_LINE):
            assert private not in answer.body

    def test_filters_and_pages(self, panel: Panel) -> None:
        panel.log_in_ben()

        online = panel.look("agents?state=online&team=Service").json["agents"]
        first = panel.look("agents?limit=2").json
        rest = panel.look(f"agents?limit=2&cursor={first['next']}").json

        assert [one["agentId"] for one in online] == ["10022"]
        assert [one["agentId"] for one in first["agents"] + rest["agents"]] == ["10001", "10021", "10022"]
        assert rest["next"] is None

    def test_one_agent(self, panel: Panel) -> None:
        answer = panel.look("agents/10022")
        assert (answer.status, answer.json["agent"]["name"]) == (200, "Ben Castillo")

    def test_there_is_no_such_agent(self, panel: Panel) -> None:
        assert (panel.look("agents/99999").status, panel.look("agents/99999").problem) == (404, "agent-not-found")

    def test_an_agent_who_left_is_gone_with_the_next_whole_reading(self, panel: Panel) -> None:
        panel.look("agents")
        with panel.simulator.world.turn():
            gone = Agent(sample.BEN, "Ben", "Castillo", "b@example.com", "b@example.com", 3301, is_active=False)
            panel.simulator.world.directory.agents.put(gone, panel.simulator.world.now())
        panel.later()
        assert panel.look("agents/10022").status == 200
        panel.world.aws.dynamodb().delete_item(
            TableName=panel.world.names["DeskTable"].ref,
            Key={"owner": {"S": "centre"}, "item": {"S": "agent-states"}},
        )
        forget()
        assert panel.look("agents/10022").problem == "agent-not-found"


class TestSkills:
    @pytest.mark.usefixtures("generation")
    def test_ones_own_skills_are_listed_with_what_waits(self, panel: Panel) -> None:
        panel.ring(skillId=sample.SUPPORT_VOICE)
        panel.wait(125)
        panel.ring(skillId=sample.SUPPORT_VOICE)

        answer = panel.look("skills")

        assert answer.status == 200
        skills = {one["skillId"]: one for one in answer.json["skills"]}
        assert [one["name"] for one in answer.json["skills"]] == sorted(one["name"] for one in skills.values())
        voice = skills[str(sample.SUPPORT_VOICE)]
        assert (voice["contactsWaiting"], voice["channel"], voice["mine"]) == (2, "voice", True)
        assert 125 <= voice["longestWait"] <= 130
        assert (voice["canDial"], skills[str(sample.OUTBOUND_SALES)]["canDial"]) == (False, True)
        assert (skills[str(sample.CHAT)]["contactsWaiting"], skills[str(sample.CHAT)]["longestWait"]) == (0, 0)

    def test_another_agents_skills_are_not_ones_own(self, panel: Panel) -> None:
        panel.assign_ada(sample.CHAT)

        mine = panel.look("skills").json["skills"]
        bens = panel.look("skills", user=OTHER_USER).json["skills"]

        assert [one["skillId"] for one in mine] == [str(sample.CHAT)]
        assert len(bens) == 8
        everything = panel.look("skills?scope=all").json["skills"]
        assert [one["skillId"] for one in everything if one["mine"]] == [str(sample.CHAT)]
        assert len(everything) == 8

    def test_filters(self, panel: Panel) -> None:
        def ids(query: str) -> list[str]:
            return [one["skillId"] for one in panel.look(f"skills?{query}").json["skills"]]

        assert ids("canDial=true") == [str(sample.OUTBOUND_SALES)]
        assert ids("channel=workItem") == [str(sample.CASE_WORK)]
        assert ids("search=sales") == ids("outbound=true") == [str(sample.OUTBOUND_SALES)]

    def test_what_an_agent_works_on_is_kept_until_the_panel_reloads(self, panel: Panel) -> None:
        panel.look("skills")
        panel.assign_ada(sample.CHAT)
        forget()
        assert len(panel.look("skills").json["skills"]) == 8
        # It is too young to be read anew.
        assert len(panel.look("skills?reload=true").json["skills"]) == 8
        panel.later()
        assert [one["skillId"] for one in panel.look("skills?reload=true").json["skills"]] == [str(sample.CHAT)]

    def test_one_skill_and_none(self, panel: Panel) -> None:
        assert panel.look(f"skills/{sample.CHAT}").json["skill"]["name"] == "Chat"
        assert panel.look("skills/999").problem == "skill-not-found"

    def test_an_agent_of_no_skills_has_an_empty_list(self, panel: Panel) -> None:
        panel.assign_ada()
        for empty in ("204", "array"):
            panel.change(empty_lists=empty)
            panel.later()
            answer = panel.look("skills")
            assert (answer.status, answer.json["skills"], answer.json["complete"]) == (200, [], True)

    def test_2000_skills_are_kept_and_found(self, panel: Panel) -> None:
        with panel.simulator.world.turn():
            world = panel.simulator.world
            for number in range(2000):
                skill = Skill(50_000 + number, f"Skill with a rather long name of its own, number {number}", 4)
                world.directory.skills.put(skill, world.now())

        # A step reads twenty pages, so that nobody waits for all.
        assert not panel.look("skills?scope=all").json["complete"]
        panel.later()
        answer = panel.look("skills?scope=all&search=1999").json

        assert (answer["complete"], len(answer["skills"])) == (True, 1)
        sizes = [len(item["packed"]["B"]) for item in panel.boards().values()]
        assert max(sizes) < 400_000


class TestQueues:
    @pytest.mark.usefixtures("generation")
    def test_what_waits_is_counted_by_channel(self, panel: Panel) -> None:
        panel.ring(skillId=sample.SUPPORT_VOICE)
        panel.wait(60)
        panel.ring(skillId=sample.CASE_WORK, mediaTypeId=6, dnis="")
        panel.ring(skillId=sample.EMAIL_CARE, mediaTypeId=1, dnis="")
        panel.ring(skillId=sample.SOCIAL, mediaTypeId=9, dnis="")

        told = panel.look("queues").json

        waiting = {
            name: told[name]["waiting"] for name in ("voice", "workItem", "email", "digital", "chat", "personal")
        }
        assert waiting == {"voice": 1, "workItem": 1, "email": 1, "digital": 1, "chat": 0, "personal": 0}
        assert told["total"]["waiting"] == 4
        assert 60 <= told["total"]["longestWait"] == told["voice"]["longestWait"] <= 65
        assert told["workItem"]["longestWait"] <= 5

    def test_only_ones_own_queues_count(self, panel: Panel) -> None:
        panel.assign_ada(sample.CHAT)
        panel.ring(skillId=sample.SUPPORT_VOICE)

        assert panel.look("queues").json["total"]["waiting"] == 0
        assert panel.look("queues", user=OTHER_USER).json["total"]["waiting"] == 1


class TestAddressBooks:
    ENTRY = BookEntry(9101, "Hugo", "", "Stone", "Fabrikam", "(415) 555-0177", "+442079460123", "hugo@example.com")

    def entries(self, panel: Panel, book: int, **more: Any) -> list[dict[str, Any]]:
        answer = panel.look(f"address-books/{book}/entries", **more)
        assert answer.status == 200, answer.body
        listed: list[dict[str, Any]] = answer.json["entries"]
        return listed

    @pytest.mark.usefixtures("generation")
    def test_books_that_are_assigned_in_any_way_are_listed(self, panel: Panel) -> None:
        panel.add_book(80, "Adas", "Standard", entity_type="Agent", entity_ids=(sample.ADA,))
        panel.add_book(81, "Team", "Dynamic", entity_type="Team", entity_ids=(3301,))
        panel.add_book(82, "Chats", "Standard", entity_type="Skill", entity_ids=(sample.CHAT,))
        panel.add_book(83, "Bens", "Standard", entity_type="Agent", entity_ids=(sample.BEN,))
        panel.add_book(84, "Nobodys", "Standard")

        books = panel.look("address-books").json["addressBooks"]

        assert [(one["name"], one["type"]) for one in books] == [
            ("Adas", "standard"),
            ("Chats", "standard"),
            ("Partners", "standard"),
            ("Team", "dynamic"),
        ]

    @pytest.mark.parametrize("kind", ["Standard", "Dynamic"])
    @pytest.mark.usefixtures("generation")
    def test_entries_say_their_numbers_as_they_are_dialled(self, panel: Panel, kind: str) -> None:
        panel.add_book(80, "Adas", kind, self.ENTRY, entity_type="Everyone")

        (told,) = self.entries(panel, 80)

        assert (told["name"], told["company"], told["email"]) == ("Hugo Stone", "Fabrikam", "hugo@example.com")
        assert [(one["label"], one["e164"]) for one in told["numbers"]] == [
            ("phone", "+14155550177"),
            ("mobile", "+442079460123"),
        ]

    def test_entries_are_searched_and_paged(self, panel: Panel) -> None:
        people = [
            BookEntry(number, f"Name{number}", "", "Zed", phone=f"41555502{number:02}") for number in range(30)
        ]
        panel.add_book(80, "Adas", "Standard", *people, entity_type="Everyone")

        found = panel.look("address-books/80/entries?search=%2B1415-555-0217").json["entries"]
        first = panel.look("address-books/80/entries?limit=20").json
        rest = panel.look(f"address-books/80/entries?limit=20&cursor={first['next']}").json

        assert [one["name"] for one in found] == ["Name17 Zed"]
        assert len({one["entryId"] for one in first["entries"] + rest["entries"]}) == 30

    def test_a_book_of_another_agent_stays_closed(self, panel: Panel) -> None:
        panel.add_book(83, "Bens", "Standard", self.ENTRY, entity_type="Agent", entity_ids=(sample.BEN,))
        assert self.entries(panel, 83, user=OTHER_USER)

        answer = panel.look("address-books/83/entries")

        assert (answer.status, answer.problem) == (404, "address-book-not-found")
        assert "Hugo" not in answer.body

    def test_an_entry_that_is_deleted_goes(self, panel: Panel) -> None:
        for kind in ("Standard", "Dynamic"):
            panel.add_book(80, "Adas", kind, self.ENTRY, entity_type="Everyone")
            panel.later()
            assert len(self.entries(panel, 80)) == 1
            with panel.simulator.world.turn():
                world = panel.simulator.world
                book = world.directory.address_books[80]
                gone = tuple(replace(one, is_deleted=True, updated=world.now()) for one in book.entries)
                world.directory.address_books.put(replace(book, entries=gone), world.now())
            panel.later()
            assert self.entries(panel, 80) == []

    def test_an_empty_book(self, panel: Panel) -> None:
        panel.add_book(80, "Adas", "Standard", entity_type="Everyone")
        assert self.entries(panel, 80) == []


class TestOneReadsForAll:
    def test_many_panels_ask_the_tenant_once(self, panel: Panel) -> None:
        for environment in range(5):
            for user in (USER, OTHER_USER):
                assert panel.look("queues", user=user).status == 200
                assert panel.look("agents", user=user).status == 200
            if environment < 4:
                forget()

        assert (panel.reads(SKILLS), panel.reads(STATES)) == (1, 1)

    def test_the_next_reading_asks_for_changes_only(self, panel: Panel) -> None:
        panel.look("agents")
        panel.log_in_ben()
        panel.later()

        assert panel.look("agents/10022").json["agent"]["state"] == "unavailable"
        first, second = panel.asked(STATES)
        assert "updatedSince" not in first.request.query
        assert "updatedSince" in second.request.query

    def test_an_unchanged_answer_is_not_sent_again(self, panel: Panel) -> None:
        for path in (*LISTS, ENTRIES):
            tag = panel.look(path).result["headers"]["ETag"]
            again = panel.look(path, headers={"if-none-match": tag})
            assert (again.status, again.body) == (304, ""), path

    def test_time_that_goes_by_is_no_change_and_a_contact_more_is_one(self, panel: Panel) -> None:
        panel.ring(skillId=sample.SUPPORT_VOICE)
        tag = panel.look("queues").result["headers"]["ETag"]
        panel.wait(30)
        panel.later()
        assert panel.look("queues", headers={"if-none-match": tag}).status == 304
        panel.ring(skillId=sample.SUPPORT_VOICE)
        panel.later()
        assert panel.look("queues", headers={"if-none-match": tag}).status == 200


class TestTrouble:
    @pytest.mark.parametrize(
        ("fault", "reason"),
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
    def test_the_older_answer_is_shown_with_the_reason(
        self, panel: Panel, fault: dict[str, Any], reason: str
    ) -> None:
        panel.look("queues")
        panel.later()
        panel.fault(path=SKILLS, **fault)

        answer = panel.look("queues", left_s=1.5)

        assert (answer.status, answer.json["reason"]) == (200, reason)
        assert answer.json["ageSeconds"] is not None
        asked = panel.reads(SKILLS)
        forget()
        assert panel.look("queues", left_s=1.5).json["reason"] == reason
        assert panel.reads(SKILLS) == asked

    @pytest.mark.parametrize(
        ("fault", "problem"),
        [
            ({"html": "<h1>Bad gateway</h1>", "status": 502}, "cxone-unavailable"),
            ({"status": 429, "headers": {"Retry-After": "30"}}, "cxone-limit-reached"),
            ({"delay_s": 2.0}, "cxone-timeout"),
        ],
    )
    def test_without_an_older_one_the_trouble_is_told(
        self, panel: Panel, fault: dict[str, Any], problem: str
    ) -> None:
        panel.look("queues")
        panel.fault(**fault, path="*/services/*")
        for path in ("agents", "address-books"):
            answer = panel.look(path, left_s=1.5)
            assert (answer.status >= 500, answer.problem) == (True, problem), path

    def test_a_token_that_ended_is_renewed(self, panel: Panel) -> None:
        panel.look("queues")
        panel.later()
        panel.control("tokens/expire")

        assert panel.look("queues").json["reason"] is None

    @pytest.mark.parametrize("oddity", [FLIPPED_WRAPPER, NULL_LISTS])
    def test_odd_answers_are_read_or_passed_over(self, panel: Panel, oddity: str) -> None:
        panel.fault(path=SKILLS, name=oddity, count=1)
        assert panel.look("queues").status == 200
        panel.later()
        assert panel.look(f"skills/{sample.CHAT}").json["skill"]["contactsWaiting"] == 0

    def test_without_a_free_minute_the_older_answer_goes_out_at_once(self, panel: Panel) -> None:
        panel.look("queues")
        panel.later()
        panel.fault(path=SKILLS, delay_s=5.0)

        assert panel.look("queues", left_s=1.0).status == 200

    def test_the_table_cannot_be_reached(self, panel: Panel) -> None:
        panel.world.aws.dynamodb().delete_table(TableName=panel.world.names["DeskTable"].ref)
        assert panel.look("queues").problem == "store-unavailable"


class TestWhoMayLook:
    def test_only_acting_users_do(self, panel: Panel) -> None:
        for path in (*LISTS, ENTRIES):
            for more in ({"user": None}, {"caller": "operator"}, {"caller": "other"}):
                answer = panel.look(path, **more)
                assert (answer.status, answer.problem) == (403, "no-acting-user"), (path, more)

    def test_only_agents_do(self, panel: Panel) -> None:
        for path in (*LISTS, ENTRIES):
            assert panel.look(path, user=NOBODY).problem == "agent-unknown", path

    def test_what_makes_no_sense_is_refused(self, panel: Panel) -> None:
        for path in (
            "agents?limit=0",
            "agents?limit=101",
            "agents?state=asleep",
            "agents/ada",
            "skills?scope=theirs",
            "skills?channel=fax",
            "skills/x",
            "address-books/x/entries",
            f"{ENTRIES}?limit=x",
        ):
            assert panel.look(path).problem == "invalid-request", path

    def test_a_cursor_of_ones_own_making_is_refused(self, panel: Panel) -> None:
        for path in ("agents", "skills", "address-books", ENTRIES):
            assert panel.look(f"{path}?cursor=abc").problem == "bad-cursor", path

    def test_logs_hold_nothing_personal(self, panel: Panel) -> None:
        with log_text() as text:
            for path in (*LISTS, f"{ENTRIES}?search=4155550134", "agents?search=castillo"):
                panel.look(path)
        for private in ("Castillo", "castillo", "Grace", "4155550134", "example.com"):
            assert private not in text.getvalue()


class TestCallingAnAgent:
    def call(self, panel: Panel, body: object = None, agent_id: object = sample.BEN, **more: Any) -> Answer:
        return panel.ask(f"agents/{agent_id}/calls", body or {}, **more)

    def test_an_agent_is_rung_for_a_talk(self, panel: Panel) -> None:
        panel.log_in()
        panel.log_in_ben(available=True)

        answer = self.call(panel)

        assert (answer.status, answer.json) == (202, {"accepted": True, "outcome": "event"})
        (command,) = panel.commands("*/consult-agent")
        assert command.given == {"targetAgentId": sample.BEN}

    def test_a_contact_is_what_it_is_about(self, panel: Panel) -> None:
        panel.log_in()
        panel.log_in_ben(available=True)
        contact_id = on_a_call(panel)

        assert self.call(panel, {"parentContactKey": panel.key(contact_id)}).status == 202
        (command,) = panel.commands("*/consult-agent")
        assert command.given == {"targetAgentId": sample.BEN, "parentContactId": int(contact_id)}

    def test_an_agent_is_dialled_as_a_further_party(self, panel: Panel) -> None:
        panel.log_in()
        panel.log_in_ben(available=True)
        contact_id = on_a_call(panel)
        body = {"kind": "dial", "parentContactKey": panel.key(contact_id)}

        # The contact has to be on hold.
        assert self.call(panel, body).problem == "cannot-reach-now"
        panel.move(contact_id, Move.HOLD)
        assert self.call(panel, body).status == 202
        assert len(panel.commands("*/dial-agent")) == 2

    def test_a_dial_needs_a_contact(self, panel: Panel) -> None:
        assert self.call(panel, {"kind": "dial"}).problem == "invalid-request"

    def test_who_is_not_there_or_oneself_is_not_rung(self, panel: Panel) -> None:
        panel.log_in()
        assert self.call(panel).problem == "target-not-reachable"
        assert self.call(panel, agent_id=99_999).problem == "target-unknown"
        assert not panel.commands("*10021*")
        assert self.call(panel, agent_id=sample.ADA).problem == "target-unknown"

    def test_the_contact_has_to_be_ones_own(self, panel: Panel) -> None:
        panel.log_in()
        panel.log_in_ben(available=True)
        others = panel.ring(skillId=sample.SUPPORT_VOICE)
        keys = [panel.key(others), panel.key("77"), f"4599001:dfo:{others}", f"1:acd:{others}", "4599001:acd:abc"]
        for key in keys:
            assert self.call(panel, {"parentContactKey": key}).problem == "not-your-contact", key

    def test_without_a_session_nobody_is_rung(self, panel: Panel) -> None:
        assert self.call(panel).problem == "session-over"

    def test_the_session_is_ones_own(self, panel: Panel) -> None:
        panel.log_in()
        panel.log_in_ben(available=True)
        assert self.call(panel, agent_id=sample.ADA, user=OTHER_USER).status == 202
        (command,) = panel.commands("*/consult-agent")
        assert command.given == {"targetAgentId": sample.ADA}
        for more in ({"user": None}, {"caller": "operator"}):
            assert self.call(panel, **more).problem == "no-acting-user"

    def test_an_id_that_is_no_longer_good_is_renewed(self, panel: Panel) -> None:
        panel.log_in()
        panel.log_in_ben(available=True)
        panel.spoil_id()
        assert self.call(panel).status == 202
        assert [one.status for one in panel.commands("*/consult-agent")] == [404, 202]

    def test_without_an_answer_it_is_not_known_and_not_sent_again(self, panel: Panel) -> None:
        panel.log_in()
        panel.log_in_ben(available=True)
        panel.fault(path="*/consult-agent", drop="after")

        assert self.call(panel).problem == "command-outcome-unknown"
        assert len(panel.commands("*/consult-agent")) == 1

    @pytest.mark.parametrize(
        ("fault", "problem"),
        [
            ({"status": 409, "message": "Invalid state"}, "cannot-reach-now"),
            ({"status": 403, "message": "Multi-Conference not enabled for user."}, "conference-not-allowed"),
            ({"status": 429}, "cxone-limit-reached"),
            ({"status": 502, "html": "<h1>Bad gateway</h1>"}, "command-outcome-unknown"),
        ],
    )
    def test_a_refusal_says_why(self, panel: Panel, fault: dict[str, Any], problem: str) -> None:
        panel.log_in()
        panel.fault(path="*/consult-agent", **fault)
        assert self.call(panel, left_s=2.0).problem == problem


class TestCallingASkill:
    def call(self, panel: Panel, skill_id: int = sample.SUPPORT_VOICE, body: object = None, **more: Any) -> Answer:
        return panel.ask(f"skills/{skill_id}/calls", body or {}, **more)

    def test_a_call_goes_into_the_skill(self, panel: Panel) -> None:
        panel.log_in()
        contact_id = on_a_call(panel)

        answer = self.call(panel, body={"parentContactKey": panel.key(contact_id)})

        assert (answer.status, answer.json["outcome"]) == (202, "event")
        (command,) = panel.commands("*/dial-skill")
        assert command.given == {"skillId": sample.SUPPORT_VOICE, "parentContactId": int(contact_id)}

    def test_without_a_contact_too(self, panel: Panel) -> None:
        panel.log_in()
        assert self.call(panel).status == 202

    def test_what_takes_no_calls_is_refused_before_anything_is_sent(self, panel: Panel) -> None:
        panel.log_in()
        assert self.call(panel, sample.CHAT).problem == "skill-not-taken"
        assert self.call(panel, 999).problem == "skill-not-found"
        assert not panel.commands("*/dial-skill")

    def test_without_a_session_nobody_is_called(self, panel: Panel) -> None:
        assert self.call(panel).problem == "session-over"
        assert self.call(panel, caller="operator").problem == "no-acting-user"


def on_a_call(panel: Panel) -> str:
    """A call that Ada talks to."""
    panel.control("agents/10021/available")
    contact_id = panel.ring(skillId=sample.SUPPORT_VOICE)
    with panel.simulator.world.turn():
        panel.simulator.traffic.move(int(contact_id), Move.ROUTE, agent_id=sample.ADA)
    panel.until(lambda: panel.contact(contact_id).state.name == "ACTIVE")
    return contact_id

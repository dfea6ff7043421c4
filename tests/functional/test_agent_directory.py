"""The agents' directory through its handler, over a tenant and an org that answer over real HTTP."""

import json
from dataclasses import replace
from typing import Any

import pytest

from local.cxone import sample
from local.cxone.directory.model import Agent
from local.simulator.faults import Fault
from switchboard.agent.identity import AgentAmbiguous, AgentUnknown
from switchboard.cxone import paging
from switchboard.runtime import agent_directory as runtime
from switchboard.runtime.agents import agent_directory
from switchboard.salesforce.client import SalesforceClient
from switchboard.stores.agent_items import AgentItems
from tests.support.hooks import KEY, a_call, tell
from tests.support.people import ADA, BEN, record_id
from tests.support.tasks import tasks
from tests.support.world import USER, Context, World, forget, handler, log_text

NEW_AGENT, NEW_USER = 10_030, record_id("005", 30)
SHARED = "everybody@y.example.com"


def run(left_s: float = 109.0) -> dict[str, Any]:
    """One run, and the line that it logs."""
    with log_text() as text:
        handler("agent_directory")({}, Context(left_s))
    lines = [json.loads(line) for line in text.getvalue().splitlines()]
    ran: dict[str, Any] = next(line for line in lines if line["message"] == "ran")
    return ran


class Staff:
    """The tenant's agents and the org's users, and who they are to each other."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tenant = world.cxone.world

    def put(self, *agents: Agent) -> None:
        """Agents come or change, a moment after whatever was before."""
        self.world.cxone.clock.advance(1)
        with self.tenant.turn():
            for one in agents:
                self.tenant.directory.agents.put(one, self.tenant.now())

    def change(self, agent_id: int, **changes: Any) -> None:
        self.put(replace(self.tenant.directory.agents[agent_id], **changes))

    def many(self, count: int) -> None:
        """Agents with a user each."""
        names = [f"agent{number:05}" for number in range(count)]
        self.put(
            *(
                Agent(20_000 + number, "A", "B", name, f"{name}@x.example.com", 3301, crm_user_name=f"{name}@sf")
                for number, name in enumerate(names)
            )
        )
        users = [
            {"Id": record_id("005", 20_000 + number), "Username": f"{name}@sf", "LastName": name, "Alias": "a"}
            for number, name in enumerate(names)
        ]
        self.world.add({"User": [{**user, "Email": SHARED} for user in users]})

    def agent_of(self, user_id: str) -> str:
        return agent_directory().agent_of(user_id).agent_id

    @property
    def asked_for(self) -> list[str]:
        """The queries of the requests to CXone's agents since the last look."""
        journal = self.world.cxone.journal
        asked = [one.request.query for one in journal.exchanges(path="*/agents")]
        journal.clear()
        return asked


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


class TestWhoIsWho:
    def test_by_user_name_and_by_address(self, staff: Staff) -> None:
        assert run()["complete"]

        agent = agent_directory().agent_of(ADA)
        assert (agent.agent_id, agent.name, agent.team_name) == ("10021", "Ada Brenner", "Service")
        assert staff.agent_of(BEN) == "10022"
        assert staff.agent_of(USER) == "10021"

    def test_by_federation_identifier_whatever_it_looks_like(self, staff: Staff) -> None:
        odd = 'o\'hara\\ "x"%_\n{0} \u00fc@idp'
        staff.put(Agent(NEW_AGENT, "O", "H", "oh", "oh@x.example.com", 3301, federated_id=odd))
        user = {"Id": NEW_USER, "Username": "oh@y", "LastName": "H", "Email": "oh@y.z", "Alias": "a"}
        staff.world.add({"User": [{**user, "FederationIdentifier": odd}]})
        run()

        assert staff.agent_of(NEW_USER) == str(NEW_AGENT)

    def test_two_for_one_are_ambiguous_and_in_time_are_not(self, staff: Staff) -> None:
        staff.put(Agent(NEW_AGENT, "Ben", "Two", "ben2", "BEN.castillo@example.com", 3301))
        run()
        with pytest.raises(AgentAmbiguous):
            staff.agent_of(BEN)

        staff.change(NEW_AGENT, is_active=False)
        run()
        assert staff.agent_of(BEN) == "10022"

    def test_who_leaves_is_nobodys(self, staff: Staff) -> None:
        run()
        staff.change(sample.BEN, is_active=False)
        run()

        with pytest.raises(AgentUnknown):
            staff.agent_of(BEN)

    def test_who_is_renamed_has_the_new_name_and_team(self, staff: Staff) -> None:
        run()
        staff.change(sample.ADA, last_name="Castillo", email_address="ada@new.example.com")
        run()

        agent = agent_directory().agent_of(ADA)
        assert (agent.name, agent.email) == ("Ada Castillo", "ada@new.example.com")

    def test_inactive_users_are_nobody(self, staff: Staff) -> None:
        staff.world.edit(BEN, IsActive=False)
        run()

        with pytest.raises(AgentUnknown):
            staff.agent_of(BEN)

    @pytest.mark.parametrize("shapes", ["v23", "newer"])
    @pytest.mark.parametrize("empty", ["204", "array"])
    def test_in_the_shapes_of_either_generation(self, staff: Staff, shapes: str, empty: str) -> None:
        settings = staff.tenant.settings
        staff.tenant.settings = settings.changed({"shapes": shapes, "empty_lists": empty})
        run()
        staff.world.cxone.clock.advance(1)

        assert run()["complete"]
        assert staff.agent_of(ADA) == "10021"


class TestRequests:
    def test_news_are_asked_for_since_the_last_poll(self, staff: Staff) -> None:
        run()
        assert ["updatedSince" in query for query in staff.asked_for] == [False]
        staff.world.org.journal.clear()
        run()

        (query,) = staff.asked_for
        assert "updatedSince=" in query
        assert staff.world.asked("*/composite") == []

    def test_many_agents_come_in_few_pages_and_their_users_with_one_request(
        self, staff: Staff, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(paging, "PAGE", 10)
        staff.many(17)
        run()

        assert len(staff.asked_for) == 2
        assert len(staff.world.asked("*/composite")) == 1
        assert staff.agent_of(record_id("005", 20_016)) == "20016"

    def test_users_beyond_what_one_answer_holds_are_read_too(
        self, staff: Staff, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        staff.many(1)
        more = [
            {"Id": record_id("005", number), "Username": f"{number}@z", "LastName": "Z", "Alias": "z"}
            for number in range(30_000, 30_210)
        ]
        staff.world.add({"User": [{**one, "Email": SHARED} for one in more]})
        staff.put(Agent(NEW_AGENT, "Eve", "Rybody", "all", SHARED, 3301))
        cut = SalesforceClient.composite

        def composite(client: SalesforceClient, requests: Any) -> Any:
            # Two hundred is the least that may be asked for (REST API guide, query options).
            options = {"Sforce-Query-Options": "batchSize=200"}
            return cut(client, [{**request, "httpHeaders": options} for request in requests])

        monkeypatch.setattr(SalesforceClient, "composite", composite)
        run()

        for number in (30_000, 30_209):
            with pytest.raises(AgentAmbiguous):
                staff.agent_of(record_id("005", number))
        assert staff.world.asked("*/query/*")


FAULTS = [
    pytest.param({"status": 500}, id="down"),
    pytest.param({"status": 429, "headers": {"Retry-After": "60"}}, id="throttled"),
    pytest.param({"status": 429}, id="throttled without a time"),
    pytest.param({"html": "<h1>Bad gateway</h1>", "status": 502}, id="html"),
    pytest.param({"truncate": True}, id="cut short"),
    pytest.param({"drop": "during"}, id="dropped"),
    pytest.param({"name": "null-lists"}, id="null lists"),
]


class TestTrouble:
    @pytest.fixture(autouse=True)
    def _short_pages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(paging, "PAGE", 10)

    @pytest.mark.parametrize("fault", FAULTS)
    def test_between_two_pages_it_goes_on_there_once_it_is_over(self, staff: Staff, fault: dict[str, Any]) -> None:
        staff.many(12)
        staff.world.cxone.faults.add([Fault.from_mapping({"path": "*/agents", "skip": 1, **fault})])
        # With little time left nothing is tried again for long.
        assert not run(left_s=13)["complete"]

        staff.world.cxone.faults.clear()
        staff.world.cxone.journal.clear()
        forget()
        assert run()["complete"]
        assert ["skip=10" in query for query in staff.asked_for] == [True]
        assert staff.agent_of(record_id("005", 20_011)) == "20011"
        assert staff.agent_of(ADA) == "10021"

    def test_a_token_that_ends_between_two_pages_is_renewed(self, staff: Staff) -> None:
        staff.many(12)
        staff.world.cxone.faults.add([Fault(path="*/agents", skip=1, count=1, name="expired-token")])

        assert run()["complete"]
        assert staff.agent_of(record_id("005", 20_011)) == "20011"

    def test_two_runs_do_not_meet(self, staff: Staff) -> None:
        sync = runtime.agent_sync()
        now = sync.clock()
        sync.directory.take("other", now=now, until=now.replace(year=now.year + 1))

        assert run()["other_run"]
        assert staff.asked_for == []

    @pytest.mark.parametrize(
        "fault",
        [{"status": 503}, {"status": 500, "html": "<h1>"}, {"truncate": True}],
        ids=["down", "html", "cut"],
    )
    def test_while_salesforce_is_in_trouble_everybody_stays_who_they_are(
        self, staff: Staff, fault: dict[str, Any]
    ) -> None:
        run()
        staff.put(Agent(NEW_AGENT, "Ben", "Two", "ben2", "ben.castillo@example.com", 3301))
        staff.world.fault(path="*/composite", **fault)
        assert not run(left_s=13)["complete"]
        assert staff.agent_of(BEN) == "10022"

        staff.world.org.faults.clear()
        assert run()["complete"]
        with pytest.raises(AgentAmbiguous):
            staff.agent_of(BEN)

    def test_a_query_that_is_refused_is_no_empty_answer(self, staff: Staff) -> None:
        run()
        staff.put(Agent(NEW_AGENT, "New", "One", "new", "new@x.example.com", 3301))
        staff.world.org.state.change_settings(
            staff.world.org.state.settings.changed({"hidden_fields": ["User.FederationIdentifier"]})
        )

        assert not run()["complete"]
        assert staff.agent_of(ADA) == "10021"

    def test_nothing_personal_is_logged(self, staff: Staff) -> None:
        with log_text() as text:
            run()
            staff.world.cxone.faults.add([Fault(path="*/agents", status=409, message="ada.brenner@example.com")])
            run()

        logged = text.getvalue()
        assert "agents_not_synced" in logged
        assert not [name for name in ("Brenner", "example.com", "10021", ADA) if name in logged]


class TestOwners:
    @pytest.fixture(autouse=True)
    def _synced(self, staff: Staff) -> None:
        staff.put(Agent(NEW_AGENT, "Ben", "Two", "ben2", "ben.castillo@example.com", 3301))
        staff.world.sync_agents()

    def written(self, world: World, agent_id: str, **more: str) -> tuple[Any, list[str]]:
        """The owner of the Task of a call that the agent answered, and what is remarked."""
        tell(world, {"events": [{**event, **_agent(event, agent_id, more)} for event in a_call()]})
        record = {"messageId": "m", "body": json.dumps({"contactKey": KEY})}
        assert handler("activity_writer")({"Records": [record]}, Context(60)) == {"batchItemFailures": []}
        (task,) = tasks(world, KEY)
        answer = world.call("GET", f"/v1/activities/{KEY}", caller="operator")
        return task["OwnerId"], answer.json["remarks"]

    def test_the_agents_user_owns_the_task(self, world: World) -> None:
        assert self.written(world, "10021") == (ADA, [])

    @pytest.mark.parametrize(("agent_id", "remark"), [("10022", "agentAmbiguous"), ("4711", "agentUnknown")])
    def test_of_anybody_else_it_is_the_integration_users_with_a_remark(
        self, world: World, agent_id: str, remark: str
    ) -> None:
        owner, remarks = self.written(world, agent_id)

        assert owner not in (ADA, BEN)
        assert remarks == [f"{remark}:OwnerId"]

    def test_the_user_whom_the_event_names_goes_before(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(AgentItems, "users_of", _not_asked)
        assert self.written(world, "10021", userId=BEN) == (BEN, [])


def _agent(event: dict[str, Any], agent_id: str, more: dict[str, str]) -> dict[str, str]:
    return {"agentId": agent_id, **more} if "agentId" in event else {}


def _not_asked(*_: object) -> None:
    raise AssertionError("the directory was asked")

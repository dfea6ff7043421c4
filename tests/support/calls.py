"""An agent who clicks: logged in at the simulated tenant, known to the functions, with rules of their own."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from local.cxone import sample
from local.cxone.agents.calls import Callee, Outcome
from local.cxone.contacts.model import Contact
from local.cxone.directory.model import Assignment, Skill
from local.simulator.faults import Fault
from switchboard.agent.identity import Agent
from switchboard.stores.agent_items import agent_item, agent_key
from tests.support.people import GRACE
from tests.support.world import USER, Answer, World

NUMBER = "+14155550134"
STATION = "+14155550021"
ANY_TIME: Mapping[str, Any] = {"hours": {"checked": False}}
DIALLED = "*/dial-phone"


def put_dialing_rules(world: World, rules: Mapping[str, Any], number: int = 1) -> None:
    """Put a dialing document in force, past any check."""
    item = {"name": "dialing", "version": "current", "document": json.dumps(rules)}
    world.aws.dynamodb().put_item(
        TableName=world.names["RulesTable"].ref,
        Item={**{name: {"S": value} for name, value in item.items()}, "number": {"N": str(number)}},
    )


class Clicker:
    """Ada, who clicks numbers in Salesforce."""

    def __init__(
        self,
        world: World,
        *,
        logged_in: bool = True,
        rules: Mapping[str, Any] = ANY_TIME,
        station: str = STATION,
    ) -> None:
        self.world = world
        self.station = station
        self.tenant = world.cxone
        put_dialing_rules(world, rules)
        ada = Agent(str(sample.ADA), "uuid-ada", "Ada", "Brenner", "3301", "Service")
        world.aws.dynamodb().put_item(TableName=world.names["DeskTable"].ref, Item=agent_item(USER, ada))
        if logged_in:
            self.log_in()

    def log_in(self) -> None:
        """As if at the vendor's own client."""
        with self.tenant.world.turn():
            agent = self.tenant.world.directory.agents[sample.ADA]
            self.tenant.floor.log_in(agent, station_phone=self.station)

    def log_out(self) -> None:
        """Likewise."""
        with self.tenant.world.turn():
            session = self.tenant.floor.session(sample.ADA)
            assert session is not None
            self.tenant.legs.drop(session)
            self.tenant.floor.log_out(session)

    def click(
        self, number: str = NUMBER, *, key: str | None = None, left_s: float = 8.0, **more: object
    ) -> Answer:
        """A click on Grace's number, or on another."""
        body = {"number": number, "recordId": GRACE, "recordName": "Grace Okafor", "objectType": "Contact", **more}
        return self.post(body, key=key, left_s=left_s)

    def post(self, body: object, *, key: str | None = None, left_s: float = 8.0) -> Answer:
        """Any body."""
        headers = {"idempotency-key": key} if key is not None else {}
        return self.world.call("POST", "/v1/calls", body, user=USER, headers=headers, left_s=left_s)

    def look(self, call_id: str, user: str = USER) -> Answer:
        """What became of a call."""
        return self.world.call("GET", f"/v1/calls/{call_id}", user=user)

    def dialled(self) -> int:
        """How many times the tenant was told to dial."""
        return len(self.tenant.journal.exchanges(path=DIALLED, method="POST"))

    def dialled_well(self) -> int:
        """How many of these it accepted."""
        return len(self.tenant.journal.exchanges(path=DIALLED, method="POST", status=202))

    def calls(self) -> Sequence[Contact]:
        """The outbound contacts that there are."""
        with self.tenant.world.turn():
            return [one for one in self.tenant.world.contacts if one.is_outbound]

    def expect(self, outcome: Outcome, after_s: float = 0.0, number: str = NUMBER) -> None:
        """Have whoever is dialled behave in a way."""
        with self.tenant.world.turn():
            self.tenant.calls.expect(Callee(number, outcome, after_s))

    def fault(self, **given: object) -> None:
        """Switch a fault on for commands to dial, or for another path."""
        self.tenant.faults.add([Fault.from_mapping({"path": DIALLED, **given})])

    def wait(self, seconds: float) -> None:
        """Let time go by in the tenant, bit by bit, so that one thing follows the other."""
        for _ in range(int(seconds / 0.5)):
            self.tenant.clock.advance(0.5)
            with self.tenant.world.turn():
                pass

    def hang_up(self) -> None:
        """The customer ends the call."""
        with self.tenant.world.turn():
            for one in self.calls():
                if not one.is_over:
                    self.tenant.traffic.hang_up(one.contact_id, "Succeeded")

    def more_skills(self) -> None:
        """Ada gets a second skill to dial with."""
        skill = Skill(40121, "Outbound Service", 4, is_outbound=True)
        with self.tenant.world.turn():
            self.tenant.world.directory.skills.put(skill, datetime.now(UTC))
            self.tenant.world.directory.assignments.put(Assignment(sample.ADA, 40121), datetime.now(UTC))

    def no_skill(self) -> None:
        """Ada's only skill to dial with is taken away."""
        with self.tenant.world.turn():
            self.tenant.world.directory.assignments.remove((sample.ADA, sample.OUTBOUND_SALES))

    def forget_agent(self) -> None:
        """Nobody knows any more that the user is an agent."""
        table = self.world.names["DeskTable"].ref
        self.world.aws.dynamodb().delete_item(TableName=table, Key=agent_key(USER))

"""An agent with contacts that are no calls, for the functional tests."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from local.cxone import sample
from local.cxone.commands import Command
from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.model import Contact, Line, State
from local.cxone.contacts.traffic import Arrival
from local.simulator.faults import Fault
from local.simulator.journal import Exchange
from local.simulator.message import Request
from switchboard.agent.identity import Agent
from switchboard.runtime import agents
from switchboard.stores.agent_items import agent_item
from tests.support.world import OTHER_USER, USER, Answer, World

UNIT = "4599001"
EMAIL, CHAT, VOICEMAIL, WORK_ITEM, SMS = 1, 3, 5, 6, 7
SKILLS = {
    EMAIL: sample.EMAIL_CARE,
    CHAT: sample.CHAT,
    VOICEMAIL: sample.VOICEMAIL,
    WORK_ITEM: sample.CASE_WORK,
    SMS: sample.TEXTS,
}
PATIENCE_S = 10.0


class MediaDesk:
    """Ada, logged in, and Ben, who is not; both are known."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.simulator = world.cxone
        self.change(routing="manual")
        for user, agent_id in ((USER, sample.ADA), (OTHER_USER, sample.BEN)):
            known = self.simulator.world.directory.agents[agent_id]
            agent = Agent(
                str(agent_id),
                known.uuid,
                known.first_name,
                known.last_name,
                "3301",
                "Service",
                known.email_address,
            )
            item = agent_item(user, agent)
            world.aws.dynamodb().put_item(TableName=world.names["DeskTable"].ref, Item=item)
        agent = agents.agent_directory().agent_of(USER)
        cxone_id = agents.agent_centre().start(agent.agent_id, phone="4155550111")
        agents.acting_agents().begun(USER, agent, cxone_id)

    def call(self, method: str, path: str, body: object = None, **more: Any) -> Answer:
        """A request of Ada's."""
        return self.world.call(method, path, body, **{"user": USER, **more})

    def get(self, path: str, **more: Any) -> Answer:
        return self.call("GET", path, **more)

    def post(self, path: str, body: object = None, **more: Any) -> Answer:
        return self.call("POST", path, body, **more)

    def put(self, path: str, body: object, **more: Any) -> Answer:
        return self.call("PUT", path, body, **more)

    def contact(self, medium: int, agent_id: int = sample.ADA, **more: Any) -> str:
        """The key of a contact that an agent talks to."""
        with self.simulator.world.turn():
            given = {"skill_id": SKILLS[medium], "agent_id": agent_id, "state": State.ACTIVE, **more}
            arrival = Arrival("grace@example.com", "care@example.org", media_type_id=medium, **given)
            return key(self.simulator.traffic.begin(arrival).contact_id)

    def mail(self, html: str = "<p>Broken</p>", agent_id: int = sample.ADA) -> str:
        """The key of an e-mail that came in and that an agent has."""
        told = self.control(
            "emails",
            {
                "from": "grace@example.com",
                "to": "care@example.org",
                "skillId": sample.EMAIL_CARE,
                "subject": "My router",
                "html": html,
            },
        )
        return self.given_to(int(told["contactId"]), agent_id)

    def case(self, text: str = "Hello", agent_id: int = sample.ADA, whom: str = "u-55") -> str:
        """The key of a digital case that somebody wrote and that an agent has; 0 for nobody."""
        end_user = {"idOnExternalPlatform": whom, "name": "Grace Okafor", "nickname": "grace.o"}
        told = self.control("digital/messages", {"channelId": sample.FACEBOOK, "endUser": end_user, "text": text})
        if agent_id:
            self.given_to(int(told["acdContactId"]), agent_id)
        return f"{UNIT}:dfo:{told['id']}"

    def given_to(self, contact_id: int, agent_id: int) -> str:
        with self.simulator.world.turn():
            self.simulator.traffic.move(contact_id, Move.ROUTE, agent_id=agent_id)
            self.simulator.traffic.move(contact_id, Move.ANSWER)
        return key(contact_id)

    def said(self, contact_key: str, text: str, party: str = "Client") -> None:
        """Something is said in a chat."""
        with self.simulator.world.turn():
            line = Line(text, self.simulator.world.now(), party, "Grace")
            self.simulator.traffic.change(
                id_of(contact_key), "line", lambda contact: replace(contact, lines=(*contact.lines, line))
            )

    def over(self, contact_key: str) -> None:
        """The customer is gone."""
        with self.simulator.world.turn():
            self.simulator.traffic.hang_up(id_of(contact_key))

    def there(self, contact_key: str) -> Contact:
        """A contact as the tenant has it."""
        with self.simulator.world.turn():
            return self.simulator.traffic.find(id_of(contact_key))

    def begun(self, medium: int) -> Contact:
        """The outbound contact that comes of a command."""
        found: list[Contact] = []

        def look() -> bool:
            with self.simulator.world.turn():
                alike = [one for one in self.simulator.world.contacts if one.media_type_id == medium]
                found[:] = [one for one in alike if one.is_outbound]
            return bool(found)

        self.until(look)
        return found[0]

    def control(self, path: str, body: object = None, method: str = "POST") -> Any:
        """One of the tenant's control endpoints."""
        content = b"" if body is None else json.dumps(body).encode()
        reply = self.simulator.control.answer(Request(method, f"/_control/{path}", body=content))
        assert reply.status == 200, reply.body
        return json.loads(reply.body)

    def change(self, **settings: object) -> None:
        """Change the tenant's settings."""
        self.simulator.world.settings = self.simulator.world.settings.changed(settings)

    def fault(self, **given: Any) -> None:
        """Switch a fault of the tenant's on."""
        self.simulator.faults.add([Fault.from_mapping(given)])

    def asked(self, pattern: str) -> list[Exchange]:
        """What the tenant was asked."""
        return self.simulator.journal.exchanges(path=pattern)

    def sent(self, pattern: str) -> list[Command]:
        """The commands that the tenant got."""
        return self.simulator.commands.listed(pattern)

    def until(self, check: Callable[[], bool]) -> None:
        """Wait for something that comes by itself."""
        ends = time.monotonic() + PATIENCE_S
        while not check():
            assert time.monotonic() < ends, "it never came"
            time.sleep(0.01)


def key(contact_id: int) -> str:
    """The key of a contact of the ACD."""
    return f"{UNIT}:acd:{contact_id}"


def id_of(contact_key: str) -> int:
    """The id in a key."""
    return int(contact_key.rpartition(":")[2])

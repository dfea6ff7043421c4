"""Agents at work for the functional tests: two users, their sessions, calls in the simulated tenant."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from local.cxone import sample
from local.cxone.agents.session import Session
from local.cxone.commands import Command
from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.model import Contact, TransferKind
from local.cxone.contacts.steering import Steering
from local.simulator.faults import Fault
from local.simulator.journal import Exchange
from local.simulator.message import Request
from switchboard.agent.identity import Agent
from switchboard.runtime import agents
from switchboard.stores.agent_items import agent_item
from tests.support.world import OTHER_USER, USER, Answer, World

PHONE = "4155550111"
UNIT = "4599001"
PEOPLE = {
    USER: Agent("10021", "5f0c6e2a-0000-4000-8000-000000000021", "Ada", "Brenner", "3301", "Service"),
    OTHER_USER: Agent("10022", "5f0c6e2a-0000-4000-8000-000000000022", "Ben", "Castillo", "3301", "Service"),
}
PATIENCE_S = 10.0


class Desk:
    """Calls the API as an agent, and moves the tenant."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.simulator = world.cxone
        for user, agent in PEOPLE.items():
            self.world.aws.dynamodb().put_item(
                TableName=world.names["DeskTable"].ref, Item=agent_item(user, agent)
            )
        self.change(pick_up_s=0.0, callee_answers_s=0.0)

    def call(self, method: str, path: str, body: object = None, **more: Any) -> Answer:
        """A request of the user's about their session."""
        return self.world.call(method, f"/v1/agent-sessions{path}", body, **{"user": USER, **more})

    def get(self, path: str, **more: Any) -> Answer:
        return self.call("GET", path, **more)

    def post(self, path: str, body: object = None, **more: Any) -> Answer:
        return self.call("POST", path, body, **more)

    def put(self, path: str, body: object, **more: Any) -> Answer:
        return self.call("PUT", path, body, **more)

    def delete(self, path: str, **more: Any) -> Answer:
        return self.call("DELETE", path, **more)

    def log_in(self, user: str = USER) -> str:
        """The id of a session that the user has now."""
        phone = PHONE if user == USER else "4155550122"
        answer = self.post("", {"phoneNumber": phone}, user=user)
        assert answer.status == 200, answer.body
        session_id: str = answer.json["sessionId"]
        return session_id

    def log_in_ben(self, *, available: bool = False) -> None:
        """Ben at the vendor's own client."""
        self.control("agents/10022/log-in", {"phone": "4155550122"})
        if available:
            self.control("agents/10022/available")

    def key(self, contact_id: str) -> str:
        """The contact's key."""
        return f"{UNIT}:acd:{contact_id}"

    def ring(self, **given: object) -> str:
        """A contact that waits for an agent."""
        body = {"ani": "4155550134", "dnis": sample.MAIN_LINE, "queue": True, **given}
        with self.simulator.world.turn():
            return str(Steering(self.simulator.world, self.simulator.traffic).ring(body).contact_id)

    def on_a_call(self, **given: object) -> str:
        """A call that Ada talks to."""
        contact_id = self.offered(**given)
        self.until(lambda: self.contact(contact_id).state.name == "ACTIVE")
        return contact_id

    def offered(self, **given: object) -> str:
        """A contact that is offered to Ada."""
        self.control("agents/10021/available")
        contact_id = self.ring(**given)
        self.until(lambda: self.contact(contact_id).agent_id == sample.ADA)
        return contact_id

    def waits_for_ada(self) -> None:
        """A contact that waits for Ada alone."""
        contact_id = self.ring(mediaTypeId=6, skillId=sample.CASE_WORK, dnis="")
        with self.simulator.world.turn():
            self.simulator.traffic.change(
                int(contact_id), "meant", lambda contact: replace(contact, target_agent_id=sample.ADA)
            )

    def hang_up(self, contact_id: str) -> None:
        """The customer is gone."""
        with self.simulator.world.turn():
            self.simulator.traffic.hang_up(int(contact_id))

    def finish(self, contact_id: str) -> None:
        """The work after the contact is done."""
        with self.simulator.world.turn():
            self.simulator.traffic.finish(int(contact_id))

    def transfer(self, contact_id: str) -> None:
        """The contact goes on with Ben."""
        with self.simulator.world.turn():
            self.simulator.traffic.transfer(int(contact_id), TransferKind.REAGENT, agent_id=sample.BEN)

    def move(self, contact_id: str, move: Move) -> None:
        with self.simulator.world.turn():
            self.simulator.traffic.move(int(contact_id), move)

    def contact(self, contact_id: str) -> Contact:
        """The contact as the tenant has it."""
        with self.simulator.world.turn():
            return self.simulator.traffic.find(int(contact_id))

    def contacts(self) -> list[Contact]:
        with self.simulator.world.turn():
            return list(self.simulator.world.contacts)

    def session(self, agent_id: int = sample.ADA) -> Session:
        """The agent's session as the tenant has it."""
        with self.simulator.world.turn():
            session = self.simulator.floor.session(agent_id)
        assert session is not None
        return session

    def agent(self, agent_id: str) -> tuple[str, str] | None:
        """State and reason; None for nobody logged in."""
        with self.simulator.world.turn():
            session = self.simulator.floor.session(int(agent_id))
            return (session.presence.state.word, session.presence.reason) if session else None

    def pick_up(self) -> None:
        """Ada answers her phone."""
        self.until(lambda: self.session().leg == "Active")

    def control(self, path: str, body: dict[str, object] | None = None) -> None:
        """One of the tenant's control endpoints."""
        content = json.dumps(body or {}).encode()
        reply = self.simulator.control.answer(Request("POST", f"/_control/{path}", body=content))
        assert reply.status in (200, 204), reply.body

    def change(self, **settings: object) -> None:
        """Change the tenant's settings."""
        self.simulator.world.settings = self.simulator.world.settings.changed(settings)

    def fault(self, **given: Any) -> None:
        """Switch a fault of the tenant's on."""
        self.simulator.faults.add([Fault.from_mapping(given)])

    def commands(self, pattern: str = "*") -> list[Command]:
        """What changed something, or wanted to."""
        return self.simulator.commands.listed(pattern)

    def asked(self, pattern: str) -> list[Exchange]:
        """What the tenant was asked."""
        return self.simulator.journal.exchanges(path=pattern)

    def path_of(self, command: tuple[str, str, object]) -> str:
        """Where a command of ours arrives at the tenant."""
        method, path, _ = command
        vendors = {
            ("PUT", "/availability"): "state",
            ("POST", "/agent-leg"): "agent-phone/dial",
            ("DELETE", "/agent-leg"): "agent-phone/end",
            ("PUT", "/agent-leg/mute"): "agent-phone/mute",
        }
        if path == "":
            return "*/agent-sessions/U*"
        return f"*/{vendors.get((method, path)) or path.rpartition('/')[2]}"

    def cxone_id(self) -> str:
        """The vendor's id of the session that is kept."""
        kept = agents.sessions().read(USER)
        assert kept is not None
        return kept.cxone_id

    def spoil_id(self) -> None:
        """The kept id is one that the vendor does not take any more."""
        kept = agents.sessions().read(USER)
        assert kept is not None
        assert agents.sessions().move(kept, "U0VTUy5ub25zZW5zZQ")

    def make_old(self, session_id: str) -> None:
        """The session began a while ago."""
        kept = agents.sessions().read(USER)
        assert kept is not None
        assert kept.session_id == session_id
        agents.sessions().begin(replace(kept, began_at=kept.began_at - timedelta(minutes=5)))

    def until(self, check: Callable[[], bool]) -> None:
        """Wait for something that comes by itself."""
        ends = time.monotonic() + PATIENCE_S
        while not check():
            assert time.monotonic() < ends, "it never came"
            time.sleep(0.01)

"""An agent's panel for the tests: it polls as a panel does, and can make things happen to its agent."""

from collections.abc import Callable
from typing import Any

from local.cxone import sample
from local.cxone.agents.session import Session
from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.traffic import Arrival
from local.simulator.faults import Fault
from local.simulator.journal import Exchange
from switchboard.agent.identity import Agent
from switchboard.agent.session import AgentSession
from switchboard.desk.event_api import AgentEventsAnswer
from switchboard.runtime import agents
from tests.support.world import USER, Answer, World

Event = dict[str, Any]
MOST_POLLS = 20
POLLS = "*/get-next-event*"


class Panel:
    """One agent's session, with every event that the panel was told so far."""

    def __init__(self, world: World, user: str = USER, agent_id: int = sample.ADA) -> None:
        self.world = world
        self.user = user
        self.agent_id = agent_id
        self.heard: list[Event] = []
        self.change(pick_up_s=0.02, callee_answers_s=0.02)
        agent = Agent(str(agent_id), "", "Ada", "Brenner", "3301", "Service")
        cxone_id = agents.agent_centre().start(str(agent_id), phone=f"415555{agent_id % 10000:04d}")
        self.session_id = agents.acting_agents().begun(user, agent, cxone_id).session_id

    @property
    def after(self) -> int:
        """How far the panel has come."""
        return int(self.heard[-1]["number"]) if self.heard else 0

    @property
    def session(self) -> AgentSession:
        """The session as it is kept."""
        kept = agents.sessions().read(self.user)
        assert kept is not None
        return kept

    @property
    def there(self) -> Session:
        """The session as the contact centre has it."""
        session = self.world.cxone.floor.session(self.agent_id)
        assert session is not None
        return session

    def change(self, **settings: object) -> None:
        """Change the tenant's settings."""
        self.world.cxone.world.settings = self.world.cxone.world.settings.changed(settings)

    def fault(self, **given: Any) -> None:
        """Switch a fault of the contact centre on."""
        self.world.cxone.faults.add([Fault.from_mapping(given)])

    def ask(self, after: int | None, wait: int = 0, session_id: str = "", **more: Any) -> Answer:
        """One request, whatever it is answered."""
        given = f"wait={wait}" if after is None else f"after={after}&wait={wait}"
        path = f"/v1/agent-sessions/{session_id or self.session_id}/events?{given}"
        answer = self.world.call("GET", path, left_s=28.5, **{"user": self.user, **more})
        if answer.status == 200:
            AgentEventsAnswer.model_validate_json(answer.body)
        return answer

    def poll(self, wait: int = 0) -> list[Event]:
        """One request that is answered; what it brings is kept."""
        answer = self.ask(self.after, wait)
        assert answer.status == 200, answer.body
        told: list[Event] = answer.json["events"]
        numbers = [event["number"] for event in told]
        assert numbers == list(range(self.after + 1, self.after + 1 + len(told)))
        self.heard += told
        assert answer.json["after"] == self.after
        return told

    def hear(self, kind: str, test: Callable[[Event], bool] = lambda _event: True, **members: object) -> Event:
        """Poll until an event of a type comes that has these members; one that came already does."""
        seen = 0
        for _ in range(MOST_POLLS):
            for event in self.heard[seen:]:
                if event["type"] == kind and members.items() <= event.items() and test(event):
                    return event
            seen = len(self.heard)
            self.poll(wait=1)
        raise AssertionError(f"no {kind} {members} came; there were {self.types()}")

    def types(self) -> list[str]:
        """What the panel was told, in short."""
        return [":".join(filter(None, (one["type"], one.get("status") or one.get("state")))) for one in self.heard]

    def catch_up(self) -> None:
        """Hear what there is."""
        while self.poll():
            pass

    def asked(self) -> list[Exchange]:
        """The polls that reached the contact centre."""
        return self.world.cxone.journal.exchanges(path=POLLS)

    def command(self, path: str, body: dict[str, object] | None = None) -> None:
        """Give a command in the session, as other functions do."""
        acting = agents.acting_agents()
        acting.send(acting.own(self.user), lambda cxone_id: acting.centre.command(cxone_id, path, body))

    def be_available(self) -> None:
        """Become available, and hear so."""
        self.command("state", {"state": "Available", "reason": ""})
        self.hear("agent.state", state="available")

    def ring(self, ani: str = "4155550134", **more: Any) -> int:
        """A call waits for an agent; answers its contact id."""
        arrival = Arrival(ani, sample.MAIN_LINE, **{"skill_id": sample.SUPPORT_VOICE, **more})
        traffic = self.world.cxone.traffic
        with self.world.cxone.world.turn():
            contact_id = traffic.begin(arrival).contact_id
            traffic.move(contact_id, Move.QUEUE)
        return contact_id

    def move(self, contact_id: int, move: Move) -> None:
        """Make something happen to a contact."""
        with self.world.cxone.world.turn():
            self.world.cxone.traffic.move(contact_id, move)

    def hang_up(self, contact_id: int) -> None:
        """The customer hangs up."""
        with self.world.cxone.world.turn():
            self.world.cxone.traffic.hang_up(contact_id)

    def tell(self, *events: Event) -> None:
        """Have the contact centre tell raw events."""
        with self.world.cxone.world.turn():
            for event in events:
                self.world.cxone.floor.tell(self.there, event)

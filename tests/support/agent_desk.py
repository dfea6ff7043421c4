"""An agent's own desk for the functional tests: requests, messages and callbacks in the simulated tenant."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from local.cxone import sample
from switchboard.cxone.answers import Answer as Answered
from switchboard.cxone.versions import Resource
from switchboard.runtime.cxone import cxone
from switchboard.stores.agent_items import agent_item
from tests.support.desk import PEOPLE, Desk
from tests.support.world import OTHER_USER, USER, Answer, World, forget

MESSAGES, PERFORMANCE, STATES = "*/agents/10021/messages", "*/performance", "*/state-history"
CALLBACKS, SCHEDULE, SENDING = "*/scheduled-callbacks", "*/schedules/user/*", "*/communications/agent-messages"
AGENT_OF = {USER: sample.ADA, OTHER_USER: sample.BEN}
SUPERVISOR = "005000000000003AAA"


class AgentDesk(Desk):
    """The panel of an agent, beside their contacts."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        for user, agent in PEOPLE.items():
            # With the id that the tenant has for them.
            uuid = self.simulator.world.directory.agents[AGENT_OF[user]].uuid
            self.keep_agent(user, replace(agent, user_uuid=uuid))
        rosa = replace(PEOPLE[USER], agent_id=str(sample.ROOT), first_name="Rosa", last_name="Admin")
        self.keep_agent(SUPERVISOR, rosa)

    def keep_agent(self, user: str, agent: Any) -> None:
        """Let the directory know an agent, and this be another environment."""
        item = agent_item(user, agent)
        self.world.aws.dynamodb().put_item(TableName=self.world.names["DeskTable"].ref, Item=item)
        forget()

    def ask(self, method: str, path: str, body: object = None, **more: Any) -> Answer:
        """A request of the user's."""
        return self.world.call(method, f"/v1/{path}", body, **{"user": USER, **more})

    def look(self, path: str, **more: Any) -> Answer:
        """A GET of the user's."""
        return self.ask("GET", path, **more)

    def tell(
        self, text: str = "Outage in zone 4", *, kind: int = 1, target: int = sample.ADA, **given: Any
    ) -> str:
        """The id of a message that a supervisor sent at the vendor's own client."""
        now = self.simulator.world.now()
        row = {
            "startDate": _iso(now),
            "subject": "Outage",
            "message": text,
            "targetId": target,
            "targetType": kind,
            "validUntil": _iso(now + timedelta(hours=1)),
            "expireMinutes": 60,
            **given,
        }
        told = self.vendor(Resource.AGENT_MESSAGES, "/agents/messages", {"agentMessages": [row]})
        (result,) = told.rows("agentMessageResults")
        return str(result["agentMessageId"])

    def promise(self, minutes: float, *, agent: int | None = sample.ADA) -> str:
        """The id of a callback that falls due in so many minutes."""
        due = self.simulator.world.now() + timedelta(minutes=minutes)
        target = {} if agent is None else {"targetAgentId": agent}
        body = {
            "phoneNumber": "4155550134",
            "skillId": sample.OUTBOUND_SALES,
            "scheduleDate": _iso(due),
            "firstName": "Grace",
            "lastName": "Okafor",
            **target,
        }
        return self.vendor(Resource.SCHEDULED_CALLBACKS, "/scheduled-callbacks", body).text("callbackId")

    def vendor(self, resource: Resource, path: str, body: object) -> Answered:
        """A request at the tenant by somebody else."""
        answer = cxone().send("POST", resource, path, body)
        assert answer is not None
        return answer

    def wait(self, seconds: float) -> None:
        """Time goes by in the tenant."""
        self.control("clock", {"advance_s": seconds})


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

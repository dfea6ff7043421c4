"""An agent's client for the tests: starts a session, polls it, gives commands."""

from collections.abc import Callable
from typing import Any

import requests

from local.cxone import sample
from tests.local.cxone.tenant import Tenant

Event = dict[str, Any]
MOST_POLLS = 20


class AgentClient:
    """One session of an agent, with every event it has heard so far."""

    def __init__(self, tenant: Tenant, agent_id: int = sample.ADA, **start: object) -> None:
        self.tenant = tenant
        self.agent_id = agent_id
        self.heard: list[Event] = []
        body = {"stationPhoneNumber": f"415555{agent_id % 10000:04d}", "asAgentId": agent_id, **start}
        reply = tenant.post("/agent-sessions", body)
        assert reply.status_code == 202, reply.text
        self.session_id: str = reply.json()["sessionId"]

    def command(self, path: str, body: object = None) -> requests.Response:
        """Give a command in the session."""
        return self.tenant.post(f"/agent-sessions/{self.session_id}/{path}", body)

    def do(self, path: str, body: object = None) -> None:
        """Give a command that is accepted."""
        reply = self.command(path, body)
        assert (reply.status_code, reply.content) == (202, b""), reply.text

    def poll(self, timeout: int = 0) -> requests.Response:
        """One poll; what it brings is kept."""
        reply = self.tenant.get(f"/agent-sessions/{self.session_id}/get-next-event", timeout=timeout)
        if reply.status_code == 200:
            self.session_id = reply.json()["sessionId"]
            self.heard += reply.json()["events"]
        return reply

    def hear(self, kind: str, test: Callable[[Event], bool] = lambda _event: True) -> Event:
        """Poll until an event of a type comes that passes; one that came already does."""
        seen = 0
        for _ in range(MOST_POLLS):
            for event in self.heard[seen:]:
                if event["Type"] == kind and test(event):
                    return event
            seen = len(self.heard)
            self.poll(timeout=1)
        raise AssertionError(
            f"no {kind} came; there were {[(each['Type'], each.get('Status')) for each in self.heard]}"
        )

    def hear_call(self, status: str, contact_id: str = "", **more: str) -> Event:
        """Poll until a call is told to have a status."""
        wanted = {"Status": status, **({"ContactID": contact_id} if contact_id else {}), **more}
        return self.hear("CallContactEvent", lambda event: wanted.items() <= event.items())

    def hear_state(self, state: str, **more: str) -> Event:
        """Poll until the agent is told to be in a state."""
        return self.hear("AgentState", lambda event: {"CurrentState": state, **more}.items() <= event.items())

    def catch_up(self) -> None:
        """Hear what there is."""
        while self.poll().status_code == 200:
            pass

    def drain(self) -> list[Event]:
        """Hear what there is, and forget all that was heard so far."""
        self.catch_up()
        heard, self.heard = self.heard, []
        return heard

    def be(self, state: str, reason: str = "") -> None:
        """Become available or unavailable, and hear so."""
        self.drain()
        self.do("state", {"state": state, "reason": reason})
        self.hear_state(state, CurrentOutReason=reason)

    def dial(self, number: str = "+14155550134", **more: object) -> str:
        """Dial a number; answers the id of the contact that is told of."""
        self.do("dial-phone", {"phoneNumber": number, "skillId": sample.OUTBOUND_SALES, **more})
        contact_id: str = self.hear("CallContactEvent", lambda event: event["DNIS"] == number)["ContactID"]
        return contact_id


def is_text_only(value: object) -> bool:
    """Whether every scalar inside is text."""
    if isinstance(value, dict):
        return all(map(is_text_only, value.values()))
    if isinstance(value, list):
        return all(map(is_text_only, value))
    return isinstance(value, str)

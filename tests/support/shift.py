"""An agent at work on the local stack: what they ask of Switchboard, what the world does, and what is so then."""

import time
from collections.abc import Callable
from typing import Any

import requests

from local.cxone import sample
from local.stack.local_stack import LocalStack

ADA = "005Sb0000000001IAA"
PATIENCE_S = 60.0
Event = dict[str, Any]


class Shift:
    """Ada at her panel, and the world around her."""

    def __init__(self, stack: LocalStack) -> None:
        self.stack = stack
        self.after = 0
        self.heard: list[Event] = []
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.verify = str(stack.ca_file)

    def ask(self, method: str, path: str, body: object = None, *, status: int, **headers: str) -> Any:
        """A request of Ada's that is answered with a status."""
        answer = self._http.request(
            method,
            f"{self.stack.gateway_url}{path}",
            json=body,
            headers={"X-Salesforce-User-Id": ADA, **headers},
            timeout=60,
        )
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def tag(self, path: str) -> str:
        """The ETag of what Ada can read at a path."""
        headers = {"X-Salesforce-User-Id": ADA}
        answer = self._http.get(f"{self.stack.gateway_url}{path}", headers=headers, timeout=60)
        return str(answer.headers["ETag"])

    def session(self, method: str, path: str, body: object = None, *, status: int = 202) -> Any:
        """The same, of her session."""
        return self.ask(method, f"/v1/agent-sessions/current{path}", body, status=status)

    def hear(self, type_: str, **members: object) -> Event:
        """Wait for an event that was not heard before, or was passed over."""
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            for place, event in enumerate(self.heard):
                if event["type"] == type_ and members.items() <= event.items():
                    self.heard = self.heard[place + 1 :]
                    return event
            told = self.session("GET", f"/events?after={self.after}&wait=5", status=200)
            self.after = told["after"]
            self.heard += told["events"]
        raise AssertionError(f"no {type_} {members}; there were {[one['type'] for one in self.heard]}")

    def centre(self, method: str, path: str, body: object = None) -> Any:
        """The tenant's control."""
        return self._control(self.stack.cxone_url, method, path, body)

    def org(self, method: str, path: str, body: object = None) -> Any:
        """The org's control."""
        return self._control(self.stack.salesforce_url, method, path, body)

    def ring(self, ani: str) -> str:
        """A customer calls; the contact's id."""
        body = {"ani": ani, "dnis": sample.MAIN_LINE, "queue": True}
        return str(self.centre("POST", "contacts", body)["contactId"])

    def contact(self, contact_id: str) -> Any:
        """The contact as it is stored."""
        return self._operator(f"/v1/contacts/{self.key(contact_id)}")

    def task(self, contact_id: str, written: Callable[[Any], bool]) -> Any:
        """The contact's Task in Salesforce, once it is as it should be. There is one."""
        ends = time.monotonic() + PATIENCE_S
        task: Any = None
        while time.monotonic() < ends:
            activity = self._operator(f"/v1/activities/{self.key(contact_id)}")
            records = [one["recordId"] for one in activity.get("records", ()) if one["recordId"]]
            if records:
                assert len(records) == 1
                task = self.org("GET", f"records/{records[0]}")
                if activity["state"] == "written" and written(task):
                    return task
            time.sleep(0.2)
        raise AssertionError(f"the Task is not as it should be: {task}")

    def commands(self, path: str) -> list[Any]:
        """What the tenant accepted by path."""
        given = self.centre("GET", f"requests?path=*{path}&status=202")
        return list(given["requests"])

    @staticmethod
    def key(contact_id: str) -> str:
        return f"4599001:acd:{contact_id}"

    def _operator(self, path: str) -> Any:
        answer = self._http.get(
            f"{self.stack.gateway_url}{path}", headers={"X-Local-Caller": "operator"}, timeout=60
        )
        return answer.json()

    def _control(self, url: str, method: str, path: str, body: object) -> Any:
        answer = self._http.request(method, f"{url}/_control/{path}", json=body, timeout=60)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None


def until(check: Callable[[], bool]) -> None:
    """Wait for something that comes by itself."""
    ends = time.monotonic() + PATIENCE_S
    while not check():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.1)

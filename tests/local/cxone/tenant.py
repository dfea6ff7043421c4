"""A client for the tests: one session over TLS, logged in with the sample tenant's access key."""

from collections.abc import Mapping
from typing import Any

import requests

from local.cxone import sample

OLD, NEW = 23, 30


class Tenant:
    """Speaks to a running tenant as a program with an access key does."""

    def __init__(self, url: str, ca_file: str) -> None:
        self.url = url
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.verify = ca_file
        self.http.headers["Accept"] = "application/json"

    def password_grant(self, secret: str = sample.KEY_SECRET) -> requests.Response:
        """A token for the sample access key."""
        form = {"grant_type": "password", "username": sample.KEY_ID, "password": secret}
        return self.http.post(f"{self.url}/auth/token", data=form, auth=(sample.CLIENT_ID, sample.CLIENT_SECRET))

    def log_in(self) -> None:
        """Use a fresh token from now on."""
        reply = self.password_grant()
        assert reply.status_code == 200, reply.text
        self.http.headers["Authorization"] = f"Bearer {reply.json()['access_token']}"

    def like(self, other: "Tenant") -> "Tenant":
        """Use the other's token, on connections of one's own."""
        self.http.headers["Authorization"] = other.http.headers["Authorization"]
        return self

    def call(self, method: str, path: str, *, version: int = NEW, **more: Any) -> requests.Response:
        """Call a resource of the ACD."""
        return self.http.request(method, f"{self.url}/incontactapi/services/v{version}.0{path}", **more)

    def get(self, path: str, *, version: int = NEW, **params: Any) -> requests.Response:
        """Read a resource of the ACD."""
        return self.call("GET", path, version=version, params=params)

    def post(self, path: str, body: object = None, *, version: int = NEW) -> requests.Response:
        """Send a command to the ACD, as JSON."""
        return self.call("POST", path, version=version, json=body)

    def control(self, method: str, path: str, body: object = None) -> Any:
        """Use a control endpoint; answers its JSON, or None."""
        reply = self.http.request(method, f"{self.url}/_control/{path}", json=body)
        assert reply.ok, reply.text
        return reply.json() if reply.content else None

    def ring(self, **given: object) -> str:
        """An inbound call on the sample's main line; answers its contact id."""
        body = {"ani": "4155550134", "dnis": sample.MAIN_LINE, **given}
        contact_id: str = self.control("POST", "contacts", body)["contactId"]
        return contact_id

    def steer(self, contact_id: str, move: str, **given: object) -> Mapping[str, Any]:
        """Make something happen to a contact."""
        view: Mapping[str, Any] = self.control("POST", f"contacts/{contact_id}/{move}", given)
        return view

    def wait(self, seconds: float) -> None:
        """Let simulated time go by."""
        self.control("POST", "clock", {"advance_s": seconds})

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

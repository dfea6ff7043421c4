"""Speaking to a simulated org over HTTPS, as plainly as possible."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import requests

from local.salesforce_org.ids import make_id
from local.salesforce_org.org import SalesforceOrg

DATA = "/services/data/v66.0"

ACME = make_id("001", 9001)
JANE = make_id("003", 9001)
JOHN = make_id("003", 9002)
LEAD = make_id("00Q", 9001)
OPPORTUNITY = make_id("006", 9001)
CASE = make_id("500", 9001)
QUEUE = make_id("00G", 9001)

RECORDS: Mapping[str, Sequence[Mapping[str, object]]] = {
    "Account": [
        {"Id": ACME, "Name": "Acme", "Phone": "+1 781 300 3549", "Industry": "Energy", "NumberOfEmployees": 90},
        {"Name": "Zenith", "Phone": "020 7946 0018", "NumberOfEmployees": 5},
    ],
    "Contact": [
        {"Id": JANE, "FirstName": "Jane", "LastName": "Roe", "Phone": "(781) 300-3549", "AccountId": ACME,
         "Email": "jane.roe@example.com", "LastModifiedDate": "2026-02-01T08:00:00.000Z"},
        {"Id": JOHN, "FirstName": "John", "LastName": "Doe", "MobilePhone": "781.300.3549",
         "LastModifiedDate": "2026-03-01T08:00:00.000Z", "Birthdate": "1980-05-17", "DoNotCall": True},
        {"FirstName": "Ann", "LastName": "O'Neil", "Phone": "+44 20 7946 0018"},
    ],
    "Lead": [{"Id": LEAD, "LastName": "Lee", "Company": "Lee Ltd", "Phone": "1-781-300-3549"}],
    "Opportunity": [
        {"Id": OPPORTUNITY, "Name": "Big deal", "AccountId": ACME, "StageName": "Prospecting",
         "CloseDate": "2026-12-31"}
    ],
    "Case": [{"Id": CASE, "Subject": "Broken", "ContactId": JANE, "AccountId": ACME}],
    "Group": [{"Id": QUEUE, "Name": "Support", "Type": "Queue"}],
}  # fmt: skip


class Api:
    """A logged-in client; ``path`` is below the version unless it starts with a slash."""

    def __init__(self, org: SalesforceOrg, url: str, ca_file: Path) -> None:
        self.org = org
        self.url = url
        self.session = requests.Session()
        # Else a CA bundle of the machine would take the place of ours.
        self.session.trust_env = False
        self.session.verify = str(ca_file)
        self.log_in()

    def log_in(self) -> None:
        """Use a new access token from now on."""
        self.session.headers["Authorization"] = f"Bearer {self.token_reply().json()['access_token']}"

    def token_reply(self, **form: str) -> requests.Response:
        """The answer to a client-credentials login with HTTP Basic, or to the given form."""
        auth = None if form else (self.org.app.client_id, self.org.app.client_secret)
        return requests.post(
            f"{self.url}/services/oauth2/token",
            data=form or {"grant_type": "client_credentials"},
            auth=auth or _no_auth,
            verify=str(self.session.verify),
            timeout=10,
        )

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """One request."""
        where = path if path.startswith("/") else f"{DATA}/{path}"
        return self.session.request(method, self.url + where, timeout=10, **options)

    def query(self, soql: str) -> Any:
        """The JSON of a query that has to succeed."""
        reply = self.call("GET", "query", params={"q": soql})
        assert reply.status_code == 200, reply.text
        return reply.json()

    def rows(self, soql: str) -> list[dict[str, Any]]:
        """The rows of a query, without their attributes."""
        return [
            {name: value for name, value in row.items() if name != "attributes"}
            for row in self.query(soql)["records"]
        ]

    def search(self, sosl: str) -> list[dict[str, Any]]:
        """The rows of a search that has to succeed."""
        reply = self.call("GET", "search", params={"q": sosl})
        assert reply.status_code == 200, reply.text
        found: list[dict[str, Any]] = reply.json()["searchRecords"]
        return found

    def create(self, name: str, **fields: object) -> str:
        """The id of a new record."""
        reply = self.call("POST", f"sobjects/{name}", json=fields)
        assert reply.status_code == 201, reply.text
        record_id: str = reply.json()["id"]
        return record_id

    def control(self, method: str, name: str, body: object = None, **params: str) -> Any:
        """A control request that has to succeed; its JSON, or None."""
        reply = self.call(method, f"/_control/{name}", json=body, params=params)
        assert reply.status_code in (200, 204), reply.text
        return reply.json() if reply.content else None

    def stored(self, record_id: str) -> dict[str, Any]:
        """A record as the org holds it, whatever may be hidden."""
        row: dict[str, Any] = self.control("GET", f"records/{record_id}")
        return row

    def arm(self, *faults: Mapping[str, object]) -> None:
        """Switch faults on."""
        self.control("POST", "faults", list(faults))

    def set(self, **settings: object) -> None:
        """Throw switches."""
        self.control("POST", "settings", settings)


def refusal(reply: requests.Response) -> tuple[int, str]:
    """Status and code of a refused request."""
    body = reply.json()
    assert isinstance(body, list), body
    assert len(body) == 1
    return reply.status_code, body[0]["errorCode"]


def row_codes(results: Sequence[Mapping[str, Any]]) -> list[str]:
    """For each row of a collection ``ok`` or the code of its refusal."""
    return ["ok" if row["success"] else row["errors"][0]["statusCode"] for row in results]


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps requests from taking credentials out of a .netrc file."""
    return request

"""Everything that happens to a customer's contacts, from the first pop to the erasure: what of it is logged.

From INFO up nothing may tell who somebody is: no number, name, address, e-mail, card number, words of a person, or
anything that opens a door. Card numbers are not even kept.
"""

import io
import json
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from local.cxone import sample
from local.simulator.faults import Fault
from switchboard.runtime import observe
from tests.support import people
from tests.support.centre import Centre, key
from tests.support.hooks import (
    CASE_KEY,
    NUMBER,
    UNIT,
    a_call,
    ago,
    an_event,
    messages,
    publish_activity_rules,
    signed,
    tell,
)
from tests.support.tasks import tasks
from tests.support.world import (
    EVENTS_HOOK_SECRET,
    HOOK_SECRET,
    PREVIOUS_HOOK_SECRET,
    USER,
    Context,
    World,
    forget,
    handler,
)

CONTACT = "77001"
"""None that the simulated centre gives to a contact of its own."""

KEY = f"{UNIT}:acd:{CONTACT}"
CARDS = ("4111 1111 1111 1111", "5500-0055-5555-5559")
CARD_DIGITS = ("41111111", "4111 1111", "55000055", "5500-0055", "55555559")
SAID = f"Grace lives at 12 Elm Street, grace@example.com, and pays with {CARDS[0]}"
NOTED = f"She calls from +44 20 7946 0018 on Monday about {CARDS[1]}"
PRIVATE = {
    "numbers": ("4155550134", "5550134", "4155550000", "5550000", "7946 0018", "79460018"),
    "names": ("Grace", "Okafor", "Tina", "Roy", "Ada", "Quist", "Brenner"),
    "addresses": ("Elm Street", "grace@", "example.com"),
    "words": ("Monday", "Replaced router", "00012345"),
    "records": (people.GRACE, USER),
    "secrets": (HOOK_SECRET, EVENTS_HOOK_SECRET, PREVIOUS_HOOK_SECRET, sample.KEY_SECRET, sample.CLIENT_SECRET),
}
TOLD = {
    "contactId": CONTACT,
    "userId": USER,
    "customerName": "Grace Okafor",
    "subject": SAID,
    "dispositionNotes": SAID,
    "variables": {"caseNumber": "00012345", "card": CARDS[0]},
}


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """Whatever any logger of this process says from INFO up, with all that its lines would hold."""
    text, root = io.StringIO(), logging.getLogger()
    lines = logging.StreamHandler(text)
    lines.setFormatter(observe.logger().registered_formatter)
    lines.setLevel(logging.INFO)
    level = root.level
    root.addHandler(lines)
    root.setLevel(logging.INFO)
    try:
        yield text
    finally:
        root.removeHandler(lines)
        root.setLevel(level)


def work_off(world: World, queue: str, function: str) -> None:
    """Give a worker what lies in its queue."""
    bodies = [json.dumps(message) for message in messages(world, queue)]
    assert bodies, f"{queue} is empty"
    records = [{"messageId": f"m{place}", "body": body} for place, body in enumerate(bodies)]
    assert handler(function)({"Records": records}, Context(60)) == {"batchItemFailures": []}


def write(world: World) -> None:
    work_off(world, "ActivityQueue", "activity_writer")


class Day:
    """A day of the contact centre, part by part."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.centre = Centre(world)

    def pops(self) -> None:
        """A caller queues, is looked up ahead, and pops through the hook and the API; so do others."""
        queued = {**a_call(**TOLD)[0], "at": ago(1)}
        assert tell(self.world, queued).status == 202
        work_off(self.world, "CallerQueue", "caller_lookup")
        script = {"ani": "4155550134", "dnis": "8005550100", "contactId": CONTACT, "variables": TOLD["variables"]}
        assert self.hook("screen-pops", script, HOOK_SECRET).status == 200
        wanted = {"callType": "inbound", "ani": NUMBER, "contactKey": KEY}
        assert self.world.call("POST", "/v1/screen-pops", wanted, user=USER).json["match"] == "one"
        assert self.world.call("GET", f"/v1/screen-pops/{quote(KEY)}", user=USER).status == 200
        others = {"callType": "inbound", "ani": "+44 20 7946 0018", "contactKey": f"{UNIT}:acd:77002"}
        assert self.world.call("POST", "/v1/screen-pops", others).json["match"] == "many"
        self.world.fault(path="*/search*", name="daily_limit", count=1)
        self.world.pop("+49 30 901820")
        assert self.world.pop("Grace Okafor").status < 500
        assert self.world.call("POST", "/v1/screen-pops", {"callType": "inbound", "ani": [NUMBER]}).status == 422

    def events(self) -> None:
        """Scripts and webhooks tell, also what cannot be taken and what is not genuine."""
        call = a_call(**TOLD)
        assert (
            tell(self.world, {"events": [*call, an_event("note", 20, note=NOTED, agentId="10021")]}).status == 202
        )
        assert tell(self.world, {"events": [{**call[0], "type": SAID}, {**call[0], "at": SAID}]}).status == 422
        assert tell(self.world, f'{{"ani": "{NUMBER}"'.encode()).status == 400
        assert tell(self.world, call[0], {"authorization": f"Bearer {PREVIOUS_HOOK_SECRET}"}).status == 401
        person = {"id": 10021, "incontactId": "10021", "firstName": "Ada", "surname": "Quist"}
        case = {"id": "884213", "interactionId": "i-1", "status": "closed", "direction": "inbound"}
        envelope = {
            "eventId": "e-1",
            "eventType": "CaseStatusChanged",
            "createdAtWithMilliseconds": ago(10),
            "data": {
                "brand": {"id": 9001, "businessUnitId": int(UNIT)},
                "case": {**case, "contact": {"name": "Grace Okafor", "email": "grace@example.com"}},
                "channel": {"id": "fb_9f3c", "realExternalPlatformId": "fb", "name": SAID},
                "inboxAssignee": person,
                "message": {"text": SAID},
            },
        }
        assert self.hook("cxone-digital", envelope, EVENTS_HOOK_SECRET).status == 202

    def reports(self) -> None:
        """CXone reports calls, and is in trouble."""
        self.centre.play(2)
        self.reconcile()
        self.world.cxone.faults.add([Fault(path="*/contacts/completed", status=409, message=NUMBER)])
        self.reconcile()
        self.world.cxone.faults.clear()

    def writes(self) -> None:
        """Salesforce takes, refuses with a customer's words, and is away."""
        self.world.fault(name="row_error", count=1, options={"code": "STRING_TOO_LONG", "message": SAID})
        write(self.world)
        assert tasks(self.world)
        self.world.fault(path="*/composite", status=503, message=SAID, count=1)
        tell(self.world, an_event("wrappedUp", 5, eventId="again", disposition="No sale", **TOLD))
        write(self.world)

    def looks(self) -> None:
        """Agents and operators look, relate, write notes and retry."""
        call = self.world.call
        assert call("GET", f"/v1/contacts/{quote(KEY)}", user=USER).status == 200
        assert call("GET", f"/v1/contacts/{quote(KEY)}", user=people.GRACE).status == 403
        relation = {"whoId": people.GRACE, "notes": NOTED}
        assert call("PUT", f"/v1/contacts/{quote(KEY)}", relation, user=USER).status == 200
        assert call("PUT", f"/v1/contacts/{quote(KEY)}", {"whoId": SAID}, user=USER).status == 422
        assert call("GET", f"/v1/activities/{quote(KEY)}", user=USER).status == 200
        for state in ("rejected", "written", "due"):
            assert call("GET", f"/v1/activities?state={state}", caller="operator").status == 200
        assert call("POST", "/v1/activities/retries", {"code": None}, caller="operator").status == 200
        assert call("GET", f"/v1/contacts/{quote(SAID)}", caller="operator").status >= 400

    def recalls(self) -> None:
        """More is told of a forgotten call, which CXone still knows, and of one while it is away."""
        publish_activity_rules(self.world, silenceLimitS=60)
        first, second = self.centre.play(2)
        for contact in (first, second):
            self.centre.age(contact, 35)
            tell(self.world, an_event("note", 120, contactId=str(contact), note=NOTED, agentId="10021"))
        self.late(first)
        self.world.cxone.faults.add([Fault(path=f"*/contacts/{second}", status=503, message=SAID)])
        self.late(second)
        self.world.cxone.faults.clear()

    def erases(self) -> None:
        """A customer is forgotten."""
        assert self.world.call("DELETE", f"/v1/contacts/{quote(CASE_KEY)}", caller="operator").status == 200
        number = urlencode({"number": NUMBER})
        assert self.world.call("DELETE", f"/v1/contacts?{number}", caller="operator").json["contacts"] == 1
        assert (
            self.world.call("DELETE", f"/v1/contacts?{urlencode({'number': SAID})}", caller="operator").status
            > 299
        )

    def hook(self, name: str, body: object, secret: str) -> Any:
        raw = json.dumps(body).encode()
        return self.world.call("POST", f"/v1/hooks/{name}", raw, headers=signed(raw, secret))

    def reconcile(self) -> None:
        handler("contact_reconciler")({}, Context(29))

    def late(self, contact: int) -> None:
        body = json.dumps({"contactKey": str(key(contact))})
        handler("activity_writer")({"Records": [{"messageId": "m1", "body": body}]}, Context(60))


PARTS = ("pops", "events", "reports", "writes", "looks", "recalls", "erases")


def table(world: World, name: str) -> str:
    """All that lies in a table."""
    return json.dumps(world.aws.dynamodb().scan(TableName=world.names[name].ref)["Items"])


def tokens(world: World) -> list[str]:
    """The access tokens of both vendors, as the functions share them."""
    found = re.findall(r"[A-Za-z0-9!._-]{24,}", table(world, "TokensTable"))
    assert any(one.startswith("00D") for one in found)
    assert any(one.startswith("eyJ") for one in found)
    return found


def gone_through(world: World) -> str:
    """What was told, kept and written, in any words: nothing can leak that never came by."""
    org = "".join(str(exchange.request) for exchange in world.asked())
    kept = "".join(table(world, name) for name in ("ContactsTable", "PopsTable"))
    inputs = json.dumps([TOLD, SAID, NOTED, NUMBER, USER, a_call()])
    return org + kept + inputs


@pytest.fixture
def day(world: World, monkeypatch: pytest.MonkeyPatch) -> Day:
    monkeypatch.setenv("SCRIPT_VARIABLES", "*")
    forget()
    return Day(world)


def leaks(text: str, private: Sequence[str]) -> list[str]:
    return [one for one in private if one in text]


def test_a_day_of_the_contact_centre_leaves_nobodys_traces_in_the_logs_and_no_card_number_at_all(
    world: World, day: Day, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    came_by = ""
    with everything_logged() as text:
        for part in PARTS:
            before = text.tell()
            getattr(day, part)()
            assert text.tell() > before, f"{part} logs nothing"
            came_by += gone_through(world)
            for name in ("ContactsTable", "PopsTable"):
                assert leaks(table(world, name), CARD_DIGITS) == [], (part, name)
            if part == "writes":
                opened += tokens(world)
                assert "Elm Street" in str(tasks(world))
                assert leaks(str(tasks(world)), CARD_DIGITS) == []
    logged = text.getvalue() + "".join(capsys.readouterr())

    for kind in ("numbers", "names", "addresses", "words", "records"):
        assert not [one for one in PRIVATE[kind] if one not in came_by], f"{kind} never came by"
    for kind, private in PRIVATE.items():
        assert leaks(logged, private) == [], kind
    assert leaks(logged, CARD_DIGITS) == []
    assert leaks(logged, [world.org.app.client_secret, *opened]) == []

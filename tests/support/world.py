"""A world for the handlers: AWS, a Salesforce org and a CXone tenant that answer over real HTTP, and events as API
Gateway makes them.

The handlers run in this process, so that tests can look at what they log and count what they ask.
"""

import importlib
import io
import json
import logging
import math
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import requests
from moto.server import ThreadedMotoServer

from local.aws import Aws, create_resources
from local.cxone import sample
from local.cxone.serving import CxoneServer
from local.cxone.simulator import CxoneSimulator
from local.gateway import callers, cloudformation, events, template
from local.gateway.aws_atomic import make_atomic
from local.gateway.routes import Router
from local.gateway.runtime import variables
from local.salesforce_org import loading
from local.salesforce_org.auth.apps import app_from_seed, make_key_pair
from local.salesforce_org.org import SalesforceOrg
from local.salesforce_org.server import OrgServer
from local.simulator.faults import Fault
from local.simulator.journal import Exchange
from local.tls import LocalCa
from switchboard.runtime import activity_writer as function_writer
from switchboard.runtime import agent_desk as function_desk
from switchboard.runtime import agent_events as function_events
from switchboard.runtime import agent_sessions as function_sessions
from switchboard.runtime import agents as function_agents
from switchboard.runtime import aws as function_aws
from switchboard.runtime import calls as function_calls
from switchboard.runtime import commitments as function_commitments
from switchboard.runtime import contact_history as function_history
from switchboard.runtime import contacts as function_contacts
from switchboard.runtime import cxone as function_cxone
from switchboard.runtime import desk_digital as function_digital
from switchboard.runtime import desk_directory as function_directory
from switchboard.runtime import desk_media as function_media
from switchboard.runtime import desk_panel as function_panel
from switchboard.runtime import mirror as function_mirror
from switchboard.runtime import observe, services
from switchboard.runtime import settings as function_settings
from switchboard.time_left import set_time_left

ROOT = Path(__file__).parents[2]
HOOK_SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
EVENTS_HOOK_SECRET = "whsec_ZXZlbnRzZXZlbnRzZXZlbnRzZXZlbnRzZXZlbnRzISE="
PREVIOUS_HOOK_SECRET = "whsec_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWY="
USER = "005000000000001AAA"
OTHER_USER = "005000000000002AAA"


class Context:
    """As much of a Lambda context as the handlers use."""

    function_name = "switchboard-test"
    memory_limit_in_mb = 1769
    aws_request_id = "request-1"
    invoked_function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:switchboard-test"

    def __init__(self, left_s: float = 8.0) -> None:
        self._left_ms = int(left_s * 1000)

    def get_remaining_time_in_millis(self) -> int:
        return self._left_ms


@dataclass
class Answer:
    """A handler's result in payload format 2.0."""

    result: dict[str, Any]

    @property
    def status(self) -> int:
        return int(self.result["statusCode"])

    @property
    def body(self) -> str:
        return str(self.result["body"])

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def problem(self) -> str:
        assert self.result["headers"]["Content-Type"] == "application/problem+json"
        return str(self.json["type"]).removeprefix("urn:switchboard:problem:")


@dataclass
class World:
    """What a test acts on."""

    org: SalesforceOrg
    org_url: str
    cxone: CxoneSimulator
    cxone_url: str
    aws: Aws
    names: Mapping[str, Any]
    routes: Router
    functions: Mapping[str, str]
    all_routes: Sequence[template.Route] = ()
    private_key: str = field(repr=False, default="")
    ca_file: str = ""

    def event(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
        caller: str = "salesforce",
        user: str | None = None,
    ) -> tuple[str, dict[str, Any]]:
        """The function that a request belongs to, and its event."""
        sent = dict(headers or {})
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        if body is not None:
            sent.setdefault("content-type", "application/json")
        if user:
            sent["x-salesforce-user-id"] = user
        request = events.Request(
            method, path, "HTTP/1.1", [("host", "api.local"), *sent.items()], raw, "127.0.0.1", 443
        )
        match = self.routes.match(method, request.path)
        assert match is not None, f"no route {method} {path}"
        signed = caller if match.route.iam else None
        at = datetime.now(UTC)
        made = events.event(request, match, caller=signed, request_id="req-1", at=at)
        return self.functions[match.route.function], made

    def call(self, method: str, path: str, body: object = None, *, left_s: float = 8.0, **more: Any) -> Answer:
        """A request to the API, answered by the real handler."""
        function, event = self.event(method, path, body, **more)
        return self.invoke(function, event, left_s=left_s)

    def invoke(self, function: str, event: Mapping[str, Any], *, left_s: float = 8.0) -> Answer:
        """An event given to a handler."""
        return Answer(handler(function)(event, Context(left_s)))

    def pop(self, ani: str | None, **more: Any) -> Answer:
        """A screen pop for an inbound call."""
        return self.call("POST", "/v1/screen-pops", {"callType": "inbound", "ani": ani}, **more)

    def asked(self, path: str = "*") -> list[Exchange]:
        """What Salesforce was asked since the last look, by path."""
        return self.org.journal.exchanges(path=path)

    def fault(self, **given: Any) -> None:
        """Switch a fault on."""
        self.org.faults.add([Fault.from_mapping(given)])

    def edit(self, record_id: str, **fields: object) -> None:
        """Change a record as a person would."""
        requests.patch(
            f"{self.org_url}/_control/records/{record_id}",
            json={"fields": fields},
            timeout=10,
            verify=self.ca_file,
        ).raise_for_status()

    def add(self, records: Mapping[str, Any]) -> None:
        """Add records until the next test."""
        state = self.org.state
        with state.lock:
            loading.load(state.everything, state.store, records, self.org.clock.now())
            state.index.catch_up()

    def put_secret(self, name: str, value: object) -> None:
        """Replace a secret by its logical id."""
        self.aws.secrets().put_secret_value(SecretId=self.names[name].ref, SecretString=json.dumps(value))

    def sync_agents(self) -> None:
        """Have the agents' directory brought up to date, as its schedule does; see ``people.USERS``."""
        handler("agent_directory")({}, Context(110))
        set_time_left(math.inf)
        self.org.journal.clear()

    def put_rules(self, document: str, number: int = 1) -> None:
        """Put a screen-pop rules document in force, past any check."""
        item = {"name": "screen_pop", "version": "current", "document": document}
        self.aws.dynamodb().put_item(
            TableName=self.names["RulesTable"].ref,
            Item={**{name: {"S": value} for name, value in item.items()}, "number": {"N": str(number)}},
        )

    def cxone_secret(self, **changes: str) -> dict[str, str]:
        """A CXone secret with access key and OAuth client."""
        secret = {
            "flow": "oauth_access_key",
            "issuer": self.cxone_url,
            "client_id": sample.CLIENT_ID,
            "client_secret": sample.CLIENT_SECRET,
            "access_key_id": sample.KEY_ID,
            "access_key_secret": sample.KEY_SECRET,
        }
        return {**secret, **changes}

    def login_secret(self, **changes: str) -> dict[str, str]:
        """A client-credentials secret for the org's app."""
        app = self.org.app
        secret = {
            "flow": "client_credentials",
            "login_url": self.org_url,
            "client_id": app.client_id,
            "client_secret": app.client_secret,
        }
        return {**secret, **changes}


def handler(function: str) -> Any:
    """The Lambda handler of a function's folder."""
    return importlib.import_module(f"functions.{function}.app").lambda_handler


def forget() -> None:
    """Make this process a cold environment: nothing is cached, no client is made, no time is running out."""
    set_time_left(math.inf)
    for module in (
        function_agents,
        function_sessions,
        function_events,
        function_aws,
        function_calls,
        function_commitments,
        function_contacts,
        function_history,
        function_mirror,
        function_desk,
        function_digital,
        function_directory,
        function_media,
        function_panel,
        function_cxone,
        function_writer,
        observe,
        services,
        function_settings,
    ):
        for thing in vars(module).values():
            if hasattr(thing, "cache_clear"):
                thing.cache_clear()


@contextmanager
def own_environment() -> Iterator[None]:
    """Whatever is put into the environment meanwhile is gone afterwards."""
    before = dict(os.environ)
    try:
        yield
    finally:
        for name in set(os.environ) - set(before):
            del os.environ[name]
        os.environ.update(before)


@contextmanager
def log_text() -> Iterator[io.StringIO]:
    """What the functions log meanwhile, as the lines that would leave the process."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(observe.logger().registered_formatter)
    named = logging.getLogger(observe.logger().service)
    named.addHandler(handler)
    try:
        yield text
    finally:
        named.removeHandler(handler)


@contextmanager
def servers(people: Mapping[str, Any]) -> Iterator[World]:
    """AWS, an org with some records and a tenant, for a whole session of tests; see ``fresh``."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with ExitStack() as opened:
        make_atomic()
        moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        moto.start()
        opened.callback(moto.stop)
        host, port = moto.get_host_and_port()
        folder = Path(tempfile.mkdtemp(prefix="switchboard-"))
        opened.callback(shutil.rmtree, folder)
        ca = LocalCa()
        ca.write_ca(folder / "ca.pem")
        keys = make_key_pair()
        org = SalesforceOrg(app=app_from_seed("switchboard", keys.certificate_pem))
        org.load(people)
        server = opened.enter_context(OrgServer(org, ca=ca))
        cxone = CxoneSimulator(sample.cxone_seed())
        cxone_server = opened.enter_context(CxoneServer(cxone, ca=ca))
        world = World(
            org,
            server.url,
            cxone,
            cxone_server.url,
            Aws(f"http://{host}:{port}"),
            {},
            Router(()),
            {},
            (),
            keys.private_key_pem,
        )
        world.ca_file = str(folder / "ca.pem")
        yield world


@cache
def _document() -> dict[str, Any]:
    """The template as written; reading it takes longer than most tests."""
    return cloudformation.read(ROOT / "template.yaml")


def fresh(world: World) -> None:
    """Everything as at the start: an empty AWS with the template's resources, the org's own records, no caches."""
    requests.post(f"{world.aws.url}/moto-api/reset", timeout=10).raise_for_status()
    world.org.reset()
    world.cxone.reset()
    parameters = {
        "CaFile": world.ca_file,
        **dict.fromkeys(("CxoneDigitalUrl", "CxoneFacadeUrl", "CxoneUserHubUrl"), world.cxone_url),
        "BusinessUnit": "4599001",
        "HookAnswerMs": "1500",
        **callers.PARAMETERS,
    }
    read = template.declared(_document(), parameters)
    hook = json.dumps({"current": HOOK_SECRET, "previous": PREVIOUS_HOOK_SECRET})
    events_hook = json.dumps({"current": EVENTS_HOOK_SECRET, "previous": None})
    secrets = {
        "SalesforceSecret": json.dumps(world.login_secret()),
        "CxoneSecret": json.dumps(world.cxone_secret()),
        "ReadHookSecret": hook,
        "EventsHookSecret": events_hook,
    }
    create_resources(read, world.aws, secrets)
    played = template.application(read, ROOT)
    world.names = read.names
    world.routes = Router(played.routes)
    world.all_routes = played.routes
    world.functions = {name: function.code_dir.name for name, function in played.functions.items()}
    for function in played.functions.values():
        os.environ.update(variables(function, aws_url=world.aws.url, additions={}))
    forget()

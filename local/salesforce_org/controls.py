"""The org's own control endpoints, under ``/_control/``.

GET    settings             all switches
POST   settings             {"phone_profile": "suffix", "index_lag_seconds": 60, …}
POST   reindex              everything becomes findable now
POST   sessions             {"expire_after_calls": 0} expires all now, 3 after three more calls each
GET    usage                {"used": 18, "limit": 5000}
POST   usage                {"used": 4999}
GET    records/<id>         a record with all its fields, deleted or not
PATCH  records/<id>         people's edits: {"fields": {…}, "user": "005…"}; the admin unless said
DELETE records/<id>?user=   deleted by a person
POST   records              {"object": "Contact", "fields": {…}, "user": "005…"}: made by a person
POST   merges               {"winner": "003…", "loser": "003…", "user": "005…"}
POST   validation-rules     a rule, or a list: {"object", "condition" (SOQL), "message", "field"}; replaces all
"""

from collections.abc import Mapping
from dataclasses import asdict

from local.salesforce_org.errors import ApiError
from local.salesforce_org.ids import to_18
from local.salesforce_org.records.rules import ValidationRule
from local.salesforce_org.records.writer import Writer
from local.salesforce_org.schema.model import SObject
from local.salesforce_org.soql.parse import parse_condition
from local.salesforce_org.state import OrgState
from local.salesforce_org.users import ADMIN_USER_ID
from local.simulator.control import ControlError, ControlHandler, ControlPanel, json_body, json_object
from local.simulator.message import Request


def add_controls(panel: ControlPanel, state: OrgState) -> None:
    """Add the endpoints to a simulator's control panel."""
    controls = _Controls(state)
    endpoints: tuple[tuple[str, str, ControlHandler], ...] = (
        ("GET", "settings", controls.get_settings),
        ("POST", "settings", controls.post_settings),
        ("POST", "reindex", controls.post_reindex),
        ("POST", "sessions", controls.post_sessions),
        ("GET", "usage", controls.get_usage),
        ("POST", "usage", controls.post_usage),
        ("GET", "records/{id}", controls.get_record),
        ("PATCH", "records/{id}", controls.patch_record),
        ("DELETE", "records/{id}", controls.delete_record),
        ("POST", "records", controls.post_record),
        ("POST", "merges", controls.post_merge),
        ("POST", "validation-rules", controls.post_rules),
    )
    for method, name, handler in endpoints:
        panel.add(method, name, _locked(state, handler))


def _locked(state: OrgState, handler: ControlHandler) -> ControlHandler:
    """The handler under the org's lock, Salesforce's refusals turned into control errors."""

    def run(request: Request, arguments: Mapping[str, str]) -> object:
        with state.lock:
            try:
                return handler(request, arguments)
            except ApiError as error:
                raise ControlError(str(error)) from error

    return run


class _Controls:
    def __init__(self, state: OrgState) -> None:
        self._state = state

    def get_settings(self, _request: Request, _arguments: Mapping[str, str]) -> object:
        return asdict(self._state.settings)

    def post_settings(self, request: Request, _arguments: Mapping[str, str]) -> object:
        self._state.change_settings(self._state.settings.changed(json_object(request)))
        return asdict(self._state.settings)

    def post_reindex(self, _request: Request, _arguments: Mapping[str, str]) -> None:
        self._state.index.catch_up()

    def post_sessions(self, request: Request, _arguments: Mapping[str, str]) -> None:
        self._state.sessions.expire(_count(json_object(request), "expire_after_calls"))

    def get_usage(self, _request: Request, _arguments: Mapping[str, str]) -> object:
        return {"used": self._state.usage.used, "limit": self._state.settings.daily_limit}

    def post_usage(self, request: Request, arguments: Mapping[str, str]) -> object:
        used = _count(json_object(request), "used")
        self._state.usage.count(self._state.clock.now(), used - self._state.usage.used)
        return self.get_usage(request, arguments)

    def get_record(self, _request: Request, arguments: Mapping[str, str]) -> object:
        sobject, record_id = self._named(arguments["id"])
        row = self._state.store.get(sobject.name, record_id)
        if row is None:
            raise ControlError("there is no such record")
        return dict(row)

    def patch_record(self, request: Request, arguments: Mapping[str, str]) -> None:
        sobject, record_id = self._named(arguments["id"])
        body = json_object(request)
        writer = self._writer(body.get("user"))
        with self._state.store.transaction():
            writer.update(sobject, record_id, writer.read(sobject, _fields(body)))

    def delete_record(self, request: Request, arguments: Mapping[str, str]) -> None:
        sobject, record_id = self._named(arguments["id"])
        with self._state.store.transaction():
            self._writer(request.parameter("user")).delete(sobject, record_id)

    def post_record(self, request: Request, _arguments: Mapping[str, str]) -> object:
        body = json_object(request)
        sobject = self._state.everything.object(str(body.get("object")))
        if sobject is None:
            raise ControlError("there is no such object")
        writer = self._writer(body.get("user"))
        with self._state.store.transaction():
            return {"id": writer.create(sobject, writer.read(sobject, _fields(body)))}

    def post_merge(self, request: Request, _arguments: Mapping[str, str]) -> None:
        body = json_object(request)
        sobject, winner = self._named(str(body.get("winner")))
        loser = self._named(str(body.get("loser")))[1]
        with self._state.store.transaction():
            self._writer(body.get("user")).merge(sobject, winner, loser)

    def post_rules(self, request: Request, _arguments: Mapping[str, str]) -> None:
        given = json_body(request)
        rules = [_rule(self._state, each) for each in (given if isinstance(given, list) else [given])]
        self._state.rules = tuple(rules)

    def _named(self, given: str) -> tuple[SObject, str]:
        record_id = to_18(given)
        sobject = None if record_id is None else self._state.everything.of_id(record_id)
        if record_id is None or sobject is None:
            raise ControlError("no id of any object")
        return sobject, record_id

    def _writer(self, user: object) -> Writer:
        user_id = ADMIN_USER_ID if user is None else to_18(str(user))
        if user_id is None or self._state.store.live("User", user_id) is None:
            raise ControlError("there is no such user")
        return self._state.writer(user_id, unrestricted=True)


def _count(body: Mapping[str, object], name: str) -> int:
    value = body.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ControlError(f"{name} is a number")
    return value


def _fields(body: Mapping[str, object]) -> Mapping[str, object]:
    fields = body.get("fields")
    if not isinstance(fields, dict):
        raise ControlError("fields is an object")
    return fields


def _rule(state: OrgState, given: object) -> ValidationRule:
    if not isinstance(given, dict):
        raise ControlError("a rule is an object")
    name, condition = str(given.get("object")), str(given.get("condition"))
    if name not in state.everything.objects:
        raise ControlError("there is no such object")
    parse_condition(condition)
    return ValidationRule(name, condition, str(given.get("message", "")), str(given.get("field", "")))

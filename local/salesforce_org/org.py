"""A Salesforce org in one process: give it requests, or serve it with ``OrgServer``."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from local.salesforce_org import loading
from local.salesforce_org.auth.apps import ExternalClientApp, app_from_seed
from local.salesforce_org.auth.oauth import OAuth, oauth_refusal, session_of
from local.salesforce_org.controls import add_controls
from local.salesforce_org.errors import ApiError, not_found
from local.salesforce_org.records.rules import ValidationRule
from local.salesforce_org.rest import about
from local.salesforce_org.rest.call import Answer, Call, refused
from local.salesforce_org.rest.routes import dispatch
from local.salesforce_org.settings import Settings
from local.salesforce_org.state import OrgState
from local.salesforce_org.users import STARTING_USERS
from local.simulator.base import Simulator
from local.simulator.message import Request, Response, html_response, json_response

MAX_URI_BYTES = 16_384
OAUTH = "/services/oauth2/"
DATA = "/services/data"
DEFAULT_SEED = "switchboard"


class SalesforceOrg(Simulator):
    """The org. Its records and switches can be reached through ``state`` while its lock is held.

    A fault that concerns rows is chosen by the path of the request that holds them; inside a composite request
    that is the subrequest's.

    Args:
        settings: switches as they are after a reset.
        app: the external client app; without one it follows from the seed ``switchboard``.
        rules: validation rules.
    """

    fault_names: ClassVar[Mapping[str, str]] = {
        "expire_sessions": "the session of the request is expired: 401 until the next login",
        "refuse_tokens": "401 for every token, new ones included",
        "login_refused": "the token endpoint answers 400; options error, description",
        "daily_limit": "403 REQUEST_LIMIT_EXCEEDED, daily quota",
        "concurrent_limit": "403 REQUEST_LIMIT_EXCEEDED, long-running requests",
        "lock_rows": "UNABLE_TO_LOCK_ROW for a row; options object, rows, where",
        "row_error": "any error for a row; options code, message, fields, object, rows, where",
        "duplicates_detected": "DUPLICATES_DETECTED unless allowSave=true; options ids, object, rows, where",
        "duplicate_value_race": "another process makes the record first: DUPLICATE_VALUE; options as above",
        "several_matches": "300 for an upsert; options as above",
        "trigger_fails": "all rows of an object fail because of one; options code, message, object, rows, where",
    }

    def __init__(
        self,
        *,
        settings: Settings | None = None,
        app: ExternalClientApp | None = None,
        rules: Iterable[ValidationRule] = (),
    ) -> None:
        super().__init__()
        self.app = app or app_from_seed(DEFAULT_SEED)
        self._settings = settings or Settings()
        self._rules = tuple(rules)
        self._loaded: list[loading.Records] = []
        self.state = OrgState(
            clock=self.clock, faults=self.faults, settings=self._settings, apps=[self.app], rules=self._rules
        )
        self._oauth = OAuth(self.state)
        add_controls(self.control, self.state)
        self.load({"User": STARTING_USERS})

    def load(self, records: loading.Records) -> None:
        """Add prepared records by object name, with ids and read-only fields; they survive a reset.

        Business rules do not apply to them, the schema does.

        Raises:
            loading.LoadError: a record does not fit the schema.
        """
        with self.state.lock:
            loading.load(self.state.everything, self.state.store, records, self.clock.now())
            self._loaded.append(records)
            self.state.index.catch_up()

    def restore(self) -> None:
        """The records that were loaded, the first settings, nobody logged in, nothing used up."""
        with self.state.lock:
            self.state.start_again(self._settings, self._rules)
            for records in self._loaded:
                loading.load(self.state.everything, self.state.store, records, self.clock.now())
            self.state.index.catch_up()

    def answer(self, request: Request) -> Response:
        """What the org answers; see ``Simulator``."""
        if len(request.path) + len(request.query) > MAX_URI_BYTES:
            return html_response(414, "<h1>URI Too Long</h1>")
        if request.head_bytes > MAX_URI_BYTES:
            return html_response(431, "<h1>Request Header Fields Too Large</h1>")
        if request.path.startswith(OAUTH):
            return self._answer_oauth(request)
        if request.path.rstrip("/") == DATA and request.method == "GET":
            return json_response(200, about.VERSIONS)
        if request.path.startswith(f"{DATA}/"):
            return self._answer_rest(request)
        return refused(not_found()).as_response()

    def refusal(self, request: Request, status: int, code: str, message: str) -> Response:
        """As OAuth or REST words it, by the path."""
        if request.path.startswith(OAUTH):
            return oauth_refusal(code or "invalid_request", message, status)
        return json_response(status, [{"message": message, "errorCode": code or "UNKNOWN_EXCEPTION"}])

    def _answer_oauth(self, request: Request) -> Response:
        endpoint = {
            "token": self._oauth.token,
            "introspect": self._oauth.introspect,
            "revoke": self._oauth.revoke,
        }.get(request.path.removeprefix(OAUTH).rstrip("/"))
        if endpoint is None or request.method != "POST":
            return oauth_refusal("invalid_request", "must be HTTP POST on a known endpoint")
        with self.state.lock:
            return endpoint(request)

    def _answer_rest(self, request: Request) -> Response:
        state = self.state
        with state.lock:
            session = session_of(request, state)
            expired = session is not None and self.faults.draw(request, "expire_sessions") is not None
            if session is not None and expired:
                state.sessions.end(session.token)
            if session is None or expired or self.faults.draw(request, "refuse_tokens") is not None:
                error = ApiError("INVALID_SESSION_ID", "Session expired or invalid", status=401)
                return refused(error).as_response()
            answer = self._admitted(request) or dispatch(Call(state, request, 0.0, "", session.user_id, {}))
            headers = {**answer.headers, **about.usage_header(state)}
        return Answer(answer.status, answer.value, headers).as_response()

    def _admitted(self, request: Request) -> Answer | None:
        """The refusal for a request that comes at a wrong time or in a wrong form, or None."""
        state = self.state
        if self.faults.draw(request, "concurrent_limit") is not None:
            message = "ConcurrentPerOrgLongTxn Limit exceeded."
            return refused(ApiError("REQUEST_LIMIT_EXCEEDED", message, status=403))
        reached = state.usage.left(self.clock.now(), state.settings.daily_limit) <= 0
        if reached or self.faults.draw(request, "daily_limit") is not None:
            return refused(ApiError("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", status=403))
        state.usage.count(self.clock.now())
        kind = request.headers.get("content-type", "application/json")
        if request.body and "json" not in kind:
            message = f"Content type {kind} not supported"
            return refused(ApiError("UNSUPPORTED_MEDIA_TYPE", message, status=415))
        return None

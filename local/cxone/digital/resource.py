"""``/dfo/3.0``: channels, cases, their messages, assignment and status."""

import base64
import binascii
from dataclasses import replace

from local.cxone.digital.inbox import Inbox
from local.cxone.digital.model import STATUSES, Case, EndUser, queue_id, user_number
from local.cxone.directory.model import DigitalChannel
from local.cxone.directory.store import first
from local.cxone.wire.errors import ApiError
from local.cxone.wire.listing import Row
from local.cxone.wire.routes import Call, Routes, no_content, ok
from local.cxone.world.world import World
from local.simulator.message import Response, json_response

BASE = "/dfo/3.0"
PAGE = 25


class Digital:
    """Cases. They are called contacts in paths, as the vendor does."""

    def __init__(self, world: World, inbox: Inbox) -> None:
        self._world = world
        self._inbox = inbox

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.guarded("GET", f"{BASE}/contacts", self._search)
        case = f"{BASE}/contacts/{{case}}"
        routes.guarded("GET", case, self._one)
        routes.guarded("GET", f"{case}/detail", self._one)
        routes.guarded("GET", f"{case}/messages", self._messages)
        routes.guarded("GET", f"{case}/related-messages", self._messages)
        routes.guarded("GET", f"{case}/history", self._messages)
        routes.guarded("PUT", f"{case}/status", self._status)
        routes.guarded("PUT", f"{case}/inbox-assignment", self._assign)
        routes.guarded("DELETE", f"{case}/inbox-assignment", self._unassign)
        routes.guarded("PUT", f"{case}/routing-queue", self._queue)
        routes.guarded("PUT", f"{case}/custom-fields", self._custom_fields)
        routes.guarded("POST", f"{case}/transcript", self._transcript)

    def channel(self, call: Call) -> DigitalChannel:
        """The channel that the path names.

        Raises:
            ApiError: 404, there is none.
        """
        channel = self._world.directory.digital_channels.get(call.place["channel"])
        if channel is None:
            raise ApiError(404, "Not found")
        return channel

    def case(self, call: Call) -> Case:
        """The case that the path names.

        Raises:
            ApiError: 404, there is none.
        """
        case = self._inbox.get(call.place["case"])
        if case is None:
            raise ApiError(404, "Not found")
        return case

    def row(self, case: Case) -> Row:
        """A case as the API shows it."""
        return case.row(self._world.directory.agents.get(case.inbox_assignee))

    def _search(self, call: Call) -> Response:
        wanted = {
            name: set(call.request.parameters().get(f"{name}[]", []) + call.request.parameters().get(name, []))
            for name in ("channel", "status", "endUserIdOnExternalPlatform")
        }
        text = call.given.text("query").lower()
        found = [
            case
            for case in self._inbox.all()
            if (not wanted["channel"] or case.channel.id in wanted["channel"])
            and (not wanted["status"] or case.status in wanted["status"])
            and (
                not wanted["endUserIdOnExternalPlatform"]
                or case.end_user.platform_id in wanted["endUserIdOnExternalPlatform"]
            )
            and text in f"{case.end_user.name} {' '.join(each.text for each in case.messages)}".lower()
        ]
        if call.given.text("sortingType").lower() == "asc":
            found.reverse()
        start = _position(call.given.text("scrollToken"))
        page = found[start : start + PAGE]
        more = _token(start + PAGE) if start + PAGE < len(found) else None
        return ok({"hits": len(found), "data": [self.row(case) for case in page], "scrollToken": more})

    def _one(self, call: Call) -> Response:
        return ok(self.row(self.case(call)))

    def _messages(self, call: Call) -> Response:
        messages = self.case(call).messages
        return ok({"hits": len(messages), "data": [each.row() for each in messages]})

    def _status(self, call: Call) -> Response:
        case, status = self.case(call), call.given.text("status")
        if status not in STATUSES:
            raise ApiError(400, "Invalid status")
        return ok(self.row(self._inbox.set_status(case, status)))

    def _assign(self, call: Call) -> Response:
        case = self.case(call)
        uuid = call.given.text("inboxAssigneeCxoneId")
        number = call.given.whole("userId") or call.given.whole("inboxAssignee")
        agent = first(
            each for each in self._world.directory.agents if uuid == each.uuid or number == user_number(each)
        )
        if agent is None:
            raise ApiError(400, "Invalid user")
        return ok(self.row(self._inbox.assign(case, agent.agent_id)))

    def _unassign(self, call: Call) -> Response:
        self._inbox.assign(self.case(call), 0)
        return no_content()

    def _queue(self, call: Call) -> Response:
        case, wanted = self.case(call), call.given.text("routingQueueId") or call.given.text("id")
        skill = first(each for each in self._world.directory.skills if queue_id(each.skill_id) == wanted)
        if skill is None:
            raise ApiError(400, "Invalid routing queue")
        return ok(self.row(self._inbox.queue(case, skill.skill_id)))

    def _custom_fields(self, call: Call) -> Response:
        case, rows = self.case(call), call.given.body
        if not isinstance(rows, list) or not all(isinstance(each, dict) and each.get("ident") for each in rows):
            raise ApiError(400, "Invalid custom fields")
        values = dict(case.custom_fields) | {str(each["ident"]): str(each.get("value", "")) for each in rows}
        return ok(self.row(self._inbox.change("", replace(case, custom_fields=tuple(values.items())))))

    def _transcript(self, call: Call) -> Response:
        """Has the conversation sent by e-mail (body unconfirmed)."""
        self.case(call)
        return no_content()


def end_user(given: object) -> EndUser:
    """A customer's identity from JSON.

    Raises:
        ApiError: 400, it names nobody.
    """
    if not isinstance(given, dict) or not given.get("idOnExternalPlatform"):
        raise ApiError(400, "Invalid identity")
    first_name, _, last_name = str(given.get("name") or "").partition(" ")
    return EndUser(
        str(given["idOnExternalPlatform"]),
        str(given.get("firstName") or first_name),
        str(given.get("lastName") or last_name),
        str(given.get("nickname") or ""),
    )


def created(value: object) -> Response:
    """201 with JSON."""
    return json_response(201, value)


def _token(position: int) -> str:
    return base64.urlsafe_b64encode(str(position).encode()).decode()


def _position(token: str) -> int:
    try:
        return int(base64.urlsafe_b64decode(token)) if token else 0
    except (binascii.Error, ValueError):
        raise ApiError(400, "Invalid scrollToken") from None

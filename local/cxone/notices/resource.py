"""Messages that supervisors send to agents."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape

from local.cxone.agents.events import event
from local.cxone.agents.floor import Floor
from local.cxone.directory.model import Agent
from local.cxone.directory.people import People
from local.cxone.oddities import partial
from local.cxone.wire.errors import ApiError
from local.cxone.wire.formats import iso
from local.cxone.wire.listing import Row
from local.cxone.wire.parameters import Parameters
from local.cxone.wire.routes import Call, Routes, done, no_content, ok
from local.cxone.world.world import World
from local.simulator.faults import FaultBook
from local.simulator.message import Response, json_response

FIRST_MESSAGE = 310
NUMBERS = {1: "agent", 2: "team", 3: "station", 4: "everyone"}
"""Which number of ``targetType`` means what is unconfirmed."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One message. ``text`` is HTML, as agents get it."""

    message_id: int
    subject: str
    text: str
    kind: str
    target: str
    starts: datetime
    ends: datetime
    expire_minutes: int


class Notices:
    """``/agents/messages`` and its newer form."""

    def __init__(self, world: World, floor: Floor, people: People, faults: FaultBook) -> None:
        self._world = world
        self._floor = floor
        self._people = people
        self._faults = faults
        self._notices: dict[int, Notice] = {}
        world.on_restore(self._notices.clear)

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("GET", "/agents/{agent}/messages", self._read)
        routes.acd("POST", "/agents/messages", self._send)
        routes.acd("POST", "/communications/agent-messages", self._send_newer)
        routes.acd("DELETE", "/agents/messages/{message}", self._delete)

    def _read(self, call: Call) -> Response:
        agent, now = self._people.agent(call), self._world.now()
        rows = [
            {
                "messageId": each.message_id,
                "messageText": each.text,
                "subject": each.subject,
                "messageHint": "",
                "indicatorId": 0,
                "expireTimer": each.expire_minutes,
                "startDate": iso(each.starts),
                "validUntil": iso(each.ends),
            }
            for each in self._notices.values()
            if each.starts <= now < each.ends and self._is_for(agent, each)
        ]
        return ok({"messages": rows}) if rows else no_content()

    def _send(self, call: Call) -> Response:
        def read(told: Parameters) -> Notice:
            kind = NUMBERS.get(told.whole("targetType") or 0)
            if kind is None:
                raise ApiError(400, "Invalid targetType")
            return self._notice(told, kind, told.text("targetId"))

        return self._store(call, call.given.rows("agentMessages"), read)

    def _send_newer(self, call: Call) -> Response:
        def read(told: Parameters) -> Notice:
            kind = told.text("targetType").lower()
            if kind not in NUMBERS.values():
                raise ApiError(400, "Invalid targetType")
            return self._notice(told, kind, told.text("targetId"))

        rows: list[Mapping[str, object]] = []
        for each in call.given.rows("agentMessages"):
            ids = each.get("targetIds")
            rows += [{**each, "targetId": target} for target in (ids if isinstance(ids, list) else [""])]
        return self._store(call, rows, read)

    def _store(
        self, call: Call, rows: list[Mapping[str, object]], read: Callable[[Parameters], Notice]
    ) -> Response:
        results: list[Row] = []
        for given in rows:
            try:
                notice = read(Parameters(given))
            except ApiError as error:
                results.append({"agentMessageId": 0, "success": False, "error": error.description})
                continue
            self._notices[notice.message_id] = notice
            self._tell(notice)
            results.append({"agentMessageId": notice.message_id, "success": True, "error": None})
        results = partial(call.request, self._faults, results)
        errors = sum(not each["success"] for each in results)
        return json_response(206 if errors else 200, {"errorCount": errors, "agentMessageResults": results})

    def _delete(self, call: Call) -> Response:
        number = call.number("message", "Invalid Agent Message")
        if self._notices.pop(number, None) is None:
            raise ApiError(404, "Invalid Agent Message")
        return done()

    def _notice(self, told: Parameters, kind: str, target: str) -> Notice:
        directory, now = self._world.directory, self._world.now()
        is_known = {
            "agent": target.isdecimal() and int(target) in directory.agents,
            "team": target.isdecimal() and int(target) in directory.teams,
            "station": bool(target),
            "everyone": True,
        }[kind]
        if not is_known:
            raise ApiError(400, "Invalid targetId")
        starts, ends = told.instant("startDate") or now, told.instant("validUntil")
        if ends is None or ends <= starts:
            raise ApiError(400, "Invalid validUntil")
        return Notice(
            message_id=self._world.number("message", FIRST_MESSAGE),
            subject=told.text("subject"),
            text=f"<p>{escape(told.text('message'))}</p>",
            kind=kind,
            target=target,
            starts=starts,
            ends=ends,
            expire_minutes=told.whole("expireMinutes") or 0,
        )

    def _tell(self, notice: Notice) -> None:
        for session in self._floor.sessions():
            if self._is_for(self._world.directory.agents[session.agent_id], notice):
                self._floor.tell(session, event("UpdateMessages", {}))

    def _is_for(self, agent: Agent, notice: Notice) -> bool:
        session = self._floor.session(agent.agent_id)
        return (
            notice.target
            == {
                "agent": str(agent.agent_id),
                "team": str(agent.team_id),
                "station": session.station_id if session else None,
                "everyone": notice.target,
            }[notice.kind]
        )

"""An agent's presence on the digital side (bodies unconfirmed)."""

from local.cxone.wire.errors import ApiError
from local.cxone.wire.routes import Call, Routes, no_content, ok
from local.cxone.world.world import World
from local.simulator.message import Response

PRESENCES = ("online", "away", "offline")


class DigitalPresence:
    """``/engager/2.0``."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._presences: dict[str, str] = {}
        world.on_restore(self._presences.clear)

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.guarded("GET", "/engager/2.0/user-statuses", self._all)
        routes.guarded("GET", "/engager/2.0/users/{user}/status", self._one)
        routes.guarded("PUT", "/engager/2.0/users/{user}/status", self._set)

    def _all(self, _call: Call) -> Response:
        return ok([{"id": each, "name": each.capitalize()} for each in PRESENCES])

    def _one(self, call: Call) -> Response:
        return ok({"status": self._presences.get(self._user(call), "offline")})

    def _set(self, call: Call) -> Response:
        status = call.given.text("status")
        if status not in PRESENCES:
            raise ApiError(400, "Invalid status")
        self._presences[self._user(call)] = status
        return no_content()

    def _user(self, call: Call) -> str:
        agent = self._world.directory.agent_by(call.place["user"])
        if agent is None:
            raise ApiError(404, "Not found")
        return agent.uuid

"""The tenant as one object: resources, faults, control, all on one world."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from local.cxone.auth.resource import Auth, bearer
from local.cxone.auth.tokens import TokenOffice
from local.cxone.commands import CommandLog
from local.cxone.contacts.resource import Contacts
from local.cxone.contacts.traffic import Traffic
from local.cxone.controls import add_controls
from local.cxone.directory.people import People
from local.cxone.directory.store import Seed
from local.cxone.directory.things import Things
from local.cxone.hooks.controls import add_hook_controls
from local.cxone.hooks.driver import HookDriver
from local.cxone.hooks.faults import HOOK_FAULTS
from local.cxone.oddities import ODDITIES, odd
from local.cxone.settings import Settings
from local.cxone.wire.errors import ApiError, acd_error, digital_error
from local.cxone.wire.parameters import Parameters
from local.cxone.wire.routes import Call, Found, Routes
from local.cxone.world.world import World
from local.simulator.base import Simulator
from local.simulator.message import Request, Response

EXPIRED_TOKEN = "expired-token"


class CxoneSimulator(Simulator):
    """A NICE CXone tenant. ``handle`` answers any request; ``world`` and ``traffic`` are for tests in process."""

    fault_names: ClassVar[Mapping[str, str]] = {
        EXPIRED_TOKEN: "the request's token stops counting; options {'refresh': true}: all refresh tokens too",
        **ODDITIES,
        **HOOK_FAULTS,
    }

    def __init__(self, seed: Seed, settings: Settings | None = None) -> None:
        super().__init__()
        self.tokens = TokenOffice()
        self.world = World(self.clock, seed, settings or Settings())
        self.traffic = Traffic(self.world)
        self.commands = CommandLog(self.world)
        self.hooks = HookDriver(self.world, self.faults)
        self._routes = Routes()
        for resource in (
            Auth(self.world, self.tokens),
            People(self.world),
            Things(self.world),
            Contacts(self.world),
        ):
            resource.register(self._routes)
        add_hook_controls(self.control, self.hooks)
        add_controls(self.control, self.world, self.traffic, self.tokens, self.commands, self.clock)

    def answer(self, request: Request) -> Response:
        """What the tenant answers."""
        with self.world.turn():
            try:
                response = self._answer(request)
            except ApiError as error:
                response = self._shaped(request, error)
            self.commands.record(request, response.status)
        return odd(response, request, self.faults)

    def refusal(self, request: Request, status: int, code: str, message: str) -> Response:
        """A refusal as this path would word it."""
        return odd(self._shaped(request, ApiError(status, message, code)), request, self.faults)

    def close(self) -> None:
        """Let those who wait go, and send the hooks that are under way. It can be served again."""
        self.world.close()
        self.hooks.stop()

    def restore(self) -> None:
        """The tenant as it was at the start; nobody is logged in."""
        self.tokens.revoke_all()
        self.world.restore()

    def _answer(self, request: Request) -> Response:
        found = self._routes.find(request)
        agent_id = self._holder(request) if found.route.needs_token else 0
        if found.version and not accepts_json(request):
            raise ApiError(406, "The Accept header must allow application/json")
        response = found.route.handler(self._call(request, found, agent_id))
        correlation = request.headers.get("correlationid")
        if correlation:
            return replace(response, headers={**response.headers, "CorrelationId": correlation})
        return response

    def _call(self, request: Request, found: Found, agent_id: int) -> Call:
        given = Parameters.of(request)
        newer = self.world.settings.newer(found.version)
        return Call(request, given, found.place, found.version, newer, agent_id)

    def _holder(self, request: Request) -> int:
        token = bearer(request)
        if token is None:
            raise ApiError(401, "Authorization is required")
        fault = self.faults.draw(request, EXPIRED_TOKEN)
        if fault is not None:
            self.tokens.revoke(token)
            if fault.options.get("refresh"):
                self.tokens.revoke_all()
        holder = self.tokens.holder(token, self.world.now())
        if holder is None:
            raise ApiError(401, "The access token is invalid or has expired")
        return holder.agent_id

    @staticmethod
    def _shaped(request: Request, error: ApiError) -> Response:
        if request.path.startswith("/dfo/"):
            return digital_error(error, f"{request.connection:08x}")
        return acd_error(error)


def accepts_json(request: Request) -> bool:
    """Whether the caller says that JSON is welcome; saying nothing is not saying so."""
    accepted = request.headers.get("accept", "")
    kinds = {kind.partition(";")[0].strip().lower() for kind in accepted.split(",")}
    return bool(kinds & {"application/json", "application/*", "*/*"})

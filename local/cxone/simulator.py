"""The tenant as one object: resources, faults, control, all on one world."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from local.cxone.agents.calls import Calls
from local.cxone.agents.controls import add_agent_controls
from local.cxone.agents.desk import COMMAND_FAULTS, Desk
from local.cxone.agents.event_faults import EVENT_FAULTS
from local.cxone.agents.floor import Floor
from local.cxone.agents.interaction_resource import InteractionCommands
from local.cxone.agents.legs import Legs
from local.cxone.agents.offers import Offers
from local.cxone.agents.outcome_resource import Outcomes
from local.cxone.agents.routing import Routing
from local.cxone.agents.session_resource import AgentSessions
from local.cxone.agents.state_resource import StateCommands
from local.cxone.agents.states_resource import AgentStates
from local.cxone.agents.supervision_resource import Supervision
from local.cxone.agents.voice_resource import VoiceCommands
from local.cxone.auth.resource import Auth, bearer
from local.cxone.auth.tokens import TokenOffice
from local.cxone.books.dynamic_resource import DynamicEntries
from local.cxone.books.resource import AddressBooks
from local.cxone.callbacks.diary import Diary
from local.cxone.callbacks.resource import Callbacks
from local.cxone.commands import CommandLog
from local.cxone.contacts.commands_resource import ContactCommands
from local.cxone.contacts.resource import Contacts
from local.cxone.contacts.traffic import Traffic
from local.cxone.controls import add_controls
from local.cxone.day.controls import add_day_controls
from local.cxone.day.player import Player
from local.cxone.digital.controls import add_digital_controls
from local.cxone.digital.inbox import Inbox
from local.cxone.digital.messages_resource import DigitalMessages
from local.cxone.digital.presence_resource import DigitalPresence
from local.cxone.digital.resource import Digital
from local.cxone.directory.assignments import AgentSkills
from local.cxone.directory.people import People
from local.cxone.directory.store import Seed
from local.cxone.directory.things import Things
from local.cxone.hooks.controls import add_hook_controls
from local.cxone.hooks.driver import HookDriver
from local.cxone.hooks.faults import HOOK_FAULTS
from local.cxone.media.chats import Chats
from local.cxone.media.controls import add_media_controls
from local.cxone.media.emails import Emails
from local.cxone.media.passing import Passing
from local.cxone.media.patrons import PatronChats
from local.cxone.media.scripts import Scripts
from local.cxone.media.work_items import WorkItems
from local.cxone.notices.resource import Notices
from local.cxone.oddities import ODDITIES, odd
from local.cxone.queues.resource import Queues
from local.cxone.reports.agents_resource import AgentReports
from local.cxone.reports.history_resource import AgentHistory
from local.cxone.reports.schedule import Schedules
from local.cxone.reports.skills_resource import SkillReports
from local.cxone.settings import Settings
from local.cxone.wire.errors import ApiError, acd_error, digital_error
from local.cxone.wire.parameters import Parameters
from local.cxone.wire.routes import Call, Found, Resource, Routes
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
        **COMMAND_FAULTS,
        **EVENT_FAULTS,
    }

    def __init__(self, seed: Seed, settings: Settings | None = None) -> None:
        super().__init__()
        self.tokens = TokenOffice()
        self.world = World(self.clock, seed, settings or Settings())
        self.traffic = Traffic(self.world)
        self.commands = CommandLog(self.world)
        self.hooks = HookDriver(self.world, self.faults)
        self.floor = Floor(self.world, self.faults)
        self.legs = Legs(self.world, self.floor)
        self.calls = Calls(self.world, self.floor, self.legs, self.traffic)
        self.diary = Diary(self.world, self.floor)
        self._routes = Routes()
        self._register()

    def _register(self) -> None:
        """Put everything that reacts or answers onto the world."""
        world, floor, traffic, faults = self.world, self.floor, self.traffic, self.faults
        Routing(world, floor, traffic)
        Offers(world, floor, self.legs, traffic)
        desk = Desk(world, floor, faults)
        people, things, contacts = People(world), Things(world), Contacts(world)
        books = AddressBooks(world, people, things, faults)
        emails, scripts = Emails(world, contacts, traffic, desk), Scripts(world, floor, traffic, people)
        chats = Chats(world, floor, contacts, traffic, desk)
        inbox = Inbox(world, traffic, self.hooks)
        digital = Digital(world, inbox)
        resources: list[Resource] = [
            Auth(world, self.tokens),
            people,
            AgentSkills(world, people),
            things,
            contacts,
            ContactCommands(world, contacts, traffic),
            AgentSessions(world, floor, self.legs, traffic, desk, faults),
            StateCommands(world, floor, self.legs, traffic, desk),
            VoiceCommands(world, floor, self.calls, desk),
            InteractionCommands(self.calls, traffic, desk),
            Outcomes(world, traffic, desk),
            Supervision(world, floor, self.calls, traffic, desk),
            AgentStates(world, floor, people),
            Queues(world, floor, things, people),
            books,
            DynamicEntries(world, books, faults),
            Callbacks(world, self.diary, people, things, desk, self.calls, traffic),
            Notices(world, floor, people, faults),
            AgentReports(world, floor, people),
            AgentHistory(world, people),
            SkillReports(world),
            Schedules(world, people),
            emails,
            chats,
            PatronChats(world, traffic, chats),
            WorkItems(world, traffic, self.calls),
            Passing(world, floor, traffic, desk),
            scripts,
            digital,
            DigitalMessages(world, inbox, digital),
            DigitalPresence(world),
        ]
        for resource in resources:
            resource.register(self._routes)
        add_hook_controls(self.control, self.hooks)
        add_agent_controls(self.control, world, floor, self.legs, self.calls)
        add_media_controls(self.control, world, traffic, emails, scripts)
        add_day_controls(self.control, world, Player(world, floor, self.legs, self.calls, traffic))
        add_digital_controls(self.control, world, inbox, digital)
        add_controls(self.control, world, traffic, self.tokens, self.commands, self.clock)

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

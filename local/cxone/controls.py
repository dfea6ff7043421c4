"""Control endpoints of the tenant, besides those that every simulator has, under ``/_control/``.

POST   data                      rows to add or replace, as {"agents": [...], "skills": [...]}
GET    settings                  the settings; PATCH changes some
POST   tokens/expire             access tokens stop counting; {"refresh": true}: refresh tokens too
GET    commands                  the commands received; ?path=GLOB
DELETE commands                  forgets them
GET    contacts                  every contact; ?state=IN_QUEUE
POST   contacts                  an inbound contact: {"ani", "dnis", "skillId", "variables", ...}
GET    contacts/{id}             one contact
POST   contacts/{id}/{move}      queue, route, answer, refuse, hold, resume, join, park, unpark, hang-up, finish,
                                 transfer, disposition, custom-data, recording, analytics
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict

from local.cxone.auth.tokens import TokenOffice
from local.cxone.commands import CommandLog
from local.cxone.contacts.model import Contact
from local.cxone.contacts.steering import Steering
from local.cxone.contacts.traffic import Traffic
from local.cxone.wire.errors import ApiError
from local.cxone.wire.formats import iso
from local.cxone.world.world import World
from local.simulator.clock import Clock
from local.simulator.control import ControlHandler, ControlPanel, json_object
from local.simulator.message import Request


def add_controls(
    panel: ControlPanel, world: World, traffic: Traffic, tokens: TokenOffice, commands: CommandLog, clock: Clock
) -> None:
    """Add the endpoints; each is done in a turn of the world's."""
    steering = Steering(world, traffic)

    def add(method: str, name: str, handler: Callable[[Request, Mapping[str, str]], object]) -> None:
        panel.add(method, name, _in_turn(world, handler))

    def data(request: Request, _place: Mapping[str, str]) -> object:
        return {"rows": world.directory.add(json_object(request), world.now())}

    def show_settings(_request: Request, _place: Mapping[str, str]) -> object:
        return asdict(world.settings)

    def change_settings(request: Request, _place: Mapping[str, str]) -> object:
        world.settings = world.settings.changed(json_object(request))
        return asdict(world.settings)

    def expire(request: Request, _place: Mapping[str, str]) -> None:
        tokens.revoke_all(refresh_tokens=bool(request.body and json_object(request).get("refresh")))

    def show_commands(request: Request, _place: Mapping[str, str]) -> object:
        return {"commands": [each.view() for each in commands.listed(request.parameter("path") or "*")]}

    def forget_commands(_request: Request, _place: Mapping[str, str]) -> None:
        commands.clear()

    def show_contacts(request: Request, _place: Mapping[str, str]) -> object:
        state = request.parameter("state")
        return {"contacts": [view(each) for each in world.contacts if state in (None, each.state.name)]}

    def begin(request: Request, _place: Mapping[str, str]) -> object:
        return view(steering.ring(json_object(request)))

    def show_contact(_request: Request, place: Mapping[str, str]) -> object:
        return view(traffic.find(int(place["contact"])))

    def steer(request: Request, place: Mapping[str, str]) -> object:
        given = json_object(request) if request.body else {}
        return view(steering.steer(int(place["contact"]), place["move"], given))

    def advance(request: Request, _place: Mapping[str, str]) -> object:
        advance_s = json_object(request).get("advance_s")
        if isinstance(advance_s, bool) or not isinstance(advance_s, int | float):
            raise ValueError("advance_s is a number of seconds")
        clock.advance(advance_s)
        world.agenda.catch_up()
        return {"now": iso(world.now())}

    add("POST", "data", data)
    add("GET", "settings", show_settings)
    add("PATCH", "settings", change_settings)
    add("POST", "tokens/expire", expire)
    add("GET", "commands", show_commands)
    add("DELETE", "commands", forget_commands)
    add("GET", "contacts", show_contacts)
    add("POST", "contacts", begin)
    add("GET", "contacts/{contact}", show_contact)
    add("POST", "contacts/{contact}/{move}", steer)
    add("POST", "clock", advance)


def view(contact: Contact) -> dict[str, object]:
    """A contact as the control shows it: ids as text, for readers whose numbers are floats."""
    outcome = contact.disposed
    return {
        "contactId": str(contact.contact_id),
        "masterContactId": str(contact.master_id),
        "state": contact.state.name,
        "agentId": contact.agent_id,
        "skillId": contact.skill_id,
        "ani": contact.from_address,
        "dnis": contact.to_address,
        "isOutbound": contact.is_outbound,
        "startedAt": iso(contact.started),
        "updatedAt": iso(contact.updated),
        "dispositionId": outcome.disposition_id if outcome else None,
        "dispositionNotes": outcome.notes if outcome else None,
        "commitmentAmount": outcome.commitment_amount if outcome else None,
        "customData": dict(contact.custom_data),
        "variables": dict(contact.variables),
    }


def _in_turn(world: World, handler: ControlHandler) -> ControlHandler:
    def handle(request: Request, place: Mapping[str, str]) -> object:
        with world.turn():
            try:
                return handler(request, place)
            except ApiError as error:
                raise ValueError(error.description) from error

    return handle

"""Control endpoints for media other than calls, under ``/_control/``.

POST   emails     an e-mail comes in: {"from", "to", "skillId", "subject", "html"}
GET    signals    the signals that scripts were sent
"""

from collections.abc import Mapping

from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.traffic import Arrival, Traffic
from local.cxone.media.emails import EMAIL, Emails
from local.cxone.media.scripts import Scripts
from local.cxone.wire.parameters import Parameters
from local.cxone.world.world import World
from local.simulator.control import ControlPanel, json_object
from local.simulator.message import Request


def add_media_controls(
    panel: ControlPanel, world: World, traffic: Traffic, emails: Emails, scripts: Scripts
) -> None:
    """Add the endpoints."""

    def receive(request: Request, _place: Mapping[str, str]) -> object:
        told = Parameters(json_object(request))
        with world.turn():
            skill = world.directory.skills.get(int(told.text("skillId") or 0))
            if skill is None or skill.media_type_id != EMAIL:
                raise ValueError("skillId names no skill for e-mail")
            contact = traffic.begin(
                Arrival(told.text("from"), told.text("to"), media_type_id=EMAIL, skill_id=skill.skill_id)
            )
            emails.receive(contact, told.text("subject"), told.text("html"))
            traffic.move(contact.contact_id, Move.QUEUE)
            return {"contactId": str(contact.contact_id)}

    def signals(_request: Request, _place: Mapping[str, str]) -> object:
        with world.turn():
            return {"signals": [each.view() for each in scripts.signals]}

    panel.add("POST", "emails", receive)
    panel.add("GET", "signals", signals)

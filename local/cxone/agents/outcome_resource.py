"""What an agent says about a contact: disposition, notes, tags."""

from dataclasses import replace

from local.cxone.agents.desk import Desk
from local.cxone.contacts.model import Contact, Disposed
from local.cxone.contacts.traffic import Traffic
from local.cxone.directory.model import Skill
from local.cxone.wire.errors import ApiError
from local.cxone.wire.routes import Call, Routes, done
from local.cxone.world.world import World
from local.simulator.message import Response

NOT_YET = "Contact must be disconnected before dispositioning"
NO_SECOND = "Skill does not allow additional disposition"


class Outcomes:
    """Outcomes are stored at once and answered with 200."""

    def __init__(self, world: World, traffic: Traffic, desk: Desk) -> None:
        self._world = world
        self._traffic = traffic
        self._desk = desk

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        path = "/agent-sessions/{session}/interactions/{contact}/disposition"
        routes.acd("POST", path, self._dispose)
        routes.acd("POST", "/contacts/{contact}/tags", self._tag)

    def _dispose(self, call: Call) -> Response:
        session = self._desk.session(call)
        contact = self._world.contacts.get(call.number("contact", "Invalid contact ID."))
        # The agent may be out of the contact already, so those who had it count too.
        if contact is None or session.agent_id not in _ever(contact):
            raise ApiError(404, "Invalid contact ID.")
        if not contact.is_over:
            raise ApiError(409, NOT_YET)
        skill = self._world.directory.skills.get(contact.skill_id)
        primary = call.given.whole("primaryDispositionId", "Invalid primaryDispositionId")
        secondary = call.given.whole("secondaryDispositionId", "Invalid secondaryDispositionId")
        if primary is None or not self._offers(skill, primary):
            raise ApiError(400, "Invalid primaryDispositionId")
        if secondary is not None and not (skill and skill.allow_secondary_disposition):
            raise ApiError(409, NO_SECOND)
        if secondary is not None and not self._offers(skill, secondary):
            raise ApiError(400, "Invalid secondaryDispositionId")
        amount = call.given.text("primaryCommitmentAmount")
        outcome = Disposed(
            primary,
            call.given.text("primaryDispositionNotes"),
            self._world.now(),
            session.agent_id,
            secondary,
            _amount(amount) if amount else None,
        )
        self._traffic.dispose(contact.contact_id, outcome)
        return done()

    def _tag(self, call: Call) -> Response:
        contact = self._world.contacts.get(call.number("contact", "Invalid Contact Id"))
        if contact is None:
            raise ApiError(404, "Invalid Contact Id")
        tags = [row.get("tagId") for row in call.given.rows("tags")]
        known = [tag for tag in tags if isinstance(tag, int) and tag in self._world.directory.tags]
        if len(known) != len(tags):
            raise ApiError(400, "Invalid tagId")
        kept = () if self._world.settings.tags_replace else contact.tags
        chosen = tuple(dict.fromkeys([*kept, *known]))
        self._traffic.change(contact.contact_id, "tags", lambda current: replace(current, tags=chosen))
        return done()

    def _offers(self, skill: Skill | None, disposition_id: int) -> bool:
        disposition = self._world.directory.dispositions.get(disposition_id)
        return bool(skill and disposition and disposition.is_active and disposition_id in skill.disposition_ids)


def _ever(contact: Contact) -> set[int]:
    return {stage.agent_id for stage in contact.stages}


def _amount(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ApiError(400, "Invalid primaryCommitmentAmount") from None

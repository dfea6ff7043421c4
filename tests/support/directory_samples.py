"""What the samples of the panel's directory stand for: what went before, and what is answered."""

from typing import Any

from local.cxone import sample
from local.cxone.contacts.lifecycle import Move
from local.cxone.directory.model import BookEntry
from switchboard.agent.identity import Agent
from switchboard.stores.agent_items import agent_item
from tests.support.directory import SKILLS, STATES, Panel
from tests.support.world import USER, World

ROSA_USER = "005000000000003AAA"
ACCEPTED = {"accepted": True, "outcome": "event"}


def _problem(slug: str) -> dict[str, str]:
    return {"type": f"urn:switchboard:problem:{slug}"}


_EXPECTED: dict[str, tuple[int, dict[str, Any]]] = {
    "agents": (200, {"complete": True, "reason": None, "next": None}),
    "agents_online": (200, {"complete": True}),
    "agents_not_modified": (304, {}),
    "agents_no_such_state": (422, _problem("invalid-request")),
    "agents_bad_cursor": (422, _problem("bad-cursor")),
    "agents_no_agent": (409, _problem("agent-unknown")),
    "agents_no_user": (403, _problem("no-acting-user")),
    "agents_cxone_unavailable": (503, _problem("cxone-unavailable")),
    "agents_older": (200, {"reason": "cxone-unavailable", "complete": True}),
    "agent": (200, {"complete": True}),
    "agent_not_found": (404, _problem("agent-not-found")),
    "agent_call": (202, ACCEPTED),
    "agent_call_about_a_contact": (202, ACCEPTED),
    "agent_call_no_parent": (422, _problem("invalid-request")),
    "agent_call_not_yours": (404, _problem("not-your-contact")),
    "agent_call_not_reachable": (409, _problem("target-not-reachable")),
    "agent_call_cannot_reach_now": (409, _problem("cannot-reach-now")),
    "agent_call_conference_not_allowed": (409, _problem("conference-not-allowed")),
    "agent_call_outcome_unknown": (504, _problem("command-outcome-unknown")),
    "agent_call_unknown": (422, _problem("target-unknown")),
    "agent_call_no_session": (410, _problem("session-over")),
    "skills": (200, {"complete": True, "next": None}),
    "skills_all": (200, {"complete": True}),
    "skills_to_dial_with": (200, {"complete": True}),
    "skills_reload": (200, {"complete": True}),
    "skills_none": (200, {"skills": []}),
    "skill": (200, {"complete": True}),
    "skill_not_found": (404, _problem("skill-not-found")),
    "skill_call": (202, ACCEPTED),
    "skill_call_not_taken": (422, _problem("skill-not-taken")),
    "skill_call_not_found": (404, _problem("skill-not-found")),
    "skill_call_no_session": (410, _problem("session-over")),
    "queues": (200, {"parked": 0, "reason": None}),
    "queues_not_modified": (304, {}),
    "queues_older": (200, {"reason": "cxone-limit-reached"}),
    "queues_no_agent": (409, _problem("agent-unknown")),
    "address_books": (200, {"complete": True}),
    "address_book_entries": (200, {"complete": True}),
    "address_book_entries_none_found": (200, {"entries": []}),
    "address_book_not_assigned": (404, _problem("address-book-not-found")),
}
_OLDER = {"agents_older": ("agents", STATES, 503), "queues_older": ("queues", SKILLS, 429)}
_FAULTS: dict[str, dict[str, Any]] = {
    "agents_cxone_unavailable": {"path": STATES, "status": 503},
    "agent_call_cannot_reach_now": {"path": "*/consult-agent", "status": 409, "message": "Invalid state"},
    "agent_call_conference_not_allowed": {
        "path": "*/consult-agent",
        "status": 403,
        "message": "Multi-Conference not enabled for user.",
    },
    "agent_call_outcome_unknown": {"path": "*/consult-agent", "drop": "after"},
}


def expected() -> dict[str, tuple[int, dict[str, Any]]]:
    """Status and members of each answer."""
    return {f"desk_directory/{name}": told for name, told in _EXPECTED.items()}


def prepare(world: World, name: str) -> None:
    """Ada and Ben are at work, Rosa is an agent of no skills; an address book is Ben's alone."""
    panel = Panel(world)
    table = world.names["DeskTable"].ref
    rosa = Agent("10001", "", "Rosa", "Admin", "3301", "Service")
    world.aws.dynamodb().put_item(TableName=table, Item=agent_item(ROSA_USER, rosa))
    bens = BookEntry(9101, "Hugo", "", "Stone")
    panel.add_book(83, "Bens", "Standard", bens, entity_type="Agent", entity_ids=(sample.BEN,))
    if "_call" in name:
        panel.log_in(USER)
        panel.log_in_ben(available=True)
    if name == "agent_call_about_a_contact":
        panel.control("agents/10021/available")
        contact_id = panel.ring(skillId=sample.SUPPORT_VOICE)
        with panel.simulator.world.turn():
            panel.simulator.traffic.move(int(contact_id), Move.ROUTE, agent_id=sample.ADA)
        panel.until(lambda: panel.contact(contact_id).state.name == "ACTIVE")
    if name in _OLDER:
        path, asked, status = _OLDER[name]
        panel.look(path)
        panel.later()
        panel.fault(path=asked, status=status, headers={"Retry-After": "60"})
    if name in _FAULTS:
        panel.fault(
            **_FAULTS[name], **({"headers": {"Retry-After": "60"}} if name.endswith("unavailable") else {})
        )

"""What the samples of contact history and commitments stand for: what went before, and what is answered."""

from typing import Any

from switchboard.agent.identity import Agent
from switchboard.stores.agent_items import agent_item
from tests.support.contacts_desk import HISTORY, ContactsDesk
from tests.support.world import USER, World

ROSA_USER = "005000000000003AAA"
ACCEPTED = {"accepted": True, "outcome": "event"}


def _problem(slug: str) -> dict[str, str]:
    return {"type": f"urn:switchboard:problem:{slug}"}


_EXPECTED: dict[str, tuple[int, dict[str, Any]]] = {
    "history": (200, {"complete": True, "reason": None, "next": None}),
    "history_search": (200, {"contacts": [], "complete": True}),
    "history_without_seconds": (200, {"complete": False, "reason": "cxone-unavailable"}),
    "history_not_modified": (304, {}),
    "history_none": (200, {"contacts": []}),
    "history_period_not_taken": (422, _problem("period-not-taken")),
    "history_bad_cursor": (422, _problem("bad-cursor")),
    "history_invalid": (422, _problem("invalid-request")),
    "history_no_agent": (409, _problem("agent-unknown")),
    "history_no_user": (403, _problem("no-acting-user")),
    "history_limit_reached": (503, _problem("cxone-limit-reached")),
    "recent": (200, {"targets": [], "next": None}),
    "commitments": (200, {"deletion": "free", "next": None}),
    "commitments_of_skill": (200, {"deletion": "free"}),
    "commitments_skill_not_yours": (403, _problem("skill-not-yours")),
    "commitment": (201, {"commitmentId": "6001", "repeated": False}),
    "commitment_repeated": (201, {"commitmentId": "6001", "repeated": True}),
    "commitment_found": (201, {"commitmentId": "6001"}),
    "commitment_key_reused": (422, _problem("commitment-key-reused")),
    "commitment_no_key": (422, _problem("invalid-request")),
    "commitment_in_the_making": (409, _problem("commitment-in-the-making")),
    "commitment_outcome_unknown": (504, _problem("commitment-outcome-unknown")),
    "commitment_time_refused": (422, _problem("commitment-time-refused")),
    "commitment_skill_refused": (422, _problem("commitment-skill-refused")),
    "commitment_skill_needed": (422, _problem("outbound-skill-needed")),
    "commitment_agent_refused": (422, _problem("commitment-agent-refused")),
    "commitment_number_refused": (422, _problem("commitment-number-refused")),
    "commitment_not_taken": (422, _problem("commitment-not-taken")),
    "commitment_emergency": (422, _problem("emergency-number")),
    "change": (200, {"commitmentId": "6001"}),
    "change_unknown": (404, _problem("commitment-unknown")),
    "change_closed": (409, _problem("commitment-closed")),
    "delete": (204, {}),
    "delete_barred": (403, _problem("commitment-deletion-barred")),
    "delete_without_notes": (422, _problem("commitment-notes-needed")),
    "dial": (202, ACCEPTED),
    "dial_not_delivered": (409, _problem("commitment-not-delivered")),
    "dial_no_session": (404, _problem("session-unknown")),
    "reschedule": (202, ACCEPTED),
    "reschedule_time_refused": (422, _problem("commitment-time-refused")),
    "cancel": (202, ACCEPTED),
}
_REFUSED = {
    "commitment_agent_refused": "Invalid Target Agent Id",
    "commitment_number_refused": "Invalid Phone Number",
    "commitment_not_taken": "Refused",
}
_MAKING = {"path": "*/scheduled-callbacks", "method": "POST"}
_UNSEEN = {"path": "*/agents/*/scheduled-callbacks", "method": "GET", "status": 503}
_LIMIT = {"path": HISTORY, "status": 429, "headers": {"Retry-After": "60"}}
_FAULTS: dict[str, tuple[dict[str, Any], ...]] = {
    "history_limit_reached": (_LIMIT,),
    "history_without_seconds": ({"path": "*/contacts/completed", "status": 503},),
    "commitment_found": ({**_MAKING, "drop": "after"},),
    "commitment_outcome_unknown": ({**_MAKING, "drop": "after"}, _UNSEEN),
    "commitment_in_the_making": ({**_MAKING, "drop": "after"}, _UNSEEN),
    **{name: ({**_MAKING, "status": 400, "message": text},) for name, text in _REFUSED.items()},
}


def expected() -> dict[str, tuple[int, dict[str, Any]]]:
    """Status and members of each answer."""
    return {f"desk_contacts/{name}": told for name, told in _EXPECTED.items()}


def prepare(world: World, name: str) -> None:
    """Ada is at work and has one commitment where the sample is about one; Rosa is an agent of no skills."""
    desk = ContactsDesk(world)
    rosa = Agent("10001", "", "Rosa", "Admin", "3301", "Service")
    world.aws.dynamodb().put_item(TableName=world.names["DeskTable"].ref, Item=agent_item(ROSA_USER, rosa))
    if name != "dial_no_session":
        desk.log_in(USER)
    if name == "history_without_seconds":
        desk.had()
    if name == "commitment_repeated":
        assert desk.make("a7c1").status == 201
    if name == "commitment_key_reused":
        assert desk.make("a7c1", notes="Another").status == 201
    if name.startswith(("change", "delete", "dial", "reschedule", "cancel")):
        mine = desk.promised()
        if name in ("dial", "reschedule", "reschedule_time_refused", "cancel"):
            desk.fall_due(mine)
    if name == "change_closed":
        text = "Callback already closed."
        desk.fault(path="*/scheduled-callbacks/6001", method="PUT", status=404, message=text)
    desk.may_delete({"delete_barred": 0, "delete_without_notes": 1}.get(name, 2))
    for fault in _FAULTS.get(name, ()):
        desk.fault(**fault)
    if name == "commitment_in_the_making":
        assert desk.make("a7c1").status == 504

"""What has to be so before a sample of click-to-dial is replayed, and what comes of it."""

from collections.abc import Callable, Mapping
from typing import Any

from local.cxone import sample
from local.cxone.agents.calls import Outcome
from tests.support.calls import ANY_TIME, Clicker
from tests.support.world import World

RECORD = "003Sb0000000001IAA"
KEY = "5f0c6e2a-91d4-4f7b-a3c8-1d2e3f405162"
_PROBLEM = "urn:switchboard:problem:"
_NEVER: dict[str, list[str]] = {
    day: [] for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}

Expected = tuple[int, dict[str, Any]]


def expected() -> Mapping[str, Expected]:
    """Status and members of each answer."""
    problems = {
        "number_not_dialable": 422,
        "emergency_number": 422,
        "premium_number": 422,
        "outside_hours": 422,
        "do_not_call": 422,
        "do_not_call_unknown": 503,
        "not_logged_in": 409,
        "agent_unknown": 409,
        "already_on_call": 409,
        "cannot_dial_now": 409,
        "number_refused": 422,
        "skill_refused": 422,
        "no_outbound_skill": 409,
        "outbound_skill_unclear": 409,
        "skill_not_allowed": 403,
        "idempotency_key_reused": 422,
        "invalid_request": 422,
        "no_acting_user": 403,
        "call_unknown": 404,
        "not_your_call": 403,
    }
    told: dict[str, Expected] = {
        "dial": (202, {"state": "dialing", "repeated": False, "recordId": RECORD}),
        "dial_again": (200, {"repeated": True}),
        "dial_person_account": (202, {"state": "dialing"}),
        "dial_typed_number": (202, {"state": "dialing", "recordId": None}),
        "read_dialing": (200, {"state": "dialing", "contactKey": None}),
        "read_active": (200, {"state": "active", "text": "Somebody has answered."}),
        "read_failed": (200, {"state": "failed", "reason": "Busy", "text": "The line is busy."}),
        "read_ended": (200, {"state": "ended", "text": "The call is over."}),
    }
    for name, status in problems.items():
        told[name] = (status, {"type": _PROBLEM + name.replace("_", "-")})
    return {f"click_to_dial/{name}": one for name, one in told.items()}


def prepare(world: World, name: str) -> None:
    """Bring tenant and org to where the sample of that name begins."""
    rules = {"hours": {"everywhere": _NEVER}} if name == "outside_hours" else ANY_TIME
    if name == "skill_refused":
        rules = {**ANY_TIME, "skills": {"default": str(sample.SUPPORT_VOICE)}}
    ada = Clicker(world, logged_in=name != "not_logged_in", rules=rules)
    if name == "agent_unknown":
        ada.forget_agent()
    before: dict[str, Callable[[], None]] = {
        "dial_again": lambda: _dialled(ada),
        "idempotency_key_reused": lambda: _dialled(ada),
        "already_on_call": lambda: _active(ada),
        "do_not_call": lambda: world.edit(RECORD, DoNotCall=True),
        "cannot_dial_now": lambda: ada.fault(status=409, message="Invalid state"),
        "number_refused": lambda: ada.fault(status=400, message="Phone Number is not valid."),
        "no_outbound_skill": ada.no_skill,
        "outbound_skill_unclear": ada.more_skills,
        "read_dialing": lambda: _dialled(ada),
        "read_active": lambda: _active(ada),
        "read_failed": lambda: _failed(ada),
        "read_ended": lambda: _ended(ada),
    }
    if name in before:
        before[name]()


def _dialled(ada: Clicker) -> None:
    assert ada.click(recordId=RECORD, key=KEY).status == 202


def _active(ada: Clicker) -> None:
    _dialled(ada)
    ada.wait(4)


def _failed(ada: Clicker) -> None:
    ada.expect(Outcome.BUSY)
    _active(ada)


def _ended(ada: Clicker) -> None:
    _active(ada)
    ada.hang_up()

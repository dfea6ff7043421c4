"""What the samples of agents' sessions are answered with, and what has happened before each of them."""

from collections.abc import Callable
from typing import Any

from local.cxone import sample
from local.cxone.contacts.lifecycle import Move
from tests.support.desk import Desk
from tests.support.world import World

PROBLEM = "urn:switchboard:problem:"
ACCEPTED: dict[str, Any] = {"accepted": True, "outcome": "event"}
Step = Callable[[Desk], object]


def _call(desk: Desk) -> str:
    return desk.on_a_call()


def _held(desk: Desk) -> None:
    desk.move(desk.on_a_call(), Move.HOLD)


def _masked(desk: Desk) -> None:
    key = desk.key(contact_id := desk.on_a_call())
    desk.post(f"/current/contacts/{key}/mask")
    desk.until(lambda: desk.contact(contact_id).is_masked)


def _over(desk: Desk) -> None:
    desk.hang_up(desk.on_a_call())


def _item(desk: Desk) -> None:
    desk.offered(mediaTypeId=6, skillId=sample.CASE_WORK, dnis="")


def _leg(desk: Desk) -> None:
    desk.post("/current/agent-leg")
    desk.pick_up()


def _muted(desk: Desk) -> None:
    _leg(desk)
    desk.put("/current/agent-leg/mute", {"muted": True})
    desk.until(lambda: desk.session().is_muted)


def _gone(desk: Desk) -> None:
    desk.make_old(desk.log_in())
    desk.control("agents/10021/log-out")


def _consulted(desk: Desk) -> None:
    desk.change(pick_up_s=-1)
    desk.log_in_ben()
    with desk.simulator.world.turn():
        ben = desk.simulator.floor.session(sample.BEN)
        assert ben is not None
        desk.simulator.calls.reach_agent(ben, sample.ADA, None, is_consult=True)


def _with_ben(desk: Desk) -> None:
    desk.log_in_ben()
    desk.on_a_call()


def _is(slug: str, status: int) -> tuple[int, dict[str, Any]]:
    return status, {"type": f"{PROBLEM}{slug}"}


def _is_passed(stage: str) -> tuple[int, dict[str, Any]]:
    return 202, {**ACCEPTED, "stage": stage}


SAMPLES: dict[str, tuple[tuple[int, dict[str, Any]], Step | None]] = {
    "log_in": ((200, {"outcome": "started", "phoneNumber": "4155550111"}), None),
    "log_in_joined": ((200, {"outcome": "joined", "stationId": None}), lambda desk: desk.log_in()),
    "log_in_station_needed": (_is("station-needed", 422), None),
    "log_in_phone_in_use": (_is("phone-in-use", 409), lambda desk: desk.log_in_ben()),
    "log_in_not_a_number": (_is("not-a-number", 422), None),
    "log_in_no_user": (_is("no-acting-user", 403), None),
    "log_in_not_an_agent": (_is("agent-unknown", 409), None),
    "read": ((200, {"state": "unavailable", "contacts": []}), lambda desk: desk.log_in()),
    "read_unknown": (_is("session-unknown", 404), None),
    "read_not_yours": (_is("not-your-session", 403), lambda desk: desk.log_in()),
    "read_over": (_is("session-over", 410), _gone),
    "log_out": ((202, ACCEPTED), _call),
    "log_out_open_contacts": (_is("open-contacts", 409), _call),
    "log_out_personal_queue": (_is("personal-queue", 409), lambda desk: desk.waits_for_ada()),
    "available": ((202, ACCEPTED), None),
    "unavailable": ((202, ACCEPTED), None),
    "unavailable_unknown_code": (_is("unavailable-code-unknown", 422), None),
    "unavailable_code_needs_contact": (_is("code-needs-contact", 409), None),
    "unavailable_codes": ((200, {}), None),
    "leg_connect": ((202, ACCEPTED), None),
    "leg_connected": (_is("leg-connected", 409), _leg),
    "leg_disconnect": ((202, ACCEPTED), _leg),
    "leg_not_connected": (_is("leg-not-connected", 409), None),
    "leg_in_use": (_is("leg-in-use", 409), _call),
    "leg_mute": ((202, ACCEPTED), _leg),
    "leg_mute_not_possible": (_is("mute-not-possible", 409), _muted),
    "contact_accept": ((202, ACCEPTED), _item),
    "contact_reject": ((202, ACCEPTED), _item),
    "contact_accept_consult": ((202, ACCEPTED), _consulted),
    "contact_hold": ((202, ACCEPTED), _call),
    "contact_resume": ((202, ACCEPTED), _held),
    "contact_end": ((202, ACCEPTED), _call),
    "contact_record": ((202, ACCEPTED), _call),
    "contact_mask": ((202, ACCEPTED), _call),
    "contact_unmask": ((202, ACCEPTED), _masked),
    "contact_answered_on_phone": (_is("answered-on-phone", 409), _call),
    "contact_cannot_hold": (_is("cannot-hold", 409), _held),
    "contact_cannot_resume": (_is("cannot-resume", 409), _call),
    "contact_held_cannot_end": (_is("held-contact-cannot-end", 409), _held),
    "contact_over": (_is("contact-over", 409), _over),
    "contact_not_yours": (_is("not-your-contact", 404), None),
    "contact_cannot_unmask": (_is("cannot-unmask", 409), _call),
    "contact_no_consult": (_is("no-consult", 409), _call),
    "contact_no_such_command": (_is("invalid-request", 422), _call),
    "dtmf": ((202, ACCEPTED), _call),
    "dtmf_cannot_send": (_is("cannot-send-tones", 409), _held),
    "consult": (_is_passed("reaching"), _with_ben),
    "consult_target_unknown": (_is("target-unknown", 422), _with_ben),
    "consult_not_reachable": (_is("target-not-reachable", 409), _call),
    "transfer": (_is_passed("joined"), _call),
    "transfer_two_calls_needed": (_is("two-calls-needed", 409), _call),
    "conference": (_is_passed("joined"), _call),
    "conference_two_calls_needed": (_is("two-calls-needed", 409), _call),
    "disposition": ((200, {"disposition": "Resolved", "callbackId": "6001"}), _over),
    "disposition_not_over": (_is("contact-not-over", 409), _call),
    "disposition_unknown": (_is("disposition-unknown", 422), _over),
    "disposition_secondary_not_allowed": (_is("secondary-not-allowed", 409), _over),
    "disposition_commitment_refused": (_is("commitment-refused", 422), _over),
    "disposition_tag_unknown": (_is("tag-unknown", 422), _over),
    "dispositions": ((200, {"skillId": "40110"}), None),
    "dispositions_no_such_skill": (_is("skill-not-taken", 422), None),
}
"""By file: status and members of the answer, and what has happened before; None for a mere log-in."""

NOT_LOGGED_IN = ("log_in", "read_unknown", "read_over")


def expected(folder: str = "agent_sessions") -> dict[str, tuple[int, dict[str, Any]]]:
    """Status and members by the sample's name."""
    return {f"{folder}/{stem}": answer for stem, (answer, _) in SAMPLES.items()}


def prepare(world: World, stem: str) -> None:
    """Bring about what the sample is about."""
    desk = Desk(world)
    if not stem.startswith(NOT_LOGGED_IN):
        desk.log_in()
    _, step = SAMPLES[stem]
    if step:
        step(desk)

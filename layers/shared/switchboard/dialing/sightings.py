"""What CXone's events and reports say of outbound calls. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from switchboard.dialing.call import FAILURES, Call, CallState, Sighting, fits_in_time
from switchboard.phone import classify, same_number

_DIALING = {"dialing", "ringing", "incoming", "prequeue", "inqueue", "routing", "preview", "outboundpending"}
_OVER = {"disconnected", "callbackdisconnected", "released", "aftercontactwork", "ended", "completed"}
_NO_CONTACT = ("", "-1", "0")


def of_status(
    status: str,
    disconnect_code: str = "",
    *,
    contact_id: str = "",
    master_id: str = "",
    number: str = "",
    started_at: datetime | None = None,
) -> Sighting:
    """What a status of CXone's means, in the words of events or of reports."""
    word = "".join(status.split()).lower()
    reason = "" if disconnect_code in ("", "NA", "Succeeded", "Active") else disconnect_code
    if word in _OVER or (not word and reason):
        state = CallState.FAILED if reason in FAILURES else CallState.ENDED
    elif word in _DIALING or word.startswith("naturalcall"):
        state, reason = CallState.DIALING, ""
    else:
        # Holding, joined, masking and whatever else there may be: somebody is there.
        state, reason = CallState.ACTIVE, ""
    contact = "" if contact_id in _NO_CONTACT else contact_id
    return Sighting(contact, state, number, "" if master_id in _NO_CONTACT else master_id, started_at, reason)


def is_number(told: str, number: str) -> bool:
    """Whether a number as CXone tells it is the one that was dialled, E.164."""
    if told.strip() == number:
        return True
    ani = classify(number, "ZZ")
    return not isinstance(ani, str) and same_number(told, ani, ani.region or "ZZ") is not None


def found(call: Call, seen: Iterable[Sighting], taken: Mapping[str, str]) -> Sighting | None:
    """The contact that is the call; of several that could be, the one that began first.

    Args:
        taken: which call each contact is known to be, by contact id.
    """
    fitting = [
        one
        for one in seen
        if (one.contact_id == call.contact_id if call.contact_id else _may_be(call, one))
        and taken.get(one.contact_id, call.digest) == call.digest
    ]
    return min(fitting, key=lambda one: one.started_at or call.sent_at, default=None)


def _may_be(call: Call, seen: Sighting) -> bool:
    return fits_in_time(call.sent_at, seen.started_at) and is_number(seen.number, call.number)

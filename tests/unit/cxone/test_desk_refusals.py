"""CXone's sentences as the desk's refusals."""

import pytest

from switchboard.cxone.refusals import meaning, refused_as
from switchboard.desk.session import refusals as desk
from switchboard.errors import CcConflict, CcError, CcNotFound, CcRefused, CcSessionGone, CcUnavailable

SENTENCES = [
    (CcRefused, 400, "Station phone number is in use.", desk.PhoneInUse),
    (CcRefused, 400, "Concurrent agent limit or station limit exceeded", desk.SessionLimitReached),
    (CcRefused, 400, "Invalid unavailable code.", desk.CodeUnknown),
    (CcRefused, 400, "Phone Number is not valid.", desk.NumberRefused),
    (CcRefused, 400, "Invalid skillId", desk.SkillRefused),
    (CcRefused, 400, "Invalid Skill Id", desk.SkillRefused),
    (CcRefused, 400, "Invalid Target Agent Id", desk.TargetUnknown),
    (CcRefused, 403, "Insufficient permissions", desk.PermissionMissing),
    (CcRefused, 403, "Multi-Conference not enabled for user.", desk.ConferenceNotAllowed),
    (CcNotFound, 404, "Invalid contact ID.", desk.NotYourContact),
    (CcNotFound, 404, "Invalid parentContactId", desk.NotYourContact),
    (CcConflict, 409, "Agent must handle all contacts before ending the session.", desk.OpenContacts),
    (CcConflict, 409, "Personal queue must be empty before ending the session.", desk.PersonalQueueWaiting),
    (CcConflict, 409, "Invalid Target State.", desk.TargetNotReachable),
    (CcConflict, 409, "Contact must be disconnected before dispositioning", desk.ContactNotOver),
    (CcConflict, 409, "Skill does not allow additional disposition", desk.SecondaryNotAllowed),
    (CcConflict, 409, "Cannot put the contact on hold at this time.", desk.CannotHold),
    (CcConflict, 409, "", desk.CannotHold),
    (CcRefused, 400, "Something else", desk.StationRefused),
    (CcRefused, 405, "Something else", None),
    (CcNotFound, 404, "Not Found", None),
]


@pytest.mark.parametrize(("kind", "status", "text", "meant"), SENTENCES)
def test_a_sentence_means_a_refusal(
    kind: type[CcError], status: int, text: str, meant: type[desk.DeskRefusal] | None
) -> None:
    error = kind("invalid_request", status=status, text=text)

    assert meaning(error, desk.CannotHold, desk.StationRefused) is meant


@pytest.mark.parametrize(
    "error",
    [
        CcSessionGone("gone", status=404, text="Invalid Session Id"),
        CcUnavailable("HTTP_502", status=502, text="Invalid contact ID."),
        CcConflict("x", status=409, text="Invalid state."),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_is_no_refusal_of_the_desks_stays_as_it_is(error: CcError) -> None:
    with pytest.raises(type(error)), refused_as():
        raise error

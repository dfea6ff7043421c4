"""CXone's refusals of what agents ask for, as the desk's own types.

Only the status and a sentence tell them apart, in the words of the API reference (unconfirmed whether tenants use
others): what is not recognised stays the refusal that the command has for a conflict, or CXone's own error.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from switchboard.desk.session import refusals as desk
from switchboard.errors import CcConflict, CcError, CcNotFound, CcRefused, CcSessionGone

_REFUSED = (CcConflict, CcNotFound, CcRefused)

_BY_TEXT: tuple[tuple[str, type[desk.DeskRefusal]], ...] = (
    ("multi-conference", desk.ConferenceNotAllowed),
    ("insufficient permission", desk.PermissionMissing),
    ("limit exceeded", desk.SessionLimitReached),
    ("phone number is in use", desk.PhoneInUse),
    ("phone in use", desk.PhoneInUse),
    ("personal queue", desk.PersonalQueueWaiting),
    ("handle all contacts", desk.OpenContacts),
    ("target state", desk.TargetNotReachable),
    ("targetagentid", desk.TargetUnknown),
    ("target agent", desk.TargetUnknown),
    ("contact id", desk.NotYourContact),
    ("parentcontactid", desk.NotYourContact),
    ("skillid", desk.SkillRefused),
    ("skill id", desk.SkillRefused),
    ("phone number", desk.NumberRefused),
    ("must be disconnected", desk.ContactNotOver),
    ("additional disposition", desk.SecondaryNotAllowed),
    ("dispositionid", desk.DispositionUnknown),
    ("unavailable code", desk.CodeUnknown),
    ("tagid", desk.TagUnknown),
)
"""A part of the sentence, in lower case; the first that fits counts."""


@contextmanager
def refused_as(
    conflict: type[desk.DeskRefusal] | None = None, *, otherwise: type[desk.DeskRefusal] | None = None
) -> Iterator[None]:
    """Tell a refusal by its own type.

    Args:
        conflict: what a 409 means whose sentence says nothing more; None to leave it as it is.
        otherwise: the same for a 400.
    """
    try:
        yield
    except _REFUSED as error:
        if isinstance(error, CcSessionGone):
            raise
        kind = meaning(error, conflict, otherwise)
        if kind is None:
            raise
        raise kind from error


def meaning(
    error: CcError,
    conflict: type[desk.DeskRefusal] | None,
    otherwise: type[desk.DeskRefusal] | None,
) -> type[desk.DeskRefusal] | None:
    """The type that a refusal has for the desk; None for none. Pure."""
    text = error.text.lower()
    for part, kind in _BY_TEXT:
        if part in text:
            return kind
    if isinstance(error, CcConflict):
        return conflict
    return otherwise if error.status == 400 else None

"""Why a number is not dialled. What an agent is told of each is decided where all problems are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from switchboard.errors import SwitchboardError


class NotDialled(SwitchboardError):
    """Nothing was dialled."""


class NotDialable(NotDialled):
    """The text holds no number that can be dialled.

    Args:
        reason: a word such as ``short`` or ``withheld``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class EmergencyNumber(NotDialled):
    """The number is an emergency service's, which has to be called from a phone that it can locate."""


class CostlyNumber(NotDialled):
    """The number costs more than the rules allow."""


class OutsideHours(NotDialled):
    """At the called number's place it is not a time for calls.

    Args:
        allowed_from: when it is the next time; None where that is not within the next days or cannot be known.
    """

    def __init__(self, allowed_from: datetime | None) -> None:
        super().__init__()
        self.allowed_from = allowed_from


class MarkedDoNotCall(NotDialled):
    """The record, or a list of the org's, says that this person or number is not to be called."""


class DoNotCallUnknown(NotDialled):
    """It could not be read whether the person may be called.

    Args:
        code: what Salesforce answered, or ``RECORD_NOT_READABLE``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotLoggedIn(NotDialled):
    """The agent has no session with the contact centre."""


class AlreadyOnCall(NotDialled):
    """The agent is on a call."""


class CannotDialNow(NotDialled):
    """The contact centre dials nothing for the agent in the state that they are in."""


class NumberRefused(NotDialled):
    """The contact centre does not dial this number."""


class SkillRefused(NotDialled):
    """The contact centre does not dial with the skill that was chosen."""


@dataclass(frozen=True, slots=True)
class Skill:
    """An outbound skill."""

    skill_id: str
    name: str


class NoSkill(NotDialled):
    """Neither the rules nor the contact centre have a skill for the agent's calls."""


class SkillNotAllowed(NotDialled):
    """The agent may not dial with the skill that was asked for.

    Args:
        skills: the agent's own, as far as they were read.
    """

    def __init__(self, skills: Sequence[Skill] = ()) -> None:
        super().__init__()
        self.skills = tuple(skills)


class SkillUnclear(SkillNotAllowed):
    """The agent has several skills to dial with, and nobody guesses."""


class KeyReused(NotDialled):
    """The idempotency key was used for another call."""


class CallUnknown(SwitchboardError):
    """There is no such call, or no longer."""


class NotYourCall(SwitchboardError):
    """The call is another user's."""

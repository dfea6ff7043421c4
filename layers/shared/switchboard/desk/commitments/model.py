"""A commitment: a call that was promised for a time, to be made by one agent or by anybody of a skill."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from switchboard.desk.session.model import Callback


class Deletion(StrEnum):
    """Whether agents may delete commitments."""

    BARRED = "barred"
    WITH_NOTES = "withNotes"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Commitment:
    """An open commitment.

    Args:
        promise: what it says; its ``agent_id`` is empty where anybody of the skill may call.
    """

    commitment_id: str
    promise: Callback


class CommitmentCentre(Protocol):
    """The contact centre's commitments. Every method raises the family ``CcError``; where it says no, its refusal.

    Args:
        cxone_id: the session's newest id; ``CcSessionGone`` where it is no longer good.
    """

    def of_agent(self, agent_id: str) -> Sequence[Commitment]:
        """The open ones that the agent has to keep."""
        ...

    def of_skill(self, skill_id: str) -> Sequence[Commitment]:
        """The open ones of a skill, whoever has to keep them."""
        ...

    def deletion(self, agent_id: str) -> Deletion:
        """Whether the agent may delete commitments."""
        ...

    def make(self, promise: Callback) -> str:
        """The id of a new one."""
        ...

    def change(self, commitment_id: str, promise: Callback) -> None:
        """Another time, number, skill or note."""
        ...

    def delete(self, commitment_id: str, notes: str) -> None:
        """Call one off."""
        ...

    def dial(self, cxone_id: str, commitment_id: str) -> None:
        """Call now, for one that has fallen due with the agent."""
        ...

    def reschedule(self, cxone_id: str, commitment_id: str, at: datetime) -> None:
        """Another time for one that has fallen due with the agent."""
        ...

    def cancel(self, cxone_id: str, commitment_id: str, notes: str) -> None:
        """Call off one that has fallen due with the agent."""
        ...


class Claimed(StrEnum):
    """What a key stands for."""

    NEW = "new"
    """Nothing was begun with it."""
    UNKNOWN = "unknown"
    """Making the commitment began and its end was never told."""
    MADE = "made"


@dataclass(frozen=True, slots=True)
class Claim:
    """How far a key's commitment has got; ``commitment_id`` is empty before it is made."""

    state: Claimed
    commitment_id: str = ""


class Promises(Protocol):
    """Keeps how far commitments have got, by user and key; raises ``StoreUnavailable``."""

    def claim(self, user_id: str, key: str, digest: str, until: datetime, now: datetime) -> Claim:
        """Begin to make a commitment, or learn that it is made.

        Raises:
            CommitmentKeyReused: the key stands for another one.
            CommitmentInTheMaking: another request is at it.
        """
        ...

    def made(self, user_id: str, key: str, commitment_id: str) -> None:
        """The commitment is made."""
        ...

    def not_made(self, user_id: str, key: str) -> None:
        """It is proved that none was made: the key may be used again."""
        ...


class Standing(StrEnum):
    """How a commitment stands for whoever looks at it in the CRM."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirrored:
    """A commitment as the CRM is to show it.

    Args:
        user_id: who made it, whose record it becomes.
        who_id, what_id: what it is about; empty for nothing.
        closing_notes: why it was called off.
    """

    commitment_id: str
    user_id: str
    promise: Callback
    who_id: str = ""
    what_id: str = ""
    standing: Standing = Standing.OPEN
    closing_notes: str = field(default="", repr=False)


Change = Callable[[Mirrored], Mirrored]


class Mirror(Protocol):
    """Has commitments shown in the CRM, some time later and surely; raises ``StoreUnavailable``."""

    def show(self, mirrored: Mirrored) -> None:
        """Show a commitment, or show it as it is now."""
        ...

    def change(self, commitment_id: str, change: Change, user_id: str = "") -> bool:
        """Change what is shown; False where nothing is.

        Args:
            user_id: where it is given, nothing of other users' is changed.
        """
        ...


def digest(text: str) -> str:
    """The same for the same text."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def is_same(listed: Callback, wanted: Callback, e164: Callable[[str], str]) -> bool:
    """Whether an open commitment is the one wanted: same number, skill, agent and minute. Pure.

    Args:
        e164: a number's one spelling; numbers may come back in another than they were sent in.
    """
    return (
        abs((listed.at - wanted.at).total_seconds()) < 60
        and e164(listed.phone) == e164(wanted.phone)
        and listed.skill_id == wanted.skill_id
        and listed.agent_id == wanted.agent_id
    )

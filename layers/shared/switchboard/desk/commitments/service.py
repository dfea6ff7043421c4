"""What an agent does with commitments: their own, and those of their skills that are nobody else's."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from switchboard.agent.session import AgentSession
from switchboard.desk.commitments.model import (
    Change,
    Claimed,
    Commitment,
    CommitmentCentre,
    Deletion,
    Mirror,
    Mirrored,
    Promises,
    Standing,
    digest,
    is_same,
)
from switchboard.desk.commitments.refusals import (
    CommitmentClosed,
    CommitmentOutcomeUnknown,
    CommitmentUnknown,
    DeletionBarred,
    NotesNeeded,
    SkillNotYours,
)
from switchboard.desk.session.model import Callback
from switchboard.desk.session.service import Sessions
from switchboard.errors import CcError, SwitchboardError

LEASE = timedelta(seconds=30)
"""Longer than the function may run."""


@dataclass(frozen=True, slots=True)
class Mine:
    """Whose commitments: the acting user's.

    Args:
        skill_ids: gives the skills with which the agent calls out.
    """

    user_id: str
    agent_id: str
    skill_ids: Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Commitments:
    """See the module.

    Args:
        e164: a number's one spelling.
        now: the time in UTC.
    """

    centre: CommitmentCentre
    kept: Promises
    mirror: Mirror
    sessions: Sessions
    e164: Callable[[str], str]
    now: Callable[[], datetime]

    def of_me(self, mine: Mine) -> Sequence[Commitment]:
        """What the agent has to keep."""
        return self.centre.of_agent(mine.agent_id)

    def of_skill(self, mine: Mine, skill_id: str) -> Sequence[Commitment]:
        """What anybody of a skill may keep, or the agent has to; what others have to keep is theirs.

        Raises:
            SkillNotYours: the agent does not call out with the skill.
        """
        if skill_id not in mine.skill_ids():
            raise SkillNotYours
        return [one for one in self.centre.of_skill(skill_id) if one.promise.agent_id in ("", mine.agent_id)]

    def make(self, mine: Mine, key: str, promise: Callback, sides: tuple[str, str]) -> tuple[str, bool]:
        """The id of a commitment, made once for a key; and whether an earlier request made it.

        Args:
            sides: WhoId and WhatId of what it is about.

        Raises:
            CommitmentKeyReused, CommitmentInTheMaking: nothing was done by this request.
            CommitmentOutcomeUnknown: it may have been made.
        """
        now, key = self.now(), digest(key)
        said = digest(json.dumps([asdict(promise), sides], default=str, sort_keys=True))
        claim = self.kept.claim(mine.user_id, key, said, now + LEASE, now)
        if claim.state is Claimed.MADE:
            return claim.commitment_id, True
        # Looking is safe to repeat; where it fails, the claim stands and the next request looks again.
        found = self._found(promise) if claim.state is Claimed.UNKNOWN else ""
        commitment_id = found or self._made(mine, key, promise)
        who_id, what_id = sides
        self.mirror.show(
            Mirrored(
                commitment_id=commitment_id,
                user_id=mine.user_id,
                promise=promise,
                who_id=who_id,
                what_id=what_id,
            )
        )
        self.kept.made(mine.user_id, key, commitment_id)
        return commitment_id, bool(found)

    def _made(self, mine: Mine, key: str, promise: Callback) -> str:
        try:
            return self.centre.make(promise)
        except CcError as error:
            if error.nothing_done:
                self.kept.not_made(mine.user_id, key)
                raise
            found = self._found_if_told(promise)
            if not found:
                raise CommitmentOutcomeUnknown(code=error.code) from error
            return found
        except SwitchboardError:
            # It was refused.
            self.kept.not_made(mine.user_id, key)
            raise

    def _found_if_told(self, promise: Callback) -> str:
        try:
            return self._found(promise)
        except CcError:
            return ""

    def _found(self, promise: Callback) -> str:
        """The commitment that a request has made without hearing so; empty where there is none."""
        listed = (
            self.centre.of_agent(promise.agent_id) if promise.agent_id else self.centre.of_skill(promise.skill_id)
        )
        same = (one.commitment_id for one in listed if is_same(one.promise, promise, self.e164))
        return next(same, "")

    def change(self, mine: Mine, commitment_id: str, promise: Callback) -> None:
        """Have a commitment say something else.

        Raises:
            CommitmentUnknown, CommitmentClosed: there is none of the agent's.
        """
        self._own(mine, commitment_id)
        self.centre.change(commitment_id, promise)
        self.mirror.change(commitment_id, lambda shown: replace(shown, promise=promise, standing=Standing.OPEN))

    def delete(self, mine: Mine, commitment_id: str, notes: str) -> None:
        """Call a commitment off.

        Raises:
            CommitmentUnknown, CommitmentClosed: there is none of the agent's.
            DeletionBarred, NotesNeeded: the business unit does not let the agent.
        """
        self._own(mine, commitment_id)
        rule = self.centre.deletion(mine.agent_id)
        if rule is Deletion.BARRED:
            raise DeletionBarred
        if rule is Deletion.WITH_NOTES and not notes:
            raise NotesNeeded
        self.centre.delete(commitment_id, notes)
        self.mirror.change(commitment_id, closed(Standing.CANCELLED, notes))

    def dial(self, session: AgentSession, commitment_id: str) -> None:
        """Call now."""
        self.sessions.send(session, lambda cxone_id: self.centre.dial(cxone_id, commitment_id))
        self.mirror.change(commitment_id, closed(Standing.DONE))

    def reschedule(self, session: AgentSession, commitment_id: str, at: datetime) -> None:
        """Call later."""
        self.sessions.send(session, lambda cxone_id: self.centre.reschedule(cxone_id, commitment_id, at))
        self.mirror.change(
            commitment_id,
            lambda shown: replace(shown, promise=replace(shown.promise, at=at), standing=Standing.OPEN),
        )

    def cancel(self, session: AgentSession, commitment_id: str, notes: str) -> None:
        """Do not call any more."""
        self.sessions.send(session, lambda cxone_id: self.centre.cancel(cxone_id, commitment_id, notes))
        self.mirror.change(commitment_id, closed(Standing.CANCELLED, notes))

    def _own(self, mine: Mine, commitment_id: str) -> Commitment:
        """An open commitment that the agent may change: looked for in lists, for there is no other way."""
        for listed in self._lists(mine):
            for one in listed():
                if one.commitment_id == commitment_id and one.promise.agent_id in ("", mine.agent_id):
                    return one
        # Somebody kept or deleted it elsewhere, or an answer got lost that said so.
        if self.mirror.change(commitment_id, _if_open(closed(Standing.DONE)), mine.user_id):
            raise CommitmentClosed
        raise CommitmentUnknown

    def _lists(self, mine: Mine) -> Sequence[Callable[[], Sequence[Commitment]]]:
        """Where it may be; skills are asked about only where it is not the agent's own."""

        def of_skills() -> Sequence[Commitment]:
            return [one for skill_id in mine.skill_ids() for one in self.centre.of_skill(skill_id)]

        return [lambda: self.centre.of_agent(mine.agent_id), of_skills]


def closed(standing: Standing, notes: str = "") -> Change:
    """The change that closes a commitment."""
    return lambda shown: replace(shown, standing=standing, closing_notes=notes)


def _if_open(change: Change) -> Change:
    return lambda shown: change(shown) if shown.standing is Standing.OPEN else shown

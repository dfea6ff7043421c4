"""The outcome of a contact: disposition, notes, tags, and a callback that is made exactly once.

Each step is kept as soon as it is done, so that a request that is repeated goes on where the one before stopped. A
callback whose making began and was never answered is looked for among the open ones before it is made again.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from switchboard.agent.session import AgentSession
from switchboard.desk.session.choosing import Choosing, disposition_named
from switchboard.desk.session.model import Callback, DeskContact, Disposition, Outcome
from switchboard.desk.session.ports import AgentCommands, AgentReports, KeptOutcome, Outcomes
from switchboard.desk.session.refusals import (
    CommitmentNeeded,
    CommitmentRefused,
    CommitmentUnderWay,
    ContactNotOver,
    DispositionUnknown,
    NotYourContact,
    OutboundSkillNeeded,
)
from switchboard.desk.session.service import Sessions
from switchboard.errors import CcNotFound, VendorError

LEASE = timedelta(seconds=30)
"""Longer than the function may run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an agent wants to say about a contact.

    Args:
        disposition_id, name: one of them names the disposition.
        secondary: id or name of a second one; empty for none.
        callback: its skill may be empty, for the only one that the agent dials with; None for none.
    """

    disposition_id: str | None = None
    name: str | None = None
    notes: str = ""
    secondary: str = ""
    amount: str = ""
    callback: Callback | None = None
    tag_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored.

    Args:
        callback_id: empty for none.
        callback: as it was made.
    """

    contact: DeskContact
    disposition: Disposition
    secondary: Disposition | None = None
    callback_id: str = ""
    callback: Callback | None = None


@dataclass(frozen=True, slots=True)
class Disposing:
    """Stores outcomes of a session's contacts.

    Args:
        now: the time in UTC.
    """

    sessions: Sessions
    commands: AgentCommands
    reports: AgentReports
    choosing: Choosing
    kept: Outcomes
    now: Callable[[], datetime]

    def dispose(self, session: AgentSession, contact_id: str, wish: Wish) -> Stored:
        """Store an outcome.

        Raises:
            NotYourContact, ContactNotOver: the contact cannot be disposed of by the agent, or not yet.
            DispositionUnknown, SecondaryNotAllowed, CommitmentNeeded, OutboundSkillNeeded: nothing was stored.
            CommitmentRefused, CommitmentUnderWay, TagUnknown: the disposition is stored, the rest is not.
        """
        contact = self.reports.contact(contact_id)
        if contact is None:
            raise NotYourContact
        if not contact.is_over:
            raise ContactNotOver
        disposition, secondary = self._chosen(contact, wish)
        callback = self._with_skill(session, wish.callback)
        missing = missing_of(disposition, wish)
        if missing:
            raise CommitmentNeeded(missing=missing)
        outcome = Outcome(
            disposition_id=disposition.disposition_id,
            notes=wish.notes,
            secondary_id=secondary.disposition_id if secondary else "",
            amount=wish.amount,
            callback=callback if disposition.needs_commitment else None,
        )
        known = self.kept.read(session.user_id, contact_id)
        if known.stored != digest(outcome):
            self.sessions.send(session, lambda cxone_id: self.commands.dispose(cxone_id, contact_id, outcome))
            self.kept.stored(session.user_id, contact_id, digest(outcome), self.now())
        callback_id = self._called_back(session, contact_id, callback) if callback else ""
        if wish.tag_ids:
            self.commands.tag(contact_id, wish.tag_ids)
        return Stored(contact, disposition, secondary, callback_id, callback)

    def _chosen(self, contact: DeskContact, wish: Wish) -> tuple[Disposition, Disposition | None]:
        if not contact.skill_id:
            raise DispositionUnknown(dispositions=[])
        offered = self.choosing.dispositions(contact.skill_id)
        chosen = disposition_named(offered, disposition_id=wish.disposition_id, name=wish.name)
        if not wish.secondary:
            return chosen, None
        by_id = any(one.disposition_id == wish.secondary for one in offered)
        named = {"disposition_id": wish.secondary} if by_id else {"name": wish.secondary}
        return chosen, disposition_named(offered, **named)

    def _with_skill(self, session: AgentSession, callback: Callback | None) -> Callback | None:
        if callback is None or callback.skill_id:
            return callback
        skills = self.reports.dial_skills(session.agent_id)
        if len(skills) != 1:
            raise OutboundSkillNeeded(skills=[{"skillId": one.skill_id, "name": one.name} for one in skills])
        return replace(callback, skill_id=skills[0].skill_id)

    def _called_back(self, session: AgentSession, contact_id: str, callback: Callback) -> str:
        now, user_id = self.now(), session.user_id
        before = self.kept.claim(user_id, contact_id, callback, now + LEASE, now)
        if before is None:
            raise CommitmentUnderWay
        try:
            callback_id = self._changed(before, callback) or self.commands.make_callback(callback)
        except CommitmentRefused:
            self.kept.not_made(user_id, contact_id)
            raise
        except VendorError as error:
            if error.nothing_done:
                self.kept.not_made(user_id, contact_id)
            raise
        self.kept.made(user_id, contact_id, callback_id, digest(callback))
        return callback_id

    def _changed(self, before: KeptOutcome, callback: Callback) -> str:
        """The callback that was made before, as it is wanted now; empty where there is none any more."""
        callback_id = before.callback_id
        if callback_id and before.callback == digest(callback):
            return callback_id
        if not callback_id and before.making:
            callback_id = self._found(before.making)
        if not callback_id:
            return ""
        try:
            self.commands.change_callback(callback_id, callback)
        except CcNotFound:
            return ""
        return callback_id

    def _found(self, making: Callback) -> str:
        """The callback that an earlier request may have made without hearing so; empty where it did not."""
        opened = self.reports.callbacks(making.agent_id, making.skill_id)
        return next((callback_id for callback_id, one in opened if is_same(one, making)), "")


def missing_of(disposition: Disposition, wish: Wish) -> Sequence[str]:
    """Members that the disposition asks for and that were not given. Pure."""
    asked = {
        "commitment": disposition.needs_commitment and wish.callback is None,
        "amount": disposition.needs_amount and not wish.amount,
    }
    return [name for name, is_missing in asked.items() if is_missing]


def is_same(listed: Callback, wanted: Callback) -> bool:
    """Whether an open callback is the one wanted: same number, skill and minute. Pure."""
    apart_s = abs((listed.at - wanted.at).total_seconds())
    same_number = _digits(listed.phone) == _digits(wanted.phone)
    return apart_s < 60 and same_number and listed.skill_id == wanted.skill_id


def _digits(phone: str) -> str:
    return "".join(filter(str.isdecimal, phone))


def digest(said: Outcome | Callback) -> str:
    """The same for the same content."""
    return hashlib.sha256(json.dumps(asdict(said), default=str, sort_keys=True).encode()).hexdigest()[:32]

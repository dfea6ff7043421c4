"""Passing contacts on: consulting, transferring, joining.

A call is passed on in steps, and each step is possible only when the one before has taken effect: the customer is
put on hold, somebody is reached, the two calls are put together. A step that comes too early is refused and has no
effect, so it is tried again for some seconds. What takes longer, such as somebody who has to pick up, is left to
the panel: the same request again, or one without a target, goes on where this one stopped, and nobody is dialled
twice.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from switchboard.agent.session import AgentSession
from switchboard.contact.words import Channel
from switchboard.desk.session.handling import Handling
from switchboard.desk.session.model import ACTIVE, HELD, DeskContact, Target
from switchboard.desk.session.ports import AgentCommands, AgentReports, Command, Join
from switchboard.desk.session.refusals import (
    CallNotActive,
    ChannelNotPassedOn,
    DeskRefusal,
    NotACall,
    OutboundSkillNeeded,
    SecondCallOpen,
    TargetNeeded,
    TargetUnknown,
    TooEarly,
    TwoCallsNeeded,
)
from switchboard.desk.session.service import Sessions
from switchboard.time_left import time_left_s

Stage = Literal["reaching", "joined"]

PATIENCE_S = 4.0
KEPT_BACK_S = 1.5
"""Of the invocation's time, for a request that is under way."""

_PAUSES_S = (0.1, 0.2, 0.4, 0.8)
_CONFERENCE = "conference"
_PASSED_ON = frozenset({Channel.EMAIL, Channel.CHAT, Channel.SMS, Channel.VOICEMAIL, Channel.WORK_ITEM})


@dataclass(frozen=True, slots=True)
class Passing:
    """Passes contacts of a session on.

    Args:
        wait: sleeps for some seconds.
    """

    sessions: Sessions
    handling: Handling
    commands: AgentCommands
    reports: AgentReports
    wait: Callable[[float], None] = time.sleep

    def consult(self, session: AgentSession, contact_id: str, target: Target) -> Stage:
        """Reach somebody to talk to while the customer waits.

        Raises:
            NotACall, CallNotActive, SecondCallOpen, TargetNotReachable and more of the refusals: as they say.
                Where the customer was put on hold before, ``customer_on_hold`` is told.
        """
        contact, others = self.handling.own_open(session, contact_id)
        self._reach(session, contact, others, target, self.commands.consult)
        return "reaching"

    def join(self, session: AgentSession, contact_id: str, target: Target | None, join: Join) -> Stage:
        """Transfer a contact, or join its calls: to a target, or without one to whom the agent has reached.

        Raises:
            as ``consult``; ``TwoCallsNeeded`` where nobody was reached and none is named.
        """
        contact, others = self.handling.own_open(session, contact_id)
        if not contact.is_call:
            return self._pass_on(session, contact, target, join)
        if target is None:
            self.sessions.send(session, lambda cxone_id: self.commands.join(cxone_id, join))
            return "joined"
        self._reach(session, contact, others, target, self.commands.dial)
        return self._joined_soon(session, join)

    def _pass_on(self, session: AgentSession, contact: DeskContact, target: Target | None, join: Join) -> Stage:
        if join is Join.CONFERENCE or (target and target.phone):
            raise NotACall
        if contact.channel not in _PASSED_ON:
            raise ChannelNotPassedOn
        if target is None:
            raise TargetNeeded
        self.sessions.send(session, lambda cxone_id: self.commands.pass_on(cxone_id, target, contact))
        return "joined"

    def _reach(
        self,
        session: AgentSession,
        contact: DeskContact,
        others: Sequence[DeskContact],
        target: Target,
        dial: Callable[[str, Target, str], None],
    ) -> None:
        if target.agent_id == session.agent_id:
            raise TargetUnknown
        if is_reached(contact, others, target):
            return
        target = self._dialable(session, target)
        hold = contact.state == ACTIVE and _needs_hold(target, is_consult=dial == self.commands.consult)
        if hold:
            self.handling.do(session, Command.HOLD, contact.contact_id)
        try:
            self._try(
                lambda: self.sessions.send(session, lambda cxone_id: dial(cxone_id, target, contact.contact_id))
            )
        except DeskRefusal as refusal:
            if hold:
                refusal.told["customer_on_hold"] = True
            raise

    def _dialable(self, session: AgentSession, target: Target) -> Target:
        """The target with the skill that its number is dialled with."""
        if not target.phone or target.dial_skill_id:
            return target
        skills = self.reports.dial_skills(session.agent_id)
        if len(skills) != 1:
            raise OutboundSkillNeeded(skills=[{"skillId": one.skill_id, "name": one.name} for one in skills])
        return Target(phone=target.phone, dial_skill_id=skills[0].skill_id)

    def _joined_soon(self, session: AgentSession, join: Join) -> Stage:
        try:
            self._try(lambda: self.sessions.send(session, lambda cxone_id: self.commands.join(cxone_id, join)))
        except TwoCallsNeeded:
            return "reaching"
        return "joined"

    def _try(self, step: Callable[[], None]) -> None:
        """Take a step that may come too early, until it is taken or time is up.

        Raises:
            TooEarly: it is still too early.
        """
        waited_s, turn = 0.0, 0
        while True:
            try:
                step()
            except TooEarly:
                pause_s = _PAUSES_S[min(turn, len(_PAUSES_S) - 1)]
                patience_s = min(PATIENCE_S - waited_s, time_left_s() - KEPT_BACK_S)
                if pause_s > patience_s:
                    raise
                self.wait(pause_s)
                waited_s, turn = waited_s + pause_s, turn + 1
            else:
                return


def is_reached(contact: DeskContact, others: Sequence[DeskContact], target: Target) -> bool:
    """Whether another call of the agent's leads to the target already. Pure.

    Raises:
        NotACall, CallNotActive: the contact is none that could be passed on.
        SecondCallOpen: the agent has reached somebody else.
    """
    if not contact.is_call:
        raise NotACall
    calls = [one for one in others if one.is_call]
    if not calls:
        if contact.state not in (ACTIVE, HELD, _CONFERENCE):
            raise CallNotActive
        return False
    if len(calls) > 1 or not _leads_to(calls[0], target, contact):
        raise SecondCallOpen(contacts=calls)
    return True


def _leads_to(call: DeskContact, target: Target, contact: DeskContact) -> bool:
    if target.agent_id:
        return call.agent_id == target.agent_id
    if target.phone:
        return call.is_outbound and call.to_address == target.phone
    # A call to an agent carries the customer's skill as well.
    return call.skill_id == target.skill_id and (not call.agent_id or call.skill_id != contact.skill_id)


def _needs_hold(target: Target, *, is_consult: bool) -> bool:
    """Whether the customer has to be on hold first; else the contact centre sees to it (unconfirmed)."""
    return bool(target.phone) or (bool(target.agent_id) and not is_consult)

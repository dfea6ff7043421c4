"""Digital contacts of the acting user's agent. Whoever has a case may read and handle it, and nobody else."""

import base64
import binascii
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from switchboard.agent.identity import AgentAmbiguous, AgentDirectory, AgentUnknown
from switchboard.desk.digital.model import CaseQuery, DigitalCase, DigitalChannel, DigitalMessage, Outgoing
from switchboard.desk.digital.ports import DigitalCentre
from switchboard.desk.digital.refusals import AssigneeUnknown, CannotReply, ChannelUnknown
from switchboard.desk.media.refusals import SomebodyElses
from switchboard.desk.media.service import once
from switchboard.desk.session.refusals import NotYourContact
from switchboard.errors import BadCursor, CcError
from switchboard.time_left import time_left_s

KEPT_S = 300.0
"""Channels change now and then."""

UNNAMED_S = 10.0
"""How long channels are not asked for again after that failed."""

MOST_PAGES = 5
"""The contact centre cannot be asked for one agent's cases: its pages are looked through, this many at once."""

KEPT_BACK_S = 1.5


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that went out.

    Args:
        is_mine: whether its case is the acting agent's.
    """

    case_id: str
    message_id: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Digital:
    """Acting users' digital contacts.

    Every method that takes a case raises ``NotYourContact`` where there is none, and ``SomebodyElses``.

    Args:
        clock: seconds that only grow.
    """

    directory: AgentDirectory
    centre: DigitalCentre
    clock: Callable[[], float] = time.monotonic
    _channels: list[tuple[float, Sequence[DigitalChannel]]] = field(default_factory=list)
    _trouble: list[float] = field(default_factory=list)

    def channels(self) -> Sequence[DigitalChannel]:
        """All channels by name."""
        if not self._channels or self.clock() >= self._channels[0][0]:
            found = sorted(self.centre.channels(), key=lambda one: (one.name.casefold(), one.channel_id))
            self._channels[:] = [(self.clock() + KEPT_S, found)]
        return self._channels[0][1]

    def known_channels(self) -> Mapping[str, DigitalChannel]:
        """Channels by id, for their names: the last ones where they cannot be asked for now, else none."""
        if not self._trouble or self.clock() >= self._trouble[0]:
            try:
                return {one.channel_id: one for one in self.channels()}
            except CcError:
                # Nobody waits for names again and again.
                self._trouble[:] = [self.clock() + UNNAMED_S]
        return {one.channel_id: one for one in (self._channels[0][1] if self._channels else ())}

    def mine(
        self, user_id: str, query: CaseQuery, *, limit: int, cursor: str | None
    ) -> tuple[list[DigitalCase], str | None]:
        """Cases that the user has, the newest first, and the cursor of what comes next.

        A page may hold fewer than ``limit``, even none, with more to come: those of others are passed over.
        """
        me = self._uuid(user_id)
        token, skip = _place(cursor)
        found: list[DigitalCase] = []
        for _ in range(MOST_PAGES):
            page = self.centre.cases(query, token)
            for number, case in enumerate(page.cases[skip:], skip + 1):
                if case.assignee_uuid == me:
                    found.append(case)
                if len(found) == limit:
                    is_end = number == len(page.cases)
                    place = (page.next, 0) if is_end else (token, number)
                    return found, None if is_end and not page.next else _cursor(*place)
            if not page.next:
                return found, None
            token, skip = page.next, 0
            if time_left_s() < KEPT_BACK_S:
                break
        return found, _cursor(token, 0)

    def own(self, user_id: str, case_id: str) -> DigitalCase:
        """A case that the user has."""
        case = self.centre.case(case_id)
        if case is None:
            raise NotYourContact
        if case.assignee_uuid != self._uuid(user_id):
            raise SomebodyElses
        return case

    def messages(self, case: DigitalCase) -> tuple[Sequence[DigitalMessage], bool]:
        """What was written, the oldest first, and whether there is more."""
        return self.centre.messages(case.case_id)

    def reply(self, user_id: str, case_id: str, text: str) -> Sent:
        """Write to the customer of a case.

        Raises:
            CannotReply: nobody is known, or the channel takes no replies.
            OutcomeUnknown: it may have gone out.
        """
        case = self.own(user_id, case_id)
        channel = next((one for one in self.channels() if one.channel_id == case.channel_id), None)
        if not case.customer_id or (channel and not channel.can_reply):
            raise CannotReply
        return self._written(
            user_id,
            Outgoing(
                channel_id=case.channel_id,
                recipient_id=case.customer_id,
                recipient_name=case.customer_name,
                text=text,
                thread=case.thread,
            ),
            case,
        )

    def begin(self, user_id: str, message: Outgoing) -> Sent:
        """Write to a customer on a channel. A case that nobody has becomes the user's.

        Raises:
            ChannelUnknown, MessageRefused: as they say.
            OutcomeUnknown: it may have gone out.
        """
        if all(one.channel_id != message.channel_id for one in self.channels()):
            raise ChannelUnknown
        return self._written(user_id, message, None)

    def set_status(self, user_id: str, case_id: str, status: str) -> DigitalCase:
        """The case in another status."""
        case = self.own(user_id, case_id)
        return self.centre.set_status(case_id, status, case.assignee_number) or self._again(case)

    def assign_user(self, user_id: str, case_id: str, whom: str) -> DigitalCase:
        """The case with another Salesforce user's agent; ``AssigneeUnknown``."""
        case = self.own(user_id, case_id)
        try:
            uuid = self.directory.agent_of(whom).user_uuid
        except (AgentUnknown, AgentAmbiguous):
            raise AssigneeUnknown from None
        return self._assigned(case, uuid)

    def assign_agent(self, user_id: str, case_id: str, agent_id: str) -> DigitalCase:
        """The case with another agent; ``AssigneeUnknown``."""
        case = self.own(user_id, case_id)
        return self._assigned(case, self.centre.user_uuid(agent_id))

    def assign_skill(self, user_id: str, case_id: str, skill_id: str) -> DigitalCase:
        """The case in the queue of a skill, and nobody's; ``AssigneeUnknown``."""
        case = self.own(user_id, case_id)
        queue_id = self.centre.queue_of(skill_id)
        if not queue_id:
            raise AssigneeUnknown
        self.centre.queue(case_id, queue_id)
        self.centre.unassign(case_id)
        return self._again(case)

    def unassign(self, user_id: str, case_id: str) -> DigitalCase:
        """The case is nobody's."""
        case = self.own(user_id, case_id)
        self.centre.unassign(case_id)
        return self._again(case)

    def _assigned(self, case: DigitalCase, uuid: str) -> DigitalCase:
        if not uuid:
            raise AssigneeUnknown
        return self.centre.assign(case.case_id, uuid) or self._again(case)

    def _written(self, user_id: str, message: Outgoing, case: DigitalCase | None) -> Sent:
        me = self._uuid(user_id)
        made: list[tuple[str, str]] = []
        once(lambda: made.append(self.centre.write(message)))
        case_id, message_id = made[0]
        if case and case_id == case.case_id:
            return Sent(case_id, message_id, is_mine=True)
        return Sent(case_id, message_id, is_mine=self._taken(case_id, me))

    def _taken(self, case_id: str, me: str) -> bool:
        """Whether the case that a message went to is the user's now. Trouble is no error: the message is out."""
        try:
            case = self.centre.case(case_id)
            if case and not case.is_assigned:
                self.centre.assign(case_id, me)
                return True
        except (CcError, AssigneeUnknown):
            return False
        return bool(case and case.assignee_uuid == me)

    def _again(self, case: DigitalCase) -> DigitalCase:
        return self.centre.case(case.case_id) or case

    def _uuid(self, user_id: str) -> str:
        uuid = self.directory.agent_of(user_id).user_uuid
        if not uuid:
            # Else everything that is nobody's would be theirs.
            raise AgentUnknown
        return uuid


def _cursor(token: str, skip: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([token, skip]).encode()).decode().rstrip("=")


def _place(cursor: str | None) -> tuple[str, int]:
    """The vendor's token of a page, and how many of its rows were passed.

    That a token may be asked for again is unconfirmed; it is where a page was not told whole.
    """
    if cursor is None:
        return "", 0
    try:
        place = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise BadCursor from None
    match place:
        case [str(token), int(skip)] if type(skip) is int and 0 <= skip <= 1_000:
            return token, skip
    raise BadCursor

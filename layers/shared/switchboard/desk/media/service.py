"""What an agent does with contacts that are no calls, as far as they are the agent's own."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from switchboard.agent.acting import ActingAgents
from switchboard.desk.media.model import ChatLine, MailSeen, PointOfContact, WorkItem
from switchboard.desk.media.ports import MediaReports
from switchboard.desk.media.refusals import PointOfContactUnknown, SomebodyElses
from switchboard.desk.session.refusals import NotYourContact, OutcomeUnknown
from switchboard.errors import CcTimeout, CcUnavailable

KEPT_S = 300.0
"""Points of contact change now and then."""


@dataclass(frozen=True, slots=True)
class Media:
    """Acting users' e-mails, chats, voicemails and work items.

    Args:
        clock: seconds that only grow.
    """

    acting: ActingAgents
    reports: MediaReports
    clock: Callable[[], float] = time.monotonic
    _points: list[tuple[float, Sequence[PointOfContact]]] = field(default_factory=list)

    def send(self, user_id: str, command: Callable[[str], None]) -> None:
        """Send a command once, in the user's own session.

        Args:
            command: takes the session's newest id.

        Raises:
            SessionUnknown, SessionOver: the user has no session.
            OutcomeUnknown: no answer came that tells whether it was accepted.
        """

        def sent(cxone_id: str) -> None:
            once(lambda: command(cxone_id))

        self.acting.send(self.acting.own(user_id), sent)

    def handle(self, user_id: str, contact_id: str, command: Callable[[str], None]) -> None:
        """Send a command for one contact; as ``send``.

        Raises:
            SomebodyElses, NotYourContact: the user's agent does not take part in it.
        """
        try:
            self.send(user_id, command)
        except NotYourContact:
            # A refused command does not say whether there is such a contact.
            self._check_own(user_id, contact_id)
            raise

    def mails(self, user_id: str, contact_id: str, *, with_attachments: bool) -> Sequence[MailSeen]:
        """The e-mails of a contact of the user's; ``SomebodyElses``, ``NotYourContact``."""
        self._check_own(user_id, contact_id)
        return self.reports.mails(contact_id, with_attachments=with_attachments)

    def lines(self, user_id: str, contact_id: str) -> Sequence[ChatLine]:
        """What was said in a chat of the user's; ``SomebodyElses``, ``NotYourContact``."""
        self._check_own(user_id, contact_id)
        return self.reports.lines(contact_id)

    def points_of_contact(self) -> Sequence[PointOfContact]:
        """Where work items may come in, by name."""
        if not self._points or self.clock() >= self._points[0][0]:
            found = sorted(self.reports.points_of_contact(), key=lambda one: (one.name.casefold(), one.code))
            self._points[:] = [(self.clock() + KEPT_S, found)]
        return self._points[0][1]

    def make_work_item(self, given: str, item: WorkItem) -> str:
        """The contact id of a new work item.

        Args:
            given: number or name of a point of contact.

        Raises:
            PointOfContactUnknown, PayloadTooLarge, WorkItemsFull: as they say.
            OutcomeUnknown: it may have been made.
        """
        point = point_named(given, self.points_of_contact())
        made: list[str] = []
        once(lambda: made.append(self.reports.make_work_item(point, item)))
        return made[0]

    def signal(self, contact_id: str, values: Sequence[str], user_id: str) -> None:
        """Signal to the script that a contact runs, once.

        Args:
            user_id: whose contact it has to be; empty for anybody's.

        Raises:
            NoSuchContact: it is over, or there is none.
            SomebodyElses, NotYourContact: it is not the user's.
        """
        if user_id:
            self._check_own(user_id, contact_id)
        once(lambda: self.reports.signal(contact_id, values))

    def _check_own(self, user_id: str, contact_id: str) -> None:
        agent_id = self.reports.agent_of(contact_id)
        if agent_id is None:
            raise NotYourContact
        if agent_id != self.acting.directory.agent_of(user_id).agent_id:
            raise SomebodyElses


def once(command: Callable[[], None]) -> None:
    """Do what must not be done twice.

    Raises:
        OutcomeUnknown: no answer came that tells whether it was done.
    """
    try:
        command()
    except (CcUnavailable, CcTimeout) as error:
        if error.nothing_done:
            raise
        raise OutcomeUnknown(code=error.code) from error


def point_named(given: str, points: Sequence[PointOfContact]) -> PointOfContact:
    """The point of contact with a number or, where none has it, a name. Pure.

    Raises:
        PointOfContactUnknown: there is none, or more than one.
    """
    for alike in (
        [one for one in points if one.code == given],
        [one for one in points if one.name.casefold() == given.casefold()],
    ):
        if len(alike) == 1:
            return alike[0]
    raise PointOfContactUnknown(points_of_contact=[{"code": one.code, "name": one.name} for one in points])

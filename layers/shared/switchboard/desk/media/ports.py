"""What e-mails, chats, voicemails and work items need of the contact centre.

Every method raises the family ``CcError``; where the contact centre says no, a ``DeskRefusal``.
"""

from collections.abc import Sequence
from typing import Protocol

from switchboard.desk.media.model import ChatLine, Mail, MailAction, MailSeen, PointOfContact, WorkItem


class MediaCommands(Protocol):
    """Sends what an agent wants. The contact centre accepts first; what comes of it is an event.

    Args:
        cxone_id: the session's newest id; ``CcSessionGone`` where it is no longer good.
        contact_id: ``NotYourContact`` where the agent does not take part in it.
    """

    def begin_mail(self, cxone_id: str, skill_id: str, to: str, parent_id: str) -> None:
        """Begin an e-mail to somebody."""
        ...

    def handle_mail(self, cxone_id: str, contact_id: str, action: MailAction) -> None:
        """Do something with an e-mail."""
        ...

    def send_mail(self, cxone_id: str, contact_id: str, mail: Mail) -> None:
        """Send an e-mail, which ends the contact."""
        ...

    def save_draft(self, cxone_id: str, contact_id: str, mail: Mail) -> None:
        """Keep an e-mail for later, in the place of an earlier draft."""
        ...

    def say(self, cxone_id: str, contact_id: str, text: str) -> None:
        """Say something in a chat or to a phone's text messages."""
        ...

    def show_typing(self, cxone_id: str, contact_id: str, *, is_typing: bool, has_text: bool) -> None:
        """Let the customer see that the agent types."""
        ...

    def begin_text(self, cxone_id: str, skill_id: str, phone: str, parent_id: str) -> None:
        """Begin to write to a phone."""
        ...

    def play(self, cxone_id: str, contact_id: str, *, position: int, with_time: bool) -> None:
        """Play a voicemail from a position."""
        ...

    def pause(self, cxone_id: str, contact_id: str) -> None:
        """Pause a voicemail."""
        ...

    def request_contact(self, cxone_id: str, *, chat: bool) -> None:
        """Ask for one more contact, or chat."""
        ...


class MediaReports(Protocol):
    """Reads contacts, and reaches what needs no session."""

    def agent_of(self, contact_id: str) -> str | None:
        """The agent who has or had a contact, empty for nobody; None where there is no such contact."""
        ...

    def mails(self, contact_id: str, *, with_attachments: bool) -> Sequence[MailSeen]:
        """The e-mails of a contact, the oldest first."""
        ...

    def lines(self, contact_id: str) -> Sequence[ChatLine]:
        """What was said in a chat, the oldest first, however long ago."""
        ...

    def points_of_contact(self) -> Sequence[PointOfContact]:
        """The active points of contact for work items."""
        ...

    def make_work_item(self, point: PointOfContact, item: WorkItem) -> str:
        """The contact id of a new work item; ``WorkItemsFull``, ``PayloadTooLarge``."""
        ...

    def signal(self, contact_id: str, values: Sequence[str]) -> None:
        """Signal to a contact's script; ``NoSuchContact``."""
        ...

"""What digital contacts need of the contact centre."""

from collections.abc import Sequence
from typing import Protocol

from switchboard.desk.digital.model import (
    CasePage,
    CaseQuery,
    DigitalCase,
    DigitalChannel,
    DigitalMessage,
    Outgoing,
)


class DigitalCentre(Protocol):
    """Reads and changes cases. Every method raises the family ``CcError``."""

    def channels(self) -> Sequence[DigitalChannel]:
        """All channels."""
        ...

    def cases(self, query: CaseQuery, token: str) -> CasePage:
        """A page of everybody's cases; ``BadCursor`` where the token is none."""
        ...

    def case(self, case_id: str) -> DigitalCase | None:
        """One case; None where there is none."""
        ...

    def messages(self, case_id: str) -> tuple[Sequence[DigitalMessage], bool]:
        """The messages of a case, the oldest first, and whether there are more."""
        ...

    def set_status(self, case_id: str, status: str, by_number: str) -> DigitalCase | None:
        """The case in another status, where it is told."""
        ...

    def assign(self, case_id: str, user_uuid: str) -> DigitalCase | None:
        """The case with another user, where it is told; ``AssigneeUnknown``."""
        ...

    def unassign(self, case_id: str) -> None:
        """The case is nobody's."""
        ...

    def queue(self, case_id: str, queue_id: str) -> DigitalCase | None:
        """The case in another routing queue, where it is told; ``AssigneeUnknown``."""
        ...

    def queue_of(self, skill_id: str) -> str:
        """The routing queue of a skill; empty where there is none."""
        ...

    def user_uuid(self, agent_id: str) -> str:
        """The UUID of an agent's user; empty where there is no such agent."""
        ...

    def write(self, message: Outgoing) -> tuple[str, str]:
        """Send a message; the ids of its case and of itself. ``ChannelUnknown``, ``MessageRefused``."""
        ...

"""What is asked of the contact centre in an agent's session."""

from collections.abc import Mapping
from typing import Protocol


class AgentCentre(Protocol):
    """Begins, joins and ends sessions, and sends their commands.

    Every method raises the family ``CcError``, of it ``CcSessionGone`` where the id or its session is no good.
    A command is accepted before anything comes of it; the outcome is an event.
    """

    def start(self, agent_id: str, *, station_id: str = "", phone: str = "") -> str:
        """The id of a new session; ``CcConflict`` where the agent has one."""
        ...

    def join(self, agent_id: str) -> str:
        """Another id of the session that the agent has."""
        ...

    def end(self, cxone_id: str, *, force: bool, end_contacts: bool, ignore_personal_queue: bool) -> None:
        """Log the agent out; ``CcConflict`` where contacts are open or wait for the agent."""
        ...

    def command(self, cxone_id: str, path: str, body: Mapping[str, object] | None = None) -> None:
        """A command of the session.

        Args:
            path: below the session, such as ``dial-phone``; ids in it have been checked.
        """
        ...

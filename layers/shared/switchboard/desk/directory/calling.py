"""Calls to agents and into skills, as commands of the session."""

from typing import Protocol


class DirectoryCalls(Protocol):
    """Sends the commands. They are accepted before anything comes of them; the outcome is an event.

    Every method raises ``CcSessionGone`` where the session's id is no good, a ``CallRefused`` where the call
    cannot be made, and other errors of the family ``CcError``.

    Args:
        cxone_id: newest id of the session.
        about: id of the contact that it is about; empty for none.
    """

    def consult_agent(self, cxone_id: str, agent_id: str, about: str) -> None:
        """Ring an agent to talk to them, on their own or while a contact waits."""
        ...

    def dial_agent(self, cxone_id: str, agent_id: str, about: str) -> None:
        """Ring an agent as a further party of a contact that is on hold."""
        ...

    def dial_skill(self, cxone_id: str, skill_id: str, about: str) -> None:
        """Call into a skill, to be queued there."""
        ...

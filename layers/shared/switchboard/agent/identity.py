"""Who of the contact centre a Salesforce user is."""

from dataclasses import dataclass
from typing import Protocol

from switchboard.errors import SwitchboardError


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent as the directory knows them.

    Args:
        agent_id: of the ACD.
        user_uuid: of the user in the contact centre's other APIs, a UUID.
    """

    agent_id: str
    user_uuid: str
    first_name: str
    last_name: str
    team_id: str
    team_name: str
    email: str = ""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class AgentUnknown(SwitchboardError):
    """No active agent of the contact centre belongs to the Salesforce user."""


class AgentAmbiguous(SwitchboardError):
    """More than one agent could be the Salesforce user, and nobody guesses."""


class AgentDirectory(Protocol):
    """Knows the agents of all users, without asking the contact centre for each."""

    def agent_of(self, user_id: str) -> Agent:
        """The one agent of a Salesforce user, by the 18-character id.

        Raises:
            AgentUnknown, AgentAmbiguous: there is none, or more than one.
        """
        ...

"""Why a message cannot be read, sent or deleted."""

from collections.abc import Sequence

from switchboard.errors import SwitchboardError


class MessageNotFound(SwitchboardError):
    """The agent has no such message, or no longer."""


class NotYourMessage(SwitchboardError):
    """The user did not send it, so it stays for the others."""


class NotYourTeam(SwitchboardError):
    """Only supervisors write to teams beside their own."""


class NothingSent(SwitchboardError):
    """The contact centre took the message for nobody.

    Args:
        results: ready to be shown, a member for each who was to get it.
    """

    def __init__(self, results: Sequence[dict[str, object]]) -> None:
        super().__init__(f"{len(results)} refused")
        self.results = results

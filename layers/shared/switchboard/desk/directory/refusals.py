"""Why an agent cannot be shown something of the directory."""

from switchboard.errors import SwitchboardError


class AgentNotFound(SwitchboardError):
    """There is no such active agent."""


class SkillNotFound(SwitchboardError):
    """There is no such skill, or it is inactive and none of the acting agent's."""


class BookNotFound(SwitchboardError):
    """There is no such address book, or it is not assigned to the acting agent."""


class StillReading(SwitchboardError):
    """The list is being read for the first time and what is asked for has not come yet."""

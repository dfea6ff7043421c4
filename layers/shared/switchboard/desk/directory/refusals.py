"""Why an agent cannot be shown or reach something."""

from switchboard.errors import SwitchboardError


class AgentNotFound(SwitchboardError):
    """There is no such active agent."""


class SkillNotFound(SwitchboardError):
    """There is no such skill, or it is none of the acting agent's."""


class BookNotFound(SwitchboardError):
    """There is no such address book, or it is not assigned to the acting agent."""


class StillReading(SwitchboardError):
    """The list is being read for the first time and what is asked for has not come yet."""


class CallRefused(SwitchboardError):
    """A call to an agent or into a skill cannot be made; nothing was done."""


class OwnSelf(CallRefused):
    """The agent called is the one who calls."""


class AgentNotReachable(CallRefused):
    """The agent called is logged out, or busy with a contact."""


class SkillNotCallable(CallRefused):
    """The skill takes no calls: it is inactive, or of another channel."""


class NotFreeToCall(CallRefused):
    """What the calling agent does leaves no room for a call."""


class TooManyCalls(CallRefused):
    """The calling agent has two calls and may not have more."""


class ParentNotYours(CallRefused):
    """The contact that the call is about is not one that the agent takes part in."""


class ParentNotACall(CallRefused):
    """The contact that the call is about is no contact of the ACD of this business unit."""

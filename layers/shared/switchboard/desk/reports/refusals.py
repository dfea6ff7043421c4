"""Why there is no such report."""

from switchboard.errors import SwitchboardError


class RangeEmpty(SwitchboardError):
    """The end is not after the beginning."""


class RangeTooLong(SwitchboardError):
    """More days than a report covers."""


class RangeInTheFuture(SwitchboardError):
    """The beginning is yet to come."""


class SupervisorsOnly(SwitchboardError):
    """The agent is no supervisor."""

"""Why a history cannot be shown."""

from switchboard.errors import SwitchboardError


class PeriodNotTaken(SwitchboardError):
    """The period ends before it begins, or is longer than the contact centre tells."""

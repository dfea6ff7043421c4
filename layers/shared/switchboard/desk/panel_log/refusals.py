"""Why there are no log lines."""

from switchboard.errors import SwitchboardError


class NoPanelLog(SwitchboardError):
    """Nothing is kept of this user's panel."""

"""Why settings were not kept."""

from switchboard.errors import SwitchboardError


class SettingsChanged(SwitchboardError):
    """They are no longer as whoever changes them saw them."""


class SeenSettingsNeeded(SwitchboardError):
    """The request does not say which settings it takes the place of."""

"""Why an agent has no schedule that could be asked for."""

from switchboard.errors import SwitchboardError


class ScheduleUserUnknown(SwitchboardError):
    """The directory does not have the agent's id in the system that plans schedules."""

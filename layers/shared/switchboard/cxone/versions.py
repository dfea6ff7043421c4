"""Which version of the ACD's API each resource is asked at: CXone serves many side by side."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from switchboard.errors import ConfigurationError

_VERSION = re.compile(r"\d{1,2}\.\d", re.ASCII)


class Resource(StrEnum):
    """What is asked for, by the name that settings use."""

    ACTIVE_CONTACTS = "active-contacts"
    ADDRESS_BOOKS = "address-books"
    AGENTS = "agents"
    AGENT_KEEP_ALIVE = "agent-keep-alive"
    AGENT_MESSAGES = "agent-messages"
    AGENT_SESSIONS = "agent-sessions"
    AGENT_SETTINGS = "agent-settings"
    AGENT_SKILLS = "agent-skills"
    AGENT_STATES = "agent-states"
    COMMUNICATIONS = "communications"
    COMPLETED_CONTACTS = "completed-contacts"
    CONTACT = "contact"
    DELIVERED_CALLBACKS = "delivered-callbacks"
    DISPOSITION = "disposition"
    INTERACTION_HISTORY = "interaction-history"
    INTERACTION_RECENT = "interaction-recent"
    PERFORMANCE = "performance"
    POINTS_OF_CONTACT = "points-of-contact"
    SCHEDULED_CALLBACKS = "scheduled-callbacks"
    SERVER_TIME = "server-time"
    SIGNAL = "signal"
    SKILL_ACTIVITY = "skill-activity"
    SKILL_DISPOSITIONS = "skill-dispositions"
    STATE_HISTORY = "state-history"
    TAGS = "tags"
    TEAM_PERFORMANCE = "team-performance"
    TRANSCRIPTS = "transcripts"
    UNAVAILABLE_CODES = "unavailable-codes"
    WFM_SCHEDULE = "wfm-schedule"
    WORK_ITEMS = "work-items"


IN_THE_VENDORS_CLIENT = {
    Resource.ADDRESS_BOOKS: "23.0",
    Resource.AGENTS: "23.0",
    Resource.AGENT_KEEP_ALIVE: "31.0",
    Resource.AGENT_MESSAGES: "23.0",
    Resource.AGENT_SESSIONS: "23.0",
    Resource.AGENT_SETTINGS: "30.0",
    Resource.AGENT_SKILLS: "23.0",
    Resource.AGENT_STATES: "23.0",
    Resource.COMPLETED_CONTACTS: "23.0",
    Resource.DELIVERED_CALLBACKS: "21.0",
    Resource.DISPOSITION: "27.0",
    Resource.PERFORMANCE: "23.0",
    Resource.SCHEDULED_CALLBACKS: "25.0",
    Resource.SERVER_TIME: "23.0",
    Resource.SIGNAL: "23.0",
    Resource.SKILL_ACTIVITY: "23.0",
    Resource.SKILL_DISPOSITIONS: "12.0",
    Resource.STATE_HISTORY: "27.0",
    Resource.TAGS: "23.0",
    Resource.TEAM_PERFORMANCE: "27.0",
    Resource.UNAVAILABLE_CODES: "23.0",
    Resource.WFM_SCHEDULE: "8.0",
}
"""What the vendor's own agent client uses. Whether another version would do is unconfirmed."""


@dataclass(frozen=True, slots=True)
class ApiVersions:
    """The version of each resource.

    Args:
        default: for what has none of its own, such as ``30.0``.
        own: by resource; they go before the vendor's.
    """

    default: str
    own: dict[Resource, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, default: str, overrides: str) -> "ApiVersions":
        """The versions of two settings, the second such as ``completed-contacts=30.0,contact=27.0``.

        Raises:
            ConfigurationError: a version or a resource's name is not one.
        """
        known = {one.value: one for one in Resource}
        own = {}
        for pair in filter(None, (part.strip() for part in overrides.split(","))):
            name, _, version = pair.partition("=")
            if name not in known or not _VERSION.fullmatch(version):
                raise ConfigurationError(f"CXONE_API_VERSIONS takes {', '.join(known)}, each with =version")
            own[known[name]] = version
        if not _VERSION.fullmatch(default):
            raise ConfigurationError("CXONE_API_VERSION is not a version such as 30.0")
        return cls(default, own)

    def of(self, resource: Resource) -> str:
        """The version to ask a resource at."""
        return self.own.get(resource) or IN_THE_VENDORS_CLIENT.get(resource) or self.default

"""The rows of a tenant's directory. Ids are numbers here, as they are in the vendor's JSON (int32)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

PRIVATE: dict[str, Any] = {"private": True}
"""Marks a field that the REST API does not show."""

MEDIA_TYPES = {
    1: "Email", 2: "Fax", 3: "Chat", 4: "Phone Call", 5: "Voicemail", 6: "Work Item", 7: "SMS", 8: "Social",
    9: "Digital",
}  # fmt: skip
PHONE = 4


def stable_uuid(kind: str, number: int) -> str:
    """The UUID of a thing that has a number, the same in every run."""
    return str(uuid5(NAMESPACE_URL, f"https://cxone.example.com/{kind}/{number}"))


@dataclass(frozen=True, slots=True)
class Team:
    """A team of agents; the unavailable codes that it may use, all of them when none is named."""

    team_id: int
    team_name: str
    is_active: bool = True
    description: str = ""
    unavailable_code_ids: tuple[int, ...] = field(default=(), metadata=PRIVATE)

    @property
    def uuid(self) -> str:
        """The team's UUID."""
        return stable_uuid("team", self.team_id)


@dataclass(frozen=True, slots=True)
class Agent:
    """A user who handles contacts. ``permissions``: ``impersonate`` (act for others), ``conference``."""

    agent_id: int
    first_name: str
    last_name: str
    user_name: str
    email_address: str
    team_id: int
    user_id: str = ""
    middle_name: str = ""
    is_active: bool = True
    report_to_id: int = 0
    is_supervisor: bool = False
    profile_id: int = 4
    time_zone: str = "(GMT) UTC"
    internal_id: str = ""
    custom1: str = ""
    custom2: str = ""
    federated_id: str = ""
    crm_user_name: str = ""
    permissions: tuple[str, ...] = field(default=(), metadata=PRIVATE)

    @property
    def uuid(self) -> str:
        """The user's UUID: the given one, or one made from the agent's number."""
        return self.user_id or stable_uuid("user", self.agent_id)


@dataclass(frozen=True, slots=True)
class Campaign:
    """What skills are grouped by."""

    campaign_id: int
    campaign_name: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Disposition:
    """An outcome that an agent can pick."""

    disposition_id: int
    disposition_name: str
    classification: str = "None"
    system_outcome: str = "Default"
    is_preview_disposition: bool = False
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Tag:
    """A word that an agent can put on a contact."""

    tag_id: int
    tag_name: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Skill:
    """A queue of one medium. ``max_seconds_acw`` 0 means no after-contact work."""

    skill_id: int
    skill_name: str
    media_type_id: int
    campaign_id: int = 880
    is_active: bool = True
    is_outbound: bool = False
    outbound_strategy: str = "Manual"
    require_disposition: bool = False
    allow_secondary_disposition: bool = False
    max_seconds_acw: int = 60
    caller_id_override: str = ""
    use_screen_pops: bool = True
    screen_pop_trigger_event: str = "Linked"
    use_custom_screen_pops: bool = False
    screen_pop_detail: str | None = None
    service_level_threshold: int = 30
    service_level_goal: int = 80
    disposition_ids: tuple[int, ...] = field(default=(), metadata=PRIVATE)
    tag_ids: tuple[int, ...] = field(default=(), metadata=PRIVATE)


@dataclass(frozen=True, slots=True)
class Assignment:
    """An agent works on a skill."""

    agent_id: int
    skill_id: int
    proficiency: int = 3
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class UnavailableCode:
    """A reason for being unavailable. ``is_acw``: one for after-contact work."""

    out_state_id: int
    out_state_name: str
    is_active: bool = True
    is_acw: bool = False
    agent_timeout_mins: int = 0


@dataclass(frozen=True, slots=True)
class PointOfContact:
    """A number, address or name at which contacts come in, and the skill they are for."""

    contact_code: int
    contact_description: str
    contact_address: str
    media_type_id: int
    default_skill_id: int
    is_active: bool = True
    outbound_skill: bool = False
    script_name: str = ""
    sub_type: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class BookEntry:
    """One line of an address book. Those of dynamic books are known by ``external_id``, such as a record's id."""

    address_book_entry_id: int
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    company: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    external_id: str = field(default="", metadata=PRIVATE)
    state_id: int = field(default=1, metadata=PRIVATE)
    external_state: str = field(default="", metadata=PRIVATE)
    is_deleted: bool = field(default=False, metadata=PRIVATE)
    updated: datetime | None = field(default=None, metadata=PRIVATE)


@dataclass(frozen=True, slots=True)
class AddressBook:
    """A directory of numbers. ``entity_type``: Agent, Team, Skill, Campaign or Everyone; "" for nobody."""

    address_book_id: int
    address_book_name: str
    address_book_type: str = "Standard"
    app_id: str = ""
    entity_type: str = field(default="", metadata=PRIVATE)
    entity_ids: tuple[int, ...] = field(default=(), metadata=PRIVATE)
    entries: tuple[BookEntry, ...] = field(default=(), metadata=PRIVATE)
    is_loaded: bool = field(default=False, metadata=PRIVATE)

    @property
    def is_dynamic(self) -> bool:
        """Whether another system keeps its entries."""
        return self.address_book_type == "Dynamic"


@dataclass(frozen=True, slots=True)
class DigitalChannel:
    """A page, number or mailbox at which digital contacts come in; ``skill_id`` is the skill they are for.

    ``real_external_platform_id`` is open: fb, ig, tw, whatsapp, apple-business-chat, and so on.
    """

    id: str
    name: str
    real_external_platform_id: str
    skill_id: int = field(metadata=PRIVATE)
    id_on_external_platform: str = ""
    is_private: bool = True
    has_outbound_flow: bool = False
    has_reply: bool = True

    @property
    def integration_id(self) -> str:
        """The integration's UUID."""
        return str(uuid5(NAMESPACE_URL, f"https://cxone.example.com/channel/{self.id}"))


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A key of a user's, for programs."""

    access_key_id: str
    access_key_secret: str
    agent_id: int


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """An application that may ask for tokens."""

    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Tenant:
    """The business unit itself.

    Args:
        commitment_deletion: whether agents may delete commitments: 0 no, 1 with notes, 2 yes (unconfirmed).
    """

    business_unit_id: int = 4599001
    business_unit_name: str = "Acme"
    tenant_id: str = "e27d94b1-6c3f-4a85-b0de-3f6a1c9d8e72"
    tenant_name: str = "acme"
    commitment_deletion: int = 2
    max_conference_parties: int = 7

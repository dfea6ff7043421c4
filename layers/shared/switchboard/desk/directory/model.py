"""What the contact centre tells of agents, skills and address books, as rows of boards.

Fields are text, numbers and truths alone, for they are packed. Moments are ISO 8601 text as they were told, empty
where none was. Nothing of other agents' contacts is among them: no number, no name, no id.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SkillNow:
    """What is going on in a skill.

    Args:
        channel: of its contacts, such as ``voice``; empty where it is none of ours.
        waiting: contacts in the queue.
        email_waiting: of them those for anybody, as e-mail skills tell it.
        personal_waiting: e-mails that wait for one particular agent.
        earliest: since when the contact that waits longest has waited.
        service_level: percentage; None where it was not told.
    """

    skill_id: str
    name: str
    channel: str
    is_active: bool
    is_outbound: bool
    waiting: int
    email_waiting: int
    personal_waiting: int
    parked: int
    earliest: str
    agents_available: int
    agents_logged_in: int
    agents_working: int
    contacts_active: int
    service_level: int | None = None


@dataclass(frozen=True, slots=True)
class AgentNow:
    """What an agent is doing.

    Args:
        state: such as ``available``, ``unavailable``, ``inboundContact``, ``loggedOut``.
        reason: the unavailable code's name, or empty.
        since: when the state began.
        channel, skill_id, skill_name, is_outbound: of the contact that keeps the agent.
    """

    agent_id: str
    first_name: str
    last_name: str
    team_id: str
    team_name: str
    state: str
    reason: str
    is_acw: bool
    since: str
    open_contacts: int
    channel: str
    skill_id: str
    skill_name: str
    is_outbound: bool

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class OwnSkill:
    """A skill that an agent works on.

    Args:
        can_dial: whether the agent can dial numbers with it by hand.
    """

    skill_id: str
    name: str
    channel: str
    is_outbound: bool
    can_dial: bool


@dataclass(frozen=True, slots=True)
class Book:
    """An address book.

    Args:
        is_dynamic: whether another system keeps it up to date.
    """

    book_id: str
    name: str
    is_dynamic: bool


@dataclass(frozen=True, slots=True)
class BookEntry:
    """Somebody in an address book.

    Args:
        external_id: what the system that keeps the book calls them.
        phone_e164, mobile_e164: empty where the number cannot be read.
    """

    entry_id: str
    external_id: str
    first_name: str
    middle_name: str
    last_name: str
    company: str
    phone: str
    phone_e164: str
    mobile: str
    mobile_e164: str
    email: str

    @property
    def name(self) -> str:
        """All names of the person, or the company's."""
        names = " ".join(filter(None, (self.first_name, self.middle_name, self.last_name)))
        return names or self.company

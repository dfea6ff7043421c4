"""What sessions need of the contact centre and of what is kept.

Every method of the contact centre raises the family ``CcError``; where it says no, a ``DeskRefusal``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from switchboard.desk.session.model import (
    AgentState,
    Callback,
    DeskContact,
    Disposition,
    Outcome,
    SkillName,
    Station,
    Target,
    UnavailableCode,
)


class Command(StrEnum):
    """What is done with one contact, without anything more to say."""

    ACCEPT = "accept"
    REJECT = "reject"
    ACCEPT_CONSULT = "accept-consult"
    HOLD = "hold"
    RESUME = "resume"
    END = "end"
    RECORD = "record"
    MASK = "mask"
    UNMASK = "unmask"


class Join(StrEnum):
    """What becomes of an agent's two calls."""

    TRANSFER = "transfer"
    CONFERENCE = "conference"


class AgentReports(Protocol):
    """Reads what agents do and may choose from."""

    def state(self, agent_id: str) -> AgentState:
        """What an agent is doing."""
        ...

    def open_contacts(self, agent_id: str) -> Sequence[DeskContact]:
        """The contacts that an agent has."""
        ...

    def contact(self, contact_id: str) -> DeskContact | None:
        """One contact, over or not; None where there is none."""
        ...

    def codes(self, team_id: str) -> Sequence[UnavailableCode]:
        """A team's active unavailable codes."""
        ...

    def dispositions(self, skill_id: str) -> Sequence[Disposition]:
        """A skill's dispositions in their order; ``SkillRefused`` where there is no such skill."""
        ...

    def dial_skills(self, agent_id: str) -> Sequence[SkillName]:
        """The skills with which an agent may dial by hand."""
        ...

    def callbacks(self, agent_id: str, skill_id: str) -> Sequence[tuple[str, Callback]]:
        """Open callbacks with their ids: of the agent, or of the skill where no agent is named."""
        ...


class AgentCommands(Protocol):
    """Sends what an agent wants. The contact centre accepts first; what comes of it is an event.

    Args:
        cxone_id: the session's newest id; ``CcSessionGone`` where it is no longer good.
    """

    def log_in(self, agent_id: str, station: Station) -> str:
        """Begin a session; its id. ``CcConflict`` where the agent has one."""
        ...

    def log_out(self, cxone_id: str, *, force: bool, end_contacts: bool, ignore_personal_queue: bool) -> None:
        """End the session."""
        ...

    def be_available(self, cxone_id: str) -> None:
        """Take contacts."""
        ...

    def be_unavailable(self, cxone_id: str, code: UnavailableCode | None) -> None:
        """Take none, for a reason."""
        ...

    def connect_leg(self, cxone_id: str) -> None:
        """Ring the agent's phone."""
        ...

    def disconnect_leg(self, cxone_id: str) -> None:
        """Let the agent's phone go."""
        ...

    def mute(self, cxone_id: str, *, muted: bool) -> None:
        """Mute the agent's phone, or end that."""
        ...

    def contact(self, cxone_id: str, command: Command, contact_id: str) -> None:
        """Do something with one contact."""
        ...

    def send_tones(self, cxone_id: str, digits: str, *, tone_ms: int, gap_ms: int) -> None:
        """Send tones into the active call."""
        ...

    def consult(self, cxone_id: str, target: Target, contact_id: str) -> None:
        """Reach somebody to talk about a call."""
        ...

    def dial(self, cxone_id: str, target: Target, contact_id: str) -> None:
        """Reach somebody to pass a call on to."""
        ...

    def join(self, cxone_id: str, join: Join) -> None:
        """Transfer or join the agent's two calls; ``TwoCallsNeeded`` as long as there are none."""
        ...

    def pass_on(self, cxone_id: str, target: Target, contact: DeskContact) -> None:
        """Pass on what is no call, to an agent or a skill."""
        ...

    def dispose(self, cxone_id: str, contact_id: str, outcome: Outcome) -> None:
        """Store the outcome of a contact."""
        ...

    def tag(self, contact_id: str, tag_ids: Sequence[str]) -> None:
        """Put tags on a contact."""
        ...

    def make_callback(self, callback: Callback) -> str:
        """The id of a new callback."""
        ...

    def change_callback(self, callback_id: str, callback: Callback) -> None:
        """Another time, number or note; ``CcNotFound`` where it is closed."""
        ...


class Choices(Protocol):
    """Keeps what users chose."""

    def station(self, user_id: str) -> Station:
        """Where the user works; an empty one where nothing is kept."""
        ...

    def keep_station(self, user_id: str, station: Station) -> None:
        """Keep it until another is kept."""
        ...


@dataclass(frozen=True, slots=True)
class KeptOutcome:
    """How far storing a contact's outcome has got.

    Args:
        stored: digest of the outcome that the contact centre has; empty for none.
        callback_id: the callback that was made of it; empty for none.
        callback: digest of what it says.
        making: a callback whose making or changing began and whose end is not known.
    """

    stored: str = ""
    callback_id: str = ""
    callback: str = ""
    making: Callback | None = None


class Outcomes(Protocol):
    """Keeps how far outcomes have got, so that a repeated request does nothing twice."""

    def read(self, user_id: str, contact_id: str) -> KeptOutcome:
        """What is kept of the user's outcome."""
        ...

    def stored(self, user_id: str, contact_id: str, digest: str, now: datetime) -> None:
        """The contact centre has the outcome."""
        ...

    def claim(
        self, user_id: str, contact_id: str, callback: Callback, until: datetime, now: datetime
    ) -> KeptOutcome | None:
        """Begin to make a callback; what was kept before, None where another request is at it."""
        ...

    def made(self, user_id: str, contact_id: str, callback_id: str, digest: str) -> None:
        """The callback is made, or changed."""
        ...

    def not_made(self, user_id: str, contact_id: str) -> None:
        """It is proved that no callback was made."""
        ...

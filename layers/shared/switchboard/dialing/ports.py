"""What dialling needs of the contact centre, of the CRM, and of the place where calls are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from switchboard.dialing.call import Call, Sighting
from switchboard.dialing.clicks import Click
from switchboard.dialing.refusals import Skill

MOST_OF_AGENT = 500
"""More calls than an agent makes while reports are behind."""


@dataclass(frozen=True, slots=True)
class AgentNow:
    """What an agent is doing.

    Args:
        on_call: whether they are on a call, or about to be.
        station_phone: the number of their own phone, or empty.
        told_at: by CXone's clock; None where it does not tell.
    """

    on_call: bool = False
    team_id: str = ""
    team_name: str = ""
    station_phone: str = field(default="", repr=False)
    told_at: datetime | None = None


class DialCentre(Protocol):
    """The contact centre. Every method raises the family ``CcError``."""

    def agent_now(self, agent_id: str) -> AgentNow:
        """What an agent is doing; one request."""
        ...

    def own_skills(self, agent_id: str) -> Sequence[Skill]:
        """The manual outbound voice skills that an agent works on."""
        ...

    def dial(self, cxone_id: str, number: str, skill_id: str) -> None:
        """Have a number dialled in a session; ``CcSessionGone`` where its id is no longer good."""
        ...

    def active(self, agent_id: str) -> Sequence[Sighting]:
        """The outbound calls that an agent has now; one request."""
        ...

    def completed(self, agent_id: str, since: datetime) -> Sequence[Sighting]:
        """The outbound calls of an agent whose report changed at or after ``since``; one request."""
        ...

    def contact(self, contact_id: str) -> Sighting | None:
        """One contact, be it over or not; None where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """What the CRM is asked before somebody is called.

    Args:
        object_type: of the clicked record, API name; empty to read no record.
        fields: checkboxes of that record.
        lists: object, fields that hold numbers, and the checkbox that has to be set, or none.
        spellings: of the number, as those fields may hold it.
    """

    object_type: str = ""
    record_id: str = ""
    fields: tuple[str, ...] = ()
    lists: tuple[tuple[str, tuple[str, ...], str | None], ...] = ()
    spellings: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Marks:
    """What the CRM says.

    Args:
        readable: whether the record is there for the integration user; True where none was asked for.
        marked: whether record or number are marked do-not-call.
    """

    readable: bool
    marked: bool


class DoNotCallRecords(Protocol):
    """The CRM's word on who is not to be called."""

    def marks(self, question: Question) -> Marks:
        """The answer, with one request; raises ``CrmError``."""
        ...


@dataclass(frozen=True, slots=True)
class Dialled:
    """A call as the list of an agent's calls has it."""

    user_id: str
    digest: str
    number: str = field(repr=False)
    who_id: str
    what_id: str
    sent_at: datetime
    contact_id: str = ""


class CallStore(Protocol):
    """Keeps calls for about a day. Every method raises ``StoreUnavailable``."""

    def read(self, user_id: str, digest: str) -> Call | None:
        """A call, as it stands this very moment."""
        ...

    def last_of(self, click: Click, since: datetime) -> Call | None:
        """The last call of such clicks, where it was claimed at ``since`` or later."""
        ...

    def claim(self, call: Call, click: Click, since: datetime, undone: str) -> bool:
        """Keep a call that is about to be dialled, with its place in the agent's list; all or nothing.

        Args:
            since: for a click without a key: False where another call of such clicks was claimed at this time or
                later, unless its digest is ``undone``. With a key: False where the call is kept and not undone.
        """
        ...

    def change(self, before: Call, after: Call) -> bool:
        """Keep what became known of a call; False where it was changed since it was read."""
        ...

    def of_agent(
        self, agent_id: str, since: datetime, until: datetime, most: int = MOST_OF_AGENT
    ) -> Sequence[Dialled]:
        """The agent's last calls of those sent in this time, by CXone's clock, oldest first; one request."""
        ...


def taken(dialled: Sequence[Dialled]) -> Mapping[str, str]:
    """Which call each contact is known to be, by contact id."""
    return {one.contact_id: one.digest for one in dialled if one.contact_id}

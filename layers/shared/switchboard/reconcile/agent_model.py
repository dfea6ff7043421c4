"""What keeping agents and Salesforce users together needs of the contact centre, the CRM and its own store."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from switchboard.agent.mapping import AgentMap, CrmUser, DirectoryAgent, Names


@dataclass(frozen=True, slots=True)
class AgentPage:
    """A page of the contact centre's agents, inactive ones among them.

    Args:
        polled_at: the vendor's time of the poll, None where the answer was empty and gave none.
        next: where the next page begins, or empty after the last.
        unreadable: rows that name no agent.
    """

    agents: Sequence[DirectoryAgent] = ()
    polled_at: datetime | None = None
    next: str = ""
    unreadable: int = 0


class AgentReports(Protocol):
    """The contact centre's agents; raises ``CcError``."""

    def agents(self, since: datetime | None, position: str = "") -> AgentPage:
        """A page of the agents who changed at or after ``since``, or of all for None, in an order that stays.

        Args:
            position: empty for the first page, then as the page before told.
        """
        ...


class CrmUsers(Protocol):
    """The CRM's users; raises ``CrmError``."""

    def named(self, names: Collection[Names]) -> list[CrmUser]:
        """The active users who hold any of these values in the field that it is for, each once."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of the agents of which some pages have been taken in.

    Args:
        since: what was asked for, None for everybody.
        polled_at: as the first page told.
        began_at: when it began, by our clock.
        next: the first page that was not taken in, empty for the first of all.
    """

    since: datetime | None
    polled_at: datetime | None
    began_at: datetime
    next: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far agents and users have been brought together.

    Args:
        polled_at: the vendor's time of the last reading of which every page was taken in; None before the first.
        whole_at: when the last reading of everybody began, by our clock.
        mapped_at: when the users were last asked for, of a mapping that is published.
        complete_at: when the last run began that left nothing to do.
        is_stale: whether agents changed since.
    """

    polled_at: datetime | None = None
    whole_at: datetime | None = None
    mapped_at: datetime | None = None
    complete_at: datetime | None = None
    is_stale: bool = False
    unfinished: Reading | None = None


class DirectoryStore(Protocol):
    """Keeps the agents as the contact centre has them, and lets one run at a time change anything."""

    def take(self, owner: str, *, now: datetime, until: datetime) -> Progress | None:
        """The progress, with the lease until then; None while another run has it."""
        ...

    def move(self, owner: str, progress: Progress, *, until: datetime) -> bool:
        """Move it and extend the lease; False, and nothing is moved, if another run has the lease now."""
        ...

    def give_back(self, owner: str) -> None:
        """End the lease, if ``owner`` still has it."""
        ...

    def differs(self, agents: Sequence[DirectoryAgent]) -> bool:
        """Whether ``keep`` would change anything but when they were seen."""
        ...

    def keep(self, agents: Sequence[DirectoryAgent], seen_at: datetime) -> None:
        """Keep the active ones, forget the others."""
        ...

    def forget_unseen(self, since: datetime) -> int:
        """Forget those who were not seen at or after ``since``; how many there were."""
        ...

    def everyone(self) -> list[DirectoryAgent]:
        """All who are kept."""
        ...


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing came to.

    Args:
        changed: users and agents whose entry is another now, or is gone.
        complete: False where time ran out.
    """

    changed: int
    complete: bool


class MappingStore(Protocol):
    """Where everybody else looks up who is who."""

    def publish(self, mapping: AgentMap, may_go_on: Callable[[], bool]) -> Published:
        """Put the mapping in the place of the one before, of which only what differs is written.

        May be cut off at any point; the next time ends what this one began.
        """
        ...

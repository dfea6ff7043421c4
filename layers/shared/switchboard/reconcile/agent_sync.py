"""Keeping agents and Salesforce users together: by delta, and as a whole from time to time.

May be cut off at any point. A page is kept before the progress moves past it, whoever changed is mapped anew until
a mapping is published whole, and doing any of it twice changes nothing.

Requests for 10,000 agents, in pages of 100, and in searches for the values of some 450 agents who have all three
(a test counts them):

    nothing changed, every few minutes      1 to CXone
    agents changed                          1 to CXone for each 100 of them, 23 to Salesforce
    users asked for, every hour             23 to Salesforce
    everybody, once a day                   100 to CXone, 23 to Salesforce

DynamoDB takes 5 requests for a page of a hundred agents, some 10 to read everybody and what was published, and 880
to publish 10,000 pairs for the first time; later ones write what differs.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from switchboard.agent.mapping import AgentMap, map_agents
from switchboard.errors import CcNotFound, CcRefused, CcUnavailable, SwitchboardError
from switchboard.reconcile.agent_model import (
    AgentPage,
    AgentReports,
    CrmUsers,
    DirectoryStore,
    MappingStore,
    Progress,
    Reading,
)
from switchboard.time_left import time_left_s

WHOLE_EVERY = timedelta(days=1)
"""Everybody is read anew, for what a delta may have missed and for agents who are no longer there at all."""

USERS_EVERY = timedelta(hours=1)
"""Users come, go and are renamed in Salesforce without a word to CXone. Asking for those of all agents takes few
requests, and needs no trust in when Salesforce changes their time of modification."""

LEASE = timedelta(seconds=150)
"""Longer than a run; a run that was killed holds the next ones up for so long at most."""

LEAST_TIME_S = 8.0
"""Below this nothing further is begun."""


@dataclass(slots=True)
class Synced:
    """What a run came to.

    Args:
        had_lease: False where another run was at it, so that this one did nothing.
        pages: how many pages of agents were taken in.
        unreadable: rows that name no agent.
        is_whole: whether everybody was read, not only who changed.
        forgotten: agents who are no longer there.
        mapping: None where there was no need for another.
        changed: users and agents for whom it says something else than before.
        complete: whether nothing is left to do.
        complete_at: when the last run began of which that is true; None before the first.
        failures: what kept a part from being done.
    """

    had_lease: bool
    pages: int = 0
    unreadable: int = 0
    is_whole: bool = False
    forgotten: int = 0
    mapping: AgentMap | None = None
    changed: int = 0
    complete: bool = False
    complete_at: datetime | None = None
    failures: tuple[SwitchboardError, ...] = ()


@dataclass(frozen=True, slots=True)
class AgentSync:
    """The parts.

    Args:
        clock: aware UTC.
    """

    reports: AgentReports
    users: CrmUsers
    directory: DirectoryStore
    mappings: MappingStore
    clock: Callable[[], datetime]

    def run(self, owner: str) -> Synced:
        """Read who changed, and map everybody if that is due.

        Args:
            owner: different for every run.

        Raises:
            StoreUnavailable: the progress could not be read, or its lease not be given back.
        """
        began_at = self.clock()
        progress = self.directory.take(owner, now=began_at, until=began_at + LEASE)
        if progress is None:
            return Synced(had_lease=False)
        run = _Run(self, owner, began_at, progress)
        try:
            run.go()
        finally:
            self.directory.give_back(owner)
        run.result.complete_at = run.progress.complete_at
        return run.result


class _LeaseLost(Exception):
    """Another run has taken over."""


class _Run:
    """One run: where it stands, and its steps."""

    def __init__(self, parts: AgentSync, owner: str, began_at: datetime, progress: Progress) -> None:
        self._parts = parts
        self._owner = owner
        self._began_at = began_at
        self.progress = progress
        self.result = Synced(had_lease=True)

    def go(self) -> None:
        try:
            # Trouble with CXone must not keep changes in Salesforce from being seen.
            has_read = self._tried(self._read)
            has_mapped = not self._must_map() or self._tried(self._map)
            if has_read and has_mapped:
                self._move(replace(self.progress, complete_at=self._began_at))
                self.result.complete = True
        except _LeaseLost:
            pass

    def _tried(self, part: Callable[[], bool]) -> bool:
        try:
            return part()
        except SwitchboardError as error:
            self.result.failures += (error,)
            return False

    def _read(self) -> bool:
        """Page after page, until there is no other (True) or no time."""
        at = self.progress.unfinished or self._begun()
        self.result.is_whole = at.since is None
        while time_left_s() >= LEAST_TIME_S:
            page = self._page(at)
            if not self.progress.is_stale and self._parts.directory.differs(page.agents):
                # Before they are kept, for afterwards nobody could tell.
                self._move(replace(self.progress, is_stale=True))
            self._parts.directory.keep(page.agents, at.began_at)
            self.result.pages += 1
            self.result.unreadable += page.unreadable
            if not at.next:
                at = replace(at, polled_at=page.polled_at)
            if not page.next:
                self._end(at)
                return True
            at = replace(at, next=page.next)
            self._move(replace(self.progress, unfinished=at))
        return False

    def _begun(self) -> Reading:
        progress = self.progress
        is_due = progress.whole_at is None or self._began_at - progress.whole_at >= WHOLE_EVERY
        return Reading(None if is_due else progress.polled_at, None, self._began_at)

    def _page(self, at: Reading) -> AgentPage:
        try:
            page = self._parts.reports.agents(at.since, at.next)
        except (CcRefused, CcNotFound):
            if at.next or at.since:
                # What is no longer taken must not be asked for for ever: the next run reads everybody anew.
                self._move(replace(self.progress, polled_at=None, unfinished=None))
            raise
        if at.since is None and not at.next and not page.agents and not page.next:
            # The access key belongs to one of the agents, so that nobody is never true; all would be forgotten.
            raise CcUnavailable("NO_AGENTS", status=200)
        return page

    def _end(self, at: Reading) -> None:
        whole_at, is_stale = self.progress.whole_at, self.progress.is_stale
        if at.since is None:
            self.result.forgotten = self._parts.directory.forget_unseen(at.began_at)
            whole_at, is_stale = at.began_at, True
        polled_at = at.polled_at or self.progress.polled_at
        read = replace(self.progress, polled_at=polled_at, whole_at=whole_at, is_stale=is_stale, unfinished=None)
        self._move(read)

    def _must_map(self) -> bool:
        """Whether the mapping may be out of date. Before everybody was read once, none is made."""
        progress = self.progress
        if progress.whole_at is None:
            return False
        mapped_at = progress.mapped_at
        return progress.is_stale or mapped_at is None or self._began_at - mapped_at >= USERS_EVERY

    def _map(self) -> bool:
        if time_left_s() < LEAST_TIME_S:
            return False
        asked_at = self._parts.clock()
        agents = self._parts.directory.everyone()
        users = self._parts.users.named({one.names for one in agents})
        mapping = map_agents(agents, users)
        self._move(self.progress)
        published = self._parts.mappings.publish(mapping, lambda: time_left_s() >= LEAST_TIME_S)
        self.result.mapping = mapping
        self.result.changed = published.changed
        if published.complete:
            self._move(replace(self.progress, is_stale=False, mapped_at=asked_at))
        return published.complete

    def _move(self, progress: Progress) -> None:
        until = self._parts.clock() + LEASE
        if not self._parts.directory.move(self._owner, progress, until=until):
            raise _LeaseLost
        self.progress = progress

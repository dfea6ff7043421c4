"""What the agents' directory needs, in memory, held to the same contracts as CXone, Salesforce and DynamoDB."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from switchboard.agent.identity import Agent
from switchboard.agent.mapping import AgentMap, CrmUser, DirectoryAgent, Names, comparable
from switchboard.reconcile.agent_model import AgentPage, Progress, Published


def agent(
    number: int, *, crm: str = "", email: str = "", name: str = "Ada", active: bool = True
) -> DirectoryAgent:
    """An agent whose user name is ``u`` and the number, unless it is another."""
    known = Agent(str(number), f"uuid-{number}", name, "Brenner", "3301", "Service", email)
    return DirectoryAgent(known, crm or f"u{number}", "", active)


def user(number: int) -> CrmUser:
    """The user of the agent with that number."""
    return CrmUser(f"005{number:012}AAA", f"u{number}")


class Killed(BaseException):
    """The environment is gone from one moment to the next."""


@dataclass
class MemoryAgents:
    """Implements ``switchboard.reconcile.agent_model.AgentReports``.

    Attributes:
        asked: since when, and from where, it was asked.
        failures: raised in turn by what is asked for next; None lets one pass.
    """

    clock: Callable[[], datetime]
    page: int = 2
    rows: dict[str, tuple[DirectoryAgent, datetime]] = field(default_factory=dict)
    asked: list[tuple[datetime | None, str]] = field(default_factory=list)
    failures: list[BaseException | None] = field(default_factory=list)

    def change(self, *agents: DirectoryAgent) -> None:
        self.rows |= {one.agent.agent_id: (one, self.clock()) for one in agents}

    def agents(self, since: datetime | None, position: str = "") -> AgentPage:
        self.asked.append((since, position))
        failure = self.failures.pop(0) if self.failures else None
        if failure:
            raise failure
        found = [one for _, (one, at) in sorted(self.rows.items()) if since is None or at >= since]
        skipped = int(position or 0)
        page = found[skipped : skipped + self.page]
        if not page:
            return AgentPage()
        reached = skipped + len(page)
        return AgentPage(page, self.clock(), str(reached) if reached < len(found) else "")


@dataclass
class MemoryUsers:
    """Implements ``switchboard.reconcile.agent_model.CrmUsers``."""

    users: list[CrmUser] = field(default_factory=list)
    asked: int = 0
    failures: list[Exception] = field(default_factory=list)

    def named(self, names: Collection[Names]) -> list[CrmUser]:
        self.asked += 1
        if self.failures:
            raise self.failures.pop(0)
        wanted = {(place, comparable(name)) for each in names for place, name in enumerate(each) if name}
        return [
            one
            for one in self.users
            if one.is_active
            and wanted & {(place, comparable(name)) for place, name in enumerate(one.names) if name}
        ]


@dataclass
class MemoryDirectory:
    """Implements ``switchboard.reconcile.agent_model.DirectoryStore``.

    Attributes:
        dies: in turn, whether the environment is gone before a change is made.
    """

    progress: Progress = field(default_factory=Progress)
    lease: tuple[str, datetime] | None = None
    kept: dict[str, tuple[DirectoryAgent, datetime]] = field(default_factory=dict)
    dies: list[bool] = field(default_factory=list)

    def take(self, owner: str, *, now: datetime, until: datetime) -> Progress | None:
        if self.lease and self.lease[1] >= now:
            return None
        self.lease = (owner, until)
        return self.progress

    def move(self, owner: str, progress: Progress, *, until: datetime) -> bool:
        self._live()
        if self.lease is None or self.lease[0] != owner:
            return False
        self.progress, self.lease = progress, (owner, until)
        return True

    def give_back(self, owner: str) -> None:
        if self.lease and self.lease[0] == owner:
            self.lease = None

    def differs(self, agents: Sequence[DirectoryAgent]) -> bool:
        ids = {one.agent.agent_id for one in agents}
        kept = {agent_id: one for agent_id, (one, _) in self.kept.items() if agent_id in ids}
        return kept != {one.agent.agent_id: one for one in agents if one.is_active}

    def keep(self, agents: Sequence[DirectoryAgent], seen_at: datetime) -> None:
        self._live()
        for one in agents:
            if one.is_active:
                self.kept[one.agent.agent_id] = (one, seen_at)
            else:
                self.kept.pop(one.agent.agent_id, None)

    def forget_unseen(self, since: datetime) -> int:
        self._live()
        unseen = [agent_id for agent_id, (_, at) in self.kept.items() if at < since]
        for agent_id in unseen:
            del self.kept[agent_id]
        return len(unseen)

    def everyone(self) -> list[DirectoryAgent]:
        return [one for one, _ in self.kept.values()]

    def _live(self) -> None:
        if self.dies and self.dies.pop(0):
            raise Killed


@dataclass
class MemoryMappings:
    """Implements ``switchboard.reconcile.agent_model.MappingStore``."""

    published: AgentMap = field(default_factory=lambda: AgentMap({}, {}))
    times: int = 0

    def publish(self, mapping: AgentMap, may_go_on: Callable[[], bool]) -> Published:
        if not may_go_on():
            return Published(0, complete=False)
        self.times += 1
        changed = int(mapping != self.published)
        self.published = mapping
        return Published(changed, complete=True)

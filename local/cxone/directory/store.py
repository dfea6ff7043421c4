"""The directory: tables of people and things, each row with the instant of its last change."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from local.cxone.directory.model import (
    AccessKey,
    AddressBook,
    Agent,
    Assignment,
    Campaign,
    DigitalChannel,
    Disposition,
    OAuthClient,
    PointOfContact,
    Skill,
    Tag,
    Team,
    Tenant,
    UnavailableCode,
)
from local.cxone.directory.rows import record

T = TypeVar("T")


class Table(Generic[T]):
    """Rows by key, in the order in which they came."""

    def __init__(self, *key: str) -> None:
        self._key = key
        self._rows: dict[Hashable, T] = {}
        self._updated: dict[Hashable, datetime] = {}

    def put(self, item: T, at: datetime) -> None:
        """Add a row or replace the one with the same key."""
        key = tuple(getattr(item, name) for name in self._key)
        found = key[0] if len(key) == 1 else key
        self._rows[found] = item
        self._updated[found] = at

    def get(self, key: Hashable) -> T | None:
        """The row with that key."""
        return self._rows.get(key)

    def remove(self, key: Hashable) -> None:
        """Forget the row with that key."""
        del self._rows[key], self._updated[key]

    def dated(self) -> Iterator[tuple[T, datetime]]:
        """Every row with the instant of its last change."""
        for key, item in self._rows.items():
            yield item, self._updated[key]

    def __getitem__(self, key: Hashable) -> T:
        return self._rows[key]

    def __iter__(self) -> Iterator[T]:
        return iter(self._rows.values())

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __len__(self) -> int:
        return len(self._rows)


KINDS: Mapping[str, tuple[type[Any], tuple[str, ...]]] = {
    "teams": (Team, ("team_id",)),
    "agents": (Agent, ("agent_id",)),
    "campaigns": (Campaign, ("campaign_id",)),
    "dispositions": (Disposition, ("disposition_id",)),
    "tags": (Tag, ("tag_id",)),
    "skills": (Skill, ("skill_id",)),
    "assignments": (Assignment, ("agent_id", "skill_id")),
    "unavailable_codes": (UnavailableCode, ("out_state_id",)),
    "points_of_contact": (PointOfContact, ("contact_code",)),
    "digital_channels": (DigitalChannel, ("id",)),
    "access_keys": (AccessKey, ("access_key_id",)),
    "oauth_clients": (OAuthClient, ("client_id",)),
}


@dataclass(frozen=True, slots=True)
class Seed:
    """What a tenant starts with: records by the name of their table, and the numbers that customers call from."""

    tenant: Tenant
    tables: Mapping[str, Sequence[object]]
    callers: Sequence[str] = ()


class Directory:
    """Everything that exists before the first call comes in."""

    def __init__(self, seed: Seed, at: datetime) -> None:
        self.tenant = seed.tenant
        self.callers = seed.callers
        self.teams: Table[Team] = Table("team_id")
        self.agents: Table[Agent] = Table("agent_id")
        self.campaigns: Table[Campaign] = Table("campaign_id")
        self.dispositions: Table[Disposition] = Table("disposition_id")
        self.tags: Table[Tag] = Table("tag_id")
        self.skills: Table[Skill] = Table("skill_id")
        self.assignments: Table[Assignment] = Table("agent_id", "skill_id")
        self.unavailable_codes: Table[UnavailableCode] = Table("out_state_id")
        self.points_of_contact: Table[PointOfContact] = Table("contact_code")
        self.address_books: Table[AddressBook] = Table("address_book_id")
        self.digital_channels: Table[DigitalChannel] = Table("id")
        self.access_keys: Table[AccessKey] = Table("access_key_id")
        self.oauth_clients: Table[OAuthClient] = Table("client_id")
        for name, items in seed.tables.items():
            for item in items:
                self._table(name).put(item, at)

    def add(self, given: Mapping[str, object], at: datetime) -> int:
        """Add or replace rows given as JSON by the name of their table; say how many.

        Raises:
            ValueError: an unknown table or a row that makes no sense; nothing is changed then.
        """
        made: list[tuple[Table[Any], object]] = []
        for name, rows in given.items():
            if name not in KINDS or not isinstance(rows, list):
                raise ValueError(f"data is a list for each of {sorted(KINDS)}")
            made += [(self._table(name), record(KINDS[name][0], each)) for each in rows]
        for table, item in made:
            table.put(item, at)
        return len(made)

    def team_codes(self, team_id: int) -> list[UnavailableCode]:
        """The unavailable codes of a team."""
        team = self.teams.get(team_id)
        chosen = team.unavailable_code_ids if team else ()
        return [code for code in self.unavailable_codes if not chosen or code.out_state_id in chosen]

    def skills_of(self, agent_id: int) -> list[Skill]:
        """The skills that an agent actively works on."""
        ids = [each.skill_id for each in self.assignments if each.agent_id == agent_id and each.is_active]
        return [self.skills[skill_id] for skill_id in ids if skill_id in self.skills]

    def agents_on(self, skill_id: int) -> list[int]:
        """The agents who actively work on a skill."""
        return [each.agent_id for each in self.assignments if each.skill_id == skill_id and each.is_active]

    def agent_by(self, id_or_uuid: str) -> Agent | None:
        """An agent by number or by the user's UUID."""
        if id_or_uuid.isdecimal():
            return self.agents.get(int(id_or_uuid))
        return next((each for each in self.agents if each.uuid == id_or_uuid.lower()), None)

    def _table(self, name: str) -> Table[Any]:
        table: Table[Any] = getattr(self, name)
        return table


def first(items: Iterable[T]) -> T | None:
    """The first of some items, if there is one."""
    return next(iter(items), None)

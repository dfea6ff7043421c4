"""An agent's desk in memory: messages, marks, duties, settings, logs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from switchboard.desk.commitments.model import Commitment
from switchboard.desk.notices.model import Change, Mark, Message, NewMessage, SentMessage
from switchboard.desk.notices.refusals import MessageNotFound
from switchboard.desk.panel_log.service import StoredLog
from switchboard.desk.preferences.service import KeptSettings
from switchboard.desk.session.model import Station


@dataclass
class MemoryMarks:
    """Implements ``switchboard.desk.notices.model.Marks``; ``trouble`` is raised instead of putting down."""

    kept: dict[tuple[str, str], Mark] = field(default_factory=dict)
    trouble: Exception | None = None

    def of_user(self, user_id: str) -> Mapping[str, Mark]:
        return {message_id: mark for (owner, message_id), mark in self.kept.items() if owner == user_id}

    def put(self, user_id: str, message_id: str, change: Change, until: datetime) -> None:
        if self.trouble:
            raise self.trouble
        mark = self.kept.get((user_id, message_id), Mark())
        changed = {
            Change.READ: replace(mark, is_read=True),
            Change.UNREAD: replace(mark, is_read=False),
            Change.HIDDEN: replace(mark, is_hidden=True),
            Change.OWN: replace(mark, is_own=True),
        }
        self.kept[user_id, message_id] = changed[change]


@dataclass
class MemoryCentre:
    """Implements ``MessageCentre`` and gives what else an agent should see to; the ``unknown`` get nothing.

    Args:
        trouble: raised by the method of that name.
    """

    inbox: list[Message] = field(default_factory=list)
    sent: list[NewMessage] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    supervisors: set[str] = field(default_factory=set)
    promised: list[Commitment] = field(default_factory=list)
    refused: int = 0
    trouble: dict[str, Exception] = field(default_factory=dict)

    def messages(self, agent_id: str) -> Sequence[Message]:
        self._fail("messages")
        return list(self.inbox)

    def send(self, messages: Sequence[NewMessage]) -> Sequence[SentMessage]:
        self._fail("send")
        self.sent += messages
        return [
            SentMessage("", "target-unknown") if one.target_id in self.unknown else SentMessage(str(number))
            for number, one in enumerate(messages, 500)
        ]

    def take_back(self, message_id: str) -> None:
        self._fail("take_back")
        if message_id not in {one.message_id for one in self.inbox}:
            raise MessageNotFound
        self.inbox = [one for one in self.inbox if one.message_id != message_id]

    def is_supervisor(self, agent_id: str) -> bool:
        return agent_id in self.supervisors

    def commitments(self, agent_id: str) -> Sequence[Commitment]:
        self._fail("commitments")
        return list(self.promised)

    def refused_contacts(self, agent_id: str, start: datetime, end: datetime) -> int:
        self._fail("refused_contacts")
        return self.refused

    def _fail(self, name: str) -> None:
        if name in self.trouble:
            raise self.trouble[name]


@dataclass
class MemorySettings:
    """Implements ``switchboard.desk.preferences.service.SettingsStore``."""

    kept: dict[str, KeptSettings] = field(default_factory=dict)

    def read(self, user_id: str) -> KeptSettings:
        return self.kept.get(user_id, KeptSettings(Station()))

    def replace(self, user_id: str, old: KeptSettings, new: KeptSettings) -> bool:
        if self.read(user_id) != old:
            return False
        self.kept[user_id] = new
        return True


@dataclass
class MemoryLogs:
    """Implements ``switchboard.desk.panel_log.service.PanelLogs``."""

    kept: dict[str, StoredLog] = field(default_factory=dict)

    def read(self, user_id: str) -> StoredLog | None:
        return self.kept.get(user_id)

    def keep(self, user_id: str, log: StoredLog) -> None:
        self.kept[user_id] = log

"""A panel's recent log lines: scrubbed before they are kept, for a week, one log for each user."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from switchboard.desk.paging import page_of
from switchboard.desk.panel_log.api import KeptAnswer, LineAnswer, LogAnswer, LogQuery, LogRequest
from switchboard.desk.panel_log.refusals import NoPanelLog
from switchboard.desk.panel_log.scrubbing import scrubbed
from switchboard.desk.wire import WireModel

KEPT_FOR = timedelta(days=7)
_WORST_FIRST = ("error", "warning", "info", "debug")


class KeptLog(WireModel):
    """A user's log as it is kept."""

    uploaded_at: datetime
    panel_version: str | None
    lines: list[LineAnswer]


@dataclass(frozen=True, slots=True)
class StoredLog:
    """A log as JSON, and until when it is kept."""

    document: str
    kept_until: datetime


class PanelLogs(Protocol):
    """Keeps a log for each user. Raises ``StoreUnavailable``."""

    def read(self, user_id: str) -> StoredLog | None:
        """A user's log; None where none is kept."""
        ...

    def keep(self, user_id: str, log: StoredLog) -> None:
        """Keep a log in the place of the one before."""
        ...


def keep(store: PanelLogs, user_id: str, request: LogRequest, now: datetime) -> KeptAnswer:
    """Keep a user's lines."""
    now = now.replace(microsecond=0)
    lines = [
        LineAnswer(at=one.at.astimezone(UTC), level=one.level, area=one.area, text=scrubbed(one.text))
        for one in request.lines
    ]
    log = KeptLog(uploaded_at=now, panel_version=request.panel_version, lines=lines)
    kept_until = now + KEPT_FOR
    store.keep(user_id, StoredLog(log.model_dump_json(by_alias=True), kept_until))
    return KeptAnswer(lines=len(lines), kept_until=kept_until)


def listed(store: PanelLogs, user_id: str, query: LogQuery, now: datetime) -> LogAnswer:
    """A user's lines, the latest first.

    Raises:
        NoPanelLog: none are kept.
        BadCursor: the cursor is not one of this list's.
    """
    stored = store.read(user_id)
    # DynamoDB forgets late.
    if stored is None or stored.kept_until <= now:
        raise NoPanelLog
    log = KeptLog.model_validate_json(stored.document)
    levels = _WORST_FIRST[: _WORST_FIRST.index(query.level or "debug") + 1]
    rows = [(number, line) for number, line in enumerate(log.lines) if line.level in levels]
    page = page_of(
        rows,
        lambda row: (row[1].at.isoformat(timespec="microseconds"), row[0]),
        limit=query.limit,
        cursor=query.cursor,
        backwards=True,
    )
    return LogAnswer(
        uploaded_at=log.uploaded_at,
        kept_until=stored.kept_until,
        panel_version=log.panel_version,
        lines=[line for _, line in page.rows],
        next=page.next,
    )

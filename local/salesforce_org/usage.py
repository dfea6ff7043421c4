"""How much of its allowances the org has used up."""

from collections import deque
from datetime import datetime, timedelta

DAY = timedelta(hours=24)
SEARCH_WINDOW = timedelta(minutes=5)


class ApiUsage:
    """API requests within the current 24 hours."""

    def __init__(self) -> None:
        self.used = 0
        self._since: datetime | None = None

    def count(self, now: datetime, requests: int = 1) -> None:
        """Count requests."""
        self._begin_day(now)
        self.used += requests

    def left(self, now: datetime, limit: int) -> int:
        """How many requests the day still has."""
        self._begin_day(now)
        return limit - self.used

    def _begin_day(self, now: datetime) -> None:
        """A new day begins 24 hours after the first request of the last."""
        if self._since is None or now - self._since >= DAY:
            self._since, self.used = now, 0


class SearchRate:
    """Searches per user within the last five minutes."""

    def __init__(self) -> None:
        self._searches: dict[str, deque[datetime]] = {}

    def admits(self, user_id: str, now: datetime, limit: int | None) -> bool:
        """Whether the user may search once more; counted if so."""
        if limit is None:
            return True
        recent = self._searches.setdefault(user_id, deque())
        while recent and now - recent[0] >= SEARCH_WINDOW:
            recent.popleft()
        if len(recent) >= limit:
            return False
        recent.append(now)
        return True

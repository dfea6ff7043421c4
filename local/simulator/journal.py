"""What a simulator was asked, so that tests can count requests, connections and repetitions."""

import hashlib
import re
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase

from local.simulator.message import Request

KEPT_EXCHANGES = 50_000
SECRET_HEADERS = frozenset({"authorization", "cookie", "x-api-key"})
SECRET_FIELDS = (
    "access_token", "accessKeySecret", "assertion", "client_assertion", "client_secret", "password",
    "refresh_token", "token",
)  # fmt: skip
_NAMES = "|".join(SECRET_FIELDS)
_IN_FORM = re.compile(rf"(?:(?<=^)|(?<=&))({_NAMES})=([^&]*)")
_IN_JSON = re.compile(rf'"({_NAMES})"(\s*:\s*)"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request with its outcome. ``status`` is 0 when the connection was dropped instead."""

    request: Request
    status: int
    at: datetime
    opens_connection: bool

    def view(self) -> dict[str, object]:
        """As JSON, secrets masked."""
        request = self.request
        return {
            "method": request.method,
            "path": request.plain_path,
            "query": _masked_text(request.query),
            "headers": {name: _masked_header(name, value) for name, value in request.headers.items()},
            "body": _masked_text(request.body.decode("utf-8", "backslashreplace")),
            "status": self.status,
            "connection": request.connection,
            "opens_connection": self.opens_connection,
            "at": self.at.isoformat(),
        }


class Journal:
    """The last exchanges, oldest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._exchanges: deque[Exchange] = deque(maxlen=KEPT_EXCHANGES)
        self._connections: set[int] = set()
        self._forgotten = 0

    def record(self, request: Request, status: int, at: datetime) -> None:
        """Note one exchange. A connection is new with its first request that is noted."""
        with self._lock:
            new = request.connection > 0 and request.connection not in self._connections
            if new:
                self._connections.add(request.connection)
            if len(self._exchanges) == KEPT_EXCHANGES:
                self._forgotten += 1
            self._exchanges.append(Exchange(request, status, at, new))

    def clear(self) -> None:
        """Forget the exchanges. Connections that are open stay known, so they do not count as new again."""
        with self._lock:
            self._exchanges.clear()
            self._forgotten = 0

    @property
    def forgotten(self) -> int:
        """How many exchanges were dropped because there were too many to keep."""
        return self._forgotten

    def exchanges(self, *, path: str = "*", method: str = "*", status: int | None = None) -> list[Exchange]:
        """The exchanges whose path fits a glob (without regard to case), of one method, with one status."""
        with self._lock:
            kept = list(self._exchanges)
        pattern = path.lower()
        return [
            each
            for each in kept
            if method in ("*", each.request.method)
            and status in (None, each.status)
            and (pattern == "*" or fnmatchcase(each.request.plain_path.lower(), pattern))
        ]


def totals(exchanges: Iterable[Exchange]) -> dict[str, int]:
    """How many requests these are, and how many new connections they opened."""
    listed = list(exchanges)
    return {"requests": len(listed), "connections": sum(each.opens_connection for each in listed)}


def mask(secret: str) -> str:
    """A stand-in that tells two secrets apart without showing either."""
    return f"***{hashlib.sha256(secret.encode()).hexdigest()[:8]}"


def _masked_header(name: str, value: str) -> str:
    if name not in SECRET_HEADERS:
        return value
    scheme, blank, secret = value.partition(" ")
    return f"{scheme} {mask(secret)}" if blank else mask(value)


def _masked_text(text: str) -> str:
    if not text:
        return text
    text = _IN_FORM.sub(lambda found: f"{found[1]}={mask(found[2])}", text)
    return _IN_JSON.sub(lambda found: f'"{found[1]}"{found[2]}"{mask(found[3])}"', text)

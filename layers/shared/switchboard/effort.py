"""What an invocation asks of others and how long it waits for them: its log line tells where the time went."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class Effort:
    """What was asked so far, by whom it was asked of.

    Attributes:
        requests: how often, an attempt each.
        waited_s: seconds until the answers were there, or were given up.
        learned: figures that the answers told besides, the last of each.
    """

    requests: dict[str, int] = field(default_factory=dict)
    waited_s: dict[str, float] = field(default_factory=dict)
    learned: dict[str, float] = field(default_factory=dict)

    def add(self, of: str, seconds: float) -> None:
        """One request that took so long."""
        self.requests[of] = self.requests.get(of, 0) + 1
        self.waited_s[of] = self.waited_s.get(of, 0.0) + seconds

    def told(self) -> dict[str, object]:
        """For a log line: ``requests`` and ``waited_ms``, each by whom; nothing where nobody was asked."""
        if not self.requests:
            return {}
        waited = {of: round(seconds * 1000, 2) for of, seconds in self.waited_s.items()}
        return {"requests": dict(self.requests), "waited_ms": waited}


_current: ContextVar[Effort | None] = ContextVar("_current", default=None)


def begin() -> None:
    """Start counting anew, for the current invocation and the threads that take over its context."""
    _current.set(Effort())


def current() -> Effort:
    """What was asked since ``begin``."""
    return _current.get() or Effort()


def asked(of: str, seconds: float) -> None:
    """Count one request to ``of``, such as ``salesforce``."""
    if effort := _current.get():
        effort.add(of, seconds)


def learn(figure: str, value: float) -> None:
    """Put down a figure that an answer told, by the name of its metric."""
    if effort := _current.get():
        effort.learned[figure] = value


@contextmanager
def asking(of: str) -> Iterator[None]:
    """Count what happens within as one request to ``of``, whatever comes of it."""
    began = time.perf_counter()
    try:
        yield
    finally:
        asked(of, time.perf_counter() - began)

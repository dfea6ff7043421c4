"""The one store: directory, contacts and what else the tenant remembers, behind one lock and one clock."""

import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from local.cxone.contacts.book import ContactBook
from local.cxone.directory.store import Directory, Seed
from local.cxone.settings import Settings
from local.cxone.world.agenda import Agenda, TellsTime

logger = logging.getLogger(__name__)

LONGEST_NAP_S = 0.2
"""Whoever keeps the time looks at the clock at least this often, in case someone moved it."""


class Bell:
    """Wakes those who wait for one thing. Rung and waited for inside a turn of the world's."""

    def __init__(self, lock: threading.RLock) -> None:
        self._condition = threading.Condition(lock)

    def ring(self) -> None:
        """Wake everyone who waits for this bell."""
        self._condition.notify_all()

    def sleep(self, timeout_s: float) -> None:
        """Give the turn away until the bell rings or the time is up."""
        self._condition.wait(timeout_s)


class World:
    """What the tenant consists of. Everything that reads or changes it does so inside ``turn``."""

    def __init__(self, clock: TellsTime, seed: Seed, settings: Settings) -> None:
        self.agenda = Agenda(clock)
        self.origin = "https://localhost"
        self._seed = seed
        self._first_settings = settings
        self._lock = threading.RLock()
        self._timekeeper = self.bell()
        self._bells: list[Bell] = [self._timekeeper]
        self._is_kept = False
        self._closed = False
        self._resets: list[Callable[[], None]] = []
        self.restore()

    def restore(self) -> None:
        """Everything as it was at the start."""
        with self._lock:
            self.agenda.clear()
            self.settings = self._first_settings
            self.directory = Directory(self._seed, self.now())
            self.contacts = ContactBook()
            self._numbers: dict[str, Iterator[int]] = {}
            for reset in self._resets:
                reset()

    def on_restore(self, reset: Callable[[], None]) -> None:
        """Have ``reset`` called now and at every restore: for parts that keep something of their own."""
        self._resets.append(reset)
        reset()

    def now(self) -> datetime:
        """The simulated instant."""
        return self.agenda.now()

    def number(self, kind: str, first: int) -> int:
        """The next number of a kind of thing, counted from ``first``."""
        return next(self._numbers.setdefault(kind, itertools.count(first)))

    def bell(self) -> Bell:
        """A bell of this world's."""
        return Bell(self._lock)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One at a time: first what is due, then the caller."""
        with self._lock:
            self.agenda.catch_up()
            try:
                yield
            finally:
                self._timekeeper.ring()  # something may be due sooner now

    def wait_for(self, ready: Callable[[], bool], timeout_s: float, bell: Bell) -> bool:
        """Inside a turn: let others have theirs until ``ready`` or until so much real time has passed.

        Args:
            bell: rung by whoever makes it ready.

        Returns:
            Whether it is ready. A closed world stops waiting at once.
        """
        end = time.monotonic() + timeout_s
        self._bells.append(bell)
        try:
            while not ready() and not self._closed:
                left_s = end - time.monotonic()
                if left_s <= 0:
                    return False
                bell.sleep(left_s if self._is_kept else min(left_s, self._nap_s()))
                self.agenda.catch_up()
        finally:
            self._bells.remove(bell)
        return ready()

    def keep_time(self, stopping: threading.Event) -> None:
        """Do what is due when it is due, until ``stopping``: for a thread of its own."""
        with self._lock:
            self._is_kept = True
            while not stopping.is_set():
                try:
                    self.agenda.catch_up()
                except Exception:  # a bug in one action must not stop the time for all
                    logger.exception("something that was due has failed")
                self._timekeeper.sleep(self._nap_s())
            self._is_kept = False

    def open(self, origin: str) -> None:
        """Be reachable at ``origin``, such as ``https://localhost:8002``."""
        self.origin, self._closed = origin, False

    def close(self) -> None:
        """Wake everyone who waits; nobody waits any more."""
        with self._lock:
            self._closed = True
            for bell in self._bells:
                bell.ring()

    def _nap_s(self) -> float:
        due_s = self.agenda.next_in_s()
        return LONGEST_NAP_S if due_s is None else min(LONGEST_NAP_S, due_s)

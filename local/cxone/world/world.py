"""The one store: directory, contacts and what else the tenant remembers, behind one lock and one clock."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from local.cxone.contacts.book import ContactBook
from local.cxone.directory.store import Directory, Seed
from local.cxone.settings import Settings
from local.cxone.world.agenda import Agenda, TellsTime

LONGEST_NAP_S = 0.2
"""A waiting request looks at the clock at least this often, in case someone moved it."""


class World:
    """What the tenant consists of. Everything that reads or changes it does so inside ``turn``."""

    def __init__(self, clock: TellsTime, seed: Seed, settings: Settings) -> None:
        self.agenda = Agenda(clock)
        self.origin = "https://localhost"
        self._seed = seed
        self._first_settings = settings
        self._changed = threading.Condition(threading.RLock())
        self._closed = False
        self._resets: list[Callable[[], None]] = []
        self.restore()

    def restore(self) -> None:
        """Everything as it was at the start."""
        with self._changed:
            self.agenda.clear()
            self.settings = self._first_settings
            self.directory = Directory(self._seed, self.now())
            self.contacts = ContactBook()
            self._numbers: dict[str, Iterator[int]] = {}
            for reset in self._resets:
                reset()
            self._changed.notify_all()

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

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One at a time: first what is due, then the caller; those who wait look again afterwards."""
        with self._changed:
            self.agenda.catch_up()
            try:
                yield
            finally:
                self._changed.notify_all()

    def wait_for(self, ready: Callable[[], bool], timeout_s: float) -> bool:
        """Inside a turn: let others have theirs until ``ready`` or until so much real time has passed.

        Returns:
            Whether it is ready. A closed world stops waiting at once.
        """
        end = time.monotonic() + timeout_s
        while not ready() and not self._closed:
            left_s = end - time.monotonic()
            if left_s <= 0:
                return False
            due_s = self.agenda.next_in_s()
            nap_s = min(left_s, LONGEST_NAP_S, LONGEST_NAP_S if due_s is None else due_s)
            self._changed.wait(nap_s)
            if self.agenda.catch_up():
                self._changed.notify_all()
        return ready()

    def open(self, origin: str) -> None:
        """Be reachable at ``origin``, such as ``https://localhost:8002``."""
        self.origin, self._closed = origin, False

    def close(self) -> None:
        """Wake everyone who waits; nobody waits any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

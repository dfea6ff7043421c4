"""Many tasks in a time of their own, one at a time, in an order that a seed decides: a run can be repeated.

The code under test is plain and blocking, so each task has a thread; only the one whose turn it is runs. Time
passes only while tasks sleep. A task gives its turn away where the test says that something may come between.
"""

import hashlib
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta


class Killed(BaseException):
    """What a task dies of. No code under test may catch it."""


@dataclass(eq=False)
class Task:
    """One of the tasks.

    Args:
        deadline: when it is killed at its next turn, as Lambda kills what takes too long; None for never.
        doomed: whether it is killed at its next turn.
    """

    name: str
    wake_at: datetime
    resume: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    deadline: datetime | None = None
    doomed: bool = False
    ended: bool = False


class Turns:
    """The time, and whose turn it is."""

    def __init__(self, seed: int, start: datetime) -> None:
        self.roll = random.Random(seed)
        self.now = start
        self._course = hashlib.sha256()
        self._tasks: list[Task] = []
        self._current: Task | None = None
        self._back = threading.Semaphore(0)
        self._failure: BaseException | None = None

    def clock(self) -> datetime:
        """The time now."""
        return self.now

    @property
    def course(self) -> str:
        """A digest of who had a turn and when, up to now: whatever goes another way shows in it."""
        return self._course.hexdigest()

    @property
    def task(self) -> Task:
        """The task whose turn it is."""
        assert self._current is not None
        return self._current

    def spawn(self, name: str, work: Callable[[], None]) -> Task:
        """Add a task; it begins when its turn comes."""
        task = Task(name, self.now)

        def body() -> None:
            task.resume.acquire()
            try:
                self._wake(task)
                work()
            except Killed:
                pass
            except BaseException as error:  # noqa: BLE001 - told to whoever waits in run
                self._failure = error
            task.ended = True
            self._back.release()

        threading.Thread(target=body, name=name, daemon=True).start()
        self._tasks.append(task)
        return task

    def sleep(self, seconds: float) -> None:
        """Give the turn away for so long.

        Raises:
            Killed: the task's time was up.
        """
        task = self.task
        task.wake_at = self.now + timedelta(seconds=seconds)
        self._back.release()
        task.resume.acquire()
        self._wake(task)

    def step(self) -> None:
        """Give the turn away for a moment."""
        self.sleep(self.roll.uniform(0.001, 0.2))

    def run(self, done: Callable[[], bool], limit: timedelta) -> None:
        """Let tasks have their turns until it is done.

        Raises:
            AssertionError: it is not done within the limit.
        """
        ends_at = self.now + limit
        while not done():
            assert self.now < ends_at, "it does not come to an end"
            self._turn()
        for task in self._tasks:
            task.doomed = True
        while alive := [task for task in self._tasks if not task.ended]:
            self._give(alive[0])
        self._tasks.clear()

    def _turn(self) -> None:
        self._tasks = [task for task in self._tasks if not task.ended]
        self.now = max(self.now, min(task.wake_at for task in self._tasks))
        self._give(self.roll.choice([task for task in self._tasks if task.wake_at <= self.now]))

    def _give(self, task: Task) -> None:
        self._current = task
        self._course.update(f"{self.now.isoformat()} {task.name}\n".encode())
        task.resume.release()
        self._back.acquire()
        if self._failure:
            raise self._failure

    def _wake(self, task: Task) -> None:
        if task.doomed or (task.deadline is not None and self.now > task.deadline):
            raise Killed(task.name)

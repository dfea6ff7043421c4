"""What the tests need to know about this machine: free ports, and which processes run."""

import random
import socket
import subprocess
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
GENEROUS_S = 60
"""How long tests wait for what should come at once, on a machine that may be busy."""


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def free_base() -> int:
    """A port that is free and so are the three after it, out of the range that others are given ports from."""
    while True:
        base = random.randrange(15_000, 30_000)
        try:
            for port in range(base, base + 4):
                socket.create_server(("127.0.0.1", port)).close()
        except (OSError, OverflowError):
            continue
        return base


def descendants(pid: int) -> set[int]:
    """Children of a process, and theirs."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in map(str.split, listed.splitlines())}
    found: set[int] = set()
    while more := {child for child, parent in parents.items() if parent in {pid, *found}} - found:
        found |= more
    return found


def running(pids: Iterable[int]) -> set[int]:
    """Those that exist and are more than a record that nobody has collected yet."""
    wanted = ",".join(map(str, pids))
    listed = subprocess.run(["ps", "-o", "pid=,stat=", "-p", wanted], capture_output=True, text=True, check=False)
    states = (line.split() for line in listed.stdout.splitlines())
    return {int(pid) for pid, state in states if not state.startswith("Z")}


def eventually(what: Callable[[], T]) -> T:
    """The first true value of ``what``."""
    ends = time.monotonic() + GENEROUS_S
    while time.monotonic() < ends:
        if value := what():
            return value
        time.sleep(0.05)
    raise AssertionError("it never came true")

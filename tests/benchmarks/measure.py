"""Ways of measuring: pairs in turn, percentiles, whole processes, tables."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Timing:
    """Milliseconds of many runs."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Timing":
        """The percentiles of times in seconds."""
        ranked = sorted(seconds)
        return cls(statistics.median(ranked) * 1000, ranked[int(len(ranked) * 0.95)] * 1000)


def in_turn(works: Sequence[Callable[[], object]], runs: int, warm_up: int) -> list[Timing]:
    """Times of several works done one after the other, again and again: what drifts, drifts for all of them."""
    times: list[list[float]] = [[] for _ in works]
    for run in range(warm_up + runs):
        for place, work in enumerate(works):
            began = time.perf_counter()
            work()
            if run >= warm_up:
                times[place].append(time.perf_counter() - began)
    return [Timing.of(one) for one in times]


def per_second(work: Callable[[], object], clients: int, seconds: float) -> tuple[float, Timing]:
    """Calls per second of so many clients at once, and their times."""
    ends_at = time.perf_counter() + seconds

    def client(_: int) -> list[float]:
        times = []
        while time.perf_counter() < ends_at:
            began = time.perf_counter()
            work()
            times.append(time.perf_counter() - began)
        return times

    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        times = [one for part in pool.map(client, range(clients)) for one in part]
    return len(times) / (time.perf_counter() - began), Timing.of(times)


def process_s(code: str, environment: Mapping[str, str], runs: int = 5) -> float:
    """Median seconds of a fresh interpreter that runs ``code``."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, env=dict(environment), stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def peak_memory_mb(code: str, environment: Mapping[str, str]) -> float | str:
    """Peak memory of a fresh interpreter that runs ``code``, where the system tells it of a process alone."""
    if not Path("/proc/self/status").exists():
        return "unknown"
    # Not getrusage: its peak begins with that of the process which started this one.
    report = "; print(open('/proc/self/status').read())"
    done = subprocess.run(
        [sys.executable, "-c", code + report], check=True, env=dict(environment), capture_output=True, text=True
    )
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table in Markdown, so that it can go into the README as it is."""
    print(f"\n{title}\n")
    print(f"| {' | '.join(head)} |")
    print(f"|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(f'{cell:.2f}' if isinstance(cell, float) else str(cell) for cell in row)} |")

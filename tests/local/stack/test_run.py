"""``python -m local.stack``, as ``make run`` starts it: a real process with real children."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from local.gateway.children import ROOT
from tests.local.gateway.machine import descendants, eventually, free_base, running

COMMAND = [sys.executable, "-m", "local.stack"]
LAST_LINE = "What the functions log follows"
FIRST_POP = "  time "
"""Begins a line that is shown while the sample calls are still being played."""


def environment(base: int, temporary: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PORT": str(base),
        "PYTHONPATH": f"{ROOT}/layers/shared:{ROOT}",
        "PYTHONUNBUFFERED": "1",
        "TMPDIR": str(temporary),
        # Whatever the developer has set must not matter.
        "AWS_ACCESS_KEY_ID": "of-the-developer",
        "AWS_PROFILE": "a-profile-that-does-not-exist",
    }


@contextmanager
def started(
    command: list[str], base: int, temporary: Path, until: str = FIRST_POP
) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A process and what it printed up to a line."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(base, temporary),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout:
        try:
            lines: list[str] = []
            for line in process.stdout:
                lines.append(line.rstrip())
                if line.startswith(until):
                    break
            yield process, lines
        finally:
            process.kill()
            process.wait()


def test_it_shows_where_everything_is_and_what_a_call_does(tmp_path: Path) -> None:
    base = free_base()
    with started(COMMAND, base, tmp_path, until=LAST_LINE) as (_, lines):
        shown = "\n".join(lines)
        assert f"gateway      http://127.0.0.1:{base}" in shown
        assert f"Salesforce   https://127.0.0.1:{base + 1}" in shown
        assert f"AWS          http://127.0.0.1:{base + 3}" in shown
        assert "POST /v1/screen-pops" in shown
        assert re.search(r"^  match +one\b", shown, re.M)
        assert re.search(r"^  pop +the record Contact 003\w{15}: \w+", shown, re.M)
        assert re.search(r"^  Lightning +\{.*\}$", shown, re.M)
        assert re.search(r"^  Classic +\{.*\}$", shown, re.M)
        assert re.search(r"^  time +\d+ ms cold .*\n +\d+\.\d ms warm", shown, re.M)
        assert re.search(r"^  objectType +Case$", shown, re.M)
        assert re.search(r"^  asked +0 requests to Salesforce when the phone rang", shown, re.M)
        assert re.search(r"^  written +\d+\.\d s after the last event, as Task 00T\w{15}$", shown, re.M)
        assert re.search(r"^  WhoId +003\w{15}$", shown, re.M)
        assert "Traceback" not in shown
        assert "Warning" not in shown


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_it_ends_on_a_signal_and_leaves_nothing_behind(number: signal.Signals, tmp_path: Path) -> None:
    base = free_base()
    with started(COMMAND, base, tmp_path) as (process, _):
        children = descendants(process.pid)
        assert len(children) >= 3  # AWS, Salesforce, a function
        process.send_signal(number)
        assert process.wait(timeout=60) == 0
        assert not running(children)
        assert not list(tmp_path.iterdir())
    for port in range(base, base + 4):
        socket.create_server(("127.0.0.1", port)).close()


def test_its_children_end_when_it_is_killed(tmp_path: Path) -> None:
    with started(COMMAND, free_base(), tmp_path) as (process, _):
        children = descendants(process.pid)
        process.kill()
        eventually(lambda: not running(children))


def test_it_ends_when_make_is_killed(tmp_path: Path) -> None:
    # A shell that waits for it stands in for make, which would look after its packages first.
    with started(["sh", "-c", '"$0" -m local.stack; true', sys.executable], free_base(), tmp_path) as (shell, _):
        children = descendants(shell.pid)
        assert len(children) >= 4
        shell.kill()
        eventually(lambda: not running(children))
        eventually(lambda: not list(tmp_path.iterdir()))


@pytest.mark.parametrize("offset", [0, 1, 3])
def test_a_port_in_use_is_one_line_and_nothing_runs(offset: int, tmp_path: Path) -> None:
    base = free_base()
    with socket.create_server(("127.0.0.1", base + offset)):
        run = subprocess.run(
            COMMAND,
            cwd=ROOT,
            env=environment(base, tmp_path),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert run.returncode == 1
    assert run.stdout == ""
    assert re.fullmatch(rf"Port {base + offset} \(PORT.*\) is in use\. .*\n", run.stderr)
    assert not list(tmp_path.iterdir())

"""The parent's side of a lifeline: processes that are started here and cannot outlive this one."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The repository."""

_GRACE_S = 5.0


def start(
    module: str,
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str],
    cwd: Path = ROOT,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a module that calls ``lifeline.end_with_parent``; what it prints can be read from ``stdout``.

    Args:
        environment: all of it; nothing is inherited, except that the module is found in this repository.
    """
    return subprocess.Popen(
        [sys.executable, "-u", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=cwd,
        env={**environment, "PYTHONPATH": str(ROOT)},
        pass_fds=pass_fds,
        # Ctrl-C in the terminal is for the parent, which then ends its children in order.
        start_new_session=True,
    )


def own_environment() -> dict[str, str]:
    """This process's environment without anything that could name an AWS account."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}


def end(process: subprocess.Popen[bytes]) -> None:
    """Let go of the lifeline and wait; a process that hangs on is killed."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(timeout=_GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

"""The parent's side of a lifeline: processes that are started here and cannot outlive this one."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The repository."""

_GRACE_S = 5.0
_START_LIMIT_S = 60.0


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


def end(process: subprocess.Popen[bytes]) -> None:
    """Let go of the lifeline and wait; a process that hangs on is killed."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(timeout=_GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def relay(process: subprocess.Popen[bytes], take: Callable[[str], None]) -> threading.Thread:
    """Hand each line that the process prints to ``take``, in a thread that ends with the process."""
    printed = process.stdout
    if printed is None:
        raise ValueError("only of a process whose output is a pipe")

    def read() -> None:
        with printed:
            for line in printed:
                take(line.decode("utf-8", errors="replace").rstrip())

    thread = threading.Thread(target=read, name=f"output of {process.pid}", daemon=True)
    thread.start()
    return thread


class NotStarted(Exception):
    """A server process ended, or took no connection in time. The message holds what it printed."""


class ServerProcess:
    """A module that serves on a port, in a process of its own. Started at once; ``wait`` for it to serve.

    Args:
        name: for people, such as ``Salesforce``.
        host: an address on which the port takes connections.
        log: gets what the process prints once it serves.
    """

    def __init__(
        self, name: str, module: str, arguments: Sequence[str], *, host: str, port: int, log: Callable[[str], None]
    ) -> None:
        self._name = name
        self._address = (host, port)
        self._log = log
        self._serving = False
        self._printed: list[str] = []
        # Anything that could name an AWS account stays with the developer.
        environment = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        self._process = start("local.gateway.lifeline", [module, *arguments], environment=environment)
        self._output = relay(self._process, self._take)

    def wait(self) -> None:
        """Wait until the port takes connections.

        Raises:
            NotStarted: the process ended, or it took too long.
        """
        ends = time.monotonic() + _START_LIMIT_S
        while self._process.poll() is None and time.monotonic() < ends:
            try:
                socket.create_connection(self._address, timeout=1).close()
            except OSError:
                time.sleep(0.02)
            else:
                self._serving = True
                return
        self.close()
        self._output.join(_GRACE_S)
        raise NotStarted("\n".join([f"{self._name} did not start.", *self._printed]))

    def close(self) -> None:
        """End the process. May be called twice."""
        end(self._process)

    def _take(self, line: str) -> None:
        if self._serving:
            self._log(line)
        else:
            self._printed.append(line)

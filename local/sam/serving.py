"""``sam local`` beside the local stack: SAM's own server, and the same functions in containers."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from local.gateway.children import ROOT, NotStarted

SAM = ROOT / ".venv-sam/bin/sam"
BUILT = ROOT / ".aws-sam/local"
"""Where ``make sam-local`` builds for this machine's processor."""

Command = Literal["start-api", "start-lambda"]
_START_LIMIT_S = 600.0
"""The first start makes an image of the layers for each function."""


@contextmanager
def sam_local(command: Command, template: Path, *, port: int, output: Path | None = None) -> Iterator[str]:
    """SAM's server while the block runs, by its URL.

    Args:
        output: where what it prints goes; None for this process's own output.

    Raises:
        NotStarted: it ended, or took no connection in time.
    """
    arguments = [
        str(SAM),
        "local",
        command,
        "--template",
        str(template),
        "--port",
        str(port),
        "--host",
        "127.0.0.1",
    ]
    arguments += ["--skip-pull-image", "--warm-containers", "LAZY", "--region", "eu-west-1"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    # Without these SAM asks the developer's own account for credentials.
    environment |= {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "SAM_CLI_TELEMETRY": "0"}
    with (output or Path(os.devnull)).open("wb") as file:
        printed = file if output else None
        process = subprocess.Popen(arguments, env=environment, cwd=ROOT, stdout=printed, stderr=printed)
        try:
            _wait(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    ends = time.monotonic() + _START_LIMIT_S
    while process.poll() is None and time.monotonic() < ends:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise NotStarted("sam local did not start; what it printed says why.")

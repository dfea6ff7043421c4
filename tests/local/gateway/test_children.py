"""Server processes are waited for, heard, and never outlive their parent."""

import os
import subprocess
import sys

import pytest

from local.gateway.children import ROOT, NotStarted, ServerProcess
from tests.local.gateway.machine import eventually, free_port, running
from tests.local.gateway.toy_stack import Printed


def server(port: int, printed: Printed, *arguments: str) -> ServerProcess:
    """Python's own file server, which knows nothing of lifelines."""
    command = ["--bind", "127.0.0.1", str(port), *arguments]
    return ServerProcess(
        "files", "http.server", command, host="127.0.0.1", port=port, log=lambda line: printed("files", line)
    )


def test_a_server_is_waited_for_and_what_it_prints_is_heard() -> None:
    import requests

    printed, port = Printed(), free_port()
    process = server(port, printed)
    try:
        process.wait()
        assert requests.get(f"http://127.0.0.1:{port}/pyproject.toml", timeout=10).status_code == 200
        printed.wait_for("files: 127.0.0.1 - - ")
    finally:
        process.close()


def test_a_server_that_does_not_start_shows_what_it_printed() -> None:
    with pytest.raises(NotStarted, match=r"(?s)^files did not start\..*--no-such-option"):
        server(free_port(), Printed(), "--no-such-option").wait()


def test_an_aws_account_of_the_developer_is_out_of_a_server_s_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "of-the-developer")
    # Given a process that prints its environment, and ends instead of serving
    statement = ["-n1", "-r1", "import os; print(sorted(os.environ))"]
    process = ServerProcess("environment", "timeit", statement, host="127.0.0.1", port=free_port(), log=print)
    with pytest.raises(NotStarted) as refused:
        process.wait()
    assert "'PATH'" in str(refused.value)
    assert "AWS_PROFILE" not in str(refused.value)


PARENT = """
import sys
from local.gateway.children import ServerProcess
process = ServerProcess("files", "http.server", [sys.argv[1]], host="127.0.0.1", port=int(sys.argv[1]), log=print)
process.wait()
print(process._process.pid, flush=True)
sys.stdin.read()
"""


def test_a_server_ends_with_a_parent_that_is_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(free_port())],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    with parent.stdin, parent.stdout:
        child = int(parent.stdout.readline())
        assert running([child])
        parent.kill()
        parent.wait()
    eventually(lambda: not running([child]))

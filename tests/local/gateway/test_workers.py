"""Functions run in processes of their own, as environments of Lambda do."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from local.gateway.children import ROOT
from tests.local.gateway.machine import eventually, running
from tests.local.gateway.toy_stack import TOYS, Toys, running_toys

FAILED = (500, '{"message":"Internal Server Error"}')


def pid(toys: Toys) -> int:
    return int(toys.ask(do="tell the pid").json()["pid"])


def test_the_first_call_starts_a_process_and_the_next_finds_it_warm() -> None:
    with running_toys() as toys:
        cold, warm = toys.echoed("GET", "/echo"), toys.echoed("GET", "/echo")
        assert (cold["invocations"], warm["invocations"]) == (1, 2)
        assert cold["pid"] == warm["pid"] != os.getpid()
        assert sum("switchboard-Echo: INIT" in line for line in toys.printed.lines) == 1


def test_the_context_is_what_lambda_gives(toys: Toys) -> None:
    first, second = (toys.echoed("GET", "/echo")["context"] for _ in range(2))
    assert first.pop("aws_request_id") != second["aws_request_id"]
    assert first.pop("log_stream_name").startswith("local/")
    assert first == {
        "function_name": "switchboard-Echo",
        "function_version": "1",
        "invoked_function_arn": "arn:aws:lambda:eu-west-1:123456789012:function:switchboard-Echo:live",
        "log_group_name": "/aws/lambda/switchboard-Echo",
        "memory_limit_in_mb": "256",
    }


def test_the_remaining_time_counts_down_from_the_timeout(toys: Toys) -> None:
    first_ms, later_ms = toys.echoed("GET", "/echo")["remaining_ms"]
    # The function sleeps for 50 ms in between.
    assert 0 < later_ms <= first_ms - 50 < 5000


def test_a_function_sees_its_code_and_its_layers_and_not_the_repository(toys: Toys) -> None:
    seen = toys.echoed("GET", "/echo")
    assert seen["path"][:2] == [str(TOYS / "functions/echo"), str(TOYS / "layer")]
    assert str(ROOT) not in seen["path"]
    assert seen["cwd"] == str(TOYS / "functions/echo")
    assert (seen["layer"], seen["stdin"]) == ("from the layer", "")


def test_the_environment_is_the_template_s_and_lambda_s_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_ROLE_ARN", "HOME", "HTTPS_PROXY", "SOME_SECRET"):
        monkeypatch.setenv(name, "of the developer")
    with running_toys() as toys:
        environment = toys.echoed("GET", "/echo")["environment"]
    environment.pop("LC_CTYPE", None)  # Python itself sets it where the machine lacks the locale
    assert "of the developer" not in environment.values()
    assert set(environment) == {
        *("STAGE", "CALLERS", "GREETING", "LOCAL_ONLY"),
        *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
        *("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_EC2_METADATA_DISABLED"),
        *("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV"),
        *("AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION"),
        *("AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME"),
        *("LAMBDA_TASK_ROOT", "LANG", "PATH", "TZ", "_HANDLER"),
    }


def test_requests_at_once_run_in_several_processes_up_to_the_reserved_concurrency(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    with running_toys() as toys, ThreadPoolExecutor() as executor:

        def ask() -> requests.Response:
            order = {"do": "wait for a file", "path": str(gate)}
            return requests.post(f"{toys.url}/patient", json=order, timeout=60)

        # Given as many requests as the function has reserved, all under way
        under_way = [executor.submit(ask) for _ in range(3)]
        eventually(lambda: len(list(tmp_path.iterdir())) == 3)
        # Then one more is throttled
        throttled = ask()
        assert (throttled.status_code, throttled.text) == (503, '{"message":"Service Unavailable"}')
        # And each of the others runs in a process of its own
        gate.touch()
        pids = {each.result().json()["pid"] for each in under_way}
        assert len(pids) == 3
        # And these are used again
        assert toys.http.post(f"{toys.url}/patient", json={"do": "tell the pid"}).json()["pid"] in pids


def test_what_a_handler_raises_is_an_internal_error_and_its_traceback_is_logged(toys: Toys) -> None:
    before = pid(toys)
    answer = toys.ask(do="raise", words="out of order")
    assert (answer.status_code, answer.text) == FAILED
    toys.printed.wait_for("switchboard-Moody: ValueError: out of order")
    toys.printed.wait_for("gateway: 500 POST /moody: switchboard-Moody raised ValueError")
    assert pid(toys) == before


def test_a_result_that_is_no_json_is_an_internal_error(toys: Toys) -> None:
    assert toys.ask(do="return an object").status_code == 500
    toys.printed.wait_for("raised TypeError")


def test_too_little_memory_is_an_internal_error(toys: Toys) -> None:
    assert toys.ask(do="run out of memory").status_code == 500


@pytest.mark.parametrize("end", ["leave at once", "exit", "be killed"])
def test_a_process_that_ends_is_an_internal_error_and_the_next_request_gets_a_fresh_one(
    toys: Toys, end: str
) -> None:
    before = pid(toys)
    answer = toys.ask(do=end)
    assert (answer.status_code, answer.text) == FAILED
    assert pid(toys) != before
    assert not running([before])


def test_a_process_that_ends_while_idle_is_replaced_unnoticed(toys: Toys) -> None:
    before = pid(toys)
    os.kill(before, signal.SIGKILL)
    eventually(lambda: not running([before]))
    assert pid(toys) != before


def test_a_handler_that_takes_too_long_is_killed(toys: Toys) -> None:
    before = pid(toys)
    answer = toys.ask(do="sleep", seconds=3600)
    assert (answer.status_code, answer.text) == FAILED
    toys.printed.wait_for("Task timed out after 1.00 seconds")
    assert not running([before])
    assert pid(toys) != before


def test_the_gateway_stops_waiting_before_the_function_stops_running(toys: Toys, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    answer = toys.http.post(f"{toys.url}/patient", json={"do": "wait for a file", "path": str(gate)})
    assert (answer.status_code, answer.text) == (503, '{"message":"Service Unavailable"}')
    (mark,) = tmp_path.iterdir()
    worker = int(mark.suffix[1:])
    assert running([worker])
    # The function runs to its end, and then its process serves others.
    gate.touch()
    toys.printed.wait_for("switchboard-Patient: finished after the caller had gone")
    assert toys.http.post(f"{toys.url}/patient", json={"do": "tell the pid"}).json()["pid"] == worker


def test_what_a_handler_prints_goes_to_the_log_and_never_into_the_answer(toys: Toys) -> None:
    answer = toys.ask(do="print", words="first line\nsecond line")
    assert (answer.status_code, answer.text) == (200, "printed")
    for line in ("first line", "second line", "to stderr", "raw bytes to descriptor 1"):
        toys.printed.wait_for(f"switchboard-Moody: {line}")


def test_a_function_that_cannot_be_imported_is_an_internal_error(toys: Toys) -> None:
    answer = toys.http.get(f"{toys.url}/broken")
    assert (answer.status_code, answer.text) == FAILED
    toys.printed.wait_for("switchboard-Broken: ImportError: a dependency is missing")


def test_closing_ends_every_process() -> None:
    with running_toys() as toys:
        pids = [pid(toys), toys.echoed("GET", "/echo")["pid"]]
        assert running(pids) == set(pids)
    assert not running(pids)


ORPHANED = """
import sys, threading, requests
from tests.local.gateway.toy_stack import running_toys
with running_toys() as toys:
    for line in sys.stdin:
        order = {"do": "wait for a file", "path": line.strip()}
        threading.Thread(target=requests.post, args=[toys.url + "/patient"], kwargs={"json": order}).start()
        print(toys.ask(do="tell the pid").json()["pid"], flush=True)
"""


def test_no_process_outlives_a_gateway_that_is_killed(tmp_path: Path) -> None:
    # Given a gateway with an idle process and one in the middle of an invocation
    command = [sys.executable, "-c", ORPHANED]
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    gateway = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=ROOT, text=True
    )
    assert gateway.stdin is not None
    assert gateway.stdout is not None
    with gateway.stdin, gateway.stdout:
        gateway.stdin.write(f"{tmp_path / 'gate'}\n")
        gateway.stdin.flush()
        idle = int(gateway.stdout.readline())
        (mark,) = eventually(lambda: list(tmp_path.iterdir()))
        busy = int(mark.suffix[1:])
        assert running([idle])
        assert running([busy])
        # When it is killed
        gateway.kill()
        gateway.wait()
    # Then both end
    eventually(lambda: not running([idle, busy]))

"""The tenant as a server: in process, and as a program."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests

from local.cxone.sample import cxone_seed
from local.cxone.serving import CxoneServer
from local.cxone.settings import Settings
from local.cxone.simulator import CxoneSimulator
from tests.local.cxone.agent import AgentClient
from tests.local.cxone.tenant import Tenant

ROOT = Path(__file__).parents[3]


def test_stopping_lets_a_waiting_poll_go(tmp_path: Path) -> None:
    simulator = CxoneSimulator(cxone_seed())
    server = CxoneServer(simulator)
    tenant = Tenant(server.url, "")
    tenant.log_in()
    ada = AgentClient(tenant)
    ada.drain()
    ends: list[object] = []

    def poll() -> None:
        try:
            ends.append(ada.poll(timeout=60).status_code)
        except requests.ConnectionError:
            ends.append("dropped")

    waiting = threading.Thread(target=poll)
    waiting.start()
    while not any(session.waiting for session in simulator.floor.sessions()):
        time.sleep(0.005)
    server.stop()
    server.stop()
    waiting.join()
    tenant.close()
    assert ends in ([304], ["dropped"])
    with pytest.raises(requests.ConnectionError):
        requests.get(server.url, timeout=10)


def test_a_simulator_can_be_served_again() -> None:
    simulator = CxoneSimulator(cxone_seed(), Settings(pick_up_s=0.01))
    urls = []
    for _ in range(2):
        with CxoneServer(simulator) as server:
            tenant = Tenant(server.url, "")
            tenant.log_in()
            found = tenant.http.get(f"{server.url}/.well-known/openid-configuration").json()
            urls.append(found["issuer"])
            assert tenant.get("/agents").status_code == 200
            tenant.close()
    assert urls[0] != urls[1]


def test_a_reset_ends_sessions_and_tokens(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    tenant.control("PATCH", "settings", {"empty_lists": "array"})
    tenant.control("POST", "reset")
    assert tenant.get("/agents").status_code == 401
    tenant.log_in()
    assert ada.poll().status_code == 404
    assert tenant.control("GET", "settings")["empty_lists"] == "204"


def test_the_program_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    ca_file = tmp_path / "ca.pem"
    command = [sys.executable, "-m", "local.cxone", "--port", "0", "--ca-file", str(ca_file)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        url = program.stdout.readline().removeprefix("CXone at ").strip()
        tenant = Tenant(url, str(ca_file))
        tenant.log_in()
        # It is the whole centre, whose agents are the sample org's users
        assert tenant.get("/agents").json()["totalRecords"] == 42
        tenant.close()
        program.send_signal(signal.SIGTERM)
        assert program.wait(timeout=20) == 0

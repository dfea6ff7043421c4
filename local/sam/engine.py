"""The container engine that ``sam local`` runs functions in."""

import ipaddress
import json
import shutil
import subprocess


class NoEngine(Exception):
    """There is no container engine to run functions in. The message says what is missing."""


def host_address() -> str:
    """An address of this machine that containers reach: that of the engine's bridge.

    Raises:
        NoEngine: no engine answers, or it runs elsewhere.
    """
    docker = shutil.which("docker")
    if docker is None:
        raise NoEngine("sam local needs a container engine, and there is no `docker` on the PATH.")
    question = [docker, "network", "inspect", "bridge", "--format", "{{json (index .IPAM.Config 0)}}"]
    answer = subprocess.run(question, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise NoEngine(f"sam local needs a container engine, and docker answers: {answer.stderr.strip()}")
    told = json.loads(answer.stdout)
    # Where the engine leaves the gateway unsaid it is the first address.
    return str(told.get("Gateway") or ipaddress.ip_network(told["Subnet"])[1])

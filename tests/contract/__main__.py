"""``make contract``: the functions on a local stack do what salesforce/openapi.json says.

Schemathesis makes requests from the document, right ones and wrong ones, and looks at what comes back: statuses,
content types, schemas (with the types of problems), no 5xx. It goes the same way every time.
"""

import os
import subprocess
import sys
from pathlib import Path

import requests

from local.openapi.__main__ import FILE, ROOT
from local.stack.local_stack import LocalStack
from local.stack.seeds import HOOK_TOKEN

_ADA = "005Sb0000000001IAA"
_PROGRAM = ROOT / ".venv-contract" / "bin" / "schemathesis"
_SETTINGS = Path(__file__).with_name("schemathesis.toml")
_MOST_S = 300


def main(arguments: list[str]) -> int:
    """Returns Schemathesis' exit status: 0 when everything is as the document says.

    Args:
        arguments: passed on, such as ``--include-operation-id dial`` or ``--seed 7``.
    """
    with LocalStack(schedules=False) as stack:
        stack.sync_agents()
        _log_in(stack.gateway_url)
        command = [str(_PROGRAM), "--config-file", str(_SETTINGS), "run", str(FILE), "--url", stack.gateway_url]
        given = {"SWITCHBOARD_HOOK_TOKEN": HOOK_TOKEN, "SWITCHBOARD_USER": _ADA}
        environment = {**os.environ, **given}
        return subprocess.run(
            [*command, *arguments], env=environment, cwd=ROOT, timeout=_MOST_S, check=False
        ).returncode


def _log_in(gateway_url: str) -> None:
    """Give the acting user a session: most routes want one."""
    with requests.Session() as session:
        # A proxy that the environment names has no business with this machine's own ports.
        session.trust_env = False
        session.post(
            f"{gateway_url}/v1/agent-sessions",
            json={"phoneNumber": "+14155550199"},
            headers={"X-Salesforce-User-Id": _ADA},
            timeout=60,
        ).raise_for_status()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

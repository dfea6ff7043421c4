"""``make contract``: the functions on a local stack do what salesforce/openapi.json says.

Schemathesis makes requests from the document, right ones and wrong ones, and looks at what comes back: statuses,
content types, schemas (with the types of problems), no 5xx. It goes the same way every time.
"""

import os
import subprocess
import sys
from datetime import UTC, datetime
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
        _prepare(stack.gateway_url)
        command = [str(_PROGRAM), "--config-file", str(_SETTINGS), "run", str(FILE), "--url", stack.gateway_url]
        given = {"SWITCHBOARD_HOOK_TOKEN": HOOK_TOKEN, "SWITCHBOARD_USER": _ADA}
        environment = {**os.environ, **given}
        # Whoever logs out first finds little else to do.
        for chosen in ("--exclude-operation-id", "--include-operation-id"):
            run = [*command, chosen, "logOut", *arguments]
            status = subprocess.run(run, env=environment, cwd=ROOT, timeout=_MOST_S, check=False).returncode
            if status:
                return status
    return 0


def _prepare(gateway_url: str) -> None:
    """Give the acting user a session and a contact, those that the document has as examples."""
    event = {
        "type": "contact.answered",
        "eventId": "example-answered",
        "at": datetime.now(UTC).isoformat(),
        "contactId": "9007199254740993",
        "userId": _ADA,
        "ani": "+14155550134",
    }
    hook = {"Authorization": f"Bearer {HOOK_TOKEN}"}
    station = {"phoneNumber": "+14155550199"}
    with requests.Session() as session:
        # A proxy that the environment names has no business with this machine's own ports.
        session.trust_env = False
        for path, body, headers in (
            ("/v1/agent-sessions", station, {"X-Salesforce-User-Id": _ADA}),
            ("/v1/hooks/contact-events", event, hook),
        ):
            answer = session.post(f"{gateway_url}{path}", json=body, headers=headers, timeout=60)
            answer.raise_for_status()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

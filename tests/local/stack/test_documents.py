"""The commands of the documentation can be pasted into a shell as they stand."""

import re
import subprocess
from pathlib import Path

import pytest

from local.stack.local_stack import LocalStack

DOCS = Path(__file__).parents[3] / "docs"
SHOWN = {
    "a-shift.md": (
        '"match":"one"',
        '"text":"Somebody has answered."',
        '"repeated":true',
        '"reason":"Refused"',
        "Wants an offer",
    ),
    "at-the-desk.md": ("Zone 4 is down", "It has shipped", "On its way", '"tooltips":false'),
}


@pytest.mark.parametrize("name", SHOWN)
def test_every_command_works(name: str) -> None:
    text = (DOCS / name).read_text()
    script = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    with LocalStack() as stack:
        stack.aim_hooks()
        for part, url in (
            ("GATEWAY=http://127.0.0.1:8000", stack.gateway_url),
            ("SALESFORCE=https://127.0.0.1:8001", stack.salesforce_url),
            ("CXONE=https://127.0.0.1:8002", stack.cxone_url),
        ):
            script = script.replace(part, f"{part.partition('=')[0]}={url}")
        assert "127.0.0.1:800" not in script
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin"},
        )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]
    for shown in SHOWN[name]:
        assert shown in ran.stdout

"""The shift that the documentation describes can be pasted into a shell as it stands."""

import re
import subprocess
from pathlib import Path

from local.stack.local_stack import LocalStack

DOCUMENT = Path(__file__).parents[3] / "docs/a-shift.md"


def test_every_command_of_the_shift_works() -> None:
    with LocalStack() as stack:
        stack.aim_hooks()
        script = "\n".join(re.findall(r"```sh\n(.*?)```", DOCUMENT.read_text(), re.DOTALL))
        for port, url in (
            ("http://127.0.0.1:8000", stack.gateway_url),
            ("https://127.0.0.1:8001", stack.salesforce_url),
            ("https://127.0.0.1:8002", stack.cxone_url),
        ):
            assert port in script
            script = script.replace(port, url)
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin"},
        )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]
    assert '"match":"one"' in ran.stdout
    assert '"repeated":true' in ran.stdout
    assert '"text":"Somebody has answered."' in ran.stdout
    assert '"reason":"Refused"' in ran.stdout
    assert "Wants an offer" in ran.stdout

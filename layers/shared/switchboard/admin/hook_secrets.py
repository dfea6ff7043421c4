"""Change a hook's secret without refusing a call: ``python -m switchboard.admin.hook_secrets --help``.

Studio holds a copy of the secret, so it is changed in two steps with Studio in between: ``add`` makes a new one
and goes on trusting the old, ``retire`` ends the old. It uses the ordinary AWS credentials of whoever runs it.
"""

import argparse
import base64
import json
import secrets
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from switchboard.errors import ConfigurationError
from switchboard.runtime.hook_gate import KEPT_S, RELOAD_EVERY_S
from switchboard.runtime.hook_trust import parse_hook_secret

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

KINDS = {
    "read": "the REST actions of scripts that call /v1/hooks/screen-pops",
    "events": "the REST actions of scripts that call /v1/hooks/contact-events, and the digital webhook",
}
"""Each hook secret by name, and who holds a copy of it."""

KEY_BYTES = 32


class StepRefused(Exception):
    """The step makes no sense now; nothing was changed. The message says what to do instead."""


def add(client: "SecretsManagerClient", secret_id: str) -> str:
    """Make a new secret beside the present one and give it.

    Raises:
        StepRefused: the last change was not finished, or what is there is no hook secret.
    """
    present = _document(client, secret_id)
    if present.get("previous"):
        raise StepRefused("The last change is not finished: two secrets are trusted. Run STEP=retire first.")
    new = "whsec_" + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    _put(client, secret_id, {"current": new, "previous": present.get("current")})
    return new


def retire(client: "SecretsManagerClient", secret_id: str) -> None:
    """End the secret before the present one.

    Raises:
        StepRefused: there is none, or what is there is no hook secret.
    """
    present = _document(client, secret_id)
    if not present.get("previous"):
        raise StepRefused("There is nothing to retire: one secret is trusted.")
    _put(client, secret_id, {"current": present.get("current"), "previous": None})


def _document(client: "SecretsManagerClient", secret_id: str) -> dict[str, str | None]:
    """The secret; empty before the first one was filled in."""
    text = client.get_secret_value(SecretId=secret_id).get("SecretString", "")
    if text.strip() == "{}":
        return {}
    try:
        parse_hook_secret(text)
    except ConfigurationError as error:
        raise StepRefused(f"{error}. Mend or empty it ({{}}) in Secrets Manager first.") from None
    document: dict[str, str | None] = json.loads(text)
    return document


def _put(client: "SecretsManagerClient", secret_id: str, document: dict[str, str | None]) -> None:
    client.put_secret_value(SecretId=secret_id, SecretString=json.dumps(document))


def main(arguments: Sequence[str] | None = None, sleep: Callable[[float], None] = time.sleep) -> int:
    """Take one step and say what comes next."""
    import boto3  # noqa: PLC0415 - only where it is run
    from botocore.exceptions import ClientError  # noqa: PLC0415 - likewise

    parser = argparse.ArgumentParser(prog="hook_secrets", description="Change a hook's secret, step by step.")
    parser.add_argument("step", choices=["add", "retire"])
    parser.add_argument("secret", choices=sorted(KINDS))
    parser.add_argument("--stack", default="switchboard", help="name of the deployed stack")
    given = parser.parse_args(arguments)
    client, name = boto3.client("secretsmanager"), f"{given.stack}/hooks/{given.secret}"
    try:
        if given.step == "retire":
            retire(client, name)
            print(f"The old secret of {name} has ended; in {KEPT_S / 60:.0f} minutes nothing trusts it any more.")
            return 0
        new = add(client, name)
    except StepRefused as error:
        print(error, file=sys.stderr)
        return 1
    except ClientError as error:
        print(f"{name} cannot be changed ({error.response['Error']['Code']}).", file=sys.stderr)
        return 1
    print(f"{name} has a new secret, and the old one is still trusted.")
    print(f"Waiting {RELOAD_EVERY_S:.0f} s until every function can know of it ...", flush=True)
    sleep(RELOAD_EVERY_S)
    print(f"\n  {new}\n")
    print(f"1. Put it into {KINDS[given.secret]} (docs/setting-up-cxone.md), and publish the scripts.")
    print("2. See that nobody calls with the old one: the saved query refused hooks stays empty, calls come in.")
    print(f"3. make rotate-hook-secret SECRET={given.secret} STEP=retire STACK={given.stack}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

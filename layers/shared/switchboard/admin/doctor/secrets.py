"""Are the secrets filled in, and do they have the shape of what they are for?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from switchboard.admin.doctor.deployment import Deployment
from switchboard.admin.doctor.finding import Finding, failed, ok, warned
from switchboard.cxone.secret import CxoneSecret, parse_cxone_secret
from switchboard.errors import ConfigurationError
from switchboard.runtime.hook_trust import HookKey, parse_hook_secret
from switchboard.salesforce.login import SalesforceSecret, parse_secret

Secret = TypeVar("Secret")


@dataclass(slots=True)
class Secrets:
    """The secrets that can be used; None or empty for those that cannot."""

    salesforce: SalesforceSecret | None = None
    cxone: CxoneSecret | None = None
    read_hooks: tuple[HookKey, ...] = ()
    events_hooks: tuple[HookKey, ...] = ()


def look_at_secrets(deployment: Deployment) -> tuple[Secrets, list[Finding]]:
    """The secrets, and how each of them is."""
    settings, found = deployment.settings, []

    def read(about: str, arn: str, parse: Callable[[str], Secret]) -> Secret | None:
        value, finding = _read(deployment, about, arn, parse)
        found.append(finding)
        return value

    secrets = Secrets(
        read("Salesforce secret", settings.salesforce_secret, parse_secret),
        read("CXone secret", settings.cxone_secret, parse_cxone_secret),
        read("secret of reading hooks", settings.read_hook_secret, parse_hook_secret) or (),
        read("secret of event hooks", settings.events_hook_secret, parse_hook_secret) or (),
    )
    if secrets.read_hooks and secrets.read_hooks[0] == next(iter(secrets.events_hooks), None):
        found.append(
            warned(
                "hook secrets",
                "both hooks have the same secret: who may tell of contacts may read records, too",
                "make rotate-hook-secret SECRET=events STEP=add",
            )
        )
    return secrets, found


def _read(
    deployment: Deployment, about: str, arn: str, parse: Callable[[str], Secret]
) -> tuple[Secret | None, Finding]:
    try:
        text = deployment.clients.secrets.get_secret_value(SecretId=arn).get("SecretString", "")
    except (BotoCoreError, ClientError) as error:
        code = error.response["Error"]["Code"] if isinstance(error, ClientError) else type(error).__name__
        return None, failed(about, f"cannot be read ({code})", "see that it exists and that you may read it")
    try:
        value = parse(text)
    except ConfigurationError as error:
        deed = "fill it in; its shapes are in the README under Deploying"
        return None, failed(about, str(error), deed)
    return value, ok(about, "is there and has the right shape")

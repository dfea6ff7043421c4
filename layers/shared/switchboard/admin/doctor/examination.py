"""The whole examination, part by part; it changes nothing."""

from collections.abc import Callable, Iterator

from switchboard.admin.doctor.cxone import look_at_cxone
from switchboard.admin.doctor.deployment import Deployment
from switchboard.admin.doctor.finding import Finding, failed
from switchboard.admin.doctor.freshness import look_at_freshness
from switchboard.admin.doctor.hooks import look_at_hooks
from switchboard.admin.doctor.queues import look_at_queues
from switchboard.admin.doctor.rules import look_at_rules
from switchboard.admin.doctor.salesforce import look_at_salesforce
from switchboard.admin.doctor.secrets import look_at_secrets


def examine(deployment: Deployment) -> Iterator[Finding]:
    """Everything that was found, as it is found."""
    secrets, found = look_at_secrets(deployment)
    yield from found
    rules, found = look_at_rules(deployment)
    yield from found
    parts: dict[str, Callable[[], list[Finding]]] = {
        "Salesforce": lambda: look_at_salesforce(deployment, secrets.salesforce, rules),
        "CXone": lambda: look_at_cxone(deployment, secrets.cxone),
        "hooks": lambda: look_at_hooks(deployment, secrets),
        "queues": lambda: look_at_queues(deployment),
        "freshness": lambda: look_at_freshness(deployment),
    }
    for name, look in parts.items():
        try:
            yield from look()
        except Exception as error:  # noqa: BLE001 - the other parts are worth looking at all the same
            yield failed(name, f"could not be looked at ({type(error).__name__})", "tell the developers")

"""Are the rules in force valid?"""

from pydantic import BaseModel

from switchboard.admin.doctor.deployment import Deployment
from switchboard.admin.doctor.finding import Finding, failed, ok
from switchboard.admin.rules import DEFAULTS, KINDS, RulesRefused, checked
from switchboard.errors import StoreUnavailable
from switchboard.stores.rules_items import RulesItems


def look_at_rules(deployment: Deployment) -> tuple[dict[str, BaseModel], list[Finding]]:
    """The rules in force that can be used, by kind, and how each kind is."""
    items = RulesItems(deployment.clients.dynamodb, deployment.settings.rules_table)
    rules: dict[str, BaseModel] = {}
    found = []
    for kind in sorted(KINDS):
        about = f"rules {kind}"
        try:
            stored = items.current(kind)
            rules[kind] = DEFAULTS[kind] if stored is None else checked(kind, stored.document)
        except StoreUnavailable as error:
            found.append(
                failed(about, f"cannot be read ({error})", "see that the table exists and you may read it")
            )
        except RulesRefused as error:
            found.append(
                failed(
                    about,
                    f"version {stored.number if stored else 0} is refused, so functions go on with what they "
                    f"had, or the defaults: {error.problems[0]}",
                    f"make rollback-rules KIND={kind} STACK={deployment.stack}, or publish a mended document",
                )
            )
        else:
            told = f"version {stored.number} is valid" if stored else "none published, so the defaults hold"
            found.append(ok(about, told))
    return rules, found

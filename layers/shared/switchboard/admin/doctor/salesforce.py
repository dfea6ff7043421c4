"""Does Salesforce take the login, how much of its limits is left, and does it show what the rules name?"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from switchboard.activity.rules import ActivityRules
from switchboard.admin.direct import salesforce_client
from switchboard.admin.doctor.deployment import Deployment
from switchboard.admin.doctor.finding import Finding, failed, ok, unknown, warned
from switchboard.admin.rules import missing_in_org
from switchboard.errors import CrmLoginRefused, SwitchboardError
from switchboard.salesforce.client import SalesforceClient
from switchboard.salesforce.login import SalesforceSecret

LOW, EMPTY = 0.2, 0.02
"""Shares of the daily API requests that are left from which on it is worth a word, and too late."""

LOGIN = "Salesforce login"
USAGE = "Salesforce API requests"
EXTERNAL_ID = "external id of activities"


def look_at_salesforce(
    deployment: Deployment, secret: SalesforceSecret | None, rules: Mapping[str, BaseModel]
) -> list[Finding]:
    """How the org is."""
    if secret is None:
        return [unknown(LOGIN, "there is no secret to log in with")]
    try:
        client = salesforce_client(secret, deployment.ca_file, deployment.settings.salesforce_api_version)
        daily = client.limits()["DailyApiRequests"]
    except CrmLoginRefused as error:
        deed = "check the secret and, in Salesforce, its app and user (docs/setting-up-salesforce.md)"
        return [failed(LOGIN, f"is refused ({error.code})", deed)]
    except (SwitchboardError, KeyError) as error:
        deed = "see whether login_url of the secret is the org's My Domain, and status.salesforce.com"
        return [failed(LOGIN, f"the org cannot be asked ({error})", deed)]
    found = [ok(LOGIN, f"works, API version {deployment.settings.salesforce_api_version}"), requests_left(daily)]
    for kind, document in sorted(rules.items()):
        found += _fields(kind, document, client)
    activity = rules.get("activity")
    if isinstance(activity, ActivityRules):
        found += _keys(activity, client)
    return found


def requests_left(daily: Mapping[str, int]) -> Finding:
    """How much is left of the day, of ``{"Max", "Remaining"}``."""
    left, most = daily["Remaining"], daily["Max"]
    told = f"{left:,} of {most:,} are left of the last 24 hours"
    if left <= most * EMPTY:
        return failed(
            USAGE, told, "find who uses them up (Setup, Company Information), or buy more; contacts stay due"
        )
    if left <= most * LOW:
        return warned(
            USAGE, told, "find who uses them up (Setup, Company Information); docs/scaling.md has our part"
        )
    return ok(USAGE, told)


def _fields(kind: str, document: BaseModel, client: SalesforceClient) -> list[Finding]:
    missing = missing_in_org(document, client.describe)
    about = f"fields of rules {kind}"
    if not missing:
        return [ok(about, "are all there and visible")]
    deed = "give the integration user the field or object (permission set), or take it out of the rules"
    return [failed(about, one, deed) for one in missing]


def _keys(rules: ActivityRules, client: SalesforceClient) -> list[Finding]:
    """Whether each object that is written has its external id, and takes records."""
    found = []
    for record in rules.records:
        about = f"{EXTERNAL_ID} ({record.object})"
        try:
            described = client.describe(record.object)
        except SwitchboardError as error:
            found.append(
                failed(about, f"{record.object} cannot be described ({error})", "see the rules' fields above")
            )
            continue
        found.append(_key(about, record.object, record.key_field, described))
    return found


def _key(about: str, kind: str, key_field: str, described: Mapping[str, Any]) -> Finding:
    fields = {one["name"]: one for one in described["fields"]}
    key = fields.get(key_field)
    if key is None:
        deed = "deploy salesforce/main/default/objects and assign the permission set to the integration user"
        return failed(about, f"{kind}.{key_field} is missing or hidden", deed)
    if not (key["externalId"] and key["unique"]):
        return failed(
            about, f"{key_field} is not a unique external id", "make it one, or contacts are written twice"
        )
    if not (key["createable"] and described.get("createable", True) and described.get("updateable", True)):
        deed = f"let the integration user create and edit {kind}, and edit {key_field} (permission set)"
        return failed(about, f"{kind} or {key_field} cannot be written", deed)
    return ok(about, f"{key_field} is unique and can be written")

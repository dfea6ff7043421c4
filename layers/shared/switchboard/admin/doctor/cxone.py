"""Does CXone take the login and answer, and is it the tenant that the stack was deployed for?"""

from datetime import UTC, datetime, timedelta

from switchboard.admin.direct import cxone_client
from switchboard.admin.doctor.deployment import Deployment
from switchboard.admin.doctor.finding import Finding, failed, ok, unknown, warned
from switchboard.cxone.contacts import CxoneContacts
from switchboard.cxone.secret import CxoneSecret
from switchboard.cxone.versions import ApiVersions
from switchboard.errors import CcLoginRefused, ConfigurationError, SwitchboardError

LOGIN = "CXone login"
UNIT = "business unit"
MOST_SKEW_S = 120.0
"""Events whose times lie further ahead than some minutes are refused."""


def look_at_cxone(deployment: Deployment, secret: CxoneSecret | None) -> list[Finding]:
    """How the tenant is."""
    found = []
    if not deployment.settings.business_unit:
        deed = "deploy with BusinessUnit, the number of the tenant's business unit"
        found.append(failed(UNIT, "the parameter BusinessUnit is empty: no event and no report is taken", deed))
    if secret is None:
        return [*found, unknown(LOGIN, "there is no secret to log in with")]
    settings = deployment.settings
    try:
        versions = ApiVersions.parse(settings.cxone_api_version, settings.cxone_api_versions)
        contacts = CxoneContacts(cxone_client(secret, deployment.ca_file, versions))
        now = contacts.now()
        # The first page of what was reported since yesterday.
        reported = contacts.completed(now - timedelta(days=1))
    except CcLoginRefused as error:
        deed = "check the access key and the OAuth client in the secret, and its user (docs/setting-up-cxone.md)"
        return [*found, failed(LOGIN, f"is refused ({error.code})", deed)]
    except ConfigurationError as error:
        return [*found, failed(LOGIN, str(error), "deploy with a parameter CxoneApiVersions that is one")]
    except SwitchboardError as error:
        deed = "see status.niceincontact.com, and whether the user may read contacts (docs/setting-up-cxone.md)"
        return [*found, failed(LOGIN, f"the tenant cannot be asked ({error})", deed)]
    found.append(ok(LOGIN, "works, and completed contacts can be read"))
    skew_s = abs((datetime.now(UTC) - now).total_seconds())
    if skew_s > MOST_SKEW_S:
        deed = "set this machine's clock; if it is right, events of scripts may be refused as of the future"
        found.append(warned("CXone's clock", f"differs from this machine's by {skew_s:.0f} s", deed))
    if settings.business_unit and reported.business_unit not in ("", settings.business_unit):
        deed = f"deploy with BusinessUnit={reported.business_unit}"
        found.append(failed(UNIT, f"the tenant's is {reported.business_unit}, the stack's another", deed))
    elif settings.business_unit:
        found.append(ok(UNIT, "is set, and yesterday's reports do not contradict it"))
    return found

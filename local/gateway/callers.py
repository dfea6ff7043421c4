"""Who calls, as the gateway plays it: the header ``X-Local-Caller`` takes the place of a signature.

On AWS the IAM authorizer derives the principal from Signature V4. Here the caller names its class, and the
function sees the principal of that class in ``requestContext.authorizer.iam``. The same ARNs go into the
template's parameters, so that the functions tell the classes apart as they do when deployed.
"""

from local.gateway.template import ACCOUNT_ID

HEADER = "x-local-caller"
"""Never reaches a function. Absent, the caller is ``salesforce``."""

NOBODY = "none"
"""The caller without a signature: an IAM route refuses it."""


def _arn(user: str) -> str:
    return f"arn:aws:iam::{ACCOUNT_ID}:user/{user}"


SALESFORCE_ARN = _arn("salesforce")
OPERATOR_ARN = _arn("operator")
OTHER_ARN = _arn("other")

PARAMETERS = {"SalesforceCallers": SALESFORCE_ARN, "Operators": OPERATOR_ARN}
"""Values for the template's parameters that list the principals of a class."""

CALLERS = {"salesforce": SALESFORCE_ARN, "operator": OPERATOR_ARN, "other": OTHER_ARN}


def identity(caller: str) -> dict[str, str | None]:
    """``requestContext.authorizer.iam`` of a signed request by one of ``CALLERS``."""
    return {
        "accessKey": f"LOCAL-KEY-OF-{caller.upper()}",
        "accountId": ACCOUNT_ID,
        "callerId": f"LOCAL-ID-OF-{caller.upper()}",
        "cognitoIdentity": None,
        "principalOrgId": None,
        "userArn": CALLERS[caller],
        "userId": f"LOCAL-ID-OF-{caller.upper()}",
    }

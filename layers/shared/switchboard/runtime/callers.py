"""Who calls: Salesforce, an operator, or somebody else whom IAM let in.

The acting Salesforce user comes in ``X-Salesforce-User-Id`` and counts only when the signing principal is one of
the stack's Salesforce callers: anybody else could write any name there.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from switchboard.runtime.problems import NoActingUser, NotAllowed
from switchboard.salesforce_id import id18

USER_HEADER = "x-salesforce-user-id"
_ASSUMED = re.compile(r"arn:(?P<partition>[^:]+):sts::(?P<account>\d+):assumed-role/(?P<role>[^/]+)/.+")
_ROLE = re.compile(r"arn:(?P<partition>[^:]+):iam::(?P<account>\d+):role/(?:.*/)?(?P<role>[^/]+)")


class CallerClass(StrEnum):
    """What a principal may be to this stack."""

    SALESFORCE = "salesforce"
    OPERATOR = "operator"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Caller:
    """A caller of an IAM route.

    Args:
        kind: its class.
        user_id: the acting Salesforce user, 18 characters, or empty.
    """

    kind: CallerClass
    user_id: str = ""

    def acting_user(self) -> str:
        """The acting user; raises ``NoActingUser`` where there is none."""
        if not self.user_id:
            raise NoActingUser
        return self.user_id

    def must_see(self, *owners: str) -> None:
        """Raise ``NotAllowed`` unless the caller is an operator or acts for one of the owners."""
        if self.kind is not CallerClass.OPERATOR and not (self.user_id and self.user_id in owners):
            raise NotAllowed


def caller(event: Mapping[str, Any], salesforce: Sequence[str], operators: Sequence[str]) -> Caller:
    """Who makes a request of payload format 2.0.

    Args:
        salesforce, operators: ARNs of the principals of each class: users, or roles, whose sessions count.
    """
    authorizer = event["requestContext"].get("authorizer") or {}
    arn = str((authorizer.get("iam") or {}).get("userArn") or "")
    if _is_one_of(arn, operators):
        return Caller(CallerClass.OPERATOR)
    if _is_one_of(arn, salesforce):
        return Caller(CallerClass.SALESFORCE, id18(event["headers"].get(USER_HEADER, "").strip()) or "")
    return Caller(CallerClass.OTHER)


def _is_one_of(arn: str, principals: Sequence[str]) -> bool:
    if not arn:
        return False
    return arn in principals or any(_is_session_of(arn, principal) for principal in principals)


def _is_session_of(arn: str, principal: str) -> bool:
    """Whether ``arn`` is a session of the role ``principal``; a session's ARN leaves out the role's path."""
    session, role = _ASSUMED.fullmatch(arn), _ROLE.fullmatch(principal)
    return bool(session and role and session.groupdict() == role.groupdict())

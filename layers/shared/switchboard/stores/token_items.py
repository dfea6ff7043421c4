"""The shared token of each vendor as one DynamoDB item.

vendor (key), access_token, instance_url, renew_at, refresh_token, host_area, host_domain, host_user_hub_domain,
lease_owner, lease_until, failed_until, failure_code, failure_refused, expires_at (TTL, epoch seconds)
"""

import time
from typing import TYPE_CHECKING

from switchboard.stores.aws_errors import ConditionFailed, aws_errors
from switchboard.tokens import AccessToken, LoginFailure, TokenState

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

KEPT_FOR_S = 24 * 3600
"""A token that nobody renewed for a day is forgotten."""

_TEXTS = {
    "refresh_token": "refresh_token",
    "area": "host_area",
    "domain": "host_domain",
    "user_hub_domain": "host_user_hub_domain",
}
"""Attribute of each text that a token may have: ``domain`` alone is a word of DynamoDB's own."""

_LOGIN_UNDER_WAY = {"lease_owner", "lease_until", "failed_until", "failure_code", "failure_refused"}


class TokenItems:
    """Implements ``switchboard.tokens.TokenStore``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def read(self, vendor: str) -> TokenState:
        answer = self._client.get_item(TableName=self._table, Key={"vendor": {"S": vendor}}, ConsistentRead=True)
        item = answer.get("Item", {})
        token = failure = None
        if "access_token" in item:
            token = AccessToken(
                item["access_token"]["S"],
                item["instance_url"]["S"],
                renew_at=float(item["renew_at"]["N"]) if "renew_at" in item else None,
                **{name: item[stored]["S"] for name, stored in _TEXTS.items() if stored in item},
            )
        if "failed_until" in item:
            failure = LoginFailure(
                code=item["failure_code"]["S"],
                refused=item["failure_refused"]["BOOL"],
                until=float(item["failed_until"]["N"]),
            )
        return TokenState(token, failure)

    def take_lease(self, vendor: str, owner: str, *, seen: TokenState, now: float, until: float) -> bool:
        # "As seen" matters: between our read and now another environment may have logged in.
        values: dict[str, AttributeValueTypeDef] = {
            ":owner": {"S": owner},
            ":until": _number(until),
            ":now": _number(now),
            ":expires": _number(int(now) + KEPT_FOR_S),
        }
        token_as_seen = "attribute_not_exists(access_token)"  # noqa: S105 - a condition, not a password
        if seen.token:
            token_as_seen = "access_token = :seen"  # noqa: S105 - a condition, not a password
            values[":seen"] = {"S": seen.token.value}
        return self._update(
            vendor,
            "SET lease_owner = :owner, lease_until = :until, expires_at = :expires",
            f"{token_as_seen} AND (attribute_not_exists(lease_until) OR lease_until < :now)"
            " AND (attribute_not_exists(failed_until) OR failed_until <= :now)",
            values,
        )

    def keep(self, vendor: str, owner: str, token: AccessToken) -> None:
        values: dict[str, AttributeValueTypeDef] = {
            "access_token": {"S": token.value},
            "instance_url": {"S": token.instance_url},
            "expires_at": _number(int(time.time()) + KEPT_FOR_S),
        }
        if token.renew_at is not None:
            values["renew_at"] = _number(token.renew_at)
        values.update({stored: {"S": text} for name, stored in _TEXTS.items() if (text := getattr(token, name))})
        # What the new token does not have must not stay behind from the old one.
        gone = ({"renew_at", *_TEXTS.values()} - set(values)) | _LOGIN_UNDER_WAY
        self._update(
            vendor,
            f"SET {', '.join(f'{name} = :{name}' for name in values)} REMOVE {', '.join(sorted(gone))}",
            "lease_owner = :owner",
            {":owner": {"S": owner}, **{f":{name}": value for name, value in values.items()}},
        )

    def keep_failure(self, vendor: str, owner: str, failure: LoginFailure) -> None:
        self._update(
            vendor,
            "SET failed_until = :until, failure_code = :code, failure_refused = :refused"
            " REMOVE lease_owner, lease_until",
            "lease_owner = :owner",
            {
                ":owner": {"S": owner},
                ":until": _number(failure.until),
                ":code": {"S": failure.code},
                ":refused": {"BOOL": failure.refused},
            },
        )

    def _update(
        self,
        vendor: str,
        update: str,
        condition: str,
        values: "dict[str, AttributeValueTypeDef]",
    ) -> bool:
        """Whether the condition held and the update was made."""
        try:
            with aws_errors():
                self._client.update_item(
                    TableName=self._table,
                    Key={"vendor": {"S": vendor}},
                    UpdateExpression=update,
                    ConditionExpression=condition,
                    ExpressionAttributeValues=values,
                )
        except ConditionFailed:
            return False
        return True


def _number(value: float) -> "AttributeValueTypeDef":
    return {"N": repr(value)}

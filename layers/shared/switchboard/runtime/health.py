"""Whether what Switchboard depends on works, in words that hold no secret."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from switchboard.errors import ConfigurationError, SwitchboardError
from switchboard.runtime import observe
from switchboard.runtime.problems import kind_of, members
from switchboard.runtime.services import salesforce, secrets
from switchboard.runtime.settings import settings
from switchboard.salesforce.login import parse_secret

State = Literal["ok", "failed", "unknown"]


class HealthModel(BaseModel):
    """Common ground of the answer's parts."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class ApiUsageAnswer(HealthModel):
    """API requests of the org in the last 24 hours."""

    limit: int
    remaining: int


class SalesforceHealth(HealthModel):
    """The Salesforce side. ``unknown`` is what was not reached because something before it failed."""

    status: State
    secret: State = Field(description="Whether the secret can be read and has the shape of a login.")
    login: State = Field(description="Whether Salesforce takes the login and answers.")
    api_usage: ApiUsageAnswer | None = None
    problem: str | None = Field(default=None, description="What failed, as the type of a problem.")
    detail: str | None = Field(default=None, description="What to do about it.")
    code: str | None = Field(default=None, description="Salesforce's own word for it.")


class HealthAnswer(HealthModel):
    """``ok`` when everything works."""

    status: Literal["ok", "failed"]
    salesforce: SalesforceHealth


def check_health() -> HealthAnswer:
    """Read the secret, log in if there is no good token, and ask for the org's limits."""
    side = _salesforce()
    return HealthAnswer(status="ok" if side.status == "ok" else "failed", salesforce=side)


def _salesforce() -> SalesforceHealth:
    readable: State = "failed"
    try:
        parse_secret(secrets().text(settings().salesforce_secret))
        readable = "ok"
        daily = salesforce().limits()["DailyApiRequests"]
    except SwitchboardError as error:
        observe.logger().warning("unhealthy", extra={"side": "salesforce", "reason": str(error)})
        kind = kind_of(error)
        return SalesforceHealth(
            status="failed",
            secret=readable,
            login="unknown" if isinstance(error, ConfigurationError) else "failed",
            problem=kind.slug,
            detail=kind.detail,
            code=str(members(error).get("code", "")) or None,
        )
    usage = ApiUsageAnswer(limit=daily["Max"], remaining=daily["Remaining"])
    return SalesforceHealth(status="ok", secret=readable, login="ok", api_usage=usage)

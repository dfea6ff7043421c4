"""Whether what Switchboard depends on works, in words that hold no secret."""

from collections.abc import Callable
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from switchboard.errors import ConfigurationError, SwitchboardError
from switchboard.runtime import observe
from switchboard.runtime.cxone import cxone_contacts, cxone_secret
from switchboard.runtime.problems import kind_of, members
from switchboard.runtime.services import salesforce, secrets
from switchboard.runtime.settings import settings
from switchboard.salesforce.login import parse_secret

State = Literal["ok", "failed", "unknown"]
Answer = TypeVar("Answer")


class HealthModel(BaseModel):
    """Common ground of the answer's parts."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class SideHealth(HealthModel):
    """One side. ``unknown`` is what was not reached because something before it failed."""

    status: State
    secret: State = Field(description="Whether the secret can be read and has the shape of a login.")
    login: State = Field(description="Whether the vendor takes the login and answers.")
    problem: str | None = Field(default=None, description="What failed, as the type of a problem.")
    detail: str | None = Field(default=None, description="What to do about it.")
    code: str | None = Field(default=None, description="The vendor's own word for it.")


class ApiUsageAnswer(HealthModel):
    """API requests of the org in the last 24 hours."""

    limit: int
    remaining: int


class SalesforceHealth(SideHealth):
    """The Salesforce side."""

    api_usage: ApiUsageAnswer | None = None


class HealthAnswer(HealthModel):
    """``ok`` when everything works."""

    status: Literal["ok", "failed"]
    salesforce: SalesforceHealth
    cxone: SideHealth


def check_health() -> HealthAnswer:
    """Of each side: read the secret, log in if there is no good token, and ask for something small."""
    org, daily = _side(
        "salesforce",
        lambda: parse_secret(secrets().text(settings().salesforce_secret)),
        lambda: salesforce().limits()["DailyApiRequests"],
    )
    tenant, _ = _side("cxone", cxone_secret, lambda: cxone_contacts().now())
    usage = ApiUsageAnswer(limit=daily["Max"], remaining=daily["Remaining"]) if daily else None
    return HealthAnswer(
        status="ok" if org.status == tenant.status == "ok" else "failed",
        salesforce=SalesforceHealth(**org.model_dump(), api_usage=usage),
        cxone=tenant,
    )


def _side(
    name: str, read_secret: Callable[[], object], ask: Callable[[], Answer]
) -> tuple[SideHealth, Answer | None]:
    """How a side is, and what it answered."""
    readable: State = "failed"
    try:
        read_secret()
        readable = "ok"
        answer = ask()
    except SwitchboardError as error:
        observe.logger().warning("unhealthy", extra={"side": name, "reason": str(error)})
        kind = kind_of(error)
        failed = SideHealth(
            status="failed",
            secret=readable,
            login="unknown" if isinstance(error, ConfigurationError) else "failed",
            problem=kind.slug,
            detail=kind.detail,
            code=str(members(error).get("code", "")) or None,
        )
        return failed, None
    return SideHealth(status="ok", secret=readable, login="ok"), answer

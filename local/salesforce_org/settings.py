"""The org's switches: what an admin, or the unknown inside of Salesforce, may have set either way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, get_args

from local.salesforce_org.sosl.phones import PHONE_PROFILES, PhoneProfile

UnknownFieldFails = Literal["request", "row"]


@dataclass(frozen=True, slots=True)
class Settings:
    """All switches with their defaults.

    What the org has:
        person_accounts: off, the fields for them do not exist.
        hidden_objects, hidden_fields: not visible to API users; fields as ``Object.Field``.
        read_only_fields: visible but not editable for API users.

    Search:
        phone_profile: how terms meet phone fields; see ``sosl/phones.py``.
        noise_digits, false_hits: what the profile ``noisy`` hits besides; ``false_hits`` maps search texts to ids.
        index_lag_seconds: how long changes stay out of search.
        searches_per_5_minutes: per user; None for no limit.
        search_limit_status: HTTP status of the refusal beyond it (unconfirmed).
        refuse_one_character: a search text of one character is refused (unconfirmed).
        parameterized_operators: whether operators act inside ``q`` of parameterizedSearch (unconfirmed).

    Sessions and limits:
        session_idle_seconds: how long a session lives without being used.
        reuse_sessions: a second login answers the session that is still alive.
        login_hosts: hosts that behave as ``login.salesforce.com``, refusing client credentials.
        daily_limit: API requests in 24 hours.
        invalid_client_status: HTTP status for a wrong client secret; 401 is reported as well (unconfirmed).

    Unconfirmed rules:
        lead_excludes_related_to: a Lead in WhoId allows no WhatId.
        unknown_field_fails: an unknown field in a collection fails the whole request or its row only.
        ignore_create_only_on_update: a create-only field, such as TaskSubtype, is passed over, not refused.
    """

    person_accounts: bool = True
    hidden_objects: Sequence[str] = ()
    hidden_fields: Sequence[str] = ()
    read_only_fields: Sequence[str] = ()
    phone_profile: PhoneProfile = "tokens"
    noise_digits: int = 4
    false_hits: Mapping[str, Sequence[str]] = field(default_factory=dict)
    index_lag_seconds: float = 0.0
    searches_per_5_minutes: int | None = None
    search_limit_status: int = 403
    refuse_one_character: bool = True
    parameterized_operators: bool = True
    session_idle_seconds: float = 7_200.0
    reuse_sessions: bool = False
    login_hosts: Sequence[str] = ("login.salesforce.com", "test.salesforce.com")
    daily_limit: int = 1_000_000
    invalid_client_status: int = 400
    lead_excludes_related_to: bool = True
    unknown_field_fails: UnknownFieldFails = "request"
    ignore_create_only_on_update: bool = False

    def __post_init__(self) -> None:
        if self.phone_profile not in PHONE_PROFILES:
            raise ValueError(f"phone_profile is one of {PHONE_PROFILES}")
        if self.unknown_field_fails not in get_args(UnknownFieldFails):
            raise ValueError(f"unknown_field_fails is one of {get_args(UnknownFieldFails)}")

    def changed(self, given: Mapping[str, object]) -> "Settings":
        """The settings with some changed, from JSON.

        Raises:
            ValueError: an unknown name or a value of the wrong kind.
        """
        known = {item.name for item in fields(self)}
        checked: dict[str, Any] = {}
        for name, value in given.items():
            if name not in known:
                raise ValueError(f"there is no setting {name}")
            if not _fits(getattr(Settings(), name), value, optional=name == "searches_per_5_minutes"):
                raise ValueError(f"{name} has a value of the wrong kind")
            checked[name] = tuple(value) if isinstance(value, list) else value
        return replace(self, **checked)


def _fits(default: object, value: object, *, optional: bool) -> bool:
    if optional:
        return value is None or (isinstance(value, int) and not isinstance(value, bool))
    if isinstance(default, bool):
        return isinstance(value, bool)
    if isinstance(default, int | float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(default, tuple):
        return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
    return isinstance(value, type(default))

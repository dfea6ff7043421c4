"""What a tenant, or a reading of an unclear contract, may differ in. Changed while running through the control."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args, get_type_hints


@dataclass(frozen=True, slots=True)
class Settings:
    """One tenant's settings.

    Tenant:
        area, cluster: as discovery names them.
        domain: what discovery answers as ``domain``, ``acdDomain`` and ``uhDomain``; "" for the server's own
            host and port.

    Tokens:
        token_lifetime_s, refresh_lifetime_s: how long tokens are good for, by the simulator's clock.
        client_authentication: where the OAuth client may stand: HTTP Basic, form fields, or either
            (unconfirmed).
        error_text_key: how the token endpoint spells the text of an error (unconfirmed).

    Conventions:
        last_old_version: up to this version answers have the shapes of v23, above it the newer ones.
        shapes: overrides the version: always v23, always newer.
        empty_lists: an empty list answers 204, or 200 with an empty array.
        contact_in_member: one contact is answered inside a member called ``contactId``, as a client of others
            expects it (unconfirmed).
        reports_as_text: performance and summary reports have text in all their members, as a client of others
            expects it (unconfirmed).
        max_top: largest page (unconfirmed; clients of others ask for 1,000 and count on 10,000).
        default_top: page size when none is asked for.

    Hooks:
        outbound_ani: whose number ``ani`` is in the events of a call that goes out (unconfirmed).

    Behaviour:
        command_delay_s: time between a 202 and its effect.
        completed_delay_s: time between the end of a contact and its row among the completed ones.
        routing: whether waiting contacts go to free agents by themselves, or only as the control says.
        pick_up_s: how soon an agent answers the phone; below 0 only when the control says so.
        callee_answers_s: how soon somebody answers who was dialled; below 0 only when the control says so.
        refusal_timeout_s: how long a contact is offered to an agent.
        consult_timeout_s: how long a consulted agent may take to answer.
        leg_idle_s: an agent leg that nobody uses is dropped after this time.
        agent_limit: how many agents may be logged in at once.
        work_item_limit: how many work items may wait at once.
        email_parking: whether e-mails can be parked.

    Sessions:
        replay_events: an id that was used already gives its events again, rather than only new ones
            (unconfirmed).
        old_ids_command: commands may use an older id of the session (unconfirmed).
        polls_keep_alive: a poll resets the inactivity timer (unconfirmed).
        tags_replace: tags that are sent take the place of the earlier ones (unconfirmed).
    """

    area: str = "na1"
    cluster: str = "C52"
    domain: str = ""
    token_lifetime_s: int = 3600
    refresh_lifetime_s: int = 86_400
    client_authentication: Literal["either", "basic", "body"] = "either"
    error_text_key: Literal["error_description", "errorDescription"] = "error_description"
    last_old_version: int = 23
    shapes: Literal["by_version", "v23", "newer"] = "by_version"
    empty_lists: Literal["204", "array"] = "204"
    contact_in_member: bool = False
    reports_as_text: bool = False
    max_top: int = 100
    default_top: int = 50
    outbound_ani: Literal["ours", "customers"] = "ours"
    command_delay_s: float = 0.02
    completed_delay_s: float = 0.0
    routing: Literal["automatic", "manual"] = "automatic"
    pick_up_s: float = 1.0
    callee_answers_s: float = 1.0
    refusal_timeout_s: float = 45.0
    consult_timeout_s: float = 45.0
    leg_idle_s: float = 300.0
    agent_limit: int = 1000
    work_item_limit: int = 100
    email_parking: bool = True
    replay_events: bool = False
    old_ids_command: bool = True
    polls_keep_alive: bool = True
    tags_replace: bool = False

    def changed(self, given: Mapping[str, object]) -> "Settings":
        """These settings with some of them replaced.

        Raises:
            ValueError: an unknown name, or a value of the wrong kind.
        """
        known = {item.name for item in fields(self)}
        kinds = get_type_hints(type(self))
        for name, value in given.items():
            if name not in known:
                raise ValueError(f"there is no setting {name}")
            choices = get_args(kinds[name])
            if choices:
                if value not in choices:
                    raise ValueError(f"{name} is one of {choices}")
            elif not _fits(value, kinds[name]):
                raise ValueError(f"{name} is of type {kinds[name].__name__}")
        checked: dict[str, Any] = dict(given)
        return replace(self, **checked)

    def newer(self, version: int) -> bool:
        """Whether answers of this API version have the newer shapes."""
        if self.shapes == "by_version":
            return version > self.last_old_version
        return self.shapes == "newer"


def _fits(value: object, kind: type) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is kind

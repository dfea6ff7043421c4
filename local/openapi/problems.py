"""The problems that a route may answer with, by status."""

from collections.abc import Iterable

from local.openapi.causes import BODY, BY_OPERATION, EVERYWHERE, HOOK, USUAL
from local.openapi.functions import Route
from switchboard.runtime.problems import (
    INTERNAL,
    INVALID_REQUEST,
    KINDS,
    NOT_FOUND,
    UNKNOWN_CHANNEL,
    UNSUPPORTED_MEDIA_TYPE,
    Kind,
    NoActingUser,
)

_OPERATORS_TOO = frozenset({"readPanelLog"})
"""Operations that take an operator's naming of the user in place of an acting user."""

_NAME_A_CHANNEL = frozenset({"findScreenPop", "requestContact"})


def of(route: Route, *, hook: bool) -> dict[int, list[Kind]]:
    """The problems of a route by status, in the order in which ``problems.py`` has them."""
    causes = {*EVERYWHERE, *BY_OPERATION.get(route.operation_id, USUAL)}
    kinds = [INTERNAL]
    if hook:
        causes |= {*HOOK, *BODY}
    elif route.body is not None:
        causes |= {*BODY}
        kinds.append(UNSUPPORTED_MEDIA_TYPE)
    if not hook and (route.body is not None or route.parameters):
        kinds.append(INVALID_REQUEST)
    if any(one["in"] == "path" for one in route.parameters):
        # Characters that no id has are no part of any path.
        kinds.append(NOT_FOUND)
    if route.operation_id in _NAME_A_CHANNEL:
        kinds.append(UNKNOWN_CHANNEL)
    return _by_status([*kinds, *(kind for cause, kind in KINDS.items() if cause in causes)])


def acts_for_a_user(route: Route) -> bool:
    """Whether the route needs the acting Salesforce user."""
    return route.operation_id not in _OPERATORS_TOO and NoActingUser in BY_OPERATION.get(route.operation_id, USUAL)


def _by_status(kinds: Iterable[Kind]) -> dict[int, list[Kind]]:
    statuses: dict[int, list[Kind]] = {}
    for kind in kinds:
        statuses.setdefault(kind.status, []).append(kind)
    return dict(sorted(statuses.items()))

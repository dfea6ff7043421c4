"""Whether a condition of the rules holds for a contact."""

from collections.abc import Mapping, Sequence
from typing import Any

from switchboard.activity.rules import Condition


def applies(condition: Condition, view: Mapping[str, Any]) -> bool:
    """Whether all that the condition names holds; what is not known of the contact is none of the named."""
    return (
        _among(condition.channels, view["channel"])
        and _among(condition.sub_channels, view["subChannel"])
        and _among(condition.call_types, view["callType"])
        and _among(condition.skills, view["skill"]["id"], view["skill"]["name"])
        and _among(condition.dispositions, view["disposition"]["id"], view["disposition"]["name"])
        and _among(condition.outcomes, view["outcome"])
    )


def _among(wanted: Sequence[str], *values: str | None) -> bool:
    if not wanted:
        return True
    known = {value.casefold() for value in values if value}
    return any(one.casefold() in known for one in wanted)

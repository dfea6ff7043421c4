"""Common ground of the rules documents that admins write.

The models are strict: an unknown or misspelt key is refused with its path. JSON uses camelCase.
"""

import re
from collections.abc import Iterable, Mapping, Sized
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic.alias_generators import to_camel

ApiName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,79}$")]
"""Name of a Salesforce object or field, such as ``Contact`` or ``Policy__c``."""

FieldPath = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*){0,4}$", max_length=200)
]
"""A field, or one reached over relations, such as ``Account.Name``."""

RuleName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_ -]{0,59}$")]
"""Name that an admin gives to a part of the rules."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def at_least(count: int) -> AfterValidator:
    """Refuses collections with fewer items. Pydantic's own bound speaks up beside every wrong item, too."""

    def check(items: Sized) -> Sized:
        if len(items) < count:
            raise ValueError(f"at least {count} {'is' if count == 1 else 'are'} needed")
        return items

    return AfterValidator(check)


class RuleModel(BaseModel):
    """A part of a rules document."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True
    )


def placeholders(template: str) -> list[str]:
    """Names between braces in a template, in their order."""
    return _PLACEHOLDER.findall(template)


def check_placeholders(templates: Iterable[str], names: frozenset[str], roots: frozenset[str]) -> None:
    """Refuse templates that use what nobody fills.

    Args:
        names: placeholders that stand for themselves, such as ``ani``.
        roots: first parts of dotted ones, such as ``variables`` of ``variables.caseNumber``.

    Raises:
        ValueError: naming the placeholder, which is an admin's own text.
    """
    for template in templates:
        for name in placeholders(template):
            root, dot, rest = name.partition(".")
            if name not in names and not (dot and rest and root in roots):
                known = ", ".join([*sorted(names), *(f"{one}.<name>" for one in sorted(roots))])
                raise ValueError(f"unknown placeholder {{{name}}}; known are {known}")


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with each placeholder replaced by its value; one without a value becomes empty."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], ""), template)

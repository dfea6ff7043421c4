"""What an examination finds."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How something is. Only ``failed`` makes the whole stack unwell."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """Something before it failed, so it was not looked at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Args:
        about: what it is, in a few words.
        told: how it is, without any secret and anything about a person.
        deed: what to do about it; empty where nothing is.
    """

    about: str
    state: State
    told: str
    deed: str = ""


def ok(about: str, told: str) -> Finding:
    """It is well."""
    return Finding(about, State.OK, told)


def warned(about: str, told: str, deed: str) -> Finding:
    """It works, and will not for long."""
    return Finding(about, State.WARNING, told, deed)


def failed(about: str, told: str, deed: str) -> Finding:
    """It does not work."""
    return Finding(about, State.FAILED, told, deed)


def unknown(about: str, told: str) -> Finding:
    """It could not be looked at."""
    return Finding(about, State.UNKNOWN, told)


def written(finding: Finding) -> str:
    """For people, in one line or two."""
    line = f"{finding.state:8} {finding.about:32} {finding.told}"
    return f"{line}\n{'':8} {'':32} -> {finding.deed}" if finding.deed else line

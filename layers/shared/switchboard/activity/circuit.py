"""Whether the CRM is asked at all: after trouble it is left alone for a while, and then tried with one contact.

All environments share one circuit. While it is closed nobody writes anything of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from switchboard.errors import CrmError, CrmTimeout, CrmUnavailable

FAILURES_TO_OPEN = 3
"""Requests in a row that no server answered in time; the session has repeated each of them already."""

FIRST_PAUSE_S = 30.0
LONGEST_PAUSE_S = 900.0
PROBE_S = 120.0
"""How long a probe may take before another one goes out; longer than a writer lives."""


class Permit(StrEnum):
    """How much may be written now."""

    ALL = "all"
    PROBE = "probe"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Circuit:
    """What is known of the CRM's state.

    Args:
        failures: requests in a row that came to nothing.
        open_until: from then on a probe may go out; None while the circuit is closed.
        probe_until: until then somebody's probe is under way.
        reason: code of the last failure.
    """

    failures: int = 0
    open_until: datetime | None = None
    probe_until: datetime | None = None
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the CRM is left alone."""
        return self.open_until is not None


CLOSED = Circuit()


@dataclass(frozen=True, slots=True)
class KeptCircuit:
    """A circuit as it was read; ``revision`` is 0 where none was kept."""

    circuit: Circuit = CLOSED
    revision: int = 0


class CircuitStore(Protocol):
    """Where the circuit is kept for all environments."""

    def read(self) -> KeptCircuit:
        """The circuit as last written."""
        ...

    def replace(self, seen: KeptCircuit, circuit: Circuit) -> KeptCircuit | None:
        """Keep another circuit; None where somebody else was faster and it is no longer as it was read."""
        ...


def permit(circuit: Circuit, now: datetime) -> Permit:
    """How much may be written, by this circuit."""
    if circuit.open_until is None:
        return Permit.ALL
    if now < circuit.open_until or (circuit.probe_until and now < circuit.probe_until):
        return Permit.NOTHING
    return Permit.PROBE


def probing(circuit: Circuit, now: datetime) -> Circuit:
    """The circuit with a probe under way."""
    return Circuit(circuit.failures, circuit.open_until, now + timedelta(seconds=PROBE_S), circuit.reason)


def failed(circuit: Circuit, error: CrmError, now: datetime, roll: float) -> Circuit:
    """The circuit after a request that came to nothing.

    It opens at once where asking again is known to be useless for a while (limits, logins, an org that is not
    ready), and after a few failures in a row where nobody answered. Every failed probe makes the pause longer.

    Args:
        roll: random number in [0, 1).
    """
    failures = circuit.failures + 1
    may_pass = isinstance(error, CrmUnavailable | CrmTimeout)
    if may_pass and not circuit.is_open and failures < FAILURES_TO_OPEN:
        return Circuit(failures, reason=error.code)
    longer = failures - FAILURES_TO_OPEN if may_pass else failures
    pause_s = max(pause_s_after(longer, roll), error.retry_after_s or 0.0)
    return Circuit(failures, now + timedelta(seconds=pause_s), None, error.code)


def pause_s_after(failures: int, roll: float) -> float:
    """Seconds to wait after so many failures: ever longer, and not the same for all who failed together."""
    return min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(max(failures, 0), 10)) * (0.75 + roll / 2)

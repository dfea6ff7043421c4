"""What agents choose from, kept in the process for some minutes: administrators change it now and then."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from switchboard.desk.session.model import Disposition, UnavailableCode
from switchboard.desk.session.ports import AgentReports
from switchboard.desk.session.refusals import CodeUnknown, DispositionUnknown

KEPT_S = 300.0
MOST_KEPT = 500

Listed = TypeVar("Listed", UnavailableCode, Disposition)


class Choosing:
    """Unavailable codes by team and dispositions by skill.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, reports: AgentReports, clock: Callable[[], float] = time.monotonic) -> None:
        self._reports = reports
        self._clock = clock
        self._codes: dict[str, tuple[float, Sequence[UnavailableCode]]] = {}
        self._dispositions: dict[str, tuple[float, Sequence[Disposition]]] = {}

    def codes(self, team_id: str) -> Sequence[UnavailableCode]:
        """A team's active unavailable codes."""
        return self._kept(self._codes, team_id, self._reports.codes)

    def dispositions(self, skill_id: str) -> Sequence[Disposition]:
        """A skill's dispositions in their order."""
        return self._kept(self._dispositions, skill_id, self._reports.dispositions)

    def codes_anew(self, team_id: str) -> Sequence[UnavailableCode]:
        """The same, past what is kept."""
        self._codes.pop(team_id, None)
        return self.codes(team_id)

    def _kept(
        self,
        kept: dict[str, tuple[float, Sequence[Listed]]],
        key: str,
        read: Callable[[str], Sequence[Listed]],
    ) -> Sequence[Listed]:
        known = kept.get(key)
        if known and self._clock() < known[0]:
            return known[1]
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = (self._clock() + KEPT_S, read(key))
        return kept[key][1]


def code_named(given: str, codes: Sequence[UnavailableCode]) -> UnavailableCode:
    """The code with a name or, where none has it, an id.

    Raises:
        CodeUnknown: there is none.
    """
    wanted = given.strip().casefold()
    named = [one for one in codes if one.name.casefold() == wanted] or [
        one for one in codes if one.code_id == wanted
    ]
    if not named:
        raise CodeUnknown(codes=[one.name for one in codes])
    return named[0]


def disposition_named(
    dispositions: Sequence[Disposition], *, disposition_id: str | None = None, name: str | None = None
) -> Disposition:
    """The disposition with an id, or else with a name.

    Raises:
        DispositionUnknown: there is none.
    """
    wanted = (name or "").strip().casefold()
    for one in dispositions:
        if one.disposition_id == disposition_id or (disposition_id is None and one.name.casefold() == wanted):
            return one
    raise DispositionUnknown(dispositions=[one.name for one in dispositions])

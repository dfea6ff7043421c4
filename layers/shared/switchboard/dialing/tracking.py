"""What becomes of calls: learnt from events, from the contact centre's lists, and from reports long after.

As soon as a call's contact is known, the contact is told of the record that the number was clicked on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from switchboard.dialing.call import EARLIEST, LATEST, Call, CallState, Sighting, fits_in_time, learnt
from switchboard.dialing.ports import CallStore, DialCentre, Dialled, taken
from switchboard.dialing.sightings import found, is_number
from switchboard.errors import StoreUnavailable

RECENT = timedelta(hours=12)
"""No call lasts longer; events of older ones are left alone."""

LAST_CALLS = 25
"""Among so many of an agent's calls is the one that an event tells of."""

_TRIES = 5

Relate = Callable[[Call], None]
"""Tells the call's contact of the clicked record; raises ``StoreUnavailable``. To do it twice changes nothing."""


@dataclass(frozen=True, slots=True)
class Tracking:
    """Keeps calls up to date.

    Args:
        now: the time in UTC.
    """

    calls: CallStore
    centre: DialCentre
    relate: Relate
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def resolved(self, call: Call) -> Call:
        """The call as it stands now; asks the contact centre at most three times, and nothing once it is over.

        Raises:
            CcError, StoreUnavailable: it cannot be told.
        """
        if call.state is CallState.UNDONE or call.needs_nothing:
            return call
        if call.is_over:
            return self._kept(call, None)
        seen = self._seen(call)
        return self._kept(call, seen) if seen else call

    def noticed(self, agent_id: str, seen: Sighting) -> Call | None:
        """Take in what an event tells of an outbound call of an agent; None where no click made it.

        Raises:
            StoreUnavailable: it may not have been kept.
        """
        now = self.now()
        dialled = self.calls.of_agent(agent_id, now - RECENT, now + RECENT, LAST_CALLS)
        mine = self._dialled(dialled, seen, now)
        call = self.calls.read(mine.user_id, mine.digest) if mine else None
        return self._kept(call, seen) if call else None

    def undo(self, call: Call) -> None:
        """Keep that nothing was dialled.

        Raises:
            StoreUnavailable: it could not be kept.
        """
        self.calls.change(call, replace(call, state=CallState.UNDONE, version=call.version + 1))

    def _dialled(self, dialled: Sequence[Dialled], seen: Sighting, now: datetime) -> Dialled | None:
        if seen.contact_id:
            for one in dialled:
                if one.contact_id == seen.contact_id:
                    return one
        fitting = [
            one
            for one in dialled
            if not one.contact_id
            and fits_in_time(one.sent_at, seen.started_at or now)
            and is_number(seen.number, one.number)
        ]
        return fitting[-1] if fitting else None

    def _seen(self, call: Call) -> Sighting | None:
        """What CXone tells of the call: among the active ones, else among the completed, else by its contact."""
        others = taken(self.calls.of_agent(call.agent_id, call.sent_at + EARLIEST, call.sent_at + LATEST))
        seen = found(call, self.centre.active(call.agent_id), others)
        if seen is not None:
            return seen
        if call.contact_id:
            return self.centre.contact(call.contact_id)
        seen = found(call, self.centre.completed(call.agent_id, call.sent_at + EARLIEST), others)
        if seen is not None and not seen.reason:
            # Older versions of that list do not say why a call ended; the contact itself may.
            return self.centre.contact(seen.contact_id) or seen
        return seen

    def _kept(self, call: Call, seen: Sighting | None) -> Call:
        """The call with what was seen, kept; then its contact is told of the record, once."""
        current = call
        for _ in range(_TRIES):
            after = learnt(current, seen) if seen else current
            if after == current:
                return self._related(current)
            after = replace(after, version=current.version + 1)
            if self.calls.change(current, after):
                return self._related(after)
            reread = self.calls.read(call.user_id, call.digest)
            if reread is None:
                return current
            current = reread
        raise StoreUnavailable("CONTENDED")

    def _related(self, call: Call) -> Call:
        if call.related or not call.contact_id:
            return call
        self.relate(call)
        after = replace(call, related=True, version=call.version + 1)
        # Where somebody changed it meanwhile, it is told once more another time, which does no harm.
        return after if self.calls.change(call, after) else call

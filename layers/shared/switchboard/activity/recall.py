"""What was forgotten of contacts is asked for once more, before anything is written of them.

Some weeks after its activity was written a contact is forgotten. What is told of it later is a small part of what
there was to know: it may lack the agent or the master contact by which its activity is found, so that a second one
would come into being.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from switchboard.activity.dossier import Dossier
from switchboard.activity.ledger import Ledger
from switchboard.activity.outlook import Outlook, due_rule, master_of
from switchboard.activity.readiness import Readiness, is_a_remainder, readiness
from switchboard.activity.rules import ActivityRules
from switchboard.contact.key import ContactKey
from switchboard.contact_intake.models import Received

ASK_AGAIN_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Told:
    """What the contact centre reports of contacts.

    Args:
        received: its reports; none of a contact that it does not know, or no longer.
        unasked: contacts that it could not be asked about.
    """

    received: tuple[Received, ...] = ()
    unasked: frozenset[ContactKey] = frozenset()


class Recall:
    """Brings back what was forgotten.

    Args:
        ask: asks the contact centre.
        rules: gives the rules in force.
        clock: the time now, aware.
    """

    def __init__(
        self,
        ledger: Ledger,
        ask: Callable[[Sequence[ContactKey]], Told],
        rules: Callable[[], ActivityRules],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ledger = ledger
        self._ask = ask
        self._rules = rules
        self._clock = clock

    def __call__(self, dossiers: Sequence[Dossier]) -> list[Dossier]:
        """The dossiers with what was forgotten of them, and with them the masters that they turn out to have.

        Those that the contact centre could not be asked about are not among them: they are due again later.

        Raises:
            StoreUnavailable: the ledger does not do what is asked.
        """
        rules, now = self._rules(), self._clock()
        known = {dossier.key: dossier for dossier in dossiers}
        asked: set[ContactKey] = set()
        while lost := [one for one in known.values() if one.key not in asked and _is_lost(one, now)]:
            asked |= {one.key for one in lost}
            told = self._ask([one.key for one in lost])
            self._put_off([known.pop(key) for key in told.unasked], now)
            if told.received:
                merged = self._ledger.merge(told.received, due_rule(rules, now), partial(master_of, rules=rules))
                changed = [one.dossier for one in merged.values() if one.dossier]
                masters = [master for dossier in changed if (master := master_of(dossier, rules))]
                known = {key: dossier for key, dossier in known.items() if key not in merged}
                read = self._ledger.read([*(dossier.key for dossier in changed), *masters])
                known.update({dossier.key: dossier for dossier in read.values()})
        return list(known.values())

    def _put_off(self, dossiers: Iterable[Dossier], now: datetime) -> None:
        self._ledger.look_again(dossiers, lambda dossier: Outlook(dossier.state, now + ASK_AGAIN_AFTER))


def _is_lost(dossier: Dossier, now: datetime) -> bool:
    return readiness(dossier, now) is not Readiness.WAIT and is_a_remainder(dossier)

"""Bringing back what is due and was not written: a lost message, a writer that died, a wait that is over.

The index of what is due is the truth and a message only a hint, so whatever is found there for a while gets a new
one. The writer drops repeats, and looks itself at what each contact needs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from switchboard.activity.dossier import ActivityState
from switchboard.activity.ledger import Ledger
from switchboard.activity.ledger_index import SHARDS
from switchboard.contact.key import ContactKey

GRACE = timedelta(seconds=60)
"""What became due a moment ago has a message under way."""

MOST = 250
"""Contacts of one shard that a sweep brings back, the longest due first."""

MOST_WAITING = 1_000
"""With so many messages in the queue nothing is added: what is due is mostly among them."""

SAMPLE = 12
"""Contacts of each shard that are read for the age of the oldest."""


class ActivityQueue(Protocol):
    """The queue of contacts whose activity is due; raises ``StoreUnavailable``."""

    def tell(self, keys: Iterable[ContactKey]) -> None:
        """Tell the writer of these contacts."""
        ...

    def waiting(self) -> int:
        """About how many messages nobody has taken yet."""
        ...


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep came to.

    Args:
        queued: contacts that got a new message.
        oldest_due_s: for how long a contact has been waiting for its activity, as far as looked.
    """

    queued: int
    oldest_due_s: float


def sweep(ledger: Ledger, queue: ActivityQueue, now: datetime) -> Swept:
    """Tell the writer again of what has been due for a while.

    Raises:
        StoreUnavailable: the index or the queue could not be reached.
    """
    shards = [[one.key for one in ledger.due(shard, now - GRACE, MOST)] for shard in range(SHARDS)]
    age_s = _oldest_due_s(ledger, [key for shard in shards for key in shard[:SAMPLE]], now)
    overdue = [key for shard in shards for key in shard]
    if not overdue or queue.waiting() > MOST_WAITING:
        return Swept(0, age_s)
    queue.tell(overdue)
    return Swept(len(overdue), age_s)


def oldest_due_s(ledger: Ledger, now: datetime) -> float:
    """For how long a contact has been waiting for its activity, as far as looked; 0 where none has for a while.

    Raises:
        StoreUnavailable: the index could not be reached.
    """
    keys = [one.key for shard in range(SHARDS) for one in ledger.due(shard, now - GRACE, SAMPLE)]
    return _oldest_due_s(ledger, keys, now)


def _oldest_due_s(ledger: Ledger, keys: Sequence[ContactKey], now: datetime) -> float:
    """The longest time since any of these became due; when to try it next moves with every failure."""
    since = [one.since for one in ledger.read(keys).values() if one.state is ActivityState.DUE]
    return max(((now - at).total_seconds() for at in since), default=0.0)

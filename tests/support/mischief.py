"""What may go wrong while contacts are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mischief:
    """What goes wrong. Parts are of all steps, requests or events that it could happen to.

    Args:
        delayed_s: longest way of an event to us.
        repeated: events that come twice, and again twice of those.
        lost, twice: hints that never come, or come twice.
        store_fails: reads and writes of the ledger that fail, half of them after they were done.
        killed: steps at which a function dies.
        paused, pause_s: steps at which a function stands still, and for how long at most.
        given_up: requests that the writer gives up waiting for, and that Salesforce does later.
        frozen: requests before which a writer is frozen for longer than its lease, and lives on until it has told
            the ledger. Lambda would have ended it; were it to die after such a request, nobody would know of that.
        weather: what may be wrong with the org at a time; each entry is a set of faults.
        weather_s: how long there is weather.
    """

    delayed_s: float = 1_500.0
    repeated: float = 0.3
    lost: float = 0.05
    twice: float = 0.1
    store_fails: float = 0.005
    killed: float = 0.01
    paused: float = 0.05
    pause_s: float = 50.0
    given_up: float = 0.05
    frozen: float = 0.0
    weather: Sequence[Sequence[Mapping[str, Any]]] = ()
    weather_s: float = 2 * 3_600.0


NO_MISCHIEF = Mischief(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def on_requests(**fault: Any) -> Mapping[str, Any]:
    """A fault of whole requests."""
    return {"path": "*/composite", **fault}


def on_rows(name: str, **fault: Any) -> Mapping[str, Any]:
    """A fault of single Tasks."""
    return {"name": name, "options": {"object": "Task"}, **fault}


WEATHER: Sequence[Sequence[Mapping[str, Any]]] = (
    (),
    (),
    (on_requests(status=503, share=0.5),),
    (on_requests(status=500, after_work=True, share=0.5),),
    (on_requests(html="<h1>We are down for maintenance.</h1>", share=0.5),),
    (on_requests(drop="before", share=0.4), on_requests(drop="after", share=0.4)),
    (on_requests(drop="after", count=9),),
    (on_requests(truncate=True, share=0.5),),
    ({"name": "expire_sessions", "share": 0.5},),
    ({"name": "daily_limit"},),
    ({"name": "concurrent_limit", "share": 0.5},),
    (on_rows("lock_rows", share=0.3),),
    (on_rows("duplicate_value_race", share=0.3),),
    (on_rows("row_error", share=0.1),),
    (on_rows("trigger_fails", count=3),),
    (on_requests(status=503, share=0.2), on_rows("lock_rows", share=0.1), on_requests(drop="after", share=0.1)),
)

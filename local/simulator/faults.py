"""Faults on demand: which requests they hit, how often, and what they do."""

import random
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from fnmatch import fnmatchcase
from typing import Any, Literal, get_args

from local.simulator.message import Delivery, Request, Response, html_response

Drop = Literal["", "before", "during", "after"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault switch.

    Which requests:
        path: glob over the decoded path, without regard to case; ``*`` crosses slashes.
        method: one method, or ``*``.
        skip: how many matching requests are spared first.
        count: how many are hit after that; None for all until the fault is removed.
        share: the part of them that is hit, drawn from ``seed`` so that a run can be repeated.

    What happens to them (a fault may combine these):
        status, error_code, message, reason: refused in the vendor's error shape, without doing the work.
        after_work: with ``status`` or ``html``: the work is done all the same.
        html: a page in place of the vendor's error; status 503 unless given.
        headers: added to the answer.
        delay_s: silence before the first byte; the work is done before it.
        slow_body_s: the body trickles over this time.
        truncate: the body ends in its middle, with a length that fits.
        drop: the connection is reset ``before`` the work, ``after`` it, or ``during`` the answer.

    name, options: a fault that the simulator itself acts out; its list of names says what they mean.
    """

    path: str = "*"
    method: str = "*"
    skip: int = 0
    count: int | None = None
    share: float = 1.0
    seed: int = 0
    status: int = 0
    error_code: str = ""
    message: str = ""
    reason: str = ""
    after_work: bool = False
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    slow_body_s: float = 0.0
    truncate: bool = False
    drop: Drop = ""
    name: str = ""
    options: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.drop not in get_args(Drop):
            raise ValueError(f"drop is one of {get_args(Drop)}")
        if not 0.0 <= self.share <= 1.0:
            raise ValueError("share lies between 0 and 1")

    @classmethod
    def from_mapping(cls, given: Mapping[str, object]) -> "Fault":
        """A fault from JSON.

        Raises:
            ValueError: an unknown key, or a value of the wrong kind.
        """
        defaults = cls()
        known = {item.name for item in fields(cls)}
        for key, value in given.items():
            if key not in known:
                raise ValueError(f"a fault has no {key}")
            kind: type | tuple[type, ...] = type(getattr(defaults, key))
            if key == "count":
                kind = int
            elif kind is float:
                kind = (int, float)
            if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
                raise ValueError(f"{key} has a value of the wrong kind")
        checked: dict[str, Any] = dict(given)
        return cls(**checked)

    def covers(self, request: Request) -> bool:
        """Whether method and path are the ones meant."""
        if self.method not in ("*", request.method):
            return False
        return self.path == "*" or fnmatchcase(request.plain_path.lower(), self.path.lower())

    @property
    def spares_the_work(self) -> bool:
        """Whether the request is answered, or dropped, without being done."""
        return self.drop == "before" or (bool(self.status or self.html) and not self.after_work)

    def spoil(self, response: Response | None, refusal: Callable[[int, str, str], Response]) -> Response:
        """The answer as this fault lets it out; ``response`` is None when the work was spared."""
        if self.drop in ("before", "after"):
            return Response(0, delivery=Delivery(delay_s=self.delay_s, drop="answer"))
        if self.html:
            response = html_response(self.status or 503, self.html)
        elif self.status:
            response = refusal(self.status, self.error_code, self.message)
        if response is None:
            raise ValueError("nothing to spoil: the fault neither refuses nor lets the work be done")
        body = response.body[: len(response.body) // 2] if self.truncate else response.body
        delivery = Delivery(self.delay_s, self.slow_body_s, "during" if self.drop == "during" else "")
        headers = {**response.headers, **self.headers}
        return replace(
            response, body=body, headers=headers, reason=self.reason or response.reason, delivery=delivery
        )


@dataclass(slots=True)
class _Armed:
    fault: Fault
    chance: random.Random
    seen: int = 0
    hits: int = 0

    def fires(self) -> bool:
        """Count one matching request; say whether it is hit."""
        if self.fault.count is not None and self.hits >= self.fault.count:
            return False
        self.seen += 1
        if self.seen <= self.fault.skip:
            return False
        if self.fault.share < 1.0 and self.chance.random() >= self.fault.share:
            return False
        self.hits += 1
        return True


class FaultBook:
    """The faults that are switched on, in the order in which they were added; the first that fires wins."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._armed: list[_Armed] = []

    def add(self, faults: Iterable[Fault]) -> None:
        """Switch faults on."""
        with self._lock:
            self._armed += [_Armed(fault, random.Random(fault.seed)) for fault in faults]

    def clear(self) -> None:
        """Switch all faults off."""
        with self._lock:
            self._armed = []

    def listing(self) -> list[tuple[Fault, int]]:
        """Every fault with the number of requests it has hit."""
        with self._lock:
            return [(armed.fault, armed.hits) for armed in self._armed]

    def draw(
        self, request: Request, name: str = "", matches: Callable[[Fault], bool] | None = None
    ) -> Fault | None:
        """The fault of that name that hits this request now, counted as a hit; "" draws the nameless ones.

        ``matches`` narrows the choice by the fault's options, before anything is counted.
        """
        if not self._armed:
            return None
        with self._lock:
            for armed in self._armed:
                fault = armed.fault
                if fault.name != name or not fault.covers(request):
                    continue
                if (matches is None or matches(fault)) and armed.fires():
                    return fault
        return None

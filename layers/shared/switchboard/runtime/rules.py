"""The rules that hold now: those published, or the defaults in the code."""

import time
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from switchboard.errors import StoreUnavailable
from switchboard.runtime.observe import count, logger
from switchboard.stores.rules_items import StoredRules

Rules = TypeVar("Rules", bound=BaseModel)
FRESH_FOR_S = 60.0


class RulesSource(Protocol):
    """Where documents are published."""

    def current(self, name: str) -> StoredRules | None:
        """The version in force, or None where none was published."""
        ...


class PublishedRules(Generic[Rules]):
    """Gives the rules in force; asks for newer ones at most every minute.

    A document that does not validate, and a store that cannot be read, leave in force what held before: rules
    are checked before they are published, so both are trouble to report and no reason to stop answering.
    """

    def __init__(
        self, name: str, default: Rules, source: RulesSource, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._name = name
        self._default = default
        self._source = source
        self._clock = clock
        self._rules = default
        self._number: int | None = None
        self._fresh_until = float("-inf")

    def __call__(self) -> Rules:
        now = self._clock()
        if now >= self._fresh_until:
            self._fresh_until = now + FRESH_FOR_S
            self._refresh()
        return self._rules

    def _refresh(self) -> None:
        try:
            stored = self._source.current(self._name)
        except StoreUnavailable as error:
            logger().error("rules_unreadable", extra={"rules": self._name, "reason": str(error)})
            return
        if stored is None:
            self._rules, self._number = self._default, None
        elif stored.number != self._number:
            try:
                self._rules = type(self._default).model_validate_json(stored.document)
                self._number = stored.number
            except ValidationError as error:
                wrong = [".".join(map(str, one["loc"])) for one in error.errors(include_input=False)]
                logger().error(
                    "rules_refused", extra={"rules": self._name, "version": stored.number, "wrong": wrong}
                )
                count("RulesRefused")

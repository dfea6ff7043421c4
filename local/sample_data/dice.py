"""Chance that falls alike on every machine and Python version."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws that depend on the name of their purpose alone, so that one part of the data may change by itself.

    Only ``Random.random`` is used: Python promises its sequence for a seed, not that of the other methods.
    """

    def __init__(self, purpose: str) -> None:
        self._random = random.Random(f"switchboard {purpose}")

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, ``limit``."""
        return int(self._random.random() * limit)

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + self.below(most - least + 1)

    def chance(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self._random.random() < probability

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.below(len(choices))]

"""Phone numbers by block, and the ways in which people type one number."""

from collections.abc import Callable
from dataclasses import dataclass

from local.sample_data.countries import BY_CODE, Country
from local.sample_data.dice import Dice

_SCATTER = 37
"""Spreads neighbours over a block; has no factor in common with a power of ten."""

_EXTENSIONS = (" x{}", " ext. {}", " ext {}", "x{}", ", ext. {}", ";ext={}", " #{}")


@dataclass(frozen=True, slots=True)
class Number:
    """A phone number in the groups that people write, without trunk prefix: ``("20", "7946", "0018")``."""

    country: Country
    groups: tuple[str, ...]

    @property
    def e164(self) -> str:
        """Such as ``+442079460018``."""
        return f"+{self.country.calling_code}{''.join(self.groups)}"

    @property
    def national(self) -> tuple[str, ...]:
        """The groups as dialled inside the country, trunk prefix at the first."""
        if self.country.code == "AR" and self.groups[0] == "9":
            # Abroad a mobile number has 9 before its area code; at home it has 15 behind it.
            return f"0{self.groups[1]}", "15", *self.groups[2:]
        return self.country.trunk + self.groups[0], *self.groups[1:]


def _brackets(number: Number) -> str:
    area, *rest = number.national
    return f"({area}) {'-'.join(rest)}"


def _after_area(separator: str, between: str) -> Callable[[Number], str]:
    def spelling(number: Number) -> str:
        area, *rest = number.national
        return f"{area}{separator}{between.join(rest)}"

    return spelling


def _national(separator: str) -> Callable[[Number], str]:
    return lambda number: separator.join(number.national)


def _international(prefix: str) -> Callable[[Number], str]:
    return lambda number: f"{prefix}{number.country.calling_code} {' '.join(number.groups)}"


SPELLINGS: dict[str, Callable[[Number], str]] = {
    "plain": _national(""),
    "spaces": _national(" "),
    "dashes": _national("-"),
    "dots": _national("."),
    "brackets": _brackets,
    "area_in_brackets": lambda number: f"({number.groups[0]}) {'-'.join(number.groups[1:])}",
    "slash": _after_area("/", ""),
    "dash_after_area": _after_area("-", " "),
    "one_dashes": lambda number: f"1-{'-'.join(number.groups)}",
    "e164": lambda number: number.e164,
    "international": _international("+"),
    "double_zero": _international("00"),
    "trunk_in_brackets": lambda number: f"+{number.country.calling_code} (0){' '.join(number.groups)}",
    "mexico_one": lambda number: f"+52 1 {' '.join(number.groups)}",
    "letters": lambda number: f"1-{number.groups[0]}-JKL-{number.groups[2]}",
}
"""Name of a spelling to how a number looks in it. ``letters`` is for 555 numbers: that is JKL on the keypad."""


def typed(number: Number, dice: Dice) -> str:
    """The number as somebody in its country typed it."""
    return SPELLINGS[dice.pick(number.country.styles)](number)


def with_extension(written: str, dice: Dice) -> str:
    """A typed number with an extension behind it."""
    return written + dice.pick(_EXTENSIONS).format(dice.between(11, 999))


class NumberPlan:
    """Gives out every number once."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, ...], int] = {}

    def fixed(self, country: Country) -> Number:
        """The next fixed-line number of a country."""
        return self._next(country, country.fixed)

    def mobile(self, country: Country) -> Number:
        """The next mobile number of a country."""
        return self._next(country, country.mobile)

    def toll_free(self) -> Number:
        """The next North American toll-free number."""
        return self._next(BY_CODE["US"], ("888 555 01##",))

    def _next(self, country: Country, blocks: tuple[str, ...]) -> Number:
        place = self._taken[blocks] = self._taken.get(blocks, -1) + 1
        turn, block_place = divmod(place, len(blocks))
        block = blocks[block_place]
        size = 10 ** block.count("#")
        if turn >= size:
            raise ValueError(f"no numbers left in {block}")
        digits = iter(str(turn * _SCATTER % size).zfill(block.count("#")))
        text = "".join(next(digits) if char == "#" else char for char in block)
        return Number(country, tuple(text.split()))

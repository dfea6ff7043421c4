"""Names made of the countries' lists, and what follows from a name."""

import unicodedata

from local.sample_data.countries import Country
from local.sample_data.dice import Dice

_SPELLED_OUT = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ł": "l", "Ł": "L", "'": "", " ": "-"}
)
_TRADES = (
    *("Bakery", "Bearings", "Books", "Ceramics", "Couriers", "Dairy", "Electrics", "Foods", "Freight", "Gardens"),
    *("Glass", "Instruments", "Insurance", "Interiors", "Lighting", "Logistics", "Optics", "Paper", "Pharma"),
    *("Print", "Shipping", "Software", "Solar", "Textiles", "Timber", "Tools", "Travel", "Watches", "Wines"),
)


def ascii_name(name: str) -> str:
    """A name as it stands in an e-mail address."""
    folded = unicodedata.normalize("NFKD", name.translate(_SPELLED_OUT))
    return folded.encode("ascii", "ignore").decode().lower()


def person(country: Country, dice: Dice) -> tuple[str, str]:
    """First and last name."""
    return dice.pick(country.first_names), dice.pick(country.last_names)


def company(country: Country, dice: Dice) -> str:
    """Such as ``Larkspur Optics Ltd``."""
    return f"{dice.pick(country.last_names)} {dice.pick(_TRADES)} {country.company}"


def address_of(first: str, last: str, number: int, dice: Dice) -> str:
    """An e-mail address in a domain reserved for examples (RFC 2606)."""
    return f"{ascii_name(first)}.{ascii_name(last)}.{number}@example.{dice.pick(('com', 'com', 'net', 'org'))}"

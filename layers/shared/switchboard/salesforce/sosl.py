"""SOSL statements.

Text inside ``FIND { }`` and string literals in ``WHERE`` have different escaping rules (Salesforce SOQL and SOSL
reference, reserved characters), so nothing here escapes for both. A phone search takes digits only: then there is
nothing to escape and nothing to break out of.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from switchboard.salesforce.soql import name

MOST_SEARCH_TEXT = 4000
"""Characters of search text beyond which Salesforce drops the operators."""

_TERM = re.compile(r"[0-9]{4,18}")


@dataclass(frozen=True, slots=True)
class Returning:
    """One object of the RETURNING clause.

    Args:
        object_type: API name.
        fields: API names, each at most five relations deep.
        where: condition with every value already written as a literal, or empty.
        limit: most rows of this object.
    """

    object_type: str
    fields: tuple[str, ...]
    where: str
    limit: int


def phone_text(terms: Iterable[str]) -> str:
    """Search text that finds any of the terms, alone or followed by an extension.

    Raises:
        ValueError: a term is not made of 4 to 18 digits: a mistake of ours, never a caller's.
    """
    checked = list(terms)
    for term in checked:
        if not _TERM.fullmatch(term):
            raise ValueError("a phone search takes digits only")
    # Each term stands bare, the proven form, and with a wildcard for values that end in an extension.
    return " OR ".join([*checked, *(f"{term}*" for term in checked)])


def phone_search(text: str, returning: Sequence[Returning]) -> str:
    """One statement over all phone fields.

    Spelling correction is off: it would propose other people's numbers.
    """
    objects = ", ".join(_object(one) for one in returning)
    return f"FIND {{{text}}} IN PHONE FIELDS RETURNING {objects} WITH SPELL_CORRECTION = false"


def _object(one: Returning) -> str:
    where = f" WHERE {one.where}" if one.where else ""
    # Salesforce puts nulls first unless told otherwise.
    return (
        f"{name(one.object_type)}({', '.join(map(name, one.fields))}{where}"
        f" ORDER BY LastModifiedDate DESC NULLS LAST LIMIT {one.limit})"
    )

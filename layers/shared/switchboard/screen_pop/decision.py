"""From what was found to what is popped: a pure function of rules, contact and match."""

import re
from collections.abc import Mapping

from switchboard.screen_pop.model import (
    Decision,
    Match,
    Nothing,
    OpenNewRecord,
    OpenRecord,
    OpenSearch,
    Outcome,
    Pop,
    RingingContact,
)
from switchboard.screen_pop.rules import NewRecordPop, RecordPop, ScreenPopRules, SearchPagePop

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
LEAST_SEARCH_TEXT = 3
"""Characters that Open CTI's search page asks for (Open CTI developer guide, screenPop)."""


def decide(rules: ScreenPopRules, contact: RingingContact, match: Match) -> Decision:
    """What to pop.

    A truncated search has not seen every record, so it pops as many would: one proof among unseen records is
    no certainty, and none is no reason to make a new record.
    """
    outcome = Outcome.MANY if match.truncated else match.outcome
    rule = getattr(rules.pops, outcome.value)
    return Decision(match, _pop(rule, contact, match))


def _pop(rule: object, contact: RingingContact, match: Match) -> Pop:
    if isinstance(rule, RecordPop):
        best = match.candidates[0]
        return OpenRecord(best.object_type, best.record_id)
    if isinstance(rule, SearchPagePop):
        # National digits find most spellings of a number.
        text = match.ani.nsn if match.ani else ""
        return OpenSearch(text) if len(text) >= LEAST_SEARCH_TEXT else Nothing()
    if isinstance(rule, NewRecordPop):
        values = {"ani": match.ani.e164 if match.ani else "", "dnis": contact.dnis}
        filled = {name: _fill(template, values) for name, template in rule.defaults.items()}
        defaults = {name: value for name, value in filled.items() if value}
        return OpenNewRecord(rule.object, defaults, rule.classic_elements)
    return Nothing()


def _fill(template: str, values: Mapping[str, str]) -> str:
    """The template with its placeholders replaced; an unknown one becomes empty."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], ""), template)

"""The screen pop as a whole: classify, look up, prove, decide."""

from collections.abc import Callable

from switchboard.phone import NoNumber, classify
from switchboard.screen_pop.decision import decide
from switchboard.screen_pop.matching import match_caller
from switchboard.screen_pop.model import Decision, Directory, Match, RingingContact
from switchboard.screen_pop.rules import ScreenPopRules


class ScreenPops:
    """Decides what to pop for a contact.

    Args:
        rules: gives the rules that hold now.
        directory: where numbers are looked up.
        region: country in which numbers without one are read, such as ``US``.
    """

    def __init__(self, rules: Callable[[], ScreenPopRules], directory: Directory, region: str) -> None:
        self._rules = rules
        self._directory = directory
        self._region = region

    def find(self, contact: RingingContact) -> Decision:
        """What to pop for ``contact``; a caller without a number is a normal outcome.

        Raises:
            CrmError: the CRM could not be asked.
        """
        rules = self._rules()
        ani = classify(contact.ani, self._region)
        if isinstance(ani, NoNumber):
            return decide(rules, contact, Match(reason=ani.value))
        rows = self._directory.by_phone(ani, rules)
        return decide(rules, contact, match_caller(rows, ani, rules, self._region))

"""Whether a number costs more than the rules allow."""

from switchboard.dialing.numbers import Number
from switchboard.dialing.refusals import CostlyNumber
from switchboard.dialing.rules import CostRules


def check_cost(number: Number, rules: CostRules) -> None:
    """Refuse a number whose type or beginning the rules name.

    Raises:
        CostlyNumber: they do.
    """
    if number.e164.startswith(rules.allowed):
        return
    if number.type in rules.types or number.e164.startswith(rules.prefixes):
        raise CostlyNumber

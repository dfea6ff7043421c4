"""Phones that agents work at, as the contact centre writes them."""

from switchboard.phone import Ani, classify
from switchboard.runtime.problems import NotANumber
from switchboard.runtime.settings import settings


def station_phone(text: str) -> str:
    """As CXone shows stations: ten digits in North America, else with the country (unconfirmed).

    Raises:
        NotANumber: it is none.
    """
    number = classify(text, settings().phone_region)
    if not isinstance(number, Ani):
        raise NotANumber
    return number.nsn if number.country_code == "1" else number.e164

"""Calling hours by the clocks of the called number's places, over many countries and changes of the clocks."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.dialing.hours import check_hours, zones_of
from switchboard.dialing.numbers import Number, NumberType, number_in
from switchboard.dialing.refusals import OutsideHours
from switchboard.dialing.rules import HourRules


def at(text: str) -> datetime:
    """A moment of UTC, as ``2026-03-02 16:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def is_allowed(number: str, moment: str, **rules: Any) -> bool:
    try:
        check_hours(number_in(number, "US"), HourRules.model_validate(rules), at(moment))
    except OutsideHours:
        return False
    return True


CASES = [
    # label, number, UTC, allowed
    ("New York, 07:59", "+12125550100", "2026-01-14 12:59", False),
    ("New York, 08:00", "+12125550100", "2026-01-14 13:00", True),
    ("New York, 20:59", "+12125550100", "2026-01-15 01:59", True),
    ("New York, 21:00", "+12125550100", "2026-01-15 02:00", False),
    ("Los Angeles, 07:59, when it is 10:59 in New York", "+14155550134", "2026-01-14 15:59", False),
    ("Los Angeles, 08:00", "+14155550134", "2026-01-14 16:00", True),
    ("Phoenix keeps no summer time, 08:00", "+16025550134", "2026-07-14 15:00", True),
    ("Denver has summer time, 09:00", "+13035550134", "2026-07-14 15:00", True),
    ("Honolulu, 07:30", "+18085550134", "2026-01-14 17:30", False),
    ("London in winter, 08:00", "+442079460018", "2026-01-14 08:00", True),
    ("London in summer, 08:00", "+442079460018", "2026-07-14 07:00", True),
    ("London in summer, 07:59", "+442079460018", "2026-07-14 06:59", False),
    ("Berlin, 20:59 in summer", "+4930901820", "2026-07-14 18:59", True),
    ("Berlin, 21:00 in summer", "+4930901820", "2026-07-14 19:00", False),
    ("German mobile, 08:00 in winter", "+4915112345678", "2026-01-14 07:00", True),
    ("Spanish mobile: 08:30 in Madrid is 07:30 on the Canaries", "+34612345678", "2026-01-14 07:30", False),
    ("Spanish mobile: 09:00 in Madrid", "+34612345678", "2026-01-14 08:00", True),
    ("Spanish mobile: 20:30 on the Canaries is 21:30 in Madrid", "+34612345678", "2026-01-14 20:30", False),
    ("Madrid itself at 08:30", "+34912345678", "2026-01-14 07:30", True),
    ("Portuguese mobile: 08:30 in Lisbon is 07:30 on the Azores", "+351912345678", "2026-01-14 08:30", False),
    ("Russian mobile: 10:00 in Moscow", "+79161234567", "2026-01-14 07:00", True),
    ("Russian mobile: 08:30 in Moscow is 07:30 in Kaliningrad", "+79161234567", "2026-01-14 05:30", False),
    ("Russian mobile: 13:00 in Moscow is 22:00 on Kamchatka", "+79161234567", "2026-01-14 10:00", False),
    ("Kazakh mobile is no Russian one, 08:00 to 20:00", "+77011234567", "2026-01-14 10:00", True),
    ("Antigua's mobile is nobody's in Hawaii, 08:30", "+12687641234", "2026-01-14 12:30", True),
    ("Delhi at half past: 08:00", "+911123456789", "2026-01-14 02:30", True),
    ("Delhi, 07:59", "+911123456789", "2026-01-14 02:29", False),
    ("Kathmandu at a quarter: 08:00", "+97714123456", "2026-01-14 02:15", True),
    ("Kathmandu, 07:59", "+97714123456", "2026-01-14 02:14", False),
    ("Sao Paulo, 08:00", "+5511987654321", "2026-01-14 11:00", True),
    ("Santiago in its summer, 08:00", "+56221234567", "2026-01-14 11:00", True),
    ("Santiago in its winter, 07:59", "+56221234567", "2026-07-14 11:59", False),
    ("Sydney in its summer, 08:00", "+61291234567", "2026-01-13 21:00", True),
    ("Sydney in its winter, 07:00", "+61291234567", "2026-07-13 21:00", False),
    ("Australian mobile: 08:00 in Sydney is 05:00 in Perth", "+61412345678", "2026-01-13 21:00", False),
    ("Australian mobile: 08:00 in Perth", "+61412345678", "2026-01-14 00:00", True),
    ("Tokyo, 20:59", "+81312345678", "2026-01-14 11:59", True),
    ("Auckland's day is another than ours: 08:00 on the 15th", "+6493001234", "2026-01-14 19:00", True),
    ("toll-free numbers ring at companies", "+18005550100", "2026-01-14 08:00", True),
]  # fmt: skip


@pytest.mark.parametrize(("number", "moment", "allowed"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_the_clock_where_the_number_rings_decides(number: str, moment: str, allowed: bool) -> None:
    assert is_allowed(number, moment) is allowed


CHANGES = [
    # Northern spring: 02:00 becomes 03:00 on 2026-03-08 in America, 2026-03-29 in Europe.
    ("New York, the day before, 08:00 standard time", "+12125550100", "2026-03-07 13:00", True),
    ("New York, the same UTC hour is 09:00 on the day", "+12125550100", "2026-03-08 13:00", True),
    ("New York, 08:00 is an hour earlier in UTC now", "+12125550100", "2026-03-08 12:00", True),
    ("New York, the day before that was 07:00", "+12125550100", "2026-03-07 12:00", False),
    ("Berlin, the day before, 06:00 UTC is 07:00", "+4930901820", "2026-03-28 06:00", False),
    ("Berlin, on the day it is 08:00", "+4930901820", "2026-03-29 06:00", True),
    ("London, the day before, 20:30 UTC", "+442079460018", "2026-03-28 20:30", True),
    ("London, on the day it is 21:30", "+442079460018", "2026-03-29 20:30", False),
    # Northern autumn: 2026-10-25 in Europe, 2026-11-01 in America.
    ("Berlin, the day before, 06:00 UTC is 08:00", "+4930901820", "2026-10-24 06:00", True),
    ("Berlin, on the day it is 07:00", "+4930901820", "2026-10-25 06:00", False),
    ("New York, the day before, 12:00 UTC is 08:00", "+12125550100", "2026-10-31 12:00", True),
    ("New York, on the day it is 07:00", "+12125550100", "2026-11-01 12:00", False),
    # Between the two changes of Europe and America the difference is another.
    ("Los Angeles while Europe still has summer time", "+14155550134", "2026-10-28 15:00", True),
    # Southern hemisphere: back on 2026-04-05, on again on 2026-09-27 in Auckland and 2026-10-04 in Sydney.
    ("Sydney, the day before, 21:00 UTC is 08:00", "+61291234567", "2026-04-03 21:00", True),
    ("Sydney, on the day it is 07:00", "+61291234567", "2026-04-05 21:00", False),
    ("Sydney, before October's change, 21:00 UTC is 07:00", "+61291234567", "2026-10-02 21:00", False),
    ("Sydney, after it, 08:00", "+61291234567", "2026-10-04 21:00", True),
    ("Auckland, before September's change, 19:00 UTC is 07:00", "+6493001234", "2026-09-25 19:00", False),
    ("Auckland, after it, 08:00", "+6493001234", "2026-09-27 19:00", True),
    ("Santiago, before April's change, 11:00 UTC is 08:00", "+56221234567", "2026-04-04 11:00", True),
    ("Santiago, after it, 07:00", "+56221234567", "2026-04-05 11:00", False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "moment", "allowed"), [case[1:] for case in CHANGES], ids=[c[0] for c in CHANGES]
)
def test_the_clocks_of_both_hemispheres_change(number: str, moment: str, allowed: bool) -> None:
    assert is_allowed(number, moment) is allowed


FRANCE = {
    "FR": {
        "days": {
            **{
                day: ["10:00-13:00", "14:00-20:00"]
                for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
            },
            "saturday": [],
            "sunday": [],
        }
    }
}


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-01-12 08:59", False),
        ("2026-01-12 09:00", True),
        ("2026-01-12 11:59", True),
        ("2026-01-12 12:30", False),
        ("2026-01-12 13:00", True),
        ("2026-01-12 19:00", False),
        ("2026-01-17 10:00", False),
        ("2026-01-18 10:00", False),
    ],
)
def test_a_country_has_hours_of_its_own_for_each_day(moment: str, allowed: bool) -> None:
    assert is_allowed("+33612345678", moment, countries=FRANCE) is allowed
    assert is_allowed("+4930901820", "2026-01-17 10:00", countries=FRANCE)


def test_a_weekday_is_that_of_the_place() -> None:
    sundays_off: dict[str, Any] = {"everywhere": {"sunday": []}}
    assert is_allowed("+6493001234", "2026-01-18 19:30", **sundays_off)  # Monday in Auckland
    assert not is_allowed("+18085550134", "2026-01-19 05:00", **sundays_off)  # Sunday in Honolulu


def test_an_admin_may_say_which_zones_count() -> None:
    moscow = {"countries": {"RU": {"timeZones": ["Europe/Moscow"]}}}
    assert is_allowed("+79161234567", "2026-01-14 15:00", **moscow)
    assert not is_allowed("+79161234567", "2026-01-14 15:00")


def test_a_day_may_last_until_midnight() -> None:
    late = {"everywhere": {"wednesday": ["00:00-24:00"]}}
    assert is_allowed("+442079460018", "2026-01-14 23:59", **late)
    assert is_allowed("+442079460018", "2026-01-14 00:00", **late)
    assert not is_allowed("+442079460018", "2026-01-15 00:00", **late)


def test_hours_may_be_left_unchecked() -> None:
    assert is_allowed("+442079460018", "2026-01-14 03:00", checked=False)


@pytest.mark.parametrize(("unknown_zone", "allowed"), [("refuse", False), ("allow", True)])
def test_a_number_that_may_ring_anywhere_is_called_where_the_rules_say_so(
    unknown_zone: str, allowed: bool
) -> None:
    assert is_allowed("+870773123456", "2026-01-14 12:00", unknownZone=unknown_zone) is allowed


@pytest.mark.parametrize(
    ("number", "now", "expected"),
    [
        ("+442079460018", "2026-01-14 22:00", "2026-01-15 08:00"),
        ("+442079460018", "2026-01-14 05:00", "2026-01-14 08:00"),
        ("+442079460018", "2026-03-28 22:00", "2026-03-29 07:00"),
        ("+34612345678", "2026-01-14 07:30", "2026-01-14 08:00"),
        ("+79161234567", "2026-01-14 10:00", "2026-01-15 06:00"),
        ("+61291234567", "2026-04-04 12:00", "2026-04-04 22:00"),
    ],
)
def test_the_next_allowed_moment_is_told(number: str, now: str, expected: str) -> None:
    with pytest.raises(OutsideHours) as refused:
        check_hours(number_in(number, "US"), HourRules(), at(now))
    assert refused.value.allowed_from == at(expected)


NUMBERS = ["+12125550100", "+442079460018", "+79161234567", "+61412345678", "+34612345678", "+56221234567"]
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: at("2025-01-01 00:00") + timedelta(minutes=minutes)
)


@given(number=st.sampled_from(NUMBERS), now=MOMENTS)
def test_a_call_is_allowed_when_every_place_allows_it_and_else_from_the_moment_that_is_told(
    number: str, now: datetime
) -> None:
    parsed = number_in(number, "US")
    clocks = [now.astimezone(ZoneInfo(zone)) for zone in zones_of(parsed)]
    everywhere = all(8 <= clock.hour < 21 for clock in clocks)
    if everywhere:
        check_hours(parsed, HourRules(), now)
        return
    with pytest.raises(OutsideHours) as refused:
        check_hours(parsed, HourRules(), now)
    allowed_from = refused.value.allowed_from
    assert allowed_from is not None
    assert now < allowed_from <= now + timedelta(days=1, hours=1)
    check_hours(parsed, HourRules(), allowed_from)


def test_a_number_of_no_country_has_no_zones() -> None:
    assert zones_of(Number("+870773123456", None, NumberType.MOBILE)) == ()

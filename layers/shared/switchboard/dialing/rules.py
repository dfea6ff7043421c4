"""The rules document ``dialing``, as an admin states it: what may be dialled, when, and with which skill.

Keys are camelCase. Everything is checked when the document is; an error names its path.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from switchboard.dialing.numbers import NumberType
from switchboard.rule_model import ApiName, FieldPath, RuleModel, at_least

PERSON_ACCOUNT = "PersonAccount"
"""Stands for an Account that the click says is a person."""

_WINDOW = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a day, in minutes since midnight; the last one is not in it."""

    from_minute: int
    to_minute: int


def _window(text: str) -> Window | None:
    found = _WINDOW.fullmatch(text)
    if found is None:
        return None
    hours_from, from_, hours_to, to = map(int, found.groups())
    window = Window(hours_from * 60 + from_, hours_to * 60 + to)
    return window if window.from_minute < window.to_minute <= 24 * 60 else None


def _checked_window(text: str) -> str:
    if _window(text) is None:
        raise ValueError("a part of one day is needed, such as 08:00-21:00; 24:00 is its end")
    return text


def _checked_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("there is no such time zone") from error
    return name


def _checked_country(code: str) -> str:
    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError("a country's two letters are needed, such as GB")
    return code


Country = Annotated[str, AfterValidator(_checked_country)]
SkillId = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,9}$")]
Hours = Annotated[tuple[Annotated[str, AfterValidator(_checked_window)], ...], Field(max_length=10)]
Zone = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_checked_zone)]
Prefix = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{0,14}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=255)]

_DAYTIME: Hours = ("08:00-21:00",)


class Days(RuleModel):
    """When calls are allowed on each day of the week; an empty list allows none."""

    monday: Hours = _DAYTIME
    tuesday: Hours = _DAYTIME
    wednesday: Hours = _DAYTIME
    thursday: Hours = _DAYTIME
    friday: Hours = _DAYTIME
    saturday: Hours = _DAYTIME
    sunday: Hours = _DAYTIME

    def of(self, day: str) -> list[Window]:
        """The windows of a day, by its English name in lower case."""
        return [window for text in getattr(self, day) if (window := _window(text))]


class CountryHours(RuleModel):
    """When a country's numbers may be called.

    Args:
        time_zones: those that count for all its numbers; empty for every zone in which a number may ring.
    """

    days: Days = Days()
    time_zones: Annotated[tuple[Zone, ...], Field(max_length=40)] = ()


class HourRules(RuleModel):
    """When numbers may be called, by the clocks of the places where they may ring.

    Args:
        checked: False to call at any time.
        everywhere: for countries without hours of their own.
        countries: by two letters (ISO 3166).
        exempt: types of numbers that may be called at any time: nobody sleeps beside them.
        unknown_zone: what becomes of numbers that may ring anywhere.
    """

    checked: bool = True
    everywhere: Days = Days()
    countries: dict[Country, CountryHours] = Field(default={}, max_length=300)
    exempt: tuple[NumberType, ...] = (NumberType.TOLL_FREE, NumberType.SHARED_COST, NumberType.UAN)
    unknown_zone: Literal["refuse", "allow"] = "refuse"

    def country(self, region: str | None) -> CountryHours:
        """The hours of a country's numbers."""
        return self.countries.get(region or "") or CountryHours(days=self.everywhere)


class CostRules(RuleModel):
    """Numbers that cost too much.

    Args:
        types: of numbers that are not dialled.
        prefixes: beginnings of numbers that are not dialled, with their country code. The defaults are satellite
            phones and international networks.
        allowed: numbers, or beginnings of numbers, that are dialled all the same.
    """

    types: tuple[NumberType, ...] = (NumberType.PREMIUM_RATE,)
    prefixes: Annotated[tuple[Prefix, ...], Field(max_length=500)] = ("+870", "+881", "+882", "+883", "+979")
    allowed: Annotated[tuple[Prefix, ...], Field(max_length=500)] = ()


class NumberList(RuleModel):
    """Records of the org that name numbers which are not to be called.

    Args:
        object: API name.
        number_fields: that hold a number. They are compared as text, with its usual spellings: best as E.164.
        flag: a checkbox that has to be set for the record to count; None where every record counts.
    """

    object: ApiName
    number_fields: Annotated[tuple[FieldPath, ...], at_least(1), Field(max_length=10)]
    flag: FieldPath | None = None


class DoNotCallRules(RuleModel):
    """Who is not to be called.

    Args:
        fields: checkboxes by the clicked record's object, of which none may be set. ``PersonAccount`` stands for
            an Account that the click says is a person.
        lists: records that name numbers.
        unreadable: what becomes of a call where these cannot be read.
    """

    fields: dict[ApiName, Annotated[tuple[FieldPath, ...], at_least(1), Field(max_length=20)]] = Field(
        default={"Contact": ("DoNotCall",), "Lead": ("DoNotCall",), PERSON_ACCOUNT: ("PersonDoNotCall",)},
        max_length=50,
    )
    lists: Annotated[tuple[NumberList, ...], Field(max_length=4)] = ()
    unreadable: Literal["refuse", "allow"] = "refuse"


class SkillRule(RuleModel):
    """The skill of some calls. What is left empty leaves the choice open; all that is given has to hold.

    Args:
        teams: the agent's, ids or names, in any case.
        object_types: of the clicked record, API names, in any case.
        countries: of the called number.
    """

    teams: tuple[Text, ...] = ()
    object_types: tuple[ApiName, ...] = ()
    countries: tuple[Country, ...] = ()
    skill_id: SkillId


class SkillRules(RuleModel):
    """With which outbound skill calls go out.

    Args:
        rules: the first that applies holds.
        default: where none applies; None for the agent's own manual outbound skill, if there is exactly one.
        agents_own: whether an agent may ask for any manual outbound skill of their own, beside those named here.
    """

    rules: Annotated[tuple[SkillRule, ...], Field(max_length=200)] = ()
    default: SkillId | None = None
    agents_own: bool = True

    def named(self) -> frozenset[str]:
        """Every skill that the rules name."""
        return frozenset({*(rule.skill_id for rule in self.rules), *([self.default] if self.default else [])})


class DialingRules(RuleModel):
    """The rules document ``dialing``.

    Args:
        window_s: clicks on the same number and record within so many seconds are one click.
        agent_countries: where agents sit besides the home country: their emergency numbers are not dialled either.
        unknown_numbers: what becomes of numbers of the right length that are in no known range.
    """

    window_s: int = Field(default=5, ge=1, le=60)
    agent_countries: tuple[Country, ...] = ()
    unknown_numbers: Literal["refuse", "dial"] = "refuse"
    skills: SkillRules = SkillRules()
    hours: HourRules = HourRules()
    do_not_call: DoNotCallRules = DoNotCallRules()
    cost: CostRules = CostRules()

    @model_validator(mode="after")
    def _objects_once(self) -> Self:
        names = [name.lower() for name in self.do_not_call.fields]
        if len(set(names)) != len(names):
            raise ValueError("doNotCall.fields: two have the same name")
        return self


DEFAULT_RULES = DialingRules()

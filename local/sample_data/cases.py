"""Callers by name: who calls, and which records the org has for them.

What is expected holds for an org whose own country is the United States, with the numbers of Contact, Lead
(unless converted) and Account looked at, fax left out, and a person account counted once, as the Account.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from local.sample_data import cast

REGION = "US"
"""The org's country."""


@dataclass(frozen=True, slots=True)
class NamedCase:
    """One caller.

    Args:
        label: what is special, in a few words.
        ani: as the contact centre passes it.
        match: how many records are found.
        why: what makes it so.
        record_ids: all of them, in no order.
        no_number: why there is nothing to look up, as the public answer says it; None for numbers.
        found_by_search: whether a search by digits proposes the records however the index cuts a phone field
            into words; where it does not, some indexes miss them.
    """

    label: str
    ani: str
    match: Literal["none", "one", "many"]
    why: str
    record_ids: tuple[str, ...] = ()
    no_number: str | None = None
    found_by_search: bool = True


def _one(label: str, ani: str, record_id: str, why: str, *, found_by_search: bool = True) -> NamedCase:
    return NamedCase(label, ani, "one", why, (record_id,), found_by_search=found_by_search)


def _no_number(label: str, ani: str, reason: str, why: str) -> NamedCase:
    return NamedCase(label, ani, "none", why, no_number=reason)


SAMPLE_CALL = _one(
    "single contact", "+14155550134", cast.JUNIPER,
    "Juniper Hale's mobile, typed the American way; a local 555-0134 and a 0143 are others' numbers",
)  # fmt: skip

_CASES = (
    SAMPLE_CALL,
    _one("contact with extension", "+12125550150", cast.BARNABY, "the field ends in x123"),
    NamedCase(
        "company main line shared by three", "+16465550160", "many",
        "a hotel's main line stands at the account and, twice with an extension, at three people",
        (cast.LANTERN_BAY, cast.LEONIE, cast.MORRIS, cast.PETRA),
    ),
    _one("person account", "+16175550170", cast.THEODORA_ACCOUNT, "one person in two records"),
    NamedCase(
        "household", "+17025550175", "many", "two person accounts share a home phone",
        (cast.OSCAR_ACCOUNT, cast.PEARL_ACCOUNT),
    ),
    _one("converted lead is left out", "+13035550180", cast.SILAS, "the lead became the contact"),
    _one("unconverted lead", "+13035550190", cast.BEATRIX_LEAD, "nobody but a lead"),
    NamedCase(
        "contact and lead", "+13035550195", "many", "somebody came in again as a lead",
        (cast.ROWENA, cast.ROWENA_LEAD),
    ),
    _one("italian zero", "+390612345678", cast.GINEVRA, "typed nationally; the zero belongs to the number"),
    _one("vanity number", "+18005550142", cast.KITES, "stored with letters, which digits do not find",
         found_by_search=False),
    _one("two countries, same national number", "+4532123456", cast.ASGER, "Denmark, not Norway"),
    _one("stored with (0)", "+442079460018", cast.IMOGEN, "+44 (0)20 …"),
    _one("stored with 00", "+441414960123", cast.EDMUND, "0044 141 …"),
    _one("typed nationally abroad", "+492214710123", cast.CLARA, "0221/4710-123 is no American number"),
    _one("argentine mobile", "+5491123456789", cast.CAMILA, "9 from abroad is 15 at home"),
    _one("mexican mobile", "+525512345678", cast.FERMIN, "stored with the 1 that Mexico gave up in 2019"),
    _one("two numbers in one field, the first", "+14155550151", cast.OPAL, "either counts"),
    _one("two numbers in one field, the second", "+14155550152", cast.OPAL,
         "either counts, yet an index of whole fields proposes the first only", found_by_search=False),
    _one("without plus", "442079460018", cast.IMOGEN, "no American number, so its country code is read"),
    _one("sip uri", "sip:+14155550134@sbc.example.com;user=phone", cast.JUNIPER, "the user is a number"),
    NamedCase("fax", "+14155550155", "none", "only a fax number, which nobody calls from"),
    NamedCase("nobody", "+14155550199", "none", "one digit off Nolan Redfern's"),
    NamedCase("nobody abroad", "+33199009999", "none", "a French number that nobody has"),
    _no_number("withheld", "anonymous", "withheld", "a word for no number"),
    _no_number("withheld, spelled on a keypad", "+266696687", "withheld", "ANONYMOUS as digits"),
    _no_number("nothing sent", "", "empty", "the script passes no ANI"),
    _no_number("short code", "4711", "short", "an extension"),
    _no_number("sip user", "sip:concierge@hotel.example.com", "sip", "a name, not a number"),
    _no_number("malformed", "+99912345678", "malformed", "no country has this code"),
)  # fmt: skip

NAMED_CASES: Mapping[str, NamedCase] = {case.label: case for case in _CASES}
"""Every named case by its label."""

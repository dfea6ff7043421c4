"""Companies with the people who work there, and person accounts, some of them sharing a home."""

from collections.abc import Iterator

from local.sample_data.countries import COUNTRIES, Country
from local.sample_data.dice import Dice
from local.sample_data.ids import record_id
from local.sample_data.names import address_of, ascii_name, company, person
from local.sample_data.numbers import SPELLINGS, Number, NumberPlan, typed, with_extension
from local.sample_data.persons import add_person
from local.sample_data.records import Record, Records

COMPANIES = 220
CONTACTS_OF_COMPANIES = 1000
PERSONS = 66

_HOME_SHARE = ("US",) * 12 + ("GB",) * 4 + ("DE",) * 4 + ("CA", "CA", "FR", "FR")
_TYPES = ("Customer", "Customer", "Customer", "Prospect", "Partner", "Other")
_INDUSTRIES = ("Banking", "Energy", "Insurance", "Retail", "Technology", "Other")
_TITLES = ("Buyer", "CEO", "CFO", "Controller", "Engineer", "Office Manager", "Owner", "Sales Lead", "Secretary")
_DEPARTMENTS = ("Finance", "IT", "Management", "Operations", "Purchasing", "Sales")
_SOURCES = ("Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other")
_REMARKS = (" (office)", " (direct)", " work", " after 5pm")


def any_country(dice: Dice) -> Country:
    """Half of the time one of the countries where most of the org's business is, else any."""
    if dice.chance(0.5):
        code = dice.pick(_HOME_SHARE)
        return next(country for country in COUNTRIES if country.code == code)
    return dice.pick(COUNTRIES)


def add_companies(records: Records, plan: NumberPlan) -> None:
    """Companies, each with about as many contacts."""
    dice = Dice("companies")
    for number in range(1, COMPANIES + 1):
        country = any_country(dice)
        main_line = plan.toll_free() if country.code == "US" and dice.chance(0.3) else plan.fixed(country)
        account = records.add("Account", _company(number, country, main_line, dice))
        first, last = (CONTACTS_OF_COMPANIES * place // COMPANIES for place in (number - 1, number))
        for contact_number in range(first + 1, last + 1):
            fields = _employee(contact_number, country, main_line, plan, dice)
            records.add("Contact", {"AccountId": account["Id"], **fields, "MailingCity": account["BillingCity"]})


def _company(number: int, country: Country, main_line: Number, dice: Dice) -> Record:
    name = company(country, dice)
    is_toll_free = main_line.groups[0] == "888"
    fields: Record = {
        "Name": name,
        "AccountNumber": f"AC-{10_000 + number}",
        "Type": dice.pick(_TYPES),
        "Industry": dice.pick(_INDUSTRIES),
        "Phone": SPELLINGS["letters"](main_line) if is_toll_free and dice.chance(0.2) else typed(main_line, dice),
        "Website": f"https://{ascii_name(name.removesuffix(f' {country.company}'))}.example.com",
        "NumberOfEmployees": dice.between(3, 4000),
        "IsPersonAccount": False,
        "Switchboard_E164__c": main_line.e164,
    }
    return fields | _billing(country, dice)


def _billing(country: Country, dice: Dice) -> Record:
    city, postal_code = dice.pick(country.cities)
    return {"BillingCity": city, "BillingPostalCode": postal_code, "BillingCountry": country.name}


def _employee(number: int, country: Country, main_line: Number, plan: NumberPlan, dice: Dice) -> Record:
    first, last = person(country, dice)
    fields: Record = {
        "IsPersonAccount": False,
        "FirstName": first,
        "LastName": last,
        "Name": f"{first} {last}",
        "Title": dice.pick(_TITLES),
        "Department": dice.pick(_DEPARTMENTS),
        "Email": address_of(first, last, number, dice),
        "LeadSource": dice.pick(_SOURCES),
        "DoNotCall": dice.chance(0.03),
    }
    return fields | _phones_at_work(country, main_line, plan, dice)


def _phones_at_work(country: Country, main_line: Number, plan: NumberPlan, dice: Dice) -> Record:
    phones: Record = {}
    if dice.chance(0.35):
        written = typed(main_line, dice)
        main, phones["Phone"] = main_line, with_extension(written, dice) if dice.chance(0.6) else written
    elif dice.chance(0.6):
        main = plan.fixed(country)
        phones["Phone"] = typed(main, dice) + (dice.pick(_REMARKS) if dice.chance(0.05) else "")
    else:
        main = plan.mobile(country)
        phones["MobilePhone"] = typed(main, dice)
    if "Phone" in phones and dice.chance(0.5):
        phones["MobilePhone"] = typed(plan.mobile(country), dice)
    if dice.chance(0.05):
        phones["Fax"] = typed(plan.fixed(country), dice)
    if dice.chance(0.04):
        phones["AssistantPhone"] = with_extension(typed(main_line, dice), dice)
    phones["Switchboard_E164__c"] = main.e164
    return phones


def add_persons(records: Records, plan: NumberPlan) -> None:
    """Person accounts; every third lives with the one before and shares name, home and home phone."""
    dice = Dice("persons")
    homes = _homes(plan, dice)
    for number, (country, last, home_phone, billing) in zip(range(1, PERSONS + 1), homes, strict=False):
        first = dice.pick(country.first_names)
        mobile = plan.mobile(country)
        fields: Record = {
            "FirstName": first,
            "LastName": last,
            "HomePhone": typed(home_phone, dice),
            "MobilePhone": typed(mobile, dice),
            "Email": address_of(first, last, 5000 + number, dice),
            "Switchboard_E164__c": mobile.e164,
        }
        account_id = record_id("Account", 1000 + number)
        add_person(
            records, account_id, record_id("Contact", 5000 + number), fields, {"Type": "Customer", **billing}
        )


def _homes(plan: NumberPlan, dice: Dice) -> Iterator[tuple[Country, str, Number, Record]]:
    """Homes with one and with two people in turn, each named once per person."""
    while True:
        for people in (1, 2):
            country = any_country(dice)
            home = country, dice.pick(country.last_names), plan.fixed(country), _billing(country, dice)
            for _ in range(people):
                yield home

"""Leads: most of them open, some converted into contacts that are there."""

from local.sample_data.companies import any_country
from local.sample_data.dice import Dice
from local.sample_data.names import address_of, company, person
from local.sample_data.numbers import NumberPlan, typed
from local.sample_data.records import Record, Records

OPEN_LEADS = 420
CONVERTED_LEADS = 100

_OPEN_STATUSES = ("Open - Not Contacted", "Open - Not Contacted", "Working - Contacted", "Closed - Not Converted")
_SOURCES = ("Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other")
_RATINGS = ("Hot", "Warm", "Cold")
_MOST_DAYS_SINCE_CONVERSION = 400


def add_leads(records: Records, plan: NumberPlan) -> None:
    """Open leads with numbers of their own, then converted ones with their contact's."""
    dice = Dice("leads")
    for number in range(1, OPEN_LEADS + 1):
        records.add("Lead", _open(number, plan, dice))
    contacts = [
        contact for contact in records.of("Contact") if "Email" in contact and not contact["IsPersonAccount"]
    ]
    step = len(contacts) // CONVERTED_LEADS
    for contact in contacts[: CONVERTED_LEADS * step : step]:
        records.add("Lead", _converted(contact, records, dice))


def _open(number: int, plan: NumberPlan, dice: Dice) -> Record:
    country = any_country(dice)
    first, last = person(country, dice)
    is_mobile = dice.chance(0.6)
    phone = plan.mobile(country) if is_mobile else plan.fixed(country)
    return {
        "FirstName": first,
        "LastName": last,
        "Name": f"{first} {last}",
        "Company": company(country, dice),
        "MobilePhone" if is_mobile else "Phone": typed(phone, dice),
        "Email": address_of(first, last, 8000 + number, dice),
        "City": dice.pick(country.cities)[0],
        "Country": country.name,
        "Status": dice.pick(_OPEN_STATUSES),
        "LeadSource": dice.pick(_SOURCES),
        "Rating": dice.pick(_RATINGS),
        "IsConverted": False,
        "Switchboard_E164__c": phone.e164,
    }


def _converted(contact: Record, records: Records, dice: Dice) -> Record:
    account = next(account for account in records.of("Account") if account["Id"] == contact["AccountId"])
    kept = ("FirstName", "LastName", "Name", "Phone", "MobilePhone", "Email", "LeadSource", "Switchboard_E164__c")
    days_ago = dice.between(1, _MOST_DAYS_SINCE_CONVERSION)
    return {
        **{name: contact[name] for name in kept if name in contact},
        "Company": account["Name"],
        "Status": "Closed - Converted",
        "IsConverted": True,
        "ConvertedDate": records.ago(days_ago * 86_400).date().isoformat(),
        "ConvertedAccountId": contact["AccountId"],
        "ConvertedContactId": contact["Id"],
    }

"""The people and companies that the named cases are about.

Their numbers come from blocks that nobody else in the data has.
"""

from local.sample_data.ids import record_id
from local.sample_data.persons import add_person
from local.sample_data.records import Records

(
    HALE_CLOCKS, COPPERFIELD, LANTERN_BAY, KITES, WHITCOMB_MILLS, EUROPEAN_TRADERS, LATIN_TRADERS,
    THEODORA_ACCOUNT, OSCAR_ACCOUNT, PEARL_ACCOUNT,
) = (record_id("Account", number) for number in range(1, 11))  # fmt: skip
(
    JUNIPER, BARNABY, LEONIE, MORRIS, PETRA, SILAS, ROWENA, GINEVRA, ASGER, ASTRID, IMOGEN, EDMUND, CLARA,
    CAMILA, FERMIN, OPAL, CEDRIC, NOLAN, THEODORA, OSCAR, PEARL,
) = (record_id("Contact", number) for number in range(1, 22))  # fmt: skip
SILAS_LEAD, BEATRIX_LEAD, ROWENA_LEAD = (record_id("Lead", number) for number in range(1, 4))

_CONVERTED_DAYS_AGO = 90


def add_cast(records: Records) -> None:
    """Add all of them."""
    _add_companies(records)
    _add_contacts(records)
    _add_leads(records)
    _add_persons(records)


def _add_companies(records: Records) -> None:
    for account_id, name, phone, e164 in (
        (HALE_CLOCKS, "Hale & Daughters Clockmakers", "(415) 555-0100", "+14155550100"),
        (COPPERFIELD, "Copperfield Freight Inc.", "212.555.0101", "+12125550101"),
        (LANTERN_BAY, "Lantern Bay Hotel", "(646) 555-0160", "+16465550160"),
        (KITES, "Just Kites & Lanterns", "1-800-JKL-0142", "+18005550142"),
        (WHITCOMB_MILLS, "Whitcomb Mills", "303-555-0181", "+13035550181"),
        (EUROPEAN_TRADERS, "North Sea Traders", "+1 718 555 0102", "+17185550102"),
        (LATIN_TRADERS, "Southern Cross Imports", "718-555-0103", "+17185550103"),
    ):
        records.add(
            "Account",
            {
                "Id": account_id,
                "Name": name,
                "Type": "Customer",
                "Phone": phone,
                "IsPersonAccount": False,
                "Switchboard_E164__c": e164,
            },
        )


def _add_contacts(records: Records) -> None:
    for contact_id, account_id, name, e164, phones in (
        (JUNIPER, HALE_CLOCKS, "Juniper Hale", "+14155550134", {"MobilePhone": "(415) 555-0134"}),
        (BARNABY, COPPERFIELD, "Barnaby Rook", "+12125550150", {"Phone": "(212) 555-0150 x123"}),
        (LEONIE, LANTERN_BAY, "Leonie Marsh", "+16465550160", {"Phone": "646-555-0160"}),
        (MORRIS, LANTERN_BAY, "Morris Vance", "+16465550160", {"Phone": "+1 646 555 0160 x204"}),
        (PETRA, LANTERN_BAY, "Petra Olander", "+16465550160", {"Phone": "(646) 555-0160 ext. 7"}),
        (SILAS, WHITCOMB_MILLS, "Silas Whitcomb", "+13035550180", {"Phone": "(303) 555-0180"}),
        (ROWENA, HALE_CLOCKS, "Rowena Tidewell", "+13035550195", {"MobilePhone": "+13035550195"}),
        (GINEVRA, EUROPEAN_TRADERS, "Ginevra Acquaviva", "+390612345678", {"Phone": "06 1234 5678"}),
        (ASGER, EUROPEAN_TRADERS, "Asger Nørgaard", "+4532123456", {"MobilePhone": "+45 32 12 34 56"}),
        (ASTRID, EUROPEAN_TRADERS, "Astrid Fjellheim", "+4732123456", {"MobilePhone": "+47 32 12 34 56"}),
        (IMOGEN, EUROPEAN_TRADERS, "Imogen Greystone", "+442079460018", {"Phone": "+44 (0)20 7946 0018"}),
        (EDMUND, EUROPEAN_TRADERS, "Edmund Ashdown", "+441414960123", {"Phone": "0044 141 496 0123"}),
        (CLARA, EUROPEAN_TRADERS, "Clara Morgenstern", "+492214710123", {"Phone": "0221/4710-123"}),
        (CAMILA, LATIN_TRADERS, "Camila Iturralde", "+5491123456789", {"MobilePhone": "011 15-2345-6789"}),
        (FERMIN, LATIN_TRADERS, "Fermín Villaseñor", "+525512345678", {"MobilePhone": "+52 1 55 1234 5678"}),
        (OPAL, COPPERFIELD, "Opal Kittredge", "+14155550151", {"Phone": "415-555-0151 / 415-555-0152"}),
        (CEDRIC, COPPERFIELD, "Cedric Penhallow", "+14155550156",
         {"Phone": "(415) 555-0156", "Fax": "(415) 555-0155"}),
        (NOLAN, COPPERFIELD, "Nolan Redfern", "+14155550198",
         {"Phone": "(415) 555-0198", "HomePhone": "555-0134", "OtherPhone": "(415) 555-0143"}),
    ):  # fmt: skip
        first, last = name.split()
        records.add(
            "Contact",
            {
                "Id": contact_id,
                "AccountId": account_id,
                "IsPersonAccount": False,
                "FirstName": first,
                "LastName": last,
                "Name": name,
                **phones,
                "Switchboard_E164__c": e164,
            },
        )


def _add_leads(records: Records) -> None:
    converted = {
        "Status": "Closed - Converted",
        "IsConverted": True,
        "ConvertedDate": records.ago(_CONVERTED_DAYS_AGO * 86_400).date().isoformat(),
        "ConvertedAccountId": WHITCOMB_MILLS,
        "ConvertedContactId": SILAS,
    }
    is_open = {"Status": "Open - Not Contacted", "IsConverted": False}
    for lead_id, name, company, phone, e164, state in (
        (SILAS_LEAD, "Silas Whitcomb", "Whitcomb Mills", "303-555-0180", "+13035550180", converted),
        (BEATRIX_LEAD, "Beatrix Loom", "Loom & Shuttle", "303.555.0190", "+13035550190", is_open),
        (ROWENA_LEAD, "Rowena Tidewell", "Tidewell Boats", "(303) 555-0195", "+13035550195", is_open),
    ):
        first, last = name.split()
        records.add(
            "Lead",
            {
                "Id": lead_id,
                "FirstName": first,
                "LastName": last,
                "Name": name,
                "Company": company,
                "Phone": phone,
                **state,
                "Switchboard_E164__c": e164,
            },
        )


def _add_persons(records: Records) -> None:
    for account_id, contact_id, name, e164, phones in (
        (THEODORA_ACCOUNT, THEODORA, "Theodora Quill", "+16175550170", {"MobilePhone": "617-555-0170"}),
        (OSCAR_ACCOUNT, OSCAR, "Oscar Marlowe", "+17025550175", {"HomePhone": "(702) 555-0175"}),
        (PEARL_ACCOUNT, PEARL, "Pearl Marlowe", "+17025550175", {"HomePhone": "702-555-0175"}),
    ):
        first, last = name.split()
        fields = {"FirstName": first, "LastName": last, **phones, "Switchboard_E164__c": e164}
        add_person(records, account_id, contact_id, fields, {"Type": "Customer"})

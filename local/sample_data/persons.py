"""Person accounts: one person as an Account and as its Contact, with the same values."""

from collections.abc import Mapping

from local.sample_data.records import Record, Records

_MIRRORED = {
    "Salutation": "Salutation",
    "FirstName": "FirstName",
    "LastName": "LastName",
    "Phone": "Phone",
    "MobilePhone": "PersonMobilePhone",
    "HomePhone": "PersonHomePhone",
    "OtherPhone": "PersonOtherPhone",
    "Email": "PersonEmail",
    "Switchboard_E164__c": "Switchboard_E164__c",
}
"""Field of the Contact to field of the Account."""


def add_person(
    records: Records, account_id: str, contact_id: str, fields: Mapping[str, object], billing: Mapping[str, object]
) -> Record:
    """Add both records of a person; answers the Account.

    Args:
        fields: as the Contact has them.
        billing: further fields of the Account, such as its address.
    """
    name = f"{fields['FirstName']} {fields['LastName']}"
    account = records.add(
        "Account",
        {
            "Id": account_id,
            "Name": name,
            "IsPersonAccount": True,
            "PersonContactId": contact_id,
            **{theirs: fields[ours] for ours, theirs in _MIRRORED.items() if ours in fields},
            **billing,
        },
    )
    contact = records.add(
        "Contact",
        {
            "Id": contact_id,
            "AccountId": account_id,
            "OwnerId": account["OwnerId"],
            "IsPersonAccount": True,
            "Name": name,
            **fields,
        },
    )
    for stamp in ("CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp"):
        contact[stamp] = account[stamp]
    return account

"""The few people whom functional tests call as."""

from switchboard.salesforce_id import id18


def record_id(prefix: str, number: int) -> str:
    """An 18-character id."""
    made = id18(f"{prefix}{number:012}")
    assert made is not None
    return made


ACME = record_id("001", 1)
GRACE = record_id("003", 1)
TWIN_ONE, TWIN_TWO = record_id("003", 2), record_id("003", 3)
LEAD = record_id("00Q", 1)
CONVERTED = record_id("00Q", 2)
PERSON, PERSON_CONTACT = record_id("001", 2), record_id("003", 4)
CASE = record_id("500", 1)
ADA, BEN = record_id("005", 1), record_id("005", 2)
"""The world's USER and OTHER_USER: the sample agents 10021, by user name, and 10022, by e-mail address."""

USERS = [
    {
        "Id": ADA,
        "Username": "ada.brenner@example.com.sf",
        "FirstName": "Ada",
        "LastName": "Brenner",
        "Email": "ada@acme.example.com",
        "Alias": "abren",
    },
    {
        "Id": BEN,
        "Username": "ben.castillo@acme.example.com",
        "FirstName": "Ben",
        "LastName": "Castillo",
        "Email": "Ben.Castillo@example.com",
        "Alias": "bcast",
    },
]
PEOPLE = {
    "User": USERS,
    "Account": [
        {"Id": ACME, "Name": "Acme", "AccountNumber": "A-17", "Phone": "(212) 555-0100"},
        {
            "Id": PERSON,
            "IsPersonAccount": True,
            "LastName": "Ferrari",
            "FirstName": "Luca",
            "Name": "Luca Ferrari",
            "PersonMobilePhone": "+39 06 1234567",
            "PersonContactId": PERSON_CONTACT,
        },
    ],
    "Contact": [
        {
            "Id": GRACE,
            "FirstName": "Grace",
            "LastName": "Okafor",
            "AccountId": ACME,
            "Phone": "(415) 555-0134 ext. 12",
            "Email": "grace@example.com",
        },
        {"Id": TWIN_ONE, "LastName": "Roy", "FirstName": "Tina", "Phone": "+44 20 7946 0018"},
        {"Id": TWIN_TWO, "LastName": "Roy", "FirstName": "Tom", "HomePhone": "020 7946 0018"},
    ],
    "Lead": [
        {"Id": LEAD, "LastName": "Meyer", "Company": "Nordlicht", "Phone": "+49 30 901820", "IsConverted": False},
        {"Id": CONVERTED, "LastName": "Old", "Company": "Gone", "Phone": "415.555.0134", "IsConverted": True},
    ],
    "Case": [{"Id": CASE, "CaseNumber": "00001001", "Subject": "Router", "ContactId": GRACE}],
}

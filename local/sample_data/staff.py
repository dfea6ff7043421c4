"""Who works here: users, and the queues they serve."""

from local.sample_data.countries import BY_CODE
from local.sample_data.dice import Dice
from local.sample_data.ids import record_id
from local.sample_data.names import ascii_name
from local.sample_data.numbers import SPELLINGS, NumberPlan
from local.sample_data.records import Record, Records

USERS = 40
_TEAM_COUNTRIES = ("US", "US", "GB", "DE", "IE", "US", "CA", "FR")
_ZONES = {
    "US": ("America/New_York", "en_US"),
    "CA": ("America/Toronto", "en_CA"),
    "GB": ("Europe/London", "en_GB"),
    "DE": ("Europe/Berlin", "de_DE"),
    "IE": ("Europe/Dublin", "en_IE"),
    "FR": ("Europe/Paris", "fr_FR"),
}
_DEPARTMENTS = ("Support", "Sales", "Claims", "Renewals", "Operations")
_QUEUES = ("Support", "Sales", "Claims", "Renewals", "Complaints", "Callbacks")

USER_IDS = tuple(record_id("User", number) for number in range(1, USERS + 1))
ACTIVE_USER_IDS = tuple(user_id for number, user_id in enumerate(USER_IDS, start=1) if number % 10 != 9)
QUEUE_IDS = tuple(record_id("Group", number) for number in range(1, len(_QUEUES) + 1))

# The first agents can be told apart by each of the ways in which a contact-centre agent is mapped to a user:
# by the user name the agent carries, by the federation id, by the e-mail address.
_KNOWN = (
    ("Ada", "Brenner", "ada.brenner@example.com.sf", "ada.brenner@example.com", "ada@idp.example.com"),
    ("Ben", "Castillo", "ben.castillo@acme.example.com", "ben.castillo@example.com", None),
    ("Rosa", "Admin", "rosa.admin@acme.example.com", "rosa.admin@example.com", None),
)


def add_staff(records: Records, plan: NumberPlan) -> None:
    """Forty users, four of them inactive, and the queues."""
    dice = Dice("staff")
    for number, user_id in enumerate(USER_IDS, start=1):
        code = _TEAM_COUNTRIES[number % len(_TEAM_COUNTRIES)]
        zone, locale = _ZONES[code]
        phone = plan.fixed(BY_CODE[code])
        records.add(
            "User",
            {
                "Id": user_id,
                **_identity(number, code, dice),
                "EmployeeNumber": f"E{1000 + number}",
                "Title": "Team Lead" if number % 10 == 0 else "Agent",
                "Department": dice.pick(_DEPARTMENTS),
                "Phone": SPELLINGS["international"](phone),
                "Extension": str(4100 + number),
                "IsActive": user_id in ACTIVE_USER_IDS,
                "UserType": "Standard",
                "TimeZoneSidKey": zone,
                "LocaleSidKey": locale,
            },
        )
    for queue_id, name in zip(QUEUE_IDS, _QUEUES, strict=True):
        records.add(
            "Group",
            {
                "Id": queue_id,
                "Name": name,
                "DeveloperName": name,
                "Type": "Queue",
                "Email": f"{name.lower()}.queue@example.com",
            },
        )


def _identity(number: int, country_code: str, dice: Dice) -> Record:
    if number <= len(_KNOWN):
        first, last, username, email, federation_id = _KNOWN[number - 1]
    else:
        country = BY_CODE[country_code]
        first, last = dice.pick(country.first_names), dice.pick(country.last_names)
        address = f"{ascii_name(first)}.{ascii_name(last)}.{number}"
        username, email = f"{address}@acme.example.com", f"{address}@example.com"
        federation_id = f"{address}@idp.example.com" if number % 3 else None
    identity: Record = {
        "Username": username,
        "FirstName": first,
        "LastName": last,
        "Name": f"{first} {last}",
        "Email": email,
        "Alias": f"{ascii_name(first)[0]}{ascii_name(last)}"[:8],
    }
    return identity if federation_id is None else {**identity, "FederationIdentifier": federation_id}

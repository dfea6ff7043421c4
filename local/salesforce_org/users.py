"""The users every org starts with."""

from local.salesforce_org.auth.apps import INTEGRATION_USERNAME
from local.salesforce_org.ids import make_id

INTEGRATION_USER_ID = make_id("005", 1)
ADMIN_USER_ID = make_id("005", 2)
OTHER_PROCESS_USER_ID = make_id("005", 3)

STARTING_USERS: tuple[dict[str, object], ...] = (
    {
        "Id": INTEGRATION_USER_ID,
        "Username": INTEGRATION_USERNAME,
        "LastName": "Switchboard Integration",
        "Email": INTEGRATION_USERNAME,
        "Alias": "switchb",
    },
    {
        "Id": ADMIN_USER_ID,
        "Username": "admin@acme.example",
        "FirstName": "Ada",
        "LastName": "Admin",
        "Email": "admin@acme.example",
        "Alias": "aadmin",
    },
    {
        # Writes where a race is asked for.
        "Id": OTHER_PROCESS_USER_ID,
        "Username": "other.process@acme.example",
        "LastName": "Other Process",
        "Email": "other.process@acme.example",
        "Alias": "other",
    },
)

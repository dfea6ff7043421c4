"""Person accounts: one person in two rows, an Account and its Contact, that always agree."""

from local.salesforce_org.schema.people import PERSON_FIELDS
from local.salesforce_org.store import Row

Values = dict[str, object]


def is_new_person(values: Values) -> bool:
    """Whether a new Account is a person: it says so by having a last name."""
    return bool(values.get("LastName"))


def contact_values(account: Row) -> Values:
    """The person contact's fields as the account has them."""
    values: Values = {theirs: account[ours] for ours, theirs in PERSON_FIELDS.items()}
    return {**values, "AccountId": account["Id"], "OwnerId": account["OwnerId"], "IsPersonAccount": True}


def account_values(contact: Row) -> Values:
    """The account's fields as the person contact has them."""
    return {ours: contact[theirs] for ours, theirs in PERSON_FIELDS.items()}

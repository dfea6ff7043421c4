"""Account, Contact, Lead, User and Group as an org with person accounts has them."""

from dataclasses import replace

from local.salesforce_org.schema.make import (
    E164_FIELD,
    address,
    day,
    email,
    external_key,
    flag,
    long_text,
    lookup,
    merged_into,
    money,
    number,
    owner,
    phone,
    picklist,
    read_only,
    record_id,
    system_fields,
    text,
)
from local.salesforce_org.schema.model import Field, SObject

SALUTATIONS = ("Mr.", "Ms.", "Mrs.", "Dr.", "Prof.", "Mx.")
LEAD_SOURCES = ("Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other")

PERSON_FIELDS = {
    "FirstName": "FirstName",
    "LastName": "LastName",
    "Salutation": "Salutation",
    "PersonMobilePhone": "MobilePhone",
    "PersonHomePhone": "HomePhone",
    "PersonOtherPhone": "OtherPhone",
    "PersonAssistantPhone": "AssistantPhone",
    "PersonEmail": "Email",
    "PersonDoNotCall": "DoNotCall",
    "PersonHasOptedOutOfEmail": "HasOptedOutOfEmail",
    "Phone": "Phone",
}
"""A person account's field and the field of its person contact that holds the same value."""

ONLY_WITH_PERSON_ACCOUNTS = frozenset(
    {"Account.IsPersonAccount", "Account.PersonContactId", "Contact.IsPersonAccount"}
    | {f"Account.{name}" for name in PERSON_FIELDS if name != "Phone"}
)


def _normalised_phone() -> Field:
    return external_key(E164_FIELD, "Switchboard E.164", 20, unique=False)


def _full_name() -> Field:
    return read_only(text("Name", "Full Name", 121, is_name=True))


ACCOUNT = SObject(
    "Account",
    "Account",
    "Accounts",
    "001",
    (
        record_id("Account"),
        merged_into("Account"),
        text("Name", "Account Name", required=True, is_name=True),
        text("AccountNumber", "Account Number", 40),
        picklist("Type", "Account Type", "Prospect", "Customer", "Partner", "Other"),
        picklist("Industry", "Industry", "Banking", "Energy", "Insurance", "Retail", "Technology", "Other"),
        lookup("ParentId", "Parent Account ID", "Account", children="ChildAccounts"),
        phone("Phone", "Account Phone"),
        phone("Fax", "Account Fax"),
        Field("Website", "Website", "url", 255),
        money("AnnualRevenue", "Annual Revenue"),
        number("NumberOfEmployees", "Employees"),
        *address("Billing", "Billing"),
        *address("Shipping", "Shipping"),
        long_text("Description", "Account Description"),
        owner("User"),
        read_only(flag("IsPersonAccount", "Is Person Account")),
        read_only(lookup("PersonContactId", "Contact ID", "Contact")),
        picklist("Salutation", "Salutation", *SALUTATIONS),
        text("FirstName", "First Name", 40),
        text("LastName", "Last Name", 80),
        phone("PersonMobilePhone", "Mobile"),
        phone("PersonHomePhone", "Home Phone"),
        phone("PersonOtherPhone", "Other Phone"),
        phone("PersonAssistantPhone", "Asst. Phone"),
        email("PersonEmail", "Email"),
        flag("PersonDoNotCall", "Do Not Call"),
        flag("PersonHasOptedOutOfEmail", "Email Opt Out"),
        _normalised_phone(),
        *system_fields(),
    ),
)

CONTACT = SObject(
    "Contact",
    "Contact",
    "Contacts",
    "003",
    (
        record_id("Contact"),
        merged_into("Contact"),
        lookup("AccountId", "Account ID", "Account", children="Contacts"),
        read_only(flag("IsPersonAccount", "Is Person Account")),
        picklist("Salutation", "Salutation", *SALUTATIONS),
        text("FirstName", "First Name", 40),
        text("LastName", "Last Name", 80, required=True),
        _full_name(),
        text("Title", "Title", 128),
        text("Department", "Department", 80),
        phone("Phone", "Business Phone"),
        phone("MobilePhone", "Mobile Phone"),
        phone("HomePhone", "Home Phone"),
        phone("OtherPhone", "Other Phone"),
        phone("AssistantPhone", "Asst. Phone"),
        phone("Fax", "Business Fax"),
        email("Email", "Email"),
        text("AssistantName", "Assistant's Name", 40),
        lookup("ReportsToId", "Reports To ID", "Contact"),
        picklist("LeadSource", "Lead Source", *LEAD_SOURCES),
        day("Birthdate", "Birthdate"),
        *address("Mailing", "Mailing"),
        *address("Other", "Other"),
        long_text("Description", "Contact Description"),
        flag("DoNotCall", "Do Not Call"),
        flag("HasOptedOutOfEmail", "Email Opt Out"),
        flag("HasOptedOutOfFax", "Fax Opt Out"),
        owner("User"),
        _normalised_phone(),
        *system_fields(),
    ),
)

LEAD = SObject(
    "Lead",
    "Lead",
    "Leads",
    "00Q",
    (
        record_id("Lead"),
        merged_into("Lead"),
        picklist("Salutation", "Salutation", *SALUTATIONS),
        text("FirstName", "First Name", 40),
        text("LastName", "Last Name", 80, required=True),
        _full_name(),
        text("Company", "Company", required=True),
        text("Title", "Title", 128),
        phone("Phone", "Phone"),
        phone("MobilePhone", "Mobile Phone"),
        phone("Fax", "Fax"),
        email("Email", "Email"),
        Field("Website", "Website", "url", 255),
        *address("", "Address"),
        picklist(
            "Status", "Status", "Open - Not Contacted", "Working - Contacted", "Closed - Converted",
            "Closed - Not Converted", default="Open - Not Contacted",
        ),
        picklist("LeadSource", "Lead Source", *LEAD_SOURCES),
        picklist("Rating", "Rating", "Hot", "Warm", "Cold"),
        long_text("Description", "Description"),
        read_only(flag("IsConverted", "Converted")),
        read_only(day("ConvertedDate", "Converted Date")),
        read_only(lookup("ConvertedAccountId", "Converted Account ID", "Account")),
        read_only(lookup("ConvertedContactId", "Converted Contact ID", "Contact")),
        flag("IsUnreadByOwner", "Unread By Owner"),
        flag("DoNotCall", "Do Not Call"),
        flag("HasOptedOutOfEmail", "Email Opt Out"),
        owner("User", "Group"),
        _normalised_phone(),
        *system_fields(),
    ),
)  # fmt: skip

USER = SObject(
    "User",
    "User",
    "Users",
    "005",
    (
        record_id("User"),
        replace(text("Username", "Username", 80, required=True), unique=True),
        text("FirstName", "First Name", 40),
        text("LastName", "Last Name", 80, required=True),
        _full_name(),
        replace(email("Email", "Email"), required=True),
        text("Alias", "Alias", 8),
        text("FederationIdentifier", "SAML Federation ID", 512),
        text("EmployeeNumber", "Employee Number", 20),
        text("Title", "Title", 80),
        text("Department", "Department", 80),
        phone("Phone", "Phone"),
        phone("MobilePhone", "Cell"),
        phone("Fax", "Fax"),
        phone("Extension", "Extension"),
        flag("IsActive", "Active", default=True),
        picklist("UserType", "User Type", "Standard", "AutomatedProcess", default="Standard"),
        text("TimeZoneSidKey", "Time Zone", 40),
        text("LocaleSidKey", "Locale", 40),
        lookup("ManagerId", "Manager ID", "User"),
        *system_fields(),
    ),
)

GROUP = SObject(
    "Group",
    "Group",
    "Groups",
    "00G",
    (
        record_id("Group"),
        text("Name", "Name", 40, required=True, is_name=True),
        text("DeveloperName", "Developer Name", 80),
        picklist("Type", "Type", "Queue", "Regular", default="Queue", restricted=True),
        email("Email", "Email"),
        *system_fields(),
    ),
    searchable=False,
)

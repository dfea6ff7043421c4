"""Short ways to write fields down, so that an object reads as a table."""

from dataclasses import replace

from local.salesforce_org.schema.model import Field

KEY_FIELD = "Switchboard_Key__c"
E164_FIELD = "Switchboard_E164__c"


def text(name: str, label: str, length: int = 255, *, required: bool = False, is_name: bool = False) -> Field:
    """One line of text."""
    return Field(name, label, "string", length, required=required, is_name=is_name)


def long_text(name: str, label: str, length: int = 32_000) -> Field:
    """Text over several lines; over 255 characters it cannot be filtered or sorted by."""
    return Field(name, label, "textarea", length)


def phone(name: str, label: str) -> Field:
    """A phone number as people type it."""
    return Field(name, label, "phone", 40)


def email(name: str, label: str) -> Field:
    """An e-mail address."""
    return Field(name, label, "email", 80)


def flag(name: str, label: str, *, default: bool = False) -> Field:
    """A checkbox."""
    return Field(name, label, "boolean", default=default)


def number(name: str, label: str, digits: int = 8) -> Field:
    """An integer of at most so many digits."""
    return Field(name, label, "int", digits)


def money(name: str, label: str) -> Field:
    """An amount in the org's currency."""
    return Field(name, label, "currency", 18)


def day(name: str, label: str, *, required: bool = False) -> Field:
    """A date without time."""
    return Field(name, label, "date", required=required)


def moment(name: str, label: str) -> Field:
    """A date with time."""
    return Field(name, label, "datetime")


def picklist(name: str, label: str, *values: str, default: str | None = None, restricted: bool = False) -> Field:
    """One of several values. Standard picklists take other values too, restricted ones do not."""
    return Field(name, label, "picklist", 255, default=default, values=values, restricted=restricted)


def lookup(name: str, label: str, *targets: str, relation: str = "", children: str = "") -> Field:
    """A reference to one of the target objects."""
    relation = relation or name.removesuffix("Id")
    return Field(name, label, "reference", 18, targets=targets, relation=relation, children=children)


def read_only(field: Field) -> Field:
    """Set by the platform."""
    return replace(field, createable=False, updateable=False)


def create_only(field: Field) -> Field:
    """May be set on create, never on update."""
    return replace(field, updateable=False)


def external_key(name: str, label: str, length: int = 80, *, unique: bool = True) -> Field:
    """A custom text field marked External ID; unique ones compare with regard to case."""
    return Field(name, label, "string", length, external_id=True, unique=unique, case_sensitive=unique)


def address(prefix: str, label: str) -> tuple[Field, ...]:
    """The parts of a postal address."""
    return (
        Field(f"{prefix}Street", f"{label} Street", "textarea", 255),
        text(f"{prefix}City", f"{label} City", 40),
        text(f"{prefix}State", f"{label} State/Province", 80),
        text(f"{prefix}PostalCode", f"{label} Zip/Postal Code", 20),
        text(f"{prefix}Country", f"{label} Country", 80),
    )


def owner(*targets: str) -> Field:
    """Who owns the record; a new record belongs to who makes it."""
    return lookup("OwnerId", "Owner ID", *targets)


def merged_into(target: str) -> Field:
    """The record this one was merged into."""
    return read_only(lookup("MasterRecordId", "Master Record ID", target))


def system_fields() -> tuple[Field, ...]:
    """What every record has and only the platform sets."""
    fields = (
        flag("IsDeleted", "Deleted"),
        moment("CreatedDate", "Created Date"),
        lookup("CreatedById", "Created By ID", "User"),
        moment("LastModifiedDate", "Last Modified Date"),
        lookup("LastModifiedById", "Last Modified By ID", "User"),
        moment("SystemModstamp", "System Modstamp"),
    )
    return tuple(read_only(each) for each in fields)


def record_id(label: str) -> Field:
    """The record's id."""
    return read_only(Field("Id", f"{label} ID", "id", 18))

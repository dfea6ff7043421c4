"""Putting prepared records into an org: past business rules, never past the schema."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from local.salesforce_org.errors import ApiError
from local.salesforce_org.ids import to_18
from local.salesforce_org.moments import datetime_text
from local.salesforce_org.records.derived import derive
from local.salesforce_org.records.people import contact_values
from local.salesforce_org.records.values import check_value, read_reference, read_value
from local.salesforce_org.schema.model import Schema, SObject
from local.salesforce_org.store import Store, blank_row
from local.salesforce_org.users import ADMIN_USER_ID

Records = Mapping[str, Sequence[Mapping[str, object]]]


class LoadError(ValueError):
    """A prepared record does not fit the schema."""


def load(schema: Schema, store: Store, records: Records, now: datetime) -> None:
    """Add records by object, ids and read-only fields included; what is left out is defaulted or derived.

    A reference may name a record that comes later or not at all. An Account with ``IsPersonAccount`` gets
    the Contact it belongs to, unless that is given as well.

    Raises:
        LoadError: naming the record, and what is wrong with it. Nothing is loaded then.
    """
    loaded: list[tuple[SObject, str, Mapping[str, object]]] = []
    with store.transaction():
        for name, rows in records.items():
            sobject = schema.objects.get(name)
            if sobject is None:
                raise LoadError(f"there is no object {name}")
            for place, given in enumerate(rows):
                try:
                    loaded.append((sobject, _put(schema, store, sobject, given, now), given))
                except (ApiError, LoadError) as error:
                    raise LoadError(f"{name} {place}: {error}") from error
        # Only now, with every record in its place, what follows from other records can be told.
        for sobject, record_id, given in loaded:
            _derive(store, sobject, record_id, given, now)
        _add_person_contacts(schema, store, now)


def _put(schema: Schema, store: Store, sobject: SObject, given: Mapping[str, object], now: datetime) -> str:
    row = blank_row(sobject)
    stamp = datetime_text(now.replace(microsecond=0))
    row["CreatedDate"] = row["LastModifiedDate"] = row["SystemModstamp"] = stamp
    row["CreatedById"] = row["LastModifiedById"] = ADMIN_USER_ID
    if "OwnerId" in sobject.fields:
        row["OwnerId"] = ADMIN_USER_ID
    for name, value in given.items():
        field = sobject.fields.get(name)
        if field is None:
            raise LoadError(f"there is no field {name}")
        read = read_value(field, value)
        check_value(field, read)
        if field.type == "reference" and read is not None:
            read = read_reference(schema, field, str(read))[1]
        row[name] = read
    record_id = to_18(str(row["Id"])) if row["Id"] else store.new_id(sobject)
    if record_id is None or not record_id.startswith(sobject.prefix):
        raise LoadError(f"{row['Id']} is no id of {sobject.name}")
    row["Id"] = record_id
    for field in sobject.listed:
        if field.auto_number and row[field.name] is None:
            row[field.name] = field.auto_number.format(store.new_number(sobject))
    store.put(sobject, row)
    return record_id


def _derive(store: Store, sobject: SObject, record_id: str, given: Mapping[str, object], now: datetime) -> None:
    before = store.get(sobject.name, record_id) or {}
    row = dict(before)
    derive(store, sobject.name, row, None, now)
    row.update({name: before[name] for name in given})
    if row != before:
        store.put(sobject, row)


def _add_person_contacts(schema: Schema, store: Store, now: datetime) -> None:
    accounts, contacts = schema.objects["Account"], schema.objects["Contact"]
    for account in list(store.rows("Account")):
        if not account["IsPersonAccount"] or store.get("Contact", str(account["PersonContactId"])) is not None:
            continue
        contact_id = account["PersonContactId"] or store.new_id(contacts)
        contact = {**blank_row(contacts), **contact_values(account), "Id": contact_id}
        for name in ("CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp"):
            contact[name] = account[name]
        derive(store, "Contact", contact, None, now)
        store.put(contacts, contact)
        if account["PersonContactId"] is None:
            store.put(accounts, {**account, "PersonContactId": contact_id})

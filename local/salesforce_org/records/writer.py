"""Creating, changing, deleting and merging rows under the org's rules."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from local.salesforce_org.errors import ApiError, entity_is_deleted, no_such_column, not_found
from local.salesforce_org.moments import datetime_text
from local.salesforce_org.records.derived import derive, full_name
from local.salesforce_org.records.people import account_values, contact_values, is_new_person
from local.salesforce_org.records.rules import (
    ValidationRule,
    check_platform_rules,
    check_validation_rules,
    required_missing,
)
from local.salesforce_org.records.values import check_value, read_reference, read_value
from local.salesforce_org.schema.model import Field, Schema, SObject
from local.salesforce_org.settings import Settings
from local.salesforce_org.store import Row, Store, blank_row

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes as one user, at one instant. The caller holds the org's lock and a transaction.

    Args:
        schema: the whole schema. The objects that are passed to the methods may hide fields of it.
        read_only: fields, as ``Object.Field``, that the acting user may not set.
    """

    schema: Schema
    read_only: Collection[str]
    store: Store
    settings: Settings
    rules: Sequence[ValidationRule]
    now: datetime
    user_id: str

    def read(self, sobject: SObject, given: Mapping[str, object]) -> Values:
        """The values of a body, ``attributes`` left out, under the fields' own names.

        Raises:
            ApiError: ``INVALID_FIELD`` or ``JSON_PARSER_ERROR``.
        """
        values: Values = {}
        for name, value in given.items():
            if name == "attributes":
                continue
            field = sobject.field(name)
            if field is None:
                raise no_such_column(sobject.name, name)
            values[field.name] = read_value(field, value)
        return values

    def create(self, sobject: SObject, values: Values) -> str:
        """A new row; its id.

        Raises:
            ApiError: the row is refused.
        """
        self._check_settable(sobject, values, creating=True)
        full = self.schema.objects[sobject.name]
        row = blank_row(full, values)
        row.update(values)
        row["Id"] = self.store.new_id(full)
        row["CreatedDate"], row["CreatedById"] = datetime_text(self.now.replace(microsecond=0)), self.user_id
        if "OwnerId" in full.fields and row["OwnerId"] is None:
            row["OwnerId"] = self.user_id
        for field in full.listed:
            if field.auto_number:
                row[field.name] = field.auto_number.format(self.store.new_number(full))
            elif field.type == "boolean" and row[field.name] is None:
                row[field.name] = bool(field.default)
        if full.name == "Account" and self.settings.person_accounts and is_new_person(values):
            row["IsPersonAccount"] = True
            row["Name"] = full_name(row)
        self._save(full, row, None, values)
        if row.get("IsPersonAccount") and full.name == "Account":
            self._make_person_contact(full, row)
        return str(row["Id"])

    def update(self, sobject: SObject, record_id: str, values: Values) -> None:
        """Change fields of a row.

        Raises:
            ApiError: the row is refused, deleted, or not there.
        """
        before = self.existing(sobject, record_id)
        if self.settings.ignore_create_only_on_update:
            kept = (name for name in values if not _only_on_create(sobject.fields[name]))
            values = {name: values[name] for name in kept}
        self._check_settable(sobject, values, creating=False)
        full = self.schema.objects[sobject.name]
        row = {**before, **values}
        self._save(full, row, before, values)
        if row.get("IsPersonAccount"):
            self._keep_person_whole(full, row)

    def delete(self, sobject: SObject, record_id: str, *, merged_into: str | None = None) -> None:
        """Mark a row as deleted; merged away when it names what it was merged into."""
        before = self.existing(sobject, record_id)
        row = {**before, "IsDeleted": True}
        if merged_into is not None:
            row["MasterRecordId"] = merged_into
        self._stamp(row)
        self.store.put(self.schema.objects[sobject.name], row)
        if before.get("IsPersonAccount"):
            other, other_id = self._other_half(sobject, before)
            if self.store.live(other.name, other_id) is not None:
                self.delete(other, other_id)

    def merge(self, sobject: SObject, winner: str, loser: str) -> None:
        """Merge one record into another: what pointed at the loser points at the winner."""
        self.existing(sobject, winner)
        self.delete(sobject, loser, merged_into=winner)
        for other in self.schema.objects.values():
            for field in other.listed:
                if sobject.name not in field.targets or field.name == "MasterRecordId":
                    continue
                for record_id in self.store.ids_where(other.name, field, loser):
                    row = {**self.existing(other, record_id), field.name: winner}
                    self._stamp(row)
                    self.store.put(other, row)

    def existing(self, sobject: SObject, record_id: str) -> Row:
        """The row, or the refusal that its absence causes."""
        row = self.store.get(sobject.name, record_id)
        if row is None:
            raise not_found("Provided external ID field does not exist or is not accessible: Id")
        if row["IsDeleted"]:
            raise entity_is_deleted()
        return row

    def _save(self, sobject: SObject, row: Values, before: Row | None, values: Values) -> None:
        given = [sobject.fields[name] for name in values]
        for field in given:
            check_value(field, row[field.name])
        for field in given:
            if field.type == "reference" and row[field.name] is not None:
                row[field.name] = self._reference(field, str(row[field.name]))
        missing = [field.name for field in sobject.listed if self._is_missing(field, row)]
        if missing:
            raise required_missing(missing)
        check_platform_rules(sobject, row, self.settings)
        for field in given:
            if field.unique and row[field.name] is not None:
                self._check_unique(sobject, field, row)
        derive(self.store, sobject.name, row, before, self.now)
        check_validation_rules(self.rules, self.schema, self.store, sobject, row, self.now)
        self._stamp(row)
        self.store.put(sobject, row)

    def _stamp(self, row: Values) -> None:
        row["LastModifiedDate"] = row["SystemModstamp"] = datetime_text(self.now.replace(microsecond=0))
        row["LastModifiedById"] = self.user_id

    def _check_settable(self, sobject: SObject, values: Values, *, creating: bool) -> None:
        refused = [name for name in values if not self._settable(sobject, sobject.fields[name], creating=creating)]
        if refused:
            raise ApiError(
                "INVALID_FIELD_FOR_INSERT_UPDATE",
                f"Unable to create/update fields: {', '.join(refused)}. Please check the security settings of "
                "this field and verify that it is read/write for your profile or permission set.",
                fields=refused,
            )

    def _settable(self, sobject: SObject, field: Field, *, creating: bool) -> bool:
        if f"{sobject.name}.{field.name}" in self.read_only:
            return False
        return field.createable if creating else field.updateable

    def _is_missing(self, field: Field, row: Values) -> bool:
        if row[field.name] is not None:
            return False
        # Status and Priority of a Task have defaults, and may not be emptied either.
        return field.required or field.type == "boolean" or (field.default is not None and not field.restricted)

    def _reference(self, field: Field, value: str) -> str:
        target, record_id = read_reference(self.schema, field, value)
        row = self.store.get(target.name, record_id)
        if row is None:
            raise ApiError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", fields=[field.name])
        if row["IsDeleted"]:
            raise entity_is_deleted(400)
        if field.name == "OwnerId" and target.name == "User" and not row["IsActive"]:
            message = f"operation performed with inactive user [{record_id}] as owner of record"
            raise ApiError("INACTIVE_OWNER_OR_USER", message, fields=["OwnerId"])
        return record_id

    def _check_unique(self, sobject: SObject, field: Field, row: Values) -> None:
        holders = self.store.ids_where(sobject.name, field, str(row[field.name]))
        for other in holders:
            if other != row["Id"]:
                raise ApiError(
                    "DUPLICATE_VALUE",
                    f"duplicate value found: {field.name} duplicates value on record with id: {other}",
                    fields=[field.name],
                )

    def _make_person_contact(self, accounts: SObject, account: Values) -> None:
        contacts = self.schema.objects["Contact"]
        contact = {**blank_row(contacts), **contact_values(account), "Id": self.store.new_id(contacts)}
        contact["CreatedDate"], contact["CreatedById"] = account["CreatedDate"], self.user_id
        derive(self.store, "Contact", contact, None, self.now)
        self._stamp(contact)
        self.store.put(contacts, contact)
        self.store.put(accounts, {**account, "PersonContactId": contact["Id"]})

    def _keep_person_whole(self, sobject: SObject, row: Values) -> None:
        """Carry a change of one half of a person account over to the other."""
        other, other_id = self._other_half(sobject, row)
        values = contact_values(row) if sobject.name == "Account" else account_values(row)
        before = self.store.live(other.name, other_id)
        if before is None or all(before[name] == value for name, value in values.items()):
            return
        changed = {**before, **values}
        derive(self.store, other.name, changed, before, self.now)
        self._stamp(changed)
        self.store.put(other, changed)

    def _other_half(self, sobject: SObject, row: Row) -> tuple[SObject, str]:
        if sobject.name == "Account":
            return self.schema.objects["Contact"], str(row["PersonContactId"])
        return self.schema.objects["Account"], str(row["AccountId"])


def _only_on_create(field: Field) -> bool:
    return field.createable and not field.updateable

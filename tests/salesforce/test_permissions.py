"""The integration user may do what the default rules need, and nothing else."""

from collections.abc import Iterable, Iterator

import pytest

from local.salesforce_org.schema.standard import ALL
from switchboard.activity.defaults import DEFAULT_RULES as ACTIVITY
from switchboard.dialing.rules import DEFAULT_RULES as DIALING
from switchboard.dialing.rules import PERSON_ACCOUNT
from switchboard.screen_pop.lookup_rules import AnyOf, Comparison
from switchboard.screen_pop.planning import plans
from switchboard.screen_pop.rules import DEFAULT_RULES as SCREEN_POP
from switchboard.screen_pop.rules import AddressStep
from tests.salesforce.project import PROJECT, all_of, members, permission_set, plain, read, texts

KEY = "Switchboard_Key__c"
Fields = set[tuple[str, str]]
"""Object and field."""

WITHOUT_FIELD_SECURITY = {
    *((name, "Id") for name in ("Account", "Case", "Contact", "Lead")),
    *((name, "LastModifiedDate") for name in ("Account", "Contact", "Lead")),
    *((name, "Name") for name in ("Account", "Contact", "Lead")),  # required
    ("Lead", "Company"),  # required
    ("Lead", "IsConverted"),  # the platform's own
    ("Case", "CaseNumber"),  # the platform's own
    ("Case", "Status"),  # required
    ("Task", "OwnerId"),  # required
    ("Task", "Status"),  # required
    ("Task", "TaskSubtype"),  # unconfirmed
}
"""What a permission set cannot name: whoever reads or writes the object reads or writes these (Salesforce help,
field permissions; not checked in an org)."""


def searched() -> Fields:
    """Object and field of all that screen pops search, filter by and return."""
    steps = [step for rule in SCREEN_POP.rules for step in rule.steps if isinstance(step, AddressStep)]
    found = {
        (plan.object_type, field)
        for step in steps
        for plan in plans(SCREEN_POP, step)
        for field in (*plan.fields, *(one.field for one in plan.where))
    }
    for lookup in SCREEN_POP.lookups.values():
        fields = (
            "Id",
            lookup.name_field,
            *lookup.returns,
            *_compared(lookup.where),
            *(one.field for one in lookup.order),
        )
        found |= {(lookup.object, field) for field in fields}
    return found


def _compared(where: Iterable[Comparison | AnyOf]) -> Iterator[str]:
    for part in where:
        yield from (one.field for one in (part.any if isinstance(part, AnyOf) else (part,)))


def asked_before_dialling() -> Fields:
    """Object and field of the marks that forbid a call; a person account's are its contact's (unconfirmed)."""
    return {
        (name, field)
        for name, fields in DIALING.do_not_call.fields.items()
        for field in fields
        if name != PERSON_ACCOUNT
    }


def written() -> Fields:
    """Object and field of all that activities fill."""
    # Promised calls are shown as Tasks only where rules say so.
    assert not ACTIVITY.commitments.write
    return {(record.object, rule.field) for record in ACTIVITY.records for rule in record.fields} | {
        (record.object, record.key_field) for record in ACTIVITY.records
    }


def granted(name: str, folder: str = "main/default", *, editable: bool) -> Fields:
    """The fields of a permission set that may be edited, or only read."""
    permissions = [members(one) for one in all_of(permission_set(name, folder), "fieldPermissions")]
    assert all(one["readable"] == "true" for one in permissions)
    listed = [one["field"] for one in permissions if (one["editable"] == "true") is editable]
    return {(object_type, field) for object_type, _, field in (one.partition(".") for one in listed)}


def test_exactly_the_fields_that_the_rules_read_may_be_read() -> None:
    needed = (searched() | asked_before_dialling()) - WITHOUT_FIELD_SECURITY
    assert granted("Switchboard_Integration", editable=False) == needed


def test_exactly_the_fields_that_the_rules_write_may_be_written() -> None:
    both = granted("Switchboard_Integration", editable=True) | granted(
        "Switchboard_Integration_Task_Fields", "optional", editable=True
    )
    # Field security of an activity's own fields holds for Task and Event together.
    assert both - {("Event", KEY)} == written() - WITHOUT_FIELD_SECURITY
    assert granted("Switchboard_Integration", editable=True) == {("Task", KEY), ("Event", KEY)}


def test_exactly_the_objects_that_the_rules_read_may_be_read_and_none_may_be_changed() -> None:
    permissions = [members(one) for one in all_of(permission_set("Switchboard_Integration"), "objectPermissions")]
    assert {one["object"] for one in permissions} == {name for name, _ in searched() | asked_before_dialling()}
    for one in permissions:
        assert {right for right, given in one.items() if given == "true"} == {"allowRead", "viewAllRecords"}


def test_nothing_is_allowed_beyond_the_api_and_activities() -> None:
    root = permission_set("Switchboard_Integration")
    assert texts(root, "userPermissions/name") == ["ActivitiesAccess", "ApiEnabled", "ApiUserOnly", "EditTask"]
    plain_parts = {"description", "hasActivationRequired", "label"}
    assert {plain(one) for one in root} - plain_parts == {
        "fieldPermissions",
        "objectPermissions",
        "userPermissions",
    }


@pytest.mark.parametrize(("object_type", "field"), sorted(written() | searched() | asked_before_dialling()))
def test_every_field_of_the_default_rules_is_standard_or_in_the_metadata(object_type: str, field: str) -> None:
    custom = {path.name.partition(".")[0] for path in (PROJECT / "main/default/objects/Activity/fields").iterdir()}
    standard = {one.name for one in ALL.objects[object_type].listed if not one.custom}
    assert field in standard or (object_type == "Task" and field in custom)


def test_what_a_permission_set_cannot_name_is_used_by_the_rules_and_not_named() -> None:
    assert written() | searched() | asked_before_dialling() >= WITHOUT_FIELD_SECURITY


def test_the_key_of_an_activity_holds_every_contact_key_and_is_unique() -> None:
    field = members(read(PROJECT / f"main/default/objects/Activity/fields/{KEY}.field-meta.xml"))
    assert field["fullName"] == KEY == ACTIVITY.records[0].key_field
    assert (field["type"], field["externalId"], field["unique"], field["caseSensitive"]) == (
        "Text", "true", "true", "true",
    )  # fmt: skip
    assert int(field["length"]) == ALL.objects["Task"].fields[KEY].length == 80


def test_agents_may_use_every_class_that_is_no_test_and_read_the_key() -> None:
    classes = {path.stem for path in (PROJECT / "main/default/classes").glob("*.cls")}
    used = {
        name for name in classes if "@IsTest" not in (PROJECT / f"main/default/classes/{name}.cls").read_text()
    }
    assert set(texts(permission_set("Switchboard_Agent"), "classAccesses/apexClass")) == used
    assert granted("Switchboard_Agent", editable=False) == {("Task", KEY), ("Event", KEY)}
    assert granted("Switchboard_Agent", editable=True) == set()

"""The sample org holds together, and is the same everywhere."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from local.sample_data import RECORDS
from local.sample_data.ids import PREFIXES, id18, record_id
from local.sample_data.org import REFERENCE, build

DIGEST = "adeed9c7c655587f6e435cc22a3cd5e58911a9f0d58a83dd1d2cc2882649a4da"
"""SHA-256 of the records as JSON. It changes with the data and with nothing else."""

Record = dict[str, object]

REFERENCES = {
    "AccountId": {"Account"},
    "PersonContactId": {"Contact"},
    "ContactId": {"Contact"},
    "ConvertedAccountId": {"Account"},
    "ConvertedContactId": {"Contact"},
    "Holder__c": {"Contact"},
    "OwnerId": {"User", "Group"},
    "CreatedById": {"User"},
    "LastModifiedById": {"User"},
}


def everything() -> Iterator[tuple[str, Record]]:
    for object_name, rows in RECORDS.items():
        for row in rows:
            yield object_name, row


def test_the_data_are_the_same_on_every_machine() -> None:
    text = json.dumps(build(), sort_keys=True)

    assert hashlib.sha256(text.encode()).hexdigest() == DIGEST


def test_another_reference_moves_dates_and_nothing_else() -> None:
    def without_dates(records: dict[str, list[Record]]) -> str:
        return re.sub(r"\b\d{4}-\d\d-\d\d(T[\d:.+]+)?", "date", json.dumps(records))

    moved = build(datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC))

    assert moved != RECORDS
    assert without_dates(moved) == without_dates(RECORDS)


@pytest.mark.parametrize(
    ("object_name", "least"),
    [
        *(("Account", 200), ("Contact", 1000), ("Lead", 500), ("Case", 500), ("User", 40)),
        *(("Opportunity", 150), ("Policy__c", 100), ("Campaign", 3), ("Group", 3)),
    ],
)
def test_there_are_enough_records(object_name: str, least: int) -> None:
    assert len(RECORDS[object_name]) >= least


def test_there_are_enough_special_ones() -> None:
    accounts, leads, users = RECORDS["Account"], RECORDS["Lead"], RECORDS["User"]

    assert sum(account["IsPersonAccount"] is True for account in accounts) >= 60
    assert sum(account["IsPersonAccount"] is False for account in accounts) >= 200
    assert sum(lead["IsConverted"] is True for lead in leads) >= 50
    assert {user["IsActive"] for user in users} == {True, False}
    assert len({account["BillingCountry"] for account in accounts if "BillingCountry" in account}) >= 20


def test_every_id_is_one_of_its_object_and_no_other_record_has_it() -> None:
    ids = [(object_name, str(row["Id"])) for object_name, row in everything()]

    assert all(found == id18(found[:15]) for _, found in ids)
    assert all(found.startswith(PREFIXES[object_name]) for object_name, found in ids)
    assert len({found.lower() for _, found in ids}) == len(ids)


@pytest.mark.parametrize(
    ("id15", "expected"),
    [
        ("001xx0000004GxD", "001xx0000004GxDAAU"),
        ("ABCDEfghijKLMNO", "ABCDEfghijKLMNO5A5"),
        ("0" * 15, "0" * 15 + "AAA"),
    ],
)
def test_an_id_gets_its_suffix(id15: str, expected: str) -> None:
    assert id18(id15) == expected


def test_ids_count_in_base_62() -> None:
    assert [record_id("Contact", number)[:15] for number in (1, 61, 62)] == [
        "003Sb0000000001",
        "003Sb000000000z",
        "003Sb0000000010",
    ]


def test_every_reference_points_at_a_record_of_the_right_object() -> None:
    object_of = {row["Id"]: object_name for object_name, row in everything()}

    for _, row in everything():
        for name, targets in REFERENCES.items():
            assert name not in row or object_of[row[name]] in targets


def test_no_other_field_refers_to_a_record() -> None:
    ids = {row["Id"] for _, row in everything()}

    for _, row in everything():
        assert not {name for name, value in row.items() if value in ids} - {"Id", *REFERENCES}


def test_a_person_account_and_its_contact_agree() -> None:
    contacts = {contact["Id"]: contact for contact in RECORDS["Contact"]}
    persons = [account for account in RECORDS["Account"] if account["IsPersonAccount"]]

    for account in persons:
        contact = contacts[account["PersonContactId"]]
        assert contact["AccountId"] == account["Id"]
        assert contact["IsPersonAccount"] is True
        for ours, theirs in (
            *(("Name", "Name"), ("FirstName", "FirstName"), ("LastName", "LastName"), ("Phone", "Phone")),
            *(("MobilePhone", "PersonMobilePhone"), ("HomePhone", "PersonHomePhone"), ("Email", "PersonEmail")),
            *(("OwnerId", "OwnerId"), ("LastModifiedDate", "LastModifiedDate")),
        ):
            assert contact.get(ours) == account.get(theirs)
    assert sum(contact["IsPersonAccount"] is True for contact in contacts.values()) == len(persons)


def test_a_converted_lead_kept_its_contacts_numbers() -> None:
    contacts = {contact["Id"]: contact for contact in RECORDS["Contact"]}

    for lead in RECORDS["Lead"]:
        assert lead["IsConverted"] is ("ConvertedContactId" in lead)
        if lead["IsConverted"]:
            contact = contacts[lead["ConvertedContactId"]]
            assert lead["ConvertedAccountId"] == contact["AccountId"]
            assert lead["Switchboard_E164__c"] == contact["Switchboard_E164__c"]


def test_case_numbers_count_from_1001() -> None:
    assert [case["CaseNumber"] for case in RECORDS["Case"]] == [
        f"{1001 + place:08d}" for place in range(len(RECORDS["Case"]))
    ]


def test_users_can_be_told_apart() -> None:
    for name in ("Username", "Email", "FederationIdentifier"):
        values = [user[name] for user in RECORDS["User"] if name in user]
        assert len(set(values)) == len(values) > 20


def test_mail_goes_to_domains_reserved_for_examples() -> None:
    addresses = [
        value
        for _, row in everything()
        for name, value in row.items()
        if name in ("Email", "PersonEmail", "Holder_Email__c")
    ]

    assert len(addresses) > 1500
    assert all(re.fullmatch(r"[a-z0-9.-]+@example\.(com|net|org)", str(address)) for address in addresses)


def test_dates_are_written_as_the_rest_api_writes_them_and_lie_in_the_past() -> None:
    changes = set()
    for _, row in everything():
        made, changed = (
            datetime.strptime(str(row[name]), "%Y-%m-%dT%H:%M:%S.000%z")
            for name in ("CreatedDate", "LastModifiedDate")
        )
        assert made <= changed < REFERENCE
        assert row["SystemModstamp"] == row["LastModifiedDate"]
        changes.add(changed.date())
    assert len(changes) > 500

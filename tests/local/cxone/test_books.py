"""Address books: whom they are for, standard and dynamic entries."""

from typing import Any

import pytest

from local.cxone import sample
from tests.local.cxone.tenant import NEW, OLD, Tenant

GRACE = {"externalId": "0035e00000AbCdE", "firstName": "Grace", "lastName": "Okafor", "phone": "4155550134"}


def create(tenant: Tenant, kind: str) -> int:
    reply = tenant.post("/address-books", {"addressBookName": f"Book {kind}", "addressBookType": kind})
    number: int = reply.json()["resultSet"]["addressBookId"]
    return number


def assign(tenant: Tenant, book: int, kind: str, *ids: str) -> list[bool]:
    body = {"addressBookAssignments": [{"entityId": each} for each in ids]}
    reply = tenant.post(f"/address-books/{book}/assignment?entityType={kind}", body)
    assert reply.status_code == 202
    return [each["success"] for each in reply.json()["assignResults"]]


def load(tenant: Tenant, book: int, *entries: dict[str, Any], full: bool, version: int = NEW) -> Any:
    path = f"/address-books/{book}/dynamic-entries"
    body = {"addressBookEntries": list(entries)}
    reply = tenant.call("PUT", path, version=version, params={"fullLoad": str(full).lower()}, json=body)
    assert reply.status_code == 202, reply.text
    return reply.json()["entryResults"]


def names(tenant: Tenant, path: str) -> list[str]:
    reply = tenant.get(path)
    return [each["addressBookName"] for each in reply.json()["addressBooks"]] if reply.content else []


def test_a_book_is_for_those_it_is_assigned_to(tenant: Tenant) -> None:
    book = create(tenant, "Standard")
    mine = f"/agents/{sample.ADA}/address-books"
    assert names(tenant, mine) == ["Partners"]
    ways = [
        ("Agent", str(sample.ADA)),
        ("Team", "3301"),
        ("Skill", str(sample.SUPPORT_VOICE)),
        ("Campaign", "880"),
    ]
    for kind, entity in ways:
        assert assign(tenant, book, kind, entity) == [True]
        assert names(tenant, mine) == ["Partners", "Book Standard"]
        # One kind at a time: the new one takes the place of the old
        [shown] = [
            each for each in tenant.get("/address-books").json()["addressBooks"] if each["addressBookId"] == book
        ]
        assert {name: len(shown[f"{name.lower()}s"]) for name, _ in ways} == {
            name: int(name == kind) for name, _ in ways
        }
    assert assign(tenant, book, "Agent", str(sample.BEN)) == [True]
    assert names(tenant, mine) == ["Partners"]
    assert assign(tenant, book, "Everyone", "All") == [True]
    for path in (
        mine,
        "/teams/3301/address-books",
        f"/skills/{sample.SOCIAL}/address-books",
        "/campaigns/1/address-books",
    ):
        assert names(tenant, path) == ["Partners", "Book Standard"]


def test_an_assignment_is_accepted_even_where_items_fail(tenant: Tenant) -> None:
    book = create(tenant, "Standard")
    assert assign(tenant, book, "Team", "3301", "9", "x") == [True, False, False]
    assert tenant.post(f"/address-books/{book}/assignment?entityType=Planet", {}).status_code == 400


def test_standard_entries_are_added_changed_and_deleted(tenant: Tenant) -> None:
    book = create(tenant, "Standard")
    path = f"/address-books/{book}/entries"
    results = tenant.post(path, {"addressBookEntries": [GRACE, {"phone": "1"}]}).json()["entryResults"]
    assert [(each["success"], bool(each["error"])) for each in results] == [(True, False), (False, True)]
    number = results[0]["addressBookEntryId"]
    change = {
        "addressBookEntries": [{"addressBookEntryId": number, "mobile": "4155550135"}, {"addressBookEntryId": 1}]
    }
    results = tenant.call("PUT", path, json=change).json()["entryResults"]
    assert [each["success"] for each in results] == [True, False]
    read = tenant.get(path).json()
    assert read["totalRecords"] == 1
    assert read["addressBook"]["addressBookEntries"] == [
        {
            "addressBookEntryId": number, "firstName": "Grace", "middleName": "", "lastName": "Okafor",
            "company": "", "phone": "4155550134", "mobile": "4155550135", "email": "",
        }
    ]  # fmt: skip
    inside = tenant.get(f"/agents/{sample.ADA}/address-books", includeEntries="true").json()["addressBooks"]
    assert inside[0]["addressBookEntries"][0]["lastName"] == "Okafor"
    assert tenant.call("DELETE", f"{path}/{number}").status_code == 202
    assert tenant.call("DELETE", f"{path}/{number}").status_code == 404
    assert tenant.get(path).status_code == 204


def test_entries_are_read_in_pages(tenant: Tenant) -> None:
    book = create(tenant, "Standard")
    path = f"/address-books/{book}/entries"
    tenant.post(path, {"addressBookEntries": [{"firstName": f"N{number}"} for number in range(5)]})
    reply = tenant.get(path, top=3)
    assert len(reply.json()["addressBook"]["addressBookEntries"]) == 3
    rest = tenant.http.get(reply.json()["_links"]["next"]).json()
    assert [each["firstName"] for each in rest["addressBook"]["addressBookEntries"]] == ["N3", "N4"]


def test_a_dynamic_book_wants_a_full_load_first(tenant: Tenant) -> None:
    book = create(tenant, "Dynamic")
    path = f"/address-books/{book}/dynamic-entries"
    reply = tenant.call("PUT", path, params={"fullLoad": "false"}, json={"addressBookEntries": [GRACE]})
    assert reply.json()["error_description"] == "Cannot insert delta changes. FullLoad is required."
    [result] = load(tenant, book, GRACE, full=True)
    assert (result["success"], result["created"], result["externalId"]) == (True, True, "0035e00000AbCdE")
    [again] = load(tenant, book, GRACE | {"phone": "4155550199"}, full=False)
    assert (again["created"], again["addressBookEntryId"]) == (False, result["addressBookEntryId"])
    reply = tenant.post(f"/address-books/{book}/entries", {"addressBookEntries": [GRACE]})
    assert reply.json()["error_description"] == "Cannot create entries in a dynamic address book"
    assert tenant.get(f"/address-books/{sample.PARTNERS_BOOK}/dynamic-entries").status_code == 409


def test_a_delta_of_a_dynamic_book_shows_what_was_deleted(tenant: Tenant) -> None:
    book = create(tenant, "Dynamic")
    path = f"/address-books/{book}/dynamic-entries"
    load(
        tenant,
        book,
        GRACE,
        {"externalId": "2", "firstName": "Two"},
        {"externalId": "3", "firstName": "Three"},
        full=True,
    )
    tenant.wait(60)
    since = tenant.get("/server-time").json()["ServerTime"]
    # One is deleted, a full load leaves another out
    assert tenant.call("DELETE", f"{path}/2").status_code == 202
    assert tenant.call("DELETE", f"{path}/2").status_code == 404
    load(tenant, book, {"externalId": "3", "firstName": "Drei"}, full=True)

    def entries(**params: Any) -> dict[str, bool]:
        rows = tenant.get(path, **params).json()["addressBook"]["addressBookEntries"]
        return {row["externalId"]: row["isDeleted"] for row in rows}

    assert entries(fullLoad="true") == {"3": False}
    assert entries(updatedSince=since) == {"0035e00000AbCdE": True, "2": True, "3": False}


def test_v23_types_external_ids_as_numbers_where_it_can(tenant: Tenant) -> None:
    book = create(tenant, "Dynamic")
    [text, number] = load(tenant, book, GRACE, {"externalId": "77", "firstName": "X"}, full=True, version=OLD)
    assert (text["externalId"], number["externalId"]) == ("0035e00000AbCdE", 77)


def test_a_good_item_may_be_reported_as_failed(tenant: Tenant) -> None:
    book = create(tenant, "Dynamic")
    tenant.control("POST", "faults", {"name": "partial-results", "count": 1})
    first, second = load(tenant, book, GRACE, {"externalId": "2", "firstName": "Two"}, full=True)
    assert (first["success"], first["error"], second["success"]) == (False, "Internal error", True)


@pytest.mark.parametrize("body", [{}, {"addressBookName": "x", "addressBookType": "Red"}, {"addressBookName": ""}])
def test_a_book_that_cannot_be_is_refused(tenant: Tenant, body: dict[str, str]) -> None:
    assert tenant.post("/address-books", body).status_code == 400


def test_a_book_has_a_name_of_its_own_and_can_be_deleted(tenant: Tenant) -> None:
    book = create(tenant, "Standard")
    reply = tenant.post("/address-books", {"addressBookName": "Book Standard"})
    assert reply.status_code == 409
    assert tenant.call("DELETE", f"/address-books/{book}").status_code == 202
    assert tenant.get(f"/address-books/{book}/entries").status_code == 404

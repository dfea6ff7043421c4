"""A simulated org takes the sample data as they are, and people are found in them by their numbers."""

from datetime import timedelta

import pytest

from local.salesforce_org.loading import load
from local.salesforce_org.schema.standard import ALL
from local.salesforce_org.store import Store
from local.sample_data import RECORDS
from local.sample_data.org import REFERENCE

NOW = REFERENCE + timedelta(minutes=1)


@pytest.fixture(scope="module")
def store() -> Store:
    filled = Store(ALL)
    load(ALL, filled, RECORDS, NOW)
    return filled


def test_every_record_is_there_with_the_values_that_were_given(store: Store) -> None:
    for object_name, rows in RECORDS.items():
        assert len(list(store.rows(object_name))) == len(rows)
        for given in rows:
            stored = store.get(object_name, str(given["Id"]))
            assert stored is not None
            assert {name: stored[name] for name in given} == given


def test_what_the_platform_derives_agrees_with_what_was_given(store: Store) -> None:
    contacts = {contact["Id"]: contact for contact in store.rows("Contact")}

    for case in store.rows("Case"):
        contact = contacts[case["ContactId"]]
        assert case["ContactPhone"] == contact["Phone"]
        assert case["AccountId"] == contact["AccountId"]
        assert case["IsClosed"] is (case["Status"] == "Closed")

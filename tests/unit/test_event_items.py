"""How much agents' events ask of DynamoDB in one write, which the local one does not check."""

from datetime import UTC, datetime
from typing import Any

import pytest

from switchboard.desk.event_log import Batch, Kept, Turn
from switchboard.stores.event_items import EventItems
from tests.fakes.event_log import session

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
MOST_ITEMS, MOST_BYTES = 100, 4_000_000
"""Of one transaction (DynamoDB developer guide, TransactWriteItems)."""


class Client:
    """Remembers what it is asked to write."""

    def __init__(self) -> None:
        self.writes: list[list[dict[str, Any]]] = []

    def transact_write_items(self, TransactItems: list[dict[str, Any]]) -> None:  # noqa: N803 - boto3's name
        self.writes.append(TransactItems)

    def update_item(self, **given: Any) -> None:
        self.writes.append([{"Update": given}])


def kept(count: int, size: int) -> tuple[Client, Batch]:
    client = Client()
    events = [Kept(number, "x" * size, f"digest-{number}") for number in range(1, count + 1)]
    digests = ["heard-before", *(one.digest for one in events)]
    batch = Batch(cxone_id="newest", digests=digests, events=events, leg="active", memory={})
    log = EventItems(client, "desk")  # type: ignore[arg-type] # as much of a client as is used
    assert log.keep(Turn(session=session(), holder="me"), batch, NOW)
    return client, batch


def puts(client: Client, name: str) -> list[dict[str, Any]]:
    items = [change["Put"]["Item"] for write in client.writes for change in write if "Put" in change]
    return [item for item in items if item["item"]["S"].startswith(name)]


@pytest.mark.parametrize(("count", "size"), [(0, 0), (1, 10), (90, 10), (91, 10), (1000, 10), (90, 100_000)])
def test_no_write_is_larger_than_dynamodb_takes(count: int, size: int) -> None:
    client, _ = kept(count, size)
    assert all(len(write) <= MOST_ITEMS for write in client.writes)
    assert all(len(str(write)) <= MOST_BYTES for write in client.writes)
    assert len(puts(client, "event#")) == count


def test_the_newest_id_goes_with_the_last_write_alone() -> None:
    client, _ = kept(200, 10)
    updates = [change["Update"] for write in client.writes for change in write if "Update" in change]
    assert [("cxone_id" in one["UpdateExpression"]) for one in updates] == [False, False, True]
    assert [one["ExpressionAttributeValues"][":number"]["N"] for one in updates] == ["90", "180", "200"]
    assert all("poll_holder = :holder" in one["ConditionExpression"] for one in updates)


def test_a_digest_goes_with_its_event_and_what_was_heard_before_with_the_last() -> None:
    client, batch = kept(200, 10)
    heard = [item["digests"]["S"].split(" ") for item in puts(client, "heard#")]
    assert heard[0] == [one.digest for one in batch.events[:90]]
    assert "heard-before" in heard[-1]
    assert sorted(digest for one in heard for digest in one) == sorted(batch.digests)


def test_each_item_has_a_name_of_its_own_and_expires() -> None:
    client, _ = kept(200, 10)
    items = [*puts(client, "event#"), *puts(client, "heard#")]
    assert len({item["item"]["S"] for item in items}) == len(items)
    assert all(int(item["expires_at"]["N"]) > NOW.timestamp() for item in items)

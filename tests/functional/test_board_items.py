"""Boards in DynamoDB: one reads on at a time, large ones are kept in parts, and nobody sees halves of two."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from switchboard.errors import StoreUnavailable
from switchboard.stores.board_items import CENTRE, PART_BYTES, BoardItems
from tests.support.world import World

NOW = 1_790_000_000.0


@pytest.fixture
def items(world: World) -> BoardItems:
    return BoardItems(world.aws.dynamodb(), world.names["DeskTable"].ref, CENTRE, "skills")


def take(items: BoardItems, owner: str = "me", now: float = NOW, until: float = NOW + 25) -> bool:
    return items.take(owner, due_by=now, now=now, until=until)


def keep(items: BoardItems, packed: bytes, now: float = NOW) -> str:
    assert take(items, now=now, until=now + 25)
    return items.keep("me", packed, due_at=now + 5, before=items.read("").stamp)


def test_what_is_kept_is_read(items: BoardItems) -> None:
    stamp = keep(items, b"board")

    kept = items.read("")
    assert (kept.packed, kept.stamp, kept.due_at, kept.leased_until, kept.reason) == (
        b"board",
        stamp,
        NOW + 5,
        0,
        "",
    )
    assert items.read(stamp).packed is None


def test_nothing_is_kept_at_first(items: BoardItems) -> None:
    assert items.read("") == items.read("other")
    assert items.read("").stamp == ""


def test_one_of_many_gets_the_lease(items: BoardItems) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda number: take(items, f"owner{number}"), range(8))) == 1
    assert not take(items, "late", now=NOW + 24)
    assert take(items, "later", now=NOW + 25)


def test_what_is_not_due_is_not_taken(items: BoardItems) -> None:
    keep(items, b"board")
    assert not take(items, now=NOW + 4)
    assert items.take("me", due_by=NOW + 6, now=NOW + 4, until=NOW + 30)


def test_who_lost_the_lease_changes_nothing(items: BoardItems) -> None:
    take(items, "slow")
    take(items, "quick", now=NOW + 30, until=NOW + 60)
    items.keep("slow", b"old", due_at=NOW + 5, before="")
    items.give_up("slow", "cxone-timeout", 1, NOW + 9)
    assert (items.read("").packed, items.read("").reason) == (None, "")

    items.keep("quick", b"new", due_at=NOW + 35, before="")
    assert items.read("").packed == b"new"


def test_trouble_is_remembered_beside_the_older_board_until_a_newer_comes(items: BoardItems) -> None:
    stamp = keep(items, b"board")
    take(items, now=NOW + 5, until=NOW + 30)
    items.give_up("me", "cxone-timeout", 3, NOW + 45)

    kept = items.read("")
    assert (kept.packed, kept.stamp) == (b"board", stamp)
    assert (kept.reason, kept.failures, kept.due_at, kept.leased_until) == ("cxone-timeout", 3, NOW + 45, 0)
    keep(items, b"newer", now=NOW + 45)
    assert (items.read("").reason, items.read("").failures) == ("", 0)


def test_a_large_board_is_kept_in_parts_that_fit(items: BoardItems, world: World) -> None:
    packed = os.urandom(PART_BYTES * 2 + 7)
    keep(items, packed)

    assert items.read("").packed == packed
    # The local DynamoDB takes items that AWS refuses.
    stored = world.aws.dynamodb().scan(TableName=world.names["DeskTable"].ref)["Items"]
    parts = [item for item in stored if "packed" in item]
    assert len(parts) == 3
    assert all(len(item["packed"]["B"]) + 2_000 < 400_000 for item in parts)
    assert all(float(item["expires_at"]["N"]) > time.time() for item in parts)


def test_the_parts_of_the_board_before_stay_for_its_readers(items: BoardItems, world: World) -> None:
    first, second, third = (bytes([number]) * (PART_BYTES + 1) for number in range(3))
    keep(items, first)
    head = world.aws.dynamodb().get_item(
        TableName=world.names["DeskTable"].ref, Key={"owner": {"S": CENTRE}, "item": {"S": "skills"}}
    )["Item"]
    keep(items, second, now=NOW + 5)
    assert items.read("").packed == second

    # Somebody who has read the first one's head gets its parts, or nothing once they are another's.
    assert items._whole(head, head["stamp"]["S"]) == first
    keep(items, third, now=NOW + 10)
    assert items._whole(head, head["stamp"]["S"]) is None
    assert items.read("").packed == third


def test_a_board_whose_parts_are_gone_is_trouble_and_not_half_a_board(items: BoardItems, world: World) -> None:
    keep(items, os.urandom(PART_BYTES + 1))
    client, table = world.aws.dynamodb(), world.names["DeskTable"].ref
    for item in client.scan(TableName=table)["Items"]:
        if "#part#" in item["item"]["S"]:
            client.delete_item(TableName=table, Key={"owner": item["owner"], "item": item["item"]})

    with pytest.raises(StoreUnavailable):
        items.read("")

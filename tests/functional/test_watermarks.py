"""Where the reconciler keeps how far it has read: one contract for the fake and for DynamoDB."""

from datetime import UTC, datetime, timedelta

import pytest

from switchboard.reconcile.model import Unfinished, Watermark, WatermarkStore
from switchboard.stores.watermark_items import WatermarkItems
from tests.fakes.reconcile import MemoryWatermarks
from tests.support.world import World

NOW = datetime(2026, 3, 2, 14, 5, 11, 123456, tzinfo=UTC)
LATER = NOW + timedelta(seconds=60)
MARK = Watermark(
    polled_at=NOW,
    complete_at=NOW - timedelta(seconds=1),
    unfinished=Unfinished(NOW - timedelta(minutes=5), None, LATER, "skip:100"),
)


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> WatermarkStore:
    if request.param == "memory":
        return MemoryWatermarks()
    world: World = request.getfixturevalue("world")
    return WatermarkItems(world.aws.dynamodb(), world.names["WatermarksTable"].ref, "completed-contacts")


def test_it_begins_with_nothing(store: WatermarkStore) -> None:
    assert store.take("a", now=NOW, until=LATER) == Watermark()


@pytest.mark.parametrize("mark", [MARK, Watermark(NOW, NOW), Watermark(NOW)])
def test_what_was_moved_is_what_the_next_run_finds(store: WatermarkStore, mark: Watermark) -> None:
    store.take("a", now=NOW, until=LATER)
    assert store.move("a", mark, until=LATER)
    store.give_back("a")

    assert store.take("b", now=NOW, until=LATER) == mark


def test_one_run_at_a_time_has_it(store: WatermarkStore) -> None:
    assert store.take("a", now=NOW, until=LATER) is not None
    assert store.take("b", now=NOW + timedelta(seconds=30), until=LATER) is None
    assert store.take("b", now=LATER + timedelta(seconds=1), until=LATER + timedelta(seconds=60)) is not None


def test_moving_it_extends_the_lease(store: WatermarkStore) -> None:
    store.take("a", now=NOW, until=LATER)
    store.move("a", MARK, until=LATER + timedelta(seconds=60))

    assert store.take("b", now=LATER + timedelta(seconds=1), until=LATER + timedelta(seconds=90)) is None


def test_who_lost_the_lease_moves_nothing_and_gives_nothing_back(store: WatermarkStore) -> None:
    store.take("a", now=NOW, until=LATER)
    store.take("b", now=LATER + timedelta(seconds=1), until=LATER + timedelta(seconds=60))

    assert not store.move("a", MARK, until=LATER + timedelta(seconds=60))
    store.give_back("a")
    assert store.take("c", now=LATER + timedelta(seconds=2), until=LATER + timedelta(seconds=60)) is None
    store.give_back("b")
    assert store.take("c", now=LATER + timedelta(seconds=2), until=LATER + timedelta(seconds=60)) == Watermark()

"""What is kept of commitments until Salesforce shows them: nothing newer is lost, nothing older comes last."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from switchboard.desk.commitments.mirror_writer import Held
from switchboard.desk.commitments.mirroring import Shown
from switchboard.desk.commitments.model import Mirrored, Standing
from switchboard.desk.session.model import Callback
from switchboard.stores.mirror_items import MirrorItems
from tests.support.world import USER, World

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEASE = timedelta(seconds=150)
PROMISE = Callback(at=NOW + timedelta(days=1), phone="+14155550134", skill_id="40120", notes="Renewal")
MIRRORED = Mirrored(commitment_id="6001", user_id=USER, promise=PROMISE, who_id="003000000000001AAA")
DONE = Shown("00T000000000001AAA", {"Subject": "x"})


@pytest.fixture
def items(world: World) -> MirrorItems:
    made = MirrorItems(world.aws.dynamodb(), world.names["DeskTable"].ref)
    made.keep(MIRRORED, NOW)
    return made


def claimed(items: MirrorItems, at: datetime = NOW) -> Held:
    held = items.claim("6001", at + LEASE, at)
    assert held is not None
    return held


def waiting(items: MirrorItems) -> list[str]:
    return list(items.waiting(NOW + timedelta(days=9), 100))


def test_what_is_kept_is_read_as_it_was(items: MirrorItems) -> None:
    held = claimed(items)
    assert (held.mirrored, held.shown) == (MIRRORED, Shown())
    assert waiting(items) == ["6001"]


def test_one_writer_has_it_at_a_time(items: MirrorItems) -> None:
    claimed(items)
    assert items.claim("6001", NOW + LEASE, NOW) is None
    assert waiting(items) == ["6001"]


def test_what_is_settled_waits_no_more(items: MirrorItems) -> None:
    assert items.settled(claimed(items), DONE)
    assert waiting(items) == []
    items.keep(MIRRORED, NOW)
    assert waiting(items) == []
    assert claimed(items).shown == DONE


def test_what_changed_while_it_was_written_goes_on_waiting(items: MirrorItems) -> None:
    held = claimed(items)
    assert items.change("6001", lambda shown: replace(shown, standing=Standing.DONE), NOW)
    assert not items.settled(held, DONE)
    assert waiting(items) == ["6001"]
    again = claimed(items)
    assert (again.mirrored.standing, again.shown, again.revision) == (Standing.DONE, DONE, held.revision + 1)


def test_who_was_overtaken_says_nothing(items: MirrorItems) -> None:
    slow = claimed(items)
    fast = claimed(items, NOW + 2 * LEASE)
    assert fast.shown.is_doubtful
    assert items.settled(slow, Shown("00T000000000009AAA"))
    assert waiting(items) == ["6001"]
    assert items.settled(fast, DONE)
    assert claimed(items).shown == DONE


@pytest.mark.parametrize("is_doubtful", [True, False])
def test_what_is_put_off_comes_back_with_its_doubts(items: MirrorItems, is_doubtful: bool) -> None:
    until = NOW + timedelta(minutes=2)
    items.put_off(claimed(items), until, is_doubtful=is_doubtful)
    assert items.waiting(NOW + timedelta(minutes=1), 100) == []
    assert items.waiting(until, 100) == ["6001"]
    assert claimed(items).shown.is_doubtful is is_doubtful


def test_other_users_change_nothing_and_what_is_not_kept_is_not_changed(items: MirrorItems) -> None:
    assert not items.change("6001", lambda shown: replace(shown, standing=Standing.DONE), NOW, "somebody")
    assert not items.change("6002", lambda shown: shown, NOW)
    assert claimed(items).mirrored == MIRRORED


def test_a_mark_without_anything_to_show_goes_away(items: MirrorItems, world: World) -> None:
    key = {"owner": {"S": "commitments"}, "item": {"S": "6001"}}
    world.aws.dynamodb().delete_item(TableName=world.names["DeskTable"].ref, Key=key)
    assert items.claim("6001", NOW + LEASE, NOW) is None
    assert waiting(items) == []

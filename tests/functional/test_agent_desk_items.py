"""Marks, settings and logs: what is kept in memory and in DynamoDB keeps one contract."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from switchboard.desk.notices.model import Change, Mark, Marks
from switchboard.desk.panel_log.service import PanelLogs, StoredLog
from switchboard.desk.preferences.service import KeptSettings, SettingsStore
from switchboard.desk.session.model import Station
from switchboard.errors import StoreUnavailable
from switchboard.stores.choice_items import ChoiceItems
from switchboard.stores.mark_items import KEPT_AFTER, MarkItems
from switchboard.stores.panel_log_items import PanelLogItems
from switchboard.stores.setting_items import SettingItems
from tests.fakes.agent_desk import MemoryLogs, MemoryMarks, MemorySettings
from tests.support.world import OTHER_USER, USER, World

NOW = datetime(2026, 3, 2, 14, 5, 30, tzinfo=UTC)
EMPTY = KeptSettings(Station())
BOTH = pytest.mark.parametrize("kind", ["memory", "dynamodb"])


def items(world: World, kind: str, real: Any, fake: Any) -> Any:
    return fake() if kind == "memory" else real(world.aws.dynamodb(), world.names["DeskTable"].ref)


@BOTH
class TestMarks:
    @pytest.fixture
    def marks(self, world: World, kind: str) -> Marks:
        return items(world, kind, MarkItems, MemoryMarks)  # type: ignore[no-any-return]

    def test_what_is_put_down_adds_up(self, marks: Marks) -> None:
        for change in (Change.READ, Change.OWN, Change.HIDDEN):
            marks.put(USER, "310", change, NOW)
        marks.put(USER, "311", Change.UNREAD, NOW)
        assert marks.of_user(USER) == {"310": Mark(True, True, True), "311": Mark()}

    def test_what_was_read_may_be_unread_again(self, marks: Marks) -> None:
        marks.put(USER, "310", Change.READ, NOW)
        marks.put(USER, "310", Change.UNREAD, NOW)
        assert not marks.of_user(USER)["310"].is_read

    def test_another_users_marks_are_theirs(self, marks: Marks) -> None:
        marks.put(USER, "310", Change.READ, NOW)
        assert marks.of_user(OTHER_USER) == {}


def test_marks_are_forgotten_some_time_after_their_message(world: World) -> None:
    table = world.names["DeskTable"].ref
    MarkItems(world.aws.dynamodb(), table).put(USER, "310", Change.READ, NOW)
    (item,) = world.aws.dynamodb().scan(TableName=table)["Items"]
    assert int(item["expires_at"]["N"]) == int((NOW + KEPT_AFTER).timestamp())


@BOTH
class TestSettings:
    @pytest.fixture
    def store(self, world: World, kind: str) -> SettingsStore:
        return items(world, kind, SettingItems, MemorySettings)  # type: ignore[no-any-return]

    def test_what_was_never_kept_is_empty(self, store: SettingsStore) -> None:
        assert store.read(USER) == EMPTY

    def test_who_knows_what_is_kept_replaces_it(self, store: SettingsStore) -> None:
        first, second = KeptSettings(Station("7"), '{"a":1}'), KeptSettings(Station("", "4155550111"), '{"a":2}')
        assert store.replace(USER, EMPTY, first)
        assert store.replace(USER, first, second)
        assert store.replace(USER, second, KeptSettings(Station(), '{"a":2}'))
        assert store.read(USER) == KeptSettings(Station(), '{"a":2}')
        assert store.read(OTHER_USER) == EMPTY

    @pytest.mark.parametrize(
        "believed", [EMPTY, KeptSettings(Station("7"), "{}"), KeptSettings(Station("8"), '{"a":1}')]
    )
    def test_who_does_not_know_changes_nothing(self, store: SettingsStore, believed: KeptSettings) -> None:
        kept = KeptSettings(Station("7"), '{"a":1}')
        store.replace(USER, EMPTY, kept)
        assert not store.replace(USER, believed, KeptSettings(Station("9"), '{"a":9}'))
        assert store.read(USER) == kept


def test_a_station_that_a_log_in_remembers_is_the_one_of_the_settings(world: World) -> None:
    client, table = world.aws.dynamodb(), world.names["DeskTable"].ref
    settings, choices = SettingItems(client, table), ChoiceItems(client, table)
    settings.replace(USER, EMPTY, KeptSettings(Station("7"), '{"a":1}'))

    choices.keep_station(USER, Station("", "4155550111"))

    assert settings.read(USER) == KeptSettings(Station("", "4155550111"), '{"a":1}')
    assert not settings.replace(USER, KeptSettings(Station("7"), '{"a":1}'), EMPTY)
    settings.replace(USER, settings.read(USER), KeptSettings(Station("8"), '{"a":2}'))
    assert choices.station(USER) == Station("8")


@BOTH
class TestLogs:
    @pytest.fixture
    def logs(self, world: World, kind: str) -> PanelLogs:
        return items(world, kind, PanelLogItems, MemoryLogs)  # type: ignore[no-any-return]

    def test_the_newer_log_takes_the_olders_place(self, logs: PanelLogs) -> None:
        assert logs.read(USER) is None
        for text in ("one", "zwölf"):
            logs.keep(USER, StoredLog(text, NOW + timedelta(days=7)))
        assert logs.read(USER) == StoredLog("zwölf", NOW + timedelta(days=7))
        assert logs.read(OTHER_USER) is None


def test_a_table_that_cannot_be_reached_is_named_as_such(world: World) -> None:
    client, nowhere = world.aws.dynamodb(), "no-such-table"
    with pytest.raises(StoreUnavailable):
        MarkItems(client, nowhere).of_user(USER)
    with pytest.raises(StoreUnavailable):
        MarkItems(client, nowhere).put(USER, "310", Change.READ, NOW)
    with pytest.raises(StoreUnavailable):
        SettingItems(client, nowhere).replace(USER, EMPTY, EMPTY)
    with pytest.raises(StoreUnavailable):
        PanelLogItems(client, nowhere).read(USER)

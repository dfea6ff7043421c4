"""Settings: shown whole, replaced only by whoever has seen them."""

from typing import Any

import pytest
from pydantic import ValidationError

from switchboard.desk.preferences.api import SettingsRequest
from switchboard.desk.preferences.refusals import SettingsChanged
from switchboard.desk.preferences.service import KeptSettings, replaced, shown
from switchboard.desk.session.model import Station
from tests.fakes.agent_desk import MemorySettings

USER = "005000000000001AAA"
DESK = Station("", "4155550111")


def request(**given: Any) -> SettingsRequest:
    return SettingsRequest.model_validate(given)


def test_a_new_user_has_usual_settings() -> None:
    answer = shown(KeptSettings(Station()))
    assert (answer.log_in.automatic, answer.tooltips, answer.log_level, answer.sounds.volume) == (
        False, True, "warning", 70,
    )  # fmt: skip


def test_the_station_of_a_log_in_that_was_remembered_is_shown() -> None:
    answer = shown(KeptSettings(DESK))
    assert (answer.log_in.phone_number, answer.log_in.station_id) == ("4155550111", None)


def test_settings_that_were_seen_are_replaced() -> None:
    store = MemorySettings()
    wish = request(logIn={"phoneNumber": "4155550111", "automatic": True}, tooltips=False, sounds={"volume": 0})

    answer = replaced(store, USER, wish, DESK, lambda current: current == shown(KeptSettings(Station())))

    assert answer == shown(store.read(USER))
    assert (answer.log_in.automatic, answer.tooltips, answer.sounds.volume) == (True, False, 0)


def test_settings_that_nobody_saw_stay() -> None:
    store = MemorySettings({USER: KeptSettings(DESK)})
    with pytest.raises(SettingsChanged):
        replaced(store, USER, request(), Station(), lambda _: False)
    assert store.read(USER) == KeptSettings(DESK)


def test_who_is_overtaken_looks_again() -> None:
    class Overtaken(MemorySettings):
        def replace(self, user_id: str, old: KeptSettings, new: KeptSettings) -> bool:
            self.kept[user_id] = KeptSettings(Station("7"))
            return False

    seen = shown(KeptSettings(Station()))
    with pytest.raises(SettingsChanged):
        replaced(Overtaken(), USER, request(), DESK, lambda current: current == seen)
    # Whoever takes any settings gives up some time.
    with pytest.raises(SettingsChanged):
        replaced(Overtaken(), USER, request(), DESK, lambda _: True)


def test_without_a_station_nobody_is_logged_in_by_themselves() -> None:
    store = MemorySettings()
    wish = request(logIn={"phoneNumber": "4155550111", "automatic": True})
    replaced(store, USER, wish, DESK, lambda _: True)
    forgotten = KeptSettings(Station(), store.read(USER).document)
    assert not shown(forgotten).log_in.automatic


def test_a_document_of_another_release_does_not_keep_the_panel_shut() -> None:
    assert shown(KeptSettings(DESK, '{"tooltips": "sometimes"}')).tooltips


@pytest.mark.parametrize(
    "wrong",
    [
        {"sounds": {"volume": 101}},
        {"sounds": {"volume": -1}},
        {"logLevel": "everything"},
        {"tooltips": None},
        {"logIn": {"stationId": "7", "phoneNumber": "4155550111"}},
        {"logIn": {"automatic": True}},
        {"logIn": {"stationId": "x"}},
        {"colour": "red"},
    ],
    ids=str,
)
def test_what_is_no_setting_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        request(**wrong)

"""Users' settings: read whole, and replaced only by whoever has seen them as they are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from pydantic import ValidationError

from switchboard.desk.preferences.api import PanelSettings, SettingsAnswer, SettingsRequest, ShownLogIn
from switchboard.desk.preferences.refusals import SettingsChanged
from switchboard.desk.session.model import Station

MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class KeptSettings:
    """What is kept of a user: where they work, and a JSON document, empty where nothing was chosen."""

    station: Station
    document: str = ""


class SettingsStore(Protocol):
    """Keeps users' settings together with their remembered station. Raises ``StoreUnavailable``."""

    def read(self, user_id: str) -> KeptSettings:
        """As of the last write."""
        ...

    def replace(self, user_id: str, old: KeptSettings, new: KeptSettings) -> bool:
        """Keep the new ones; False where the old ones are no longer what is kept."""
        ...


def shown(kept: KeptSettings) -> SettingsAnswer:
    """Settings as they are answered. Pure."""
    chosen = _chosen(kept.document)
    station = kept.station
    return SettingsAnswer(
        log_in=ShownLogIn(
            station_id=station.station_id or None,
            phone_number=station.phone or None,
            automatic=chosen.automatic_log_in and bool(station.station_id or station.phone),
        ),
        tooltips=chosen.tooltips,
        log_level=chosen.log_level,
        sounds=chosen.sounds,
    )


def replaced(
    store: SettingsStore,
    user_id: str,
    request: SettingsRequest,
    station: Station,
    has_seen: Callable[[SettingsAnswer], bool],
) -> SettingsAnswer:
    """Keep settings in the place of those that the caller has seen.

    Args:
        station: the request's, in the form in which it is kept.

    Raises:
        SettingsChanged: the caller has seen others than those that are kept.
    """
    document = PanelSettings(
        automatic_log_in=request.log_in.automatic,
        tooltips=request.tooltips,
        log_level=request.log_level,
        sounds=request.sounds,
    ).model_dump_json(by_alias=True)
    new = KeptSettings(station, document)
    for _ in range(MOST_TRIES):
        old = store.read(user_id)
        if not has_seen(shown(old)):
            raise SettingsChanged
        if store.replace(user_id, old, new):
            return shown(new)
    raise SettingsChanged


def _chosen(document: str) -> PanelSettings:
    if not document:
        return PanelSettings()
    try:
        return PanelSettings.model_validate_json(document)
    except ValidationError:
        # Kept by another release: its settings are lost to this one, and the panel still opens.
        return PanelSettings()

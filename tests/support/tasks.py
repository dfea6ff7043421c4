"""What people and admins do to an org's activities, and what lies in it."""

import json
from collections.abc import Mapping
from typing import Any

from local.salesforce_org.users import ADMIN_USER_ID
from tests.support.world import World

KEY_FIELD = "Switchboard_Key__c"


def throw_away(world: World, record_id: str) -> None:
    """Delete a record as a person would."""
    state = world.org.state
    with state.lock, state.store.transaction():
        sobject = state.everything.of_id(record_id)
        assert sobject is not None
        state.writer(ADMIN_USER_ID, unrestricted=True).delete(sobject, record_id)


def change_org(world: World, **settings: object) -> None:
    """Throw switches of the org."""
    state = world.org.state
    with state.lock:
        state.change_settings(state.settings.changed(settings))


def tasks(world: World, key: str | None = None) -> list[Mapping[str, Any]]:
    """The Tasks that are not deleted, of one key or of any."""
    with world.org.state.lock:
        rows = list(world.org.state.store.rows("Task"))
    return [row for row in rows if row[KEY_FIELD] == key or (key is None and row[KEY_FIELD])]


def composite_parts(world: World) -> list[list[dict[str, Any]]]:
    """The subrequests of every composite request, in their order."""
    asked = world.asked("*/composite")
    return [json.loads(exchange.request.body)["compositeRequest"] for exchange in asked]

"""What activity rules may choose, through the writer's handler and an org: deleted records and dead links."""

import json
from typing import Any

import pytest

from local.salesforce_org.users import ADMIN_USER_ID
from switchboard.activity.dossier import ActivityState, Dossier
from switchboard.contact.key import ContactKey
from switchboard.runtime.contacts import ledger
from tests.support.hooks import KEY, NUMBER, a_call, an_event, publish_activity_rules, tell
from tests.support.people import GRACE, TWIN_ONE
from tests.support.tasks import tasks, throw_away
from tests.support.world import Context, World, handler


def write() -> None:
    """Write the call, as often as it is due at once."""
    for _ in range(2):
        body = {"messageId": "m1", "body": json.dumps({"contactKey": KEY})}
        assert handler("activity_writer")({"Records": [body]}, Context(60)) == {"batchItemFailures": []}


def kept() -> Dossier:
    return ledger().read([ContactKey.parse(KEY)])[ContactKey.parse(KEY)]


def merge_people(world: World) -> None:
    """Merge Grace into somebody else, as a person would."""
    state = world.org.state
    with state.lock, state.store.transaction():
        sobject = state.everything.of_id(GRACE)
        assert sobject is not None
        state.writer(ADMIN_USER_ID, unrestricted=True).merge(sobject, TWIN_ONE, GRACE)


@pytest.mark.parametrize(("choice", "count"), [({}, 0), ({"deletedRecords": "remake"}, 1)])
def test_a_deleted_task_is_made_anew_where_rules_say_so(world: World, choice: dict[str, Any], count: int) -> None:
    publish_activity_rules(world, **choice)
    tell(world, {"events": a_call()})
    write()
    (first,) = tasks(world, KEY)
    throw_away(world, str(first["Id"]))

    tell(world, an_event("wrappedUp", 10, eventId="again", disposition="No sale"))
    write()

    found = tasks(world, KEY)
    assert [task["CallDisposition"] for task in found] == ["No sale"] * count
    assert all(task["Id"] != first["Id"] and task["TaskSubtype"] == "Call" for task in found)
    assert kept().state is (ActivityState.WRITTEN if count else ActivityState.DELETED)


class TestAPersonWhoIsGone:
    def popped(self, world: World, **choice: Any) -> None:
        """Grace is found when her call pops, and gone when its activity is written."""
        publish_activity_rules(world, **choice)
        pop = {"callType": "inbound", "ani": NUMBER, "contactKey": KEY}
        assert world.call("POST", "/v1/screen-pops", pop).json["match"] == "one"
        tell(world, {"events": a_call()})

    @pytest.mark.parametrize("merged", [True, False], ids=["merged", "deleted"])
    def test_costs_the_task_its_link_and_nothing_else(self, world: World, merged: bool) -> None:
        self.popped(world)
        merge_people(world) if merged else throw_away(world, GRACE)
        write()

        (task,) = tasks(world, KEY)
        assert (task["WhoId"], task["CallDisposition"]) == (None, "Sale")
        assert "unlinked:WhoId" in kept().remarks
        answer = world.call("GET", f"/v1/activities/{KEY}", caller="operator")
        assert "unlinked:WhoId" in answer.json["remarks"]

    def test_costs_the_activity_where_the_rules_say_so_until_somebody_mends_it(self, world: World) -> None:
        self.popped(world, deadLinks="reject")
        throw_away(world, GRACE)
        write()

        assert tasks(world, KEY) == []
        rejection = kept().rejection
        assert rejection is not None
        assert rejection.code == "ENTITY_IS_DELETED"

        publish_activity_rules(world)
        assert world.call("POST", f"/v1/activities/{KEY}/retry", caller="operator").status == 200
        write()
        assert len(tasks(world, KEY)) == 1

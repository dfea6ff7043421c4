"""Voicemails, work items, asking for contacts and signals over the real handler and a tenant over TLS."""

import json
from typing import Any

import pytest

from local.cxone import sample
from local.cxone.contacts.model import State
from local.cxone.directory.model import PointOfContact
from tests.support.media import UNIT, VOICEMAIL, WORK_ITEM, MediaDesk, id_of, key
from tests.support.world import World, log_text

ITEM = {
    "pointOfContact": "Case router",
    "workItemId": "5005e00000XyZ12",
    "type": "Case",
    "payload": {"caseNumber": "00012345"},
}


@pytest.fixture
def desk(world: World) -> MediaDesk:
    """Ada, logged in."""
    return MediaDesk(world)


class TestVoicemails:
    def test_one_is_played_and_paused(self, desk: MediaDesk) -> None:
        contact = desk.contact(VOICEMAIL)
        assert desk.post(f"/v1/voicemails/{contact}/play", {"position": 12, "sayTime": True}).status == 202
        assert desk.post(f"/v1/voicemails/{contact}/pause").status == 202
        played, paused = desk.sent(f"*/{id_of(contact)}/*")
        assert played.given == {"playTimestamp": True, "position": 12}
        assert paused.path.endswith("/pause-voicemail")

    def test_what_is_over_or_none_is_not_played(self, desk: MediaDesk) -> None:
        contact = desk.contact(VOICEMAIL)
        desk.over(contact)
        for path in (f"/v1/voicemails/{contact}/play", f"/v1/voicemails/{desk.contact(WORK_ITEM)}/play"):
            answer = desk.post(path, {})
            assert (answer.status, answer.problem) == (409, "contact-not-active")

    def test_there_is_nothing_before_the_beginning(self, desk: MediaDesk) -> None:
        assert desk.post(f"/v1/voicemails/{key(1)}/play", {"position": -1}).problem == "invalid-request"


class TestWorkItems:
    @pytest.mark.parametrize("more", [{}, {"persistent": True}, {"pointOfContact": "5520"}])
    def test_one_is_made_and_queues(self, desk: MediaDesk, more: dict[str, Any]) -> None:
        answer = desk.post("/v1/work-items", ITEM | more)

        assert answer.status == 201
        contact = desk.there(answer.json["contactKey"])
        assert (contact.state, contact.from_address) == (State.IN_QUEUE, "Salesforce")
        kept = dict(contact.variables)
        assert json.loads(kept["workItemPayload"]) == {"caseNumber": "00012345"}
        assert (kept["workItemID"], kept["workItemType"]) == ("5005e00000XyZ12", "Case")

    def test_an_operator_may_too(self, desk: MediaDesk) -> None:
        assert desk.post("/v1/work-items", ITEM, caller="operator", user=None).status == 201

    @pytest.mark.parametrize(
        ("change", "status", "problem"),
        [
            ({"pointOfContact": "Nowhere"}, 422, "point-of-contact-unknown"),
            ({"pointOfContact": "Web chat"}, 422, "point-of-contact-unknown"),
            ({"payload": {"x": "y" * 32_768}}, 413, "payload-too-large"),
            ({"payload": "y" * 32_769}, 422, "invalid-request"),
            ({"workItemId": ""}, 422, "invalid-request"),
        ],
    )
    def test_what_cannot_be_made_says_why(
        self, desk: MediaDesk, change: dict[str, object], status: int, problem: str
    ) -> None:
        answer = desk.post("/v1/work-items", ITEM | change)
        assert (answer.status, answer.problem) == (status, problem)
        assert desk.sent("*/work-items*") == []
        if problem == "point-of-contact-unknown":
            assert answer.json["pointsOfContact"] == [{"code": "5520", "name": "Case router"}]

    def test_a_full_queue_is_told(self, desk: MediaDesk) -> None:
        desk.change(work_item_limit=0)
        answer = desk.post("/v1/work-items", ITEM, left_s=1.5)
        assert (answer.status, answer.problem) == (503, "work-items-full")

    def test_too_many_at_once_are_a_limit(self, desk: MediaDesk) -> None:
        desk.fault(path="*/work-items-persistent", status=409, message="Too many requests")
        answer = desk.post("/v1/work-items", ITEM | {"persistent": True})
        assert (answer.status, answer.problem) == (503, "cxone-limit-reached")

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("workItemPayload is too large", "payload-too-large"),
            ("Invalid pointOfContact", "point-of-contact-unknown"),
        ],
    )
    def test_what_cxone_refuses_is_told_by_its_words(self, desk: MediaDesk, text: str, problem: str) -> None:
        desk.fault(path="*/work-items", status=400, message=text)
        assert desk.post("/v1/work-items", ITEM).problem == problem

    @pytest.mark.parametrize("fault", [{"drop": "after"}, {"status": 502, "html": "<p>", "after_work": True}])
    def test_one_that_may_have_been_made_is_not_made_again(self, desk: MediaDesk, fault: dict[str, Any]) -> None:
        desk.fault(path="*/work-items", **fault)
        answer = desk.post("/v1/work-items", ITEM)
        assert (answer.status, answer.problem) == (504, "command-outcome-unknown")
        assert len(desk.asked("*/work-items")) == 1


class TestPointsOfContact:
    def test_they_are_listed_page_by_page_and_found(self, desk: MediaDesk) -> None:
        directory, now = desk.simulator.world.directory, desk.simulator.world.now()
        for number, name in enumerate(("Returns", "Audits", "Refunds"), 5521):
            directory.points_of_contact.put(PointOfContact(number, name, name, 6, sample.CASE_WORK), now)

        first = desk.get("/v1/points-of-contact?limit=2").json
        second = desk.get(f"/v1/points-of-contact?limit=2&cursor={first['next']}").json

        names = [one["name"] for page in (first, second) for one in page["pointsOfContact"]]
        assert names == ["Audits", "Case router", "Refunds", "Returns"]
        assert second["next"] is None
        [found] = desk.get("/v1/points-of-contact?search=router").json["pointsOfContact"]
        assert found == {"code": "5520", "name": "Case router", "skillId": str(sample.CASE_WORK)}
        assert len(desk.asked("*/points-of-contact")) == 1

    def test_what_did_not_change_is_not_told_again(self, desk: MediaDesk) -> None:
        tag = desk.get("/v1/points-of-contact").result["headers"]["ETag"]
        again = desk.get("/v1/points-of-contact", headers={"if-none-match": tag})
        assert (again.status, again.body) == (304, "")

    @pytest.mark.parametrize("empty", ["204", "array"])
    def test_none_are_none(self, desk: MediaDesk, empty: str) -> None:
        desk.change(empty_lists=empty)
        desk.simulator.world.directory.points_of_contact.remove(5520)
        assert desk.get("/v1/points-of-contact").json == {"pointsOfContact": [], "next": None}

    def test_a_cursor_of_something_else_is_none(self, desk: MediaDesk) -> None:
        assert desk.get("/v1/points-of-contact?cursor=x").problem == "bad-cursor"


class TestAskingForAContact:
    @pytest.mark.parametrize(
        ("body", "path"), [({}, "*/add-contact"), ({"channel": "chat"}, "*/interactions/add-chat")]
    )
    def test_is_a_command_that_may_be_refused(self, desk: MediaDesk, body: object, path: str) -> None:
        answer = desk.post("/v1/contact-requests", body)
        assert (answer.status, answer.problem) == (409, "no-further-contact")
        assert len(desk.sent(path)) == 1

    def test_is_taken(self, desk: MediaDesk) -> None:
        # Only agents who handle several contacts at once are given one; the simulator has none of them.
        desk.fault(path="*/add-contact", status=202)
        assert desk.post("/v1/contact-requests", {}).status == 202


class TestSignals:
    def test_values_reach_the_script_once(self, desk: MediaDesk) -> None:
        contact = desk.contact(WORK_ITEM)
        answer = desk.post(f"/v1/contacts/{contact}/signals", {"values": ["found", "a b&c", "", "ä"]})
        assert (answer.status, answer.json["accepted"]) == (202, True)
        [signal] = desk.control("signals", method="GET")["signals"]
        assert signal["contactId"] == str(id_of(contact))
        assert [signal["values"].get(f"SP{n}", "") for n in (1, 2, 3, 4)] == ["found", "a b&c", "", "ä"]

    def test_an_operator_may_signal_to_a_contact_that_nobody_has(self, desk: MediaDesk) -> None:
        contact = desk.contact(WORK_ITEM, agent_id=0, state=State.PRE_QUEUE)
        path, body = f"/v1/contacts/{contact}/signals", {"values": ["x"]}
        assert desk.post(path, body).problem == "somebody-elses-contact"
        assert desk.post(path, body, caller="operator", user=None).status == 202
        assert len(desk.control("signals", method="GET")["signals"]) == 1

    def test_another_agents_contact_is_closed(self, desk: MediaDesk) -> None:
        contact = desk.contact(WORK_ITEM, sample.BEN)
        answer = desk.post(f"/v1/contacts/{contact}/signals", {"values": ["x"]})
        assert (answer.status, answer.problem) == (403, "somebody-elses-contact")

    def test_what_is_over_waits_for_nothing(self, desk: MediaDesk) -> None:
        contact = desk.contact(VOICEMAIL)
        desk.over(contact)
        answer = desk.post(f"/v1/contacts/{contact}/signals", {"values": ["x"]})
        assert (answer.status, answer.problem) == (404, "contact-not-waiting")

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"values": []},
            {"values": ["x"] * 10},
            {"values": ["x" * 1_001]},
            {"values": ["ä" * 900] * 3},
            {"values": [1]},
        ],
    )
    def test_what_is_no_signal_is_refused(self, desk: MediaDesk, body: object) -> None:
        answer = desk.post(f"/v1/contacts/{UNIT}:acd:1/signals", body)
        assert (answer.status, answer.problem) == (422, "invalid-request")

    def test_one_that_may_have_arrived_is_not_sent_again(self, desk: MediaDesk) -> None:
        contact = desk.contact(WORK_ITEM)
        desk.fault(path="*/signal", drop="after")
        answer = desk.post(f"/v1/contacts/{contact}/signals", {"values": ["x"]})
        assert (answer.status, answer.problem) == (504, "command-outcome-unknown")
        assert len(desk.asked("*/signal")) == 1


def test_nothing_private_is_logged(desk: MediaDesk) -> None:
    with log_text() as text:
        desk.post("/v1/work-items", ITEM)
        desk.post(f"/v1/contacts/{desk.contact(WORK_ITEM)}/signals", {"values": ["PIN 1234"]})
    assert text.getvalue()
    for private in ("00012345", "XyZ12", "PIN", "1234"):
        assert private not in text.getvalue()

"""Digital contacts over the real handler and a tenant over TLS."""

from dataclasses import replace
from typing import Any

import pytest

from local.cxone import sample
from tests.support.media import UNIT, MediaDesk
from tests.support.world import OTHER_USER, USER, World, log_text

OUT = {"channelId": sample.FACEBOOK, "to": {"address": "u-99", "name": "Noor Haddad"}, "text": "It has shipped."}


@pytest.fixture
def desk(world: World) -> MediaDesk:
    """Ada, logged in."""
    return MediaDesk(world)


def case_of(contact_key: str) -> str:
    return f"/dfo/3.0/contacts/{contact_key.rpartition(':')[2]}"


class TestTheList:
    def test_has_what_the_agent_has_and_nothing_else(self, desk: MediaDesk) -> None:
        first = desk.case("Hello", whom="u-1")
        desk.case("Not hers", sample.BEN, whom="u-2")
        desk.case("Nobody's", 0, whom="u-3")
        second = desk.case("Again", whom="u-4")

        answer = desk.get("/v1/digital-contacts")

        assert [one["contactKey"] for one in answer.json["contacts"]] == [second, first]
        assert answer.json["next"] is None
        [shown] = [one for one in answer.json["contacts"] if one["contactKey"] == first]
        assert {
            name: shown[name] for name in ("status", "direction", "channelName", "platform", "customerName")
        } == {
            "status": "open",
            "direction": "inbound",
            "channelName": "Acme Facebook",
            "platform": "facebook",
            "customerName": "Grace Okafor",
        }
        assert shown["createdAt"].endswith("Z")

    def test_is_told_page_by_page_past_those_of_others(self, desk: MediaDesk) -> None:
        mine = [desk.case(whom=f"u-{n}", agent_id=sample.ADA if n % 3 == 0 else sample.BEN) for n in range(40)][
            ::3
        ]
        told: list[str] = []
        cursor = ""
        while True:
            page = desk.get(f"/v1/digital-contacts?limit=5{cursor}").json
            assert len(page["contacts"]) <= 5
            told += [one["contactKey"] for one in page["contacts"]]
            if not page["next"]:
                break
            cursor = f"&cursor={page['next']}"
        assert told == mine[::-1]

    def test_is_narrowed_by_status_channel_and_words(self, desk: MediaDesk) -> None:
        desk.case("Invoice", whom="u-1")
        closed = desk.case("Router", whom="u-2")
        desk.put(f"/v1/digital-contacts/{closed}/status", {"status": "resolved"})

        def found(query: str) -> int:
            return len(desk.get(f"/v1/digital-contacts?{query}").json["contacts"])

        assert (found(""), found("status=resolved"), found("status=resolved,open")) == (1, 1, 2)
        assert (found(f"channel={sample.FACEBOOK}"), found("channel=other"), found("search=invoice")) == (1, 0, 1)

    def test_of_nothing_is_empty(self, desk: MediaDesk) -> None:
        assert desk.get("/v1/digital-contacts").json == {"contacts": [], "next": None}

    def test_that_did_not_change_is_not_told_again(self, desk: MediaDesk) -> None:
        desk.case()
        tag = desk.get("/v1/digital-contacts").result["headers"]["ETag"]
        again = desk.get("/v1/digital-contacts", headers={"if-none-match": tag})
        assert (again.status, again.body) == (304, "")

    @pytest.mark.parametrize(
        ("query", "problem"),
        [
            ("cursor=x", "bad-cursor"),
            ("cursor=WyJ4IiwwXQ", "bad-cursor"),
            ("status=lost", "invalid-request"),
            ("limit=0", "invalid-request"),
        ],
    )
    def test_that_cannot_be_made_says_why(self, desk: MediaDesk, query: str, problem: str) -> None:
        answer = desk.get(f"/v1/digital-contacts?{query}")
        assert (answer.status, answer.problem) == (422, problem)


class TestOne:
    def test_is_shown_with_what_was_written(self, desk: MediaDesk) -> None:
        key = desk.case("Hello <b>")
        desk.case("Anybody there?", 0)
        assert desk.post(f"/v1/digital-contacts/{key}/messages", {"text": "Good day"}).status == 201

        answer = desk.get(f"/v1/digital-contacts/{key}").json

        told = [(one["direction"], one["text"], one["type"]) for one in answer["messages"]]
        assert told == [
            ("inbound", "Hello <b>", "text"),
            ("inbound", "Anybody there?", "text"),
            ("outbound", "Good day", "text"),
        ]
        assert (answer["contact"]["contactKey"], answer["moreMessages"]) == (key, False)

    def test_is_replied_to_in_its_own_conversation(self, desk: MediaDesk) -> None:
        key = desk.case()
        answer = desk.post(f"/v1/digital-contacts/{key}/messages", {"text": "Good day"})
        assert answer.json == {"contactKey": key, "messageId": answer.json["messageId"], "isMine": True}
        [command] = desk.sent("*/outbound")
        assert isinstance(command.given, dict)
        assert command.given["recipients"][0]["idOnExternalPlatform"] == "u-55"
        assert command.given["thread"]["idOnExternalPlatform"]

    def test_is_given_another_status(self, desk: MediaDesk) -> None:
        key = desk.case()
        answer = desk.put(f"/v1/digital-contacts/{key}/status", {"status": "pending"})
        assert (answer.status, answer.json["status"]) == (200, "pending")
        [command] = desk.sent("*/status")
        assert command.given == {"status": "pending", "updatedByUserId": 501}

    @pytest.mark.parametrize(
        "whom",
        [{"agentId": str(sample.BEN)}, {"userId": OTHER_USER}, {"nobody": True}, {"skillId": str(sample.SOCIAL)}],
    )
    def test_goes_to_somebody_else_and_is_closed_then(self, desk: MediaDesk, whom: dict[str, object]) -> None:
        key = desk.case()
        answer = desk.put(f"/v1/digital-contacts/{key}/assignee", whom)
        assert (answer.status, answer.json["contactKey"]) == (200, key)
        gone = desk.get(f"/v1/digital-contacts/{key}")
        assert (gone.status, gone.problem) == (403, "somebody-elses-contact")
        given_to_ben = "agentId" in whom or "userId" in whom
        assert desk.get(f"/v1/digital-contacts/{key}", user=OTHER_USER).status == (200 if given_to_ben else 403)

    @pytest.mark.parametrize(
        ("whom", "problem"),
        [
            ({"agentId": "999"}, "assignee-unknown"),
            ({"userId": "005000000000009AAA"}, "assignee-unknown"),
            ({"skillId": str(sample.CHAT)}, "assignee-unknown"),
            ({}, "invalid-request"),
            ({"nobody": True, "agentId": "10022"}, "invalid-request"),
            ({"userId": "x"}, "invalid-request"),
        ],
    )
    def test_does_not_go_to_nobody_known(self, desk: MediaDesk, whom: dict[str, object], problem: str) -> None:
        key = desk.case()
        answer = desk.put(f"/v1/digital-contacts/{key}/assignee", whom)
        assert (answer.status, answer.problem) == (422, problem)
        assert desk.get(f"/v1/digital-contacts/{key}").status == 200

    def test_is_not_replied_to_where_the_channel_takes_none(self, desk: MediaDesk) -> None:
        key = desk.case()
        channels = desk.simulator.world.directory.digital_channels
        silent = replace(channels[sample.FACEBOOK], has_reply=False)
        channels.put(silent, desk.simulator.world.now())
        answer = desk.post(f"/v1/digital-contacts/{key}/messages", {"text": "x"})
        assert (answer.status, answer.problem) == (409, "cannot-reply")


class TestNewMessages:
    def test_one_goes_out_and_its_contact_is_the_agents(self, desk: MediaDesk) -> None:
        answer = desk.post("/v1/digital-messages", OUT | {"skillId": str(sample.SOCIAL), "title": "Your router"})
        assert (answer.status, answer.json["isMine"]) == (201, True)
        [mine] = desk.get("/v1/digital-contacts").json["contacts"]
        assert (mine["contactKey"], mine["direction"]) == (answer.json["contactKey"], "outbound")

    def test_one_in_another_agents_conversation_stays_there(self, desk: MediaDesk) -> None:
        theirs = desk.case(agent_id=sample.BEN, whom="u-99")
        answer = desk.post("/v1/digital-messages", OUT)
        assert answer.json == {"contactKey": theirs, "messageId": answer.json["messageId"], "isMine": False}

    def test_one_is_out_although_its_contact_could_not_be_taken(self, desk: MediaDesk) -> None:
        desk.fault(path="*/inbox-assignment", status=503)
        answer = desk.post("/v1/digital-messages", OUT)
        assert (answer.status, answer.json["isMine"]) == (201, False)

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            ({"channelId": "nowhere"}, "digital-channel-unknown"),
            ({"channelId": "../../x"}, "invalid-request"),
            ({"text": ""}, "invalid-request"),
            ({"to": {"address": ""}}, "invalid-request"),
        ],
    )
    def test_what_cannot_go_out_says_why(self, desk: MediaDesk, change: dict[str, object], problem: str) -> None:
        answer = desk.post("/v1/digital-messages", OUT | change)
        assert (answer.status, answer.problem) == (422, problem)
        assert desk.sent("*/outbound") == []

    @pytest.mark.parametrize(
        ("status", "text", "problem"),
        [(400, "Invalid identity", "message-not-taken"), (404, "Not found", "digital-channel-unknown")],
    )
    def test_what_cxone_refuses_is_told(self, desk: MediaDesk, status: int, text: str, problem: str) -> None:
        desk.fault(path="*/outbound", status=status, message=text)
        assert desk.post("/v1/digital-messages", OUT).problem == problem

    @pytest.mark.parametrize("fault", [{"drop": "after"}, {"status": 502, "html": "<p>", "after_work": True}])
    def test_one_that_may_be_out_is_not_sent_again(self, desk: MediaDesk, fault: dict[str, Any]) -> None:
        desk.fault(path="*/outbound", **fault)
        answer = desk.post("/v1/digital-messages", OUT)
        assert (answer.status, answer.problem) == (504, "command-outcome-unknown")
        assert len(desk.asked("*/outbound")) == 1


class TestChannels:
    def test_they_are_listed_and_found(self, desk: MediaDesk) -> None:
        [channel] = desk.get("/v1/digital-channels").json["channels"]
        assert channel == {
            "channelId": sample.FACEBOOK,
            "name": "Acme Facebook",
            "platform": "facebook",
            "isPrivate": True,
            "canBegin": False,
            "canReply": True,
        }
        assert len(desk.get("/v1/digital-channels?search=face").json["channels"]) == 1
        assert desk.get("/v1/digital-channels?canBegin=true").json["channels"] == []
        assert len(desk.asked("/dfo/3.0/channels")) == 1


ABOUT_A_CASE: list[tuple[str, str, object]] = [
    ("GET", "/v1/digital-contacts/{}", None),
    ("POST", "/v1/digital-contacts/{}/messages", {"text": "x"}),
    ("PUT", "/v1/digital-contacts/{}/status", {"status": "closed"}),
    ("PUT", "/v1/digital-contacts/{}/assignee", {"nobody": True}),
]
OTHER_ROUTES: list[tuple[str, str, object]] = [
    ("GET", "/v1/digital-contacts", None),
    ("GET", "/v1/digital-channels", None),
    ("POST", "/v1/digital-messages", OUT),
]


class TestWhoMay:
    @pytest.mark.parametrize("agent_id", [sample.BEN, 0])
    def test_what_is_not_the_agents_is_closed(self, desk: MediaDesk, agent_id: int) -> None:
        key = desk.case(agent_id=agent_id)
        for method, path, body in ABOUT_A_CASE:
            answer = desk.call(method, path.format(key), body)
            assert (path, answer.status, answer.problem) == (path, 403, "somebody-elses-contact")
        assert [one.method for one in desk.sent(f"{case_of(key)}*")] == []

    @pytest.mark.parametrize("unknown", [f"{UNIT}:dfo:99", "77:dfo:884213", f"{UNIT}:acd:884213"])
    def test_what_is_not_there_is_nobodys(self, desk: MediaDesk, unknown: str) -> None:
        for method, path, body in ABOUT_A_CASE:
            answer = desk.call(method, path.format(unknown), body)
            assert (path, answer.status, answer.problem) == (path, 404, "not-your-contact")

    def test_nobody_acts_without_being_named(self, desk: MediaDesk) -> None:
        about = [(method, path.format(f"{UNIT}:dfo:1"), body) for method, path, body in ABOUT_A_CASE]
        for method, path, body in [*about, *OTHER_ROUTES]:
            answer = desk.call(method, path, body, caller="other")
            assert (path, answer.status, answer.problem) == (path, 403, "no-acting-user")

    def test_who_is_no_agent_has_nothing(self, desk: MediaDesk) -> None:
        answer = desk.get("/v1/digital-contacts", user="005000000000009AAA")
        assert (answer.status, answer.problem) == (409, "agent-unknown")


class TestTrouble:
    @pytest.mark.parametrize(
        ("fault", "status", "problem"),
        [
            ({"status": 502, "html": "<h1>Bad gateway</h1>"}, 503, "cxone-unavailable"),
            ({"delay_s": 3.0}, 504, "cxone-timeout"),
            ({"status": 429, "headers": {"Retry-After": "30"}}, 503, "cxone-limit-reached"),
            ({"status": 409, "message": "Too many requests"}, 503, "cxone-limit-reached"),
            ({"status": 403}, 502, "cxone-refused"),
        ],
    )
    def test_is_told_as_what_it_is(
        self, desk: MediaDesk, fault: dict[str, Any], status: int, problem: str
    ) -> None:
        desk.fault(path="/dfo/*", **fault)
        answer = desk.get("/v1/digital-contacts", left_s=1.5)
        assert (answer.status, answer.problem) == (status, problem)
        if "headers" in fault:
            assert answer.result["headers"]["Retry-After"] == "30"

    def test_a_token_that_ended_is_renewed(self, desk: MediaDesk) -> None:
        desk.case()
        desk.fault(name="expired-token", path="/dfo/*", count=1)
        assert len(desk.get("/v1/digital-contacts").json["contacts"]) == 1

    def test_without_channels_contacts_are_shown_all_the_same(self, desk: MediaDesk) -> None:
        desk.case()
        desk.fault(path="*/channels", status=503)
        for _ in range(2):
            [shown] = desk.get("/v1/digital-contacts", left_s=1.5).json["contacts"]
            assert (shown["channelId"], shown["channelName"]) == (sample.FACEBOOK, None)
        assert len(desk.asked("*/channels")) == 1


def test_nothing_private_is_logged(desk: MediaDesk) -> None:
    with log_text() as text:
        key = desk.case("My PIN")
        desk.get(f"/v1/digital-contacts/{key}")
        desk.post("/v1/digital-messages", OUT)
    assert text.getvalue()
    for private in ("PIN", "Grace", "Okafor", "Noor", "shipped", "u-55", "u-99", USER):
        assert private not in text.getvalue()

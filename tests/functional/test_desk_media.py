"""E-mails, chats and text messages over the real handler and a tenant over TLS."""

import base64
from typing import Any

import pytest

from local.cxone import sample
from local.cxone.contacts.model import State
from switchboard.desk.media.mail_api import MOST_ATTACHED_BYTES
from tests.support.media import CHAT, EMAIL, SMS, UNIT, VOICEMAIL, MediaDesk, id_of, key
from tests.support.world import OTHER_USER, USER, World, log_text

ACCEPTED = {"accepted": True, "outcome": "event"}
MAIL = {
    "skillId": str(sample.EMAIL_CARE),
    "toAddresses": ["grace@example.com", "ada@example.com"],
    "subject": "Your router",
    "bodyHtml": "<p>Shipped</p>",
}
NEW_MAIL = {"skillId": str(sample.EMAIL_CARE), "toAddress": "grace@example.com"}
TEXT = {"skillId": str(sample.TEXTS), "phoneNumber": "(415) 555-0134"}


@pytest.fixture
def desk(world: World) -> MediaDesk:
    """Ada, logged in."""
    return MediaDesk(world)


def attached(content: bytes, name: str = "note.txt") -> dict[str, Any]:
    return {**MAIL, "attachments": [{"name": name, "content": base64.b64encode(content).decode()}]}


class TestEmails:
    def test_one_is_begun_and_sent(self, desk: MediaDesk) -> None:
        answer = desk.post("/v1/emails", {**NEW_MAIL, "parentContactKey": key(9007199254740993)})
        assert (answer.status, answer.json) == (202, ACCEPTED)
        contact = desk.begun(EMAIL)
        assert (contact.to_address, contact.parent_id) == ("grace@example.com", 9007199254740993)

        sent = desk.post(f"/v1/emails/{key(contact.contact_id)}/send", attached(b"x"))

        assert sent.status == 202
        desk.until(lambda: desk.there(key(contact.contact_id)).state is not State.ACTIVE)
        [mail] = desk.get(f"/v1/emails/{key(contact.contact_id)}").json["emails"]
        assert (mail["kind"], mail["toAddress"]) == ("sent", "grace@example.com;ada@example.com")
        assert (mail["subject"], mail["bodyHtml"], mail["hasAttachments"]) == (
            "Your router",
            "<p>Shipped</p>",
            True,
        )

    def test_what_came_in_is_shown_without_what_could_do_harm(self, desk: MediaDesk) -> None:
        html = '<p onclick="x()">Broken<script>alert(1)</script><img src="https://spy.example/1.gif"></p>'
        path = f"/v1/emails/{desk.mail(html)}"

        answer = desk.get(path)

        [mail] = answer.json["emails"]
        assert (mail["bodyHtml"], mail["bodyText"]) == ("<p>Broken</p>", "Broken")
        assert (mail["kind"], mail["fromAddress"], mail["attachments"]) == ("received", "grace@example.com", [])
        assert mail["at"].endswith("Z")

    def test_files_come_when_they_are_asked_for(self, desk: MediaDesk) -> None:
        contact = desk.mail()
        desk.post(f"/v1/emails/{contact}/send", attached(b"four"))
        desk.until(lambda: len(desk.get(f"/v1/emails/{contact}").json["emails"]) == 2)

        [file] = desk.get(f"/v1/emails/{contact}?includeAttachments=true").json["emails"][1]["attachments"]

        assert file == {"name": "note.txt", "sizeBytes": 4, "content": base64.b64encode(b"four").decode()}

    def test_one_without_mails_is_empty(self, desk: MediaDesk) -> None:
        answer = desk.get(f"/v1/emails/{desk.contact(EMAIL)}")
        assert (answer.status, answer.json["emails"]) == (200, [])

    def test_a_draft_is_kept_and_shown_to_nobody_else(self, desk: MediaDesk) -> None:
        contact = desk.mail()
        assert desk.put(f"/v1/emails/{contact}/draft", MAIL).status == 202
        assert len(desk.get(f"/v1/emails/{contact}").json["emails"]) == 1

    @pytest.mark.parametrize("action", ["reply", "forward", "preview", "restore"])
    def test_it_is_answered_and_looked_at_again(self, desk: MediaDesk, action: str) -> None:
        contact = desk.mail()
        assert desk.post(f"/v1/emails/{contact}/{action}").json == ACCEPTED
        assert [one.status in (200, 202) for one in desk.sent(f"*/{id_of(contact)}/email-{action}")] == [True]

    def test_it_is_parked_and_taken_back(self, desk: MediaDesk) -> None:
        contact = desk.mail()
        unparked = desk.post(f"/v1/emails/{contact}/unpark")
        assert (unparked.status, unparked.problem) == (409, "not-parked")
        assert desk.post(f"/v1/emails/{contact}/park").status == 202
        assert desk.there(contact).state is State.PARKED
        parked = desk.post(f"/v1/emails/{contact}/send", MAIL)
        assert (parked.status, parked.problem) == (409, "contact-not-active")
        assert desk.post(f"/v1/emails/{contact}/unpark").status == 202

    def test_where_nothing_is_parked_that_is_said(self, desk: MediaDesk) -> None:
        desk.change(email_parking=False)
        answer = desk.post(f"/v1/emails/{desk.mail()}/park")
        assert (answer.status, answer.problem) == (409, "parking-off")

    @pytest.mark.parametrize(
        ("body", "status", "problem"),
        [
            ({**NEW_MAIL, "skillId": str(sample.CHAT)}, 422, "skill-not-taken"),
            ({**NEW_MAIL, "toAddress": "nobody"}, 422, "invalid-request"),
            ({**NEW_MAIL, "toAddress": "a@b.example;c@d.example"}, 422, "invalid-request"),
            ({**NEW_MAIL, "skillId": "x"}, 422, "invalid-request"),
            ({**NEW_MAIL, "parentContactKey": f"{UNIT}:dfo:1"}, 404, "not-your-contact"),
            ({}, 422, "invalid-request"),
        ],
    )
    def test_what_cannot_be_begun_says_why(self, desk: MediaDesk, body: object, status: int, problem: str) -> None:
        answer = desk.post("/v1/emails", body)
        assert (answer.status, answer.problem) == (status, problem)

    @pytest.mark.parametrize(
        ("body", "status", "problem"),
        [
            ({**MAIL, "toAddresses": []}, 422, "invalid-request"),
            ({**MAIL, "attachments": [{"name": "a|b", "content": "eA=="}]}, 422, "invalid-request"),
            ({**MAIL, "attachments": [{"name": "a", "content": "!!"}]}, 422, "invalid-request"),
            ({**MAIL, "bodyHtml": "x" * 200_001}, 422, "invalid-request"),
            (attached(b"x" * (MOST_ATTACHED_BYTES + 1)), 413, "attachments-too-large"),
            (attached(b"x" * 4_600_000), 413, "body-too-large"),
        ],
        ids=["to nobody", "a name with a bar", "no Base64", "too long", "large files", "a large body"],
    )
    def test_what_cannot_be_sent_says_why(self, desk: MediaDesk, body: object, status: int, problem: str) -> None:
        answer = desk.post(f"/v1/emails/{desk.mail()}/send", body)
        assert (answer.status, answer.problem) == (status, problem)
        assert desk.sent("*email-send") == []

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("Invalid toAddress", "address-not-taken"),
            ("Attachments exceed 10 MB", "attachments-not-taken"),
            ("Invalid skillId", "skill-not-taken"),
            ("Something else", "cxone-refused"),
        ],
    )
    def test_what_cxone_refuses_is_told_by_its_words(self, desk: MediaDesk, text: str, problem: str) -> None:
        desk.fault(path="*email-send", status=400, message=text)
        assert desk.post(f"/v1/emails/{desk.mail()}/send", MAIL).problem == problem

    def test_no_such_action_is_none(self, desk: MediaDesk) -> None:
        answer = desk.post(f"/v1/emails/{key(1)}/burn")
        assert (answer.status, answer.problem) == (422, "invalid-request")


class TestChats:
    def test_what_is_said_is_told_and_shown(self, desk: MediaDesk) -> None:
        chat = desk.contact(CHAT)
        desk.said(chat, "Hello")
        assert desk.post(f"/v1/chats/{chat}/messages", {"text": "Good day"}).json == ACCEPTED
        desk.until(lambda: len(desk.there(chat).lines) == 2)

        answer = desk.get(f"/v1/chats/{chat}")

        told = [(one["party"], one["name"], one["text"]) for one in answer.json["messages"]]
        assert told == [("client", "Grace", "Hello"), ("agent", "Ada", "Good day")]
        [command] = desk.sent("*/send-chat-text")
        assert isinstance(command.given, dict)
        assert command.given["chatTarget"] == "both from agent"

    def test_an_old_one_is_found_where_old_ones_are(self, desk: MediaDesk) -> None:
        chat = desk.contact(CHAT)
        desk.said(chat, "Hello")
        desk.over(chat)
        desk.simulator.clock.advance(49 * 3600)

        assert [one["text"] for one in desk.get(f"/v1/chats/{chat}").json["messages"]] == ["Hello"]

    def test_one_without_words_is_empty(self, desk: MediaDesk) -> None:
        assert desk.get(f"/v1/chats/{desk.contact(CHAT)}").json["messages"] == []

    def test_the_customer_sees_typing(self, desk: MediaDesk) -> None:
        chat = desk.contact(CHAT)
        assert desk.post(f"/v1/chats/{chat}/typing", {"isTyping": True}).status == 202
        [command] = desk.sent("*/typing")
        assert command.given == {"isTyping": True, "isTextEntered": False}

    @pytest.mark.parametrize("path", ["messages", "typing"])
    def test_one_that_is_over_takes_no_more(self, desk: MediaDesk, path: str) -> None:
        chat = desk.contact(CHAT)
        desk.over(chat)
        answer = desk.post(f"/v1/chats/{chat}/{path}", {"text": "x"} if path == "messages" else {"isTyping": True})
        assert (answer.status, answer.problem) == (409, "contact-not-active")

    @pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": "x" * 4_001}, {"text": "x", "y": 1}])
    def test_nothing_is_no_message(self, desk: MediaDesk, body: object) -> None:
        assert desk.post(f"/v1/chats/{desk.contact(CHAT)}/messages", body).problem == "invalid-request"


class TestTexts:
    def test_a_phone_is_written_to(self, desk: MediaDesk) -> None:
        assert desk.post("/v1/sms", TEXT).json == ACCEPTED
        contact = desk.begun(SMS)
        assert contact.to_address == "+14155550134"
        assert desk.post(f"/v1/chats/{key(contact.contact_id)}/messages", {"text": "Hello"}).status == 202
        desk.until(lambda: len(desk.there(key(contact.contact_id)).lines) == 1)

    @pytest.mark.parametrize(
        ("change", "status", "problem"),
        [
            ({"phoneNumber": "nobody"}, 422, "not-a-number"),
            ({"phoneNumber": "Anonymous"}, 422, "not-a-number"),
            ({"skillId": str(sample.EMAIL_CARE)}, 422, "skill-not-taken"),
            ({"skillId": ""}, 422, "invalid-request"),
        ],
    )
    def test_what_cannot_be_written_to_says_why(
        self, desk: MediaDesk, change: dict[str, str], status: int, problem: str
    ) -> None:
        answer = desk.post("/v1/sms", TEXT | change)
        assert (answer.status, answer.problem) == (status, problem)

    def test_a_number_that_cxone_does_not_take(self, desk: MediaDesk) -> None:
        desk.fault(path="*sms-outbound", status=400, message="Phone Number is not valid.")
        assert desk.post("/v1/sms", TEXT).problem == "number-not-taken"

    def test_one_more_than_may_be(self, desk: MediaDesk) -> None:
        desk.fault(path="*sms-outbound", status=409, message="Invalid state")
        answer = desk.post("/v1/sms", TEXT)
        assert (answer.status, answer.problem) == (409, "no-further-contact")


ABOUT_A_CONTACT: list[tuple[str, str, int, object]] = [
    ("GET", "/v1/emails/{}", EMAIL, None),
    ("POST", "/v1/emails/{}/send", EMAIL, MAIL),
    ("PUT", "/v1/emails/{}/draft", EMAIL, MAIL),
    ("POST", "/v1/emails/{}/reply", EMAIL, None),
    ("POST", "/v1/emails/{}/park", EMAIL, None),
    ("GET", "/v1/chats/{}", CHAT, None),
    ("POST", "/v1/chats/{}/messages", CHAT, {"text": "x"}),
    ("POST", "/v1/chats/{}/typing", CHAT, {"isTyping": True}),
    ("POST", "/v1/voicemails/{}/play", VOICEMAIL, {}),
    ("POST", "/v1/voicemails/{}/pause", VOICEMAIL, None),
]
WITHOUT_A_CONTACT: list[tuple[str, str, object]] = [
    ("POST", "/v1/emails", NEW_MAIL),
    ("POST", "/v1/sms", TEXT),
    ("POST", "/v1/contact-requests", {}),
    ("POST", "/v1/work-items", {"pointOfContact": "5520", "workItemId": "x"}),
    ("GET", "/v1/points-of-contact", None),
    ("POST", f"/v1/contacts/{UNIT}:acd:1/signals", {"values": ["x"]}),
]


class TestWhoMay:
    def test_what_another_agent_has_is_closed(self, desk: MediaDesk) -> None:
        for method, path, medium, body in ABOUT_A_CONTACT:
            answer = desk.call(method, path.format(desk.contact(medium, sample.BEN)), body)
            assert (path, answer.status, answer.problem) == (path, 403, "somebody-elses-contact")

    @pytest.mark.parametrize(
        "unknown", [f"{UNIT}:acd:99", "77:acd:1", f"{UNIT}:dfo:1", f"{UNIT}:acd:x", f"{UNIT}:acd:{2**63}"]
    )
    def test_what_is_not_there_is_nobodys(self, desk: MediaDesk, unknown: str) -> None:
        for method, path, _, body in ABOUT_A_CONTACT:
            answer = desk.call(method, path.format(unknown), body)
            assert (path, answer.status, answer.problem) == (path, 404, "not-your-contact")

    def test_nobody_acts_without_being_named(self, desk: MediaDesk) -> None:
        about = [(method, path.format(f"{UNIT}:acd:1"), body) for method, path, _, body in ABOUT_A_CONTACT]
        for method, path, body in [*about, *WITHOUT_A_CONTACT]:
            answer = desk.call(method, path, body, caller="other")
            assert (path, answer.status, answer.problem) == (path, 403, "no-acting-user")

    def test_who_has_no_session_sends_no_commands(self, desk: MediaDesk) -> None:
        answer = desk.post("/v1/emails", NEW_MAIL, user=OTHER_USER)
        assert (answer.status, answer.problem) == (404, "session-unknown")

    def test_who_is_no_agent_reads_nothing(self, desk: MediaDesk) -> None:
        answer = desk.get(f"/v1/emails/{desk.mail()}", user="005000000000009AAA")
        assert (answer.status, answer.problem) == (409, "agent-unknown")


class TestTrouble:
    def test_a_token_that_ended_is_renewed(self, desk: MediaDesk) -> None:
        chat = desk.contact(CHAT)
        desk.fault(name="expired-token", path="*/send-chat-text", count=1)
        assert desk.post(f"/v1/chats/{chat}/messages", {"text": "x"}).status == 202
        assert [one.status for one in desk.asked("*/send-chat-text")] == [401, 202]

    @pytest.mark.parametrize(
        ("fault", "status", "problem"),
        [
            ({"status": 502, "html": "<h1>Bad gateway</h1>"}, 504, "command-outcome-unknown"),
            ({"drop": "after"}, 504, "command-outcome-unknown"),
            ({"delay_s": 3.0}, 504, "command-outcome-unknown"),
            ({"status": 429}, 503, "cxone-limit-reached"),
            ({"status": 429, "headers": {"Retry-After": "30"}}, 503, "cxone-limit-reached"),
        ],
    )
    def test_a_message_is_said_once_at_most(
        self, desk: MediaDesk, fault: dict[str, Any], status: int, problem: str
    ) -> None:
        chat = desk.contact(CHAT)
        desk.fault(path="*/send-chat-text", **fault)

        answer = desk.post(f"/v1/chats/{chat}/messages", {"text": "x"}, left_s=1.5)

        assert (answer.status, answer.problem) == (status, problem)
        assert len(desk.asked("*/send-chat-text")) == 1
        if "headers" in fault:
            assert answer.result["headers"]["Retry-After"] == "30"

    @pytest.mark.parametrize(
        ("fault", "status", "problem"),
        [
            ({"status": 502, "html": "<h1>Bad gateway</h1>"}, 503, "cxone-unavailable"),
            ({"delay_s": 3.0}, 504, "cxone-timeout"),
            ({"status": 429}, 503, "cxone-limit-reached"),
        ],
    )
    def test_a_transcript_is_not_to_be_had(
        self, desk: MediaDesk, fault: dict[str, Any], status: int, problem: str
    ) -> None:
        contact = desk.mail()
        desk.fault(path="*/email-transcript", **fault)
        answer = desk.get(f"/v1/emails/{contact}", left_s=1.5)
        assert (answer.status, answer.problem) == (status, problem)

    def test_a_session_that_ended_elsewhere_is_over(self, desk: MediaDesk) -> None:
        chat = desk.contact(CHAT)
        desk.fault(path="*/send-chat-text", status=404, message="Invalid Session Id")
        desk.fault(path="*/agent-sessions/join", status=409, message="Invalid Session")
        answer = desk.post(f"/v1/chats/{chat}/messages", {"text": "x"})
        assert (answer.status, answer.problem) == (410, "session-over")


def test_nothing_private_is_logged(desk: MediaDesk) -> None:
    with log_text() as text:
        desk.post(f"/v1/emails/{desk.mail()}/send", attached(b"secret"))
        desk.get(f"/v1/emails/{desk.mail('<p>My PIN</p>')}")
        desk.post(f"/v1/chats/{desk.contact(CHAT)}/messages", {"text": "Hush"})
        desk.post("/v1/sms", TEXT)
    assert text.getvalue()
    for private in ("grace", "router", "PIN", "Hush", "555-0134", "4155550134", USER):
        assert private not in text.getvalue()

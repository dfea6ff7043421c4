"""What is not a call: e-mails, chats, texts, voicemails, work items; and scripts."""

import base64
import threading
from typing import Any

import pytest

from local.cxone import sample
from tests.local.cxone.agent import AgentClient
from tests.local.cxone.tenant import Tenant


def offered(tenant: Tenant, ada: AgentClient, contact_id: str, kind: str) -> None:
    """Ada accepts what is offered to her."""
    ada.be("Available")
    ada.hear(kind, lambda event: event["ContactID"] == contact_id and event["Status"] == "Incoming")
    ada.do(f"interactions/{contact_id}/accept")
    ada.hear(kind, lambda event: event["ContactID"] == contact_id and event["Status"] == "Active")


def email(tenant: Tenant) -> str:
    body = {
        "from": "grace@example.com",
        "to": "care@example.org",
        "skillId": sample.EMAIL_CARE,
        "subject": "My router",
        "html": "<p>Broken</p>",
    }
    contact_id: str = tenant.control("POST", "emails", body)["contactId"]
    return contact_id


ANSWER = {
    "subject": "Your router",
    "bodyHtml": "<p>Shipped</p>",
    "attachments": base64.b64encode(b"x").decode(),
    "attachmentNames": "note.txt",
}


def test_an_email_is_accepted_answered_and_shown(tenant: Tenant) -> None:
    ada, contact_id = AgentClient(tenant), email(tenant)
    offered(tenant, ada, contact_id, "EmailContactEvent")
    ada.do(f"interactions/{contact_id}/email-reply")
    assert ada.command(f"interactions/{contact_id}/email-save-draft", {"subject": "Dra"}).status_code == 200
    ada.do(f"interactions/{contact_id}/email-send", ANSWER)
    ada.hear("EmailContactEvent", lambda event: event["Status"] == "Disconnected")
    came, went = tenant.get(f"/contacts/{contact_id}/email-transcript").json()["emails"]
    assert (came["subject"], came["fromAddress"]) == ("My router", "grace@example.com")
    assert (went["toAddress"], went["fromAddress"], went["hasAttachments"], went["attachments"]) == (
        "grace@example.com", "care@example.org", True, [],
    )  # fmt: skip
    full = tenant.get(f"/contacts/{contact_id}/email-transcript", includeAttachments="true").json()["emails"][1]
    assert full["attachments"][0]["name"] == "note.txt"
    reply = ada.command(f"interactions/{contact_id}/email-send", ANSWER)
    assert reply.json()["error_description"] == "ContactId is not an active contact."


def test_an_email_is_written_to_somebody_new(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    start = {"skillId": sample.EMAIL_CARE, "toAddress": "grace@example.com"}
    ada.do("interactions/email-outbound", start)
    contact_id = ada.hear("EmailContactEvent")["ContactID"]
    ada.hear_state("OutboundContact")
    ada.do(f"interactions/{contact_id}/email-send", ANSWER)
    ada.hear("EmailContactEvent", lambda event: event["Status"] == "Disconnected")
    [mail] = tenant.get(f"/contacts/{contact_id}/email-transcript").json()["emails"]
    assert (mail["toAddress"], mail["fromAddress"]) == ("grace@example.com", "care@example.org")
    for wrong in ({"toAddress": "nobody"}, {"skillId": sample.CHAT}, {"skillId": 1}):
        assert ada.command("interactions/email-outbound", start | wrong).status_code == 400


def test_an_email_is_parked_and_taken_back(tenant: Tenant) -> None:
    ada, contact_id = AgentClient(tenant), email(tenant)
    offered(tenant, ada, contact_id, "EmailContactEvent")
    path = f"interactions/{contact_id}"
    assert ada.command(f"{path}/email-unpark").status_code == 409
    assert ada.command(f"{path}/email-park").status_code == 200
    row = tenant.get(f"/skills/{sample.EMAIL_CARE}/activity").json()["skillActivity"][0]
    assert row["parkedCount"] == 1
    ada.hear_state("Available")
    assert ada.command(f"{path}/email-send", ANSWER).status_code == 409
    assert ada.command(f"{path}/email-unpark").status_code == 200
    assert ada.command(f"{path}/email-preview").status_code == 200
    tenant.control("PATCH", "settings", {"email_parking": False})
    assert ada.command(f"{path}/email-park").json()["error_description"] == "Email parking is not enabled"


@pytest.mark.parametrize(
    "wrong",
    [
        {"attachments": "!!", "attachmentNames": "x"},
        {"attachments": "eA==|eA==", "attachmentNames": "x"},
        {"attachments": base64.b64encode(b"x" * (10 * 1024 * 1024 + 1)).decode(), "attachmentNames": "x"},
    ],
    ids=["no base64", "names missing", "too large"],
)
def test_attachments_that_cannot_be_are_refused(tenant: Tenant, wrong: dict[str, str]) -> None:
    ada, contact_id = AgentClient(tenant), email(tenant)
    offered(tenant, ada, contact_id, "EmailContactEvent")
    assert ada.command(f"interactions/{contact_id}/email-send", ANSWER | wrong).status_code == 400


def test_what_is_not_accepted_in_time_waits_again(tenant: Tenant) -> None:
    ada, contact_id = AgentClient(tenant), email(tenant)
    ada.be("Available")
    ada.hear("EmailContactEvent")
    tenant.wait(46)
    ada.hear_state("Unavailable", CurrentOutReason="Refused")
    assert tenant.control("GET", f"contacts/{contact_id}")["state"] == "IN_QUEUE"
    # Or it is rejected at once
    ada.be("Available")
    ada.hear("EmailContactEvent", lambda event: event["Status"] == "Incoming")
    ada.do(f"interactions/{contact_id}/reject")
    ada.hear_state("Unavailable", CurrentOutReason="Refused")


def chat(tenant: Tenant, **more: Any) -> tuple[str, str]:
    body = {
        "pointOfContact": "Web chat",
        "fromAddress": "grace",
        "parameters": ["00012345", "gold"],
        "mediaType": 3,
    }
    reply = tenant.post("/contacts/chats", body | more)
    assert reply.status_code == 202, reply.text
    return reply.json()["chatSessionId"], str(reply.json()["contactId"])


def test_a_chat_goes_back_and_forth(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    session, contact_id = chat(tenant)
    offered(tenant, ada, contact_id, "ChatContactEvent")
    # The customer writes, the agent hears it
    assert (
        tenant.post(f"/contacts/chats/{session}/send-text", {"message": "Hello", "label": "Grace"}).status_code
        == 202
    )
    heard = ada.hear("ChatText")
    assert (heard["Message"], heard["PartyType"], heard["Label"]) == ("Hello", "Client", "Grace")
    # The agent answers while the customer's poll waits
    first = tenant.get(f"/contacts/chats/{session}", timeout=0).json()
    answer = threading.Timer(0.1, lambda: ada.do(f"interactions/{contact_id}/send-chat-text", {"chatText": "Hi"}))
    answer.start()
    second = tenant.get(f"/contacts/chats/{first['chatSession']}", timeout=30).json()
    answer.join()
    assert [each["Text"] for each in first["messages"] + second["messages"]] == ["Hello", "Hi"]
    assert second["chatSession"] != first["chatSession"]
    assert tenant.get(f"/contacts/chats/{second['chatSession']}", timeout=0).status_code == 304
    # It ends, and the transcript moves house after two days
    assert tenant.call("DELETE", f"/contacts/chats/{second['chatSession']}").status_code == 202
    assert tenant.get(f"/contacts/chats/{second['chatSession']}", timeout=30).json()["status"] == "Disconnected"
    lines = tenant.get(f"/contacts/{contact_id}/chat-transcript").json()["messages"]
    assert [(each["Text"], each["PartyType"]) for each in lines] == [("Hello", "Client"), ("Hi", "Agent")]
    assert tenant.get(f"/contacts/{contact_id}/historical-chat-transcript").status_code == 204
    tenant.wait(49 * 3600)
    tenant.log_in()
    assert tenant.get(f"/contacts/{contact_id}/chat-transcript").status_code == 204
    assert len(tenant.get(f"/contacts/{contact_id}/historical-chat-transcript").json()["messages"]) == 2


def test_a_chat_that_cannot_be_is_refused(tenant: Tenant) -> None:
    for wrong in ({"pointOfContact": "Nowhere"}, {"mediaType": 4}):
        reply = tenant.post("/contacts/chats", {"pointOfContact": "Web chat", "mediaType": 3, **wrong})
        assert reply.status_code == 400
    assert tenant.get("/contacts/chats/nonsense", timeout=0).status_code == 404
    session, contact_id = chat(tenant)
    assert tenant.get(f"/contacts/chats/{session}", timeout=61).status_code == 400
    ada = AgentClient(tenant)
    offered(tenant, ada, contact_id, "ChatContactEvent")
    assert ada.command(f"interactions/{contact_id}/send-chat-text").status_code == 400
    assert ada.command(f"interactions/{contact_id}/typing", {"isTyping": True}).status_code == 202
    assert ada.command("interactions/add-chat").status_code == 409
    tenant.call("DELETE", f"/contacts/chats/{session}")
    assert tenant.post(f"/contacts/chats/{session}/send-text", {"message": "x"}).status_code == 409
    assert ada.command(f"interactions/{contact_id}/send-chat-text", {"chatText": "x"}).status_code == 409


def test_a_text_message_is_sent_to_a_number(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    body = {"phoneNumber": "+14155550134", "skillId": sample.TEXTS, "parentContactId": None}
    ada.do("interactions/sms-outbound", body)
    contact_id = ada.hear("ChatContactEvent")["ContactID"]
    row = tenant.get(f"/contacts/{contact_id}").json()
    assert (row["mediaTypeName"], row["toAddress"]) == ("SMS", "+14155550134")
    for wrong in ({"phoneNumber": "x"}, {"skillId": sample.EMAIL_CARE}):
        assert ada.command("interactions/sms-outbound", body | wrong).status_code == 400


def work_item(tenant: Tenant, **more: Any) -> Any:
    body = {
        "pointOfContact": "5520 - Case router", "workItemID": "5005e00000XyZ12", "workItemType": "Case",
        "workItemPayload": '{"caseNumber":"00012345"}', "from": "Salesforce", **more,
    }  # fmt: skip
    return tenant.post("/interactions/work-items", body)


def test_a_work_item_queues_with_its_payload(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    contact_id = str(work_item(tenant).json()["contactId"])
    offered(tenant, ada, contact_id, "WorkItemContactEvent")
    item = ada.hear("WorkItemContactEvent")
    assert (item["WorkItemId"], item["WorkItemPayload"], item["RefusalTimeout"]) == (
        "5005e00000XyZ12", '{"caseNumber":"00012345"}', "45",
    )  # fmt: skip
    # It is held for a call, and goes on by itself afterwards
    ada.do(f"interactions/{contact_id}/hold")
    ada.hear("WorkItemContactEvent", lambda event: event["Status"] == "Holding")
    call = ada.dial()
    ada.hear_call("Active", call)
    ada.heard.clear()
    tenant.steer(call, "hang-up")
    ada.hear("WorkItemContactEvent", lambda event: event["Status"] == "Active")


def test_work_items_have_limits(tenant: Tenant) -> None:
    for wrong in ({"pointOfContact": "1 - x"}, {"pointOfContact": "5520 - x"}, {"workItemPayload": "x" * 40_000}):
        assert work_item(tenant, **wrong).status_code == 400
    tenant.control("PATCH", "settings", {"work_item_limit": 1})
    assert [work_item(tenant).status_code for _ in range(2)] == [202, 429]
    tenant.control("PATCH", "settings", {"work_item_limit": 1000})
    body = {"pointOfContact": "5520"}
    codes = [tenant.post("/interactions/work-items-persistent", body).status_code for _ in range(11)]
    assert codes == [201] * 10 + [409]
    tenant.wait(1)
    assert tenant.post("/interactions/work-items-persistent", body).status_code == 201


def test_what_is_not_a_call_is_passed_on_to_an_agent_who_may_be_busy(tenant: Tenant) -> None:
    ada, ben = AgentClient(tenant), AgentClient(tenant, sample.BEN)
    contact_id = str(work_item(tenant).json()["contactId"])
    offered(tenant, ada, contact_id, "WorkItemContactEvent")
    path = f"interactions/{contact_id}"
    assert ada.command(f"{path}/transfer-email-to-agent", {"targetAgentId": sample.BEN}).status_code == 409
    assert ada.command(f"{path}/transfer-work-item-to-agent", {"targetAgentId": sample.ADA}).status_code == 400
    assert ada.command(f"{path}/transfer-work-item-to-skill", {"skillId": sample.CHAT}).status_code == 400
    ada.do(f"{path}/transfer-work-item-to-agent", {"targetAgentId": sample.BEN})
    ada.hear(
        "WorkItemContactEvent", lambda event: event["FinalState"] == "False" and event["Status"] == "Disconnected"
    )
    # Ben cannot leave with something in his own queue
    reply = tenant.call("DELETE", f"/agent-sessions/{ben.session_id}")
    assert reply.json()["error_description"] == "Personal queue must be empty before ending the session."
    ben.be("Available")
    taken = ben.hear("WorkItemContactEvent", lambda event: event["Status"] == "Incoming")
    assert taken["ContactID"] != contact_id
    ben.do(f"interactions/{taken['ContactID']}/accept")
    ben.hear("WorkItemContactEvent", lambda event: event["Status"] == "Active")
    ben.do(f"interactions/{taken['ContactID']}/transfer-work-item-to-skill", {"skillId": sample.CASE_WORK})
    ben.hear("WorkItemContactEvent", lambda event: event["Status"] == "Disconnected")


def test_a_voicemail_is_played(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    contact_id = tenant.ring(skillId=sample.VOICEMAIL, dnis="", queue=True)
    path = f"interactions/{contact_id}"
    offered(tenant, ada, contact_id, "VoiceMailContactEvent")
    ada.do(f"{path}/play-voicemail", {"playTimestamp": "True", "position": 12})
    assert ada.hear("VoiceMailPlayBackEvent")["Position"] == "12"
    ada.do(f"{path}/pause-voicemail")
    ada.hear("VoiceMailPlayBackEvent", lambda event: event["IsPlaying"] == "False")
    ada.do(f"{path}/end")
    ada.hear("VoiceMailContactEvent", lambda event: event["Status"] == "Disconnected")
    assert ada.command(f"{path}/play-voicemail").status_code == 409


def test_a_signal_reaches_the_contacts_script(tenant: Tenant) -> None:
    contact_id = tenant.ring()
    assert (
        tenant.call(
            "POST", f"/interactions/{contact_id}/signal", params={"p1": "found", "p2": "0035e"}
        ).status_code
        == 202
    )
    [signal] = tenant.control("GET", "signals")["signals"]
    assert (signal["contactId"], signal["values"]) == (contact_id, {"SP1": "found", "SP2": "0035e"})
    tenant.steer(contact_id, "hang-up")
    for path in (contact_id, "1", "x"):
        assert tenant.post(f"/interactions/{path}/signal").json()["error_description"] == "Invalid Contact Id"


def test_a_script_is_started_with_values(tenant: Tenant) -> None:
    body = {"skillId": sample.SUPPORT_VOICE, "parameters": "a|b"}
    contact_id = tenant.post("/scripts/12/start", body).json()["contactId"]
    assert tenant.control("GET", f"contacts/{contact_id}")["variables"] == {"P1": "a", "P2": "b"}
    for wrong in (
        {"skillId": 1},
        {"parameters": "|".join("x" * 21)},
        {"parameters": "x" * 33_000},
        {"startDate": "x"},
    ):
        assert tenant.post("/scripts/12/start", body | wrong).status_code == 400


def test_a_custom_event_reaches_the_agent_now_or_at_login(tenant: Tenant) -> None:
    path = f"/agents/{sample.ADA}/custom-event"
    event = {"eventName": "SwitchboardPop", "persistInMemory": False, "data": '{"recordId":"0035e"}'}
    assert tenant.call("PUT", path, json=event).status_code == 404
    assert tenant.call("PUT", "/agents/1/custom-event", json=event).status_code == 404
    for record in ("first", "last"):
        assert (
            tenant.call("PUT", path, json=event | {"persistInMemory": True, "data": {"id": record}}).status_code
            == 200
        )
    ada = AgentClient(tenant)
    kept = [each["data"] for each in ada.drain() if each["Type"] == "CustomEvent"]
    assert kept == ['{"id": "last"}']
    assert tenant.call("PUT", path, json=event).status_code == 200
    assert ada.hear("CustomEvent")["data"] == '{"recordId":"0035e"}'
    assert tenant.call("PUT", path, json={}).status_code == 400


def test_a_contact_is_ended_recorded_and_played_back(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    contact_id = ada.dial()
    ada.hear_call("Active", contact_id)
    path = f"/contacts/{contact_id}"
    assert tenant.get(f"{path}/files").status_code == 204
    assert tenant.post(f"{path}/record").status_code == 202
    assert tenant.post(f"{path}/monitor").status_code == 400
    assert tenant.post(f"{path}/monitor", {"phoneNumber": "4155550199"}).status_code == 202
    assert tenant.post(f"{path}/set-disposition", {"dispositionId": 12}).status_code == 409
    assert tenant.post(f"{path}/end").status_code == 202
    ada.hear_call("Disconnected", contact_id)
    assert tenant.post(f"{path}/end").json()["error_description"] == "Conflict: The contact is already ended"
    assert tenant.get(f"{path}/files").json()["files"][0]["fileName"] == f"{contact_id}.wav"
    assert tenant.get(f"{path}/call-quality").json()["contactId"] == int(contact_id)
    media = f"{tenant.url}/media-playback/v1/contacts"
    [segment] = tenant.http.get(media, params={"acd-call-id": contact_id}).json()["interactions"]
    assert segment["contactId"] == contact_id
    assert tenant.http.get(media, params={"acd-call-id": "1"}).status_code == 404

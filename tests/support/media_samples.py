"""What the samples of contacts that are no calls stand for: what went before, and what is answered."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from local.cxone import sample
from tests.support.media import CHAT, VOICEMAIL, WORK_ITEM, MediaDesk
from tests.support.world import World

FUNCTIONS = ("desk_media", "desk_work", "desk_digital")
ACCEPTED = {"accepted": True, "outcome": "event"}


def _problem(slug: str) -> dict[str, str]:
    return {"type": f"urn:switchboard:problem:{slug}"}


_MEDIA: dict[str, tuple[int, dict[str, Any]]] = {
    "email_begin": (202, ACCEPTED),
    "email_begin_skill_not_taken": (422, _problem("skill-not-taken")),
    "email_begin_no_session": (404, _problem("session-unknown")),
    "email_begin_no_user": (403, _problem("no-acting-user")),
    "email_read": (200, {"contactKey": "4599001:acd:9007199254740993"}),
    "email_read_somebody_elses": (403, _problem("somebody-elses-contact")),
    "email_read_unknown": (404, _problem("not-your-contact")),
    "email_send": (202, ACCEPTED),
    "email_send_not_active": (409, _problem("contact-not-active")),
    "email_send_attachments_not_taken": (422, _problem("attachments-not-taken")),
    "email_send_address_not_taken": (422, _problem("address-not-taken")),
    "email_send_to_nobody": (422, _problem("invalid-request")),
    "email_draft": (202, ACCEPTED),
    "email_reply": (202, ACCEPTED),
    "email_park": (202, ACCEPTED),
    "email_park_off": (409, _problem("parking-off")),
    "email_unpark_not_parked": (409, _problem("not-parked")),
    "chat_read": (200, {"contactKey": "4599001:acd:4500000002"}),
    "chat_say": (202, ACCEPTED),
    "chat_say_outcome_unknown": (504, _problem("command-outcome-unknown")),
    "chat_typing": (202, ACCEPTED),
    "sms_begin": (202, ACCEPTED),
    "sms_begin_not_a_number": (422, _problem("not-a-number")),
    "sms_begin_number_not_taken": (422, _problem("number-not-taken")),
    "sms_begin_no_further_contact": (409, _problem("no-further-contact")),
}
_WORK: dict[str, tuple[int, dict[str, Any]]] = {
    "voicemail_play": (202, ACCEPTED),
    "voicemail_pause": (202, ACCEPTED),
    "voicemail_play_not_active": (409, _problem("contact-not-active")),
    "points_of_contact": (200, {"next": None}),
    "points_of_contact_bad_cursor": (422, _problem("bad-cursor")),
    "work_item": (201, {}),
    "work_item_unknown_point": (422, _problem("point-of-contact-unknown")),
    "work_item_payload_too_large": (413, _problem("payload-too-large")),
    "work_item_full": (503, _problem("work-items-full")),
    "contact_request": (202, ACCEPTED),
    "contact_request_no_further_contact": (409, _problem("no-further-contact")),
    "signal": (202, ACCEPTED),
    "signal_by_operator": (202, ACCEPTED),
    "signal_somebody_elses": (403, _problem("somebody-elses-contact")),
    "signal_not_waiting": (404, _problem("contact-not-waiting")),
    "signal_too_many_values": (422, _problem("invalid-request")),
}
_DIGITAL: dict[str, tuple[int, dict[str, Any]]] = {
    "list": (200, {"next": None}),
    "list_bad_cursor": (422, _problem("bad-cursor")),
    "list_no_agent": (409, _problem("agent-unknown")),
    "list_limit_reached": (503, _problem("cxone-limit-reached")),
    "read": (200, {"moreMessages": False}),
    "read_somebody_elses": (403, _problem("somebody-elses-contact")),
    "read_unknown": (404, _problem("not-your-contact")),
    "reply": (201, {"contactKey": "4599001:dfo:884213", "isMine": True}),
    "reply_cannot": (409, _problem("cannot-reply")),
    "status": (200, {"status": "pending"}),
    "status_none": (422, _problem("invalid-request")),
    "assign": (200, {"contactKey": "4599001:dfo:884213"}),
    "assign_unknown": (422, _problem("assignee-unknown")),
    "message": (201, {"isMine": True}),
    "message_channel_unknown": (422, _problem("digital-channel-unknown")),
    "message_not_taken": (422, _problem("message-not-taken")),
    "channels": (200, {"next": None}),
}
_FAULTS: dict[str, Mapping[str, Any]] = {
    "email_send_attachments_not_taken": {
        "path": "*email-send",
        "status": 400,
        "message": "Attachments exceed 10 MB",
    },
    "email_send_address_not_taken": {"path": "*email-send", "status": 400, "message": "Invalid toAddress"},
    "chat_say_outcome_unknown": {"path": "*send-chat-text", "drop": "after"},
    "sms_begin_number_not_taken": {
        "path": "*sms-outbound",
        "status": 400,
        "message": "Phone Number is not valid.",
    },
    "sms_begin_no_further_contact": {"path": "*sms-outbound", "status": 409, "message": "Invalid state"},
    "work_item_payload_too_large": {
        "path": "*/work-items",
        "status": 400,
        "message": "workItemPayload is too large",
    },
    "work_item_full": {
        "path": "*/work-items",
        "status": 409,
        "message": "Number of queued work items exceeded port limit for this business unit.",
    },
    "contact_request": {"path": "*/add-contact", "status": 202},
    "list_limit_reached": {"path": "/dfo/*", "status": 409, "message": "Too many requests"},
    "message_not_taken": {"path": "*/outbound", "status": 400, "message": "Invalid identity"},
}


def expected() -> dict[str, tuple[int, dict[str, Any]]]:
    """Status and members of the answer to each sample."""
    told = zip(FUNCTIONS, (_MEDIA, _WORK, _DIGITAL), strict=True)
    return {f"{function}/{stem}": answer for function, table in told for stem, answer in table.items()}


def prepare(world: World, stem: str) -> None:
    """Ada has an e-mail, a chat, a voicemail, a work item and a case; Ben an e-mail and a case."""
    desk = MediaDesk(world)
    mail = desk.mail()
    chat = desk.contact(CHAT)
    desk.said(chat, "Hello")
    voicemail, _ = desk.contact(VOICEMAIL), desk.contact(WORK_ITEM)
    desk.mail(agent_id=sample.BEN)
    desk.case()
    desk.case(agent_id=sample.BEN, whom="u-77")
    if stem in _FAULTS:
        desk.fault(**_FAULTS[stem])
    match stem:
        case "email_send_not_active":
            desk.over(mail)
        case "voicemail_play_not_active" | "signal_not_waiting":
            desk.over(voicemail)
        case "email_park_off":
            desk.change(email_parking=False)
        case "reply_cannot":
            channels = desk.simulator.world.directory.digital_channels
            channels.put(replace(channels[sample.FACEBOOK], has_reply=False), desk.simulator.world.now())

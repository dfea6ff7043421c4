"""The envelope of digital events: that of the event hub, and the best assumption for webhooks. Pure."""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from local.cxone.digital.model import Case, Message, fields_row, queue_id, stamp, user_row
from local.cxone.directory.model import Agent, Skill, Tenant
from local.cxone.wire.listing import Row


def envelope(
    kind: str,
    case: Case,
    *,
    number: int,
    at: datetime,
    tenant: Tenant,
    skill: Skill | None,
    message: Message | None = None,
    assignee: Agent | None = None,
    previous: Agent | None = None,
) -> Row:
    """An event on a case.

    Args:
        kind: the event's type, such as ``CaseStatusChanged``.
        number: makes the event's id unique.
        message: the message it is about.
        assignee, previous: who has the case now, and who had it before.
    """
    return {
        "eventId": str(uuid5(NAMESPACE_URL, f"https://cxone.example.com/event/{case.case_id}/{number}")),
        "eventObject": "Message" if kind.startswith("Message") else "Case",
        "eventType": kind,
        "createdAt": stamp(at),
        "createdAtWithMilliseconds": at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "data": {
            "brand": {
                "id": 1042,
                "tenantId": tenant.tenant_id,
                "businessUnitId": tenant.business_unit_id,
            },
            "channel": {
                "id": case.channel.id,
                "name": case.channel.name,
                "realExternalPlatformId": case.channel.real_external_platform_id,
            },
            "case": {
                "id": case.case_id,
                "contactId": case.case_id,
                "interactionId": case.interaction_id,
                "threadId": case.thread_id,
                "status": case.status,
                "direction": case.direction,
                "detailUrl": f"https://app.example.com/{case.case_id}",
                "createdAt": stamp(case.created),
                "customFields": fields_row(case.custom_fields),
            },
            "thread": {
                "id": case.thread_id,
                "idOnExternalPlatform": case.thread,
                "threadName": case.end_user.name,
                "channelId": case.channel.id,
                "canAddMoreMessages": True,
            },
            "message": _message(message),
            "routingQueue": {
                "id": queue_id(case.skill_id),
                "name": skill.skill_name if skill else "",
                "skillId": case.skill_id,
            },
            "previousInboxAssignee": user_row(previous),
            "inboxAssignee": user_row(assignee),
        },
    }


def _message(message: Message | None) -> Row | None:
    if message is None:
        return None
    author = message.author.row() if message.author else None
    content = {"type": "TEXT", "text": message.text, "payload": {"text": message.text}}
    return {
        "id": message.message_id,
        "direction": message.direction,
        "messageContent": content,
        "authorEndUserIdentity": author,
    }

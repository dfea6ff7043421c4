"""What scripts and webhooks send, and what they prove themselves with."""

import base64
import hashlib
import hmac
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from switchboard.activity.defaults import DEFAULT_RULES
from switchboard.contact.instant import write_instant
from tests.support.world import EVENTS_HOOK_SECRET, Answer, World, forget

UNIT = "4599001"
CONTACT = "9007199254740993"
KEY = f"{UNIT}:acd:{CONTACT}"
CASE_KEY = f"{UNIT}:dfo:884213"
NUMBER = "+14155550134"


def signed(body: bytes, secret: str = EVENTS_HOOK_SECRET, at: float | None = None) -> dict[str, str]:
    """Headers that sign a body as the Standard Webhooks specification says."""
    sent_at = str(int(time.time() if at is None else at))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(key, b".".join([b"msg_1", sent_at.encode(), body]), hashlib.sha256)
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": sent_at,
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


def ago(seconds: float) -> str:
    """A time so many seconds before now, as events bear it."""
    return write_instant(datetime.now(UTC) - timedelta(seconds=seconds))


def an_event(type_: str, seconds_ago: float = 0, **more: Any) -> dict[str, Any]:
    """An event of a script, every value as text; None leaves a member out."""
    given = {
        "type": f"contact.{type_}",
        "eventId": f"{more.get('contactId', CONTACT)}-{type_}",
        "at": ago(seconds_ago),
        "contactId": CONTACT,
        **more,
    }
    return {name: value for name, value in given.items() if value is not None}


def a_call(**more: Any) -> list[dict[str, Any]]:
    """An inbound call from beginning to end, half a minute ago."""
    return [
        an_event("queued", 300, ani="4155550134", dnis="8005550100", isInbound="True", channel="voice", **more),
        an_event("answered", 280, agentId="10021", agentName="Ada Quist", **more),
        an_event("ended", 60, **more),
        an_event("wrappedUp", 30, disposition="Sale", **more),
    ]


def tell(world: World, body: object, headers: dict[str, str] | None = None, **more: Any) -> Answer:
    """Post what a script tells, signed unless the headers say otherwise."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = signed(raw) if headers is None else headers
    return world.call("POST", "/v1/hooks/contact-events", raw, headers=sent, **more)


def publish_activity_rules(world: World, **changes: Any) -> None:
    """Put activity rules in force that differ from the defaults in these members."""
    document = json.loads(DEFAULT_RULES.model_dump_json(by_alias=True)) | changes
    world.aws.dynamodb().put_item(
        TableName=world.names["RulesTable"].ref,
        Item={
            "name": {"S": "activity"},
            "version": {"S": "current"},
            "number": {"N": "1"},
            "document": {"S": json.dumps(document)},
        },
    )
    forget()


def messages(world: World, queue: str) -> list[dict[str, Any]]:
    """What lies in a queue, by its logical id; it is taken out."""
    client, url = world.aws.sqs(), world.names[queue].ref
    found: list[dict[str, Any]] = []
    while received := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in received:
            client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            found.append(json.loads(message["Body"]))
    return found

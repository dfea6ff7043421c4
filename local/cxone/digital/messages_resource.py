"""The digital API's messages: in and out through channels, read marks, tags; customers and the small lists."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

from local.cxone.digital.inbox import Inbox
from local.cxone.digital.model import Case, Message, channel_row, queue_id
from local.cxone.digital.resource import BASE, Digital, created, end_user
from local.cxone.directory.store import first
from local.cxone.wire.errors import ApiError
from local.cxone.wire.listing import Row
from local.cxone.wire.parameters import Parameters
from local.cxone.wire.routes import Call, Routes, no_content, ok
from local.cxone.world.world import World
from local.simulator.message import Response

DELIVERIES = {
    "delivered": "MessageDeliveredToEndUser",
    "seen": "MessageSeenChanged",
    "failed": "MessageDeliveryStatusChanged",
}


class DigitalMessages:
    """Messages and whom they are from."""

    def __init__(self, world: World, inbox: Inbox, digital: Digital) -> None:
        self._world = world
        self._inbox = inbox
        self._digital = digital

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.guarded("GET", f"{BASE}/channels", self._channels)
        routes.guarded("POST", f"{BASE}/channels/{{channel}}/outbound", self._outbound)
        routes.guarded("POST", f"{BASE}/channels/{{channel}}/messages", self._inbound)
        routes.guarded("PUT", f"{BASE}/channels/{{channel}}/messages/{{message}}/status", self._delivery)
        routes.guarded("GET", f"{BASE}/messages", self._messages)
        routes.guarded("GET", f"{BASE}/messages/{{message}}", self._message)
        routes.guarded("PUT", f"{BASE}/messages/{{message}}/read", self._read)
        routes.guarded("PUT", f"{BASE}/messages/{{message}}/tags/{{tag}}", self._tag)
        routes.guarded("GET", f"{BASE}/customers", self._customers)
        routes.guarded("GET", f"{BASE}/customers/{{customer}}", self._customer)
        routes.guarded("GET", f"{BASE}/routing-queues", self._queues)
        routes.guarded("GET", f"{BASE}/tags", self._tags)
        routes.guarded("GET", f"{BASE}/quick-responses", lambda _call: ok({"hits": 0, "data": []}))
        routes.guarded("POST", f"{BASE}/event-hub-subscriptions", lambda _call: created({"id": str(uuid4())}))

    def _channels(self, _call: Call) -> Response:
        return ok([channel_row(each) for each in self._world.directory.digital_channels])

    def _outbound(self, call: Call) -> Response:
        """A message to a customer, in their open thread or in a new one."""
        channel, text = self._digital.channel(call), _text(call.given)
        recipients = call.given.rows("recipients") if call.given.raw("recipients") else []
        thread = call.given.raw("thread")
        whom = end_user(recipients[0] if recipients else thread)
        case = first(
            each
            for each in self._inbox.all()
            if each.channel == channel
            and each.end_user.platform_id == whom.platform_id
            and each.status != "closed"
        ) or self._inbox.begin(channel, whom, direction="outbound")
        message = self._inbox.add_message(case, text, "outbound")
        shown = self._digital.row(case)
        kept = ("id", "channelId", "direction", "createdAt", "customFields")
        return created(
            {
                "consumerContact": {name: shown[name] for name in kept},
                "message": {name: message.row()[name] for name in ("id", "idOnExternalPlatform")},
            }
        )

    def _inbound(self, call: Call) -> Response:
        """A customer's message on a channel of one's own."""
        channel, text = self._digital.channel(call), _text(call.given)
        whom = end_user(call.given.raw("authorEndUserIdentity"))
        case = first(
            each
            for each in self._inbox.all()
            if each.channel == channel
            and each.end_user.platform_id == whom.platform_id
            and each.status != "closed"
        ) or self._inbox.begin(channel, whom)
        message = self._inbox.add_message(case, text, "inbound")
        return created({**message.row(), "contactId": case.case_id})

    def _delivery(self, call: Call) -> Response:
        case, message = self._find(call)
        status = call.given.text("status")
        if status not in DELIVERIES:
            raise ApiError(400, "Invalid status")
        self._change(case, message, DELIVERIES[status], lambda one: replace(one, delivery=status))
        return no_content()

    def _messages(self, _call: Call) -> Response:
        rows = [message.row() for case in self._inbox.all() for message in case.messages]
        return ok({"hits": len(rows), "data": rows})

    def _message(self, call: Call) -> Response:
        return ok(self._find(call)[1].row())

    def _read(self, call: Call) -> Response:
        case, message = self._find(call)
        self._change(case, message, "MessageReadChanged", lambda one: replace(one, is_read=True))
        return no_content()

    def _tag(self, call: Call) -> Response:
        case, message = self._find(call)
        tag = call.place["tag"]
        tags = tuple(dict.fromkeys([*message.tags, tag]))
        self._change(case, message, "MessageUpdated", lambda one: replace(one, tags=tags))
        return no_content()

    def _customers(self, _call: Call) -> Response:
        rows = list({case.end_user.platform_id: self._customer_row(case) for case in self._inbox.all()}.values())
        return ok({"hits": len(rows), "data": rows})

    def _customer(self, call: Call) -> Response:
        case = first(each for each in self._inbox.all() if each.end_user.platform_id == call.place["customer"])
        if case is None:
            raise ApiError(404, "Not found")
        return ok(self._customer_row(case))

    def _queues(self, _call: Call) -> Response:
        skills = [each for each in self._world.directory.skills if each.media_type_id == 9]
        return ok(
            [{"id": queue_id(each.skill_id), "name": each.skill_name, "skillId": each.skill_id} for each in skills]
        )

    def _tags(self, _call: Call) -> Response:
        return ok([{"id": each.tag_id, "title": each.tag_name} for each in self._world.directory.tags])

    def _find(self, call: Call) -> tuple[Case, Message]:
        for case in self._inbox.all():
            for message in case.messages:
                if message.message_id == call.place["message"]:
                    return case, message
        raise ApiError(404, "Not found")

    def _change(self, case: Case, message: Message, kind: str, change: Callable[[Message], Message]) -> None:
        after = change(message)
        messages = tuple(after if each.message_id == message.message_id else each for each in case.messages)
        self._inbox.change(kind, replace(case, messages=messages), after)

    @staticmethod
    def _customer_row(case: Case) -> Row:
        return {"id": case.end_user.platform_id, **case.end_user.row(), "channelId": case.channel.id}


def _text(given: Parameters) -> str:
    content = given.raw("messageContent")
    payload = content.get("payload") if isinstance(content, dict) else None
    text = payload.get("text") if isinstance(payload, dict) else None
    if not text:
        raise ApiError(400, "messageContent is required")
    return str(text)

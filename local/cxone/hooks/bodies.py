"""What Studio scripts send to the bridge when something happens to a contact. Pure."""

from local.cxone.contacts.book import Change
from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.model import Contact, State
from local.cxone.wire.formats import iso, truth

Body = dict[str, object]

EVENTS_OF: dict[str, tuple[str, ...]] = {
    Move.QUEUE: ("queued",),
    Move.ROUTE: ("routed",),
    Move.ANSWER: ("answered",),
    Move.REFUSE: ("refused",),
    Move.ABANDON: ("abandoned",),
    Move.FAIL: ("ended",),
    Move.HOLD: ("held",),
    Move.RESUME: ("resumed",),
    Move.JOIN: ("conferenced",),
    Move.END: ("ended",),
    Move.FINISH: ("wrappedUp",),
    "transferred": ("transferred", "ended"),
    "data": ("variables",),
}
"""Event types by what happened; nothing else is told."""

CHANNELS = {1: "email", 3: "chat", 4: "voice", 5: "voicemail", 6: "workItem", 7: "sms", 9: "digital"}


def event_bodies(change: Change, *, outbound_ani: str = "ours") -> list[Body]:
    """The contact events of a change, in their order. Every scalar is text, as ``asjson()`` renders it.

    What agents say among themselves runs no script, until the customer is passed on.

    Args:
        outbound_ani: whose number ``ani`` is when a call goes out: ours, or the customer's (unconfirmed).
    """
    if change.after.initiator_id:
        return []
    if change.what == "passed":
        words: tuple[str, ...] = ("queued" if change.after.state is State.IN_QUEUE else "answered",)
    else:
        words = EVENTS_OF.get(change.what, ())
    is_swapped = change.after.is_outbound and outbound_ani == "customers"
    return [_event(word, change, is_swapped=is_swapped) for word in words]


def screen_pop_body(change: Change, business_unit_id: int) -> Body | None:
    """What a script asks the bridge when a contact is offered to an agent; None at other times."""
    contact = change.after
    if change.what != Move.ROUTE or contact.initiator_id or contact.media_type_id not in CHANNELS:
        return None
    return {
        "callType": "outbound" if contact.is_outbound else "inbound",
        "channel": CHANNELS[contact.media_type_id],
        "ani": contact.from_address,
        "dnis": contact.to_address,
        "skill": str(contact.skill_id),
        "contactKey": f"{business_unit_id}:acd:{contact.contact_id}",
        "variables": dict(contact.variables),
    }


def _event(word: str, change: Change, *, is_swapped: bool) -> Body:
    contact = change.after
    ani, dnis = contact.from_address, contact.to_address
    # Who had the contact is told with what ended it, even though it is nobody's any more.
    agent_id = contact.agent_id or (change.before.agent_id if change.before else 0)
    return {
        "type": f"contact.{word}",
        "eventId": _event_id(word, contact),
        "at": iso(change.at),
        "contactId": str(contact.contact_id),
        "masterContactId": str(contact.master_id),
        "ani": dnis if is_swapped else ani,
        "dnis": ani if is_swapped else dnis,
        "skillId": str(contact.skill_id or ""),
        "isInbound": truth(not contact.is_outbound),
        "mediaTypeId": str(contact.media_type_id),
        "agentId": str(agent_id or ""),
        "variables": {**dict(contact.variables), **dict(contact.custom_data)},
    }


def _event_id(word: str, contact: Contact) -> str:
    if word == "variables":
        return f"{contact.contact_id}-{word}-{int(contact.updated.timestamp() * 1000)}"
    return f"{contact.contact_id}-{word}-{len(contact.stages)}"


def texts_only(value: object) -> object:
    """The value with every scalar as text: ``true``, ``42``, and "" for null."""
    if isinstance(value, dict):
        return {key: texts_only(each) for key, each in value.items()}
    if isinstance(value, list):
        return [texts_only(each) for each in value]
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return text.lower() if text in ("True", "False") else text

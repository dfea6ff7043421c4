"""What a CXone Studio script sends and reads: flat JSON in which every value may be text.

Scripts render every value as text (``asjson``), so ``"True"``, ``"42"`` and ``""`` are taken for what they mean;
members that nobody knows are passed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from switchboard.contact import CallType, Channel
from switchboard.salesforce_id import id18
from switchboard.screen_pop.model import (
    Decision,
    OpenFlow,
    OpenListView,
    OpenNewRecord,
    OpenObjectHome,
    OpenRecord,
    OpenSearch,
    OpenUrl,
    RingingContact,
)
from switchboard.screen_pop.rendering import classic, variables

MOST_VALUE = 2000
MOST_VARIABLES = 100
MOST_ANSWER_BYTES = 32_000
"""What a script can read of an answer (CXone Studio, REST API action)."""

_POP_NAMES = {
    OpenRecord: "record",
    OpenObjectHome: "objectHome",
    OpenListView: "listView",
    OpenSearch: "search",
    OpenNewRecord: "newRecord",
    OpenUrl: "url",
    OpenFlow: "flow",
}


@dataclass(frozen=True, slots=True)
class HookRequest:
    """A script's request.

    Args:
        contact: in our own terms.
        user_id: Salesforce user of the agent, 18 characters, or empty.
        queued: whether the contact is only queued, so that its caller is to be looked up ahead.
        wrong: members that could not be read, and why.
    """

    contact: RingingContact
    user_id: str
    queued: bool
    wrong: tuple[str, ...]


def read_hook(body: Mapping[str, object], business_unit: str) -> HookRequest:
    """A script's request from its JSON object; what cannot be read is listed, never raised.

    Args:
        business_unit: the tenant's number, for contacts named by ``contactId`` alone.
    """
    wrong: list[str] = []

    def text(name: str) -> str:
        value = body.get(name)
        if value is None:
            return ""
        if isinstance(value, dict | list) or len(str(value)) > MOST_VALUE:
            wrong.append(name)
            return ""
        return ("true" if value else "false") if isinstance(value, bool) else str(value).strip()

    def values(name: str) -> dict[str, str]:
        given = body.get(name)
        if given in (None, ""):
            return {}
        if not isinstance(given, dict) or len(given) > MOST_VARIABLES:
            wrong.append(name)
            return {}
        return {
            str(key): "" if value is None else str(value)[:MOST_VALUE]
            for key, value in given.items()
            if not isinstance(value, dict | list)
        }

    def word(name: str, words: type[CallType] | type[Channel], default: str) -> str:
        given = text(name) or default
        known = {one.value.lower(): one.value for one in words}
        if given.lower() not in known:
            wrong.append(name)
        return known.get(given.lower(), default)

    outbound = text("isInbound").lower() == "false"
    contact_id = text("contactId")
    key = text("contactKey") or (f"{business_unit}:acd:{contact_id}" if contact_id and business_unit else "")
    contact = RingingContact(
        call_type=CallType(word("callType", CallType, "outbound" if outbound else "inbound")),
        channel=Channel(word("channel", Channel, "voice")),
        sub_channel=text("subChannel"),
        ani=text("ani"),
        dnis=text("dnis"),
        skill=text("skillId") or text("skill"),
        email=text("email"),
        handle=text("handle"),
        contact_key=key,
        variables=values("variables"),
        lookup=text("lookup"),
        parameters=values("parameters"),
    )
    queued = text("queued").lower() in {"true", "1"} or text("type") == "contact.queued"
    return HookRequest(contact, id18(text("userId")) or "", queued, tuple(wrong))


def flat_answer(decision: Decision, contact: RingingContact) -> dict[str, str]:
    """The decision as flat text under 32 kB; fields that do not fit are left out, the last ones first."""
    match = decision.match
    in_classic = classic(decision, contact).call or {}
    answer = {
        "match": match.outcome.value,
        "reason": match.reason,
        "rule": decision.rule,
        "truncated": "true" if match.truncated else "false",
        "pop": _POP_NAMES.get(type(decision.pop), "nothing"),
        "popUrl": str(in_classic.get("url", "")),
    }
    size = sum(len(name) + len(value.encode()) * 2 + 8 for name, value in answer.items())
    for name, value in variables(decision).items():
        # Twice the bytes: JSON may escape every one of them.
        size += len(name) + len(value.encode()) * 2 + 8
        if size > MOST_ANSWER_BYTES:
            break
        answer[name] = value
    return answer


def unknown_answer(reason: str) -> dict[str, str]:
    """The answer where nobody could be asked: the script goes on without a match."""
    return {"match": "unknown", "reason": reason, "matchCount": "0", "pop": "nothing", "popUrl": ""}

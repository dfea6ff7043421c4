"""A decision as the arguments of Open CTI, for Lightning and for Classic.

What a user interface cannot do comes out as the nearest thing that it can, with a note. Open CTI ends on
2028-02-28 (Salesforce help article 005306437): another rendering goes beside this one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from switchboard.contact import CallType, Channel
from switchboard.screen_pop.decision import as_text
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

KEY_PREFIXES = {
    "Account": "001",
    "Campaign": "701",
    "Case": "500",
    "Contact": "003",
    "Lead": "00Q",
    "Opportunity": "006",
}
"""First characters of the ids of standard objects, which are their addresses in Classic."""

LEAST_SEARCH_TEXT = 3
"""Characters that Lightning's search page asks for (Open CTI developer guide, screenPop)."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """Arguments of a call, or None for nothing, and what could not be done as asked."""

    call: dict[str, Any] | None
    notes: tuple[str, ...] = ()


def lightning(decision: Decision) -> Rendered:
    """Arguments of ``sforce.opencti.screenPop`` (Open CTI developer guide, screenPop for Lightning Experience).

    ``type`` is the name of a member of ``sforce.opencti.SCREENPOP_TYPE``.
    """
    notes = ("Lightning opens no windows; the pop opens in place.",) if decision.popout else ()
    match decision.pop:
        case OpenRecord(record_id=record_id):
            return _lightning("SOBJECT", {"recordId": record_id}, notes)
        case OpenObjectHome(object_type=name):
            return _lightning("OBJECTHOME", {"scope": name}, notes)
        case OpenListView(object_type=name, list_view_id=list_view_id):
            return _lightning("LIST", {"listViewId": list_view_id, "scope": name}, notes)
        case OpenSearch(text=text) if len(text) < LEAST_SEARCH_TEXT:
            return Rendered(None, (*notes, f"Lightning searches for at least {LEAST_SEARCH_TEXT} characters."))
        case OpenSearch(text=text):
            return _lightning("SEARCH", {"searchString": text}, notes)
        case OpenNewRecord(object_type=name, defaults=defaults):
            params = {"entityName": name, "defaultFieldValues": dict(defaults)}
            return _lightning("NEW_RECORD_MODAL", params, notes)
        case OpenUrl(url=url) if not url.startswith("/"):
            return Rendered(
                None, (*notes, "Lightning pops addresses within Salesforce only; open pop.url from the panel.")
            )
        case OpenUrl(url=url):
            return _lightning("URL", {"url": url}, notes)
        case OpenFlow(flow=flow, arguments=arguments):
            given = [{"name": name, "type": kind, "value": value} for name, kind, value in arguments]
            return _lightning("FLOW", {"flowDevName": flow, "flowArgs": given}, notes)
        case _:
            return Rendered(None)


def classic(decision: Decision, contact: RingingContact) -> Rendered:
    """A call of ``sforce.interaction`` (Open CTI for Salesforce Classic).

    ``{"method": "screenPop", "url", "force"}``, with ``window`` where one of its own is wished for, or
    ``{"method": "searchAndScreenPop", "searchParams", "queryParams", "callType"}``. Addresses of forms, lists and
    searches are those that Classic itself uses; Salesforce does not document them.
    """
    prefixes = {**KEY_PREFIXES, **decision.key_prefixes}
    match decision.pop:
        case OpenRecord(record_id=record_id):
            return _classic(f"/{record_id}", decision)
        case OpenObjectHome(object_type=name):
            return _classic_of(name, "/o", prefixes, decision)
        case OpenListView(object_type=name, list_view_id=list_view_id):
            return _classic_of(name, f"?fcf={list_view_id}", prefixes, decision)
        case OpenSearch(text=text):
            return _classic_search(text, contact, decision)
        case OpenNewRecord(object_type=name, defaults=defaults, classic_elements=elements):
            known = {elements[field]: value for field, value in defaults.items() if field in elements}
            query = f"?{urlencode(known, quote_via=quote)}" if known else ""
            lost = sorted(set(defaults) - set(elements))
            notes = (f"Classic's form is not filled in {', '.join(lost)}: no element is named.",) if lost else ()
            return _classic_of(name, f"/e{query}", prefixes, decision, notes)
        case OpenUrl(url=url):
            return _classic(url, decision)
        case OpenFlow(flow=flow, arguments=arguments):
            query = urlencode({name: value for name, _, value in arguments}, quote_via=quote)
            notes = ("Classic has no flow pop; the flow's own address opens.",)
            return _classic(f"/flow/{flow}" + (f"?{query}" if query else ""), decision, notes)
        case _:
            return Rendered(None)


def variables(decision: Decision) -> dict[str, str]:
    """The answer as flat text, which an IVR script reads.

    Names: ``matchCount``; ``recordId``, ``recordName``, ``objectType`` of the only match, and for each field that
    the rules return ``field_<name>``, a dot written as an underscore. Without exactly one match they are empty.
    """
    candidates = decision.match.candidates
    flat = {"matchCount": str(len(candidates)), "recordId": "", "recordName": "", "objectType": ""}
    if len(candidates) == 1:
        only = candidates[0]
        flat |= {"recordId": only.record_id, "recordName": only.name, "objectType": only.object_type}
        flat |= {f"field_{path.replace('.', '_')}": as_text(value) for path, value in only.fields.items()}
    return flat


def _lightning(kind: str, params: dict[str, Any], notes: tuple[str, ...]) -> Rendered:
    return Rendered({"type": kind, "params": params}, notes)


def _classic(url: str, decision: Decision, notes: tuple[str, ...] = ()) -> Rendered:
    call: dict[str, Any] = {"method": "screenPop", "url": url, "force": True}
    if decision.popout:
        size = {"width": decision.popout.width, "height": decision.popout.height}
        call["window"] = {name: value for name, value in size.items() if value is not None}
    return Rendered(call, notes)


def _classic_of(
    name: str,
    rest: str,
    prefixes: Mapping[str, str],
    decision: Decision,
    notes: tuple[str, ...] = (),
) -> Rendered:
    prefix = prefixes.get(name)
    if prefix is None:
        return Rendered(None, (*notes, f"Classic needs the key prefix of {name}; add it to keyPrefixes."))
    return _classic(f"/{prefix}{rest}", decision, notes)


def _classic_search(text: str, contact: RingingContact, decision: Decision) -> Rendered:
    """Classic's own search and pop exists for inbound calls; it never pops for the others."""
    if contact.call_type is CallType.INBOUND and contact.channel is Channel.VOICE and not decision.popout:
        call = {
            "method": "searchAndScreenPop",
            "searchParams": text,
            "queryParams": "",
            "callType": contact.call_type.value,
        }
        return Rendered(call)
    query = urlencode({"searchType": "2", "str": text}, quote_via=quote)
    return _classic(f"/_ui/search/ui/UnifiedSearchResults?{query}", decision)

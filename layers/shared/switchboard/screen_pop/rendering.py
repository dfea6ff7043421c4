"""A decision as the arguments of Open CTI, for Lightning and for Classic.

Open CTI ends on 2028-02-28 (Salesforce help article 005306437): another rendering goes beside this one.
"""

from typing import Any
from urllib.parse import quote, urlencode

from switchboard.screen_pop.model import (
    Decision,
    OpenNewRecord,
    OpenRecord,
    OpenSearch,
    Pop,
    RingingContact,
)

KEY_PREFIXES = {"Account": "001", "Contact": "003", "Lead": "00Q", "Case": "500", "Opportunity": "006"}
"""First characters of the ids of standard objects, which are their addresses in Classic."""


def lightning(pop: Pop) -> dict[str, Any] | None:
    """Arguments of ``sforce.opencti.screenPop``, or None for nothing (Open CTI developer guide, screenPop).

    ``type`` is the name of a member of ``sforce.opencti.SCREENPOP_TYPE``.
    """
    match pop:
        case OpenRecord(record_id=record_id):
            return {"type": "SOBJECT", "params": {"recordId": record_id}}
        case OpenSearch(text=text):
            return {"type": "SEARCH", "params": {"searchString": text}}
        case OpenNewRecord(object_type=name, defaults=defaults):
            return {
                "type": "NEW_RECORD_MODAL",
                "params": {"entityName": name, "defaultFieldValues": dict(defaults)},
            }
        case _:
            return None


def classic(pop: Pop, contact: RingingContact) -> dict[str, Any] | None:
    """A call of ``sforce.interaction``, or None for nothing (Open CTI for Salesforce Classic).

    ``{"method": "screenPop", "url", "force"}`` or ``{"method": "searchAndScreenPop", "searchParams",
    "queryParams", "callType"}``.
    """
    match pop:
        case OpenRecord(record_id=record_id):
            return _classic_url(f"/{record_id}")
        case OpenSearch(text=text):
            return {
                "method": "searchAndScreenPop",
                "searchParams": text,
                "queryParams": "",
                "callType": contact.call_type.value,
            }
        case OpenNewRecord(object_type=name, defaults=defaults, classic_elements=elements):
            prefix = KEY_PREFIXES.get(name)
            if prefix is None:
                return None
            query = urlencode(
                {elements[field]: value for field, value in defaults.items() if field in elements},
                quote_via=quote,
            )
            return _classic_url(f"/{prefix}/e" + (f"?{query}" if query else ""))
        case _:
            return None


def variables(decision: Decision) -> dict[str, str]:
    """The answer as flat text, which an IVR script reads; the fields are those of the best candidate.

    Names: ``matchCount``, ``recordId``, ``recordName``, ``objectType``, and ``field_<name>`` for each field
    that the rules return, a dot written as an underscore.
    """
    candidates = decision.match.candidates
    flat = {"matchCount": str(len(candidates)), "recordId": "", "recordName": "", "objectType": ""}
    if len(candidates) == 1:
        only = candidates[0]
        flat |= {"recordId": only.record_id, "recordName": only.name, "objectType": only.object_type}
        for path, value in only.fields.items():
            flat[f"field_{path.replace('.', '_')}"] = _text(value)
    return flat


def _classic_url(url: str) -> dict[str, Any]:
    return {"method": "screenPop", "url": url, "force": True}


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)

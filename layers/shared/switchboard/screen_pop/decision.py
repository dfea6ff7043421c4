"""From what was found to what is popped: a pure function of rule, contact and match."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from switchboard.rule_model import fill
from switchboard.screen_pop.model import (
    Decision,
    Match,
    Nothing,
    OpenFlow,
    OpenListView,
    OpenNewRecord,
    OpenObjectHome,
    OpenRecord,
    OpenSearch,
    OpenUrl,
    Outcome,
    Pop,
    RingingContact,
)
from switchboard.screen_pop.planning import placeholder_values
from switchboard.screen_pop.pop_rules import (
    FlowPop,
    ListViewPop,
    NewRecordPop,
    ObjectHomePop,
    PopRule,
    RecordPop,
    SearchPop,
    UrlPop,
    VisualforcePop,
)
from switchboard.screen_pop.rules import ContactRule


def decide(rule: ContactRule, contact: RingingContact, match: Match) -> Decision:
    """What to pop.

    A truncated search has not seen every record, so it pops as many would: one proof among unseen records is
    no certainty, and none is no reason to make a new record.
    """
    outcome = Outcome.MANY if match.truncated else match.outcome
    chosen: PopRule = getattr(rule.pops, outcome.value)
    return Decision(match, _pop(chosen, contact, match), rule.name, chosen.popout)


def nothing(reason: str) -> Decision:
    """The decision where no rule holds."""
    return Decision(Match(reason=reason), Nothing())


def _pop(rule: PopRule, contact: RingingContact, match: Match) -> Pop:
    values = _values(contact, match)
    match rule:
        case RecordPop():
            best = match.candidates[0]
            return OpenRecord(best.object_type, best.record_id)
        case ObjectHomePop(object=name):
            return OpenObjectHome(name)
        case ListViewPop(object=name, list_view_id=list_view_id):
            return OpenListView(name, list_view_id)
        case SearchPop(text=template):
            text = fill(template, values) if template else _search_text(contact, match)
            return OpenSearch(text) if text else Nothing()
        case NewRecordPop(object=name, defaults=templates, classic_elements=elements):
            return OpenNewRecord(name, _filled(templates, values), elements)
        case VisualforcePop(page=page, variables=templates):
            return OpenUrl(_with_query(f"/apex/{page}", _filled(templates, values)))
        case UrlPop(url=url, variables=templates):
            return OpenUrl(_with_query(url, _filled(templates, values)))
        case FlowPop(flow=flow, arguments=arguments):
            given = ((name, one.type, fill(one.value, values)) for name, one in arguments.items())
            return OpenFlow(flow, tuple(given))
        case _:
            return Nothing()


def _search_text(contact: RingingContact, match: Match) -> str:
    """What the search page is best asked for: national digits find most spellings of a number."""
    return match.ani.nsn if match.ani else contact.email or contact.handle


def _values(contact: RingingContact, match: Match) -> dict[str, str]:
    values = placeholder_values(contact, match.ani.e164 if match.ani else "")
    values["matchCount"] = str(len(match.candidates))
    if match.outcome is Outcome.ONE:
        only = match.candidates[0]
        values |= {"recordId": only.record_id, "recordName": only.name, "objectType": only.object_type}
        values |= {f"field.{path}": as_text(value) for path, value in only.fields.items()}
    return values


def _filled(templates: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    filled = {name: fill(template, values) for name, template in templates.items()}
    return {name: value for name, value in filled.items() if value}


def _with_query(url: str, variables: Mapping[str, str]) -> str:
    if not variables:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(variables, quote_via=quote)}"


def as_text(value: object) -> str:
    """A field's value as a script or a flow reads it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)

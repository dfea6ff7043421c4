"""Calls as the routes offer them, as events tell of them, and as reports are matched with them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from switchboard.agent.watching import CallWatcher
from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.contact_intake.models import Received
from switchboard.cxone.dialling import CxoneDialling
from switchboard.dialing.api import CallAnswer, DialRequest, call_answer
from switchboard.dialing.call import Call
from switchboard.dialing.late import Outbound, late_relations
from switchboard.dialing.relation import relation_events
from switchboard.dialing.rules import DEFAULT_RULES, DialingRules
from switchboard.dialing.service import Dialing, DialOrder
from switchboard.dialing.sightings import of_status
from switchboard.dialing.tracking import Tracking
from switchboard.errors import SwitchboardError
from switchboard.runtime import aws, observe
from switchboard.runtime.agents import acting_agents, agent_centre
from switchboard.runtime.arrival import arrived_at
from switchboard.runtime.callers import Caller
from switchboard.runtime.cxone import cxone
from switchboard.runtime.rules import PublishedRules
from switchboard.runtime.services import salesforce
from switchboard.runtime.settings import settings
from switchboard.salesforce.do_not_call import SalesforceDoNotCall
from switchboard.stores.call_items import CallItems
from switchboard.stores.rules_items import RulesItems

_GATEWAY_WAITS = timedelta(seconds=30)
"""The gateway gives up on a request after this time, so none is older."""


def dial(request: DialRequest, key: str, event: Mapping[str, Any], caller: Caller) -> CallAnswer:
    """Dial for the acting user, or tell of the call that this click has made already.

    Raises:
        NoActingUser: the caller acts for nobody.
        NotDialled: or one of its kinds; nothing was dialled.
        VendorError, StoreUnavailable: nothing was dialled.
    """
    order = DialOrder(
        caller.acting_user(),
        request.number,
        request.clicked(),
        request.skill_id or "",
        key,
        _arrived_at(event),
    )
    placed = dialing().dial(order)
    observe.note(repeated=placed.repeated, call_state=placed.call.state.value)
    observe.count("CallsRepeated" if placed.repeated else "CallsDialled")
    return _answer(placed.call, repeated=placed.repeated)


def look(call_id: str, caller: Caller) -> CallAnswer:
    """A call of the acting user's, as it stands now.

    Raises:
        NoActingUser, NotYourCall, CallUnknown: there is none that the caller may see.
        StoreUnavailable: it cannot be read.
    """
    return _answer(dialing().look(caller.acting_user(), call_id), repeated=False)


def watcher() -> CallWatcher:
    """Hears of calls from agents' events."""
    return _Watcher()


def late_relations_of(contacts: Iterable[Outbound]) -> Sequence[Received]:
    """What reported contacts are to be told of the records from which they were dialled."""
    return late_relations(contacts, call_items().of_agent)


@cache
def dialing() -> Dialing:
    """Dialling over the tenant and the org of this deployment."""
    return Dialing(
        rules=dialing_rules(),
        agents=acting_agents(),
        centre=_centre(),
        records=SalesforceDoNotCall(salesforce()),
        calls=call_items(),
        tracking=tracking(),
        region=settings().phone_region,
        report=_report,
    )


@cache
def tracking() -> Tracking:
    """Keeps the calls of this deployment up to date."""
    return Tracking(call_items(), _centre(), _relate)


@cache
def call_items() -> CallItems:
    """The calls of this deployment."""
    return CallItems(aws.dynamodb(), settings().desk_table)


@cache
def dialing_rules() -> PublishedRules[DialingRules]:
    """The dialing rules in force."""
    return PublishedRules("dialing", DEFAULT_RULES, RulesItems(aws.dynamodb(), settings().rules_table))


@cache
def _centre() -> CxoneDialling:
    return CxoneDialling(cxone(), agent_centre())


class _Watcher:
    """Implements ``switchboard.agent.watching.CallWatcher``."""

    def noticed(
        self,
        user_id: str,  # noqa: ARG002 - the agent's own calls tell whose they are
        agent_id: str,
        contact_id: str,
        master_id: str,
        dialled_number: str,
        status: str,
        disconnect_code: str,
    ) -> None:
        seen = of_status(
            status, disconnect_code, contact_id=contact_id, master_id=master_id, number=dialled_number
        )
        tracking().noticed(agent_id, seen)


def _relate(call: Call) -> None:
    """Tell the call's contact of the record that the number was clicked on."""
    from switchboard.runtime.contact_events import take_in  # noqa: PLC0415 - a click does without it

    unit = settings().business_unit
    if not unit:
        observe.logger().warning("contact_not_related", extra={"reason": "the parameter BusinessUnit is empty"})
        return
    key = ContactKey(unit, NumberSpace.ACD, call.contact_id)
    sides = (call.who_id, call.what_id)
    told = relation_events(key, call.digest, call.user_id, call.agent_id, call.number, sides, call.sent_at)
    take_in(told, datetime.now(UTC))


def _answer(call: Call, *, repeated: bool) -> CallAnswer:
    answer = call_answer(call, datetime.now(UTC), settings().business_unit, repeated=repeated)
    observe.about(answer.contact_key)
    return answer


def _arrived_at(event: Mapping[str, Any]) -> datetime:
    """When the gateway had the request, as far as it may be believed."""
    now = datetime.now(UTC)
    told = arrived_at(event)
    return min(now, max(told, now - _GATEWAY_WAITS))


def _report(what: str, error: SwitchboardError) -> None:
    observe.logger().warning(what, extra={"reason": str(error)})
    observe.count("CallsUnresolved")

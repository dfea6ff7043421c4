"""Agents' events as their route offers them, and what follows from them: pops, and what is known of contacts."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache, partial

from switchboard.agent.session import AgentSession
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.event_poll import CxoneEvents, PollSession
from switchboard.cxone.versions import ApiVersions
from switchboard.desk.contact_news import CallSeen, calls_seen, received, ringing_contact
from switchboard.desk.event_api import EventPage, written
from switchboard.desk.event_shapes import AgentEvent, ContactNews, Other, PopReason
from switchboard.desk.hearing import News
from switchboard.desk.polling import LONGEST_WAIT_S, AgentEvents
from switchboard.errors import SwitchboardError
from switchboard.runtime import aws, observe, pops
from switchboard.runtime.agents import agent_centre, sessions
from switchboard.runtime.calls import watcher
from switchboard.runtime.contact_events import take_in
from switchboard.runtime.cxone import cxone_tokens
from switchboard.runtime.problems import INTERNAL, kind_of
from switchboard.runtime.settings import settings
from switchboard.stores.event_items import EventItems
from switchboard.time_left import at_most, time_left_s
from switchboard.web.session import Timeouts

STORE_S = 2.0
"""Kept back of the time for keeping events once their pops are there."""

POP_S = 4.0
"""The longest that one pop may hold events up."""

AFTER_WAIT_S = 8.0
"""Kept back of the time when CXone is asked to wait: for its answer, a pop, and keeping both."""

TIMEOUTS = Timeouts(connect_s=1.0, read_s=LONGEST_WAIT_S + 4.0)
"""CXone holds a poll for as long as it was asked to."""


def told(user_id: str, session_id: str, after: int | None, wait_s: int) -> str:
    """What happened after a number, an ``AgentEventsAnswer`` as JSON; see ``AgentEvents.after``."""
    wait = max(0.0, min(wait_s, LONGEST_WAIT_S, time_left_s() - AFTER_WAIT_S))
    page = agent_events().after(user_id, session_id, after, wait)
    _note(page)
    return written(page)


@cache
def agent_events() -> AgentEvents:
    """Events of all users' sessions."""
    return AgentEvents(
        sessions(), EventItems(aws.dynamodb(), settings().desk_table), _source(), agent_centre(), prepared
    )


def prepared(session: AgentSession, news: Sequence[News]) -> list[AgentEvent]:
    """The events with their pops; whoever else has to know of their contacts is told.

    What fails loses no event.
    """
    events = [_with_pop(session, one.event) if one.pops else one.event for one in news]
    on_contacts(session, news)
    unknown = [one.name for one in events if isinstance(one, Other)]
    if events:
        observe.count("AgentEvents", len(events))
    if unknown:
        observe.count("AgentEventsUnknown", len(unknown))
        observe.note(unknown_events=sorted(set(unknown)))
    return events


def on_contacts(session: AgentSession, news: Sequence[News]) -> None:
    """Tell of contacts: the contact store, and who watches calls that were dialled for users.

    What is lost here CXone's reports make up for.
    """
    now = datetime.now(UTC)
    variables = frozenset(part.strip() for part in settings().script_variables.split(",") if part.strip())
    events = received(session, news, variables, now)
    if events:
        _kindly("contacts_not_told", lambda: take_in(events, now))
    for seen in calls_seen(news):
        _kindly("call_not_told", partial(_notice, session, seen))


def _notice(session: AgentSession, seen: CallSeen) -> None:
    watcher().noticed(
        session.user_id,
        session.agent_id,
        seen.contact_id,
        seen.master_id,
        seen.number,
        seen.status,
        seen.disconnect_code,
    )


def _with_pop(session: AgentSession, event: AgentEvent) -> AgentEvent:
    """The event with what to pop; it comes without where nobody can be asked in time."""
    if not isinstance(event, ContactNews):
        return event
    try:
        with at_most(min(POP_S, time_left_s() - STORE_S)):
            pop = pops.for_agent(ringing_contact(event), session.user_id)
    except SwitchboardError as error:
        kind = kind_of(error)
        observe.logger().warning("no_pop", extra={"problem": kind.slug, "reason": str(error)})
        pop = PopReason(reason=kind.slug).model_dump()
    except Exception as error:  # noqa: BLE001 - a mistake of ours must not cost the agent the contact
        observe.mistake(error)
        pop = PopReason(reason=INTERNAL.slug).model_dump()
    observe.count("AgentPops")
    return event.model_copy(update={"pop": pop})


def _kindly(what: str, tell: Callable[[], object]) -> None:
    """Tell somebody for whom no event may be held up."""
    try:
        tell()
    except SwitchboardError as error:
        observe.logger().warning(what, extra={"reason": str(error)})
        observe.count("AgentEventsNotPassedOn")
    except Exception as error:  # noqa: BLE001 - the agent waits for the event
        observe.mistake(error)
        observe.count("AgentEventsNotPassedOn")


def _note(page: EventPage) -> None:
    observe.note(events=len(page.events), missed=page.missed, anew=page.present is not None)


def _source() -> CxoneEvents:
    ca_file = settings().switchboard_ca_file or None
    session = PollSession(cxone_tokens(), ca_file=ca_file, timeouts=TIMEOUTS)
    versions = ApiVersions.parse(settings().cxone_api_version, settings().cxone_api_versions)
    return CxoneEvents(CxoneClient(cxone_tokens(), session, versions), settings().business_unit)

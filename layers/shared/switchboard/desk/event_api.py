"""The answer to an agent's panel, as JSON with camelCase names."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import Field

from switchboard.desk.event_log import Kept
from switchboard.desk.event_shapes import Shape, Told


class PresentState(Shape):
    """How things stand, as far as events are still kept; what is not told here, the session's own route tells."""

    agent: Told | None = Field(description="The last agent.state.")
    leg: str | None = Field(description="Of the agent's phone: dialing, active or disconnected.")
    contacts: list[Told] = Field(description="The last event of each contact that the agent is not done with.")


class AgentEventsAnswer(Shape):
    """What happened since ``after``."""

    session_id: str
    events: list[Told] = Field(description="In order.")
    after: int = Field(description="Pass it with the next request.")
    missed: bool = Field(
        description="Whether events since after= are no longer kept: take state for what there is."
    )
    state: PresentState | None = Field(description="With missed, and where no after= was given.")


@dataclass(frozen=True, slots=True)
class EventPage:
    """The same as it is kept: each event a JSON text.

    Args:
        present: kept events of the present state, the latest first; None where it was not asked for.
    """

    session_id: str
    after: int
    events: Sequence[Kept] = ()
    missed: bool = False
    present: Sequence[Kept] | None = field(default=None, repr=False)
    leg: str = ""


def written(page: EventPage) -> str:
    """The page as an ``AgentEventsAnswer``. Our own shapes wrote the events: they go out as they are kept."""
    events = ",".join(one.document for one in page.events)
    head = json.dumps({"sessionId": page.session_id, "after": page.after, "missed": page.missed})
    state = "null" if page.present is None else _state(page.present, page.leg)
    return f'{head[:-1]}, "events": [{events}], "state": {state}}}'


def _state(latest: Sequence[Kept], leg: str) -> str:
    agent: object = None
    contacts: dict[str, object] = {}
    for one in latest:
        event = json.loads(one.document)
        if event["type"] == "agent.state":
            agent = agent or event
        elif event.get("contactKey") and event["type"].startswith("contact."):
            contacts.setdefault(event["contactKey"], event)
    open_ones = [event for event in contacts.values() if isinstance(event, dict) and not event["final"]]
    return json.dumps({"agent": agent, "leg": leg or None, "contacts": open_ones[::-1]})

"""The last net: reported outbound contacts that nobody has resolved, matched with what their agent has clicked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from switchboard.contact.key import ContactKey
from switchboard.contact_intake.models import Received
from switchboard.dialing.call import EARLIEST, LATEST, fits_in_time
from switchboard.dialing.ports import Dialled
from switchboard.dialing.relation import relation_events
from switchboard.dialing.sightings import is_number

OfAgent = Callable[[str, datetime, datetime], Sequence[Dialled]]
"""An agent's calls that were sent in a time; see ``CallStore.of_agent``."""


@dataclass(frozen=True, slots=True)
class Outbound:
    """A reported contact of which nobody has said from which record it was dialled."""

    key: ContactKey
    agent_id: str
    number: str = field(repr=False)
    started_at: datetime


def late_relations(contacts: Iterable[Outbound], of_agent: OfAgent) -> list[Received]:
    """What these contacts are to be told; one read for each agent among them.

    Raises:
        StoreUnavailable: the calls could not be read.
    """
    by_agent: dict[str, list[Outbound]] = {}
    for one in contacts:
        by_agent.setdefault(one.agent_id, []).append(one)
    told: list[Received] = []
    for agent_id, theirs in by_agent.items():
        begins = sorted(one.started_at for one in theirs)
        dialled = of_agent(agent_id, begins[0] - LATEST, begins[-1] - EARLIEST)
        for contact, call in matched(theirs, dialled).items():
            sides = (call.who_id, call.what_id)
            told += relation_events(
                contact.key, call.digest, call.user_id, agent_id, call.number, sides, call.sent_at
            )
    return told


def matched(contacts: Sequence[Outbound], dialled: Sequence[Dialled]) -> Mapping[Outbound, Dialled]:
    """Which call each contact is: the one that is known to be, else the last that was sent before it began.

    A call is one contact's and no other's.
    """
    by_contact = {one.contact_id: one for one in dialled if one.contact_id}
    found = {one: by_contact[one.key.contact_id] for one in contacts if one.key.contact_id in by_contact}
    free = [one for one in dialled if not one.contact_id]
    for contact in sorted(contacts, key=lambda one: (one.started_at, one.key)):
        if contact in found:
            continue
        fitting = [
            one
            for one in free
            if fits_in_time(one.sent_at, contact.started_at) and is_number(contact.number, one.number)
        ]
        if fitting:
            found[contact] = fitting[-1]
            free.remove(fitting[-1])
    return found

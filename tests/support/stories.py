"""Contacts as a centre has them: each with a handful of events, and now and then a second thought."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from switchboard.contact.events import contact_event
from switchboard.contact.fields import Field, Value
from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.contact.words import EventType, Source
from switchboard.contact_intake.models import Received

UNIT = "4599001"
DISPOSITIONS = ("Resolved", "Sale", "Call back", "Wrong number", "Complaint, to be followed up")
CHANNELS = ("voice", "voice", "voice", "voicemail", "chat", "email")
FIRST_ID = 9_007_199_254_740_993


@dataclass(frozen=True)
class Story:
    """A contact and what happens to it, in order."""

    key: ContactKey
    events: tuple[Received, ...]


def stories(roll: random.Random, count: int, start: datetime, over_s: float, people: Sequence[str]) -> list[Story]:
    """That many contacts, beginning within so many seconds.

    Args:
        people: ids of records that an agent may relate a contact to.
    """
    return [
        _story(roll, ContactKey(UNIT, NumberSpace.ACD, str(FIRST_ID + number)), start, over_s, people)
        for number in range(count)
    ]


def later(roll: random.Random, told: Sequence[Story], start: datetime, over_s: float) -> list[Story]:
    """What is told of the same contacts long after they were over: the agent's second thoughts, and the report."""
    return [Story(story.key, tuple(_later(roll, story.key, start, over_s))) for story in told]


def _later(roll: random.Random, key: ContactKey, start: datetime, over_s: float) -> Iterator[Received]:
    agent_s = roll.randrange(1_000, 2_000)
    report: dict[Field, Value] = {
        Field.REPORT_AGENT_S: agent_s,
        Field.REPORT_HOLD_S: 0,
        Field.REPORT_DURATION_S: agent_s + 10,
    }
    fields: dict[Field, Value] = {
        Field.DISPOSITION: f"Later: {roll.choice(DISPOSITIONS)}",
        Field.CUSTOMER_NAME: "Ida Bell",
        Field.DISPOSITION_NOTES: "Called back, see above.",
        Field.CHOSEN_WHO_ID: "",
    }
    for number, (type_, told, source) in enumerate(
        ((EventType.REPORT, report, Source.REPORT), (EventType.VARIABLES, fields, Source.AGENT))
    ):
        at = start + timedelta(seconds=roll.uniform(0, over_s))
        event = contact_event(f"{key.contact_id}-later-{number}", at, type_, source, fields=told)
        yield Received(key, event)


def _story(roll: random.Random, key: ContactKey, start: datetime, over_s: float, people: Sequence[str]) -> Story:
    begins_at = start + timedelta(seconds=roll.uniform(0, over_s))
    # What a script knows all along is in each of its events.
    known: dict[Field, Value] = {
        Field.CHANNEL: roll.choice(CHANNELS),
        Field.CALL_TYPE: roll.choice(("inbound", "inbound", "outbound")),
        Field.ANI: f"+1415555{roll.randrange(10_000):04}",
        Field.SKILL_NAME: roll.choice(("Support", "Sales")),
        Field.STARTED_AT: begins_at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
    }
    agent: dict[Field, Value] = {
        Field.AGENT_ID: str(roll.randrange(10_000, 10_050)),
        Field.AGENT_NAME: "Ada Quist",
    }
    told = list(_told(roll, agent, people))
    events = []
    at = begins_at
    for number, (type_, fields, source, detail) in enumerate(told):
        at += timedelta(seconds=roll.uniform(3, 90))
        event = contact_event(
            f"{key.contact_id}-{number}", at, type_, source, fields={**known, **fields}, detail=detail
        )
        events.append(Received(key, event))
    return Story(key, tuple(events))


def _told(
    roll: random.Random, agent: dict[Field, Value], people: Sequence[str]
) -> Iterator[tuple[EventType, dict[Field, Value], Source, str]]:
    def said(type_: EventType, fields: dict[Field, Any] | None = None, source: Source = Source.SCRIPT) -> Any:
        return type_, fields or {}, source, ""

    yield said(EventType.QUEUED)
    if roll.random() < 0.1:
        yield said(EventType.ABANDONED)
        return
    yield said(EventType.ANSWERED, agent)
    if roll.random() < 0.25:
        yield said(EventType.HELD)
        yield said(EventType.RESUMED)
    if roll.random() < 0.2:
        yield said(EventType.RELATION, {Field.CHOSEN_WHO_ID: roll.choice(people)}, Source.AGENT)
    yield said(EventType.ENDED)
    disposition = roll.choice(DISPOSITIONS)
    yield said(EventType.WRAPPED_UP, {**agent, Field.DISPOSITION: disposition})
    if roll.random() < 0.2:
        # The agent thinks again: another disposition, another person, or none at all.
        yield said(EventType.VARIABLES, {Field.DISPOSITION: roll.choice(DISPOSITIONS)}, Source.AGENT)
    if roll.random() < 0.1:
        yield said(EventType.RELATION, {Field.CHOSEN_WHO_ID: roll.choice([*people, ""])}, Source.AGENT)
    if roll.random() < 0.2:
        agent_s = roll.randrange(20, 900)
        report = {Field.REPORT_AGENT_S: agent_s, Field.REPORT_HOLD_S: 0, Field.REPORT_DURATION_S: agent_s + 10}
        yield said(EventType.REPORT, report, Source.REPORT)

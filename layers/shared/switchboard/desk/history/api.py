"""Requests and answers about an agent's history, as JSON with camelCase names."""

from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from switchboard.activity.rules import zone_of
from switchboard.contact.words import Channel
from switchboard.desk.history.model import PastContact, Reached, Report
from switchboard.desk.history.reading import Wanted, check_period, e164
from switchboard.desk.paging import MOST_CURSOR_CHARS
from switchboard.desk.wire import Instant

Direction = Literal["inbound", "outbound"]
Outcome = Literal["handled", "abandoned", "refused"]


def _checked_zone(name: str) -> str:
    zone_of(name)
    return name


SkillId = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,9}$")]
Zone = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_checked_zone)]


class AnswerModel(BaseModel):
    """Common ground of answers."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)


class ListQuery(BaseModel):
    """What both lists take."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True)

    search: str = Field(default="", max_length=100, description="Words, or a part of a number in any spelling.")
    limit: int = Field(default=50, ge=1, le=100, description="Most rows of a page.")
    cursor: str | None = Field(default=None, max_length=MOST_CURSOR_CHARS, description="From the page before.")


class HistoryQuery(ListQuery):
    """Which contacts."""

    begin: Instant | None = Field(
        default=None, alias="from", description="Where it is left out, the beginning of the last day."
    )
    end: Instant | None = Field(default=None, alias="to", description="Now, where it is left out.")
    time_zone: Zone = Field(default="UTC", description="In which a day begins, such as Europe/Berlin.")
    channel: Channel | None = None
    direction: Direction | None = None
    skill_id: SkillId | None = None

    def wanted(self, now: datetime) -> Wanted:
        """The contacts that are asked for.

        Raises:
            PeriodNotTaken: there are none of such a period.
        """
        end = (self.end or now + timedelta(seconds=1)).astimezone(UTC)
        zone = zone_of(self.time_zone)
        last_day = (end - timedelta(microseconds=1)).astimezone(zone).date()
        begin = (self.begin or datetime.combine(last_day, time(), zone)).astimezone(UTC)
        check_period(begin, end)
        return Wanted(
            begin=begin,
            end=end,
            channel=self.channel,
            is_outbound=None if self.direction is None else self.direction == "outbound",
            skill_id=self.skill_id or "",
            search=self.search,
        )


class RecentQuery(ListQuery):
    """Whom the agent contacted."""

    days: int = Field(default=30, ge=1, le=30)


class DialAnswer(AnswerModel):
    """What POST /v1/calls takes to dial again."""

    number: str
    record_id: str | None = None
    skill_id: str | None = Field(description="Null for what the dialing rules choose.")


class SecondsAnswer(AnswerModel):
    """Whole seconds; null where they were not told."""

    total: int | None
    queue: int | None
    agent: int | None = Field(description="With agents, on hold too.")
    hold: int | None
    wrap_up: int | None


class ActivityAnswer(AnswerModel):
    """The record that was written of a contact."""

    object_type: str
    record_id: str


class ContactAnswer(AnswerModel):
    """A contact that the agent had."""

    contact_key: str
    master_contact_key: str | None
    channel: Channel | None
    direction: Direction
    address: str | None = Field(description="The customer's number, e-mail address or handle as CXone has it.")
    number: str | None = Field(description="The same in E.164, where it is a number.")
    our_address: str | None
    skill_id: str | None
    skill_name: str | None
    started_at: datetime
    outcome: Outcome | None = Field(description="Null where somebody else had the contact last.")
    disposition_id: str | None
    disposition: str | None
    secondary_disposition_id: str | None
    notes: str | None
    transfer: str | None = Field(description="How it was passed on, such as ReSkill.")
    seconds: SecondsAnswer | None = Field(description="Null where somebody else had the contact last.")
    dial: DialAnswer | None = Field(description="Null where it has no number.")
    activity: ActivityAnswer | None = Field(description="What is known to be written of it in Salesforce.")


class HistoryAnswer(AnswerModel):
    """Contacts of the acting agent, newest first."""

    contacts: list[ContactAnswer]
    next: str | None = Field(description="Cursor of the next page. A page may be short before the last.")
    complete: bool = Field(description="Whether everything that belongs to these contacts could be read.")
    reason: str | None = Field(description="What kept it from being read.")


class ReachedAnswer(AnswerModel):
    """Somebody whom the agent contacted."""

    kind: Literal["number", "agent", "skill", "address"]
    address: str | None
    number: str | None
    agent_id: str | None
    skill_id: str | None
    last_at: datetime
    dial: DialAnswer | None


class RecentAnswer(AnswerModel):
    """Whom the acting agent contacted, the last one first."""

    targets: list[ReachedAnswer]
    next: str | None


class Beside(AnswerModel):
    """What is known of a contact beside the contact centre's history."""

    report: Report | None = None
    disposition: str | None = None
    activity: ActivityAnswer | None = None
    record_id: str | None = None


def contact_answer(
    contact: PastContact, key: str, master_key: str | None, region: str, skill_id: str | None, beside: Beside
) -> ContactAnswer:
    """The answer about a contact.

    Args:
        skill_id: what the agent may dial its number with; None for what the rules choose.
    """
    number, report = e164(contact.customer_address, region), beside.report
    ours = contact.from_address if contact.is_outbound else contact.to_address
    return ContactAnswer(
        contact_key=key,
        master_contact_key=master_key,
        channel=contact.channel,
        direction="outbound" if contact.is_outbound else "inbound",
        address=contact.customer_address or None,
        number=number or None,
        our_address=ours or None,
        skill_id=contact.skill_id or None,
        skill_name=contact.skill_name or None,
        started_at=contact.began_at,
        outcome=report.outcome if report else None,  # type: ignore[arg-type] # pydantic checks it
        disposition_id=contact.disposition_id or None,
        disposition=beside.disposition,
        secondary_disposition_id=contact.secondary_id or None,
        notes=(report.notes or None) if report else None,
        transfer=contact.transfer or None,
        seconds=_seconds(report),
        dial=DialAnswer(number=number, record_id=beside.record_id, skill_id=skill_id) if number else None,
        activity=beside.activity,
    )


def reached_answer(reached: Reached, region: str) -> ReachedAnswer:
    """The answer about somebody whom the agent contacted."""
    number = e164(reached.address, region)
    kind: Literal["number", "agent", "skill", "address"] = "address"
    if reached.agent_id:
        kind = "agent"
    elif number:
        kind = "number"
    elif reached.skill_id and not reached.address:
        kind = "skill"
    return ReachedAnswer(
        kind=kind,
        address=reached.address or None,
        number=number or None,
        agent_id=reached.agent_id or None,
        skill_id=reached.skill_id or None,
        last_at=reached.at,
        dial=DialAnswer(number=number, skill_id=None) if number and kind == "number" else None,
    )


def _seconds(report: Report | None) -> SecondsAnswer | None:
    if report is None:
        return None
    return SecondsAnswer(
        total=report.total_s,
        queue=report.queue_s,
        agent=report.agent_s,
        hold=report.hold_s,
        wrap_up=report.wrap_up_s,
    )

"""Rows of completed contacts, in the names of CXone's v23 and of newer versions, as report events.

The same contact comes again when after-contact work, disposition or analytics land: its rows differ in
``lastUpdateTime``, and the later one holds.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from switchboard.contact.events import contact_event
from switchboard.contact.facts import ABANDONED, HANDLED, REFUSED
from switchboard.contact.fields import Field, Value
from switchboard.contact.instant import write_instant
from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.contact.words import CallType, EventType, Source
from switchboard.contact_intake.models import Intake, Reason, Received, Trouble
from switchboard.contact_intake.names import MEDIA_TYPES
from switchboard.contact_intake.wire import Members, NotReadable

_STARTS = ("contactStartDate", "contactStart")
_UPDATES = ("lastUpdateTime", "dateACWWarehoused", "dateContactWarehoused", *_STARTS)
_IDS = {
    Field.MASTER_CONTACT_ID: "masterContactId",
    Field.AGENT_ID: "agentId",
    Field.TEAM_ID: "teamId",
    Field.SKILL_ID: "skillId",
    Field.CAMPAIGN_ID: "campaignId",
    Field.DISPOSITION_ID: "primaryDispositionId",
    Field.SECONDARY_DISPOSITION_ID: "secondaryDispositionId",
}
_TEXTS = {
    Field.TEAM_NAME: "teamName",
    Field.SKILL_NAME: "skillName",
    Field.CAMPAIGN_NAME: "campaignName",
    Field.POINT_OF_CONTACT: "pointOfContactName",
    Field.DISPOSITION: "primaryDispositionName",
    Field.DISPOSITION_NOTES: "dispositionNotes",
    Field.REFUSE_REASON: "refuseReason",
    Field.END_REASON: "endReason",
}
_NUMBERS = {
    Field.REPORT_PRE_QUEUE_S: "preQueueSeconds",
    Field.REPORT_QUEUE_S: "inQueueSeconds",
    Field.REPORT_AGENT_S: "agentSeconds",
    Field.REPORT_HOLD_S: "holdSeconds",
    Field.REPORT_HOLD_COUNT: "holdCount",
    Field.REPORT_DURATION_S: "totalDurationSeconds",
}


def read_reports(rows: Sequence[Mapping[str, Any]], business_unit: str) -> Intake:
    """One report event for each row, in their order.

    Args:
        rows: as the JSON reader gave them; ids may be numbers or text.
    """
    received: list[Received] = []
    refused: list[Trouble] = []
    dropped: list[Trouble] = []
    for index, row in enumerate(rows):
        dropped_here: list[Trouble] = []
        try:
            received.append(_read_row(Members(row, index, dropped_here), business_unit))
        except NotReadable as error:
            refused.append(Trouble(index, error.field, error.reason))
        else:
            dropped += dropped_here
    return Intake(tuple(received), tuple(refused), tuple(dropped))


def _read_row(row: Members, business_unit: str) -> Received:
    contact_id = row.id("contactId")
    if not contact_id:
        raise NotReadable("contactId", Reason.MALFORMED if row.text("contactId") else Reason.MISSING)
    updated_at = row.moment(*_UPDATES)
    if updated_at is None:
        raise NotReadable("lastUpdateTime", Reason.MISSING)
    return Received(
        ContactKey(business_unit, NumberSpace.ACD, contact_id),
        contact_event(
            f"report-{write_instant(updated_at)}",
            updated_at,
            EventType.REPORT,
            Source.REPORT,
            fields=_fields(row),
        ),
    )


def _fields(row: Members) -> dict[Field, Value]:
    is_outbound = row.truth("isOutbound")
    started_at = row.moment(*_STARTS)
    media_type = row.text("mediaTypeId", "mediaType")
    texts: dict[Field, str] = {
        **{name: row.id(member) for name, member in _IDS.items()},
        **{name: row.free_text(member) for name, member in _TEXTS.items()},
        Field.AGENT_NAME: f"{row.free_text('firstName')} {row.free_text('lastName')}".strip(),
        Field.ANI: row.text("fromAddress", "fromAddr", "fromAdd"),
        Field.DNIS: row.text("toAddress", "toAddr"),
        Field.CHANNEL: MEDIA_TYPES[media_type].value if media_type in MEDIA_TYPES else "",
        Field.SUB_CHANNEL: row.text("mediaSubTypeName").lower(),
        Field.TAGS: _tags(row),
        Field.STARTED_AT: write_instant(started_at) if started_at else "",
        Field.REPORT_OUTCOME: _outcome(row),
    }
    if _is_among_agents(row):
        texts[Field.REPORT_CALL_TYPE] = CallType.INTERNAL
    elif is_outbound is not None:
        # Not every call among agents shows as one, so what the script said of it is not overruled.
        texts[Field.REPORT_CALL_TYPE] = CallType.OUTBOUND if is_outbound else CallType.INBOUND
    numbers = {name: row.number(member) for name, member in _NUMBERS.items()}
    if row.text("dateACWWarehoused") or not row.has("dateACWWarehoused"):
        # Before that, the row says 0 for work that is still going on.
        numbers[Field.REPORT_WRAP_UP_S] = row.number("acwSeconds")
    return {
        **{name: text for name, text in texts.items() if text},
        **{name: number for name, number in numbers.items() if number is not None},
    }


def _outcome(row: Members) -> str:
    if row.truth("abandoned"):
        return ABANDONED
    # A contact that one agent refused and another took has been refused as well (unconfirmed).
    return REFUSED if row.truth("isRefused") and not row.number("agentSeconds") else HANDLED


def _is_among_agents(row: Members) -> bool:
    """Whether an agent reached another one, to consult or to talk: it was placed to the agent who has it.

    No member tells it; that an agent's id stands where the dialled number would is unconfirmed. A consult
    that turned into a transfer has the customer's numbers, and is the receiver's contact with the customer.
    """
    return bool(row.id("agentId")) and row.text("toAddress", "toAddr") == row.id("agentId")


def _tags(row: Members) -> str:
    return "; ".join(tag.free_text("tagName") for tag in row.parts("tags") if tag.text("tagName"))

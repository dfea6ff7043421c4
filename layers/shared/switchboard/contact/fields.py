"""What can be known of a contact besides its timeline: the fields, and the room each may take."""

from enum import StrEnum

Value = str | int


class Field(StrEnum):
    """A field by its name in JSON. Ids are text; what ends in ``Seconds`` or ``Count`` is a number."""

    MASTER_CONTACT_ID = "masterContactId"
    PARENT_CONTACT_ID = "parentContactId"
    INTERACTION_ID = "interactionId"
    DFO_CONTACT_ID = "dfoContactId"
    CALL_TYPE = "callType"
    CHANNEL = "channel"
    SUB_CHANNEL = "subChannel"
    ANI = "ani"
    DNIS = "dnis"
    CUSTOMER_NAME = "customerName"
    SUBJECT = "subject"
    SKILL_ID = "skillId"
    SKILL_NAME = "skillName"
    AGENT_ID = "agentId"
    AGENT_NAME = "agentName"
    # The agent's Salesforce user, who may relate the contact and write notes of it.
    AGENT_USER_ID = "userId"
    TEAM_ID = "teamId"
    TEAM_NAME = "teamName"
    CAMPAIGN_ID = "campaignId"
    CAMPAIGN_NAME = "campaignName"
    POINT_OF_CONTACT = "pointOfContact"
    DISPOSITION_ID = "dispositionId"
    DISPOSITION = "disposition"
    DISPOSITION_NOTES = "dispositionNotes"
    SECONDARY_DISPOSITION_ID = "secondaryDispositionId"
    END_REASON = "endReason"
    REFUSE_REASON = "refuseReason"
    TAGS = "tags"
    RECORDING_LINK = "recordingLink"
    LINK = "link"
    WORK_ITEM_ID = "workItemId"
    WORK_ITEM_TYPE = "workItemType"
    STARTED_AT = "startedAt"

    # The record that the agent related the contact to; empty text says "none" on purpose.
    CHOSEN_WHO_ID = "chosenWhoId"
    CHOSEN_WHAT_ID = "chosenWhatId"
    # The record that the call was dialled from.
    DIALLED_WHO_ID = "dialledWhoId"
    DIALLED_WHAT_ID = "dialledWhatId"

    # What the vendor's report says; it takes the place of what the timeline tells.
    REPORT_CALL_TYPE = "reportCallType"
    REPORT_OUTCOME = "reportOutcome"
    REPORT_PRE_QUEUE_S = "reportPreQueueSeconds"
    REPORT_QUEUE_S = "reportQueueSeconds"
    REPORT_AGENT_S = "reportAgentSeconds"
    REPORT_HOLD_S = "reportHoldSeconds"
    REPORT_HOLD_COUNT = "reportHoldCount"
    REPORT_WRAP_UP_S = "reportWrapUpSeconds"
    REPORT_DURATION_S = "reportDurationSeconds"

    @property
    def is_number(self) -> bool:
        """Whether its value is a whole number."""
        return self.value.endswith(("Seconds", "Count"))

    @property
    def may_be_empty(self) -> bool:
        """Whether empty text is something that a person says, and not just nothing known."""
        return self in _CHOICES


_CHOICES = frozenset({Field.CHOSEN_WHO_ID, Field.CHOSEN_WHAT_ID})

GREATEST_NUMBER = 99_999_999
"""Salesforce takes at most 8 digits for a call's duration; a contact of three years has them."""

_ROOM_BYTES = {
    Field.ANI: 256,
    Field.DNIS: 256,
    Field.CUSTOMER_NAME: 256,
    Field.SUBJECT: 512,
    Field.SKILL_NAME: 256,
    Field.AGENT_NAME: 256,
    Field.TEAM_NAME: 256,
    Field.CAMPAIGN_NAME: 256,
    Field.POINT_OF_CONTACT: 256,
    Field.DISPOSITION: 256,
    Field.DISPOSITION_NOTES: 4_000,
    Field.END_REASON: 256,
    Field.REFUSE_REASON: 256,
    Field.TAGS: 1_000,
    Field.RECORDING_LINK: 2_000,
    Field.LINK: 2_000,
    Field.WORK_ITEM_ID: 256,
    Field.WORK_ITEM_TYPE: 256,
}
_ROOM_OF_AN_ID_BYTES = 64


def room_bytes(field: Field) -> int:
    """Bytes of JSON that the field's text may take."""
    return _ROOM_BYTES.get(field, _ROOM_OF_AN_ID_BYTES)

"""The activity rules that hold until an admin publishes some."""

from switchboard.activity.model import Policy
from switchboard.activity.rules import ActivityRules, Condition, FieldRule, RecordRule
from switchboard.contact.words import Channel

DEFAULT_RULES = ActivityRules(
    records=(
        RecordRule(
            name="task",
            object="Task",
            fields=(
                FieldRule(
                    field="Subject",
                    template="{labels.callType} {labels.channel} {customer.name || customer.number || subject}",
                ),
                FieldRule(field="Status", constant="Completed"),
                # Settable on create, never on update (Salesforce object reference, Task).
                FieldRule(
                    field="TaskSubtype",
                    constant="Call",
                    policy=Policy.CREATE_ONLY,
                    when=Condition(channels=(Channel.VOICE, Channel.VOICEMAIL)),
                ),
                FieldRule(
                    field="CallType",
                    value="callType",
                    map={"inbound": "Inbound", "outbound": "Outbound", "internal": "Internal"},
                    policy=Policy.OWN,
                ),
                FieldRule(field="CallDurationInSeconds", value="connectedSeconds", policy=Policy.OWN),
                FieldRule(
                    field="CallDisposition",
                    template="{disposition.name || (outcome != 'handled' && labels.outcome)}",
                ),
                FieldRule(field="CallObject", value="contactId", policy=Policy.OWN),
                FieldRule(field="ActivityDate", value="date(startedAt || answeredAt || endedAt)"),
                FieldRule(
                    field="Description",
                    lines=(
                        "From: {ani}",
                        "To: {dnis}",
                        "Skill: {skill.name || skill.id}",
                        "Agent: {agent.name || agent.id}",
                        "Waited: {duration(queueSeconds)}",
                        "On hold: {holdSeconds > `0` && duration(holdSeconds)}",
                        "Recording: {recordingLink}",
                        "Conversation: {link}",
                        "{disposition.notes}",
                        "{noteText}",
                    ),
                ),
                FieldRule(field="WhoId", value="relation.whoId"),
                FieldRule(field="WhatId", value="relation.whatId"),
                FieldRule(field="OwnerId", value="owner.id"),
            ),
        ),
    )
)

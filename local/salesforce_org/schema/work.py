"""What people work on: Case, Opportunity, Campaign, a custom object, and the activities Task and Event."""

from dataclasses import replace

from local.salesforce_org.schema.make import (
    KEY_FIELD,
    create_only,
    day,
    email,
    external_key,
    flag,
    long_text,
    lookup,
    moment,
    money,
    number,
    owner,
    phone,
    picklist,
    read_only,
    record_id,
    system_fields,
    text,
)
from local.salesforce_org.schema.model import Field, SObject

WHO_TARGETS = ("Contact", "Lead")
WHAT_TARGETS = ("Account", "Opportunity", "Case", "Campaign", "Policy__c")

CASE = SObject(
    "Case",
    "Case",
    "Cases",
    "500",
    (
        record_id("Case"),
        replace(read_only(text("CaseNumber", "Case Number", 30, is_name=True)), auto_number="{0:08d}"),
        lookup("ContactId", "Contact ID", "Contact", children="Cases"),
        lookup("AccountId", "Account ID", "Account", children="Cases"),
        text("Subject", "Subject"),
        picklist("Status", "Status", "New", "Working", "Escalated", "Closed", default="New"),
        picklist("Priority", "Priority", "High", "Medium", "Low", default="Medium"),
        picklist("Origin", "Case Origin", "Phone", "Email", "Web", "Chat"),
        picklist("Reason", "Case Reason", "Installation", "Performance", "Other"),
        picklist("Type", "Case Type", "Question", "Problem", "Request"),
        text("SuppliedName", "Web Name", 80),
        email("SuppliedEmail", "Web Email"),
        text("SuppliedPhone", "Web Phone", 40),
        long_text("Description", "Description"),
        read_only(phone("ContactPhone", "Contact Phone")),
        read_only(email("ContactEmail", "Contact Email")),
        read_only(flag("IsClosed", "Closed")),
        read_only(moment("ClosedDate", "Closed Date")),
        flag("IsEscalated", "Escalated"),
        owner("User", "Group"),
        *system_fields(),
    ),
)

OPPORTUNITY = SObject(
    "Opportunity",
    "Opportunity",
    "Opportunities",
    "006",
    (
        record_id("Opportunity"),
        lookup("AccountId", "Account ID", "Account", children="Opportunities"),
        text("Name", "Name", 120, required=True, is_name=True),
        replace(
            picklist("StageName", "Stage", "Prospecting", "Negotiation", "Closed Won", "Closed Lost"),
            required=True,
        ),
        day("CloseDate", "Close Date", required=True),
        money("Amount", "Amount"),
        Field("Probability", "Probability (%)", "percent", 3),
        long_text("Description", "Description"),
        read_only(flag("IsClosed", "Closed")),
        read_only(flag("IsWon", "Won")),
        lookup("ContactId", "Contact ID", "Contact"),
        owner("User"),
        *system_fields(),
    ),
)

CAMPAIGN = SObject(
    "Campaign",
    "Campaign",
    "Campaigns",
    "701",
    (
        record_id("Campaign"),
        text("Name", "Name", 80, required=True, is_name=True),
        picklist("Type", "Type", "Telemarketing", "Email", "Other"),
        picklist("Status", "Status", "Planned", "In Progress", "Completed", default="Planned"),
        day("StartDate", "Start Date"),
        day("EndDate", "End Date"),
        flag("IsActive", "Active"),
        long_text("Description", "Description"),
        owner("User"),
        *system_fields(),
    ),
)

POLICY = SObject(
    "Policy__c",
    "Policy",
    "Policies",
    "a01",
    (
        record_id("Policy"),
        replace(read_only(text("Name", "Policy Name", 80, is_name=True)), auto_number="POL-{0:05d}"),
        external_key("PolicyNumber__c", "Policy Number", 40),
        lookup("Holder__c", "Holder", "Contact", relation="Holder__r", children="Policies__r"),
        phone("HolderPhone__c", "Holder Phone"),
        email("Holder_Email__c", "Holder Email"),
        Field("Coverage__c", "Coverage", "multipicklist", 255, values=("Fire", "Theft", "Flood"), restricted=True),
        day("Valid_Until__c", "Valid Until"),
        owner("User", "Group"),
        *system_fields(),
    ),
)


def _activity_fields(children: str) -> tuple[Field, ...]:
    return (
        lookup("WhoId", "Name ID", *WHO_TARGETS, children=children),
        lookup("WhatId", "Related To ID", *WHAT_TARGETS, children=children),
        text("Subject", "Subject"),
        read_only(lookup("AccountId", "Account ID", "Account")),
        long_text("Description", "Description"),
        external_key(KEY_FIELD, "Switchboard Key", 80),
    )


TASK = SObject(
    "Task",
    "Task",
    "Tasks",
    "00T",
    (
        record_id("Activity"),
        *_activity_fields("Tasks"),
        day("ActivityDate", "Due Date Only"),
        picklist(
            "Status", "Status", "Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred",
            default="Not Started",
        ),
        picklist("Priority", "Priority", "High", "Normal", "Low", default="Normal"),
        read_only(flag("IsHighPriority", "High Priority")),
        create_only(
            picklist(
                "TaskSubtype", "Task Subtype", "Task", "Call", "Email", "ListEmail", "Cadence", "LinkedIn",
                default="Task", restricted=True,
            )
        ),
        picklist("CallType", "Call Type", "Inbound", "Outbound", "Internal", restricted=True),
        text("CallObject", "Call Object Identifier"),
        text("CallDisposition", "Call Result"),
        number("CallDurationInSeconds", "Call Duration", 8),
        read_only(flag("IsClosed", "Closed")),
        read_only(moment("CompletedDateTime", "Completed Date/Time")),
        flag("IsReminderSet", "Reminder Set"),
        moment("ReminderDateTime", "Reminder Date/Time"),
        owner("User", "Group"),
        *system_fields(),
    ),
)  # fmt: skip

EVENT = SObject(
    "Event",
    "Event",
    "Events",
    "00U",
    (
        record_id("Activity"),
        *_activity_fields("Events"),
        moment("StartDateTime", "Start Date Time"),
        moment("EndDateTime", "End Date Time"),
        number("DurationInMinutes", "Duration", 8),
        flag("IsAllDayEvent", "All-Day Event"),
        text("Location", "Location"),
        picklist("ShowAs", "Show Time As", "Busy", "Free", "OutOfOffice", default="Busy", restricted=True),
        create_only(picklist("EventSubtype", "Event Subtype", "Event", default="Event", restricted=True)),
        owner("User"),
        *system_fields(),
    ),
)

"""What people call about: cases, opportunities, campaigns and insurance policies."""

from collections.abc import Sequence
from datetime import timedelta

from local.sample_data import cast
from local.sample_data.dice import Dice
from local.sample_data.records import Record, Records
from local.sample_data.staff import ACTIVE_USER_IDS, QUEUE_IDS

CASES = 520
OPPORTUNITIES = 150
POLICIES = 110
FIRST_CASE_NUMBER = 1001

_DAY_S = 86_400
_SUBJECTS = (
    *("Delivery is late", "Invoice does not add up", "Cannot log in", "Wants to change the address"),
    *("Part arrived broken", "Asks for a quote", "Password reset", "Cancellation", "Question about the contract"),
)
_STATUSES = ("New", "Working", "Working", "Escalated", "Closed", "Closed", "Closed")
_STAGES = {"Prospecting": 10, "Negotiation": 60, "Closed Won": 100, "Closed Lost": 0}
_CAMPAIGNS = (
    ("Spring Renewals", "Telemarketing", "In Progress"),
    ("Trade Fair Follow-up", "Telemarketing", "Completed"),
    ("Newsletter", "Email", "In Progress"),
    ("Winter Check-in", "Telemarketing", "Planned"),
    ("Win-back", "Other", "Planned"),
)


def add_work(records: Records) -> None:
    """All of it. The sample caller has one of each."""
    contacts = list(records.of("Contact"))
    known = [next(contact for contact in contacts if contact["Id"] == cast.JUNIPER)]
    _add_cases(records, known, contacts)
    _add_opportunities(records, known, contacts)
    _add_campaigns(records)
    _add_policies(records, known, contacts)


def _add_cases(records: Records, known: Sequence[Record], contacts: Sequence[Record]) -> None:
    dice = Dice("cases")
    for number in range(CASES):
        contact = known[number] if number < len(known) else dice.pick(contacts)
        status = "Working" if number < len(known) else dice.pick(_STATUSES)
        record = records.add(
            "Case",
            {
                "CaseNumber": f"{FIRST_CASE_NUMBER + number:08d}",
                "ContactId": contact["Id"],
                "AccountId": contact["AccountId"],
                "Subject": dice.pick(_SUBJECTS),
                "Status": status,
                "Priority": dice.pick(("High", "Medium", "Medium", "Low")),
                "Origin": dice.pick(("Phone", "Phone", "Email", "Web", "Chat")),
                "OwnerId": dice.pick(QUEUE_IDS) if status == "New" else dice.pick(ACTIVE_USER_IDS),
                "IsClosed": status == "Closed",
            },
        )
        if status == "Closed":
            record["ClosedDate"] = record["LastModifiedDate"]


def _add_opportunities(records: Records, known: Sequence[Record], contacts: Sequence[Record]) -> None:
    dice = Dice("opportunities")
    of_companies = [contact for contact in contacts if not contact["IsPersonAccount"]]
    names = {account["Id"]: account["Name"] for account in records.of("Account")}
    for number in range(OPPORTUNITIES):
        contact = known[number] if number < len(known) else dice.pick(of_companies)
        stage = "Negotiation" if number < len(known) else dice.pick(tuple(_STAGES))
        is_closed = stage.startswith("Closed")
        days = -dice.between(1, 500) if is_closed else dice.between(5, 200)
        records.add(
            "Opportunity",
            {
                "Name": f"{names[contact['AccountId']]} {2025 + dice.below(3)}",
                "AccountId": contact["AccountId"],
                "StageName": stage,
                "Probability": _STAGES[stage],
                "CloseDate": records.ago(-days * _DAY_S).date().isoformat(),
                "Amount": dice.between(2, 900) * 500,
                "IsClosed": is_closed,
                "IsWon": stage == "Closed Won",
            },
        )


def _add_campaigns(records: Records) -> None:
    for place, (name, kind, status) in enumerate(_CAMPAIGNS):
        start = records.ago((90 - 30 * place) * _DAY_S)
        records.add(
            "Campaign",
            {
                "Name": name,
                "Type": kind,
                "Status": status,
                "IsActive": status == "In Progress",
                "StartDate": start.date().isoformat(),
                "EndDate": (start + timedelta(days=60)).date().isoformat(),
            },
        )


def _add_policies(records: Records, known: Sequence[Record], contacts: Sequence[Record]) -> None:
    dice = Dice("policies")
    for number in range(1, POLICIES + 1):
        holder = known[number - 1] if number <= len(known) else dice.pick(contacts)
        fields: Record = {
            "Name": f"POL-{number:05d}",
            "PolicyNumber__c": f"P{7_000_000 + 137 * number}",
            "Holder__c": holder["Id"],
            "HolderPhone__c": holder["Switchboard_E164__c"],
        }
        if "Email" in holder:
            fields["Holder_Email__c"] = holder["Email"]
        records.add("Policy__c", fields)

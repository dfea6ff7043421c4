"""The work of one batch of contacts whose activity is due, and the writer that does it."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

from switchboard.activity.dossier_changes import Rejected, Written
from switchboard.activity.owners import RememberedUsers
from switchboard.activity.recall import Recall
from switchboard.activity.writer import ActivityWriter, Report
from switchboard.contact.key import ContactKey
from switchboard.desk.commitments.mirror_writer import MirrorReport, MirrorWriter
from switchboard.desk.history.reading import e164
from switchboard.runtime import aws, observe
from switchboard.runtime.contacts import activity_queue, activity_rules, ledger
from switchboard.runtime.matches import matches
from switchboard.runtime.mirror import mirror_items
from switchboard.runtime.recalling import ask
from switchboard.runtime.services import salesforce_tokens
from switchboard.runtime.settings import settings
from switchboard.salesforce.activities import SalesforceRecords
from switchboard.salesforce.client import SalesforceClient
from switchboard.salesforce.session import SalesforceSession
from switchboard.stores.agent_items import AgentItems
from switchboard.stores.circuit_items import CircuitItems
from switchboard.web.session import Timeouts

TIMEOUTS = Timeouts(connect_s=1.0, read_s=25.0)
"""Two hundred records and what an org's triggers do with them take longer than a lookup."""

CIRCUIT = "salesforce-writes"
"""Name of the circuit beside the token; the writer's role may reach it."""

LEASE_S = 150.0
"""Longer than the function's timeout and a request that it left behind; a test compares it with the template."""


def write_activities(messages: Mapping[str, dict[str, Any]]) -> list[str]:
    """Write what is due of the contacts.

    A message is a hint: whatever Salesforce does, the contact stays due in the ledger, so its message is done.

    Args:
        messages: ``{"contactKey": key}`` or ``{"commitmentId": id}`` by message id.

    Returns:
        ids of the messages that make no sense, to be seen in the dead-letter queue.

    Raises:
        StoreUnavailable: the ledger could not be reached; the messages come again.
    """
    keys: dict[str, ContactKey] = {}
    commitments: list[str] = []
    senseless = []
    for message_id, message in messages.items():
        if isinstance(message, dict) and isinstance(message.get("commitmentId"), str):
            commitments.append(message["commitmentId"])
            continue
        try:
            keys[message_id] = ContactKey.parse(message["contactKey"])
        except (KeyError, ValueError, AttributeError):
            senseless.append(message_id)
    if keys or not commitments:
        _tell(activity_writer().write(list(keys.values())))
    if commitments:
        _tell_of_commitments(mirror_writer().write(commitments))
    return senseless


@cache
def activity_writer() -> ActivityWriter:
    """The writer over the org of this deployment."""
    return ActivityWriter(
        ledger(),
        _records(),
        _circuits(),
        activity_rules(),
        lease_s=LEASE_S,
        recall=Recall(ledger(), ask, activity_rules()),
        matches=matches,
        users_of=users_of_agents(),
    )


@cache
def mirror_writer() -> MirrorWriter:
    """The writer of commitments over the same org."""
    region = settings().phone_region
    return MirrorWriter(
        mirror_items(),
        _records(),
        _circuits(),
        activity_rules(),
        settings().business_unit,
        lambda address: e164(address, region),
        lease_s=LEASE_S,
    )


@cache
def _records() -> SalesforceRecords:
    session = SalesforceSession(
        salesforce_tokens(), ca_file=settings().switchboard_ca_file or None, timeouts=TIMEOUTS
    )
    return SalesforceRecords(SalesforceClient(salesforce_tokens(), session, settings().salesforce_api_version))


@cache
def _circuits() -> CircuitItems:
    return CircuitItems(aws.dynamodb(), settings().tokens_table, CIRCUIT)


@cache
def users_of_agents() -> RememberedUsers:
    """Whose the activities of agents are; the writer's role may read no more of the directory."""
    return RememberedUsers(AgentItems(aws.dynamodb(), settings().desk_table).users_of)


def _tell_of_commitments(report: MirrorReport) -> None:
    """Log and count what became of commitments; those that changed meanwhile get another message."""
    observe.note(commitments_written=report.written, commitments_put_off=report.put_off)
    if report.trouble:
        observe.logger().warning("salesforce_trouble", extra={"reason": str(report.trouble)})
    for code in report.refused:
        observe.logger().warning("commitment_refused", extra={"code": code})
    observe.count("CommitmentsWritten", report.written)
    observe.count("CommitmentsRefused", len(report.refused))
    if report.renewed:
        activity_queue().tell_commitments(report.renewed)


def _tell(report: Report) -> None:
    """Log and count what became of a batch. Codes and counts only: no key, no value."""
    outcomes = Counter(type(outcome).__name__.lower() for outcome in report.outcomes)
    observe.note(
        ready=report.ready,
        put_off=report.put_off,
        overtaken=report.overtaken,
        salesforce_writes=report.writes,
        salesforce_reads=report.reads,
        **outcomes,
    )
    if report.trouble:
        observe.logger().warning("salesforce_trouble", extra={"reason": str(report.trouble)})
    for outcome in report.outcomes:
        if isinstance(outcome, Rejected):
            refused = outcome.rejection
            observe.logger().warning("rejected", extra={"code": refused.code, "fields": list(refused.fields)})
    remarks = sorted({remark for one in report.outcomes if isinstance(one, Written) for remark in one.remarks})
    if remarks:
        observe.logger().info("written_with_remarks", extra={"remarks": remarks})
    for name, number in {
        "ActivitiesWritten": outcomes["written"],
        "ActivitiesRejected": outcomes["rejected"],
        "ActivitiesPostponed": outcomes["postponed"] + report.put_off,
        "ActivitiesDeleted": outcomes["deleted"],
        "ActivitiesOvertaken": report.overtaken,
        "SalesforceWrites": report.writes,
        "SalesforceReads": report.reads,
        "CircuitOpen": int(report.is_open),
    }.items():
        observe.count(name, number)

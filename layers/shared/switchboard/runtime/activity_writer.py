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
from switchboard.runtime import aws, observe
from switchboard.runtime.contacts import activity_rules, ledger
from switchboard.runtime.matches import matches
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
        messages: ``{"contactKey": key}`` by message id.

    Returns:
        ids of the messages that make no sense, to be seen in the dead-letter queue.

    Raises:
        StoreUnavailable: the ledger could not be reached; the messages come again.
    """
    keys: dict[str, ContactKey] = {}
    senseless = []
    for message_id, message in messages.items():
        try:
            keys[message_id] = ContactKey.parse(message["contactKey"])
        except (KeyError, ValueError, AttributeError):
            senseless.append(message_id)
    _tell(activity_writer().write(list(keys.values())))
    return senseless


@cache
def activity_writer() -> ActivityWriter:
    """The writer over the org of this deployment."""
    session = SalesforceSession(
        salesforce_tokens(), ca_file=settings().switchboard_ca_file or None, timeouts=TIMEOUTS
    )
    client = SalesforceClient(salesforce_tokens(), session, settings().salesforce_api_version)
    circuits = CircuitItems(aws.dynamodb(), settings().tokens_table, CIRCUIT)
    return ActivityWriter(
        ledger(),
        SalesforceRecords(client),
        circuits,
        activity_rules(),
        lease_s=LEASE_S,
        recall=Recall(ledger(), ask, activity_rules()),
        matches=matches,
        users_of=users_of_agents(),
    )


@cache
def users_of_agents() -> RememberedUsers:
    """Whose the activities of agents are; the writer's role may read no more of the directory."""
    return RememberedUsers(AgentItems(aws.dynamodb(), settings().desk_table).users_of)


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

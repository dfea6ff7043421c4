"""One run of the agents' directory: who is who, kept up with CXone and Salesforce."""

import uuid
from datetime import UTC, datetime

from switchboard.cxone.agents import CxoneAgents
from switchboard.errors import SwitchboardError
from switchboard.reconcile.agent_sync import AgentSync, Synced
from switchboard.runtime import aws, observe
from switchboard.runtime.cxone import cxone
from switchboard.runtime.services import salesforce_tokens
from switchboard.runtime.settings import settings
from switchboard.salesforce.client import SalesforceClient
from switchboard.salesforce.session import SalesforceSession
from switchboard.salesforce.users import SalesforceUsers
from switchboard.stores.directory_items import DirectoryItems
from switchboard.stores.mapping_items import MappingItems
from switchboard.web.session import Timeouts

TIMEOUTS = Timeouts(connect_s=1.0, read_s=20.0)
"""Five queries for hundreds of users take longer than a lookup."""


def sync_agents() -> None:
    """Read which agents changed and map them to users. What goes wrong outside is logged, and shows in the lag."""
    try:
        done = agent_sync().run(uuid.uuid4().hex)
    except SwitchboardError as error:
        _failed(error)
    else:
        _report(done)


def agent_sync() -> AgentSync:
    """The sync of this deployment; its parts cost nothing until they are asked."""
    session = SalesforceSession(
        salesforce_tokens(), ca_file=settings().switchboard_ca_file or None, timeouts=TIMEOUTS
    )
    client = SalesforceClient(salesforce_tokens(), session, settings().salesforce_api_version)
    table = settings().desk_table
    return AgentSync(
        CxoneAgents(cxone()),
        SalesforceUsers(client),
        DirectoryItems(aws.dynamodb(), table),
        MappingItems(aws.dynamodb(), table),
        lambda: datetime.now(UTC),
    )


def _report(done: Synced) -> None:
    """Log and count what a run came to. Counts only: no name, no id."""
    observe.note(
        pages=done.pages,
        whole=done.is_whole,
        changed=done.changed,
        forgotten=done.forgotten,
        complete=done.complete,
        other_run=not done.had_lease,
    )
    if done.unreadable:
        observe.logger().warning("agents_unreadable", extra={"rows": done.unreadable})
    if done.mapping:
        observe.count("AgentsMapped", len(done.mapping.users))
        observe.count("AgentsAmbiguous", len(done.mapping.ambiguous_agents))
        observe.count("UsersAmbiguous", len(done.mapping.ambiguous_users))
    if done.complete_at:
        lag = datetime.now(UTC) - done.complete_at
        observe.measure_s("AgentDirectoryLag", lag.total_seconds())
    for failure in done.failures:
        _failed(failure)


def _failed(error: SwitchboardError) -> None:
    observe.logger().warning("agents_not_synced", extra={"reason": str(error)})
    observe.count("AgentSyncFailed")

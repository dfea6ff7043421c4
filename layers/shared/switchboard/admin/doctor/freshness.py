"""Is what the clock does done: contacts written, agents' directory and reports read?"""

from datetime import UTC, datetime

from switchboard.activity.ledger import Ledger
from switchboard.admin.doctor.deployment import Deployment
from switchboard.admin.doctor.finding import Finding, failed, ok
from switchboard.errors import StoreUnavailable
from switchboard.reconcile.sweep import oldest_due_s
from switchboard.stores.contact_items import ContactItems
from switchboard.stores.directory_items import DirectoryItems
from switchboard.stores.watermark_items import REPORTS, WatermarkItems

MOST_DUE_S, MOST_REPORTS_S, MOST_DIRECTORY_S = 1800.0, 900.0, 7200.0
"""The alarms' own thresholds: OldestDueContact, ReconcilerLag, AgentDirectoryLag."""


def look_at_freshness(deployment: Deployment) -> list[Finding]:
    """How old each of them is."""
    try:
        return [_due(deployment), _reports(deployment), _directory(deployment)]
    except StoreUnavailable as error:
        return [failed("tables", f"cannot be read ({error})", "see that they exist and that you may read them")]


def _due(deployment: Deployment) -> Finding:
    settings = deployment.settings
    # How long contacts are kept matters to who writes.
    items = ContactItems(deployment.clients.dynamodb, settings.contacts_table, settings.phone_region, 0)
    age_s = oldest_due_s(Ledger(items), datetime.now(UTC))
    told = f"the oldest waits for {age_s:.0f} s" if age_s else "none waits for long"
    if age_s > MOST_DUE_S:
        return failed("contacts that are due", told, "see Salesforce above, and the log of activity_writer")
    return ok("contacts that are due", told)


def _reports(deployment: Deployment) -> Finding:
    watermark = WatermarkItems(deployment.clients.dynamodb, deployment.settings.watermarks_table, REPORTS).read()
    deed = "see CXone above, and the log of contact_reconciler"
    return _age("CXone's reports", watermark.complete_at, MOST_REPORTS_S, deed)


def _directory(deployment: Deployment) -> Finding:
    progress = DirectoryItems(deployment.clients.dynamodb, deployment.settings.desk_table).progress()
    deed = "see both logins above, and the log of agent_directory"
    return _age("agents' directory", progress.complete_at, MOST_DIRECTORY_S, deed)


def _age(about: str, complete_at: datetime | None, most_s: float, deed: str) -> Finding:
    if complete_at is None:
        return failed(about, "has never been read to the end", f"ask again in some minutes if it is new; {deed}")
    age_s = (datetime.now(UTC) - complete_at).total_seconds()
    told = f"read to the end {age_s:.0f} s ago"
    return failed(about, told, deed) if age_s > most_s else ok(about, told)

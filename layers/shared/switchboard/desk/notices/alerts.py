"""What needs an agent's eye: callbacks that fall due, messages that nobody has read, contacts that were refused,
activities that Salesforce refuses. What cannot be asked for is named and hides nothing else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from switchboard.agent.identity import Agent
from switchboard.desk.notices.api import AlertAnswer, AlertKind, AlertsAnswer, MissingAnswer
from switchboard.desk.notices.messages import Messages, visible
from switchboard.desk.notices.model import Commitment, Duties, Mark, RejectedActivities, RejectedActivity
from switchboard.desk.reports.ranges import outward
from switchboard.desk.safe_html import plain_text
from switchboard.errors import StoreUnavailable, VendorError

DUE_WITHIN = timedelta(minutes=30)
URGENT_WITHIN = timedelta(minutes=5)
LOOKED_BACK = timedelta(hours=12)
"""How long a refused contact is spoken of: about a shift."""

SOON = 100
"""Most alerts of one kind: nobody reads more, and an answer has to end somewhere."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """Acting users' alerts.

    Args:
        name_reason: the type of problem that an error is.
    """

    messages: Messages
    duties: Duties
    rejected: RejectedActivities
    name_reason: Callable[[Exception], str]

    def listed(self, user_id: str, agent: Agent, now: datetime) -> AlertsAnswer:
        """All of them, the most urgent first.

        Raises:
            VendorError, StoreUnavailable: nothing at all could be asked for.
        """
        sources: Sequence[tuple[AlertKind, Callable[[], list[AlertAnswer]]]] = (
            ("commitmentDue", lambda: _commitments(self.duties.commitments(agent.agent_id), now)),
            ("message", lambda: self._unread(user_id, agent, now)),
            ("refusedContacts", lambda: self._refused(agent, now)),
            ("activityRejected", lambda: _activities(self.rejected(user_id, agent.agent_id))),
        )
        alerts: list[AlertAnswer] = []
        failed: list[tuple[AlertKind, VendorError | StoreUnavailable]] = []
        for kind, ask in sources:
            try:
                alerts += ask()[:SOON]
            except (VendorError, StoreUnavailable) as error:
                failed.append((kind, error))
        if len(failed) == len(sources):
            raise failed[0][1]
        missing = [MissingAnswer(kind=kind, reason=self.name_reason(error)) for kind, error in failed]
        return AlertsAnswer(alerts=sorted(alerts, key=_urgency), missing=missing)

    def _unread(self, user_id: str, agent: Agent, now: datetime) -> list[AlertAnswer]:
        marks = self.messages.marks.of_user(user_id)
        shown = visible(self.messages.centre.messages(agent.agent_id), marks, now)
        return [
            AlertAnswer(
                alert_id=f"message:{one.message_id}",
                kind="message",
                urgent=False,
                text=f"New message: {plain_text(one.subject)}",
                at=one.starts,
                message_id=one.message_id,
            )
            for one in shown
            if not marks.get(one.message_id, Mark()).is_read
        ]

    def _refused(self, agent: Agent, now: datetime) -> list[AlertAnswer]:
        start, end = outward(now - LOOKED_BACK, now)
        count = self.duties.refused_contacts(agent.agent_id, start, end)
        if not count:
            return []
        hours = int(LOOKED_BACK / timedelta(hours=1))
        what = "a contact was" if count == 1 else f"{count} contacts were"
        text = f"In the last {hours} hours {what} offered to you and not taken."
        return [
            AlertAnswer(
                alert_id=f"refusedContacts:{count}",
                kind="refusedContacts",
                urgent=False,
                text=text,
                at=None,
                count=count,
            )
        ]


def _commitments(commitments: Sequence[Commitment], now: datetime) -> list[AlertAnswer]:
    """Those that are due soon, or were."""
    return [
        AlertAnswer(
            alert_id=f"commitmentDue:{one.commitment_id}",
            kind="commitmentDue",
            urgent=one.due <= now + URGENT_WITHIN,
            text=f"Call {one.name or 'back'}",
            at=one.due,
            overdue=one.due < now,
            commitment_id=one.commitment_id,
            phone_number=one.phone or None,
            skill_id=one.skill_id or None,
        )
        for one in sorted(commitments, key=lambda one: (one.due, one.commitment_id))
        if one.due <= now + DUE_WITHIN
    ]


def _activities(rejected: Sequence[RejectedActivity]) -> list[AlertAnswer]:
    return [
        AlertAnswer(
            alert_id=f"activityRejected:{one.contact_key}",
            kind="activityRejected",
            urgent=False,
            text=f"Salesforce does not take the activity of a contact ({one.code}).",
            at=one.since,
            contact_key=one.contact_key,
        )
        for one in rejected
    ]


def _urgency(alert: AlertAnswer) -> tuple[bool, datetime, str]:
    return not alert.urgent, alert.at or datetime.max.replace(tzinfo=UTC), alert.alert_id

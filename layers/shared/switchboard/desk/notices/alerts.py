"""What needs an agent's eye: callbacks that fall due, messages that nobody has read, contacts that were refused,
activities that Salesforce refuses. What cannot be asked for is named and hides nothing else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from switchboard.agent.identity import Agent
from switchboard.desk.commitments.model import Commitment
from switchboard.desk.history.reading import e164
from switchboard.desk.notices.api import AlertAnswer, AlertKind, AlertsAnswer, MissingAnswer
from switchboard.desk.notices.messages import Messages, visible
from switchboard.desk.notices.model import Mark, RejectedActivities, RejectedActivity
from switchboard.desk.reports.ranges import outward
from switchboard.desk.safe_html import plain_text
from switchboard.errors import StoreUnavailable, VendorError

DUE_WITHIN = timedelta(minutes=30)
URGENT_WITHIN = timedelta(minutes=5)
LOOKED_BACK = timedelta(hours=12)
"""How long a refused contact is spoken of: about a shift."""

MOST_OF_A_KIND = 100
"""Nobody reads more alerts of one kind, and an answer has to end somewhere."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """Acting users' alerts.

    Args:
        commitments: of an agent, by id; raises the family ``CcError``, as ``refused`` does.
        refused: how many contacts an agent was offered and did not take, from full quarter hour to quarter hour.
        name_reason: the type of problem that an error is.
        region: country in which numbers without one are read, such as ``US``.
    """

    messages: Messages
    commitments: Callable[[str], Sequence[Commitment]]
    refused: Callable[[str, datetime, datetime], int]
    rejected: RejectedActivities
    name_reason: Callable[[Exception], str]
    region: str

    def listed(self, user_id: str, agent: Agent, now: datetime) -> AlertsAnswer:
        """All of them, the most urgent first.

        Raises:
            VendorError, StoreUnavailable: nothing at all could be asked for.
        """
        sources: Sequence[tuple[AlertKind, Callable[[], list[AlertAnswer]]]] = (
            ("commitmentDue", lambda: self._due(agent, now)),
            ("message", lambda: self._unread(user_id, agent, now)),
            ("refusedContacts", lambda: self._refused(agent, now)),
            ("activityRejected", lambda: _activities(self.rejected(user_id, agent.agent_id))),
        )
        alerts: list[AlertAnswer] = []
        failed: list[tuple[AlertKind, VendorError | StoreUnavailable]] = []
        for kind, ask in sources:
            try:
                alerts += ask()[:MOST_OF_A_KIND]
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

    def _due(self, agent: Agent, now: datetime) -> list[AlertAnswer]:
        """Callbacks that this agent has promised, and that are due soon or were."""
        own = [one for one in self.commitments(agent.agent_id) if one.promise.agent_id == agent.agent_id]
        return [
            self._due_answer(one, now)
            for one in sorted(own, key=lambda one: (one.promise.at, one.commitment_id))
            if one.promise.at <= now + DUE_WITHIN
        ]

    def _due_answer(self, commitment: Commitment, now: datetime) -> AlertAnswer:
        promise = commitment.promise
        name = f"{promise.first_name} {promise.last_name}".strip()
        return AlertAnswer(
            alert_id=f"commitmentDue:{commitment.commitment_id}",
            kind="commitmentDue",
            urgent=promise.at <= now + URGENT_WITHIN,
            text=f"Call {name or 'back'}",
            at=promise.at,
            overdue=promise.at < now,
            commitment_id=commitment.commitment_id,
            phone_number=e164(promise.phone, self.region) or None,
            skill_id=promise.skill_id or None,
        )

    def _refused(self, agent: Agent, now: datetime) -> list[AlertAnswer]:
        start, end = outward(now - LOOKED_BACK, now)
        count = self.refused(agent.agent_id, start, end)
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

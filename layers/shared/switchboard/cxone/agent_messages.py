"""Messages to agents, and the callbacks that they promised, in CXone."""

from collections.abc import Sequence
from datetime import datetime

from switchboard.cxone.agent_figures import CxoneAgentFigures, written
from switchboard.cxone.answers import Answer
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.people import is_supervisor
from switchboard.cxone.versions import Resource
from switchboard.desk.notices.model import Commitment, Message, NewMessage, SentMessage
from switchboard.desk.notices.refusals import MessageNotFound
from switchboard.errors import CcNotFound, CcUnavailable
from switchboard.phone import Ani, classify

_UNKNOWN_TARGET = "target"


class CxoneMessages:
    """Implements ``switchboard.desk.notices.model.MessageCentre``."""

    def __init__(self, client: CxoneClient) -> None:
        self._client = client

    def messages(self, agent_id: str) -> list[Message]:
        answer = self._client.read(Resource.AGENT_MESSAGES, f"/agents/{agent_id}/messages")
        rows = [Answer(row) for row in answer.rows("messages", "agentMessages")] if answer else []
        return [one for one in map(_message, rows) if one.message_id]

    def send(self, messages: Sequence[NewMessage]) -> list[SentMessage]:
        # The newer resource has words for whom a message is to; which numbers the older one takes for them is
        # unconfirmed, and a wrong one would tell everybody.
        body = {
            "agentMessages": [
                {
                    "startDate": written(one.starts),
                    "subject": one.subject,
                    "message": one.text,
                    "targetIds": [int(one.target_id)],
                    "targetType": one.target_type,
                    "validUntil": written(one.ends),
                    "expireMinutes": one.shown_minutes,
                }
                for one in messages
            ]
        }
        answer = self._client.send("POST", Resource.COMMUNICATIONS, "/communications/agent-messages", body)
        rows = [Answer(row) for row in answer.rows("agentMessageResults")] if answer else []
        if len(rows) != len(messages):
            # Nobody can tell whose result is whose.
            raise CcUnavailable("INCOMPLETE_ANSWER", status=200)
        return [_sent(row) for row in rows]

    def take_back(self, message_id: str) -> None:
        try:
            self._client.send("DELETE", Resource.AGENT_MESSAGES, f"/agents/messages/{message_id}")
        except CcNotFound:
            raise MessageNotFound from None

    def is_supervisor(self, agent_id: str) -> bool:
        return is_supervisor(self._client, agent_id)


class CxoneDuties:
    """Implements ``switchboard.desk.notices.model.Duties``.

    Args:
        region: country in which numbers without one are read, such as ``US``.
    """

    def __init__(self, client: CxoneClient, region: str) -> None:
        self._client = client
        self._region = region

    def commitments(self, agent_id: str) -> list[Commitment]:
        answer = self._client.read(Resource.SCHEDULED_CALLBACKS, f"/agents/{agent_id}/scheduled-callbacks")
        rows = [Answer(row) for row in answer.rows("callbacks", "scheduledCallbacks")] if answer else []
        # Those that are any agent's of a skill show whoever made them as their agent.
        own = [row for row in rows if row.text("target").upper() == "A" and row.text("agentId") == agent_id]
        read = [self._commitment(row) for row in own]
        return [one for one in read if one is not None]

    def refused_contacts(self, agent_id: str, start: datetime, end: datetime) -> int:
        told = CxoneAgentFigures(self._client).performance(agent_id, start, end)
        return told.refused if told else 0

    def _commitment(self, row: Answer) -> Commitment | None:
        due, commitment_id = row.moment("callbackTime", "scheduleDate"), row.text("callbackId")
        if due is None or not commitment_id:
            return None
        phone = row.text("dialNumber", "phoneNumber")
        number = classify(phone, self._region) if phone else None
        skill_id = row.text("skillId")
        return Commitment(
            commitment_id=commitment_id,
            due=due,
            phone=number.e164 if isinstance(number, Ani) else phone,
            skill_id="" if skill_id in ("0", "-1") else skill_id,
            name=f"{row.text('firstName')} {row.text('lastName')}".strip(),
        )


def _message(row: Answer) -> Message:
    return Message(
        message_id=row.text("messageId", "agentMessageId"),
        subject=row.text("subject"),
        html=row.text("messageText", "message"),
        hint=row.text("messageHint"),
        starts=row.moment("startDate"),
        ends=row.moment("validUntil"),
        shown_minutes=row.whole("expireTimer", "expireMinutes") or 0,
    )


def _sent(row: Answer) -> SentMessage:
    message_id = row.text("agentMessageId", "messageId")
    if row.truth("success") and message_id not in ("", "0"):
        return SentMessage(message_id)
    is_target = _UNKNOWN_TARGET in row.text("error").lower()
    return SentMessage("", "target-unknown" if is_target else "refused")

"""Messages to agents in CXone."""

from collections.abc import Sequence

from switchboard.cxone.agent_figures import written
from switchboard.cxone.answers import Answer
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.people import is_supervisor
from switchboard.cxone.versions import Resource
from switchboard.desk.notices.model import Message, NewMessage, SentMessage
from switchboard.desk.notices.refusals import MessageNotFound
from switchboard.errors import CcNotFound, CcUnavailable

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

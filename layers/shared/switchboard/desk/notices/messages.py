"""What an agent's messages are shown as, and what may be done with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from switchboard.agent.identity import Agent
from switchboard.desk.media.service import once
from switchboard.desk.notices.api import (
    MessageAnswer,
    MessagesAnswer,
    MessagesQuery,
    RemovedAnswer,
    SendAnswer,
    SendRequest,
    SentAnswer,
)
from switchboard.desk.notices.model import Change, Mark, Marks, Message, MessageCentre, NewMessage, SentMessage
from switchboard.desk.notices.refusals import MessageNotFound, NothingSent, NotYourMessage, NotYourTeam
from switchboard.desk.paging import Place, found_in, page_of
from switchboard.desk.safe_html import plain_text, safe_html
from switchboard.errors import StoreUnavailable

KEPT_WITHOUT_END = timedelta(days=90)
"""How long a mark is kept where nobody knows until when its message is valid."""

_MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Messages:
    """Acting users' messages."""

    centre: MessageCentre
    marks: Marks

    def listed(self, user_id: str, agent: Agent, query: MessagesQuery, now: datetime) -> MessagesAnswer:
        """Valid messages, the newest first; ``BadCursor``."""
        marks = self.marks.of_user(user_id)
        messages = visible(self.centre.messages(agent.agent_id), marks, now)
        shown = [
            one
            for one in messages
            if not (query.unread and _mark(marks, one).is_read)
            and found_in(query.search, one.subject, plain_text(one.html))
        ]
        page = page_of(shown, _place, limit=query.limit, cursor=query.cursor, backwards=True)
        return MessagesAnswer(
            messages=[message_answer(one, is_read=_mark(marks, one).is_read) for one in page.rows],
            unread=sum(not _mark(marks, one).is_read for one in messages),
            next=page.next,
        )

    def mark(self, user_id: str, agent: Agent, message_id: str, now: datetime, *, read: bool) -> MessageAnswer:
        """Keep whether a message has been read; ``MessageNotFound``."""
        message = self._own(user_id, agent, message_id, now)
        self.marks.put(user_id, message_id, Change.READ if read else Change.UNREAD, _until(message, now))
        return message_answer(message, is_read=read)

    def remove(self, user_id: str, agent: Agent, message_id: str, now: datetime) -> RemovedAnswer:
        """Delete a message for the user alone: it may be others' as well. ``MessageNotFound``."""
        message = self._own(user_id, agent, message_id, now)
        self.marks.put(user_id, message_id, Change.HIDDEN, _until(message, now))
        return RemovedAnswer(message_id=message_id, removed_for="me")

    def take_back(self, user_id: str, message_id: str) -> RemovedAnswer:
        """Delete a message that the user has sent, for everybody.

        Raises:
            NotYourMessage: the user did not send it from here.
            MessageNotFound: there is no such message any more.
        """
        if not self.marks.of_user(user_id).get(message_id, Mark()).is_own:
            raise NotYourMessage
        self.centre.take_back(message_id)
        return RemovedAnswer(message_id=message_id, removed_for="everybody")

    def send(self, user_id: str, agent: Agent, request: SendRequest, now: datetime) -> SendAnswer:
        """Send a message, each target by itself.

        Raises:
            NotYourTeam: a team is not the agent's, who is no supervisor.
            NothingSent: nobody gets it.
            OutcomeUnknown: nobody knows who gets it.
        """
        teams = set(request.team_ids) - {agent.team_id}
        if teams and not self.centre.is_supervisor(agent.agent_id):
            raise NotYourTeam
        messages = outgoing(request, now)
        told: list[SentMessage] = []
        once(lambda: told.extend(self.centre.send(messages)))
        answer = sent_answer(messages, told, can_take_back=self._remember(user_id, messages, told))
        if not answer.sent:
            raise NothingSent([one.model_dump(by_alias=True) for one in answer.results])
        return answer

    def _remember(self, user_id: str, messages: Sequence[NewMessage], told: Sequence[SentMessage]) -> bool:
        """Keep whose these messages are; False where that failed. They are sent, and must not look as if not."""
        try:
            for message, sent in zip(messages, told, strict=True):
                if sent.message_id:
                    self.marks.put(user_id, sent.message_id, Change.OWN, message.ends)
        except StoreUnavailable:
            return False
        return True

    def _own(self, user_id: str, agent: Agent, message_id: str, now: datetime) -> Message:
        found = [one for one in self.centre.messages(agent.agent_id) if one.message_id == message_id]
        if not visible(found, self.marks.of_user(user_id), now):
            raise MessageNotFound
        return found[0]


def visible(messages: Sequence[Message], marks: Mapping[str, Mark], now: datetime) -> list[Message]:
    """Those that are still valid and not deleted. Pure."""
    return [one for one in messages if not _mark(marks, one).is_hidden and (one.ends is None or one.ends > now)]


def message_answer(message: Message, *, is_read: bool) -> MessageAnswer:
    """A message as it is shown. Pure."""
    return MessageAnswer(
        message_id=message.message_id,
        subject=plain_text(message.subject),
        text=plain_text(message.html),
        html=safe_html(message.html),
        hint=plain_text(message.hint),
        sent_at=message.starts,
        valid_until=message.ends,
        show_seconds=message.shown_minutes * _MINUTE_S or None,
        read=is_read,
    )


def outgoing(request: SendRequest, now: datetime) -> list[NewMessage]:
    """A message for each target, each target once. Pure."""
    targets = [("agent", one) for one in dict.fromkeys(request.agent_ids)]
    targets += [("team", one) for one in dict.fromkeys(request.team_ids)]
    starts = now.astimezone(UTC).replace(microsecond=0)
    return [
        NewMessage(
            target_type="agent" if kind == "agent" else "team",
            target_id=target,
            subject=request.subject,
            text=request.text,
            starts=starts,
            ends=starts + timedelta(minutes=request.valid_minutes),
            shown_minutes=request.valid_minutes,
        )
        for kind, target in targets
    ]


def sent_answer(messages: Sequence[NewMessage], told: Sequence[SentMessage], *, can_take_back: bool) -> SendAnswer:
    """What became of each. Pure."""
    results = [
        SentAnswer(
            target_type=message.target_type,
            target_id=message.target_id,
            sent=bool(sent.message_id),
            message_id=sent.message_id or None,
            reason=None
            if sent.message_id
            else ("target-unknown" if sent.reason == "target-unknown" else "refused"),
        )
        for message, sent in zip(messages, told, strict=True)
    ]
    sent = sum(one.sent for one in results)
    failed = len(results) - sent
    return SendAnswer(sent=sent, failed=failed, results=results, can_take_back=can_take_back)


def _mark(marks: Mapping[str, Mark], message: Message) -> Mark:
    return marks.get(message.message_id, Mark())


def _place(message: Message) -> Place:
    since = int(message.starts.timestamp()) if message.starts else 0
    return since, message.message_id.rjust(20, "0")


def _until(message: Message, now: datetime) -> datetime:
    return message.ends or now + KEPT_WITHOUT_END

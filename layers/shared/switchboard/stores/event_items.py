"""What is kept of agents' events, beside the session in the same table and partition (``session_items.py``).

    event#<session>#<number>                 document (JSON text)
    heard#<session>#<chain>#<turn>#<part>    digests, separated by spaces, of what a poll heard

The session's item also has

    last_event, leg                          see ``AgentSession``
    poll_holder, poll_until                  who polls, and until when at most (epoch seconds)
    polled_id, chain, replaying, in_doubt    see ``Turn``
    memory                                   JSON text, see ``Memory``

A turn whose lease ended without its having said how it went is in doubt for whoever takes over.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from switchboard.agent.session import AgentSession
from switchboard.contact.instant import write_instant
from switchboard.desk.event_log import Batch, Kept, Memory, Told, Trace, Turn
from switchboard.stores.aws_errors import ConditionFailed, aws_errors
from switchboard.stores.session_items import KEPT_FOR, owner_of, session_key, session_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

EVENTS_KEPT_FOR = timedelta(hours=16)
"""Longer than a shift, so that a panel that is opened anew finds how things stand."""

LEASE_S = 30
"""Longer than the function's timeout: whoever has a turn is gone before somebody takes over."""

MOST_IN_ONE_WRITE = 90
"""Events of one transaction; DynamoDB takes 100 items, and 4 MB."""

MOST_BYTES_IN_ONE_WRITE = 3_000_000
_LAST_NUMBER = 99_999_999


class EventItems:
    """Implements ``switchboard.desk.event_log.EventLog``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def read(self, session: AgentSession, after: int, most: int) -> Sequence[Kept]:
        answer = self._query(
            session,
            "#item BETWEEN :first AND :last",
            {":first": _event_name(session, after + 1), ":last": _event_name(session, _LAST_NUMBER)},
            # A panel must find what made the session's last number rise.
            {"Limit": most, "ConsistentRead": True},
        )
        return [_kept(item) for item in answer["Items"]]

    def latest(self, session: AgentSession, most: int) -> Sequence[Kept]:
        answer = self._query(
            session,
            "begins_with(#item, :part)",
            {":part": f"event#{session.session_id}#"},
            {"Limit": most, "ScanIndexForward": False, "ConsistentRead": True},
        )
        return [_kept(item) for item in answer["Items"]]

    def take(self, session: AgentSession, holder: str, now: datetime) -> Turn | None:
        try:
            with aws_errors():
                answer = self._client.update_item(
                    TableName=self._table,
                    Key=session_key(session.user_id),
                    UpdateExpression="SET poll_holder = :holder, poll_until = :until",
                    ConditionExpression="session_id = :session AND attribute_not_exists(ended_at)"
                    " AND (attribute_not_exists(poll_until) OR poll_until < :now)",
                    ExpressionAttributeValues={
                        ":holder": {"S": holder},
                        ":until": _seconds(now + timedelta(seconds=LEASE_S)),
                        ":now": _seconds(now),
                        ":session": {"S": session.session_id},
                    },
                    ReturnValues="ALL_OLD",
                )
        except ConditionFailed:
            return None
        before: Mapping[str, Any] = answer["Attributes"]
        return Turn(
            session=session_of(session.user_id, answer["Attributes"]),
            holder=holder,
            polled_id=before.get("polled_id", {}).get("S", ""),
            chain=int(before.get("chain", {}).get("N", "1")),
            replaying=before.get("replaying", {}).get("BOOL", False),
            in_doubt=before.get("in_doubt", {}).get("BOOL", False) or "poll_until" in before,
            memory=_memory(before.get("memory", {}).get("S", "{}")),
        )

    def told(self, session: AgentSession) -> Told:
        told: dict[int, Counter[str]] = defaultdict(Counter)
        more: dict[str, Any] = {"ConsistentRead": True}
        while True:
            part = {":part": f"heard#{session.session_id}#"}
            answer = self._query(session, "begins_with(#item, :part)", part, more)
            for item in answer["Items"]:
                told[int(item["item"]["S"].split("#")[2])].update(item["digests"]["S"].split())
            if "LastEvaluatedKey" not in answer:
                return dict(told)
            more["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def keep(self, turn: Turn, batch: Batch, now: datetime) -> bool:
        parts = list(_parts(batch.events)) or [[]]
        number = turn.session.last_event
        unwritten = Counter(batch.digests)
        for place, events in enumerate(parts):
            is_last = place == len(parts) - 1
            number = events[-1].number if events else number
            # A digest never goes before its event: what comes to a halt in between is heard again.
            digests = Counter(unwritten if is_last else (one.digest for one in events))
            unwritten -= digests
            puts = [self._event(turn.session, event, now) for event in events]
            if digests:
                puts.append(self._heard(turn, place, digests, now))
            update = self._newest(turn, batch, number, now) if is_last else self._number(turn, number)
            if not self._write([{"Update": update}, *({"Put": put} for put in puts)]):
                return False
        return True

    def release(self, turn: Turn, *, in_doubt: bool) -> None:
        update = self._update(
            turn,
            "SET polled_id = :polled, chain = :chain, replaying = :replaying, in_doubt = :doubt",
            {
                ":polled": {"S": turn.polled_id if in_doubt else turn.session.cxone_id},
                ":chain": {"N": str(turn.chain)},
                ":replaying": {"BOOL": turn.replaying},
                ":doubt": {"BOOL": in_doubt},
            },
            ends=True,
        )
        self._write([{"Update": update}])

    def _newest(self, turn: Turn, batch: Batch, number: int, now: datetime) -> dict[str, Any]:
        update = (
            "SET cxone_id = :id, polled_id = :id, chain = :chain, replaying = :replaying, in_doubt = :no,"
            " last_event = :number, leg = :leg, memory = :memory"
        )
        values: dict[str, Any] = {
            ":id": {"S": batch.cxone_id},
            ":chain": {"N": str(turn.chain)},
            ":replaying": {"BOOL": turn.replaying},
            ":no": {"BOOL": False},
            ":number": {"N": str(number)},
            ":leg": {"S": batch.leg},
            ":memory": {"S": _memory_text(batch.memory)},
        }
        if batch.ended:
            update += ", ended_at = if_not_exists(ended_at, :at), end_reason = if_not_exists(end_reason, :reason)"
            values |= {":at": {"S": write_instant(now)}, ":reason": {"S": batch.ended}}
        return self._update(turn, update, values, ends=True)

    def _number(self, turn: Turn, number: int) -> dict[str, Any]:
        return self._update(turn, "SET last_event = :number", {":number": {"N": str(number)}}, ends=False)

    def _update(self, turn: Turn, update: str, values: dict[str, Any], *, ends: bool) -> dict[str, Any]:
        """A change of the session's item, for as long as the turn is held."""
        return {
            "TableName": self._table,
            "Key": session_key(turn.session.user_id),
            "UpdateExpression": f"{update} REMOVE poll_holder, poll_until" if ends else update,
            "ConditionExpression": "session_id = :session AND poll_holder = :holder",
            "ExpressionAttributeValues": {
                **values,
                ":session": {"S": turn.session.session_id},
                ":holder": {"S": turn.holder},
            },
        }

    def _event(self, session: AgentSession, event: Kept, now: datetime) -> dict[str, Any]:
        name = _event_name(session, event.number)
        return self._put(session, name, now + EVENTS_KEPT_FOR, document=event.document)

    def _heard(self, turn: Turn, place: int, digests: Counter[str], now: datetime) -> dict[str, Any]:
        name = f"heard#{turn.session.session_id}#{turn.chain:04d}#{turn.holder}#{place}"
        return self._put(turn.session, name, now + KEPT_FOR, digests=" ".join(digests.elements()))

    def _put(self, session: AgentSession, name: str, until: datetime, **texts: str) -> dict[str, Any]:
        item: dict[str, Any] = {
            "owner": {"S": owner_of(session.user_id)},
            "item": {"S": name},
            "expires_at": _seconds(until),
            **{member: {"S": text} for member, text in texts.items()},
        }
        return {"TableName": self._table, "Item": item}

    def _write(self, changes: Sequence[dict[str, Any]]) -> bool:
        try:
            with aws_errors():
                if len(changes) == 1:
                    self._client.update_item(**changes[0]["Update"])
                else:
                    self._client.transact_write_items(TransactItems=list(changes))  # type: ignore[arg-type] # as built above
        except ConditionFailed:
            return False
        return True

    def _query(
        self, session: AgentSession, condition: str, values: Mapping[str, str], more: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        texts = {**values, ":owner": owner_of(session.user_id)}
        with aws_errors():
            return self._client.query(
                TableName=self._table,
                KeyConditionExpression=f"#owner = :owner AND {condition}",
                ExpressionAttributeNames={"#owner": "owner", "#item": "item"},
                ExpressionAttributeValues={name: {"S": text} for name, text in texts.items()},
                **more,
            )


def _parts(events: Sequence[Kept]) -> Iterator[list[Kept]]:
    """As many as go into one write, again and again."""
    part: list[Kept] = []
    room = MOST_BYTES_IN_ONE_WRITE
    for event in events:
        size = len(event.document.encode())
        if part and (size > room or len(part) == MOST_IN_ONE_WRITE):
            yield part
            part, room = [], MOST_BYTES_IN_ONE_WRITE
        part.append(event)
        room -= size
    if part:
        yield part


def _event_name(session: AgentSession, number: int) -> str:
    return f"event#{session.session_id}#{number:08d}"


def _kept(item: Mapping[str, Any]) -> Kept:
    return Kept(int(item["item"]["S"].rpartition("#")[2]), item["document"]["S"])


def _memory_text(memory: Memory) -> str:
    return json.dumps(
        {subject: [one.digest, one.status, one.popped] for subject, one in memory.items()}, separators=(",", ":")
    )


def _memory(text: str) -> Memory:
    return {subject: Trace(*told) for subject, told in json.loads(text).items()}


def _seconds(at: datetime) -> dict[str, str]:
    return {"N": str(int(at.timestamp()))}

"""The poll for an agent's events."""

import requests

from switchboard.cxone.agent_events import read_event
from switchboard.cxone.answers import Answer, Row
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.event_members import digest
from switchboard.cxone.session import CxoneSession
from switchboard.cxone.versions import Resource
from switchboard.desk.event_log import Heard, Reply
from switchboard.errors import CcConflict, CcError, CcNotFound, CcSessionGone, CcUnavailable

NO_EVENTS = 304


class PollSession(CxoneSession):
    """A session that asks once: the answer to a poll that is lost may hold events that the same id does not give
    again. Only a token that is over, or a connection that was never made, is made up for."""

    def _may_repeat(self, method: str) -> bool:  # noqa: ARG002 - whatever the method
        return False

    def pause_s(self, response: requests.Response, attempt: int, roll: float, *, repeatable: bool) -> float | None:  # noqa: ARG002
        """Never: a wait would cost the time that the poll needs."""
        return None


class CxoneEvents:
    """Implements ``switchboard.desk.event_log.EventSource``.

    Args:
        client: over a ``PollSession`` whose read timeout is longer than any wait.
        business_unit: the tenant's number, for contact keys; empty where it is not set.
    """

    def __init__(self, client: CxoneClient, business_unit: str) -> None:
        self._client = client
        self._business_unit = business_unit

    def next_events(self, cxone_id: str, wait_s: int) -> Reply | None:
        path = f"/agent-sessions/{cxone_id}/get-next-event"
        try:
            told = self._client.read(Resource.AGENT_SESSIONS, path, {"timeout": str(wait_s)})
        except (CcNotFound, CcConflict) as error:
            raise CcSessionGone(error.code, status=error.status, text=error.text) from None
        except CcError as error:
            if error.status == NO_EVENTS:
                return None
            raise
        if told is None:
            return None
        newest = told.text("sessionId")
        if not newest:
            # Without the id its events cannot be kept: they would come again.
            raise CcUnavailable("UNREADABLE_ANSWER", status=200)
        return Reply(newest, [Heard(digest(row), read_event(row, self._business_unit)) for row in _rows(told)])


def _rows(told: Answer) -> list[Row]:
    """The events; what is not one is passed over, for it would come again and again."""
    events = next((value for name, value in told.given.items() if name.lower() == "events"), None)
    return [one for one in events if isinstance(one, dict)] if isinstance(events, list) else []

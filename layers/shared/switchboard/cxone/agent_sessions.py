"""Agent sessions in CXone, begun by the access key's user for the agent (Impersonate Agent permission)."""

from collections.abc import Mapping

from switchboard.cxone.answers import Answer
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.versions import Resource
from switchboard.errors import CcConflict, CcError, CcNotFound, CcSessionGone, CcUnavailable

_SESSION = Resource.AGENT_SESSIONS


class CxoneAgentSessions:
    """Implements ``switchboard.agent.centre.AgentCentre``.

    Args:
        inactivity_s: after this long an unavailable agent who does nothing is logged out, 30 to 300.
    """

    def __init__(self, client: CxoneClient, inactivity_s: int = 300) -> None:
        self._client = client
        self._inactivity_s = inactivity_s

    def start(self, agent_id: str, *, station_id: str = "", phone: str = "") -> str:
        station = {"stationPhoneNumber": phone} if phone else {"stationId": station_id}
        body = {**station, "inactivityTimeout": self._inactivity_s, "asAgentId": int(agent_id)}
        return _session_id(self._client.send("POST", _SESSION, "/agent-sessions", body))

    def join(self, agent_id: str) -> str:
        told = self._client.send("POST", _SESSION, "/agent-sessions/join", {"asAgentId": int(agent_id)})
        return _session_id(told)

    def end(self, cxone_id: str, *, force: bool, end_contacts: bool, ignore_personal_queue: bool) -> None:
        given = {
            "forceLogoff": force,
            "endContacts": end_contacts,
            "ignorePersonalQueue": ignore_personal_queue,
        }
        parameters = {name: "true" for name, value in given.items() if value}
        try:
            self._client.send("DELETE", _SESSION, f"/agent-sessions/{cxone_id}", parameters=parameters)
        except CcError as error:
            raise in_session(error) from None

    def command(self, cxone_id: str, path: str, body: Mapping[str, object] | None = None) -> None:
        try:
            self._client.send("POST", _SESSION, f"/agent-sessions/{cxone_id}/{path}", body)
        except CcError as error:
            raise in_session(error) from None


def in_session(error: CcError) -> CcError:
    """The error, or that the session is gone: only its text tells that from an unknown contact."""
    text = error.text.lower()
    gone = (isinstance(error, CcNotFound) and "session" in text) or (
        isinstance(error, CcConflict) and ("session ended" in text or "invalid session" in text)
    )
    return CcSessionGone(error.code, status=error.status, text=error.text) if gone else error


def _session_id(told: Answer | None) -> str:
    session_id = told.text("sessionId") if told else ""
    if not session_id:
        # The session may well have begun; it can be joined.
        raise CcUnavailable("UNREADABLE_ANSWER", status=202)
    return session_id

"""Agent sessions: log in and out, availability, the agent's phone, contact commands, dispositions."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from switchboard.desk.session import api, contact_api
from switchboard.desk.session.ports import Command, Join
from switchboard.runtime import agent_sessions as sessions
from switchboard.runtime.callers import Caller
from switchboard.runtime.http import accepted, http_function, new_app
from switchboard.runtime.services import caller_of

app = new_app()
Session = Annotated[api.SessionId, Path()]
Key = Annotated[contact_api.Key, Path()]
Accepted = Response[api.CommandAnswer]
Passed = Response[contact_api.PassAnswer]
Flag = Annotated[bool, Query()]


@app.post("/v1/agent-sessions", operation_id="logIn")
def log_in(request: api.LogInRequest) -> api.LoggedInAnswer:
    """Begin the acting user's session, or join the one there is."""
    return sessions.log_in(request, _caller())


@app.get("/v1/agent-sessions/<session_id>", operation_id="readSession")
def read_session(session_id: Session) -> api.SessionAnswer:
    """What the agent is doing, and the contacts that are open."""
    return sessions.overview(session_id, _caller())


@app.delete("/v1/agent-sessions/<session_id>", operation_id="logOut")
def log_out(
    session_id: Session,
    force: Flag = False,
    end_contacts: Annotated[bool, Query(alias="endContacts")] = False,
    ignore_personal_queue: Annotated[bool, Query(alias="ignorePersonalQueue")] = False,
) -> Accepted:
    """Log the agent out."""
    how = {"force": force, "end_contacts": end_contacts, "ignore_personal_queue": ignore_personal_queue}
    return accepted(sessions.log_out(session_id, _caller(), **how))


@app.put("/v1/agent-sessions/<session_id>/availability", operation_id="setAvailability")
def set_availability(session_id: Session, request: api.AvailabilityRequest) -> Accepted:
    """Take contacts, or none."""
    return accepted(sessions.set_availability(session_id, request, _caller()))


@app.get("/v1/agent-sessions/<session_id>/unavailable-codes", operation_id="listUnavailableCodes")
def list_unavailable_codes(session_id: Session) -> api.CodesAnswer:
    """The reasons that the agent's team may give for being unavailable."""
    return sessions.unavailable_codes(session_id, _caller())


@app.post("/v1/agent-sessions/<session_id>/agent-leg", operation_id="connectAgentLeg")
def connect_agent_leg(session_id: Session) -> Accepted:
    """Ring the agent's phone ahead of a call."""
    return accepted(sessions.connect_leg(session_id, _caller()))


@app.delete("/v1/agent-sessions/<session_id>/agent-leg", operation_id="disconnectAgentLeg")
def disconnect_agent_leg(session_id: Session) -> Accepted:
    """Let the agent's phone go."""
    return accepted(sessions.disconnect_leg(session_id, _caller()))


@app.put("/v1/agent-sessions/<session_id>/agent-leg/mute", operation_id="muteAgentLeg")
def mute_agent_leg(session_id: Session, request: api.MuteRequest) -> Accepted:
    """Mute the agent's phone, or end that."""
    return accepted(sessions.mute(session_id, request, _caller()))


@app.post("/v1/agent-sessions/<session_id>/contacts/<contact_key>/dtmf", operation_id="sendTones")
def send_tones(session_id: Session, contact_key: Key, request: contact_api.TonesRequest) -> Accepted:
    """Send tones into a call."""
    return accepted(sessions.send_tones(session_id, contact_key, request, _caller()))


@app.post("/v1/agent-sessions/<session_id>/contacts/<contact_key>/consult", operation_id="consult")
def consult(session_id: Session, contact_key: Key, request: contact_api.ConsultRequest) -> Passed:
    """Reach somebody to talk to while the customer waits."""
    return accepted(sessions.consult(session_id, contact_key, request, _caller()))


@app.post("/v1/agent-sessions/<session_id>/contacts/<contact_key>/transfer", operation_id="transfer")
def transfer(session_id: Session, contact_key: Key, request: contact_api.PassRequest) -> Passed:
    """Pass a contact on, or complete what a consultation began."""
    return accepted(sessions.join(session_id, contact_key, request, Join.TRANSFER, _caller()))


@app.post("/v1/agent-sessions/<session_id>/contacts/<contact_key>/conference", operation_id="conference")
def conference(session_id: Session, contact_key: Key, request: contact_api.PassRequest) -> Passed:
    """Join somebody to a call, or whoever was reached."""
    return accepted(sessions.join(session_id, contact_key, request, Join.CONFERENCE, _caller()))


@app.post("/v1/agent-sessions/<session_id>/contacts/<contact_key>/<command>", operation_id="commandContact")
def command_contact(session_id: Session, contact_key: Key, command: Annotated[Command, Path()]) -> Accepted:
    """Accept, reject, hold, resume, end, record, mask or unmask a contact, or accept a consultation."""
    return accepted(sessions.command(session_id, contact_key, command, _caller()))


@app.get("/v1/agent-sessions/<session_id>/skills/<skill_id>/dispositions", operation_id="listDispositions")
def list_dispositions(session_id: Session, skill_id: Annotated[api.VendorId, Path()]) -> api.DispositionsAnswer:
    """The outcomes that contacts of a skill may have."""
    return sessions.dispositions(session_id, skill_id, _caller())


@app.put("/v1/agent-sessions/<session_id>/contacts/<contact_key>/disposition", operation_id="disposeOfContact")
def dispose_of_contact(
    session_id: Session, contact_key: Key, request: contact_api.DispositionRequest
) -> contact_api.DisposedAnswer:
    """Store what came of a contact, with notes, tags and a callback."""
    return sessions.dispose(session_id, contact_key, request, _caller())


def _caller() -> Caller:
    return caller_of(app.current_event.raw_event)


lambda_handler = http_function(app)

"""Desk, work: voicemails, work items, asking for a contact, and signals to waiting scripts."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from switchboard.desk.media import live_api, work_api
from switchboard.desk.paging import MOST_CURSOR_CHARS
from switchboard.desk.session import api, contact_api
from switchboard.runtime import desk_work as desk
from switchboard.runtime.callers import Caller
from switchboard.runtime.etags import tagged
from switchboard.runtime.http import accepted, answers_with, http_function, made, new_app
from switchboard.runtime.services import caller_of

app = new_app()
Key = Annotated[contact_api.Key, Path()]
Accepted = Response[api.CommandAnswer]


@app.post("/v1/voicemails/<contact_key>/play", operation_id="playVoicemail")
def play_voicemail(contact_key: Key, request: live_api.PlayRequest) -> Accepted:
    """Play a voicemail from a position."""
    return accepted(desk.play(contact_key, request, _caller()))


@app.post("/v1/voicemails/<contact_key>/pause", operation_id="pauseVoicemail")
def pause_voicemail(contact_key: Key) -> Accepted:
    """Pause a voicemail."""
    return accepted(desk.pause(contact_key, _caller()))


@app.get(
    "/v1/points-of-contact", operation_id="listPointsOfContact", responses=answers_with(work_api.PointsAnswer)
)
def list_points_of_contact(
    search: Annotated[str, Query(max_length=100)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Annotated[str | None, Query(max_length=MOST_CURSOR_CHARS)] = None,
) -> Response[str]:
    """Where work items may come in, by name."""
    event = app.current_event.raw_event
    return tagged(event, desk.points_of_contact(search, limit, cursor, caller_of(event)))


@app.post("/v1/work-items", operation_id="makeWorkItem")
def make_work_item(request: work_api.WorkItemRequest) -> Response[work_api.WorkItemAnswer]:
    """Make something to do that queues like a contact."""
    return made(desk.make_work_item(request, _caller()))


@app.post("/v1/contact-requests", operation_id="requestContact")
def request_contact(request: work_api.ContactRequest) -> Accepted:
    """Ask for one more contact, beside those that the agent has."""
    return accepted(desk.request_contact(request, _caller()))


@app.post("/v1/contacts/<contact_key>/signals", operation_id="signalContact")
def signal_contact(contact_key: Key, request: work_api.SignalRequest) -> Accepted:
    """Signal to the script that a contact runs; once, for two at one moment may look like one to it."""
    return accepted(desk.signal(contact_key, request, _caller()))


def _caller() -> Caller:
    return caller_of(app.current_event.raw_event)


lambda_handler = http_function(app)

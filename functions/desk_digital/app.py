"""Desk, digital: the acting agent's contacts of digital channels."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from switchboard.desk.digital import api
from switchboard.desk.digital.model import CaseStatus
from switchboard.desk.session import contact_api
from switchboard.runtime import desk_digital as desk
from switchboard.runtime.callers import Caller
from switchboard.runtime.etags import tagged
from switchboard.runtime.http import answers_with, http_function, made, new_app
from switchboard.runtime.services import caller_of

app = new_app()
Key = Annotated[contact_api.Key, Path()]
Search = Annotated[str, Query(max_length=100)]
Limit = Annotated[int, Query(ge=1, le=100)]
Cursor = Annotated[str | None, Query(max_length=4_000)]
Statuses = Annotated[list[CaseStatus] | None, Query(alias="status", max_length=7)]
Ids = Annotated[list[api.ChannelId] | None, Query(alias="channel", max_length=20)]
CanBegin = Annotated[bool | None, Query(alias="canBegin")]


@app.get("/v1/digital-contacts", responses=answers_with(api.CasesAnswer))
def list_digital_contacts(
    status: Statuses = None, channel: Ids = None, search: Search = "", limit: Limit = 25, cursor: Cursor = None
) -> Response[str]:
    """The acting agent's contacts, the newest first: those still open, unless a status is named."""
    found = desk.mine(status or (), channel or (), search, limit, cursor, _caller())
    return tagged(app.current_event.raw_event, found)


@app.get("/v1/digital-contacts/<contact_key>", responses=answers_with(api.ConversationAnswer))
def read_digital_contact(contact_key: Key) -> Response[str]:
    """A contact with its messages."""
    return tagged(app.current_event.raw_event, desk.conversation(contact_key, _caller()))


@app.post("/v1/digital-contacts/<contact_key>/messages")
def reply_to_digital_contact(contact_key: Key, request: api.ReplyRequest) -> Response[api.SentAnswer]:
    """Write to the contact's customer."""
    return made(desk.reply(contact_key, request, _caller()))


@app.put("/v1/digital-contacts/<contact_key>/status")
def set_digital_contact_status(contact_key: Key, request: api.StatusRequest) -> api.CaseAnswer:
    """Say where the contact stands."""
    return desk.set_status(contact_key, request, _caller())


@app.put("/v1/digital-contacts/<contact_key>/assignee")
def assign_digital_contact(contact_key: Key, request: api.AssigneeRequest) -> api.CaseAnswer:
    """Give the contact to another agent, to a skill, or to nobody."""
    return desk.assign(contact_key, request, _caller())


@app.post("/v1/digital-messages")
def begin_digital_message(request: api.NewMessageRequest) -> Response[api.SentAnswer]:
    """Write to somebody, on any channel."""
    return made(desk.begin(request, _caller()))


@app.get("/v1/digital-channels", responses=answers_with(api.ChannelsAnswer))
def list_digital_channels(
    search: Search = "", limit: Limit = 50, cursor: Cursor = None, can_begin: CanBegin = None
) -> Response[str]:
    """Digital channels by name."""
    return tagged(
        app.current_event.raw_event, desk.channels(search, limit, cursor, _caller(), can_begin=can_begin)
    )


def _caller() -> Caller:
    return caller_of(app.current_event.raw_event)


lambda_handler = http_function(app)

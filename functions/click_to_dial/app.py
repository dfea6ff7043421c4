"""Click-to-dial: a number that is clicked in Salesforce is dialled through the agent's CXone session, once."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Header, Path

from switchboard.dialing.api import CallAnswer, DialRequest, IdempotencyKey
from switchboard.runtime import agents, calls, contacts, cxone, services
from switchboard.runtime.http import answers_with, http_function, new_app
from switchboard.runtime.services import caller_of
from switchboard.runtime.snapshot import start_from_snapshot

app = new_app()


@app.post("/v1/calls", operation_id="dial", responses=answers_with(CallAnswer))
def dial(
    request: DialRequest, idempotency_key: Annotated[IdempotencyKey | None, Header()] = None
) -> Response[str]:
    """Dial a clicked number for the acting user; 200 where an earlier click has made this call."""
    event = app.current_event.raw_event
    answer = calls.dial(request, idempotency_key or "", event, caller_of(event))
    return _json(answer, 200 if answer.repeated else 202)


@app.get("/v1/calls/<call_id>", operation_id="readCall", responses=answers_with(CallAnswer))
def read_call(call_id: Annotated[str, Path(max_length=80)]) -> Response[str]:
    """What became of a call of the acting user's."""
    return _json(calls.look(call_id, caller_of(app.current_event.raw_event)), 200)


def _json(answer: CallAnswer, status: int) -> Response[str]:
    return Response(status, content_type="application/json", body=answer.model_dump_json(by_alias=True))


lambda_handler = http_function(app)
start_from_snapshot(agents, calls, contacts, cxone, services)

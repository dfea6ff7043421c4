"""Screen pops: which record an agent sees when a contact arrives."""

import json
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from switchboard.runtime import pops, services
from switchboard.runtime.http import answers_with, http_function, json_answer, new_app
from switchboard.runtime.services import caller_of
from switchboard.runtime.snapshot import start_from_snapshot
from switchboard.screen_pop.api import ContactKey, LayoutRequest, ScreenPopAnswer, ScreenPopRequest

app = new_app()


@app.post("/v1/screen-pops", operation_id="findScreenPop", responses=answers_with(ScreenPopAnswer))
def find_screen_pop(request: ScreenPopRequest) -> Response[str]:
    """What to pop for a contact that reaches an agent now."""
    caller = caller_of(app.current_event.raw_event)
    return json_answer(pops.find(request, caller.user_id))


@app.get("/v1/screen-pops/<contact_key>", operation_id="readScreenPop", responses=answers_with(ScreenPopAnswer))
def read_screen_pop(contact_key: Annotated[ContactKey, Path()]) -> Response[str]:
    """The last decision of a contact, for its own agent or an operator."""
    return json_answer(pops.last(contact_key, caller_of(app.current_event.raw_event)))


@app.put("/v1/softphone-layout", operation_id="keepSoftphoneLayout")
def keep_softphone_layout(request: LayoutRequest) -> Response[Any]:
    """Keep the acting user's softphone layout, for pops that the contact centre starts."""
    pops.keep_layout(request, caller_of(app.current_event.raw_event).acting_user())
    return Response(status_code=204, content_type="application/json", body="")


@app.post("/v1/hooks/screen-pops", operation_id="screenPopHook")
def screen_pop_hook() -> Response[str]:
    """The same for a script that waits on the line: flat JSON, in time, whatever is broken behind it."""
    return json_answer(json.dumps(pops.for_script(app.current_event.raw_event)))


lambda_handler = http_function(app)
start_from_snapshot(services)

"""Agent events: the long poll of an agent's panel, apart from its other routes because it waits."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from switchboard.desk.event_api import AgentEventsAnswer
from switchboard.runtime import agent_events
from switchboard.runtime.http import answers_with, http_function, json_answer, new_app
from switchboard.runtime.services import caller_of

app = new_app()
SessionId = Annotated[str, Path(pattern=r"^(current|[A-Za-z0-9]{18}-[0-9a-f]{1,32})$")]


@app.get(
    "/v1/agent-sessions/<session_id>/events",
    operation_id="readAgentEvents",
    responses=answers_with(AgentEventsAnswer),
)
def read_agent_events(
    session_id: SessionId,
    after: Annotated[int | None, Query(ge=0, le=99_999_999)] = None,
    wait: Annotated[int, Query(ge=0, le=20)] = 20,
) -> Response[str]:
    """What happened in the acting user's session after an event, as soon as anything does."""
    user_id = caller_of(app.current_event.raw_event).acting_user()
    return json_answer(agent_events.told(user_id, session_id, after, wait))


lambda_handler = http_function(app)

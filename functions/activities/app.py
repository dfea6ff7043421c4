"""Activities: what was written of contacts and what was refused, and what people may do about it."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from switchboard.activity import api
from switchboard.activity.dossier import ActivityState
from switchboard.contact.key import ContactKey
from switchboard.runtime import activities
from switchboard.runtime.callers import Caller
from switchboard.runtime.http import http_function, new_app
from switchboard.runtime.services import caller_of

app = new_app()
Key = Annotated[api.Key, Path()]


@app.get("/v1/activities", operation_id="listActivities")
def list_activities(
    state: Annotated[api.ListedState, Query()],
    limit: Annotated[int, Query(ge=1, le=100)] = 25,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> api.ActivityPage:
    """Activities in a state, the latest to get there first; for operators."""
    return activities.listed(ActivityState(state), limit, cursor, _caller())


@app.get("/v1/activities/<contact_key>", operation_id="readActivity")
def read_activity(contact_key: Key) -> api.ActivityAnswer:
    """Where the activity of a contact stands, for its agent or an operator."""
    return activities.activity(ContactKey.parse(contact_key), _caller())


@app.post("/v1/activities/<contact_key>/retry", operation_id="retryActivity")
def retry_activity(contact_key: Key) -> api.ActivityAnswer:
    """Write a rejected activity again, for its agent or an operator."""
    return activities.retry(ContactKey.parse(contact_key), _caller())


@app.post("/v1/activities/retries", operation_id="retryActivities")
def retry_activities(request: api.RetryRequest) -> api.RetriedAnswer:
    """Write all rejected activities again, or those of one code; for operators."""
    return activities.retry_all(request.code, _caller())


@app.get("/v1/contacts/<contact_key>", operation_id="readContact")
def read_contact(contact_key: Key) -> api.ContactAnswer:
    """Everything that is kept of a contact, for its agent or an operator."""
    return activities.contact(ContactKey.parse(contact_key), _caller())


@app.put("/v1/contacts/<contact_key>", operation_id="relateContact")
def relate_contact(contact_key: Key, request: api.RelateRequest) -> api.ContactAnswer:
    """Keep the relation and the notes of the contact's own agent."""
    return activities.relate(ContactKey.parse(contact_key), request, _caller())


@app.delete("/v1/contacts/<contact_key>", operation_id="eraseContact")
def erase_contact(contact_key: Key) -> api.ErasedAnswer:
    """Forget a contact; for operators."""
    return activities.erase(ContactKey.parse(contact_key), _caller())


@app.delete("/v1/contacts", operation_id="eraseNumber")
def erase_number(number: Annotated[str, Query(min_length=1, max_length=40)]) -> api.ErasedAnswer:
    """Forget all contacts of a customer's number; for operators."""
    return activities.erase_number(number, _caller())


def _caller() -> Caller:
    return caller_of(app.current_event.raw_event)


lambda_handler = http_function(app)

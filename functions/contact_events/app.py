"""Contact events: what scripts and webhooks tell of contacts is stored and due before it is acknowledged."""

import json
from typing import Any

from aws_lambda_powertools.event_handler import Response

from switchboard.runtime import contact_events
from switchboard.runtime.http import http_function, new_app

app = new_app()


@app.post("/v1/hooks/contact-events", operation_id="contactEventsHook")
def contact_events_hook() -> Response[str]:
    """One event of a script, or a batch of them."""
    return _accepted(contact_events.take_studio(app.current_event.raw_event))


@app.post("/v1/hooks/cxone-digital", operation_id="digitalEventsHook")
def digital_events_hook() -> Response[str]:
    """Events of digital cases, as CXone's webhooks send them."""
    return _accepted(contact_events.take_digital(app.current_event.raw_event))


def _accepted(answer: dict[str, Any]) -> Response[str]:
    return Response(status_code=202, content_type="application/json", body=json.dumps(answer))


lambda_handler = http_function(app, most_body_bytes=contact_events.MOST_BODY_BYTES)

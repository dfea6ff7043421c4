"""Health: can both sides be reached with the secrets in place, and how much API usage is left?"""

from aws_lambda_powertools.event_handler import Response

from switchboard.runtime.health import HealthAnswer, check_health
from switchboard.runtime.http import http_function, new_app

app = new_app()


@app.get("/v1/health", operation_id="readHealth")
def read_health() -> Response[HealthAnswer]:
    """The state of each side; 503 when one of them would not work."""
    health = check_health()
    return Response(
        status_code=200 if health.status == "ok" else 503, content_type="application/json", body=health
    )


lambda_handler = http_function(app)

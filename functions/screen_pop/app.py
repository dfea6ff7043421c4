"""Screen pops: which record an agent sees when a contact arrives."""

from switchboard.runtime.http import http_function, new_app
from switchboard.runtime.observe import metrics, note
from switchboard.runtime.services import screen_pops
from switchboard.screen_pop.api import ScreenPopAnswer, ScreenPopRequest, answer
from switchboard.screen_pop.layout import parse_layout

app = new_app()


@app.post("/v1/screen-pops", operation_id="findScreenPop")
def find_screen_pop(request: ScreenPopRequest) -> ScreenPopAnswer:
    """What to pop for a contact that reaches an agent now."""
    contact = request.contact()
    layout = None if request.layout is None else parse_layout(request.layout)
    decision = screen_pops().find(contact, layout)
    outcome = decision.match.outcome
    note(match=outcome.value, reason=decision.match.reason, candidates=len(decision.match.candidates))
    metrics().add_metric(name=f"ScreenPop{outcome.value.title()}", unit="Count", value=1)
    return answer(decision, contact)


lambda_handler = http_function(app)

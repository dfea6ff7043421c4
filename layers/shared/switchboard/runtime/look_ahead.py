"""The work of one batch of queued callers."""

import time
from collections.abc import Mapping
from typing import Any

from switchboard.errors import CrmError
from switchboard.phone import Ani, classify
from switchboard.runtime import observe
from switchboard.runtime.services import directory, pop_memory, pop_rules, search_budget
from switchboard.runtime.settings import settings
from switchboard.screen_pop.ahead import look_up


def look_callers_up(messages: Mapping[str, dict[str, Any]]) -> list[str]:
    """Look up those callers that nobody has looked up a moment ago, and keep the results.

    A message is a hint: when Salesforce does not answer, or the hint is older than a result would be kept, it is
    dropped, for the pop itself asks Salesforce then.

    Args:
        messages: ``{"number": E.164, "at": epoch seconds}`` by message id.

    Returns:
        ids of the messages that make no sense, to be seen in the dead-letter queue.
    """
    rules, region, now = pop_rules()(), settings().phone_region, time.time()
    wanted: dict[str, Ani] = {}
    senseless = []
    for message_id, message in messages.items():
        number, at = message.get("number"), message.get("at")
        ani = classify(number, region) if isinstance(number, str) else None
        if not isinstance(ani, Ani) or not isinstance(at, int | float):
            senseless.append(message_id)
        elif now - at <= rules.freshness.found_s:
            wanted[ani.e164] = ani
    new = set(wanted) - pop_memory().known(list(wanted), now)
    try:
        done = look_up(
            [wanted[number] for number in sorted(new)],
            rules,
            directory(),
            search_budget(rules.look_ahead_searches),
            region,
            time.time,
        )
    except CrmError as error:
        observe.logger().warning("not_looked_up", extra={"reason": str(error), "callers": len(new)})
        observe.count("LookAheadFailed", len(new))
        return senseless
    pop_memory().keep_callers(done.callers)
    observe.note(callers=len(done.callers), searches=done.searches, skipped=done.skipped)
    observe.count("LookAheadSearches", done.searches)
    observe.count("LookAheadSkipped", done.skipped)
    return senseless

"""A phone rings: one call through the gateway, over HTTP like any caller's, and its answer for people."""

import json
import statistics
import time
from collections.abc import Iterator, Mapping
from typing import Any

import requests

from local.sample_data.cases import SAMPLE_CALL

PATH = "/v1/screen-pops"
_WARM_CALLS = 20
_TIMEOUT_S = 60


def play(gateway_url: str) -> bool:
    """Ask what to pop for the sample caller, first cold and then warm, and print what came back.

    Returns:
        Whether it was answered.
    """
    body = {"callType": "inbound", "channel": "voice", "ani": SAMPLE_CALL.ani}
    print(f"A sample call ({SAMPLE_CALL.label}), which you can repeat:\n")
    print(f"  curl {gateway_url}{PATH} -H 'Content-Type: application/json' -d '{json.dumps(body)}'\n")
    with requests.Session() as session:
        # A proxy that the environment names has no business with this machine's own ports.
        session.trust_env = False
        answer, cold_ms = _timed(session, gateway_url, body)
        if answer.status_code != 200:
            print(f"  answered {answer.status_code}: {answer.text}\n")
            return False
        warm_ms = statistics.median(_timed(session, gateway_url, body)[1] for _ in range(_WARM_CALLS))
    for line in described(answer.json(), cold_ms, warm_ms):
        print(f"  {line}".rstrip())
    print()
    return True


def described(answer: Mapping[str, Any], cold_ms: float, warm_ms: float) -> Iterator[str]:
    """The lines that say what an answer of the screen-pop route means."""
    why = f", {answer['reason']}" if answer["reason"] else ""
    yield f"caller      {answer['ani'] or 'no number'}"
    yield f"match       {answer['match']}{why} (rule: {answer['rule']})"
    yield f"pop         {_popped(answer)}"
    for candidate in answer["candidates"]:
        yield f"candidate   {candidate['objectType']} {candidate['name']} ({candidate['recordId']})"
        yield f"              found by {candidate['matchedField']}: {_json(candidate['fields'])}"
    yield f"Lightning   {_json(answer['lightning'])}"
    yield f"Classic     {_json(answer['classic'])}"
    for note in answer["notes"]:
        yield f"note        {note}"
    yield f"time        {cold_ms:.0f} ms cold (imports, login, search)"
    yield f"            {warm_ms:.1f} ms warm (search; median of {_WARM_CALLS} calls)"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _popped(answer: Mapping[str, Any]) -> str:
    pop = {name: value for name, value in answer["pop"].items() if value is not None}
    names = {candidate["recordId"]: candidate["name"] for candidate in answer["candidates"]}
    if pop["type"] == "record":
        return f"the record {pop['objectType']} {pop['recordId']}: {names.get(pop['recordId'], '')}"
    return ", ".join(f"{name} {value}" for name, value in pop.items())


def _timed(
    session: requests.Session, gateway_url: str, body: Mapping[str, Any]
) -> tuple[requests.Response, float]:
    began = time.perf_counter()
    answer = session.post(gateway_url + PATH, json=body, timeout=_TIMEOUT_S)
    return answer, (time.perf_counter() - began) * 1000

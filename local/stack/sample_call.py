"""A phone rings: calls through the gateway, over HTTP like any caller's, and their answers for people."""

import json
import statistics
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import requests

from local.sample_data.cases import NAMED_CASES, SAMPLE_CALL
from local.stack.seeds import BUSINESS_UNIT, HOOK_TOKEN

if TYPE_CHECKING:
    from local.stack.local_stack import LocalStack

PATH = "/v1/screen-pops"
HOOK_PATH = "/v1/hooks/screen-pops"
EVENTS_PATH = "/v1/hooks/contact-events"
CASE_NUMBER = "00001001"
QUEUED = NAMED_CASES["person account"]
_WARM_CALLS = 20
_TIMEOUT_S = 60
_LOOKED_UP_WITHIN_S = 30
_WRITTEN_WITHIN_S = 60
_SHOWN_OF_A_TASK = (
    "Subject",
    "Status",
    "CallType",
    "CallDurationInSeconds",
    "CallDisposition",
    "CallObject",
    "WhoId",
    "OwnerId",
    "Description",
)


class _NotAnswered(Exception):
    """A sample call was refused; the text is the answer."""


def play(stack: "LocalStack") -> bool:
    """Play three pops and a whole call that becomes a Task, and print what came back.

    Returns:
        Whether all were answered.
    """
    with requests.Session() as session:
        # A proxy or bundle that the environment names has no business with this machine's own ports.
        session.trust_env = False
        session.verify = str(stack.ca_file)
        try:
            _default_pop(session, stack.gateway_url)
            _custom_pop(session, stack.gateway_url)
            _looked_up_ahead(session, stack)
            _whole_call(session, stack)
        except _NotAnswered as refused:
            print(f"  {refused}\n")
            return False
    return True


def _default_pop(session: requests.Session, gateway_url: str) -> None:
    body = {"callType": "inbound", "channel": "voice", "ani": SAMPLE_CALL.ani}
    _announce(f"A sample call ({SAMPLE_CALL.label}), which you can repeat", gateway_url + PATH, body)
    answer, cold_ms = _timed(session, gateway_url + PATH, body)
    warm_ms = statistics.median(_timed(session, gateway_url + PATH, body)[1] for _ in range(_WARM_CALLS))
    _show(described(answer, cold_ms, warm_ms))


def _custom_pop(session: requests.Session, gateway_url: str) -> None:
    """A script has asked the caller for a case number and routes by the answer."""
    body = {
        "ani": SAMPLE_CALL.ani,
        "isInbound": "True",
        "lookup": "caseByNumber",
        "parameters": {"caseNumber": CASE_NUMBER},
    }
    url = gateway_url + HOOK_PATH
    session.headers["Authorization"] = f"Bearer {HOOK_TOKEN}"
    _announce("A script asks for a case by the number that the caller keyed in", url, body, "Bearer <hook token>")
    answer, _ = _timed(session, url, body)
    _show(f"{name:<15} {value}" for name, value in answer.items() if value)


def _looked_up_ahead(session: requests.Session, stack: "LocalStack") -> None:
    """A queued caller is looked up while waiting; the pop that follows asks Salesforce nothing."""
    key = f"{BUSINESS_UNIT}:acd:9007199254749901"
    queued = {"type": "contact.queued", "ani": QUEUED.ani, "contactId": key.rpartition(":")[2]}
    _announce(
        f"Another caller ({QUEUED.label}) waits in the queue",
        stack.gateway_url + HOOK_PATH,
        queued,
        "Bearer <hook token>",
    )
    began = time.perf_counter()
    _timed(session, stack.gateway_url + HOOK_PATH, queued)
    table, number = stack.names["PopsTable"].ref, {"key": {"S": f"number#{QUEUED.ani}"}}
    while "Item" not in stack.aws.dynamodb().get_item(TableName=table, Key=number):
        if time.perf_counter() - began > _LOOKED_UP_WITHIN_S:
            raise _NotAnswered("the caller was not looked up")
        time.sleep(0.1)
    waited_s = time.perf_counter() - began
    asked_before = _requests_to_salesforce(session, stack)
    body = {"callType": "inbound", "channel": "voice", "ani": QUEUED.ani, "contactKey": key}
    answer, warm_ms = _timed(session, stack.gateway_url + PATH, body)
    asked = _requests_to_salesforce(session, stack) - asked_before
    lines = (f"candidate   {one['objectType']} {one['name']} ({one['recordId']})" for one in answer["candidates"])
    _show(
        [
            f"looked up   {waited_s:.1f} s after it was queued, with whoever queued meanwhile",
            f"pop         {_popped(answer)}",
            *lines,
            f"asked       {asked} requests to Salesforce when the phone rang, {warm_ms:.1f} ms",
        ]
    )


def _whole_call(session: requests.Session, stack: "LocalStack") -> None:
    """A call goes through queue, answer, end and wrap-up; its activity is written and read back."""
    contact_id = "9007199254749902"
    key, url = f"{BUSINESS_UNIT}:acd:{contact_id}", stack.gateway_url + EVENTS_PATH
    ended_at = datetime.now(UTC)
    moments: dict[str, dict[str, Any]] = {
        "contact.queued": {
            "seconds": 240,
            "ani": SAMPLE_CALL.ani,
            "dnis": "8005550100",
            "isInbound": "True",
            "skillName": "Support",
        },
        "contact.answered": {"seconds": 225, "agentId": "10021", "agentName": "Ada Brenner"},
        "contact.ended": {"seconds": 30},
        "contact.wrappedUp": {"seconds": 0, "disposition": "Resolved", "dispositionNotes": "Replaced the router"},
    }
    events = [
        {
            "type": name,
            "eventId": f"{contact_id}-{name}",
            "at": (ended_at - timedelta(seconds=told.pop("seconds"))).isoformat(timespec="seconds"),
            "contactId": contact_id,
            **told,
        }
        for name, told in moments.items()
    ]
    body: dict[str, Any] = {"callType": "inbound", "channel": "voice", "ani": SAMPLE_CALL.ani, "contactKey": key}
    _announce("A call pops, and its script tells how it went", url, {"events": events}, "Bearer <hook token>")
    _timed(session, stack.gateway_url + PATH, body)
    _timed(session, url, {"events": events}, status=202)
    began = time.perf_counter()
    operator = {"X-Local-Caller": "operator"}
    while True:
        address = f"{stack.gateway_url}/v1/activities/{key}"
        activity = session.get(address, headers=operator, timeout=_TIMEOUT_S).json()
        if activity.get("state") == "written":
            break
        if time.perf_counter() - began > _WRITTEN_WITHIN_S:
            raise _NotAnswered(f"the activity was not written: {activity}")
        time.sleep(0.1)
    written_s = time.perf_counter() - began
    record_id = activity["records"][0]["recordId"]
    task = session.get(f"{stack.salesforce_url}/_control/records/{record_id}", timeout=_TIMEOUT_S).json()
    lines = [f"written     {written_s:.1f} s after the last event, as Task {record_id}"]
    for name in _SHOWN_OF_A_TASK:
        first, *rest = str(task.get(name)).splitlines()
        lines += [f"{name:<22} {first}", *(f"{'':<22} {line}" for line in rest)]
    _show(lines)


def _requests_to_salesforce(session: requests.Session, stack: "LocalStack") -> int:
    answer = session.get(f"{stack.salesforce_url}/_control/requests", timeout=_TIMEOUT_S)
    return int(answer.json()["totals"]["requests"])


def _announce(title: str, url: str, body: Mapping[str, Any], authorization: str = "") -> None:
    header = f" -H 'Authorization: {authorization}'" if authorization else ""
    print(f"{title}:\n\n  curl {url}{header} -H 'Content-Type: application/json' -d '{json.dumps(body)}'\n")


def _show(lines: Iterable[str]) -> None:
    for line in lines:
        print(f"  {line}".rstrip())
    print()


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
    session: requests.Session, url: str, body: Mapping[str, Any], *, status: int = 200
) -> tuple[dict[str, Any], float]:
    began = time.perf_counter()
    answer = session.post(url, json=body, timeout=_TIMEOUT_S)
    took_ms = (time.perf_counter() - began) * 1000
    if answer.status_code != status:
        raise _NotAnswered(f"answered {answer.status_code}: {answer.text}")
    return answer.json(), took_ms

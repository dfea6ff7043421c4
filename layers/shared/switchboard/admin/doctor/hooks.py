"""Can the hooks be reached, do they trust who has the secret, and nobody else? What is sent does nothing."""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping

import requests

from switchboard.admin.doctor.deployment import Deployment
from switchboard.admin.doctor.finding import Finding, failed, ok, unknown
from switchboard.admin.doctor.secrets import Secrets
from switchboard.runtime.hook_trust import HookKey

TIMEOUT_S = 20.0

READING = ("hook of screen pops", "/v1/hooks/screen-pops", b'{"type": "contact.queued"}', 200)
TELLING = ("hook of contact events", "/v1/hooks/contact-events", b'{"events": []}', 202)
"""What it is, its path, a body that asks for nothing, and the status that says so."""


def look_at_hooks(deployment: Deployment, secrets: Secrets) -> list[Finding]:
    """How each hook is."""
    found = []
    for (about, path, body, good), keys in ((READING, secrets.read_hooks), (TELLING, secrets.events_hooks)):
        if not keys:
            found.append(unknown(about, "there is no secret to call it with"))
            continue
        found.append(_called(about, deployment.api_url + path, body, keys[0], good))
    return found


def signed(key: HookKey, message_id: str, body: bytes, at: float) -> dict[str, str]:
    """Headers of a genuine call (Standard Webhooks specification, signature scheme)."""
    sent_at = str(int(at))
    digest = hmac.digest(key.key, b".".join([message_id.encode(), sent_at.encode(), body]), hashlib.sha256)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": sent_at,
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


def _called(about: str, url: str, body: bytes, key: HookKey, good: int) -> Finding:
    try:
        stranger = _status(url, body, {"Authorization": "Bearer whsec_of-nobody"})
        genuine = _status(url, body, signed(key, f"doctor-{time.time_ns()}", body, time.time()))
    except requests.RequestException as error:
        deed = "see that the stack's API exists and that this machine reaches it"
        return failed(about, f"cannot be reached ({type(error).__name__})", deed)
    if genuine == 401:
        deed = "see the log line of the refusal (saved query refused hooks) and this machine's clock"
        return failed(about, "refuses a call signed with its own secret", deed)
    if genuine != good:
        deed = "read the log of the function, and GET /v1/health"
        return failed(about, f"answers {genuine} to a genuine call that asks for nothing", deed)
    if stranger != 401:
        return failed(about, f"answers {stranger} to a stranger", "deploy the code as it is in the repository")
    return ok(about, "takes a signed call and refuses a stranger's")


def _status(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    told = {"Content-Type": "application/json", **headers}
    return requests.post(url, data=body, headers=told, timeout=TIMEOUT_S, allow_redirects=False).status_code

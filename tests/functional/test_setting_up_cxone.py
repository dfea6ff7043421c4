"""What docs/setting-up-cxone.md has an admin type into Studio is what the hooks take."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from switchboard.contact.instant import write_instant
from switchboard.cxone.secret import parse_cxone_secret
from tests.support.hooks import CONTACT, KEY
from tests.support.world import EVENTS_HOOK_SECRET, HOOK_SECRET, World

GUIDE = (Path(__file__).parents[2] / "docs/setting-up-cxone.md").read_text()
SCRIPT = {
    "ContactID": CONTACT,
    "MasterID": CONTACT,
    "ANI": "4155550134",
    "DNIS": "8005550100",
    "SkillId": "40110",
    "CaseNumber": "00001001",
    "utcNow": write_instant(datetime.now(UTC)),
}
"""A script's variables."""


def snippet(name: str) -> dict[str, object]:
    """What a snippet of the guide makes of a dynamic object, every value as text."""
    blocks = re.findall(r"^ *```\w*$(.*?)^ *```$", GUIDE, re.DOTALL | re.MULTILINE)
    (code,) = [block for block in blocks if f"DYNAMIC {name}\n" in block]
    made: dict[str, dict[str, object]] = {one: {} for one in re.findall(r"^DYNAMIC (\w+)$", code, re.MULTILINE)}
    for owner, member, value in re.findall(r"^(\w+)\.(\w+) = (.+)$", code, re.MULTILINE):
        told = value.strip('"')
        made[owner][member] = (
            made[told] if told in made else re.sub(r"\{(\w+)\}", lambda one: SCRIPT[one[1]], told)
        )
    assert f'ASSIGN {name}Json = "{{{name}.asjson()}}"' in code
    return made[name]


def hook(world: World, path: str, body: object, secret: str) -> tuple[int, dict[str, object]]:
    """As a REST action posts it: a form by its content type, with a fixed header."""
    headers = {"authorization": f"Bearer {secret}", "content-type": "application/x-www-form-urlencoded"}
    answer = world.call("POST", path, json.dumps(body).encode(), headers=headers)
    return answer.status, answer.json


def test_the_snippet_that_asks_for_a_pop_is_answered(world: World) -> None:
    status, pop = hook(world, "/v1/hooks/screen-pops", snippet("ask"), HOOK_SECRET)
    assert (status, pop["match"]) == (200, "one")
    branched_on = set(re.findall(r"`pop\.(\w+)`", GUIDE))
    assert branched_on <= set(pop)
    assert {"match", "popUrl", "recordId"} <= branched_on


def test_the_snippet_that_tells_is_taken(world: World) -> None:
    assert hook(world, "/v1/hooks/contact-events", snippet("evt"), EVENTS_HOOK_SECRET)[0] == 202
    assert world.call("GET", f"/v1/contacts/{KEY}", caller="operator").status == 200


ROWS = re.findall(r"^\| .+ \| (`contact\.\w+`(?:, `contact\.\w+`)*) \|(.*)\|$", GUIDE, re.MULTILINE)
TYPES = {
    type_: set(re.findall(r"`(\w+)`", besides))
    for types, besides in ROWS
    for type_ in re.findall(r"`([\w.]+)`", types)
}


@pytest.mark.parametrize("type_", TYPES)
def test_every_type_of_the_guide_is_taken_with_what_it_says_besides(world: World, type_: str) -> None:
    more = {
        name: {"tier": "gold"} if name == "variables" else "10021" for name in TYPES[type_] - {"ScriptVariables"}
    }
    event = {**snippet("evt"), "type": type_, "eventId": f"{CONTACT}-{type_}", **more}

    status, answer = hook(world, "/v1/hooks/contact-events", event, EVENTS_HOOK_SECRET)

    assert (status, answer["refused"]) == (202, [])


def test_the_guide_names_enough_types() -> None:
    assert {"contact.queued", "contact.answered", "contact.ended", "contact.wrappedUp"} <= set(TYPES)


def test_a_time_without_an_offset_is_refused_as_the_guide_says(world: World) -> None:
    event = {**snippet("evt"), "at": "2026-11-22T09:30:12"}
    status, answer = hook(world, "/v1/hooks/contact-events", event, EVENTS_HOOK_SECRET)
    assert status == 422
    assert str(answer["type"]).endswith("event-malformed")


@pytest.mark.parametrize("text", re.findall(r'^ *(\{"flow".*\})$', GUIDE, re.MULTILINE))
def test_secrets_of_the_guide_have_a_shape_that_is_read(text: str) -> None:
    assert parse_cxone_secret(text)

"""The Apex classes parse, and speak with the API as it is."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from switchboard.activity.api import ContactAnswer, RelateRequest
from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.dialing.api import CallAnswer, DialRequest
from switchboard.runtime.callers import USER_HEADER
from switchboard.screen_pop.api import CandidateAnswer, PopAnswer, ScreenPopAnswer, ScreenPopRequest
from tests.salesforce.project import CLASSES, apex, routes

CLASS_NAMES = sorted(path.stem for path in CLASSES.glob("*.cls"))
TESTS = {name for name in CLASS_NAMES if "@IsTest" in apex(name)}
PRODUCTION = sorted(set(CLASS_NAMES) - TESTS)
ACTIONS = {"SwitchboardPop", "SwitchboardDial", "SwitchboardRelate"}

SENT = re.compile(r"SwitchboardApi\.send\(\s*'([A-Z]+)',\s*'([^']*)'(\s*\+\s*\w+)?")
"""Method, path, and whether something is appended to the path."""


def mistakes(source: bytes) -> list[str]:
    """Places that are no Apex, as row and column from 1."""
    packs = pytest.importorskip("tree_sitter_language_pack", reason="the Apex parser is not installed")
    waiting: list[Any] = [packs.get_parser("apex").parse(source).root_node]
    found = []
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            row, column = node.start_point
            found.append(f"{row + 1}:{column + 1}")
        waiting += node.children
    return found


@pytest.mark.parametrize("name", CLASS_NAMES)
def test_a_class_is_apex(name: str) -> None:
    assert mistakes(apex(name).encode()) == []


def test_what_is_no_apex_is_seen() -> None:
    assert mistakes(b"public class A {\n    void b( { }\n}") != []
    assert mistakes(b"public class A {\n    void b() { return }\n}") != []


@pytest.mark.parametrize("name", CLASS_NAMES)
def test_a_class_is_named_as_its_file(name: str) -> None:
    assert re.search(rf"\bclass {name}\b", apex(name))


@pytest.mark.parametrize("name", PRODUCTION)
def test_records_are_seen_as_their_users_see_them(name: str) -> None:
    assert f"public with sharing class {name} " in apex(name)


def test_one_class_alone_names_the_acting_user_and_takes_it_from_the_session() -> None:
    naming = {name for name in PRODUCTION if USER_HEADER in apex(name).lower() or "UserInfo" in apex(name)}
    assert naming == {"SwitchboardApi"}
    header = re.search(r"USER_HEADER = '([^']*)'", apex("SwitchboardApi"))
    assert header is not None
    assert header[1].lower() == USER_HEADER
    assert re.findall(r"setHeader\(USER_HEADER, (.*)\);", apex("SwitchboardApi")) == ["UserInfo.getUserId()"]


def test_one_class_alone_calls_out() -> None:
    assert {name for name in PRODUCTION if re.search(r"\bHttp(Request)?\(|callout:", apex(name))} == {
        "SwitchboardApi"
    }
    assert set(re.findall(r"callout:(\w+)", apex("SwitchboardApi"))) == {"Switchboard"}


def test_what_is_called_are_routes_of_the_api() -> None:
    called = {
        name: [(method, path + ("*" if rest else "")) for method, path, rest in SENT.findall(apex(name))]
        for name in PRODUCTION
    }
    assert called == {
        "SwitchboardApi": [],
        "SwitchboardDial": [("POST", "/v1/calls")],
        "SwitchboardPop": [("POST", "/v1/screen-pops")],
        "SwitchboardRelate": [("PUT", "/v1/contacts/*")],
    }
    assert {one for calls in called.values() for one in calls} <= routes()


def test_what_becomes_part_of_a_path_was_checked() -> None:
    assert "String key = SwitchboardApi.inPath(relation.contactKey);" in apex("SwitchboardRelate")
    assert re.findall(r"'/v1/contacts/' \+ (\w+)", apex("SwitchboardRelate")) == ["key"]


KEYS = st.builds(
    ContactKey,
    st.from_regex(r"[A-Za-z0-9]{1,20}", fullmatch=True),
    st.sampled_from(NumberSpace),
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", fullmatch=True).filter(lambda text: text != "0"),
)


def contact_key() -> re.Pattern[str]:
    """What Apex takes for a contact key."""
    (pattern,) = re.findall(r"CONTACT_KEY = Pattern\.compile\(\s*'([^']*)'", apex("SwitchboardApi"))
    return re.compile(pattern)


@given(KEYS)
def test_every_contact_key_may_be_part_of_a_path(key: ContactKey) -> None:
    assert contact_key().fullmatch(str(key))


@given(KEYS, st.sampled_from("/.?#%&=+ \\\n"), st.text(max_size=12))
def test_what_could_lead_to_another_route_may_not(key: ContactKey, character: str, rest: str) -> None:
    assert not contact_key().fullmatch(str(key) + character + rest)


def aliases(*models: type[BaseModel]) -> set[str]:
    """The JSON names of models' members."""
    return {field.alias or name for model in models for name, field in model.model_fields.items()}


def asked(name: str) -> set[str]:
    """The members that an action sends."""
    body = apex(name).partition("Map<String, Object> asked(")[2].partition("\n    }\n")[0]
    return set(re.findall(r"'(\w+)' =>", body))


@pytest.mark.parametrize(
    ("name", "model", "left_out"),
    [
        ("SwitchboardPop", ScreenPopRequest, {"variables", "layout"}),
        ("SwitchboardDial", DialRequest, set()),
        ("SwitchboardRelate", RelateRequest, set()),
    ],
)
def test_an_action_sends_the_members_of_its_request(name: str, model: type[BaseModel], left_out: set[str]) -> None:
    assert asked(name) == aliases(model) - left_out


@pytest.mark.parametrize(
    ("name", "models"),
    [
        ("SwitchboardPop", (ScreenPopAnswer, CandidateAnswer, PopAnswer)),
        ("SwitchboardDial", (CallAnswer,)),
        ("SwitchboardRelate", (ContactAnswer,)),
    ],
)
def test_an_action_reads_members_that_the_answer_has(name: str, models: tuple[type[BaseModel], ...]) -> None:
    read = set(re.findall(r"\.get\('(\w+)'\)", apex(name)))
    # What an agent chose is told as a mapping of these two.
    assert read - aliases(*models) == ({"whoId", "whatId"} if name == "SwitchboardRelate" else set())
    assert read


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_an_action_says_to_flow_that_it_calls_out(name: str) -> None:
    (annotation,) = re.findall(r"@InvocableMethod\((.*?)\)\n", apex(name), re.DOTALL)
    assert "callout=true" in annotation
    assert "category='Switchboard'" in annotation


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_no_action_takes_a_user(name: str) -> None:
    taken = re.findall(r"@InvocableVariable\([^\n]*\n\s+public [\w<>]+ (\w+);", apex(name))
    assert taken
    assert not [one for one in taken if "user" in one.lower()]

"""What pops and look-ups have found reaches the activity of the contact."""

import json
import time
from datetime import UTC, datetime

from switchboard.activity.dossier import Dossier
from switchboard.activity.model import Related
from switchboard.contact.events import contact_event
from switchboard.contact.fields import Field
from switchboard.contact.key import ContactKey
from switchboard.contact.merge import Contact, merge
from switchboard.contact.words import EventType, Source
from switchboard.runtime.matches import matches
from switchboard.screen_pop.rules import DEFAULT_RULES
from tests.support import people
from tests.support.world import Context, World, handler

NOW = datetime(2026, 11, 22, tzinfo=UTC)
KEY = "4599001:acd:1"


def dossier(key: str = KEY, **fields: str) -> Dossier:
    told = {Field(name): value for name, value in fields.items()}
    event = contact_event("e1", NOW, EventType.QUEUED, Source.SCRIPT, fields=told)
    return Dossier(ContactKey.parse(key), NOW, NOW, merge(Contact(), event))


def found(*dossiers: Dossier) -> dict[str, tuple[Related, ...]]:
    return {str(key): match.records for key, match in matches(dossiers).items()}


def pop(world: World, ani: str) -> None:
    body = {"callType": "inbound", "ani": ani, "contactKey": KEY}
    assert world.call("POST", "/v1/screen-pops", body).status == 200


def look_ahead(number: str) -> None:
    body = json.dumps({"number": number, "at": time.time()})
    handler("caller_lookup")({"Records": [{"messageId": "m", "body": body}]}, Context(15))


def test_the_record_that_popped_is_the_match(world: World) -> None:
    pop(world, "4155550134")

    assert found(dossier()) == {KEY: (Related(people.GRACE, "Contact"),)}


def test_many_stay_many(world: World) -> None:
    pop(world, "+442079460018")

    assert len(found(dossier())[KEY]) == 2


def test_a_caller_looked_up_ahead_is_matched_without_any_pop(world: World) -> None:
    look_ahead("+14155550134")

    assert found(dossier(ani="(415) 555-0134")) == {KEY: (Related(people.GRACE, "Contact"),)}
    assert found(dossier(callType="outbound", ani="8005550100", dnis="4155550134"))[KEY]


def test_a_person_account_brings_its_contact(world: World) -> None:
    world.put_rules(_with_person_accounts())
    pop(world, "+39061234567")

    assert found(dossier()) == {KEY: (Related(people.PERSON, "Account", people.PERSON_CONTACT),)}


def test_a_contact_of_which_nothing_is_remembered_has_no_match(world: World) -> None:
    assert found(dossier(ani="4155550134"), dossier("4599001:acd:2", ani="anonymous")) == {}


def _with_person_accounts() -> str:
    return DEFAULT_RULES.model_copy(update={"person_accounts": True}).model_dump_json(by_alias=True)

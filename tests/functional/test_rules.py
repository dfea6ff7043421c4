"""Rules are checked before they may act, published as versions, and taken back with one command."""

import json
from pathlib import Path

import pytest

from switchboard.admin import rules as admin
from switchboard.runtime.services import pop_rules
from switchboard.screen_pop.rules import DEFAULT_RULES
from tests.support.world import World, forget, log_text

QUIET = {"none": {"type": "nothing"}, "one": {"type": "nothing"}, "many": {"type": "nothing"}}


def document(**changes: object) -> str:
    return json.dumps({**json.loads(DEFAULT_RULES.model_dump_json(by_alias=True)), **changes})


def quiet() -> str:
    whole = json.loads(document())
    for rule in whole["rules"]:
        rule["pops"] = QUIET
    return json.dumps(whole)


def run(world: World, *arguments: str) -> int:
    return admin.main([*arguments, "--table", world.names["RulesTable"].ref])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rules.json"
    path.write_text(document())
    return path


def test_published_rules_take_effect_without_a_deployment(world: World, file: Path) -> None:
    assert world.pop("4155550134").json["pop"]["type"] == "record"
    file.write_text(quiet())

    assert run(world, "publish", str(file)) == 0
    # Another environment, or this one a minute later.
    forget()

    assert world.pop("4155550134").json["pop"]["type"] == "nothing"


def test_the_version_before_is_one_command_away(world: World, file: Path) -> None:
    run(world, "publish", str(file))
    file.write_text(quiet())
    run(world, "publish", str(file))

    assert run(world, "rollback") == 0

    forget()
    assert world.pop("4155550134").json["pop"]["type"] == "record"
    # What was taken back stays a version; the next one published comes after it.
    file.write_text(document(personAccounts=True))
    run(world, "publish", str(file))
    assert pop_rules()().person_accounts is False
    forget()
    assert pop_rules()().person_accounts is True


def test_there_is_nothing_before_the_first_version(
    world: World, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(world, "publish", str(file))

    assert run(world, "rollback") == 1
    assert "NoEarlierRules" in capsys.readouterr().err


def test_an_invalid_document_is_refused_by_path_and_changes_nothing(
    world: World, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(world, "publish", str(file))
    wrong = json.loads(document())
    wrong["objects"]["Contact"]["phoneFields"] = ["Phone number"]
    wrong["rules"][0]["whenn"] = {}
    file.write_text(json.dumps(wrong))

    assert run(world, "publish", str(file)) == 1

    told = capsys.readouterr().err
    assert "objects.Contact.phoneFields.0: String should match pattern" in told
    assert "rules.0.whenn: Extra inputs are not permitted" in told
    assert len(told.splitlines()) == 3
    forget()
    assert pop_rules()() == DEFAULT_RULES


def test_what_is_no_json_is_refused(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("{")
    assert admin.main(["check", str(file)]) == 1
    assert "Invalid JSON" in capsys.readouterr().err


def test_checking_needs_neither_aws_nor_org(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert admin.main(["check", str(file)]) == 0
    assert "is valid" in capsys.readouterr().out


def test_objects_and_fields_are_checked_against_the_org_on_wish(
    world: World, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(world, "check", str(file), "--org", "--ca-file", world.ca_file) == 0
    wrong = json.loads(document())
    wrong["objects"]["Contact"]["returns"] = ["Account.Name", "Favourite__c"]
    wrong["objects"]["Wish__c"] = {"emailFields": ["Email__c"]}
    file.write_text(json.dumps(wrong))

    assert run(world, "check", str(file), "--org", "--ca-file", world.ca_file) == 1

    told = capsys.readouterr().err
    assert "Contact.Favourite__c: the org has no such field" in told
    assert "Wish__c: the org has no such object" in told
    assert "Account.Name" not in told


def test_a_document_put_in_past_the_check_never_takes_effect(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.put_rules(json.dumps({"rules": []}), number=7)

    with log_text() as text:
        assert world.pop("4155550134").json["match"] == "one"
    assert '"message":"rules_refused"' in text.getvalue()
    assert '"version":7' in text.getvalue()
    assert '"RulesRefused":[1.0]' in capsys.readouterr().out


def test_rules_that_cannot_be_read_leave_in_force_what_held(world: World) -> None:
    world.aws.dynamodb().delete_table(TableName=world.names["RulesTable"].ref)

    with log_text() as text:
        assert world.pop("4155550134").json["match"] == "one"
    assert '"message":"rules_unreadable"' in text.getvalue()


@pytest.mark.parametrize("kind", sorted(admin.KINDS))
def test_the_schema_for_editors_is_current(kind: str) -> None:
    path = Path(__file__).parents[2] / f"docs/rules/{kind}.schema.json"
    assert path.read_text() == admin.schema(kind)


@pytest.mark.parametrize("kind", sorted(admin.KINDS))
def test_the_defaults_of_every_kind_fit_the_org(world: World, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "defaults.json"
    file.write_text(admin.DEFAULTS[kind].model_dump_json(by_alias=True))

    assert run(world, "check", str(file), "--kind", kind, "--org", "--ca-file", world.ca_file) == 0

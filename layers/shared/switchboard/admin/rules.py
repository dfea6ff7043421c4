"""Check, publish and take back rules: ``python -m switchboard.admin.rules --help``.

It uses the ordinary AWS credentials of whoever runs it and finds the table by the stack's outputs.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from switchboard.activity.defaults import DEFAULT_RULES as DEFAULT_ACTIVITY_RULES
from switchboard.activity.rules import ActivityRules
from switchboard.desk.information.help import DEFAULT_HELP, HelpDocument
from switchboard.dialing.rules import DEFAULT_RULES as DEFAULT_DIALING_RULES
from switchboard.dialing.rules import PERSON_ACCOUNT, DialingRules
from switchboard.errors import CrmNotVisible, CrmRefused, SwitchboardError
from switchboard.screen_pop.lookup_rules import AnyOf
from switchboard.screen_pop.rules import DEFAULT_RULES, ScreenPopRules
from switchboard.stores.rules_items import RulesError, RulesItems

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

KINDS: dict[str, type[BaseModel]] = {
    "activity": ActivityRules,
    "dialing": DialingRules,
    "help": HelpDocument,
    "screen_pop": ScreenPopRules,
}
"""Every kind of rules document, by the name under which it is published."""

DEFAULTS: dict[str, BaseModel] = {
    "activity": DEFAULT_ACTIVITY_RULES,
    "dialing": DEFAULT_DIALING_RULES,
    "help": DEFAULT_HELP,
    "screen_pop": DEFAULT_RULES,
}

Describe = Callable[[str], dict[str, Any]]
"""Gives an object's description by its API name; raises ``CrmError``."""


class RulesRefused(RulesError):
    """A document that must not take effect.

    Args:
        problems: a line for each thing that is wrong, beginning with where it stands.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def checked(kind: str, text: str) -> BaseModel:
    """The rules in a document.

    Raises:
        RulesRefused: naming the path of each wrong field and what was expected there.
    """
    try:
        return KINDS[kind].model_validate_json(text)
    except ValidationError as error:
        raise RulesRefused([_told(one) for one in error.errors(include_input=False)]) from None


def _told(error: "ErrorDetails") -> str:
    path = ".".join(map(str, error["loc"])) or "document"
    return f"{path}: {error['msg'].removeprefix('Value error, ')}"


def missing_in_org(rules: BaseModel, describe: Describe) -> list[str]:
    """Objects and fields of the rules that the org does not have or does not show."""
    problems = []
    for name, wanted in sorted(fields_by_object(rules).items()):
        try:
            described = describe(name)
        except (CrmNotVisible, CrmRefused):
            problems.append(f"{name}: the org has no such object, or hides it")
            continue
        except SwitchboardError as error:
            problems.append(f"{name}: the org cannot be asked ({error})")
            continue
        known = {field["name"] for field in described["fields"]}
        # A path's first step is a relation, which the description lists beside its field.
        known |= {field["relationshipName"] for field in described["fields"] if field.get("relationshipName")}
        problems += [
            f"{name}.{path}: the org has no such field, or hides it"
            for path in sorted(wanted)
            if path.partition(".")[0] not in known
        ]
    return problems


def fields_by_object(rules: BaseModel) -> dict[str, set[str]]:
    """Every field that the rules read or write, by object."""
    if isinstance(rules, ScreenPopRules):
        return _searched_fields(rules)
    if isinstance(rules, ActivityRules):
        return _written_fields(rules)
    if isinstance(rules, DialingRules):
        return _marking_fields(rules)
    if isinstance(rules, HelpDocument):
        return {}
    raise TypeError(f"no rules of ours: {type(rules).__name__}")


def _written_fields(rules: ActivityRules) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {}
    for record in rules.records:
        named = {record.key_field, *(one.field for one in record.fields)}
        wanted.setdefault(record.object, set()).update(named)
    return wanted


def _marking_fields(rules: DialingRules) -> dict[str, set[str]]:
    # Fields of person accounts exist only in orgs that have such accounts, and are read of such accounts only.
    marks = rules.do_not_call
    wanted = {name: set(fields) for name, fields in marks.fields.items() if name != PERSON_ACCOUNT}
    for listed in marks.lists:
        named = {*listed.number_fields, *([listed.flag] if listed.flag else [])}
        wanted.setdefault(listed.object, set()).update(named)
    return wanted


def _searched_fields(rules: ScreenPopRules) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {}
    for name, searched in rules.objects.items():
        named = {searched.name_field, *searched.returns, *(one.field for one in searched.where)}
        named |= {*searched.phone_fields, *searched.normalised_phone_fields}
        named |= {*searched.email_fields, *searched.handle_fields}
        wanted.setdefault(name, set()).update(named)
    for lookup in rules.lookups.values():
        parts = (part.any if isinstance(part, AnyOf) else (part,) for part in lookup.where)
        compared = {one.field for part in parts for one in part}
        ordered = {one.field for one in lookup.order}
        wanted.setdefault(lookup.object, set()).update({lookup.name_field, *lookup.returns, *compared, *ordered})
    return wanted


def schema(kind: str) -> str:
    """The JSON Schema of a kind of rules, for editors."""
    made = KINDS[kind].model_json_schema(by_alias=True)
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **made}, indent=2) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked."""
    parser = argparse.ArgumentParser(prog="rules", description="Check, publish and take back rules.")
    parser.add_argument("command", choices=["check", "publish", "rollback", "show", "defaults", "schema"])
    parser.add_argument("file", nargs="?", type=Path, help="the document, for check and publish")
    parser.add_argument("--kind", choices=sorted(KINDS), default="screen_pop")
    parser.add_argument("--stack", default="switchboard", help="name of the deployed stack")
    parser.add_argument("--table", help="name of the rules table, where no stack tells it")
    parser.add_argument("--org", action="store_true", help="check objects and fields against the org, too")
    parser.add_argument("--ca-file", help="PEM file to trust for Salesforce, for a local org")
    parser.add_argument("--api-version", default="66.0", help="version of the Salesforce API")
    given = parser.parse_args(arguments)
    if given.command in {"check", "publish"} and given.file is None:
        parser.error(f"{given.command} needs a file")
    try:
        print(_run(given))
    except RulesRefused as error:
        print(f"{given.file} is refused, nothing was changed:", *error.problems, sep="\n  ", file=sys.stderr)
        return 1
    except (SwitchboardError, RulesError, OSError) as error:
        print(f"{given.command} failed: {type(error).__name__} {error}", file=sys.stderr)
        return 1
    return 0


def _run(given: argparse.Namespace) -> str:
    match given.command:
        case "defaults":
            return DEFAULTS[given.kind].model_dump_json(by_alias=True, indent=2)
        case "schema":
            return schema(given.kind).rstrip()
        case "check" | "publish":
            text = given.file.read_text(encoding="utf-8")
            rules = checked(given.kind, text)
            if given.org:
                _check_in_org(rules, given)
            if given.command == "check":
                return f"{given.file} is valid."
            number = _items(given).publish(given.kind, text)
            return f"{given.file} is in force as version {number}; every function follows within a minute."
        case "rollback":
            return f"Version {_items(given).take_back(given.kind)} is in force again."
        case _:
            current = _items(given).current(given.kind)
            return current.document if current else DEFAULTS[given.kind].model_dump_json(by_alias=True, indent=2)


def _check_in_org(rules: BaseModel, given: argparse.Namespace) -> None:
    problems = missing_in_org(rules, _org(given))
    if problems:
        raise RulesRefused(problems)


def _items(given: argparse.Namespace) -> RulesItems:
    import boto3  # noqa: PLC0415 - checking offline needs no AWS

    return RulesItems(boto3.client("dynamodb"), given.table or _table_of_stack(given.stack))


def _org(given: argparse.Namespace) -> Describe:
    import boto3  # noqa: PLC0415 - checking offline needs no AWS

    from switchboard.admin.direct import salesforce_client  # noqa: PLC0415 - likewise
    from switchboard.salesforce.login import parse_secret  # noqa: PLC0415 - likewise

    answer = boto3.client("secretsmanager").get_secret_value(SecretId=f"{given.stack}/salesforce")
    return salesforce_client(parse_secret(answer["SecretString"]), given.ca_file, given.api_version).describe


def _table_of_stack(stack: str) -> str:
    import boto3  # noqa: PLC0415 - checking offline needs no AWS

    described = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    outputs = {one["OutputKey"]: one["OutputValue"] for one in described.get("Outputs", [])}
    return str(outputs["RulesTableName"])


if __name__ == "__main__":
    sys.exit(main())

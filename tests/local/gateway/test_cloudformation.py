"""Templates are read as CloudFormation reads them, or refused with the place."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from local.gateway import cloudformation
from local.gateway.cloudformation import Physical, Template, TemplateError

DECLARED = """
Parameters:
  Stage: {Type: String, Default: test}
  Hours: {Type: Number, Default: 12}
  Verbose: {Type: String, Default: true}
  Callers: {Type: CommaDelimitedList, Default: "arn:one, arn:two"}
  Needed: {Type: String}
  Image: {Type: "AWS::SSM::Parameter::Value<String>", Default: /image}
Mappings:
  Sizes: {test: {memory: 256}, production: {memory: 1769}}
Conditions:
  IsTest: !Equals [!Ref Stage, test]
  IsProduction: !Equals [!Ref Stage, production]
  Neither: !And [!Not [!Condition IsTest], !Not [{Condition: IsProduction}]]
  Either: !Or [!Condition IsTest, !Condition IsProduction]
Resources:
  Queue: {Type: "AWS::SQS::Queue"}
"""


class Case(NamedTuple):
    label: str
    written: str
    value: Any


VALUES = [
    Case("plain data", "{a: [1, true, text]}", {"a": [1, True, "text"]}),
    Case("a parameter's default", "!Ref Stage", "test"),
    Case("a number stays a number", "!Ref Hours", 12),
    Case("a boolean in a text parameter", "!Ref Verbose", "true"),
    Case("a list parameter", "!Ref Callers", ["arn:one", "arn:two"]),
    Case("a pseudo parameter", "!Ref AWS::Region", "eu-west-1"),
    Case("a resource", "!Ref Queue", "http://queue"),
    Case("an attribute, short form", "!GetAtt Queue.Arn", "arn:queue"),
    Case("an attribute, long form", "{Fn::GetAtt: [Queue, Arn]}", "arn:queue"),
    Case("a text with names", "!Sub '${AWS::Region}/${Stage}/${Queue.Arn}'", "eu-west-1/test/arn:queue"),
    Case("a text with its own names", "!Sub ['${a}-${Stage}', {a: !Ref Hours}]", "12-test"),
    Case("a text with a literal", "!Sub 'https://${!Host}/${Stage}'", "https://${Host}/test"),
    Case("a joined list", "!Join [';', !Ref Callers]", "arn:one;arn:two"),
    Case("a split and a choice", "!Select [1, !Split ['/', 'a/b/c']]", "b"),
    Case("a mapping", "!FindInMap [Sizes, !Ref Stage, memory]", 256),
    Case("a condition that holds", "!If [IsTest, yes it is, no]", "yes it is"),
    Case("a condition that does not", "!If [IsProduction, 1, 2]", 2),
    Case("conditions together", "[!If [Neither, 1, 2], !If [Either, 3, 4]]", [2, 3]),
    Case("no value in a mapping", "{a: !If [IsProduction, 1, !Ref AWS::NoValue], b: 2}", {"b": 2}),
    Case("no value in a list", "[!Ref AWS::NoValue, 1]", [1]),
    Case("no value on its own", "!Ref AWS::NoValue", None),
]  # fmt: skip

REFUSED = [
    Case("a parameter without a value", "{here: !Ref Needed}", "Place.here: parameter Needed has no default"),
    Case("a parameter kept elsewhere", "!Ref Image", "Place: parameter Image is read from Systems Manager"),
    Case("an unknown name", "[1, !Ref Nobody]", r"Place\[1\]: Ref Nobody has no value"),
    Case("an unknown attribute", "!GetAtt Queue.Colour", "Place: GetAtt Queue.Colour has no value"),
    Case("an unknown name in a text", "!Sub 'x${Nobody}'", "Place: Ref Nobody has no value"),
    Case("an unknown function", "!ImportValue other", "Place: Fn::ImportValue is not understood"),
    Case("an unknown condition", "!If [Sunny, 1, 2]", "Place: there is no condition Sunny"),
    Case("an index outside", "!Select [3, [a]]", "Place: Select 3 is outside a list of 1"),
    Case("a missing mapping", "!FindInMap [Sizes, moon, memory]", "Place: FindInMap finds no Sizes.moon.memory"),
]  # fmt: skip


def declared(tmp_path: Path, more: str = "", **parameters: str) -> Template:
    path = tmp_path / "template.yaml"
    path.write_text(DECLARED + more)
    template = Template(cloudformation.read(path), parameters=parameters, pseudo={"AWS::Region": "eu-west-1"})
    template.names["Queue"] = Physical("http://queue", {"Arn": "arn:queue"})
    return template


def written(template: Template, tmp_path: Path, text: str) -> Any:
    path = tmp_path / "node.yaml"
    path.write_text(yaml.dump({"Resources": {}}) + f"Node: {text}\n")
    return cloudformation.read(path)["Node"]


@pytest.mark.parametrize("case", VALUES, ids=lambda case: case.label)
def test_a_node_has_the_value_that_cloudformation_gives_it(case: Case, tmp_path: Path) -> None:
    template = declared(tmp_path)
    assert template.value(written(template, tmp_path, case.written), "Place") == case.value


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.label)
def test_what_has_no_value_here_is_refused_by_place(case: Case, tmp_path: Path) -> None:
    template = declared(tmp_path)
    with pytest.raises(TemplateError, match=case.value):
        template.value(written(template, tmp_path, case.written), "Place")


def test_a_local_value_takes_the_place_of_a_default(tmp_path: Path) -> None:
    template = declared(tmp_path, Stage="production", Needed="given", Image="image:1")
    assert [template.value({"Ref": name}, "") for name in ("Stage", "Needed", "Image")] == [
        "production",
        "given",
        "image:1",
    ]
    assert template.holds("IsProduction", "")


def test_a_resource_whose_condition_is_false_is_not_there(tmp_path: Path) -> None:
    more = "  Other: {Type: 'AWS::SQS::Queue', Condition: IsProduction}\n"
    assert set(declared(tmp_path, more).resources("AWS::SQS::Queue")) == {"Queue"}
    assert set(declared(tmp_path, more, Stage="production").resources("AWS::SQS::Queue")) == {"Queue", "Other"}


def test_a_condition_that_is_none_is_refused_by_place(tmp_path: Path) -> None:
    template = declared(tmp_path)
    template.document["Conditions"]["Odd"] = {"Fn::Maybe": []}
    with pytest.raises(TemplateError, match=r"Conditions\.Odd: "):
        template.holds("Odd", "")


@pytest.mark.parametrize(
    "text", ["", "just text", "Resources: []", "Resources: {a: [}", "Resources: {a: !Ref {b: &x *y}}"]
)
def test_a_file_that_is_no_template_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(text)
    with pytest.raises(TemplateError, match=r"template\.yaml: "):
        cloudformation.read(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"template\.yaml: "):
        cloudformation.read(tmp_path / "template.yaml")

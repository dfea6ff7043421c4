"""CloudFormation templates: YAML with tags, parameters, conditions and the functions in between.

Values are resolved on demand, place by place, because much of a template (roles, alarms, encryption keys)
means nothing on one machine and need not resolve here. What is asked for and cannot be resolved is a
``TemplateError`` that names its place.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Node = Any
"""A piece of the template as YAML gives it: mapping, list or scalar."""

_NO_VALUE = object()
_PLACEHOLDER = re.compile(r"\$\{(!?)([^}]+)\}")


class TemplateError(Exception):
    """The template says something that cannot be played on this machine.

    Args:
        place: where, as a path such as ``Resources.Queue.Properties.RedrivePolicy``.
        why: one sentence.
    """

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}: {why}")
        self.place = place


@dataclass(frozen=True, slots=True)
class Physical:
    """What became of a resource: the answer to ``Ref`` and to each ``Fn::GetAtt``."""

    ref: str
    attributes: Mapping[str, str] = field(default_factory=dict)


class _Loader(yaml.CSafeLoader):
    """YAML in which ``!Name x`` is short for ``{"Fn::Name": x}``."""


def _tagged(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Node]:
    value: Node
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    else:
        raise TypeError(f"no such YAML node: {type(node)}")
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _tagged)


def read(path: Path) -> dict[str, Node]:
    """The template as written, tags spelled out.

    Raises:
        TemplateError: the file is missing, no YAML, or has no resources.
    """
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
    except (OSError, yaml.YAMLError) as problem:
        raise TemplateError(path.name, str(problem)) from problem
    if not isinstance(document, dict) or not isinstance(document.get("Resources"), dict):
        raise TemplateError(path.name, "a template needs a mapping named Resources")
    return document


def is_function(node: Node) -> bool:
    """Whether this mapping is a call such as ``{"Ref": …}`` rather than data."""
    if not isinstance(node, dict) or len(node) != 1:
        return False
    (name,) = node
    return name == "Ref" or (isinstance(name, str) and name.startswith("Fn::"))


def text(scalar: Node) -> str:
    """A scalar as CloudFormation passes it on: everything is text, and booleans are lower case."""
    return str(scalar).lower() if isinstance(scalar, bool) else str(scalar)


class Template:
    """One template with values for its parameters.

    Args:
        document: what ``read`` gave.
        parameters: values that replace or supply the parameters' defaults.
        pseudo: values of ``AWS::Region`` and its like.

    Attributes:
        names: physical names by logical id; whoever makes a resource enters it here.
    """

    def __init__(
        self, document: dict[str, Node], *, parameters: Mapping[str, str], pseudo: Mapping[str, str]
    ) -> None:
        self.document = document
        self.names: dict[str, Physical] = {}
        self._given = parameters
        self._pseudo = pseudo
        self._functions: dict[str, Callable[[Node, str], Node]] = {
            "Ref": self._ref,
            "Fn::GetAtt": self._get_att,
            "Fn::Sub": self._sub,
            "Fn::Join": self._join,
            "Fn::Split": self._split,
            "Fn::Select": self._select,
            "Fn::If": self._if,
            "Fn::FindInMap": self._find_in_map,
        }

    def resources(self, kind: str) -> dict[str, dict[str, Node]]:
        """Resources of one type by logical id, without those whose condition is false."""
        return {
            logical_id: resource
            for logical_id, resource in self.document["Resources"].items()
            if resource.get("Type") == kind and self.holds(resource.get("Condition"), f"Resources.{logical_id}")
        }

    def holds(self, condition: str | None, place: str) -> bool:
        """Whether a named condition is true; no condition is true."""
        if condition is None:
            return True
        conditions = self.document.get("Conditions", {})
        if condition not in conditions:
            raise TemplateError(place, f"there is no condition {condition}")
        return self._truth(conditions[condition], f"Conditions.{condition}")

    def value(self, node: Node, place: str) -> Node:
        """The node with every function in it carried out; ``None`` for ``AWS::NoValue``.

        Raises:
            TemplateError: something in it has no value here.
        """
        found = self._value(node, place)
        return None if found is _NO_VALUE else found

    def _value(self, node: Node, place: str) -> Node:
        if is_function(node):
            ((name, argument),) = node.items()
            if name not in self._functions:
                raise TemplateError(place, f"{name} is not understood here")
            return self._functions[name](argument, place)
        if isinstance(node, dict):
            values = {key: self._value(each, f"{place}.{key}") for key, each in node.items()}
            return {key: each for key, each in values.items() if each is not _NO_VALUE}
        if isinstance(node, list):
            elements = [self._value(each, f"{place}[{index}]") for index, each in enumerate(node)]
            return [each for each in elements if each is not _NO_VALUE]
        return node

    def _ref(self, name: Node, place: str) -> Node:
        if name == "AWS::NoValue":
            return _NO_VALUE
        if name in self._pseudo:
            return self._pseudo[name]
        if name in self.document.get("Parameters", {}):
            return self._parameter(name, place)
        if name in self.names:
            return self.names[name].ref
        raise TemplateError(place, f"Ref {name} has no value on this machine")

    def _parameter(self, name: str, place: str) -> Node:
        declared = self.document["Parameters"][name]
        kind = str(declared.get("Type", "String"))
        if name in self._given:
            value: Node = self._given[name]
        elif "Default" not in declared:
            raise TemplateError(place, f"parameter {name} has no default and no local value")
        elif kind.startswith("AWS::SSM::"):
            raise TemplateError(place, f"parameter {name} is read from Systems Manager; give a local value")
        else:
            value = declared["Default"]
        if kind == "CommaDelimitedList" or kind.startswith("List<"):
            return [part.strip() for part in text(value).split(",")]
        return value if kind == "Number" else text(value)

    def _get_att(self, argument: Node, place: str) -> Node:
        logical_id, _, attribute = argument.partition(".") if isinstance(argument, str) else _pair(argument)
        physical = self.names.get(logical_id)
        if physical is None or attribute not in physical.attributes:
            raise TemplateError(place, f"GetAtt {logical_id}.{attribute} has no value on this machine")
        return physical.attributes[attribute]

    def _sub(self, argument: Node, place: str) -> str:
        pattern, given = argument if isinstance(argument, list) else (argument, {})

        def replacement(match: re.Match[str]) -> str:
            literal, name = match.groups()
            if literal:
                return f"${{{name}}}"
            if name in given:
                return text(self.value(given[name], place))
            return text(self._get_att(name, place) if "." in name else self._ref(name, place))

        return _PLACEHOLDER.sub(replacement, pattern)

    def _join(self, argument: Node, place: str) -> str:
        delimiter, parts = argument
        return str(delimiter).join(text(part) for part in self.value(parts, place))

    def _split(self, argument: Node, place: str) -> list[str]:
        delimiter, whole = argument
        return text(self.value(whole, place)).split(delimiter)

    def _select(self, argument: Node, place: str) -> Node:
        index, elements = self.value(argument[0], place), self.value(argument[1], place)
        if not 0 <= int(index) < len(elements):
            raise TemplateError(place, f"Select {index} is outside a list of {len(elements)}")
        return elements[int(index)]

    def _find_in_map(self, argument: Node, place: str) -> Node:
        name, first, second = (self.value(each, place) for each in argument)
        try:
            return self.document["Mappings"][name][first][second]
        except KeyError:
            raise TemplateError(place, f"FindInMap finds no {name}.{first}.{second}") from None

    def _if(self, argument: Node, place: str) -> Node:
        condition, when_true, when_false = argument
        return self._value(when_true if self.holds(condition, place) else when_false, place)

    def _truth(self, node: Node, place: str) -> bool:
        match node:
            case {"Condition": str(name)}:
                return self.holds(name, place)
            case {"Fn::Equals": [left, right]}:
                return text(self.value(left, place)) == text(self.value(right, place))
            case {"Fn::Not": [inner]}:
                return not self._truth(inner, place)
            case {"Fn::And": list(inner)}:
                return all(self._truth(each, place) for each in inner)
            case {"Fn::Or": list(inner)}:
                return any(self._truth(each, place) for each in inner)
        raise TemplateError(place, "this is no condition that is understood here")


def _pair(argument: list[str]) -> tuple[str, str, str]:
    logical_id, *attribute = argument
    return logical_id, ".", ".".join(attribute)

"""What a change of the document breaks for callers who rely on the one before.

For a caller it breaks when a route or status goes, when something that may be sent is refused or something more
has to be sent, and when something that was answered is not answered, or is of another kind.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

Node = Mapping[str, Any]

_BOUNDS = {"maxLength": 1, "maximum": 1, "maxItems": 1, "maxProperties": 1, "minLength": -1, "minimum": -1}


class Way(Enum):
    """Whether a schema is of what callers send or of what they get."""

    SENT = "sent"
    GOT = "got"


def broken(before: Node, after: Node) -> list[str]:
    """A line for each thing that worked before and does not after; empty when nothing breaks."""
    return list(_Comparison(before, after).lines())


class _Comparison:
    def __init__(self, before: Node, after: Node) -> None:
        self._before = before
        self._after = after
        self._compared: set[tuple[str, str, Way]] = set()

    def lines(self) -> Iterator[str]:
        for path, methods in self._before["paths"].items():
            for method, operation in methods.items():
                other = self._after["paths"].get(path, {}).get(method)
                where = f"{method.upper()} {path}"
                if other is None:
                    yield f"{where}: removed"
                    continue
                if operation["operationId"] != other["operationId"]:
                    yield f"{where}: operationId is no longer {operation['operationId']}"
                yield from self._parameters(where, operation, other)
                yield from self._bodies(where, operation, other)
                yield from self._responses(where, operation["responses"], other["responses"])

    def _parameters(self, where: str, before: Node, after: Node) -> Iterator[str]:
        olds, news = self._by_name(self._before, before), self._by_name(self._after, after)
        for name, old in olds.items():
            if name not in news:
                yield f"{where}: parameter {name} removed"
                continue
            if news[name].get("required") and not old.get("required"):
                yield f"{where}: parameter {name} is required now"
            yield from self._schemas(f"{where}: parameter {name}", old["schema"], news[name]["schema"], Way.SENT)
        for name, new in news.items():
            if name not in olds and new.get("required"):
                yield f"{where}: parameter {name} is new and required"

    def _by_name(self, document: Node, operation: Node) -> dict[str, Node]:
        parameters = [_resolved(document, one)[0] for one in operation.get("parameters", ())]
        return {str(one["name"]): one for one in parameters}

    def _bodies(self, where: str, before: Node, after: Node) -> Iterator[str]:
        old, new = before.get("requestBody"), after.get("requestBody")
        if old is None:
            if new is not None and new.get("required"):
                yield f"{where}: body is new and required"
            return
        if new is None:
            yield f"{where}: body removed"
            return
        yield from self._contents(f"{where}: body", old, new, Way.SENT)

    def _responses(self, where: str, before: Node, after: Node) -> Iterator[str]:
        for status, response in before.items():
            old, new = _resolved(self._before, response)[0], _resolved(self._after, after.get(status, {}))[0]
            if status not in after:
                if int(status) < 400:
                    yield f"{where}: {status} removed"
                continue
            if int(status) < 400:
                yield from self._contents(f"{where}: {status}", old, new, Way.GOT)

    def _contents(self, where: str, before: Node, after: Node, way: Way) -> Iterator[str]:
        for kind, old in before.get("content", {}).items():
            new = after.get("content", {}).get(kind)
            if new is None:
                yield f"{where}: no longer {kind}"
            else:
                yield from self._schemas(where, old["schema"], new["schema"], way)

    def _schemas(self, where: str, before: Node, after: Node, way: Way) -> Iterator[str]:
        old, old_name = _resolved(self._before, before)
        new, new_name = _resolved(self._after, after)
        if old_name and new_name:
            # Schemas that are used in many places are told of once, and those within themselves end here.
            if (old_name, new_name, way) in self._compared:
                return
            self._compared.add((old_name, new_name, way))
            where = f"{old_name} ({way.value})"
        if old.get("type") != new.get("type"):
            yield f"{where}: type {old.get('type', 'any')} is {new.get('type', 'any')} now"
            return
        yield from _values(where, old, new, way)
        yield from self._members(where, old, new, way)
        for part in ("items", "additionalProperties"):
            if isinstance(old.get(part), Mapping) and isinstance(new.get(part), Mapping):
                yield from self._schemas(f"{where}, {part}", old[part], new[part], way)
        for part in ("oneOf", "allOf"):
            yield from self._choices(where, old.get(part, ()), new.get(part, ()), way)

    def _members(self, where: str, old: Node, new: Node, way: Way) -> Iterator[str]:
        olds, news = old.get("properties", {}), new.get("properties", {})
        was_needed, is_needed = set(old.get("required", ())), set(new.get("required", ()))
        for name, one in olds.items():
            if name not in news:
                yield f"{where}: {name} removed"
                continue
            if way is Way.GOT and name in was_needed - is_needed:
                yield f"{where}: {name} may be missing now"
            yield from self._schemas(f"{where}: {name}", one, news[name], way)
        if way is Way.SENT:
            yield from (f"{where}: {name} is required now" for name in sorted(is_needed - was_needed))

    def _choices(self, where: str, olds: Sequence[Node], news: Sequence[Node], way: Way) -> Iterator[str]:
        if way is Way.SENT and len(news) < len(olds):
            yield f"{where}: a choice was removed"
        for old, new in zip(olds, news, strict=False):
            yield from self._schemas(where, old, new, way)


def _values(where: str, old: Node, new: Node, way: Way) -> Iterator[str]:
    olds, news = set(old.get("enum", ())), set(new.get("enum", ()))
    if way is Way.SENT:
        if news:
            yield from (f"{where}: {value} is not taken any more" for value in sorted(map(str, olds - news)))
        if news and not olds:
            yield f"{where}: only some values are taken now"
        if old.get("nullable") and not new.get("nullable"):
            yield f"{where}: null is not taken any more"
        for bound, sign in _BOUNDS.items():
            if bound in new and (bound not in old or (old[bound] - new[bound]) * sign > 0):
                yield f"{where}: {bound} is narrower"
        if "pattern" in new and new["pattern"] != old.get("pattern"):
            yield f"{where}: pattern changed"
    elif new.get("nullable") and not old.get("nullable"):
        yield f"{where}: may be null now"
    if way is Way.GOT and olds and not olds & news:
        yield f"{where}: all its values are others now"
    if old.get("format") != new.get("format"):
        yield f"{where}: format is {new.get('format', 'none')} now"


def _resolved(document: Node, node: Node) -> tuple[Node, str]:
    """What a node means, and its name where it is a reference."""
    reference = str(node.get("$ref", ""))
    if not reference:
        return node, ""
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found, reference.rpartition("/")[2]

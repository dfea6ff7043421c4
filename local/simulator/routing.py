"""From method and path to the thing that handles it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import unquote

H = TypeVar("H")


@dataclass(slots=True)
class _Node(Generic[H]):
    literals: dict[str, "_Node[H]"] = field(default_factory=dict)
    variable: "tuple[str, _Node[H]] | None" = None
    handlers: dict[str, H] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match(Generic[H]):
    """A path that exists. ``handler`` is None when it exists for other methods only."""

    handler: H | None
    arguments: Mapping[str, str]
    methods: tuple[str, ...]


class Router(Generic[H]):
    """Handlers by method and path template such as ``/sobjects/{object}/{id}``.

    A variable matches one segment, percent-encoding undone, so a slash inside a value must come as
    ``%2F``. A literal wins over a variable. One trailing slash is ignored.
    """

    def __init__(self, *, ignore_case: bool = False) -> None:
        self._ignore_case = ignore_case
        self._root: _Node[H] = _Node()

    def add(self, methods: str, template: str, handler: H) -> None:
        """Register ``handler`` for the methods (several separated by spaces) and the template."""
        node = self._root
        for segment in template.strip("/").split("/"):
            if segment.startswith("{"):
                name = segment[1:-1]
                if node.variable is None:
                    node.variable = (name, _Node())
                if node.variable[0] != name:
                    raise ValueError(f"{template}: this place is called {node.variable[0]} elsewhere")
                node = node.variable[1]
            else:
                node = node.literals.setdefault(self._key(segment), _Node())
        for method in methods.split():
            node.handlers[method] = handler

    def find(self, method: str, path: str) -> Match[H] | None:
        """The match for a percent-encoded path, or None when nothing has that path."""
        segments = path.removeprefix("/").removesuffix("/").split("/")
        arguments: dict[str, str] = {}
        node = self._descend(self._root, segments, 0, arguments)
        if node is None:
            return None
        return Match(node.handlers.get(method), arguments, tuple(node.handlers))

    def _descend(self, node: _Node[H], segments: list[str], at: int, arguments: dict[str, str]) -> _Node[H] | None:
        if at == len(segments):
            return node if node.handlers else None
        segment = unquote(segments[at])
        literal = node.literals.get(self._key(segment))
        if literal is not None and (found := self._descend(literal, segments, at + 1, arguments)) is not None:
            return found
        if node.variable is None or not segment:
            return None
        name, below = node.variable
        found = self._descend(below, segments, at + 1, arguments)
        if found is not None:
            arguments[name] = segment
        return found

    def _key(self, segment: str) -> str:
        return segment.lower() if self._ignore_case else segment

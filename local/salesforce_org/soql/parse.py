"""From text to tree, by one LALR grammar."""

from functools import cache, lru_cache
from pathlib import Path as FilePath
from typing import Any, cast

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from local.salesforce_org.errors import ApiError
from local.salesforce_org.soql.tree import (
    AllOf,
    AnyOf,
    ChildQuery,
    Comparison,
    Condition,
    Like,
    Membership,
    Negated,
    Operator,
    Order,
    Path,
    Query,
    Returned,
    SearchClauses,
    SearchGroup,
    Value,
    ValueKind,
)

GRAMMAR = FilePath(__file__).with_name("grammar.lark")
CACHED_STATEMENTS = 1024


@lru_cache(CACHED_STATEMENTS)
def parse_query(text: str) -> Query:
    """A SOQL statement.

    Raises:
        ApiError: ``MALFORMED_QUERY``.
    """
    parsed = cast("dict[str, Any]", _parse(text, "query", "MALFORMED_QUERY"))
    return Query(text=text, **parsed)


@lru_cache(CACHED_STATEMENTS)
def parse_clauses(text: str) -> SearchClauses:
    """The clauses of a SOSL statement after its search text.

    Raises:
        ApiError: ``MALFORMED_SEARCH``.
    """
    return cast("SearchClauses", _parse(text, "clauses", "MALFORMED_SEARCH"))


@lru_cache(CACHED_STATEMENTS)
def parse_condition(text: str, code: str = "MALFORMED_QUERY") -> Condition:
    """A condition as it stands after WHERE; ``code`` is the error code of a refusal."""
    return cast("Condition", _parse(text, "condition", code))


@lru_cache(CACHED_STATEMENTS)
def parse_ordering(text: str, code: str = "MALFORMED_QUERY") -> tuple[Order, ...]:
    """Keys as they stand after ORDER BY."""
    return cast("tuple[Order, ...]", _parse(f"ORDER BY {text}", "ordering", code))


@cache
def _parser() -> Lark:
    return Lark(
        GRAMMAR.read_text(),
        parser="lalr",
        start=["query", "clauses", "condition", "ordering"],
        transformer=_Builder(),
        maybe_placeholders=True,
    )


def _parse(text: str, start: str, code: str) -> object:
    try:
        return _parser().parse(text, start)
    except UnexpectedToken as error:
        shown = error.token if error.token.type != "$END" else "<EOF>"
        raise ApiError(code, f"unexpected token: '{shown}'") from None
    except UnexpectedCharacters as error:
        raise ApiError(code, f"unexpected token: '{error.char}'") from None


def _number(token: Token | None) -> int | None:
    return None if token is None else int(token)


_OPERATORS: dict[str, Operator] = {"<>": "!="}


@v_args(inline=True)
class _Builder(Transformer[Token, object]):
    """Builds the tree while the parser reads. Absent optional parts come as None."""

    def path(self, *names: Token) -> Path:
        return tuple(str(name) for name in names)

    def paths(self, *paths: Path) -> tuple[Path, ...]:
        return paths

    def value(self, token: Token) -> Value:
        if token.type == "STRING":
            return Value("string", token[1:-1])
        return Value(cast("ValueKind", token.type.lower()), str(token))

    def values(self, *values: Value) -> tuple[Value, ...]:
        return values

    def comparison(self, path: Path, operator: Token, value: Value) -> Comparison:
        return Comparison(path, _OPERATORS.get(operator) or cast("Operator", str(operator)), value)

    def like(self, path: Path, pattern: Token) -> Like:
        return Like(path, Value("string", pattern[1:-1]))

    def one_of(self, path: Path, values: tuple[Value, ...]) -> Membership:
        return Membership(path, values, negated=False)

    def none_of(self, path: Path, values: tuple[Value, ...]) -> Membership:
        return Membership(path, values, negated=True)

    def includes(self, path: Path, values: tuple[Value, ...]) -> Membership:
        return Membership(path, values, negated=False, multi=True)

    def excludes(self, path: Path, values: tuple[Value, ...]) -> Membership:
        return Membership(path, values, negated=True, multi=True)

    def all_of(self, *parts: Condition) -> AllOf:
        return AllOf(parts)

    def any_of(self, *parts: Condition) -> AnyOf:
        return AnyOf(parts)

    def negated(self, part: Condition) -> Negated:
        return Negated(part)

    def where(self, condition: Condition) -> Condition:
        return condition

    def order(self, path: Path, direction: Token | None, nulls: Token | None) -> Order:
        return Order(
            path,
            descending=direction is not None and direction.lower() == "desc",
            nulls_last=nulls is not None and nulls.lower() == "last",
        )

    def ordering(self, *keys: Order) -> tuple[Order, ...]:
        return keys

    def child_query(
        self,
        paths: tuple[Path, ...],
        relation: Token,
        where: Condition | None,
        order: tuple[Order, ...] | None,
        limit: Token | None,
        offset: Token | None,
    ) -> ChildQuery:
        return ChildQuery(str(relation), paths, where, order or (), _number(limit), _number(offset) or 0)

    def selection(self, *items: Path | ChildQuery) -> tuple[Path | ChildQuery, ...]:
        return items

    def query(
        self,
        selected: "tuple[Path | ChildQuery, ...] | Token",
        name: Token,
        where: Condition | None,
        order: tuple[Order, ...] | None,
        limit: Token | None,
        offset: Token | None,
    ) -> dict[str, object]:
        return {
            "object": str(name),
            "items": () if isinstance(selected, Token) else selected,
            "where": where,
            "order": order or (),
            "limit": _number(limit),
            "offset": _number(offset) or 0,
        }

    def returned(
        self,
        name: Token,
        paths: tuple[Path, ...] | None,
        where: Condition | None,
        order: tuple[Order, ...] | None,
        limit: Token | None,
        offset: Token | None,
    ) -> Returned:
        return Returned(str(name), paths or (), where, order or (), _number(limit), _number(offset) or 0)

    def returning(self, *objects: Returned) -> tuple[Returned, ...]:
        return objects

    def clauses(
        self,
        group: Token | None,
        returned: tuple[Returned, ...] | None,
        _spelling: Token | None,
        limit: Token | None,
    ) -> SearchClauses:
        name = cast("SearchGroup", group.upper()) if group else "ALL"
        return SearchClauses(name, returned, _number(limit))

"""The document as one page for people: HTML and CSS in one piece, no script, nothing from anywhere else."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from local.openapi.schemas import Schema

_GATEWAY_MESSAGE = {"$ref": "#/components/schemas/GatewayMessage"}
_STYLE = Path(__file__).with_name("page.css")


def page(document: Mapping[str, Any]) -> str:
    """The whole page."""
    return _Page(document).text()


class _Page:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._operations = [
            (path, method, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        ]

    def text(self) -> str:
        info = self._document["info"]
        title = f"{escape(info['title'])} {escape(info['version'])}"
        paragraphs = "".join(f"<p>{escape(part)}</p>" for part in info["description"].split("\n\n"))
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="light dark">'
            f"<title>{title}</title><style>{_STYLE.read_text()}</style></head><body>"
            f"<nav aria-label='Operations'><h2>Operations</h2>{''.join(self._index())}"
            "<h2><a href='#schemas'>Schemas</a></h2></nav>"
            f"<main><h1>{title}</h1>{paragraphs}"
            "<p><a href='/docs/openapi.json'>The document itself</a>, OpenAPI "
            f"{escape(self._document['openapi'])}.</p>"
            f"{''.join(self._groups())}<h2 id='schemas'>Schemas</h2>{''.join(self._schemas())}"
            "</main></body></html>"
        )

    def _by_tag(self) -> Iterator[tuple[str, list[tuple[str, str, Schema]]]]:
        ordered = sorted(self._operations, key=lambda one: one[2]["tags"][0])
        for tag, operations in groupby(ordered, key=lambda one: str(one[2]["tags"][0])):
            yield tag, list(operations)

    def _index(self) -> Iterator[str]:
        for tag, operations in self._by_tag():
            links = "".join(
                f"<li><a href='#{operation['operationId']}'>{_method(method)} {_breakable(path)}</a></li>"
                for path, method, operation in operations
            )
            yield f"<details open><summary>{escape(tag)}</summary><ul>{links}</ul></details>"

    def _groups(self) -> Iterator[str]:
        for tag, operations in self._by_tag():
            yield f"<h2>{escape(tag)}</h2>"
            yield from (self._operation(*one) for one in operations)

    def _operation(self, path: str, method: str, operation: Schema) -> str:
        name = operation["operationId"]
        return (
            f"<section id='{name}'><h3>{_method(method)} <code>{_breakable(path)}</code></h3>"
            f"<p>{_prose(operation['summary'])}</p>"
            f"<p class='quiet'><code>{name}</code> {escape(self._trust(operation))}</p>"
            f"{self._parameters(operation)}{self._body(operation)}{self._responses(operation)}</section>"
        )

    def _trust(self, operation: Schema) -> str:
        schemes = {name for one in operation["security"] for name in one}
        return "SigV4" if "sigv4" in schemes else "signature or token of the hook"

    def _parameters(self, operation: Schema) -> str:
        rows = "".join(
            _row(one["name"], f"{one['in']}{', required' if one.get('required') else ''}", one)
            for one in (self._resolved(part) for part in operation.get("parameters", ()))
        )
        return f"<h4>Parameters</h4>{_table(rows)}" if rows else ""

    def _body(self, operation: Schema) -> str:
        if "requestBody" not in operation:
            return ""
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        return f"<h4>Body</h4><p>{_kind(schema)}{'' if operation['requestBody']['required'] else ', optional'}</p>"

    def _responses(self, operation: Schema) -> str:
        good, bad = [], []
        for status, part in operation["responses"].items():
            response = self._resolved(part)
            schema = response.get("content", {}).get("application/json", {}).get("schema")
            if int(status) < 400 or schema not in (None, _GATEWAY_MESSAGE):
                kind = _kind(schema) if schema else ""
                good.append(f"<tr><td>{status}</td><td>{escape(response['description'])} {kind}</td></tr>")
            else:
                bad.append(f"<tr><td>{status}</td><td>{_problems(response)}</td></tr>")
        return (
            f"<h4>Answers</h4>{_table(''.join(good))}"
            f"<details><summary>Problems</summary>{_table(''.join(bad))}</details>"
        )

    def _schemas(self) -> Iterator[str]:
        for name, schema in self._document["components"]["schemas"].items():
            needed = set(schema.get("required", ()))
            rows = "".join(
                _row(member, f"{_kind(one)}{', required' if member in needed else ''}", one, shown=True)
                for member, one in schema.get("properties", {}).items()
            )
            said = f"<p>{_prose(schema['description'])}</p>" if "description" in schema else ""
            body = _table(rows) if rows else f"<p>{_kind(schema)}</p>"
            yield f"<section id='schema-{name}'><h3>{_breakable(name)}</h3>{said}{body}</section>"

    def _resolved(self, part: Schema) -> Schema:
        found: Any = part
        if "$ref" in part:
            found = self._document
            for step in part["$ref"].removeprefix("#/").split("/"):
                found = found[step]
        resolved: Schema = found
        return resolved


def _prose(text: str) -> str:
    """Text with its `code` marked."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _row(name: str, about: str, one: Schema, *, shown: bool = False) -> str:
    kind = about if shown else f"{escape(about)}, {_kind(one['schema'])}"
    said = f"<br>{_prose(one['description'])}" if "description" in one else ""
    return f"<tr><td><code>{escape(name)}</code></td><td>{kind}{said}</td></tr>"


def _table(rows: str) -> str:
    return f"<table>{rows}</table>"


def _problems(response: Schema) -> str:
    problem = response["content"].get("application/problem+json")
    if problem is None:
        return escape(response["description"])
    types = problem["schema"]["allOf"][1]["properties"]["type"]["enum"]
    slugs = [one.rpartition(":")[2] for one in types]
    return " ".join(f"<code>{escape(one)}</code>" for one in slugs)


def _kind(schema: Schema) -> str:
    """What a value is, in HTML: a link to a named schema, or its type with its bounds."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"<a href='#schema-{name}'>{_breakable(name)}</a>"
    for word, between in (("allOf", " and "), ("oneOf", " or ")):
        if word in schema:
            return between.join(_kind(one) for one in schema[word])
    if schema.get("enum") == [None]:
        return "null"
    kind = escape(str(schema.get("type", "any")))
    if kind == "array":
        kind = f"list of {_kind(schema['items'])}"
    elif isinstance(schema.get("additionalProperties"), dict):
        kind = f"map of {_kind(schema['additionalProperties'])}"
    if "enum" in schema:
        kind = " | ".join(f"<code>{escape(str(one))}</code>" for one in schema["enum"] if one is not None)
    bounds = [
        f"{word} <code>{escape(str(schema[word]))}</code>"
        for word in ("format", "default", "minimum", "maximum", "minLength", "maxLength", "maxItems", "pattern")
        if word in schema and schema[word] != ""
    ]
    return ", ".join([kind + _null(schema), *bounds])


def _null(schema: Schema) -> str:
    return " or null" if schema.get("nullable") else ""


def _method(method: str) -> str:
    return f"<span class='{method}'>{method.upper()}</span>"


def _breakable(text: str) -> str:
    """Text that a narrow screen may break after a slash or underscore."""
    return escape(text).replace("/", "/<wbr>").replace("_", "_<wbr>")

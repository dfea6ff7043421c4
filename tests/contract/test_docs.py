"""People read the contract at the gateway, in any browser and without the internet."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
import requests

from local.gateway.routes import Router
from local.gateway.server import Api, Server
from local.openapi.document import Document
from local.openapi.page import page


@pytest.fixture
def url() -> Iterator[str]:
    server = Server(Api(Router(()), {}, lambda name, line: None), "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.port}"
    server.close()


class Seen(HTMLParser):
    """Tags, ids and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given["id"]} if "id" in given else set()
        self.links |= {given[name] for name in ("href", "src") if name in given}


def test_every_operation_and_schema_is_on_the_page(whole: Document) -> None:
    seen = Seen(page(whole))
    operations = {one["operationId"] for methods in whole["paths"].values() for one in methods.values()}
    assert operations <= seen.ids
    assert {f"schema-{name}" for name in whole["components"]["schemas"]} <= seen.ids


def test_the_page_needs_nothing_from_elsewhere(whole: Document) -> None:
    text = page(whole)
    seen = Seen(text)
    assert not {"script", "link", "img", "iframe"} & seen.tags
    assert "url(" not in text
    assert all(link == "/docs/openapi.json" or link[1:] in seen.ids for link in seen.links)


def test_what_is_told_is_text_and_no_markup() -> None:
    schema = {"type": "object", "description": "<script>", "properties": {"<b>": {"type": "string"}}}
    document: Document = {
        "openapi": "3.0.3",
        "info": {"title": "T&C", "version": "1", "description": "<i>"},
        "paths": {},
        "components": {"schemas": {"A": schema}},
    }
    assert not {"script", "b", "i"} & Seen(page(document)).tags


def test_the_gateway_shows_page_and_document(url: str) -> None:
    shown = requests.get(f"{url}/docs", timeout=10)
    assert shown.status_code == 200
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    assert re.search(r"<title>Switchboard \d", shown.text)
    document = requests.get(f"{url}/docs/openapi.json", timeout=10)
    assert json.loads(document.content)["openapi"] == "3.0.3"


def test_nothing_else_is_shown(url: str) -> None:
    assert requests.get(f"{url}/docs/other", timeout=10).status_code == 404
    assert requests.post(f"{url}/docs", timeout=10).status_code == 404

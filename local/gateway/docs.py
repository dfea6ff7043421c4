"""What the gateway shows to people: the contract, at ``/docs``. On AWS there is no such route."""

import json
from functools import cache

from local.gateway.answers import Answer
from local.gateway.children import ROOT
from local.openapi.page import page

_DOCUMENT = ROOT / "salesforce" / "openapi.json"


def answer(method: str, path: str) -> Answer | None:
    """The page or the document; None for any other request."""
    if method not in {"GET", "HEAD"}:
        return None
    if path in {"/docs", "/docs/"}:
        # Nothing on the page comes from elsewhere, and it may not either.
        policy = "default-src 'none'; style-src 'unsafe-inline'"
        return Answer(
            200, [("content-type", "text/html; charset=utf-8"), ("content-security-policy", policy)], _page()
        )
    if path == "/docs/openapi.json":
        return Answer(200, [("content-type", "application/json")], _DOCUMENT.read_bytes())
    return None


@cache
def _page() -> bytes:
    return page(json.loads(_DOCUMENT.read_text())).encode()

"""HTML that customers sent, made fit to be shown inside a panel: known elements and attributes only. Pure.

What is left has no scripts, styles, forms, frames or handlers, loads nothing from elsewhere (pictures become their
description: a picture tells its sender who read the mail, and when), and its links open apart.
"""

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

MOST_CHARS = 500_000
"""Longer HTML is cut before it is read."""

MOST_DEPTH = 200

_KEPT_NAMES = """
a abbr b blockquote br caption cite code col colgroup dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i ins li ol p pre q
s small span strike strong sub sup table tbody td tfoot th thead tr u ul
"""
_SILENCED_NAMES = """
applet audio button canvas frameset head iframe math noembed noframes noscript object option script select style
svg template textarea title video xmp
"""
_BREAK_NAMES = """
address article blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tr ul
"""
_KEPT = frozenset(_KEPT_NAMES.split())
_SILENCED = frozenset(_SILENCED_NAMES.split())
"""What stands inside them goes as well."""

_BREAKS = frozenset(_BREAK_NAMES.split())
_VOID = frozenset({"br", "col", "hr"})
_SPANS = {"td": ("colspan", "rowspan"), "th": ("colspan", "rowspan")}
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


def safe_html(html: str) -> str:
    """The HTML with what is known to be harmless, every element closed."""
    writer = _Writer()
    writer.feed(html[:MOST_CHARS])
    writer.close()
    return writer.done()


def plain_text(html: str) -> str:
    """The HTML's text, a line for each block, without empty lines at either end."""
    reader = _Reader()
    reader.feed(html[:MOST_CHARS])
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Visible(HTMLParser):
    """Passes over elements whose content is not to be shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._silenced: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENCED:
            self._silenced.append(tag)
        elif not self._silenced:
            self.begin(tag, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # In HTML a slash closes nothing, except what is empty anyway.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self._silenced:
            self.end(tag)
        elif tag in self._silenced:
            del self._silenced[self._silenced.index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self._silenced:
            self.text(data)

    def begin(self, tag: str, attributes: dict[str, str | None]) -> None:
        """An element that may be shown begins."""
        raise NotImplementedError

    def end(self, tag: str) -> None:
        """An element ends, or one that never began."""
        raise NotImplementedError

    def text(self, data: str) -> None:
        """Text that is to be shown."""
        raise NotImplementedError


class _Writer(_Visible):
    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._open: list[str] = []

    def begin(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "img":
            self.text(attributes.get("alt") or "")
        elif tag in _KEPT and len(self._open) < MOST_DEPTH:
            self._parts.append(f"<{tag}{_attributes(tag, attributes)}>")
            if tag not in _VOID:
                self._open.append(tag)

    def end(self, tag: str) -> None:
        if tag not in self._open:
            return
        while True:
            last = self._open.pop()
            self._parts.append(f"</{last}>")
            if last == tag:
                return

    def text(self, data: str) -> None:
        self._parts.append(escape(data))

    def done(self) -> str:
        """Everything, with what is still open closed."""
        return "".join([*self._parts, *(f"</{tag}>" for tag in reversed(self._open))])


class _Reader(_Visible):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def begin(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "img":
            self.text(attributes.get("alt") or "")
        elif tag in _BREAKS:
            self.parts.append("\n")

    def end(self, tag: str) -> None:
        if tag in _BREAKS and tag != "br":
            self.parts.append("\n")

    def text(self, data: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", data))


def _attributes(tag: str, given: dict[str, str | None]) -> str:
    if tag == "a":
        link = safe_link(given.get("href") or "")
        return f' href="{escape(link)}" target="_blank" rel="noopener noreferrer"' if link else ""
    spans = {name: (given.get(name) or "").strip() for name in _SPANS.get(tag, ())}
    return "".join(
        f' {name}="{value}"'
        for name, value in spans.items()
        if value.isascii() and value.isdecimal() and len(value) < 4
    )


def safe_link(link: str) -> str:
    """The address of a page, a mailbox or a phone; empty for anything else."""
    # Browsers pass over white space and control characters: "java\nscript:" is a script.
    bare = _CONTROL.sub("", link)
    try:
        scheme = urlsplit(bare).scheme.lower()
    except ValueError:
        return ""
    return bare if scheme in _SCHEMES else ""

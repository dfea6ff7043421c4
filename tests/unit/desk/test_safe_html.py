"""Customers' HTML is shown without what could do harm."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.desk.safe_html import MOST_DEPTH, plain_text, safe_html, safe_link

SAFE = [
    ("text", "a < b & c", "a &lt; b &amp; c"),
    ("what is kept", "<p>Hello <b>you</b></p>", "<p>Hello <b>you</b></p>"),
    ("left open", "<p><b>Hello", "<p><b>Hello</b></p>"),
    ("closed crosswise", "<b><i>x</b></i>", "<b><i>x</i></b>"),
    ("closed without a beginning", "x</div></p>", "x"),
    ("an element that nobody knows", "<blink>x</blink>", "x"),
    ("a script", "a<script>alert(1)</script>b", "ab"),
    ("a script that never ends", "a<script>alert(1)", "a"),
    ("a script in a script's clothes", "<scr<script></script>ipt>alert(1)</script>", "ipt&gt;alert(1)"),
    ("a style", "<style>p{background:url(https://spy.example)}</style><p>x</p>", "<p>x</p>"),
    ("a frame", '<iframe src="https://evil.example">x</iframe>y', "y"),
    ("a form", '<form action="https://evil.example"><input name="p"><button>Go</button>x</form>', "x"),
    ("a drawing", "<svg><a href='javascript:alert(1)'>x</a></svg>y", "y"),
    ("handlers and styles", '<p onclick="x()" style="position:fixed" class="c" id="i">x</p>', "<p>x</p>"),
    ("a picture", '<img src="https://spy.example/1.gif" alt="A <router>">', "A &lt;router&gt;"),
    ("a comment", "a<!-- <b> -->b<!doctype html><?php x ?>", "ab"),
    (
        "a link",
        '<a href="https://a.example/?x=1&amp;y=2" onclick="x()">x</a>',
        '<a href="https://a.example/?x=1&amp;y=2" target="_blank" rel="noopener noreferrer">x</a>',
    ),
    ("a link to a script", '<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
    ("a link to a script, written apart", '<a href=" java\n&#9;script:alert(1)">x</a>', "<a>x</a>"),
    ("a link to data", '<a href="data:text/html,x">x</a>', "<a>x</a>"),
    ("cells", '<td colspan="2" rowspan="x" width="9">x</td>', '<td colspan="2">x</td>'),
    ("an empty element", "a<br/>b<hr>", "a<br>b<hr>"),
]


@pytest.mark.parametrize(("html", "safe"), [row[1:] for row in SAFE], ids=[row[0] for row in SAFE])
def test_what_is_shown(html: str, safe: str) -> None:
    assert safe_html(html) == safe


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello</p><p>you</p>", "Hello\n\nyou"),
        ("a<br>b &lt;c&gt;\n  d", "a\nb <c> d"),
        ("<style>x</style><ul><li>one<li>two</ul>", "one\ntwo"),
        ("", ""),
    ],
)
def test_text_has_a_line_for_each_block(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("link", "safe"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("MAILTO:a@b.example", "MAILTO:a@b.example"),
        ("tel:+1415", "tel:+1415"),
        ("//a.example", ""),
        ("/x", ""),
        ("vbscript:x", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_only_pages_mailboxes_and_phones_are_linked(link: str, safe: str) -> None:
    assert safe_link(link) == safe


class _Looked(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "style", "iframe", "img", "form", "input", "svg", "base", "meta", "link"}
        for name, value in attrs:
            assert name in {"href", "target", "rel", "colspan", "rowspan"}
            assert "script:" not in (value or "").lower() or name != "href" or safe_link(value or "")
        self.depth += tag not in {"br", "hr", "col"}

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1
        assert self.depth >= 0


PIECES = [
    "<script>", "</script>", "<p onclick=x>", "</p>", "<a href='javascript:x'>", "<a href=https://a.example>",
    "</a>", "<svg>", "</svg>", "<!--", "-->", "<", ">", '"', "'", "&lt;script&gt;", "<img src=x alt='<script>'>",
    "<b", "/>", "<math>", "<style>", "</style>", "<td colspan=3>", "x", "\x00", "<![CDATA[", "]]>", "<?", "</",
]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=30).map("".join))
def test_whatever_was_sent_nothing_harmful_is_left_and_everything_is_closed(html: str) -> None:
    shown = safe_html(html)
    looked = _Looked()
    looked.feed(shown)
    looked.close()

    assert looked.depth == 0
    assert safe_html(shown) == shown
    plain_text(html)


def test_deep_nests_are_flattened() -> None:
    assert safe_html("<div>" * 5000).count("<div>") == MOST_DEPTH

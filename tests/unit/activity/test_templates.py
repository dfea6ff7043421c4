"""Templates read as text, with what is known in place of the braces."""

from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.activity.templates import as_text, check_template, render

VIEW: dict[str, Any] = {
    "ani": "+1",
    "dnis": None,
    "count": 2,
    "yes": True,
    "no": False,
    "tags": ["a", "", "b"],
    "o": {},
}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("From {ani}", "From +1"),
        ("From { ani } to {dnis}", "From +1 to"),
        ("To {dnis}", None),
        ("{dnis}{no}", None),
        ("{count} calls, {yes}, {tags}", "2 calls, true, a, b"),
        ("Call", "Call"),
        ("", ""),
        ("  {ani}  ", "+1"),
        ("{{{ani}}}", "{+1}"),
        ("{{ani}}", "{ani}"),
        ("{'}'}", "}"),
        ('{`{"a": 1}`.a}', "1"),
        ('{{"x": ani}.x}', None),
        ("{ {x: ani}.x }", "+1"),
        (r"{'it\'s'}", "it's"),
        ("{count == `2` && 'two'}", "two"),
        ("{count == `3` && 'three'}", None),
    ],
)
def test_a_template_reads_as_text(template: str, text: str | None) -> None:
    if template == '{{"x": ani}.x}':
        # Doubled braces are braces, so what closes last was never opened.
        with pytest.raises(ValueError, match="not opened"):
            render(template, VIEW, UTC)
    else:
        assert render(template, VIEW, UTC) == text


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("From {ani", "position 5 is not closed"),
        ("From ani}", "position 8 that was not opened"),
        ("{'ani}", "position 0 is not closed"),
        ("{}", "empty"),
        ("{anni}", "no member anni"),
        ("{ani} {up(ani)}", "no function up"),
    ],
)
def test_a_template_that_cannot_work_is_refused(template: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        check_template(template, {"ani": None})


def test_an_object_has_no_text() -> None:
    with pytest.raises(ValueError, match="no text"):
        render("{o}", VIEW, UTC)


@given(text=st.text())
def test_any_text_can_be_written_by_doubling_its_braces(text: str) -> None:
    template = text.replace("{", "{{").replace("}", "}}")

    check_template(template, {})
    assert render(template, {}, UTC) == text.strip()


@given(value=st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()))
def test_values_become_text_without_a_word_for_nothing(value: Any) -> None:
    assert "None" not in as_text(value) or "None" in str(value)
    assert as_text(None) == as_text(False) == ""

"""The table of the vendor's interface names a route and a test for every item, and the tests are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs/panel.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in DOCUMENT.read_text().splitlines()
    if line.startswith("| ") and not line.startswith("| item ")
]


def test_the_table_has_what_the_interface_has() -> None:
    assert len(ROWS) > 80


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:60])
def test_an_item_has_a_route_and_a_test(row: list[str]) -> None:
    assert len(row) == 3
    assert all(row)


def test_every_test_that_is_named_is_there() -> None:
    text = DOCUMENT.read_text()
    whole = re.findall(r"`(tests/[\w/]+(?:\.py)?)`", text)
    bare = re.findall(r"`(test_\w+\.py)`", text.partition("## Agents, skills")[0])
    assert bare
    for path in [*whole, *(f"tests/functional/{name}" for name in bare)]:
        assert (ROOT / path).exists(), path

"""Queries for the users of many agents: few, short enough, and of nothing but quoted values."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from switchboard.agent.mapping import Names
from switchboard.salesforce.users import MOST_QUERIES, MOST_URL_BYTES, user_queries


def people(count: int) -> list[Names]:
    """Agents with all three values, of the lengths that such values have."""
    names = [f"firstname.lastname{number:05}" for number in range(count)]
    return [(f"{one}@acme.example.sf", f"{one}@idp.acme.example", f"{one}@acme.example") for one in names]


@pytest.mark.parametrize(("agents", "requests"), [(1, 1), (300, 2), (10_000, 23)])
def test_as_many_requests_as_the_readme_says(agents: int, requests: int) -> None:
    queries = list(user_queries(people(agents)))

    assert -(-len(queries) // MOST_QUERIES) == requests
    assert all(len(f"query/?q={quote(query, safe='')}") <= MOST_URL_BYTES for query in queries)


def test_each_value_is_asked_for_once_and_nothing_is_not() -> None:
    assert list(user_queries([("a", "", "x"), ("a", "", "y"), ("", "", "")])) == [
        "SELECT Id, Username, FederationIdentifier, Email FROM User WHERE IsActive = TRUE AND Username IN ('a')",
        "SELECT Id, Username, FederationIdentifier, Email FROM User WHERE IsActive = TRUE AND Email IN ('x','y')",
    ]
    assert list(user_queries([])) == []


VALUES = st.text(max_size=512)


@settings(deadline=None)
@given(names=st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=20))
def test_whatever_a_value_holds_it_stays_a_value(names: list[Names]) -> None:
    for query in user_queries(names):
        _, _, values = query.partition(" IN (")
        assert _outside_quotes(values).replace(",", "") == ")"
        assert len(f"query/?q={quote(query, safe='', errors='replace')}") <= MOST_URL_BYTES


def _outside_quotes(text: str) -> str:
    """What is left of SOQL without its literals."""
    outside, inside, escaped = "", False, False
    for letter in text:
        if escaped:
            escaped = False
        elif inside and letter == "\\":
            escaped = True
        elif letter == "'":
            inside = not inside
        elif not inside:
            outside += letter
    assert not inside
    return outside

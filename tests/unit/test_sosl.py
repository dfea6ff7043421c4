"""No value can break out of a statement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.salesforce.sosl import Returning, phone_search, phone_text

CONTACT = Returning("Contact", ("Id", "Name", "Account.Name"), "IsConverted = false", 10)


def test_a_phone_search_is_one_statement_over_all_objects() -> None:
    statement = phone_search(
        phone_text(["4155550134", "14155550134"]), [CONTACT, Returning("Account", ("Id",), "", 25)]
    )

    assert statement == (
        "FIND {4155550134 OR 14155550134 OR 4155550134* OR 14155550134*} IN PHONE FIELDS RETURNING "
        "Contact(Id, Name, Account.Name WHERE IsConverted = false"
        " ORDER BY LastModifiedDate DESC NULLS LAST LIMIT 10), "
        "Account(Id ORDER BY LastModifiedDate DESC NULLS LAST LIMIT 25)"
        " WITH SPELL_CORRECTION = false"
    )


@given(term=st.text(min_size=1).filter(lambda text: not (text.isascii() and text.isdigit())))
def test_whatever_is_not_digits_is_never_searched_for(term: str) -> None:
    with pytest.raises(ValueError, match="digits only"):
        phone_text(["4155550134", term])


@pytest.mark.parametrize("term", ["", "123", "1" * 19, "４１５５５５０１３４"])
def test_a_term_has_four_to_eighteen_ascii_digits(term: str) -> None:
    with pytest.raises(ValueError, match="digits only"):
        phone_text([term])


@pytest.mark.parametrize(
    "name", ["Id)", "Id, Secret__c", "Name FROM User", "", "1Id", "a.b.c.d.e.f", "Id\n", "(SELECT Id FROM X)"]
)
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not an API name"):
        phone_search("4155550134", [Returning("Contact", ("Id", name), "", 10)])

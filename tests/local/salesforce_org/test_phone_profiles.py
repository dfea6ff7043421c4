"""How search terms meet phone fields, under each reading of what Salesforce does not document."""

import pytest

from local.salesforce_org.sosl.phones import PHONE_PROFILES
from tests.local.salesforce_org.support import Api

STRENGTH: dict[str, int] = {name: place for place, name in enumerate(PHONE_PROFILES)}

# A stored value, a term, and the profiles from the first that finds it.
CASES = [
    pytest.param("(781) 300-3549", "7813003549", "strict", id="punctuation does not matter"),
    pytest.param("+1 781 300 3549", "17813003549", "strict", id="all digits with the country"),
    pytest.param("+17813003549", "17813003549", "strict", id="leading plus"),
    pytest.param("(781) 300-3549", r'"\(781\) 300\-3549"', "strict", id="phrase"),
    pytest.param("7813003549 ext. 12", "7813003549", "tokens", id="one token"),
    pytest.param("(781) 300-3549", "3549", "tokens", id="last token"),
    pytest.param("(781) 300-3549", '"300 3549"', "tokens", id="tokens side by side"),
    pytest.param("1-800-FLOWERS", "flowers", "tokens", id="letters"),
    pytest.param("+1 781 300 3549", "7813003549", "suffix", id="end of the digits"),
    pytest.param("+17813003549", "3003549", "suffix", id="seven last digits"),
    pytest.param("+17813003549", "003549", "noisy", id="six last digits"),
    pytest.param("+1 617 555 3549", "7813003549", "noisy", id="four last digits in common"),
    pytest.param("7813003549 x12", "7813003549*", "strict", id="begin of the digits"),
    pytest.param("Desk 7813003549", "78130*", "strict", id="begin of all digits behind a word"),
    pytest.param("+1 7813003549", "78130*", "tokens", id="begin of a token"),
    pytest.param("(781) 300-3549", "78130?3549", "strict", id="question mark"),
    pytest.param("(781) 300-3549", "7813003540", None, id="another number"),
]


@pytest.mark.parametrize("profile", PHONE_PROFILES)
@pytest.mark.parametrize(("stored", "term", "first"), CASES)
def test_a_profile_finds_what_it_promises(
    api: Api, stored: str, term: str, first: str | None, profile: str
) -> None:
    api.set(phone_profile=profile)
    # Given the number in a phone field and, on another record, in a text field
    policy = api.create("Policy__c", HolderPhone__c=stored)
    case = api.create("Case", Subject="unrelated", SuppliedPhone=stored)
    rows = api.search(f"FIND {{{term}}} IN PHONE FIELDS RETURNING Policy__c(Id), Case(Id)")
    ids = [row["Id"] for row in rows]
    assert case not in ids
    assert (policy in ids) == (first is not None and STRENGTH[profile] >= STRENGTH[first])


def test_false_hits_can_be_given_for_a_search_text(api: Api) -> None:
    stranger = api.create("Contact", LastName="Stranger", Phone="555 0100")
    sosl = "FIND {7813003549} IN PHONE FIELDS RETURNING Contact(Id WHERE LastName = 'Stranger')"
    api.set(false_hits={"7813003549": [stranger]})
    assert api.search(sosl) == []
    api.set(phone_profile="noisy")
    assert [row["Id"] for row in api.search(sosl)] == [stranger]

"""The search terms find the named callers' records, however the index cuts phone fields into words."""

import pytest

from local.salesforce_org.org import SalesforceOrg
from local.salesforce_org.settings import Settings
from local.salesforce_org.sosl.phones import PHONE_PROFILES, PhoneProfile
from local.salesforce_org.sosl.search import parse_search
from local.sample_data import RECORDS
from local.sample_data.cases import NAMED_CASES, REGION, NamedCase
from switchboard.phone import Ani, classify, same_number
from switchboard.salesforce.sosl import Returning, phone_search, phone_text

PHONES = {
    "Contact": (
        "Phone",
        "MobilePhone",
        "HomePhone",
        "OtherPhone",
        "AssistantPhone",
        "IsPersonAccount",
        "AccountId",
    ),
    "Lead": ("Phone", "MobilePhone"),
    "Account": ("Phone", "PersonMobilePhone", "PersonHomePhone", "PersonOtherPhone"),
}
RETURNING = [
    Returning(object_name, ("Id", *fields), "IsConverted = false" if object_name == "Lead" else "", 50)
    for object_name, fields in PHONES.items()
]


@pytest.fixture(scope="module", params=PHONE_PROFILES)
def org(request: pytest.FixtureRequest) -> SalesforceOrg:
    profile: PhoneProfile = request.param
    filled = SalesforceOrg(settings=Settings(phone_profile=profile))
    filled.load(RECORDS)
    return filled


def found_by_search(org: SalesforceOrg, ani: Ani) -> set[str]:
    """What would be popped: the proposed records whose numbers are the caller's."""
    statement = phone_search(phone_text(ani.search_terms), RETURNING)
    found = set()
    for row in org.state.searcher("/services/data/v66.0").run(parse_search(statement)):
        if any(same_number(str(row[name]), ani, REGION) for name in row if name.endswith("Phone") and row[name]):
            found.add(str(row["AccountId"] if row.get("IsPersonAccount") else row["Id"]))
    return found


@pytest.mark.parametrize("case", NAMED_CASES.values(), ids=NAMED_CASES)
def test_a_search_finds_what_a_case_expects(org: SalesforceOrg, case: NamedCase) -> None:
    ani = classify(case.ani, REGION)
    found = found_by_search(org, ani) if isinstance(ani, Ani) else set()

    if case.found_by_search:
        assert found == set(case.record_ids)
    else:
        assert found <= set(case.record_ids)

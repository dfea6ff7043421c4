"""Where CXone's APIs beside the ACD's are."""

import pytest

from switchboard.cxone.families import ApiFamilies, ApiFamily
from switchboard.errors import ConfigurationError
from switchboard.tokens import AccessToken

TOKEN = AccessToken(
    "t", "https://api-na1.cc.example", area="na1", domain="cc.example", user_hub_domain="hub.example"
)


@pytest.mark.parametrize(
    ("family", "address"),
    [
        (ApiFamily.DIGITAL, "https://api-de-na1.cc.example"),
        (ApiFamily.USER_HUB, "https://na1.hub.example"),
        (ApiFamily.FACADE, "https://api-na1.cc.example"),
    ],
)
def test_area_and_domain_make_the_hosts(family: ApiFamily, address: str) -> None:
    assert ApiFamilies().address(family, TOKEN) == address


def test_an_address_of_the_settings_goes_before() -> None:
    families = ApiFamilies.parse({ApiFamily.DIGITAL: "https://here.example:8443", ApiFamily.FACADE: ""})
    assert families.address(ApiFamily.DIGITAL, TOKEN) == "https://here.example:8443"
    assert families.address(ApiFamily.FACADE, TOKEN) == "https://api-na1.cc.example"


@pytest.mark.parametrize(
    "url", ["http://here.example", "https://here.example/path", "https://a@b.example", "here"]
)
def test_what_is_no_https_address_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="digital"):
        ApiFamilies.parse({ApiFamily.DIGITAL: url})


@pytest.mark.parametrize(
    ("area", "domain"),
    [
        ("", "cc.example"),
        ("na1", ""),
        ("evil.example/", "cc.example"),
        ("na1", "cc.example/x"),
        ("na1", "a@b.example"),
    ],
)
def test_no_token_goes_where_discovery_names_no_host(area: str, domain: str) -> None:
    told = AccessToken("t", "https://api.example", area=area, domain=domain)
    assert ApiFamilies().address(ApiFamily.DIGITAL, told) == ""

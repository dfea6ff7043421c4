"""The CXone secret, and the versions at which resources are asked."""

import json

import pytest

from switchboard.cxone.secret import AccessKey, OAuthAccessKey, parse_cxone_secret
from switchboard.cxone.versions import ApiVersions, Resource
from switchboard.errors import ConfigurationError

OAUTH = {
    "flow": "oauth_access_key",
    "client_id": "switchboard",
    "client_secret": "hush-hush",
    "access_key_id": "AKEXAMPLE01",
    "access_key_secret": "hush-hush",
}
KEY = {"flow": "access_key", "access_key_id": "AKEXAMPLE01", "access_key_secret": "hush-hush"}


def test_both_flows_are_read() -> None:
    oauth = parse_cxone_secret(json.dumps(OAUTH))
    assert isinstance(oauth, OAuthAccessKey)
    assert (oauth.issuer, oauth.client_in) == ("https://cxone.niceincontact.com", "header")
    assert "hush-hush" not in repr(oauth)


@pytest.mark.parametrize(
    ("more", "endpoint"),
    [
        ({}, "https://na1.nice-incontact.com/authentication/v1/token/access-key"),
        ({"area": "au1"}, "https://au1.nice-incontact.com/authentication/v1/token/access-key"),
        (
            {"login_url": "https://key.example.com:8443/"},
            "https://key.example.com:8443/authentication/v1/token/access-key",
        ),
    ],
)
def test_an_access_key_alone_is_shown_in_its_area(more: dict[str, str], endpoint: str) -> None:
    key = parse_cxone_secret(json.dumps(KEY | more))
    assert isinstance(key, AccessKey)
    assert key.endpoint == endpoint


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{}", "flow"),
        ("not json", "document"),
        (json.dumps({**OAUTH, "flow": "password"}), "flow"),
        (json.dumps({**OAUTH, "client_secret": ""}), "oauth_access_key.client_secret"),
        (json.dumps({**OAUTH, "issuer": "http://cxone.example"}), "oauth_access_key.issuer"),
        (json.dumps({**KEY, "area": "na1.evil.example/"}), "access_key.area"),
        (json.dumps({**KEY, "login_url": "https://a.example/x?y"}), "access_key.login_url"),
        (json.dumps({**KEY, "client_id": "x"}), "access_key.client_id"),
    ],
)
def test_a_wrong_secret_is_named_by_field_and_never_shown(text: str, named: str) -> None:
    with pytest.raises(ConfigurationError, match="CXone") as refused:
        parse_cxone_secret(text)
    assert named in str(refused.value)
    assert "hush-hush" not in str(refused.value)
    assert refused.value.__suppress_context__


@pytest.mark.parametrize(
    ("resource", "version"),
    [
        (Resource.COMPLETED_CONTACTS, "23.0"),
        (Resource.SERVER_TIME, "25.0"),
        (Resource.CONTACT, "27.0"),
        (Resource.ACTIVE_CONTACTS, "30.0"),
    ],
)
def test_a_version_is_the_resources_own_or_the_vendors_or_the_default(resource: Resource, version: str) -> None:
    versions = ApiVersions.parse("30.0", "contact=27.0, server-time=25.0,")
    assert versions.of(resource) == version


@pytest.mark.parametrize(
    ("default", "overrides"),
    [
        ("30", ""),
        ("v30.0", ""),
        ("30.0", "contact"),
        ("30.0", "contact=30"),
        ("30.0", "contacts=30.0"),
        ("30.0", "contact=30.0=1"),
    ],
)
def test_versions_that_are_none_are_refused(default: str, overrides: str) -> None:
    with pytest.raises(ConfigurationError, match="CXONE_API_VERSION"):
        ApiVersions.parse(default, overrides)

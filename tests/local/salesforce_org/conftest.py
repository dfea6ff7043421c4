"""A fresh org for every test, served over TLS."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.salesforce_org.auth.apps import KeyPair, app_from_seed, make_key_pair
from local.salesforce_org.org import SalesforceOrg
from local.salesforce_org.server import OrgServer
from local.tls import LocalCa
from tests.local.salesforce_org.support import RECORDS, Api


@pytest.fixture(scope="session")
def ca() -> LocalCa:
    return LocalCa()


@pytest.fixture(scope="session")
def ca_file(ca: LocalCa, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tls") / "ca.pem"
    ca.write_ca(path)
    return path


@pytest.fixture(scope="session")
def keys() -> KeyPair:
    return make_key_pair()


@pytest.fixture
def org(keys: KeyPair) -> SalesforceOrg:
    org = SalesforceOrg(app=app_from_seed("tests", keys.certificate_pem))
    org.load(RECORDS)
    return org


@pytest.fixture
def server(org: SalesforceOrg, ca: LocalCa) -> Iterator[OrgServer]:
    with OrgServer(org, ca=ca) as server:
        yield server


@pytest.fixture
def api(org: SalesforceOrg, server: OrgServer, ca_file: Path) -> Iterator[Api]:
    api = Api(org, server.url, ca_file)
    yield api
    api.session.close()

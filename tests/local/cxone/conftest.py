"""One tenant over TLS for all tests here, as new for each of them."""

import logging
from collections.abc import Iterator

import pytest

from local.cxone.sample import cxone_seed
from local.cxone.serving import CxoneServer
from local.cxone.settings import Settings
from local.cxone.simulator import CxoneSimulator
from local.tls import LocalCa
from tests.local.cxone.tenant import Tenant


@pytest.fixture(scope="session")
def ca_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("tls") / "ca.pem")


@pytest.fixture(scope="session")
def served(ca_file: str) -> Iterator[tuple[CxoneSimulator, str]]:
    ca = LocalCa()
    ca.write_ca(ca_file)
    simulator = CxoneSimulator(cxone_seed(), Settings(pick_up_s=0.02, callee_answers_s=0.02))
    with CxoneServer(simulator, ca=ca) as server:
        yield simulator, server.url


@pytest.fixture(autouse=True)
def _nothing_fails_unseen(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What fails while time goes by, or in answering, is logged only: no test may leave such a line."""
    yield
    assert not [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]


@pytest.fixture
def simulator(served: tuple[CxoneSimulator, str]) -> CxoneSimulator:
    served[0].reset()
    return served[0]


@pytest.fixture
def stranger(simulator: CxoneSimulator, served: tuple[CxoneSimulator, str], ca_file: str) -> Iterator[Tenant]:
    """A client that has not logged in."""
    client = Tenant(served[1], ca_file)
    yield client
    client.close()


@pytest.fixture
def tenant(stranger: Tenant) -> Tenant:
    """A client that is logged in."""
    stranger.log_in()
    return stranger

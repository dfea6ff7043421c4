"""The stack has four ports in a row, or says in one line why not."""

import socket

import pytest

from local.stack.ports import PortRefused, Ports
from tests.local.gateway.machine import free_base


def test_without_a_wish_the_ports_start_at_8000() -> None:
    assert Ports.from_environment({}) == Ports(gateway=8000, salesforce=8001, cxone=8002, aws=8003)


def test_port_moves_all_of_them() -> None:
    assert Ports.from_environment({"PORT": "9000"}) == Ports(9000, 9001, 9002, 9003)


@pytest.mark.parametrize("given", ["", "http", "-1", "0", "65533", "80.5", "٨٠٠٠"])
def test_a_port_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(PortRefused, match="PORT is "):
        Ports.from_environment({"PORT": given})


USERS = [
    (0, "PORT, for the gateway"),
    (1, r"PORT \+ 1, for Salesforce"),
    (2, r"PORT \+ 2, for CXone"),
    (3, r"PORT \+ 3, for AWS"),
]


@pytest.mark.parametrize(("offset", "who"), USERS)
def test_a_port_in_use_is_named_with_its_user_and_a_way_out(offset: int, who: str) -> None:
    base = free_base()
    ports = Ports.from_environment({"PORT": str(base)})
    ports.check("127.0.0.1")
    with (
        socket.create_server(("127.0.0.1", base + offset)),
        pytest.raises(PortRefused, match=rf"^Port {base + offset} \({who}\) is in use\. .*make run PORT=\d+$"),
    ):
        ports.check("127.0.0.1")


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(PortRefused, match=r"HOST 203\.0\.113\.1 with port \d+ cannot be listened on: "):
        Ports.from_environment({"PORT": str(free_base())}).check("203.0.113.1")


def test_free_ports_differ() -> None:
    ports = Ports.free("127.0.0.1")
    assert len({ports.gateway, ports.salesforce, ports.cxone, ports.aws}) == 4
    ports.check("127.0.0.1")

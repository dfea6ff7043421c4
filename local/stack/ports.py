"""The four ports of the local stack."""

import errno
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

_NAMES = ("the gateway", "Salesforce", "CXone", "AWS")


class PortRefused(Exception):
    """The stack cannot have its ports. The message is one line for the person who started it."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where each part listens."""

    gateway: int
    salesforce: int
    cxone: int
    aws: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """``PORT`` and the three after it; 8000 without one.

        Raises:
            PortRefused: ``PORT`` is no number that leaves room for four ports.
        """
        given = environment.get("PORT", "8000")
        if not given.isascii() or not given.isdecimal() or not 1 <= int(given) <= 65532:
            raise PortRefused(f"PORT is {given!r}; it has to be a number from 1 to 65532.")
        base = int(given)
        return cls(base, base + 1, base + 2, base + 3)

    @classmethod
    def free(cls, host: str) -> Self:
        """Four ports that nobody uses at the moment."""
        probes = [socket.create_server((host, 0)) for _ in _NAMES]
        try:
            return cls(*(probe.getsockname()[1] for probe in probes))
        finally:
            for probe in probes:
                probe.close()

    def check(self, host: str) -> None:
        """Make sure that all of them can be had, before anything is started.

        Raises:
            PortRefused: one is in use, or ``host`` is no address of this machine.
        """
        for offset, (name, port) in enumerate(zip(_NAMES, self._in_order(), strict=True)):
            try:
                socket.create_server((host, port)).close()
            except OSError as problem:
                if problem.errno != errno.EADDRINUSE:
                    reason = os.strerror(problem.errno) if problem.errno else str(problem)
                    raise PortRefused(f"HOST {host} with port {port} cannot be listened on: {reason}.") from None
                where = "PORT" if offset == 0 else f"PORT + {offset}"
                way_out = f"make run PORT={self._other()}"
                raise PortRefused(
                    f"Port {port} ({where}, for {name}) is in use. Start elsewhere: {way_out}"
                ) from None

    def _in_order(self) -> tuple[int, int, int, int]:
        return self.gateway, self.salesforce, self.cxone, self.aws

    def _other(self) -> int:
        return self.gateway + 100 if self.gateway + 103 <= 65535 else self.gateway - 100

"""The tenant behind a port, for tests and for the local stack."""

import threading
from types import TracebackType
from typing import Self

from local.cxone.simulator import CxoneSimulator
from local.simulator.server import HttpServer
from local.tls import LocalCa


class CxoneServer:
    """Serves a simulator until stopped; a context manager. Time goes by even while nobody asks.

    Args:
        port: 0 picks a free one; ``port`` and ``url`` tell which.
        ca: signs the server's certificate; None serves plain HTTP.
        public_host: the name clients use; it goes into discovery and links.
    """

    def __init__(
        self,
        simulator: CxoneSimulator,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        ca: LocalCa | None = None,
        public_host: str = "localhost",
    ) -> None:
        self._simulator = simulator
        tls = ca.server_context(public_host, "localhost", "127.0.0.1") if ca else None
        self._http = HttpServer(simulator.handle, host=host, port=port, tls=tls, public_host=public_host)
        self.port = self._http.port
        self.url = self._http.url
        simulator.world.open(self.url)
        self._stopping = threading.Event()
        keep_time = simulator.world.keep_time
        self._timekeeper = threading.Thread(
            target=keep_time, args=(self._stopping,), name="cxone-clock", daemon=True
        )
        self._timekeeper.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Let those who wait go, and close the port. May be called twice."""
        self._stopping.set()
        self._simulator.close()
        self._timekeeper.join()
        self._http.stop()

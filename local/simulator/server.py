"""A threaded HTTP(S) server: one thread per kept-alive connection, each connection numbered."""

import contextlib
import logging
import select
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from local.simulator.message import Request, Response
from local.simulator.wire import BrokenRequestError, Reader, encode

logger = logging.getLogger(__name__)

SLOW_BODY_PIECES = 20
STOP_TIMEOUT_S = 5.0
HANDSHAKE_TIMEOUT_S = 10.0
# SO_LINGER with a time of 0: closing sends a reset instead of an orderly end.
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class HttpServer:
    """Serves ``answer`` until stopped; a context manager.

    Args:
        answer: called in the connection's thread, so several calls run at the same time.
        port: 0 picks a free one; ``port`` and ``url`` tell which.
        tls: a server context, or None for plain HTTP.
        public_host: the name in ``url``, where it differs from the address that is bound.
    """

    def __init__(
        self,
        answer: Callable[[Request], Response],
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        public_host: str | None = None,
    ) -> None:
        self._answer = answer
        self._tls = tls
        self._listener = socket.create_server((host, port), backlog=256)
        self.port: int = self._listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://{public_host or host}:{self.port}"
        self._wake, self._woken = socket.socketpair()
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._open: dict[int, tuple[socket.socket, threading.Thread]] = {}
        self._acceptor = threading.Thread(target=self._accept, name=f"accept:{self.port}", daemon=True)
        self._acceptor.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Close the port and every connection, and wait for their threads. May be called twice."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._wake.send(b".")
        self._acceptor.join(STOP_TIMEOUT_S)
        with self._lock:
            remaining = list(self._open.values())
        for sock, _ in remaining:
            # Of the plain socket class: ssl's own shutdown would take the TLS state away from the thread
            # that is reading.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
        for _, thread in remaining:
            thread.join(STOP_TIMEOUT_S)
        for sock in (self._listener, self._wake, self._woken):
            sock.close()

    def _accept(self) -> None:
        number = 0
        while True:
            ready, _, _ = select.select([self._listener, self._woken], [], [])
            if self._stopping.is_set():
                return
            if self._listener not in ready:
                continue
            try:
                sock, _ = self._listener.accept()
            except OSError:  # the client went away before it was accepted
                continue
            number += 1
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            name = f"connection:{self.port}:{number}"
            thread = threading.Thread(target=self._serve, args=(sock, number), name=name, daemon=True)
            with self._lock:
                self._open[number] = (sock, thread)
            thread.start()

    def _serve(self, sock: socket.socket, number: int) -> None:
        try:
            if self._tls is not None:
                sock.settimeout(HANDSHAKE_TIMEOUT_S)
                sock = self._tls.wrap_socket(sock, server_side=True)
                sock.settimeout(None)
                with self._lock:
                    self._open[number] = (sock, threading.current_thread())
            if not self._stopping.is_set():
                self._converse(sock, Reader(sock, number))
        except BrokenRequestError as broken:
            logger.info("connection %s closed: %s", number, broken)
        except OSError as gone:  # reset, refused certificate, stopped: ordinary ends of a connection
            logger.debug("connection %s ended: %s", number, gone)
        finally:
            sock.close()
            with self._lock:
                del self._open[number]

    def _converse(self, sock: socket.socket, reader: Reader) -> None:
        while (request := reader.next_request()) is not None:
            response = self._answer(request)
            close = request.headers.get("connection", "").lower() == "close"
            if not self._deliver(sock, request, response, close=close) or close:
                return

    def _deliver(self, sock: socket.socket, request: Request, response: Response, *, close: bool) -> bool:
        """Send the answer as its delivery says; False when the connection was reset on purpose."""
        delivery = response.delivery
        if delivery.delay_s and self._stopping.wait(delivery.delay_s):
            return False
        if delivery.drop == "answer":
            return self._reset(sock)
        head, body = encode(response, for_head=request.method == "HEAD", close=close)
        if delivery.drop == "during":
            sock.sendall(head + body[: len(body) // 2])
            return self._reset(sock)
        if delivery.slow_body_s:
            sock.sendall(head)
            size = max(1, -(-len(body) // SLOW_BODY_PIECES))
            for start in range(0, len(body), size):
                if self._stopping.wait(delivery.slow_body_s / SLOW_BODY_PIECES):
                    return False
                sock.sendall(body[start : start + size])
            return True
        sock.sendall(head + body)
        return True

    @staticmethod
    def _reset(sock: socket.socket) -> bool:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        return False

"""The HTTP side of the gateway: takes requests as API Gateway does and has functions answer them."""

import string
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from threading import Thread
from typing import Any

from local.gateway import answers, callers, docs, events
from local.gateway.answers import Answer, MalformedResult
from local.gateway.pool import InvocationError, Log, Pool, StillRunning, Throttled
from local.gateway.routes import Router

MOST_BODY_BYTES = 10 * 1024 * 1024
"""Largest request that an HTTP API takes (API Gateway quotas)."""

INTEGRATION_TIMEOUT_S = 30.0
"""Longest that an HTTP API waits for a function (API Gateway quotas)."""


class Api:
    """Routes, callers and functions of one HTTP API.

    Args:
        pools: the functions by logical id.
        log: gets the reason behind each 5xx.
        integration_timeout_s: how long a function may take before the caller is sent away.
    """

    def __init__(
        self,
        router: Router,
        pools: Mapping[str, Pool],
        log: Log,
        *,
        integration_timeout_s: float = INTEGRATION_TIMEOUT_S,
    ) -> None:
        self._router = router
        self._pools = pools
        self._log = log
        self._integration_timeout_s = integration_timeout_s

    def answer(self, request: events.Request, request_id: str) -> Answer:
        """What the caller gets, whatever happens behind."""
        match = self._router.match(request.method, request.path)
        if match is None:
            return docs.answer(request.method, request.path) or answers.NOT_FOUND
        caller = request.header(callers.HEADER) or "salesforce"
        if caller not in callers.CALLERS and caller != callers.NOBODY:
            known = ", ".join([*callers.CALLERS, callers.NOBODY])
            return answers.message(400, f"X-Local-Caller is one of {known}")
        if match.route.iam and caller == callers.NOBODY:
            return answers.FORBIDDEN
        event = events.event(
            request,
            match,
            caller=caller if match.route.iam else None,
            request_id=request_id,
            at=datetime.now(UTC),
        )
        try:
            payload = self._pools[match.route.function].invoke(event, wait_s=self._integration_timeout_s)
            return answers.answer(payload)
        except (Throttled, StillRunning) as problem:
            # That a throttled function shows as 503 rather than 500 is unconfirmed.
            self._log("gateway", f"503 {match.route.key}: {type(problem).__name__}")
            return answers.UNAVAILABLE
        except (InvocationError, MalformedResult) as problem:
            self._log("gateway", f"500 {match.route.key}: {problem}")
            return answers.FAILED


class Server:
    """Serves an ``Api`` on one address, a thread per connection, until closed.

    Raises:
        OSError: the address is in use.
    """

    def __init__(self, api: Api, host: str, port: int) -> None:
        self._server = _HttpServer(api, host, port)
        self.port = self._server.port
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), name="gateway", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more connections. Requests under way are left to their threads."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _HttpServer(ThreadingMixIn, TCPServer):
    # Not http.server's own class, which asks the name service for the host's full name.
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, api: Api, host: str, port: int) -> None:
        super().__init__((host, port), _Handler)
        self.api = api
        self.port: int = self.socket.getsockname()[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up is none of our errors; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _BodyRefused(Exception):
    """The request's body cannot be taken."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _HttpServer

    def _serve(self) -> None:
        request_id = events.new_request_id()
        try:
            body = self._body()
        except _BodyRefused as refused:
            self.close_connection = True
            self._send(refused.answer, request_id)
            return
        request = events.Request(
            method=self.command,
            target=self.path,
            protocol=self.request_version,
            headers=self.headers.items(),
            body=body,
            source_ip=self.client_address[0],
            port=self.server.port,
        )
        self._send(self.server.api.answer(request, request_id), request_id)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve  # noqa: N815

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            return self._chunked_body()
        declared = self.headers.get("content-length", "0")
        if not declared.isdecimal() or len(declared) > 18:
            raise _BodyRefused(answers.message(400, "Bad Request"))
        if int(declared) > MOST_BODY_BYTES:
            self._drain(int(declared))
            raise _BodyRefused(answers.TOO_LARGE)
        body = self.rfile.read(int(declared))
        if len(body) < int(declared):
            raise ConnectionResetError("the caller hung up within the body")
        return body

    def _chunked_body(self) -> bytes:
        """RFC 9112, section 7.1; trailers are read and dropped."""
        body = bytearray()
        while size := self._chunk_size():
            if len(body) + size > MOST_BODY_BYTES:
                raise _BodyRefused(answers.TOO_LARGE)
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return bytes(body)

    def _chunk_size(self) -> int:
        digits = self.rfile.readline(1024).partition(b";")[0].strip()
        if not digits or digits.strip(string.hexdigits.encode()):
            raise _BodyRefused(answers.message(400, "Bad Request"))
        return int(digits, 16)

    def _drain(self, size_bytes: int) -> None:
        # A caller that is still sending sees a reset connection instead of the answer.
        left = min(size_bytes, 4 * MOST_BODY_BYTES)
        while left > 0 and (got := self.rfile.read(min(left, 1 << 16))):
            left -= len(got)

    def _send(self, answer: Answer, request_id: str) -> None:
        """Write head and body in one piece, which saves a packet and the wait for it."""
        phrase = self.responses[HTTPStatus(answer.status)][0] if answer.status in self.responses else ""
        bodiless = answer.status < 200 or answer.status in {204, 304}
        headers = [
            ("date", formatdate(usegmt=True)),
            *answer.headers,
            *([] if bodiless else [("content-length", str(len(answer.body)))]),
            ("connection", "close" if self.close_connection else "keep-alive"),
            ("apigw-requestid", request_id),
        ]
        head = f"HTTP/1.1 {answer.status} {phrase}\r\n" + "".join(f"{n}: {v}\r\n" for n, v in headers) + "\r\n"
        body = b"" if bodiless or self.command == "HEAD" else answer.body
        self.wfile.write(head.encode() + body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Requests are not logged: functions log what matters of them."""

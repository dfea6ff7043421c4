"""HTTP/1.1 on a socket (RFC 9112): reading requests, writing answers.

Hand-made because the simulators serve benchmarks: the standard library's handler spends more time on a
request's headers than a simulator on its answer.
"""

from http import HTTPStatus
from socket import socket

from local.simulator.message import Request, Response

MAX_HEAD_BYTES = 1 << 20
MAX_BODY_BYTES = 64 << 20
_RECEIVE_BYTES = 1 << 16
_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_WITHOUT_BODY = frozenset({204, 304})


class BrokenRequestError(Exception):
    """The bytes are no HTTP/1.1 request; the connection cannot be used further."""


class Reader:
    """Reads the requests of one connection one after another."""

    def __init__(self, sock: socket, connection: int) -> None:
        self._sock = sock
        self._connection = connection
        self._buffer = b""

    def next_request(self) -> Request | None:
        """The next request, or None when the client has closed the connection.

        Raises:
            BrokenRequestError: what came is malformed, too large or cut off.
        """
        head = self._read_head()
        if head is None:
            return None
        lines = head.decode("latin-1").split("\r\n")
        try:
            method, target, version = lines[0].split(" ")
        except ValueError:
            raise BrokenRequestError("request line") from None
        if version != "HTTP/1.1":
            raise BrokenRequestError("HTTP version")
        headers: dict[str, str] = {}
        for line in lines[1:]:
            name, colon, value = line.partition(":")
            if not colon:
                raise BrokenRequestError("header line")
            name, value = name.lower(), value.strip()
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        path, _, query = target.partition("?")
        body = self._read_body(headers)
        return Request(method, path, query, headers, body, self._connection, len(head))

    def _read_head(self) -> bytes | None:
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            if len(self._buffer) > MAX_HEAD_BYTES:
                raise BrokenRequestError("head too large")
            if not self._receive():
                if self._buffer:
                    raise BrokenRequestError("cut off in the head")
                return None
        head, self._buffer = self._buffer[:end], self._buffer[end + 4 :]
        return head

    def _read_body(self, headers: dict[str, str]) -> bytes:
        chunked = headers.get("transfer-encoding", "").lower() == "chunked"
        length = headers.get("content-length", "0")
        if not chunked and length == "0":
            return b""
        if headers.get("expect", "").lower() == "100-continue":
            self._sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        if chunked:
            return self._read_chunks()
        if not length.isdecimal():
            raise BrokenRequestError("content length")
        return self._take(int(length))

    def _read_chunks(self) -> bytes:
        chunks: list[bytes] = []
        total = 0
        while True:
            size_text = self._take_line().partition(b";")[0].strip()
            try:
                size = int(size_text, 16)
            except ValueError:
                raise BrokenRequestError("chunk size") from None
            if size == 0:
                break
            total += size
            if total > MAX_BODY_BYTES:
                raise BrokenRequestError("body too large")
            chunks.append(self._take(size))
            self._take_line()
        while self._take_line():
            pass  # trailers carry nothing that a simulator needs
        return b"".join(chunks)

    def _take_line(self) -> bytes:
        while (end := self._buffer.find(b"\r\n")) < 0:
            if len(self._buffer) > MAX_HEAD_BYTES or not self._receive():
                raise BrokenRequestError("cut off in a line")
        line, self._buffer = self._buffer[:end], self._buffer[end + 2 :]
        return line

    def _take(self, size: int) -> bytes:
        if size < 0 or size > MAX_BODY_BYTES:
            raise BrokenRequestError("body too large")
        pieces = [self._buffer]
        have = len(self._buffer)
        while have < size:
            piece = self._sock.recv(_RECEIVE_BYTES)
            if not piece:
                raise BrokenRequestError("cut off in the body")
            pieces.append(piece)
            have += len(piece)
        whole = b"".join(pieces)
        self._buffer = whole[size:]
        return whole[:size]

    def _receive(self) -> bool:
        piece = self._sock.recv(_RECEIVE_BYTES)
        self._buffer += piece
        return bool(piece)


def encode(response: Response, *, for_head: bool = False, close: bool = False) -> tuple[bytes, bytes]:
    """Head and body as they go over the wire."""
    status = response.status
    lines = [f"HTTP/1.1 {status} {response.reason or _PHRASES.get(status, 'Unknown')}"]
    lines += [f"{name}: {value}" for name, value in response.headers.items()]
    body = response.body
    if status in _WITHOUT_BODY:
        body = b""
    else:
        lines.append(f"Content-Length: {len(body)}")
    if close:
        lines.append("Connection: close")
    head = "\r\n".join(lines) + "\r\n\r\n"
    return head.encode("latin-1", "replace"), b"" if for_head else body

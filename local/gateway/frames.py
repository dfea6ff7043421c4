"""Messages between the gateway and a function's process: a kind, a length, then JSON.

The process sends ``READY`` once after its imports. Then each ``INVOKE``, a line of JSON about the invocation
followed by the event, is answered with ``RESULT`` or ``ERROR``.
"""

import socket
import struct
import time

READY = b"r"
INVOKE = b"i"
RESULT = b"a"
ERROR = b"e"

_HEAD = struct.Struct("!cI")


def send(channel: socket.socket, kind: bytes, body: bytes) -> None:
    """Send one message. Raises OSError when the other side is gone."""
    channel.sendall(_HEAD.pack(kind, len(body)) + body)


def receive(channel: socket.socket, *, until: float | None = None) -> tuple[bytes, bytes]:
    """Wait for one message: its kind and body.

    Args:
        until: reading of ``time.monotonic`` at which waiting ends, None for never.

    Raises:
        TimeoutError: it did not come, or not whole, by then.
        ConnectionError: the other side is gone.
    """
    kind, body_bytes = _HEAD.unpack(_exactly(channel, _HEAD.size, until))
    return kind, bytes(_exactly(channel, body_bytes, until))


def _exactly(channel: socket.socket, size_bytes: int, until: float | None) -> bytearray:
    buffer = bytearray(size_bytes)
    view, filled = memoryview(buffer), 0
    while filled < size_bytes:
        if until is not None:
            left_s = until - time.monotonic()
            if left_s <= 0:
                raise TimeoutError
            channel.settimeout(left_s)
        got = channel.recv_into(view[filled:])
        if got == 0:
            raise ConnectionError("the other side is gone")
        filled += got
    return buffer

"""The environments of one function: processes that are started on demand, kept warm and bounded in number.

As on Lambda, each runs one invocation at a time; a busy function gets another process, up to its reserved
concurrency, and is throttled beyond. A process that times out, exits or is killed is never used again.
"""

import json
import socket
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from local.gateway import children, frames
from local.gateway.template import Function

DEFAULT_MOST = 10
"""Processes per function where the template reserves no concurrency; an account has 1,000 by default."""

MOST_PAYLOAD_BYTES = 6 * 1024 * 1024
"""Largest event and largest result of a synchronous invocation (Lambda quotas)."""

_START_LIMIT_S = 25.0
"""Lambda gives imports 10 s; a laptop with a cold disk gets more, within the gateway's 30 s."""

Log = Callable[[str, str], None]
"""Takes a function's name and one line that it printed."""


class InvocationError(Exception):
    """The function gave no result."""


class Throttled(InvocationError):
    """As many invocations as allowed are running."""


class StillRunning(InvocationError):
    """The caller waits no longer; the function runs on."""


class Failed(InvocationError):
    """The handler raised, was killed, timed out, could not start, or dealt in too large a payload."""


class Environment:
    """One process of a function."""

    def __init__(self, function: Function, variables: Mapping[str, str], log: Log) -> None:
        if not function.code_dir.is_dir():
            raise Failed(f"{function.name} has no folder {function.code_dir}")
        folders = [str(function.code_dir), *map(str, function.layer_dirs)]
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = children.start(
                "local.gateway.worker",
                [str(theirs.fileno()), function.handler, *folders],
                environment=variables,
                cwd=function.code_dir,
                pass_fds=[theirs.fileno()],
            )
        children.relay(self._process, lambda line: log(function.name, line))
        try:
            kind, body = frames.receive(self._channel, until=time.monotonic() + _START_LIMIT_S)
        except (TimeoutError, ConnectionError) as problem:
            self.end()
            raise Failed(f"{function.name} did not start: {problem!r}") from problem
        if kind != frames.READY:
            self.end()
            raise Failed(f"{function.name} did not start: {json.loads(body)}")

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def send(self, body: bytes, *, until: float) -> None:
        """Hand in an invocation. Raises OSError when the process is gone."""
        self._channel.settimeout(max(0.001, until - time.monotonic()))
        frames.send(self._channel, frames.INVOKE, body)

    def receive(self, *, until: float) -> tuple[bytes, bytes]:
        """Wait for the outcome; see ``frames.receive``."""
        return frames.receive(self._channel, until=until)

    def end(self) -> None:
        """Kill the process. Nothing in it gets a chance to object."""
        self._process.kill()
        children.end(self._process)
        self._channel.close()


class Pool:
    """The processes of one function.

    Args:
        variables: the whole environment of the processes.
    """

    def __init__(self, function: Function, variables: Mapping[str, str], log: Log) -> None:
        self.function = function
        self.most = DEFAULT_MOST if function.reserved is None else function.reserved
        self._variables = variables
        self._log = log
        self._lock = threading.Lock()
        self._idle: list[Environment] = []
        self._all: set[Environment] = set()
        self._places_left = self.most
        self._closed = False

    def invoke(self, event: Any, *, wait_s: float | None = None) -> bytes:
        """Run the handler once and return its result as JSON.

        Args:
            wait_s: how long the caller waits, start of a process included; None for as long as it takes.

        Raises:
            InvocationError: see its kinds.
        """
        gives_up = None if wait_s is None else time.monotonic() + wait_s
        payload = json.dumps(event, ensure_ascii=False).encode()
        if len(payload) > MOST_PAYLOAD_BYTES:
            raise Failed(f"{self.function.name} would get an event of {len(payload)} bytes")
        request_id = str(uuid.uuid4())
        timeout_s = self.function.timeout_s
        environment = self._take()
        ends = time.monotonic() + timeout_s
        head = {"request_id": request_id, "arn": self.function.arn, "deadline_s": time.time() + timeout_s}
        try:
            environment.send(json.dumps(head).encode() + b"\n" + payload, until=ends)
            kind, result = environment.receive(until=ends if gives_up is None else min(ends, gives_up))
        except TimeoutError:
            if time.monotonic() < ends:
                threading.Thread(target=self._see_out, args=(environment, ends), daemon=True).start()
                raise StillRunning(self.function.name) from None
            self._end(environment, f"{request_id} Task timed out after {timeout_s:.2f} seconds")
            raise Failed(f"{self.function.name} timed out") from None
        except OSError as problem:
            self._end(environment, f"{request_id} the process ended before it answered")
            raise Failed(f"{self.function.name} ended: {problem!r}") from problem
        self._give_back(environment)
        if kind != frames.RESULT:
            raise Failed(f"{self.function.name} raised {json.loads(result)['errorType']}")
        if len(result) > MOST_PAYLOAD_BYTES:
            raise Failed(f"{self.function.name} returned {len(result)} bytes")
        return result

    def close(self) -> None:
        """End every process, idle or not."""
        with self._lock:
            self._closed = True
            environments = list(self._all)
        for environment in environments:
            environment.end()

    def _take(self) -> Environment:
        with self._lock:
            while self._idle:
                # The last one used, as Lambda seems to do, so that a spare one can be seen to idle.
                idle = self._idle.pop()
                if idle.alive:
                    return idle
                self._all.discard(idle)
                self._places_left += 1
                idle.end()
            if self._closed or self._places_left == 0:
                raise Throttled(self.function.name)
            self._places_left -= 1
        began = time.monotonic()
        try:
            environment = Environment(self.function, self._variables, self._log)
        except (Failed, OSError) as problem:
            with self._lock:
                self._places_left += 1
            self._log(self.function.name, str(problem))
            raise Failed(f"{self.function.name} could not be started") from problem
        with self._lock:
            self._all.add(environment)
            closed = self._closed
        if closed:
            environment.end()
            raise Throttled(self.function.name)
        self._log(self.function.name, f"INIT {(time.monotonic() - began) * 1000:.0f} ms")
        return environment

    def _give_back(self, environment: Environment) -> None:
        with self._lock:
            self._idle.append(environment)

    def _end(self, environment: Environment, reason: str) -> None:
        self._log(self.function.name, reason)
        environment.end()
        with self._lock:
            self._all.discard(environment)
            self._places_left += 1

    def _see_out(self, environment: Environment, ends: float) -> None:
        """Wait for an invocation that nobody waits for any more, so that its process can be used again."""
        try:
            environment.receive(until=ends)
        except OSError:
            self._end(environment, "timed out or ended after the caller had gone")
        else:
            self._give_back(environment)
            self._log(self.function.name, "finished after the caller had gone")

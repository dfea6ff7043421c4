"""``make run``: start the local stack, show where everything is and what a call does, serve until stopped."""

import json
import os
import signal
import sys
import threading
import time
from types import FrameType

from local.gateway.children import NotStarted
from local.gateway.cloudformation import TemplateError
from local.stack.local_stack import LocalStack
from local.stack.ports import PortRefused, Ports
from local.stack.sample_call import play
from local.stack.seeds import HOOK_SECRETS

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _Stopped(BaseException):
    """Somebody asked us to end. No ``except Exception`` on the way may stop it."""


class _Console:
    """Prints log lines; holds them back until the sample call has been shown."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: list[str] | None = []

    def __call__(self, name: str, line: str) -> None:
        # Metrics in CloudWatch's embedded format, a line per call, tell nobody anything here.
        if line.startswith('{"_aws"'):
            return
        with self._lock:
            if self._held is not None:
                self._held.append(f"{name} | {line}")
                return
            try:
                print(f"{name} | {line}", flush=True)
            except BrokenPipeError:
                # Whoever read this has gone, as in `make run | head`.
                os.kill(os.getpid(), signal.SIGTERM)

    def release(self, *, show: bool) -> None:
        """From now on, print everything as it comes; first, if wanted, what was held back."""
        with self._lock:
            print("\n".join(self._held or []) if show else "", flush=True)
            self._held = None


def main() -> int:
    """Returns the exit status: 0 when stopped by a signal, 1 when it could not start."""
    _stop_on_signals()
    _stop_with_parent()
    host = os.environ.get("HOST") or "127.0.0.1"
    console = _Console()
    try:
        ports = Ports.from_environment(os.environ)
        ports.check(host)
        with LocalStack(ports, host=host, log=console) as stack:
            _show(stack)
            answered = play(stack)
            stack.aim_hooks()
            print("What the functions log follows as it comes. Ctrl-C ends everything.")
            console.release(show=not answered)
            threading.Event().wait()
    except _Stopped:
        pass
    except (PortRefused, NotStarted, TemplateError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _show(stack: LocalStack) -> None:
    print("Switchboard runs on this machine.\n")
    print(f"  gateway      {stack.gateway_url}")
    print(f"  its contract {stack.gateway_url}/docs")
    for route in stack.routes:
        print(f"                 {route.key}{'' if route.iam else '   (hook)'}")
    print(f"  Salesforce   {stack.salesforce_url}   (certificate authorities: {stack.ca_file})")
    print(f"  CXone        {stack.cxone_url}   (the same)")
    print(f"  AWS          {stack.aws_url}   (any credentials)")
    for name in HOOK_SECRETS:
        print(f"  hook token   {json.loads(stack.secrets[name])['current']}   ({name}; for this stack only)")
    for line in stack.unplayed:
        print(f"  not played   {line}")
    print(flush=True)


def _stop_on_signals() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        # From here on there is an orderly end, which a second Ctrl-C must not cut short.
        for each in _SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise _Stopped

    for each in _SIGNALS:
        # What nohup or a shell's & has switched off stays off.
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, stop)


def _stop_with_parent() -> None:
    """End when the process that started us is gone: make, when killed, takes nothing with it."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent watch", daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())

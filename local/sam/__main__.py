"""``make sam-local``: the local stack, and beside it the same functions in containers behind SAM's own server."""

import os
import signal
import sys
import threading

from local.gateway.children import NotStarted
from local.sam.engine import NoEngine, host_address
from local.sam.prepare import prepared
from local.sam.serving import BUILT, sam_local
from local.stack.local_stack import LocalStack
from local.stack.ports import PortRefused, Ports


def main() -> int:
    """Returns the exit status: 0 when stopped, 1 when it could not start."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    try:
        # Both the containers and this machine reach the local stack at this address.
        host = os.environ.get("CONTAINER_HOST") or host_address()
        ports = Ports.from_environment(os.environ)
        ports.check(host)
        with (
            LocalStack(ports, host=host) as stack,
            sam_local("start-api", prepared(stack, BUILT), port=ports.aws + 1) as url,
        ):
            print(f"SAM's server  {url}\nlocal stack   {stack.gateway_url}\nCtrl-C ends both.", flush=True)
            stopped.wait()
    except (NoEngine, NotStarted, PortRefused) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

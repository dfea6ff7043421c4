"""``python -m local.cxone``: the tenant on a port of this machine."""

import argparse
import importlib
import signal
import threading
from pathlib import Path

from local.cxone.serving import CxoneServer
from local.cxone.simulator import CxoneSimulator
from local.tls import LocalCa


def main() -> None:
    """Serve until told to stop (SIGTERM or Ctrl-C)."""
    parser = argparse.ArgumentParser(prog="python -m local.cxone", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8002, help="port to listen on; 0 picks a free one")
    parser.add_argument("--public-host", default="localhost", help="the name clients use")
    parser.add_argument("--ca-file", type=Path, help="where to write the CA certificate; without it, plain HTTP")
    parser.add_argument("--data", default="local.cxone.sample_centre", help="module with a function cxone_seed()")
    given = parser.parse_args()

    ca = None
    if given.ca_file:
        ca = LocalCa()
        ca.write_ca(given.ca_file)
    seed = importlib.import_module(given.data).cxone_seed()
    stop = threading.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: stop.set())
    simulator = CxoneSimulator(seed)
    with CxoneServer(simulator, host=given.host, port=given.port, ca=ca, public_host=given.public_host) as server:
        print(f"CXone at {server.url}", flush=True)
        stop.wait()


if __name__ == "__main__":
    main()

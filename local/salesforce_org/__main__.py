"""Run a simulated org: ``python -m local.salesforce_org --port 8443 --ca-file ca.pem --app-file app.json``."""

import argparse
import importlib
import json
import signal
import threading
from pathlib import Path

from local.salesforce_org.auth.apps import app_from_seed, make_key_pair
from local.salesforce_org.org import DEFAULT_SEED, SalesforceOrg
from local.salesforce_org.server import OrgServer
from local.tls import LocalCa


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m local.salesforce_org", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8443, help="0 picks a free one")
    parser.add_argument("--ca-file", type=Path, help="serve TLS; the CA certificate to trust is written here")
    parser.add_argument("--app-file", type=Path, help="the client app with its secret and key is written here")
    parser.add_argument("--data", metavar="MODULE", help="a module whose RECORDS are loaded")
    parser.add_argument("--seed", default=DEFAULT_SEED, help="what client id and secret follow from")
    given = parser.parse_args()

    keys = make_key_pair()
    app = app_from_seed(given.seed, keys.certificate_pem)
    org = SalesforceOrg(app=app)
    if given.data:
        org.load(importlib.import_module(given.data).RECORDS)
    ca = None
    if given.ca_file:
        ca = LocalCa()
        ca.write_ca(given.ca_file)
    with OrgServer(org, host=given.host, port=given.port, ca=ca) as server:
        if given.app_file:
            known = {
                "login_url": server.url,
                "client_id": app.client_id,
                "client_secret": app.client_secret,
                "username": app.run_as_username,
                "private_key": keys.private_key_pem,
            }
            given.app_file.write_text(json.dumps(known, indent=2))
        print(f"Salesforce org at {server.url}", flush=True)
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        stopped.wait()


if __name__ == "__main__":
    main()

"""A process that plays AWS: ``python -m local.gateway.aws_server HOST PORT`` serves moto until it is ended."""

import logging
import sys
import threading
import warnings

from moto.server import ThreadedMotoServer

from local.gateway.aws_atomic import make_atomic

if __name__ == "__main__":
    # Deprecations inside moto's own dependencies, and a line per request, are nothing for this console.
    warnings.simplefilter("ignore")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    make_atomic()
    ThreadedMotoServer(sys.argv[1], int(sys.argv[2]), verbose=False).start()
    threading.Event().wait()

"""The child's side of a lifeline: a process that ends when whoever started it is gone.

Standard input is a pipe whose other end the parent holds and never writes to. The kernel closes that end
when the parent dies, however it dies, and the child ends itself. This works wherever pipes do, needs no help
from the program, and leaves signals alone.

As a program it runs another module on a lifeline: ``python -m local.gateway.lifeline MODULE ARGUMENT…``
"""

import os
import runpy
import sys
import threading


def end_with_parent() -> None:
    """From now on, the end of standard input ends this process. Standard input itself becomes empty."""
    lifeline = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    threading.Thread(target=_watch, args=(lifeline,), name="lifeline", daemon=True).start()


def _watch(lifeline: int) -> None:
    os.read(lifeline, 1)
    # Not sys.exit: the main thread may be deep in a handler or a server's loop.
    os._exit(0)


if __name__ == "__main__":
    end_with_parent()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)

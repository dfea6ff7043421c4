"""``make bench``: prints what the README's performance tables hold."""

import os
import platform
import sys

from local.stack.local_stack import LocalStack
from tests.benchmarks import look_ahead, screen_pop, start_up


def main() -> None:
    """Start the local stack, measure, print."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs, {platform.machine()}, {sys.platform}.")
    with LocalStack(schedules=False) as stack:
        screen_pop.run(stack)
        look_ahead.run(stack)
    start_up.run()


if __name__ == "__main__":
    main()

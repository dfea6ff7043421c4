"""Examine a stack: ``python -m switchboard.admin.doctor --help``.

It uses the ordinary AWS credentials of whoever runs it, and changes nothing: it reads, logs in to both vendors,
and calls each hook with a body that asks for nothing.
"""

import argparse
import sys
from collections.abc import Sequence

from switchboard.admin.doctor.deployment import NotFound, find
from switchboard.admin.doctor.examination import examine
from switchboard.admin.doctor.finding import State, written


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is found; 1 where anything failed."""
    parser = argparse.ArgumentParser(prog="doctor", description="Is a stack well, and if not, what is to be done?")
    parser.add_argument("--stack", default="switchboard", help="name of the deployed stack")
    parser.add_argument("--api-url", help="where it is called, if no stack's outputs tell it")
    given = parser.parse_args(arguments)
    try:
        deployment = find(given.stack, given.api_url)
    except NotFound as error:
        print(error, file=sys.stderr)
        return 1
    states = []
    for finding in examine(deployment):
        print(written(finding), flush=True)
        states.append(finding.state)
    bad = states.count(State.FAILED)
    print(f"\n{bad} of {len(states)} failed." if bad else f"\nAll {len(states)} are well or only worth a word.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

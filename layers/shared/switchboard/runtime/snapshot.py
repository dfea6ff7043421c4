"""SnapStart: what is done once before the snapshot, and what every environment that starts from it does anew.

Before the snapshot nobody is asked for anything: no secret is read, no token fetched, no connection made, so none
of them lies in it. Whatever could come to hold one, or remembers a clock, is made anew after the start all the
same.
Lambda's own runtime has the module with the hooks; without it, or without a snapshot, nothing happens.
"""

import random
from collections.abc import Iterable
from types import ModuleType

from switchboard.phone import classify
from switchboard.runtime import aws


def start_from_snapshot(*wired: ModuleType) -> None:
    """Have the snapshot made of a warm environment, and everything renewed that must not come out of it.

    Args:
        wired: modules whose cached functions hold what is made once per process; the AWS clients are known.
    """
    try:
        from snapshot_restore_py import (  # noqa: PLC0415 - only Lambda's own runtime has it
            register_after_restore,
            register_before_snapshot,
        )
    except ImportError:
        return
    register_before_snapshot(warm)
    register_after_restore(renew, (aws, *wired))


def warm() -> None:
    """Import and read what the first request would: a fifth of a second, and more without bytecode."""
    import simple_salesforce.api  # noqa: F401, PLC0415 - slow, so never without need

    # Making them reads their services' descriptions, which stay.
    aws.dynamodb()
    aws.secrets_manager()
    aws.sqs()
    # Reads the numbering plans.
    classify("+14155550134", "US")


def renew(wired: Iterable[ModuleType]) -> None:
    """Make everything of this process anew that must not be the same in two environments."""
    # The same pauses at the same moments would bring all environments back to a troubled vendor together.
    random.seed()
    for module in wired:
        for thing in vars(module).values():
            if hasattr(thing, "cache_clear"):
                thing.cache_clear()

"""``make bench``: prints what the README's performance tables hold."""

import os
import platform
import sys

from local.stack.local_stack import LocalStack
from tests.benchmarks import (
    activities,
    agent_desk,
    agent_events,
    agent_sessions,
    click_to_dial,
    desk_contacts,
    desk_directory,
    desk_media,
    look_ahead,
    screen_pop,
    start_up,
)


def main() -> None:
    """Start the local stack, measure, print."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs, {platform.machine()}, {sys.platform}.")
    # As deployed: the local stack gathers contacts for two seconds only, so that a person sees the Task soon.
    with LocalStack(schedules=False, parameters={"ActivityWindowSeconds": "60"}) as stack:
        screen_pop.run(stack)
        look_ahead.run(stack)
        activities.run(stack)
        agent_desk.run(stack)
        agent_events.run(stack)
        agent_sessions.run(stack)
        click_to_dial.run(stack)
        desk_contacts.run(stack)
        desk_directory.run(stack)
        desk_media.run(stack)
    start_up.run()


if __name__ == "__main__":
    main()

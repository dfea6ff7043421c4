"""The problems of agents, skills and address books: status, slug, title and what to do."""

from collections.abc import Mapping

from switchboard.desk.directory import refusals
from switchboard.errors import SwitchboardError

DIRECTORY_PROBLEMS: Mapping[type[SwitchboardError], tuple[int, str, str, str]] = {
    refusals.AgentNotFound: (404, "agent-not-found", "No such agent", "There is no such active agent."),
    refusals.SkillNotFound: (404, "skill-not-found", "No such skill", "There is no such active skill."),
    refusals.BookNotFound: (
        404,
        "address-book-not-found",
        "No such address book",
        "There is no such address book, or it is not assigned to you. An administrator assigns them in CXone.",
    ),
    refusals.StillReading: (
        503,
        "still-reading",
        "Not read yet",
        "The list is being read for the first time. Try again in a few seconds.",
    ),
}

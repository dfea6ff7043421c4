"""The commands that were received: every call that wanted to change something, with its outcome."""

from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase

from local.cxone.wire.errors import ApiError
from local.cxone.wire.formats import iso
from local.cxone.wire.parameters import Parameters
from local.cxone.world.world import World
from local.simulator.message import Request

READING = frozenset({"GET", "HEAD", "OPTIONS"})
SECRET_PATHS = ("/auth/", "/authentication/")


@dataclass(frozen=True, slots=True)
class Command:
    """One command; ``status`` is what it was answered with."""

    method: str
    path: str
    given: object
    status: int
    at: datetime

    def view(self) -> dict[str, object]:
        """As JSON."""
        return {
            "method": self.method,
            "path": self.path,
            "given": self.given,
            "status": self.status,
            "at": iso(self.at),
        }


class CommandLog:
    """Commands in the order in which they came. Logins are not among them: they carry secrets."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._commands: list[Command] = []
        world.on_restore(self.clear)

    def clear(self) -> None:
        """Forget the commands."""
        self._commands.clear()

    def record(self, request: Request, status: int) -> None:
        """Note a request if it is a command."""
        if request.method in READING or request.path.startswith(SECRET_PATHS):
            return
        try:
            given = Parameters.of(request)
        except ApiError:
            content: object = request.body.decode("utf-8", "replace")
        else:
            content = given.everything()
        path = request.plain_path
        self._commands.append(Command(request.method, path, content, status, self._world.now()))

    def listed(self, pattern: str = "*") -> list[Command]:
        """The commands whose path fits a glob, without case."""
        return [each for each in self._commands if fnmatchcase(each.path.lower(), pattern.lower())]

"""Common ground of the session commands: whose session it is, and that a 202 comes before the effect."""

from collections.abc import Callable, Mapping

from local.cxone.agents.events import agent_error
from local.cxone.agents.floor import Floor
from local.cxone.agents.session import Session, SessionId
from local.cxone.contacts.lifecycle import ImpossibleMoveError
from local.cxone.contacts.model import Contact
from local.cxone.wire.errors import ApiError
from local.cxone.wire.routes import Call, accepted
from local.cxone.world.world import World
from local.simulator.faults import FaultBook
from local.simulator.message import Response

COMMAND_LOST, COMMAND_LATE = "command-lost", "command-late"
COMMAND_FAULTS: Mapping[str, str] = {
    COMMAND_LOST: "a command is accepted and nothing comes of it, not even an error",
    COMMAND_LATE: "a command's effect comes late by the simulator's clock; options {'delay_s': 10}",
}
NO_PERMISSION = "Insufficient permissions"


class Desk:
    """Finds sessions and contacts for commands, and carries commands out after they were accepted."""

    def __init__(self, world: World, floor: Floor, faults: FaultBook) -> None:
        self._world = world
        self._floor = floor
        self._faults = faults

    def session(self, call: Call) -> Session:
        """The session that the path names, which the caller may use. It counts as used.

        Raises:
            ApiError: 404 no such session, or it has ended; 403 somebody else's.
        """
        session, given = self.any_session(call)
        if session.has_ended:
            raise ApiError(404, "Invalid Session Id")
        is_old = given.position < session.chains[given.chain]
        if is_old and not self._world.settings.old_ids_command:
            raise ApiError(404, "Invalid Session Id")
        session.last_seen = self._world.now()
        return session

    def any_session(self, call: Call) -> tuple[Session, SessionId]:
        """The session that the path names, ended or not, and what its id says.

        Raises:
            ApiError: 404 no such session; 403 somebody else's.
        """
        given = SessionId.parse(call.place["session"])
        session = self._floor.by_number(given.number) if given else None
        if given is None or session is None or given.chain not in session.chains:
            raise ApiError(404, "Invalid Session Id")
        self.check_may_act_for(call, session.agent_id)
        return session, given

    def check_may_act_for(self, call: Call, agent_id: int) -> None:
        """See that the caller is the agent, or may impersonate.

        Raises:
            ApiError: 403.
        """
        caller = self._world.directory.agents.get(call.agent_id)
        if call.agent_id != agent_id and (caller is None or "impersonate" not in caller.permissions):
            raise ApiError(403, NO_PERMISSION)

    def contact(self, call: Call, session: Session) -> Contact:
        """The contact that the path names, in which the session's agent takes part.

        Raises:
            ApiError: 404.
        """
        contact = self._world.contacts.get(call.number("contact", "Invalid contact ID."))
        if contact is None or session.agent_id not in contact.parties:
            raise ApiError(404, "Invalid contact ID.")
        return contact

    def accept(
        self,
        call: Call,
        session: Session,
        command: str,
        effect: Callable[[], None],
        *,
        contact_id: int = 0,
        target: str = "",
    ) -> Response:
        """Answer 202 and do it a little later; what has become impossible by then is an AgentError.

        Args:
            command: its name in an AgentError.
        """
        delay_s = self._world.settings.command_delay_s
        if self._faults.draw(call.request, COMMAND_LOST):
            return accepted()
        late = self._faults.draw(call.request, COMMAND_LATE)
        if late is not None:
            more_s = late.options.get("delay_s", 10)
            delay_s += float(more_s) if isinstance(more_s, int | float) else 10.0

        def act() -> None:
            if session.has_ended:
                return
            try:
                effect()
            except ImpossibleMoveError:
                error = agent_error(command, "InvalidState", contact_id=contact_id, target=target)
                self._floor.tell(session, error)

        self._world.agenda.after(delay_s, act)
        return accepted()

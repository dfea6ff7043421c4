"""Calls to agents and into skills, in CXone's session commands."""

from collections.abc import Mapping

from switchboard.agent.centre import AgentCentre
from switchboard.cxone.refusals import refused_as
from switchboard.desk.directory.calling import AgentCall
from switchboard.desk.session.refusals import CannotReach, NotYourContact
from switchboard.errors import CcNotFound, CcSessionGone


class CxoneDirectoryCalls:
    """Implements ``switchboard.desk.directory.calling.DirectoryCalls``."""

    def __init__(self, centre: AgentCentre) -> None:
        self._centre = centre

    def call_agent(self, cxone_id: str, agent_id: str, kind: AgentCall, about: str) -> None:
        self._send(cxone_id, f"{kind}-agent", {"targetAgentId": int(agent_id)}, about)

    def call_skill(self, cxone_id: str, skill_id: str, about: str) -> None:
        self._send(cxone_id, "dial-skill", {"skillId": int(skill_id)}, about)

    def _send(self, cxone_id: str, path: str, target: Mapping[str, object], about: str) -> None:
        parent = {"parentContactId": int(about)} if about else {}
        with refused_as(CannotReach):
            try:
                self._centre.command(cxone_id, path, {**target, **parent})
            except CcSessionGone:
                raise
            except CcNotFound:
                # Beside the session, the contact is all that these commands may not find.
                raise NotYourContact from None

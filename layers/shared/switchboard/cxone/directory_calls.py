"""Calls to agents and into skills, in CXone's session commands."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from switchboard.agent.centre import AgentCentre
from switchboard.desk.directory.refusals import (
    AgentNotFound,
    AgentNotReachable,
    NotFreeToCall,
    ParentNotYours,
    SkillNotCallable,
    TooManyCalls,
)
from switchboard.errors import CcConflict, CcNotFound, CcRefused, SwitchboardError


class CxoneDirectoryCalls:
    """Implements ``switchboard.desk.directory.calling.DirectoryCalls``."""

    def __init__(self, centre: AgentCentre) -> None:
        self._centre = centre

    def consult_agent(self, cxone_id: str, agent_id: str, about: str) -> None:
        self._send(cxone_id, "consult-agent", {"targetAgentId": int(agent_id)}, about, AgentNotFound())

    def dial_agent(self, cxone_id: str, agent_id: str, about: str) -> None:
        self._send(cxone_id, "dial-agent", {"targetAgentId": int(agent_id)}, about, AgentNotFound())

    def dial_skill(self, cxone_id: str, skill_id: str, about: str) -> None:
        self._send(cxone_id, "dial-skill", {"skillId": int(skill_id)}, about, SkillNotCallable())

    def _send(
        self, cxone_id: str, path: str, target: Mapping[str, object], about: str, unknown: SwitchboardError
    ) -> None:
        parent = {"parentContactId": int(about)} if about else {}
        with _told_apart(unknown):
            self._centre.command(cxone_id, path, {**target, **parent})


@contextmanager
def _told_apart(unknown: SwitchboardError) -> Iterator[None]:
    """What a refusal means; only its text tells some of them apart.

    Args:
        unknown: where the target is none.
    """
    try:
        yield
    except CcNotFound:
        raise ParentNotYours from None
    except CcConflict as error:
        raise AgentNotReachable if "target" in error.text.lower() else NotFreeToCall from None
    except CcRefused as error:
        text = error.text.lower()
        if error.status == 403 and "conference" in text:
            raise TooManyCalls from None
        if error.status == 400 and ("target" in text or "skill" in text):
            raise unknown from None
        raise

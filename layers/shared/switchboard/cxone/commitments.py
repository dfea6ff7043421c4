"""Commitments as CXone keeps them: scheduled callbacks, and what a session does with one that has fallen due."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from switchboard.cxone.agent_commands import CxoneAgentCommands
from switchboard.cxone.agent_sessions import in_session
from switchboard.cxone.answers import Answer
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.versions import Resource
from switchboard.desk.commitments import refusals
from switchboard.desk.commitments.model import Commitment, Deletion
from switchboard.desk.session.model import Callback
from switchboard.desk.session.refusals import CommitmentRefused, DeskRefusal
from switchboard.errors import CcConflict, CcError, CcNotFound, CcRefused, CcSessionGone

_WRONG: Mapping[str, type[DeskRefusal]] = {
    "at": refusals.TimeRefused,
    "skillId": refusals.CallSkillRefused,
    "forMe": refusals.CallAgentRefused,
    "phoneNumber": refusals.CallNumberRefused,
}
_DELETION = {"0": Deletion.BARRED, "1": Deletion.WITH_NOTES, "2": Deletion.FREE}
"""What ``deleteCommitmentId`` means (unconfirmed); anything else is left to CXone, with notes."""


class CxoneCommitments:
    """Implements ``switchboard.desk.commitments.model.CommitmentCentre``."""

    def __init__(self, client: CxoneClient, commands: CxoneAgentCommands) -> None:
        self._client = client
        self._commands = commands

    def of_agent(self, agent_id: str) -> Sequence[Commitment]:
        return self._listed(f"/agents/{agent_id}")

    def of_skill(self, skill_id: str) -> Sequence[Commitment]:
        return self._listed(f"/skills/{skill_id}")

    def deletion(self, agent_id: str) -> Deletion:
        answer = self._client.read(Resource.AGENT_SETTINGS, f"/agents/{agent_id}/agent-settings")
        told = answer.text("deleteCommitmentId") if answer else ""
        return _DELETION.get(told, Deletion.WITH_NOTES)

    def make(self, promise: Callback) -> str:
        with _field_named():
            return self._commands.make_callback(promise)

    def change(self, commitment_id: str, promise: Callback) -> None:
        with _field_named(), _closed():
            self._commands.change_callback(commitment_id, promise)

    def delete(self, commitment_id: str, notes: str) -> None:
        body = {"description": notes} if notes else None
        path = f"/scheduled-callbacks/{commitment_id}"
        try:
            with _closed():
                self._client.send("DELETE", Resource.SCHEDULED_CALLBACKS, path, body)
        except CcRefused as error:
            if error.status == 403:
                raise refusals.DeletionBarred from error
            raise

    def dial(self, cxone_id: str, commitment_id: str) -> None:
        self._delivered(cxone_id, commitment_id, "dial")

    def reschedule(self, cxone_id: str, commitment_id: str, at: datetime) -> None:
        self._delivered(cxone_id, commitment_id, "reschedule", {"rescheduleDate": _written(at)})

    def cancel(self, cxone_id: str, commitment_id: str, notes: str) -> None:
        self._delivered(cxone_id, commitment_id, "cancel", {"notes": notes})

    def _listed(self, owner: str) -> Sequence[Commitment]:
        try:
            answer = self._client.read(Resource.SCHEDULED_CALLBACKS, f"{owner}/scheduled-callbacks")
        except CcNotFound:
            return ()
        rows = [Answer(row) for row in answer.rows("callbacks")] if answer else []
        read = (_commitment(row) for row in rows)
        return [one for one in read if one is not None]

    def _delivered(
        self, cxone_id: str, commitment_id: str, command: str, body: Mapping[str, object] | None = None
    ) -> None:
        path = f"/agent-sessions/{cxone_id}/interactions/{commitment_id}/{command}"
        try:
            self._client.send("POST", Resource.DELIVERED_CALLBACKS, path, body)
        except CcError as error:
            told = in_session(error)
            if isinstance(told, CcSessionGone):
                raise told from None
            if isinstance(told, CcNotFound | CcConflict):
                raise refusals.CommitmentNotDelivered from error
            if isinstance(told, CcRefused) and told.status == 400:
                raise (refusals.TimeRefused if command == "reschedule" else refusals.CommitmentNotTaken) from error
            raise


@contextmanager
def _field_named() -> Iterator[None]:
    try:
        yield
    except CommitmentRefused as refusal:
        wrong = str(refusal.told.get("wrong", ""))
        raise _WRONG.get(wrong, refusals.CommitmentNotTaken) from refusal


@contextmanager
def _closed() -> Iterator[None]:
    try:
        yield
    except CcNotFound as error:
        raise (
            refusals.CommitmentClosed if "closed" in error.text.lower() else refusals.CommitmentUnknown
        ) from error


def _commitment(row: Answer) -> Commitment | None:
    commitment_id, at = row.text("callbackId"), row.moment("callbackTime", "scheduleDate")
    if not commitment_id or at is None:
        return None
    # Of a skill's one the agent is who scheduled it.
    is_agents = row.text("target", "targetType").upper().startswith("A")
    return Commitment(
        commitment_id,
        Callback(
            at=at,
            phone=row.text("dialNumber", "phoneNumber"),
            skill_id=row.text("skillId"),
            agent_id=row.text("agentId", "targetAgentId") if is_agents else "",
            notes=row.text("notes"),
            first_name=row.text("firstName"),
            last_name=row.text("lastName"),
        ),
    )


def _written(at: datetime) -> str:
    """With an offset, as rescheduling takes it."""
    return at.astimezone(UTC).isoformat(timespec="seconds")

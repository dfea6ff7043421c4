"""What agents ask of CXone in their sessions (CXone agent API). Each command is sent once."""

from collections.abc import Mapping, Sequence

from switchboard.contact.words import Channel
from switchboard.cxone.agent_sessions import CxoneAgentSessions, in_session
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.refusals import refused_as
from switchboard.cxone.versions import Resource
from switchboard.desk.session import refusals as desk
from switchboard.desk.session.model import Callback, DeskContact, Outcome, Station, Target, UnavailableCode
from switchboard.desk.session.ports import Command, Join
from switchboard.errors import CcError, CcRefused, CcUnavailable

_CONFLICTS: Mapping[Command, type[desk.DeskRefusal]] = {
    Command.ACCEPT: desk.CannotAccept,
    Command.REJECT: desk.CannotReject,
    Command.ACCEPT_CONSULT: desk.NoConsult,
    Command.HOLD: desk.CannotHold,
    Command.RESUME: desk.CannotResume,
    Command.END: desk.CannotEnd,
    Command.RECORD: desk.CannotRecord,
    Command.MASK: desk.CannotMask,
    Command.UNMASK: desk.CannotUnmask,
}
_MEDIA = {
    Channel.EMAIL: "email",
    Channel.CHAT: "chat",
    Channel.SMS: "chat",
    Channel.VOICEMAIL: "voicemail",
    Channel.WORK_ITEM: "work-item",
}
_WRONG = {
    desk.SkillRefused: "skillId",
    desk.TargetUnknown: "forMe",
    desk.NumberRefused: "phoneNumber",
}


class CxoneAgentCommands:
    """Implements ``switchboard.desk.session.ports.AgentCommands``."""

    def __init__(self, client: CxoneClient, sessions: CxoneAgentSessions) -> None:
        self._client = client
        self._sessions = sessions

    def log_in(self, agent_id: str, station: Station) -> str:
        with refused_as(otherwise=desk.StationRefused):
            return self._sessions.start(agent_id, station_id=station.station_id, phone=station.phone)

    def log_out(self, cxone_id: str, *, force: bool, end_contacts: bool, ignore_personal_queue: bool) -> None:
        with refused_as(desk.OpenContacts):
            self._sessions.end(
                cxone_id, force=force, end_contacts=end_contacts, ignore_personal_queue=ignore_personal_queue
            )

    def be_available(self, cxone_id: str) -> None:
        self._do(cxone_id, "state", {"state": "Available"}, conflict=desk.StateNotPossible)

    def be_unavailable(self, cxone_id: str, code: UnavailableCode | None) -> None:
        body = {"state": "Unavailable", **({"reason": code.name} if code else {})}
        self._do(cxone_id, "state", body, conflict=desk.StateNotPossible)

    def connect_leg(self, cxone_id: str) -> None:
        self._do(cxone_id, "agent-phone/dial", conflict=desk.LegConnected)

    def disconnect_leg(self, cxone_id: str) -> None:
        self._do(cxone_id, "agent-phone/end", conflict=desk.LegNotConnected)

    def mute(self, cxone_id: str, *, muted: bool) -> None:
        self._do(cxone_id, f"agent-phone/{'mute' if muted else 'unmute'}", conflict=desk.MuteNotPossible)

    def contact(self, cxone_id: str, command: Command, contact_id: str) -> None:
        self._do(cxone_id, f"interactions/{contact_id}/{command}", conflict=_CONFLICTS[command])

    def send_tones(self, cxone_id: str, digits: str, *, tone_ms: int, gap_ms: int) -> None:
        body = {"dtmfSequence": digits, "toneDurationMS": tone_ms, "toneSpacingMS": gap_ms}
        self._do(cxone_id, "send-dtmf", body, conflict=desk.CannotSendTones)

    def consult(self, cxone_id: str, target: Target, contact_id: str) -> None:
        self._reach(cxone_id, "consult-agent", target, contact_id)

    def dial(self, cxone_id: str, target: Target, contact_id: str) -> None:
        self._reach(cxone_id, "dial-agent", target, contact_id)

    def join(self, cxone_id: str, join: Join) -> None:
        self._do(cxone_id, f"interactions/{join}-calls", conflict=desk.TwoCallsNeeded)

    def pass_on(self, cxone_id: str, target: Target, contact: DeskContact) -> None:
        whom = "agent" if target.agent_id else "skill"
        body = {"targetAgentId": int(target.agent_id)} if target.agent_id else {"skillId": int(target.skill_id)}
        if contact.channel not in _MEDIA:
            raise desk.ChannelNotPassedOn
        path = f"interactions/{contact.contact_id}/transfer-{_MEDIA[contact.channel]}-to-{whom}"
        self._do(cxone_id, path, body, conflict=desk.CallNotActive)

    def dispose(self, cxone_id: str, contact_id: str, outcome: Outcome) -> None:
        callback = outcome.callback
        body = {
            "primaryDispositionId": int(outcome.disposition_id),
            "primaryDispositionNotes": outcome.notes,
            "primaryCommitmentAmount": outcome.amount or None,
            "primaryCallbackTime": _written(callback) if callback else None,
            "primaryCallbackNumber": callback.phone if callback else None,
            "secondaryDispositionId": int(outcome.secondary_id) if outcome.secondary_id else None,
            "previewDispositionId": None,
        }
        path = f"/agent-sessions/{cxone_id}/interactions/{contact_id}/disposition"
        with refused_as(desk.ContactNotOver):
            try:
                self._client.send("POST", Resource.DISPOSITION, path, body)
            except CcError as error:
                raise in_session(error) from None

    def tag(self, contact_id: str, tag_ids: Sequence[str]) -> None:
        body = {"tags": [{"tagId": int(one)} for one in tag_ids]}
        with refused_as(otherwise=desk.TagUnknown):
            self._client.send("POST", Resource.TAGS, f"/contacts/{contact_id}/tags", body)

    def make_callback(self, callback: Callback) -> str:
        told = self._callback("POST", "/scheduled-callbacks", callback)
        if not told:
            # It may well have been made; it is looked for before another is.
            raise CcUnavailable("UNREADABLE_ANSWER", status=200)
        return told

    def change_callback(self, callback_id: str, callback: Callback) -> None:
        self._callback("PUT", f"/scheduled-callbacks/{callback_id}", callback)

    def _callback(self, method: str, path: str, callback: Callback) -> str:
        body = {
            "phoneNumber": callback.phone,
            "skillId": int(callback.skill_id),
            "scheduleDate": _written(callback),
            "firstName": callback.first_name,
            "lastName": callback.last_name,
            **({"targetAgentId": int(callback.agent_id)} if callback.agent_id else {}),
            "notes": callback.notes,
        }
        try:
            with refused_as():
                told = self._client.send(method, Resource.SCHEDULED_CALLBACKS, path, body)
        except tuple(_WRONG) as refusal:
            raise desk.CommitmentRefused(wrong=_WRONG[type(refusal)]) from refusal
        except CcRefused as error:
            if error.status == 400:
                raise desk.CommitmentRefused(wrong="at" if "date" in error.text.lower() else "") from error
            raise
        return told.text("callbackId") if told else ""

    def _reach(self, cxone_id: str, agent_path: str, target: Target, contact_id: str) -> None:
        parent: dict[str, object] = {"parentContactId": int(contact_id)}
        if target.agent_id:
            path, body = agent_path, {"targetAgentId": int(target.agent_id), **parent}
        elif target.skill_id:
            path, body = "dial-skill", {"skillId": int(target.skill_id), **parent}
        else:
            path = "dial-phone"
            body = {"phoneNumber": target.phone, "skillId": int(target.dial_skill_id), **parent}
        self._do(cxone_id, path, body, conflict=desk.CannotReach)

    def _do(
        self,
        cxone_id: str,
        path: str,
        body: Mapping[str, object] | None = None,
        *,
        conflict: type[desk.DeskRefusal],
    ) -> None:
        with refused_as(conflict):
            self._sessions.command(cxone_id, path, body)


def _written(callback: Callback) -> str:
    """As CXone writes moments: UTC with milliseconds."""
    return callback.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")

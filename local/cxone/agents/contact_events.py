"""What a session hears about its contacts, per medium. Pure."""

from dataclasses import dataclass
from datetime import datetime

from local.cxone.agents.events import Event, event
from local.cxone.contacts.model import CallType, Contact, State
from local.cxone.directory.store import Directory

REFUSAL_TIMEOUT_S = 45
EMAIL, CHAT, PHONE, VOICEMAIL, WORK_ITEM, SMS, DIGITAL = 1, 3, 4, 5, 6, 7, 9
_CALL_STATUS = {
    State.PRE_QUEUE: "Incoming",
    State.IN_QUEUE: "Incoming",
    State.ROUTING: "Incoming",
    State.DIALING: "Dialing",
    State.ACTIVE: "Active",
    State.HOLDING: "Holding",
    State.JOINED: "Joined",
    State.PARKED: "Holding",
    State.WRAP_UP: "Disconnected",
    State.ENDED: "Disconnected",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """One contact as one agent hears of it.

    Args:
        status: overrides the one that follows from the contact's state, such as ``Ringing``.
        is_gone: the contact goes on, but without this agent.
    """

    agent_id: int
    contact: Contact
    at: datetime
    status: str = ""
    is_gone: bool = False
    disconnect_code: str = ""

    @property
    def shown_status(self) -> str:
        """The status that the event shows."""
        if self.is_gone:
            return "Disconnected"
        contact = self.contact
        if contact.initiator_id == self.agent_id and contact.state in (State.ROUTING, State.IN_QUEUE):
            return "Dialing"
        if contact.is_masked and contact.state is State.ACTIVE:
            return self.status or "Masking"
        return self.status or _CALL_STATUS[contact.state]

    @property
    def is_final(self) -> bool:
        """Whether the agent is done with the contact."""
        return self.is_gone or self.contact.state is State.ENDED


def contact_event(heard: Heard, directory: Directory) -> Event:
    """The event of a contact's medium."""
    match heard.contact.media_type_id:
        case 3 | 7:
            return _chat(heard)
        case 6:
            return _work_item(heard)
        case 5:
            return _call(heard, "VoiceMailContactEvent", {"FilePosition": 0, "FileName": ""})
        case 9 | 8:
            return _digital(heard, directory)
        case 1:
            # The name and the members of e-mail events are unconfirmed.
            return _call(heard, "EmailContactEvent", {})
        case _:
            return _call(heard, "CallContactEvent", {})


def _call(heard: Heard, kind: str, more: dict[str, object]) -> Event:
    contact = heard.contact
    consult = CallType.CONSULT if contact.initiator_id else contact.call_type
    return event(
        kind,
        {
            "ContactID": contact.contact_id,
            "MasterID": contact.master_id,
            "Status": heard.shown_status,
            "CallType": consult.value,
            "ANI": contact.from_address,
            "DNIS": contact.to_address,
            "Skill": contact.skill_id,
            "IsInbound": not contact.is_outbound and contact.initiator_id != heard.agent_id,
            "StartTimeUTC": contact.started,
            "LastStateChangeTimeUTC": heard.at,
            "ScreenPopUrl": "",
            "ScreenPopUrlVariables": [{name: value} for name, value in contact.variables],
            "DisconnectCode": heard.disconnect_code or contact.disconnect_code,
            "IsLogging": contact.is_logged,
            "AllowDispositions": True,
            "IsLinked": contact.state in (State.ACTIVE, State.HOLDING, State.JOINED),
            "FinalState": heard.is_final,
            "ParentContactId": contact.parent_id or "",
            "InteractionId": contact.interaction_id,
            "IsRequireManualAccept": False,
            "BlendingToSkillName": "",
            "DeliveryType": "",
            "CustomData": "|".join(f"{name}={value}" for name, value in contact.custom_data),
            "OmniGroupId": "",
            "ExternalId": "",
            "OtherInformation": "",
            "CustomerCardUrl": "",
            **more,
        },
    )


def _work_item(heard: Heard) -> Event:
    contact, facts = heard.contact, dict(heard.contact.variables)
    return event(
        "WorkItemContactEvent",
        {
            "ContactID": contact.contact_id,
            "Status": heard.shown_status,
            "WorkItemId": facts.get("workItemID", ""),
            "WorkItemPayload": facts.get("workItemPayload", ""),
            "WorkItemType": facts.get("workItemType", ""),
            "AgentId": heard.agent_id,
            "SkillId": contact.skill_id,
            "StartTimeUTC": contact.started,
            "LastStateChangeTimeUTC": heard.at,
            "ScreenPopUrl": "",
            "ScreenPopUrlVariables": [],
            "RefusalTimeout": REFUSAL_TIMEOUT_S,
            "FinalState": heard.is_final,
        },
    )


def _chat(heard: Heard) -> Event:
    contact = heard.contact
    return event(
        "ChatContactEvent",
        {
            "ContactID": contact.contact_id,
            "RoomId": contact.room_id,
            "Status": heard.shown_status,
            "Skill": contact.skill_id,
            "StartTime": contact.started,
            "LastStateChangeTime": heard.at,
            "ScreenPopUrl": "",
            "RefusalTimeout": REFUSAL_TIMEOUT_S,
            "IsActive": contact.state is State.ACTIVE,
            "Messages": [],
            "FinalState": heard.is_final,
        },
    )


def _digital(heard: Heard, directory: Directory) -> Event:
    contact, facts = heard.contact, dict(heard.contact.variables)
    skill = directory.skills.get(contact.skill_id)
    return event(
        "DigitalContactEvent",
        {
            "ChannelType": facts.get("channelType", ""),
            "ContactID": contact.contact_id,
            "CustomerName": facts.get("customerName", ""),
            "DFOContactId": facts.get("dfoContactId", ""),
            "RefusalTimeout": REFUSAL_TIMEOUT_S,
            "SkillName": skill.skill_name if skill else "",
            "StartTime": contact.started,
            "Status": heard.shown_status,
        },
    )

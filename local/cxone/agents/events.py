"""Agent events as a session delivers them: names in PascalCase, every scalar as text. Pure.

Formats of numbers and times inside events are unconfirmed.
"""

from collections.abc import Mapping
from datetime import datetime

from local.cxone.agents.model import LegStatus, Presence, Wish
from local.cxone.directory.model import Agent, Tenant
from local.cxone.wire.formats import iso, truth

Event = dict[str, object]

HOSTS = {"IISHost": "C52COR01", "VCHost": "C52VC02"}
NO_CONTACT = "-1"


def event(kind: str, members: Mapping[str, object]) -> Event:
    """An event of a type, with its hosts; scalars become text."""
    return {**HOSTS, "Type": kind, **{name: as_text(value) for name, value in members.items()}}


def as_text(value: object) -> object:
    """Scalars as events write them: ``"True"``, ``"42"``, "" for nothing; lists and objects likewise inside."""
    if isinstance(value, bool):
        return truth(value)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, Mapping):
        return {name: as_text(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_text(each) for each in value]
    return str(value)


def session_start(agent: Agent, tenant: Tenant, *, number: int, station_id: str, station_phone: str) -> Event:
    """The first event of a session. ``SessionId`` is the platform's number, not the API's id."""
    return event(
        "AgentSessionStart",
        {
            "BusNo": tenant.business_unit_id,
            "AgentId": agent.agent_id,
            "SessionId": number,
            "StationId": station_id or 0,
            "StationPhoneNumber": station_phone,
            "StationCallerId": "",
            "DialerCampaign": "",
            "DialerCampaignStartTime": "",
            "SupervisorPermissionLevel": 1 if agent.is_supervisor else 0,
            "CanMask": True,
            "CanRecord": True,
            "CanMultiPartyConference": "conference" in agent.permissions,
            "MaxConcurrentChats": 1,
            "EnabledForMCH": False,
            "AgentSchedulePermission": True,
            "ScoreRecordingsPermission": False,
            "HideAgentStatePermission": False,
            "ClientConnectorPort": 0,
            "UseCustomerCard": False,
            "AgentUUId": agent.uuid,
            "EntityMode": "",
        },
    )


def session_end(message: str) -> Event:
    """The last event of a session."""
    return event("AgentSessionEnd", {"Success": True, "Message": message})


def agent_state(presence: Presence, since: datetime) -> Event:
    """What the agent is doing now, and what comes afterwards."""
    following = presence.following
    return event(
        "AgentState",
        {
            "CurrentState": presence.state.word,
            "CurrentOutReason": presence.reason,
            "NextStates": [next_state(following)] if following else [],
            "StartTimeUTC": since,
            "IsAcw": presence.is_acw,
            "AcwTimeout": presence.acw_timeout_s,
            "NextIsAcw": False,
        },
    )


def next_state(wish: Wish) -> dict[str, str]:
    """A wish as a member of ``NextStates``."""
    return {"State": "Available" if wish.available else "Unavailable", "OutReason": wish.reason}


def agent_leg(leg_id: int, status: LegStatus) -> Event:
    """The agent's phone is being dialled, is connected, is gone."""
    final = status is LegStatus.DISCONNECTED
    return event("AgentLeg", {"AgentLegId": leg_id, "Status": status.value, "FinalState": final})


def agent_error(command: str, result: str, *, contact_id: int = 0, target: str = "") -> Event:
    """A command that was accepted has failed."""
    return event(
        "AgentError",
        {
            "Command": command,
            "ResultCode": result,
            "ContactID": contact_id or NO_CONTACT,
            "Target": target,
            "ErrorLevel": 1,
        },
    )

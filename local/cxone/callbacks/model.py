"""Commitments: callbacks that an agent or a skill has promised for a time. Reading them is pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from local.cxone.agents.events import Event, event
from local.cxone.wire.errors import ApiError
from local.cxone.wire.formats import iso
from local.cxone.wire.listing import Row
from local.cxone.wire.parameters import Parameters

EXPIRES_AFTER = timedelta(minutes=5)
VERSION_WITH_CALENDAR = 33
FEWEST_DIGITS = 3


class Stage(StrEnum):
    """Where a commitment stands."""

    SCHEDULED = "scheduled"
    DELIVERED = "delivered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Callback:
    """A commitment.

    Args:
        target_agent_id: who has to call; 0 for anyone on the skill.
        scheduler_id: the agent who made it; −1 when no agent did.
        delivered_to: the agent whose session was told that it is due; 0 before.
    """

    callback_id: int
    phone_number: str
    skill_id: int
    due: datetime
    first_name: str = ""
    last_name: str = ""
    notes: str = ""
    target_agent_id: int = 0
    scheduler_id: int = -1
    stage: Stage = Stage.SCHEDULED
    delivered_to: int = 0

    def row(self, version: int) -> Row:
        """The commitment as lists show it."""
        shown: Row = {
            "callbackId": self.callback_id,
            "target": "A" if self.target_agent_id else "S",
            "agentId": self.target_agent_id or self.scheduler_id,
            "skillId": self.skill_id,
            "dialNumber": self.phone_number,
            "origNumber": self.phone_number,
            "firstName": self.first_name,
            "lastName": self.last_name,
            "notes": self.notes,
            "callbackTime": iso(self.due),
        }
        return shown | {"msCalendarEventId": None} if version >= VERSION_WITH_CALENDAR else shown

    def promise_keeper(self, agent_id: int, now: datetime) -> Event:
        """What a session hears when it falls due."""
        return event(
            "PromiseKeeper",
            {
                "CallbackId": self.callback_id,
                "CallbackTime": self.due,
                "CallbackExpireTime": self.due + EXPIRES_AFTER,
                "DeliveryTime": now,
                "DialNumber": self.phone_number,
                "OrigNumber": self.phone_number,
                "FirstName": self.first_name,
                "LastName": self.last_name,
                "Notes": self.notes,
                "AgentId": agent_id,
                "SkillId": self.skill_id,
                "TargetType": "A" if self.target_agent_id else "S",
            },
        )


def phone_number(given: Parameters) -> str:
    """The number to call.

    Raises:
        ApiError: 400, it is none.
    """
    number = given.text("phoneNumber").strip()
    if sum(character.isdecimal() for character in number) < FEWEST_DIGITS or any(map(str.isalpha, number)):
        raise ApiError(400, "Invalid Phone Number")
    return number


def future(given: Parameters, name: str, now: datetime, refusal: str) -> datetime:
    """An instant that lies ahead.

    Raises:
        ApiError: 400 with ``refusal``.
    """
    due = given.instant(name, refusal)
    if due is None or due <= now:
        raise ApiError(400, refusal)
    return due

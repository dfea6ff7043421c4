"""Activities for tests, told as the stories of contacts."""

from typing import Any

from switchboard.activity.rules import ActivityRules
from switchboard.activity.subjects import Leg
from switchboard.contact.key import ContactKey, NumberSpace
from tests.fakes.contact_events import contact_of, life

INBOUND = """14:04:52 queued callType=inbound channel=voice ani=+14155550134 dnis=+18005550100 skillId=40110
14:04:53 routed skillName=Support
14:05:11 answered agentId=10021 agentName=Ada
14:08:00 held
14:08:25 resumed
14:12:01 ended recordingLink=https://rec.example.com/1
14:12:40 wrappedUp disposition=Resolved dispositionId=12 dispositionNotes=Replaced"""


def leg(story: str, contact_id: str = "9007199254740993") -> Leg:
    """A contact of which the story is told."""
    return Leg(ContactKey("4599001", NumberSpace.ACD, contact_id), contact_of(life(story)))


def rules(*fields: dict[str, Any], **changed: Any) -> ActivityRules:
    """Rules with one Task of these fields, as an admin writes them."""
    records = [
        {"name": "task", "object": "Task", "fields": list(fields) or [{"field": "Status", "constant": "x"}]}
    ]
    return ActivityRules.model_validate({"records": records, **changed})

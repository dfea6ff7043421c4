"""Contacts as the REST API reports them, in newer names and in those of v23."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from local.cxone.contacts.figures import figures
from local.cxone.contacts.model import STATE_NAMES, TRANSFER_NAMES, Contact, TransferKind
from local.cxone.directory.model import MEDIA_TYPES
from local.cxone.directory.store import Directory
from local.cxone.wire.formats import iso, seconds
from local.cxone.wire.listing import Row

_ACTIVE_IN_V23 = {
    "contactStartDate": "contactStart",
    "stateName": "state",
    "mediaTypeId": "mediaType",
    "fromAddress": "fromAdd",
    "toAddress": "toAddr",
}
_COMPLETED_IN_V23 = {
    "contactStartDate": "contactStart",
    "mediaTypeId": "mediaType",
    "fromAddress": "fromAddr",
    "toAddress": "toAddr",
    "conferenceSeconds": "confSeconds",
}
_ONLY_NEWER = ("endReason", "mediaSubTypeId", "mediaSubTypeName", "tags")


@dataclass(frozen=True, slots=True)
class Reporter:
    """Writes rows.

    Args:
        newer: whether in newer names.
        upper_acw: whether ``acwSeconds`` is spelt ``ACWSeconds``, as versions before 22 do.
        completed_delay_s: the reports' lag.
    """

    directory: Directory
    now: datetime
    newer: bool
    completed_delay_s: float = 0.0
    upper_acw: bool = False

    def row(self, contact: Contact) -> Row:
        """The contact's row, in the shape of the active or of the completed ones."""
        return self.completed(contact) if contact.is_over else self.active(contact)

    def active(self, contact: Contact) -> Row:
        """A row of ``/contacts/active``."""
        row = {
            **self._common(contact),
            "stateId": int(contact.state),
            "stateName": STATE_NAMES[contact.state],
            "agentStartDate": iso(contact.agent_since),
            "holdCount": figures(contact, self.now).hold_count,
            "targetAgentId": contact.target_agent_id,
            "lastUpdateTime": iso(contact.updated),
        }
        return row if self.newer else _renamed(row, _ACTIVE_IN_V23)

    def reported(self, contact: Contact) -> datetime | None:
        """When the completed row appears; None while the contact is not over."""
        ended = contact.ended
        return None if ended is None else ended + timedelta(seconds=self.completed_delay_s)

    def completed(self, contact: Contact) -> Row:
        """A row of ``/contacts/completed``."""
        counted, outcome, refusal = figures(contact, self.now), contact.disposed, contact.refusal
        skill = self.directory.skills.get(contact.skill_id)
        reported = self.reported(contact)
        row: Row = {
            **self._common(contact),
            "lastUpdateTime": iso(max(contact.updated, reported or contact.updated)),
            "dateContactWarehoused": iso(reported),
            "dateACWWarehoused": iso(contact.finished),
            "primaryDispositionId": outcome.disposition_id if outcome else None,
            "secondaryDispositionId": outcome.secondary_id if outcome else None,
            "dispositionNotes": outcome.notes if outcome else None,
            "preQueueSeconds": counted.pre_queue_s,
            "inQueueSeconds": counted.in_queue_s,
            "agentSeconds": counted.agent_s,
            "acwSeconds": counted.acw_s if contact.finished else 0,
            "holdCount": counted.hold_count,
            "holdSeconds": counted.hold_s,
            "conferenceSeconds": counted.conference_s,
            "postQueueSeconds": 0,
            "releaseSeconds": 0,
            "totalDurationSeconds": counted.total_s,
            "routingTime": counted.routing_ms,
            "abandoned": counted.abandoned and not contact.is_outbound,
            "abandonSeconds": counted.in_queue_s if counted.abandoned and not contact.is_outbound else 0,
            "isShortAbandon": False,
            "isRefused": refusal is not None,
            "refuseReason": refusal.reason if refusal else None,
            "refuseTime": iso(refusal.at) if refusal else None,
            "serviceLevelFlag": counted.service_level_flag(skill.service_level_threshold if skill else 0),
            "callbackTime": 0,
            "isAnalyticsProcessed": contact.is_analysed,
            "endReason": contact.disconnect_code,
            "mediaSubTypeId": None,
            "mediaSubTypeName": None,
            "tags": [self._tag(tag_id) for tag_id in contact.tags],
        }
        if self.newer:
            return row
        names = _COMPLETED_IN_V23 | ({"acwSeconds": "ACWSeconds"} if self.upper_acw else {})
        return _renamed({key: value for key, value in row.items() if key not in _ONLY_NEWER}, names)

    def history(self, contact: Contact) -> list[Row]:
        """The contact's states one after another; the last one of a finished contact is ``Released``."""
        ends = [*(following.at for _, following in pairwise(contact.stages)), contact.finished or self.now]
        return [
            {
                "stateIndex": index,
                "startDate": iso(stage.at),
                "contactStateId": int(stage.state),
                "contactStateName": STATE_NAMES[stage.state],
                "agentId": stage.agent_id or None,
                "skillId": stage.skill_id or None,
                "duration": seconds(end - stage.at),
            }
            for index, (stage, end) in enumerate(zip(contact.stages, ends, strict=True))
        ]

    def _common(self, contact: Contact) -> Row:
        agent = self.directory.agents.get(contact.agent_id)
        team = self.directory.teams.get(agent.team_id) if agent else None
        skill = self.directory.skills.get(contact.skill_id)
        campaign = self.directory.campaigns.get(skill.campaign_id) if skill else None
        point = self.directory.points_of_contact.get(contact.point_of_contact_id)
        return {
            "contactId": contact.contact_id,
            "masterContactId": contact.master_id,
            "contactStartDate": iso(contact.started),
            "agentId": contact.agent_id,
            "firstName": agent.first_name if agent else None,
            "lastName": agent.last_name if agent else None,
            "teamId": team.team_id if team else 0,
            "teamName": team.team_name if team else None,
            "skillId": contact.skill_id,
            "skillName": skill.skill_name if skill else None,
            "campaignId": campaign.campaign_id if campaign else 0,
            "campaignName": campaign.campaign_name if campaign else None,
            "mediaTypeId": contact.media_type_id,
            "mediaTypeName": MEDIA_TYPES[contact.media_type_id],
            "fromAddress": contact.from_address,
            "toAddress": contact.to_address,
            "isOutbound": contact.is_outbound,
            "isLogged": contact.is_logged,
            "isTakeover": contact.transfer is TransferKind.TAKEOVER,
            "pointOfContactId": contact.point_of_contact_id,
            "pointOfContactName": point.contact_description if point else None,
            "transferIndicatorId": int(contact.transfer),
            "transferIndicatorName": TRANSFER_NAMES[contact.transfer],
        }

    def _tag(self, tag_id: int) -> Row:
        tag = self.directory.tags.get(tag_id)
        return {"tagId": tag_id, "tagName": tag.tag_name if tag else None}


def _renamed(row: Row, names: dict[str, str]) -> Row:
    return {names.get(key, key): value for key, value in row.items()}

"""Commitments as the routes offer them: whose they are, what is said, and what is answered."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache

from switchboard.contact.instant import write_instant
from switchboard.cxone.agent_commands import CxoneAgentCommands
from switchboard.cxone.agent_reports import CxoneAgentReports
from switchboard.cxone.commitments import CxoneCommitments
from switchboard.desk.commitments import api
from switchboard.desk.commitments.model import Commitment, Deletion
from switchboard.desk.commitments.service import Commitments, Mine
from switchboard.desk.directory.model import OwnSkill
from switchboard.desk.history.reading import e164
from switchboard.desk.paging import page_of
from switchboard.desk.session.api import CommandAnswer
from switchboard.desk.session.model import Callback
from switchboard.desk.session.refusals import OutboundSkillNeeded
from switchboard.desk.session.service import Sessions
from switchboard.errors import CcError
from switchboard.runtime import aws, observe
from switchboard.runtime.agent_sessions import dialable
from switchboard.runtime.agents import acting_agents, agent_centre
from switchboard.runtime.callers import Caller
from switchboard.runtime.contact_history import choosing
from switchboard.runtime.cxone import cxone
from switchboard.runtime.desk_directory import agent_of, own_skills
from switchboard.runtime.mirror import KeptMirror
from switchboard.runtime.settings import settings
from switchboard.stores.choice_items import ChoiceItems
from switchboard.stores.commitment_items import PromiseItems

RULE_KEPT_S = 300.0
"""How soon lists tell another rule on deleting."""


def listed_commitments(caller: Caller, query: api.CommitmentsQuery) -> api.CommitmentsAnswer:
    """The user's open commitments, or those of a skill that anybody may keep."""
    mine, region = _mine(caller), settings().phone_region
    names = {skill_id: one.name for skill_id, one in _skills(mine).items()}
    kept = _commitments()
    listed = kept.of_skill(mine, query.skill_id or "") if query.whose == "skill" else kept.of_me(mine)
    wanted = [one for one in listed if query.wants(one, region, names.get(one.promise.skill_id, ""))]
    page = page_of(wanted, _place_of, limit=query.limit, cursor=query.cursor)
    return api.CommitmentsAnswer(
        commitments=[api.commitment_answer(one, region, names) for one in page.rows],
        next=page.next,
        deletion=_deletion(mine),
    )


def make_commitment(caller: Caller, request: api.CommitmentRequest, key: str) -> api.MadeAnswer:
    """Promise a call, once for a key."""
    mine = _mine(caller)
    commitment_id, repeated = _commitments().make(mine, key, _promise(request, mine), request.sides())
    observe.note(repeated=repeated)
    return api.MadeAnswer(commitment_id=commitment_id, repeated=repeated)


def change_commitment(caller: Caller, commitment_id: str, request: api.CommitmentRequest) -> api.ChangedAnswer:
    """Promise something else."""
    mine = _mine(caller)
    _commitments().change(mine, commitment_id, _promise(request, mine))
    return api.ChangedAnswer(commitment_id=commitment_id)


def delete_commitment(caller: Caller, commitment_id: str, notes: str) -> None:
    """Call a promise off."""
    _commitments().delete(_mine(caller), commitment_id, notes)


def dial_commitment(caller: Caller, commitment_id: str) -> CommandAnswer:
    """Call now, for one that has fallen due with the user."""
    _commitments().dial(acting_agents().own(caller.acting_user()), commitment_id)
    return CommandAnswer()


def reschedule_commitment(caller: Caller, commitment_id: str, request: api.RescheduleRequest) -> CommandAnswer:
    """Call later."""
    at = request.at.astimezone(UTC)
    _commitments().reschedule(acting_agents().own(caller.acting_user()), commitment_id, at)
    return CommandAnswer()


def cancel_commitment(caller: Caller, commitment_id: str, notes: str) -> CommandAnswer:
    """Do not call any more."""
    _commitments().cancel(acting_agents().own(caller.acting_user()), commitment_id, notes)
    return CommandAnswer()


def _mine(caller: Caller) -> Mine:
    user_id = caller.acting_user()
    mine = Mine(user_id, agent_of(caller), lambda: ())
    return replace(mine, skill_ids=lambda: [one for one, skill in _skills(mine).items() if skill.can_dial])


def _skills(mine: Mine) -> Mapping[str, OwnSkill]:
    return own_skills(mine.user_id, mine.agent_id).seen().board.rows


def _promise(request: api.CommitmentRequest, mine: Mine) -> Callback:
    return Callback(
        at=request.at.astimezone(UTC),
        phone=dialable(request.phone_number),
        skill_id=request.skill_id or _only_skill(mine),
        agent_id=mine.agent_id if request.for_me else "",
        notes=request.notes,
        first_name=request.first_name,
        last_name=request.last_name,
    )


def _only_skill(mine: Mine) -> str:
    """The one skill that the agent dials with.

    Raises:
        OutboundSkillNeeded: there is none, or there are several.
    """
    skills = [one for one in _skills(mine).values() if one.can_dial]
    if len(skills) != 1:
        raise OutboundSkillNeeded(skills=[{"skillId": one.skill_id, "name": one.name} for one in skills])
    return skills[0].skill_id


def _deletion(mine: Mine) -> Deletion | None:
    try:
        return _deletion_in(int(time.monotonic() // RULE_KEPT_S), mine.agent_id)
    except CcError:
        # The list is worth showing without; deleting asks again.
        return None


@lru_cache(maxsize=1000)
def _deletion_in(_period: int, agent_id: str) -> Deletion:
    """The rule, asked for once in a period; whether something may be deleted is asked when it is."""
    return _centre().deletion(agent_id)


def _place_of(one: Commitment) -> tuple[str, str]:
    return write_instant(one.promise.at), one.commitment_id


@cache
def _commitments() -> Commitments:
    region = settings().phone_region
    table, commands = settings().desk_table, CxoneAgentCommands(cxone(), agent_centre())
    sessions = Sessions(
        acting_agents(),
        commands,
        CxoneAgentReports(cxone()),
        choosing(),
        ChoiceItems(aws.dynamodb(), table),
    )
    return Commitments(
        _centre(),
        PromiseItems(aws.dynamodb(), table),
        KeptMirror(),
        sessions,
        lambda phone: e164(phone, region) or phone,
        lambda: datetime.now(UTC),
    )


@cache
def _centre() -> CxoneCommitments:
    return CxoneCommitments(cxone(), CxoneAgentCommands(cxone(), agent_centre()))

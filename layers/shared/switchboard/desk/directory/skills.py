"""Skills and their queues as they are shown to an agent. Pure."""

from switchboard.contact.words import Channel
from switchboard.desk.board.shared import Seen
from switchboard.desk.directory.api import (
    CounterAnswer,
    LiveMembers,
    OneSkillAnswer,
    QueuesAnswer,
    SkillAnswer,
    SkillsAnswer,
    live,
)
from switchboard.desk.directory.counting import PERSONAL, Counter, counted, together
from switchboard.desk.directory.model import OwnSkill, SkillNow
from switchboard.desk.directory.queries import SkillsQuery
from switchboard.desk.directory.refusals import SkillNotFound, StillReading
from switchboard.desk.directory.times import lasted_s, longest_wait_s, real_moment
from switchboard.desk.paging import Place, found_in, page_of


def listed_skills(seen: Seen[SkillNow], own: Seen[OwnSkill], query: SkillsQuery) -> SkillsAnswer:
    """Skills by name.

    Raises:
        BadCursor: the cursor is not one of this list's.
    """
    chosen = (
        skill
        for skill in _shown(seen, own, is_all=query.scope == "all")
        if found_in(query.search, skill.name)
        and query.channel in (None, skill.channel)
        and query.outbound in (None, skill.outbound)
        and query.can_dial in (None, skill.can_dial)
    )
    page = page_of(chosen, _place, limit=query.limit, cursor=query.cursor)
    return SkillsAnswer(skills=list(page.rows), next=page.next, **_live(seen, own))


def one_skill(seen: Seen[SkillNow], own: Seen[OwnSkill], skill_id: str) -> OneSkillAnswer:
    """One skill, the agent's own or another active one.

    Raises:
        SkillNotFound: there is none.
        StillReading: not all have been read yet.
    """
    found = next((one for one in _shown(seen, own, is_all=True) if one.skill_id == skill_id), None)
    if found is None:
        raise SkillNotFound if seen.board.is_complete and own.board.is_complete else StillReading
    return OneSkillAnswer(skill=found, **_live(seen, own))


def queues(seen: Seen[SkillNow], own: Seen[OwnSkill]) -> QueuesAnswer:
    """What waits in the acting agent's own skills, by channel."""
    mine = [skill for skill_id, skill in seen.board.rows.items() if skill_id in own.board.rows]
    counters = counted(mine)
    shown = {name: _counter(one, seen.vendor_now) for name, one in counters.items()}
    return QueuesAnswer(
        total=_counter(together(counters.values()), seen.vendor_now),
        voice=shown[Channel.VOICE],
        voicemail=shown[Channel.VOICEMAIL],
        email=shown[Channel.EMAIL],
        chat=shown[Channel.CHAT],
        sms=shown[Channel.SMS],
        work_item=shown[Channel.WORK_ITEM],
        digital=shown[Channel.DIGITAL],
        personal=shown[PERSONAL],
        parked=sum(skill.parked for skill in mine),
        **_live(seen, own),
    )


def _shown(seen: Seen[SkillNow], own: Seen[OwnSkill], *, is_all: bool) -> list[SkillAnswer]:
    mine = [
        _answer(one.skill_id, one, seen.board.rows.get(one.skill_id), seen.vendor_now)
        for one in own.board.rows.values()
    ]
    if not is_all:
        return mine
    others = [
        _answer(skill_id, None, skill, seen.vendor_now)
        for skill_id, skill in seen.board.rows.items()
        if skill.is_active and skill_id not in own.board.rows
    ]
    return mine + others


def _answer(skill_id: str, own: OwnSkill | None, now: SkillNow | None, vendor_now: float) -> SkillAnswer:
    known = now or own
    told = SkillAnswer(
        skill_id=skill_id,
        name=known.name if known else "",
        channel=Channel(known.channel) if known and known.channel else None,
        outbound=bool(known and known.is_outbound),
        mine=own is not None,
        can_dial=bool(own and own.can_dial),
    )
    if now is None:
        return told
    return told.model_copy(
        update={
            "contacts_waiting": now.waiting,
            "longest_wait": longest_wait_s(now.waiting, now.earliest, vendor_now),
            "waiting_since": real_moment(now.earliest) if now.waiting > 0 else None,
            "agents_available": now.agents_available,
            "agents_logged_in": now.agents_logged_in,
            "agents_working": now.agents_working,
            "contacts_active": now.contacts_active,
            "service_level": now.service_level,
        }
    )


def _counter(counter: Counter, vendor_now: float) -> CounterAnswer:
    return CounterAnswer(
        waiting=counter.waiting,
        longest_wait=lasted_s(counter.earliest, vendor_now) if counter.waiting > 0 else 0,
        waiting_since=real_moment(counter.earliest),
        skills=counter.skills,
    )


def _place(skill: SkillAnswer) -> Place:
    return skill.name.casefold(), skill.skill_id


def _live(seen: Seen[SkillNow], own: Seen[OwnSkill]) -> LiveMembers:
    """As old as the queues are; what the agent works on changes rarely and says only if it could not be read."""
    told = live(seen)
    told["reason"] = told["reason"] or own.reason or None
    told["complete"] = told["complete"] and own.board.is_complete
    return told

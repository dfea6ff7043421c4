"""Digital contacts as the routes offer them."""

from collections.abc import Sequence
from functools import cache

from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.cxone.digital import CxoneDigital
from switchboard.desk.digital import api
from switchboard.desk.digital.model import STILL_OPEN, CaseQuery, CaseStatus, DigitalCase
from switchboard.desk.digital.service import Digital, Sent
from switchboard.desk.paging import found_in, page_of
from switchboard.desk.session.refusals import NotYourContact
from switchboard.runtime.agents import agent_directory
from switchboard.runtime.callers import Caller
from switchboard.runtime.cxone import cxone
from switchboard.runtime.desk_media import business_unit
from switchboard.salesforce_id import id18


@cache
def digital() -> Digital:
    """Users' digital contacts."""
    return Digital(agent_directory(), CxoneDigital(cxone()))


def channels(
    search: str, limit: int, cursor: str | None, caller: Caller, *, can_begin: bool | None
) -> api.ChannelsAnswer:
    """Channels by name."""
    caller.acting_user()
    found = [
        one
        for one in digital().channels()
        if found_in(search, one.name, one.platform) and can_begin in (None, one.can_begin)
    ]
    page = page_of(found, lambda one: (one.name.casefold(), one.channel_id), limit=limit, cursor=cursor)
    return api.ChannelsAnswer(channels=[api.channel_answer(one) for one in page.rows], next=page.next)


def mine(
    statuses: Sequence[CaseStatus],
    channel_ids: Sequence[str],
    search: str,
    limit: int,
    cursor: str | None,
    caller: Caller,
) -> api.CasesAnswer:
    """The user's digital contacts: those still open, where no status is named."""
    query = CaseQuery(tuple(one.value for one in statuses or STILL_OPEN), tuple(channel_ids), search.strip())
    cases, following = digital().mine(caller.acting_user(), query, limit=limit, cursor=cursor)
    return api.CasesAnswer(contacts=[_answer(one) for one in cases], next=following)


def conversation(key: str, caller: Caller) -> api.ConversationAnswer:
    """A contact with what was written."""
    case = digital().own(caller.acting_user(), _case_id(key))
    messages, more = digital().messages(case)
    return api.ConversationAnswer(
        contact=_answer(case), messages=api.message_answers(messages), more_messages=more
    )


def reply(key: str, request: api.ReplyRequest, caller: Caller) -> api.SentAnswer:
    """Write to a contact's customer."""
    return _sent(digital().reply(caller.acting_user(), _case_id(key), request.text))


def begin(request: api.NewMessageRequest, caller: Caller) -> api.SentAnswer:
    """Write to somebody."""
    return _sent(digital().begin(caller.acting_user(), request.message()))


def set_status(key: str, request: api.StatusRequest, caller: Caller) -> api.CaseAnswer:
    """Say where a contact stands."""
    return _answer(digital().set_status(caller.acting_user(), _case_id(key), request.status.value))


def assign(key: str, request: api.AssigneeRequest, caller: Caller) -> api.CaseAnswer:
    """Give a contact to somebody else, or back."""
    user_id, case_id = caller.acting_user(), _case_id(key)
    if request.user_id:
        return _answer(digital().assign_user(user_id, case_id, id18(request.user_id) or ""))
    if request.agent_id:
        return _answer(digital().assign_agent(user_id, case_id, request.agent_id))
    if request.skill_id:
        return _answer(digital().assign_skill(user_id, case_id, request.skill_id))
    return _answer(digital().unassign(user_id, case_id))


def _answer(case: DigitalCase) -> api.CaseAnswer:
    return api.case_answer(case, _key(case.case_id), digital().known_channels())


def _sent(sent: Sent) -> api.SentAnswer:
    return api.SentAnswer(contact_key=_key(sent.case_id), message_id=sent.message_id or None, is_mine=sent.is_mine)


def _key(case_id: str) -> str:
    return f"{business_unit()}:{NumberSpace.DFO}:{case_id}"


def _case_id(key: str) -> str:
    """The number of a case of this business unit.

    Raises:
        NotYourContact: it is none.
    """
    parsed = ContactKey.parse(key)
    if parsed.business_unit != business_unit() or parsed.space is not NumberSpace.DFO:
        raise NotYourContact
    return parsed.contact_id

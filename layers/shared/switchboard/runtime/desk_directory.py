"""Agents, skills, queues and address books as the routes offer them."""

import time
from functools import cache, lru_cache
from typing import TypeVar

from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.cxone import directory_boards as boards
from switchboard.cxone.directory_calls import CxoneDirectoryCalls
from switchboard.desk.board.model import BoardSource
from switchboard.desk.board.packing import Packing
from switchboard.desk.board.reading import Pace
from switchboard.desk.board.shared import SharedBoard
from switchboard.desk.directory import agents, api, books, queries, skills
from switchboard.desk.directory.calling import Calling
from switchboard.desk.directory.model import AgentNow, Book, BookEntry, OwnSkill, SkillNow
from switchboard.desk.directory.refusals import SkillNotFound, StillReading
from switchboard.desk.session.api import CommandAnswer
from switchboard.desk.session.refusals import NotYourContact
from switchboard.errors import VendorError
from switchboard.runtime import aws
from switchboard.runtime.agents import acting_agents, agent_centre, agent_directory
from switchboard.runtime.callers import Caller
from switchboard.runtime.cxone import cxone
from switchboard.runtime.problems import kind_of
from switchboard.runtime.settings import settings
from switchboard.stores.board_items import CENTRE, BoardItems
from switchboard.stores.session_items import owner_of

Row = TypeVar("Row")

WHOLE_EVERY_S = 300.0
"""How soon a skill or an agent that was taken away is gone from the lists."""

OWN_PACE = Pace(every_s=1800, whole_every_s=1800)
"""What an agent works on and which books they have changes a few times a day; the panel is told, and reloads."""

DYNAMIC_PACE = Pace(every_s=60, whole_every_s=3600)
STANDARD_PACE = Pace(every_s=300, whole_every_s=300)
"""Of a standard book CXone tells no changes: each reading is of all its entries, a hundred to a request."""

RELOADED_S = 10.0
"""What is younger is not read anew, however often a panel reloads."""

AGENT_KEPT_S = 60.0
"""How soon another mapping of a user to an agent counts here."""

_MOST_ID = 2**63 - 1


def listed_agents(caller: Caller, query: queries.AgentsQuery) -> api.AgentsAnswer:
    """Agents by name."""
    me = agent_of(caller)
    return agents.listed_agents(agent_board().seen(), me, query)


def one_agent(caller: Caller, agent_id: str) -> api.OneAgentAnswer:
    """One agent."""
    me = agent_of(caller)
    return agents.one_agent(agent_board().seen(), me, agent_id)


def call_agent(caller: Caller, agent_id: str, request: api.AgentCallRequest) -> CommandAnswer:
    """Have an agent rung in the user's session."""
    about = _contact_id(request.parent_contact_key)
    _calling().agent(caller.acting_user(), agent_id, request.kind, about)
    return CommandAnswer()


def listed_skills(caller: Caller, query: queries.SkillsQuery) -> api.SkillsAnswer:
    """The user's skills, or all."""
    own = own_skills(caller.acting_user(), agent_of(caller))
    return skills.listed_skills(skill_board().seen(), own.seen(RELOADED_S if query.reload else None), query)


def one_skill(caller: Caller, skill_id: str) -> api.OneSkillAnswer:
    """One skill."""
    own = own_skills(caller.acting_user(), agent_of(caller))
    return skills.one_skill(skill_board().seen(), own.seen(), skill_id)


def call_skill(caller: Caller, skill_id: str, request: api.CallRequest) -> CommandAnswer:
    """Call into a skill in the user's session."""
    user_id, about = caller.acting_user(), _contact_id(request.parent_contact_key)
    board = skill_board().seen().board
    if skill_id not in board.rows:
        raise SkillNotFound if board.is_complete else StillReading
    _calling().skill(user_id, board.rows[skill_id], about)
    return CommandAnswer()


def queues(caller: Caller) -> api.QueuesAnswer:
    """What waits in the user's skills."""
    own = own_skills(caller.acting_user(), agent_of(caller))
    return skills.queues(skill_board().seen(), own.seen())


def listed_books(caller: Caller, query: queries.BooksQuery) -> api.BooksAnswer:
    """The user's address books."""
    own = own_books(caller.acting_user(), agent_of(caller))
    return books.listed_books(own.seen(RELOADED_S if query.reload else None), query)


def listed_entries(caller: Caller, book_id: str, query: queries.ListQuery) -> api.EntriesAnswer:
    """Entries of one of the user's address books."""
    own = own_books(caller.acting_user(), agent_of(caller))
    book = books.assigned_book(own.seen(), book_id)
    return books.listed_entries(book_board(book).seen(), query)


@cache
def skill_board() -> SharedBoard[SkillNow]:
    """What is going on in all skills."""
    return _board(CENTRE, "skills", boards.skill_activity(cxone()), SkillNow, _live_pace())


@cache
def agent_board() -> SharedBoard[AgentNow]:
    """What all agents are doing."""
    return _board(CENTRE, "agent-states", boards.agent_states(cxone()), AgentNow, _live_pace())


@lru_cache(maxsize=500)
def own_skills(user_id: str, agent_id: str) -> SharedBoard[OwnSkill]:
    """What a user's agent works on."""
    source = boards.skills_of(cxone(), agent_id)
    return _board(owner_of(user_id), f"skills#{agent_id}", source, OwnSkill, OWN_PACE)


@lru_cache(maxsize=500)
def own_books(user_id: str, agent_id: str) -> SharedBoard[Book]:
    """The address books of a user's agent."""
    source = boards.books_of(cxone(), agent_id)
    return _board(owner_of(user_id), f"books#{agent_id}", source, Book, OWN_PACE)


@lru_cache(maxsize=32)
def book_board(book: Book) -> SharedBoard[BookEntry]:
    """The entries of an address book."""
    source = boards.entries_of(cxone(), book, settings().phone_region)
    pace = DYNAMIC_PACE if book.is_dynamic else STANDARD_PACE
    return _board(CENTRE, f"book#{book.book_id}", source, BookEntry, pace)


def _board(owner: str, name: str, source: BoardSource[Row], kind: type[Row], pace: Pace) -> SharedBoard[Row]:
    store = BoardItems(aws.dynamodb(), settings().desk_table, owner, name)
    return SharedBoard(store, source, Packing(kind), pace, name_reason=_reason)


def _reason(error: VendorError) -> str:
    return kind_of(error).slug


def _live_pace() -> Pace:
    return Pace(every_s=float(settings().live_seconds), whole_every_s=WHOLE_EVERY_S)


@cache
def _calling() -> Calling:
    return Calling(acting_agents(), CxoneDirectoryCalls(agent_centre()))


def agent_of(caller: Caller) -> str:
    """Id of the acting user's agent, as known for a minute at most."""
    return _agent_in(int(time.monotonic() // AGENT_KEPT_S), caller.acting_user())


@lru_cache(maxsize=1000)
def _agent_in(_period: int, user_id: str) -> str:
    """The user's agent, asked for once in a period: panels look every few seconds."""
    return agent_directory().agent_of(user_id).agent_id


def _contact_id(key: str | None) -> str:
    """The id of a contact of this business unit's ACD; empty for none.

    Raises:
        NotYourContact: the key is of something else.
    """
    if key is None:
        return ""
    parsed = ContactKey.parse(key)
    contact_id = parsed.contact_id
    is_ours = parsed.space is NumberSpace.ACD and parsed.business_unit == settings().business_unit
    if not (is_ours and contact_id.isascii() and contact_id.isdecimal() and int(contact_id) <= _MOST_ID):
        raise NotYourContact
    return contact_id

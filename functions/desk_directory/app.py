"""Desk directory: agents, skills, queues and address books of an agent's panel."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from switchboard.desk.directory import api, queries
from switchboard.desk.session.api import CommandAnswer
from switchboard.runtime import desk_directory as directory
from switchboard.runtime.callers import Caller
from switchboard.runtime.etags import tagged
from switchboard.runtime.http import accepted, answers_with, http_function, new_app
from switchboard.runtime.services import caller_of

app = new_app()
Id = Annotated[api.Id, Path()]


@app.get("/v1/agents", operation_id="listAgents", responses=answers_with(api.AgentsAnswer))
def list_agents(query: Annotated[queries.AgentsQuery, Query()]) -> Response[str]:
    """Agents by name, with what each is doing and for how long."""
    return _tagged(directory.listed_agents(_caller(), query))


@app.get("/v1/agents/<agent_id>", operation_id="readAgent", responses=answers_with(api.OneAgentAnswer))
def read_agent(agent_id: Id) -> Response[str]:
    """One agent, with what they are doing and for how long."""
    return _tagged(directory.one_agent(_caller(), agent_id))


@app.post("/v1/agents/<agent_id>/calls", operation_id="callAgent")
def call_agent(agent_id: Id, request: api.AgentCallRequest) -> Response[CommandAnswer]:
    """Call another agent in the acting user's session."""
    return accepted(directory.call_agent(_caller(), agent_id, request))


@app.get("/v1/skills", operation_id="listSkills", responses=answers_with(api.SkillsAnswer))
def list_skills(query: Annotated[queries.SkillsQuery, Query()]) -> Response[str]:
    """The acting agent's skills by name, with what waits in each."""
    return _tagged(directory.listed_skills(_caller(), query))


@app.get("/v1/skills/<skill_id>", operation_id="readSkill", responses=answers_with(api.OneSkillAnswer))
def read_skill(skill_id: Id) -> Response[str]:
    """One skill, with what waits in it."""
    return _tagged(directory.one_skill(_caller(), skill_id))


@app.post("/v1/skills/<skill_id>/calls", operation_id="callSkill")
def call_skill(skill_id: Id, request: api.CallRequest) -> Response[CommandAnswer]:
    """Call into a skill in the acting user's session."""
    return accepted(directory.call_skill(_caller(), skill_id, request))


@app.get("/v1/queues", operation_id="readQueues", responses=answers_with(api.QueuesAnswer))
def read_queues() -> Response[str]:
    """What waits in the acting agent's skills, counted by channel."""
    return _tagged(directory.queues(_caller()))


@app.get("/v1/address-books", operation_id="listAddressBooks", responses=answers_with(api.BooksAnswer))
def list_address_books(query: Annotated[queries.BooksQuery, Query()]) -> Response[str]:
    """The address books that are assigned to the acting agent."""
    return _tagged(directory.listed_books(_caller(), query))


@app.get("/v1/address-books/<book_id>/entries", responses=answers_with(api.EntriesAnswer))
def list_address_book_entries(book_id: Id, query: Annotated[queries.ListQuery, Query()]) -> Response[str]:
    """Entries of one of them by name, with numbers as POST /v1/calls takes them."""
    return _tagged(directory.listed_entries(_caller(), book_id, query))


def _tagged(answer: api.LiveAnswer) -> Response[str]:
    return tagged(app.current_event.raw_event, answer, passing=api.PASSING)


def _caller() -> Caller:
    return caller_of(app.current_event.raw_event)


lambda_handler = http_function(app)

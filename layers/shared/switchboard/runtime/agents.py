"""Wires agents and their sessions, once per process and on first use."""

from functools import cache

from switchboard.agent.acting import ActingAgents
from switchboard.agent.identity import AgentDirectory
from switchboard.cxone.agent_sessions import CxoneAgentSessions
from switchboard.runtime import aws
from switchboard.runtime.cxone import cxone
from switchboard.runtime.settings import settings
from switchboard.stores.agent_items import AgentItems
from switchboard.stores.session_items import SessionItems


@cache
def acting_agents() -> ActingAgents:
    """Acting users with their agents and sessions."""
    return ActingAgents(agent_directory(), sessions(), agent_centre())


@cache
def agent_directory() -> AgentDirectory:
    """The agents of all users."""
    return AgentItems(aws.dynamodb(), settings().desk_table)


@cache
def sessions() -> SessionItems:
    """The agents' sessions."""
    return SessionItems(aws.dynamodb(), settings().desk_table)


@cache
def agent_centre() -> CxoneAgentSessions:
    """Agent sessions in CXone."""
    return CxoneAgentSessions(cxone())

"""Agent directory: keeps up which Salesforce user is which agent of the contact centre."""

from switchboard.runtime.agent_directory import sync_agents
from switchboard.runtime.schedule import scheduled_function

lambda_handler = scheduled_function(sync_agents)

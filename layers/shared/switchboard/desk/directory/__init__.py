"""Whom and what an agent can reach: agents, skills and their queues, address books."""

"""Who the agent is to the system, and help."""

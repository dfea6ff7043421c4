"""When an agent is to work, and on what."""

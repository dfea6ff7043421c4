"""The acting user's session: logging in and out, availability, the agent's phone, contacts and their outcome."""

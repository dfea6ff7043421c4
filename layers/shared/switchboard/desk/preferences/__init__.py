"""How a user wants the panel."""

"""Messages that an agent gets and sends, and what else needs their eye."""

"""What an agent's panel shows and does: one package for each area of it."""

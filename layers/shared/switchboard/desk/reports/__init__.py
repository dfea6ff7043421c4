"""What an agent did: counts, times, states."""

"""What happened in a panel, for whoever looks for a fault."""

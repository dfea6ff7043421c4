"""What all panels look at together: read from the contact centre by one of them, kept for all."""

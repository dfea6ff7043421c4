"""Catching up with what the contact centre reports, for events that were never delivered."""

"""Calls that agents have promised: made, changed, called off, and mirrored in the CRM."""

"""Contacts of digital channels: those assigned to the acting agent, their messages, status and assignee."""

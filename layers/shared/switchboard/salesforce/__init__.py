"""Salesforce: client, login, search, and what its refusals mean."""

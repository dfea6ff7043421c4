"""What of a contact is written to the CRM, when, and as which records."""

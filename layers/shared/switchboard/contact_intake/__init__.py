"""What the contact centre sends, read into events of contacts."""

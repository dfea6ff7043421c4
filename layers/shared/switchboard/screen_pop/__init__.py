"""Which record, list or page an agent sees when a contact arrives."""

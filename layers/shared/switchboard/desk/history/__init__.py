"""What an agent had to do with customers so far, and how to reach them again."""

"""What agents do with contacts that are no calls: e-mails, chats, texts, voicemails, work items, signals."""

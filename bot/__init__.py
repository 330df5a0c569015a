"""The conversation: from a member's question to a passage with its speaker, on each platform."""

"""The chats that the bot speaks in: each turns replies into its own kind of message, and knows no other."""

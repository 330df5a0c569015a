# What only members on Discord read.

discord-asked = “{ $question }”
discord-help-mention = You can also mention me in a channel, reply to an answer, or write to me directly.

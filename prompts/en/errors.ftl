# What a member or moderator reads when something cannot be done: what happened, and what to do.

error-unexpected = Something went wrong on my side, and it has been logged. Please ask again.
error-busy = Too many questions are waiting just now. Please ask again in a minute.
error-restarting = I am being restarted just now. Please ask again in a minute.
error-not-ready = I am still reading the articles. Please ask again in a minute.
error-not-allowed = Only moderators can do that. { $needed }
error-not-allowed-needed-discord = You need the Manage Server permission, or a role that the bot's operator has named.
error-not-allowed-needed-slack = You need to be an admin or owner of the workspace, or in a user group that the bot's operator has named.
error-not-allowed-needed-terminal = You need to run the bot yourself.
error-already-running = A reload is already running. It will report when it is done.
error-reload-failed = The reload failed, and the old index goes on serving. { $reason }
error-reload-broke = The reload failed unexpectedly, and the old index goes on serving. The log has the details.
error-guild-only = That command works in a server's channel, not in a direct message.

# What a member or moderator reads when something cannot be done: what happened, and what to do.

error-unexpected = Something went wrong on my side. Please try again; if it happens again, tell the bot's operator the reference { $reference }.
error-cooling-down = That was many questions in a short time. I can take the next one in { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
}.
error-exchange-gone = I no longer have that answer. Please ask again.
error-passage-gone = The passage of that answer is no longer in the index. Please ask again.
error-nothing-else = No other passage came close.
error-not-yours = Only the member who asked, or a moderator, can do that.
error-not-forgotten = I could not delete it just now, and it has been logged. Please try again in a minute.
error-not-kept = I could not write that down just now, and it has been logged. Please try again in a minute.
error-nothing-to-look-up = That message holds no words that I could look up.
error-busy = Too many questions are waiting just now. Please ask again in a minute.
error-restarting = I am being restarted just now. Please ask again in a minute.
error-not-ready = I am still reading the articles. Please ask again in a minute.
error-away = I cannot reach what I answer from just now. Please ask again in a minute.
error-not-allowed = Only moderators can do that. { $needed }
error-not-allowed-needed-discord = You need the Manage Server permission, or a role that the bot's operator has named.
error-not-allowed-needed-slack = You need to be an admin or owner of the workspace, or in a user group that the bot's operator has named.
error-not-allowed-needed-terminal = You need to run the bot yourself.
error-already-running = Another change is being made here just now. Please try again when it is done.
error-guild-only = That command works in a server's channel, not in a direct message.
error-library-changed = The library has changed meanwhile, so nothing was done. Please look again.
error-source-unknown = The library holds no such source (any more). Please choose one of its list.
error-snapshot-unknown = There is no earlier state of the library with that number. Please choose one of its history.

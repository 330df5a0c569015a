# The chat in a terminal.

chat-welcome = Ask what was said, and who said it.
chat-welcome-sources = { $count ->
    [one] I answer from: { $article }
   *[other] I answer from { $count } articles; /sources lists them.
}
chat-welcome-commands = /help shows what else there is; /quit leaves.
chat-interrupted = Press Ctrl-C again, or type /quit, to leave.
help-commands = Commands
help-terminal-keys = Arrow keys edit a line and bring back earlier ones. Ctrl-D leaves.
chat-privacy-delete = To delete it, type /privacy delete. The lines that you typed here are in the file “history” of the data folder.
chat-act-yes = yes
chat-acts = Type one of these to choose it; anything else leaves it.

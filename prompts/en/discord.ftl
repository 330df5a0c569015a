# What only members on Discord read.

discord-asked = “{ $question }”
discord-help-mention = You can also mention me in a channel, reply to an answer, or write to me directly.
discord-help-menu = To see what was said about somebody's message, open its menu, then Apps, and choose “{ $name }”.
discord-not-posted = I could not post it here. I may lack the permission to write in this channel.

# Names of the commands, as members type them: lower case, without spaces.
command-ask-name = ask
command-quotes-name = quotes
command-speakers-name = speakers
command-sources-name = sources
command-privacy-name = privacy
command-help-name = help
command-channel-name = channel
command-reload-name = reload

# Names of the options of commands; the same rules.
option-question-name = question
option-speaker-name = speaker
option-private-name = private
option-presence-name = presence

# What only members on Discord read.

discord-asked = “{ $question }”
discord-help-mention = You can also mention me in a channel, reply to an answer, or write to me directly.
discord-help-menu = To see what was said about somebody's message, open its menu, then Apps, and choose “{ $name }”.

# Names of the commands, as members type them: lower case, without spaces.
command-ask-name = ask
command-quotes-name = quotes
command-speakers-name = speakers
command-sources-name = sources
command-privacy-name = privacy
command-help-name = help
command-reload-name = reload

# The same of the commands for moderators, and of what they take.
command-index-name = index
command-index-status-name = status
command-index-list-name = list
command-index-add-name = add
command-index-remove-name = remove
command-index-reload-name = reload
command-index-show-name = show
command-index-correct-name = correct
command-index-history-name = history
command-index-rollback-name = rollback
command-index-gaps-name = gaps
command-index-settings-name = settings
option-address-name = address
option-file-name = file
option-source-name = source
option-passage-name = passage
option-speaker-name = speaker
option-role-name = role
option-merge-name = merge
option-revert-name = revert
option-snapshot-name = snapshot
option-presence-name = presence
option-private-name = private
option-private-default-name = private-default
option-cooldown-member-name = cooldown-member
option-cooldown-channel-name = cooldown-channel
option-language-name = language
option-notices-name = notices
option-question-name = question

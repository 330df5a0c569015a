# The commands for moderators, /index ...: what each does (at most 100 characters), what it takes, what can be chosen.

command-index = Look after what I answer from (moderators)
command-index-status = Show what I answer from here, and how it was made
command-index-list = List the sources that are held here
command-index-add = Add an article: a web address, or a file
command-index-remove = Take a source out
command-index-reload = Read all sources again and rebuild the index
command-index-show = Show a passage, with who speaks in it and how that is known
command-index-correct = Correct who speaks in a passage, or make two names one person
command-index-history = List the versions of this library, the newest first
command-index-rollback = Go back to an earlier version
command-index-gaps = Show what members asked and the sources did not answer
command-index-settings = Show or change how I behave here

option-index-add-address = The article's address on the web
option-index-add-file = The article as a file: text, Markdown, a web page, PDF, captions, a transcript
option-index-remove-source = The source: its number in the list, or its title
option-index-show-passage = The passage: its number, as in 14 or 2:14 (of the second source), or some of its words
option-index-correct-passage = The passage: its number, as in 14 or 2:14 (of the second source), or some of its words
option-index-correct-speaker = Who speaks there, by full name; a dash for nobody: the reporter's own words
option-index-correct-role = Their role, where it is missing or wrong
option-index-correct-merge = Another name for that speaker, which is to go
option-index-correct-revert = Take back an earlier correction of this passage, or of this speaker
option-index-rollback-snapshot = The version, by its number; without one, the version before this
option-index-settings-presence = Where I answer in this channel
option-index-settings-private = Whether answers to commands in this channel are shown to their member alone
option-index-settings-private-default = The same for all channels for which nothing else is set
option-index-settings-cooldown-member = Questions that a member may ask in a minute; 0 for any number
option-index-settings-cooldown-channel = Questions that may be asked in a channel in a minute; 0 for any number
option-index-settings-language = The language that I answer in
option-index-settings-notices = Whether this channel is told when a source on the web has changed

choice-index-settings-presence-answers = Answer commands, mentions and replies
choice-index-settings-presence-mentioned = Answer only when mentioned or replied to
choice-index-settings-presence-stays-out = Stay out
choice-index-settings-language-auto = Each member's own
choice-index-settings-language-en = English
choice-index-settings-language-zh-hant = Chinese (Traditional)
choice-index-settings-language-zh-hans = Chinese (Simplified)

# What stands for a value where it is shown how a command is typed.
typed-text = WORDS
typed-address = ADDRESS
typed-source = NUMBER
typed-passage = NUMBER
typed-speaker = NAME
typed-snapshot = NUMBER
typed-number = NUMBER
typed-choice = CHOICE
typed-switch = yes or no

# What only members on Slack read.

slack-asked = You asked: { $question }
slack-also-close = Also close: “{ $words }” ({ $who })
slack-open-article = Open the article
slack-said-by = { $who } ({ $how })

slack-help = Mention me in a channel, or write to me in a direct message, and I answer right there. These commands answer only you:
slack-help-command = { $command }: { $description }
slack-help-shortcut = In the menu of any message, “{ $name }”: { $description }
slack-help-example = For example: “{ $question }”

# The shortcut in the menu of a message, as in the manifest; at most 24 characters.
slack-shortcut = What was said of this?
slack-shortcut-description = Look up what was said about a message's subject

# The window for asking. Titles and buttons have at most 24 characters.
slack-ask-title = Ask
slack-ask-send = Ask
slack-ask-speaker = Only what this speaker said
slack-ask-speaker-hint = Anybody; type a name or a role
slack-cancel = Cancel

slack-quotes-of-whom = Whose words? Put a name behind the command, as in “/quotes NAME”. /speakers lists who speaks.

# Above an answer that a member shows to a channel.
slack-shared = Shared by { $name }
slack-shared-question = { $by }, who asked: { $question }

slack-card-sent = The quote card is in the conversation.
slack-card-in-messages = The quote card is in our direct messages.
slack-card-announced = Here is your quote card:
slack-card-scope = I am not allowed to upload pictures here. Whoever runs this bot can allow it: the Slack app needs the scope files:write, and to be installed again.
slack-card-invite = I can put a quote card only where I am a member. Please /invite me to this channel first.
slack-card-failed = Slack did not take the picture. Please try again in a minute.

slack-forget-title = Delete what I keep of you?
slack-forget-question = Your questions and your opinions on answers are deleted, here and in every channel. Answers stay where they are; their buttons stop working.

slack-channel = This channel
slack-channel-only = That command works in a channel, not in a direct message.
slack-channel-audience = Who sees answers to mentions
slack-channel-public = Answers to mentions are shown to everybody.
slack-channel-private = Answers to mentions are shown to their member alone, who can share them.

# Above the questions that the agent pane offers.
slack-prompts-title = You could ask

slack-reload-started = The index is being rebuilt. I report how it goes in our direct messages.
slack-reload-started-here = The index is being rebuilt. I report here when it is done.
slack-reload-beginning = Rebuilding the index
error-not-allowed-unchecked = Only moderators can do that, and Slack did not let me check whether you are one. Please try again in a minute. { $needed }

# What only members on Slack read.

slack-asked = You asked: { $question }
slack-also-close = Also close: { $words } ({ $who })
slack-open-article = Open the article
slack-said-by = { $who } ({ $how })

slack-help = Mention me in a channel, or write to me in a direct message, and I answer right there. These commands answer only you:
slack-help-command = { $command }: { $description }
slack-help-shortcut = In the menu of any message, “{ $name }”: { $description }

# The shortcut in the menu of a message, as in the manifest; at most 24 characters.
slack-shortcut = What was said of this?
slack-shortcut-description = Look up what was said about a message's subject

# The window for asking. Titles and buttons have at most 24 characters.
slack-ask-title = Ask
slack-ask-send = Ask
slack-ask-speaker = Only what this speaker said
slack-ask-speaker-hint = Anybody; type a name or a role
slack-cancel = Cancel

# Above an answer that a member shows to a channel.
slack-shared = Shared by { $name }
slack-shared-question = { $by }, who asked: { $question }

slack-card-sent = The quote card is in the conversation.
slack-card-in-messages = The quote card is in our direct messages.
slack-card-announced = Here is your quote card:

slack-forget-title = Delete what I keep of you?
slack-forget-question = Your questions and your opinions on answers are deleted, here and in every channel. Answers stay where they are; their buttons stop working.

# Above the questions that the agent pane offers.
slack-prompts-title = You could ask

# The shortcut by which moderators add what a message holds, as in the manifest; at most 24 characters.
slack-add = Add to the library
slack-add-description = Add the file or the address that a message holds (moderators)

# The windows of the commands for moderators. The button has at most 24 characters.
slack-index-send = Go on
slack-index-change = Change …
slack-index-choose = Choose
slack-index-type = Choose, or type to search
slack-index-typed = As typed: “{ $words }”
slack-index-private = Whether answers to mentions in this channel are shown to their member alone
slack-index-yes = Yes
slack-index-no = No

# While work for moderators is under way.
slack-index-beginning = I am working on it …
slack-index-started = I am working on it, and report how it goes in our direct messages.
slack-index-started-here = I am working on it, and report here when it is done.

# An app that many workspaces install by themselves.
slack-not-installed = This workspace has not installed me, or has removed me. Whoever manages its apps can install me again.
slack-install-trouble = Slack cannot be reached just now, so I was not installed. Please try again in a minute.

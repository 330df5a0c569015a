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

# Above the questions that the agent pane offers.
slack-prompts-title = You could ask

error-not-allowed-unchecked = Only moderators can do that, and Slack did not let me check whether you are one. Please try again in a minute. { $needed }

# The shortcut by which moderators add what a message holds, as in the manifest; at most 24 characters.
slack-add = Add to the library
slack-add-description = Add the file or the address that a message holds (moderators)
slack-add-nothing = That message holds neither a file nor a link that I could add.
slack-add-several = That message holds several files or links, and I take one at a time. Type /index add and the address, or attach one file in the window of /index add.

slack-file-gone = Slack no longer has that file. Please share it again.
slack-file-elsewhere = That file lies at another service, and Slack only links to it. Download it there and share the file itself, or add its public address.
slack-file-refused = Slack does not let me read that file. Please /invite me to where it was shared, or attach it in the window of /index add. If that does not help, whoever runs this bot can: the Slack app needs the scope files:read, and to be installed again.
slack-file-too-large = That file has more than { $megabytes } MB. Please split it into several.
slack-file-failed = Slack did not hand out that file just now. Please try again in a minute.

# The windows of the commands for moderators. The button has at most 24 characters.
slack-index-send = Go on
slack-index-change = Change …
slack-index-choose = Choose
slack-index-type = Choose, or type to search
slack-index-typed = As typed: “{ $words }”
slack-index-private = Whether answers to mentions in this channel are shown to their member alone
slack-index-yes = Yes
slack-index-no = No
slack-index-empty = Please fill in at least one of these.
slack-index-gone = That button or window is from another version of mine. Please type /index again.
slack-index-no-window = Slack did not open the window. You can type it: { $usage }

# While work for moderators is under way.
slack-index-beginning = I am working on it …
slack-index-started = I am working on it, and report how it goes in our direct messages.
slack-index-started-here = I am working on it, and report here when it is done.

# An app that many workspaces install by themselves.
slack-not-installed = This workspace has not installed me, or has removed me. Whoever manages its apps can install me again.
slack-install-trouble = Slack cannot be reached just now, so I was not installed. Please try again in a minute.

# What only members on Slack read.

slack-asked = You asked: { $question }
slack-also-close = Also close: “{ $words }” ({ $who })
slack-open-article = Open the article
slack-said-by = { $who } ({ $how })

slack-help = Mention me in a channel, or write to me in a direct message, and I answer right there. These commands answer only you:
slack-help-command = { $command }: { $description }

slack-reload-started = The index is being rebuilt. I report how it goes in our direct messages.
slack-reload-started-here = The index is being rebuilt. I report here when it is done.
slack-reload-beginning = Rebuilding the index
slack-restarting = I am being restarted and could not finish this. Please ask again in a minute.

error-not-allowed-unchecked = Only moderators can do that, and Slack did not let me check whether you are one. Please try again in a minute. { $needed }

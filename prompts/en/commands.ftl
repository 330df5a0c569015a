# Names and descriptions of commands, and help.

command-ask = Ask what was said, and who said it
command-ask-question = Your question
command-ask-speaker = Only what this speaker said
command-ask-private = Whether only you see the answer
command-quotes = Show all that a speaker said
command-quotes-speaker = The speaker: a name, or a role
command-look-up = What was said about this?
command-privacy = Show what I keep of you, and delete it
command-speakers = List who speaks, with their roles
command-sources = List the articles that answers come from
command-reload = Rebuild the index from its sources (moderators)
command-help = Show what can be asked
command-quit = Leave

help-lead = Ask in your own words. I answer with the passage that answers, word for word, and say who said it. Where the article does not say, so do I.

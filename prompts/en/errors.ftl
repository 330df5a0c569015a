# What a member or moderator reads when something cannot be done: what happened, and what to do.

# Whatever was asked for.
error-unexpected = Something went wrong on my side. Please try again; if it happens again, tell the bot's operator the reference { $reference }.
error-busy = Too many questions are waiting just now. Please ask again in a minute.
error-restarting = I am being restarted just now. Please ask again in a minute.
error-not-ready = I am still reading the articles. Please ask again in a minute.
error-away = I cannot reach what I answer from just now. Please ask again in a minute.
error-cooling-down = That was many questions in a short time. Please ask the next one in { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
}.
error-stays-out = A moderator has asked me to stay out of this channel. Please ask me in another, or write to me directly.
error-only-mentioned = In this channel I answer only when I am mentioned. Please mention me, or write to me directly.
too-long-lead = That is too long for a question. Please ask in at most { $most } characters.
error-nothing-to-look-up = That message holds no words that I could look up. Please choose another.

# Answers and their buttons.
error-exchange-gone = I no longer have that answer. Please ask again.
error-passage-gone = The passage of that answer is no longer in the index. Please ask again.
error-nothing-else = No other passage came close. Please ask in other words.
error-not-yours = Only the member who asked, or a moderator, can do that. Please leave it to them.
error-not-forgotten = I could not delete that just now; my log says why. Please try again in a minute.
error-not-kept = I could not write that down just now; my log says why. Please try again in a minute.
error-no-card = I can make a picture only of somebody's own words, in letters that I can draw. Please choose another passage.
slack-card-scope = I am not allowed to upload pictures here. Please tell whoever runs this bot: the Slack app needs the scope files:write, and to be installed again.
slack-card-invite = I can put a quote card only where I am a member. Please /invite me to this channel first.
slack-card-failed = Slack did not take the picture. Please try again in a minute.
discord-not-posted = I could not post it here; I may lack the permission to write in this channel. Please ask a moderator to let me.

# What only some may do, and only somewhere.
error-not-allowed = Only moderators can do that. { $needed }
error-not-allowed-unchecked = Only moderators can do that, and Slack did not let me check whether you are one. Please try again in a minute. { $needed }
error-not-allowed-needed-discord = You need the Manage Server permission, or a role that the bot's operator has named.
error-not-allowed-needed-slack = You need to be an admin or owner of the workspace, or in a user group that the bot's operator has named.
error-not-allowed-needed-terminal = You need to run the bot yourself.
error-guild-only = That command works in a server's channel, not in a direct message. Please give it there.

# Commands as they are typed.
error-unknown-command = There is no command “{ $command }”. Please give one of these: { $known }.
chat-unknown-command = There is no command /{ $command }. Please give one of these: { $known }.
error-argument-unknown = /index { $command } takes no “{ $name }”. Please leave it out.
error-argument-missing = /index { $command } needs its { $name }. Please type /index { $command } and then the { $name }.
error-not-a-switch = { $name } is a yes or a no. Please give one of the two.
error-not-a-number = { $name } is a number from 0 to { $most }. Please give one.
error-not-a-choice = { $name } has these choices: { $known }. Please give one of them.
error-nothing-given = I was given nothing to add. Please give the address of an article or a file, as in /index add https://example.org/article.
chat-quotes-of-whom = Whose words? Please type a name after the command: /quotes NAME. /speakers shows who speaks.
slack-quotes-of-whom = Whose words? Please put a name behind the command, as in “/quotes NAME”. /speakers lists who speaks.
slack-index-empty = Nothing is filled in. Please fill in at least one of these.
slack-index-gone = That button or window is from another version of mine. Please type /index again.
slack-index-no-window = Slack did not open the window. Please type the command instead: { $usage }

# The library, and what is to be changed in it.
error-already-running = Another change is being made here just now. Please try again when it is done.
error-refused = That could not be done, and nothing has changed. { $reason }
error-nothing-at-hand = I could not read or write what I keep just now, so nothing has changed; my log says why. Please try again in a minute.
error-offer-gone = That button is not for you, was used before, or is too old: they hold for ten minutes. Please give the command again.
error-library-changed = The library has changed meanwhile, so nothing was done. Please give the command again.
error-source-unknown = The library holds no such source, or no longer. Please choose one that /index list shows.
error-source-unclear = Several sources are meant by that: { $found }. Please give one number; /index list shows them.
error-snapshot-unknown = The library has no earlier version of that number. Please choose one that /index history shows.
error-nothing-to-go-back-to = Nothing was ever changed here, so there is nothing to go back to.
error-passage-unknown = No passage here is “{ $typed }”. There are { $most } passages; please give a number, as in 14 or 2:14 for the second source, or some words of the passage.
error-passage-unclear = Several passages are meant by “{ $typed }”: { $found }. Please give one of these.
error-speaker-unknown = Nobody called { $name } speaks here.{ $count ->
    [0] {""}
   *[other] {" "}Like it: { $meant }.
} Please choose somebody whom /speakers shows.
error-correction-unclear = That does not say what to correct. Please give a passage and its speaker (passage:14 speaker:Full Name), or two names of one person (speaker:Full Name merge:Other Name). With revert:yes, the correction of a passage, or of the name that went, is taken back.
error-nothing-to-revert = { $name } was not merged into anybody. Please give a name that was: { $known }.

# Files and links that were shared.
slack-add-nothing = That message holds neither a file nor a link that I could add. Please choose another.
slack-add-several = That message holds several files or links, and I take one at a time. Please type /index add and the address, or attach one file in the window of /index add.
discord-file-unread = Discord did not hand me that file. Please attach it again.
slack-file-gone = Slack no longer has that file. Please share it again.
slack-file-elsewhere = That file lies at another service, and Slack only links to it. Please download it there and share the file itself, or add its public address.
slack-file-refused = Slack does not let me read that file. Please /invite me to where it was shared, or attach it in the window of /index add. If that does not help, whoever runs this bot can: the Slack app needs the scope files:read, and to be installed again.
slack-file-too-large = That file has more than { $megabytes } MB. Please split it into several.
slack-file-failed = Slack did not hand out that file just now. Please try again in a minute.

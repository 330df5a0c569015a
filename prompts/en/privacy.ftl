# What the bot keeps of a member, and what moderators set for a channel.

privacy-nothing = I keep nothing of you.
privacy-kept = I keep { $questions ->
    [0] no questions
    [one] one question
   *[other] { $questions } questions
} and { $verdicts ->
    [0] no opinions on answers
    [one] one opinion on an answer
   *[other] { $verdicts } opinions on answers
} of yours, since { $since }.
privacy-gaps = The articles did not answer { $gaps ->
    [one] one of these questions
   *[other] { $gaps } of these questions
}: the moderators of the place where you asked can read the words, without your name.
privacy-what = For each question I keep its words, in which server or workspace and when you asked it, and which passages I showed, so that the buttons below an answer work; for each opinion, what you chose and wrote. Instead of your name or id, and of the conversation's, I keep a code that only I can make from it. Of a message that you had me look up I do not keep the words.
privacy-days = Everything is deleted { $days ->
    [one] after one day
   *[other] after { $days } days
}, or at once when you tell me to.
privacy-memory = All of it is held in memory only, and gone when I am restarted, or at once when you tell me to.
privacy-conversation = What you last asked, or had me look up, is also held in memory for { $minutes } minutes, so that I understand what “he” means in your next question.
privacy-forgotten = Done: I keep nothing of you any more.

verdict-thanks = Thank you. Only whoever runs this bot sees that.

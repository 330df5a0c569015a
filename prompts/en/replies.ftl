# What the bot says when it answers. Passages are never here: they are quoted from the source.

answer-spoken-direct = in their own words
answer-spoken-indirect = as reported
answer-spoken-mixed = partly in their own words, partly as reported
answer-words-narrated = speaks in this passage; the words in bold are the reporter's
answer-narration = The reporter's narration; nobody is quoted
answer-unclear = The article does not make clear who said this
answer-also-unclear = and somebody whom the article does not make clear

# How sure the bot is that the passage answers the question, in words.
sure-high = Very likely the answer
sure-fair = Probably the answer
sure-low = Perhaps the answer

closest-lead = The article does not say. This comes closest, but may not be about your question:
nothing-lead = The article does not say.
empty-lead = Ask me anything about the forum, for example: “{ $example }”
empty-lead-plain = Ask me what was said, or who said it.
too-long-lead = That is too long for a question: at most { $most } characters, please.

# Where a passage stands.
where = { $article }, paragraph { $number }
where-published = { $article } ({ $published }), paragraph { $number }

speakers-heading = Who speaks, and in how many passages
speakers-line = { $name }, { $role } ({ $count })
speakers-line-plain = { $name } ({ $count })
speakers-none = The articles quote nobody.
speakers-more = { $count ->
    [one] … and one more
   *[other] … and { $count } more
}
sources-heading = What the answers come from
sources-line = { $title }: { $passages ->
    [one] one passage
   *[other] { $passages } passages
}
sources-line-published = { $title } ({ $published }): { $passages ->
    [one] one passage
   *[other] { $passages } passages
}

example-question = What did { $name } say?
also-close = Also close:

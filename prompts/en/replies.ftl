# What the bot says when it answers. Passages are never here: they are quoted from the source.

answer-spoken-direct = in their own words
answer-spoken-indirect = as reported
answer-spoken-mixed = partly in their own words, partly as reported
answer-words-narrated = speaks in this passage; whether the words in bold are theirs too, the article leaves open
answer-narration = The reporter's narration; nobody is quoted
answer-unclear = The article does not make clear who said this
answer-also-unclear = and somebody whom the article does not make clear

# How sure the bot is that the passage answers the question, in words.
sure-high = Very likely the answer
sure-fair = Probably the answer
sure-low = Perhaps the answer

closest-lead = The article does not say. This comes closest, but may not be about your question:
nothing-lead = The article does not say.
unknown-name-lead = The articles do not name { $names }.
unknown-name-lead-meant = The articles do not name { $names }. Those whose names are most like it: { $meant }.
unquoted-lead = The articles name { $names }, but quote nothing of theirs.
empty-lead = Ask me what was said, or who said it.
# Replies to what is no question to the articles.
courtesy-greeting = Hello! Ask me what was said, or who said it.
courtesy-thanks = You are welcome. Ask me whenever you want to know what was said.
courtesy-help = I answer with the article's own words and their speaker. Ask who said something, what somebody said about a subject, who somebody is, or for everything that somebody said.
courtesy-instruction = I only quote what the article says, and make up nothing. Ask me what was said, or who said it.
courtesy-noise = I did not find a question in that. Ask me what was said, or who said it.
for-example = For example: “{ $example }”

# Above an answer of several passages.
list-lead = { $count } passages answer this:
list-more = … and { $count ->
    [one] one more passage
   *[other] { $count } more passages
}

# Where a passage stands.
where = { $article }, paragraph { $number }
where-published = { $article } ({ $published }), paragraph { $number }
article-published = { $article } ({ $published })
also-in = Also reported in { $articles }

speakers-heading = Who speaks, and in how many passages
speakers-line = { $name }, { $role } ({ $count })
speakers-line-plain = { $name } ({ $count })
speakers-none = The articles quote nobody.
sources-heading = What the answers come from
sources-line = { $title }: { $passages ->
    [one] one passage
   *[other] { $passages } passages
}
sources-line-published = { $title } ({ $published }): { $passages ->
    [one] one passage
   *[other] { $passages } passages
}

# Below a list of anything of which not all is shown.
more = { $count ->
    [one] … and one more
   *[other] … and { $count } more
}

example-question = What did { $name } say?
also-close = Also close:

# Questions to begin with; each is asked of the bot before it is offered.
suggest-said-about = What did { $name } say about { $subject }?
suggest-who-spoke = Who spoke about { $subject }?
suggest-everything = Everything { $name } said
suggest-speakers = Who speaks?
suggest-who-is = Who is { $name }?

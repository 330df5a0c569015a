# What buttons and commands show beside answers.

context-lead = The passage in its context:
context-alone = The article holds nothing else:
context-before = Before
context-passage = The passage
context-after = After

others-lead = { $count ->
    [one] One other passage came close. It may not be about your question:
   *[other] { $count } other passages came close. They may not be about your question:
}

quotes-lead = { $count ->
    [one] { $names }: one passage
   *[other] { $names }: { $count } passages
}
page = Page { $number } of { $pages }

# What can be asked, below a reply that answers nothing.
suggestions-lead = You could ask:

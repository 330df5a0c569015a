# What the buttons below an answer say, on every platform. At most 75 characters.

button-context = In context
button-others = Other passages
button-card = Quote card
button-helpful = Helpful
button-unhelpful = Not helpful
button-share = Share
button-delete = Delete
button-earlier = Earlier
button-later = More
button-forget = Delete mine

# Why an answer was not helpful.
complaint-wrong-passage = It is another passage
complaint-wrong-speaker = Somebody else said it
complaint-missed = The article does say it
complaint-other = Something else

# The window that asks for it: its questions have at most 45 characters, its button 24.
complaint-why = What was wrong?
complaint-remark = Anything else?
complaint-send = Send

# What moderators read: previews, differences, lists, settings. Labels of buttons have at most 40 characters.

desk-commands = What moderators can do here:
desk-add = Add it
desk-add-beside = Add it beside the other
desk-replace = Replace the old one
desk-remove = Take it out
desk-reload = Use the new version
desk-rollback = Go back
desk-undo = Undo
desk-leave = Leave it
desk-left = Nothing has changed.
desk-earlier = Previous
desk-later = Next
desk-close-gaps = Take these off the list
desk-close-gaps-yes = Delete them from the list

source-unknown = not known
source-title = Title
source-publisher = Publisher
source-date = Date
source-authors = By
source-language = Language
source-address = Address
source-file = File
source-passages = Passages
source-passages-count = { $count }
source-speakers = Speakers
source-speakers-none = nobody
source-line = { $title } ({ $published })
passage-number = Passage { $number }

difference-passages = Changes
difference-nothing = no change
difference-counts = { $added } added, { $removed } removed, { $edited } changed
difference-reattributed = Other speaker
difference-reattributed-count = { $count ->
    [one] in one passage
   *[other] in { $count } passages
}
difference-new-speakers = New speakers
difference-gone-speakers = Speakers gone

done-version = Version
done-version-number = { $number }
done-seconds = Time
done-seconds-count = { $seconds } s
undo-done = Taken back. This answers now, as before.

add-held = That is held already, word for word, as source { $number }: { $title }. Nothing has changed.
add-offer = This would be added to the { $count ->
    [one] source
   *[other] { $count } sources
} that I answer from here. Shall I?
add-offer-begins = Until now I have answered here from what all communities share ({ $held }). With this source a library of your own begins, and I will answer here from that alone. Shall I?
add-done = Added: { $title }. I answer from it now.
replace-offer = This is another version of source { $number }, { $title }. It would take its place. Shall I?
replace-done = Replaced: { $title }. I answer from the new version now.

remove-only-default = { $title } is the only thing that I can answer from here. Add a source of your own first: I will then answer from that alone.
remove-offer = This would take out { $title }. I could no longer answer from it. Shall I?
remove-offer-begins = This would take out { $title } for this community; a library of your own begins with the other sources. Shall I?
remove-offer-last = { $title } is the last source of your own. Without it I answer here from what all communities share. Shall I take it out?
remove-done = Taken out: { $title }.

reload-offer = The sources have changed, and something would be lost. Shall I use the new version?
reload-read = All sources were read again.
reload-unfetched = Kept as it was
reload-attributing = Rebuilding the index: working out who said what ({ $done } of { $total })
reload-embedding = Rebuilding the index: embedding ({ $done } of { $total })
reload-reading = Reading ({ $done } of { $total })
reload-saving = Saving ({ $done } of { $total })
reload-fetching = Fetching ({ $done } of { $total })

rollback-same = Version { $number } is what answers now.
rollback-offer = This would bring back version { $number }. Shall I?
rollback-offer-default = This would bring back what all communities share, as before your first change. Shall I?
rollback-done = Version { $number } answers again.

correct-cleared = In passage { $place } nobody speaks now: the words are the reporter's own.
correct-set = In passage { $place } { $name } speaks now.
correct-set-new = In passage { $place } { $name } speaks now. Nobody of that name spoke here before: look at how it is spelt.
correct-reverted = The correction of passage { $place } is taken back.
correct-merged = { $keep } and { $other } are one person now, called { $keep }.
correct-parted = { $name } is a person of their own again.
correct-begins = A library of your own begins with it: a copy of what all communities share.
correct-before = Before

show-lead = Passage { $place } of { $title }
show-before = Passage before
show-after = Passage after
show-direct = in their own words
show-indirect = as reported
show-mixed = partly in their own words
show-denied = a denial
show-cue = known by “{ $cue }”
show-named = named as “{ $source }”
show-sure = { $percent } % sure
show-corrected = corrected by a moderator

status-default = I answer here from what all communities share. Add a source, and a library of your own begins.
status-own = I answer here from a library of your own.
status-version = Version
status-version-number = { $number } ({ $index })
status-made = Made
status-made-when = { $when }, with { $model }
status-holds = Holds
status-holds-counts = { $sources ->
    [one] one source
   *[other] { $sources } sources
}, { $passages } passages, { $speakers } speakers
status-corrections = Corrections
status-corrections-count = { $count }; { $lost ->
    [0] all of them fit
    [one] one fits no passage any more
   *[other] { $lost } fit no passage any more
}
status-gaps = Not answered
status-gaps-count = { $count ->
    [one] one question
   *[other] { $count } questions
}
status-watch = On the web
status-watch-every = { $count ->
    [one] one source, looked at again
   *[other] { $count } sources, looked at again
} every { $minutes ->
    [one] minute
   *[other] { $minutes } minutes
}
status-watch-never = { $count ->
    [one] one source
   *[other] { $count } sources
}, looked at again only when you reload

list-default = I answer here from what all communities share: { $count ->
    [one] one source.
   *[other] { $count } sources.
}
list-own = I answer here from { $count ->
    [one] one source
   *[other] { $count } sources
} of your own.
list-counts = { $passages ->
    [one] One passage
   *[other] { $passages } passages
}, { $speakers ->
    [one] one speaker.
   *[other] { $speakers } speakers.
}
list-added = added { $when }
list-corrected = { $count ->
    [one] one correction
   *[other] { $count } corrections
}

history-none = Nothing was ever changed here: I answer from what all communities share.
history-lead = { $count ->
    [one] One version, which answers now.
   *[other] { $count } versions, the newest first. To go back, use /index rollback.
}
history-add = added { $source }
history-replace = new version of { $source }
history-remove = took a source out
history-correct = corrected who speaks
history-rollback = went back to version { $snapshot }
history-reload = read the sources again
history-current = answers now
history-default = what all communities share
by-watch = by me, when I looked at it again

watch-changed = { $count ->
    [one] A source on the web has changed.
   *[other] { $count } sources on the web have changed.
} I answer from the new version now.
watch-sources = Changed

gaps-none = There is no question that I could not answer.
gaps-lead = { $questions ->
    [one] One question was
   *[other] { $questions } questions were
} not answered, about { $groups ->
    [one] one thing.
   *[other] { $groups } things.
}
gap-heading = { $count } × { $question }
gap-also = Also: { $questions }
gap-last = last asked { $when }
gap-not-said = the sources do not say
gap-unknown-name = a name that the sources do not hold
gap-unquoted = somebody who is not quoted
gaps-close-offer = This would take { $count ->
    [one] one question
   *[other] { $count } questions
} off the list for good. Shall I?
gaps-closed = Taken off the list: { $count ->
    [one] one question.
   *[other] { $count } questions.
}

settings-lead = How I behave here:
settings-same = That is how it is set already.
settings-done = Set.
settings-changed = { $new } (before: { $old })
settings-presence = In this channel
settings-private = Answers to commands here
settings-private-mentions = Answers to mentions here
settings-private-default = In other channels
settings-private-yes = shown to their member alone
settings-private-no = shown to everybody
settings-cooldown-member = A member may ask
settings-cooldown-channel = In a channel may be asked
settings-rate = { $count ->
    [0] as often as they like
    [one] one question a minute
   *[other] { $count } questions a minute
}
settings-rate-ordinary = { $rate } (set by the bot's operator)
settings-language = Language
settings-notices = Changes on the web are told
settings-notices-here = in this channel
settings-notices-elsewhere = in another channel
settings-notices-nowhere = nowhere

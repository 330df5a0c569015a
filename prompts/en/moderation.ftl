# What moderators read.

reload-done = The index was rebuilt in { $seconds } s: { $passages ->
    [one] one passage
   *[other] { $passages } passages
}, { $speakers ->
    [one] one speaker
   *[other] { $speakers } speakers
}.
reload-nothing-changed = Nothing changed.
reload-changes = Passages: { $added } added, { $removed } removed, { $edited } changed.
reload-reattributed = { $count ->
    [one] One passage has another speaker than before.
   *[other] { $count } passages have other speakers than before.
}
reload-new-speakers = New speakers: { $names }.
reload-gone-speakers = Speakers gone: { $names }.
reload-attributing = Rebuilding the index: working out who said what ({ $done } of { $total })
reload-embedding = Rebuilding the index: embedding ({ $done } of { $total })

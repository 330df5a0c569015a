"""Given names in a transcript whose labels give family names alone: whoever is addressed mostly speaks next.

"Bertil, you run the works. Why now?" before the words of LINDQUIST makes that label Bertil Lindquist's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from index.attribution.names import fold
from index.attribution.wordlists import given_names, titles
from index.sentences import sentence_spans

_LAST = 3
"""In how many sentences at a turn's end the next speaker is addressed."""
_NAME = r"(?P<name>[A-Z][^\W\d_]+(?:-[A-Z][^\W\d_]+)?)"
_ADDRESSED = (
    re.compile(rf"(?:(?:And|So|But|Yes|No|Well|Now|Right|OK|Okay|Thank you|Thanks),? )?{_NAME}, \w"),
    re.compile(rf"(?:.*, |(?:And|Thank you|Thanks|Over to you),? |){_NAME}\s*[?.!]+[\"”]?$", re.DOTALL),
)


def given_names_by_label(turns: Sequence[tuple[str, str]], taken: Collection[str]) -> dict[str, str]:
    """Return the given name of each label that is addressed by one and then speaks.

    Args:
        turns: the label and the words of each turn, in order.
        taken: folded words that are part of known names or labels, and so nobody else's given name.

    Returns:
        A name, as it is spelt, for each label that is clearly addressed by it: more often than by any other, and no
        other label as often. A name that is known for a given name has to be called once, another one twice.
    """
    small = {word for _, words in turns for word in re.findall(r"\b[a-z][\w'’-]+", words)}
    votes: Counter[tuple[str, str]] = Counter()
    for (label, words), (following, _) in pairwise(turns):
        if label == following:
            continue
        for sentence in [span.of(words) for span in sentence_spans(words)][-_LAST:]:
            for match in filter(None, (pattern.match(sentence) for pattern in _ADDRESSED)):
                name = match["name"]
                known = fold(name) in given_names()
                if fold(name) not in taken and fold(name) not in titles() and (known or name.lower() not in small):
                    votes[following, name] += 1
    found: dict[str, str] = {}
    for (label, name), count in votes.items():
        rivals = [n for (other, called), n in votes.items() if (other == label) != (called == name)]
        if count >= (1 if fold(name) in given_names() else 2) and all(n < count for n in rivals):
            found[label] = name
    return found

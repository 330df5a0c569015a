"""Lexical retrieval: which share of a question's telling words a text holds."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
# Words that ask, and words that hold a sentence together: no text is about them. Our own compilation.
_FUNCTION_WORDS = frozenset(
    """a about after all also am an and any are as at be been before being but by can could did do does doing done
    for from get give go got had has have having he her hers him his how i if in into is it its just let like made
    make many may me might more most much my no not of off on one or other our out over please said same say saying
    says she should show so some somebody someone something such talk talked tell than thank that the their them
    then there these they thing things think this those to told too up us very was we were what when where which
    while who whom whose why will with would you your""".split()
)
_stem = lru_cache(maxsize=100_000)(snowballstemmer.stemmer("english").stemWord)


class LexicalIndex:
    """The stems of a list of texts, and how telling each is among them."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Index `texts`."""
        rows: dict[str, list[int]] = {}
        for row, text in enumerate(texts):
            for stem in set(stems(text)):
                rows.setdefault(stem, []).append(row)
        self._rows = {stem: np.array(found) for stem, found in rows.items()}
        self._count = len(texts)

    def coverage(self, question: str) -> npt.NDArray[np.float32]:
        """Return, for each text, the share of the question's words that it holds, weighted by idf.

        Returns:
            Shape (texts,), between 0 and 1; all 0 where the question has function words only.
        """
        covered = np.zeros(self._count, np.float32)
        whole = 0.0
        for stem in dict.fromkeys(stems(question)):
            found = self._rows.get(stem)
            idf = math.log1p(self._count / (0.5 if found is None else len(found)))
            whole += idf
            if found is not None:
                covered[found] += idf
        return covered / whole if whole else covered


def stems(text: str) -> list[str]:
    """Return the stems of the words of `text`, folded to lower case without accents, function words left out."""
    folded = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    words = (word.removesuffix("'s") for word in _WORD.findall(plain))
    return [_stem(word) for word in words if word not in _FUNCTION_WORDS and "'" not in word]

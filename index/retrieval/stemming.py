"""The words of a text as stems, so that "loans" in a question finds "loan" in a passage."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

# Runs of letters and digits. Han, kana and hangul are left out: they are written without spaces, so that a run of
# them is no word, and it would swallow a name in Latin letters that stands beside it.
_WORD = re.compile(r"[^\W_\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff]+(?:'[^\W_]+)?")
# Words that ask, and words that hold a sentence together: no text is about them. Our own compilation.
_FUNCTION_WORDS = frozenset(
    """a about after all also am an and any are as at be been before being but by can could did do does doing done
    for from get give go got had has have having he her hers him his how i if in into is it its just let like made
    make many may me might more most much my no not of off on one or other our out over please said same say saying
    says she should show so some somebody someone something such talk talked tell than thank that the their them
    then there these they thing things think this those to told too up us very was we were what when where which
    while who whom whose why will with would you your""".split()
)
_stemmer = snowballstemmer.stemmer("english")
_stemming = threading.Lock()
"""The stemmer keeps the word that it works on in itself, so that only one thread at a time may use it."""


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of an English word in lower case. Safe for several threads."""
    with _stemming:
        return str(_stemmer.stemWord(word))


def stems(text: str) -> list[str]:
    """Return the stems of the words of `text`, folded to lower case without accents, function words left out."""
    return [found for _start, _end, found in located_stems(text)]


def folded(text: str) -> str:
    """Return `text` in lower case, with compatible characters made equal and without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


def located_stems(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, stem) of the words of `text`, as of `stems`, by offsets into it."""
    for found in _WORD.finditer(text.replace("’", "'")):
        word = folded(found.group()).removesuffix("'s")
        if word not in _FUNCTION_WORDS and "'" not in word:
            yield found.start(), found.end(), stem(word)

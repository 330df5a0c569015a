"""How much of two articles is the same text: told by the runs of words that they share."""

from __future__ import annotations

import re

from index.article import Article

_RUN = 4  # words
_UPDATE = 0.5  # share of the shorter text's runs of words; two reports of one speech share less than a fifth
_LEAST = 20  # runs of words; of less text nothing can be said


def likeness(a: Article, b: Article) -> float:
    """Return which share of the shorter article's runs of words the other has too, from 0 to 1; 0 for very short ones.

    Text that was added to an article, or cut from it, does not count against it.
    """
    first, second = _runs(a), _runs(b)
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter >= _LEAST else float(bool(first) and first == second)


def is_update(old: Article, new: Article) -> bool:
    """Return whether `new` is another version of `old`: mostly the same words, in whatever order of paragraphs."""
    return likeness(old, new) >= _UPDATE


def _runs(article: Article) -> set[tuple[str, ...]]:
    runs: set[tuple[str, ...]] = set()
    for paragraph in article.paragraphs:
        # A run of letters is a word; of Chinese and Japanese, where no space parts words, each character is.
        words = re.findall(
            r"[\u3041-\u30ff\u3400-\u9fff]|[^\W_\u3041-\u30ff\u3400-\u9fff]+",
            paragraph.span.of(article.text).casefold(),
        )
        runs.update(tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1)) if words)
    return runs

"""What stands just before a passage: the question that it answers, the sentence that it goes on from.

"A banknote. Purely as a souvenir." says nothing by itself; after "What will be in your pocket in 2040?" it is an
answer. The reader is given these words before the passage's own, of which alone it marks any.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.article import Article, Passage
from index.plain import on_one_line
from index.reading.inputs import before
from index.snapshot import Snapshot

_TURNS = 4
"""How many passages back a turn's question is looked for: a panel answers one after the other."""
_SHORT, _LONGEST = 50, 150  # characters; bytes in UTF-8, so that Chinese, of which one says more, is cut sooner
_QUESTION_MARKS = ("?", "？")  # the full-width one ends questions in Chinese and Japanese
_QUOTES = "\"'”’」』)）]"  # likewise


def lead_of(snapshot: Snapshot, at: int) -> str:
    """Return all that the reader is given before a passage's words: what led up to it, and who speaks in it.

    Args:
        snapshot: the index that holds the passage.
        at: the passage's place among the snapshot's, from 0.
    """
    passage = snapshot.passages[at]
    context = led_up_to(snapshot.passages, at, snapshot.article_of(passage))
    return before(context, snapshot.speakers_of(passage))


def led_up_to(passages: Sequence[Passage], at: int, article: Article) -> str:
    """Return what leads up to a passage, on one line; empty for an article's first.

    It is the end of the passage before it: its last sentence, with the one before where that is short. For a turn of a
    transcript it is the nearest question of somebody else, if one was put within the last turns.

    Args:
        passages: those of a snapshot, each article's in the order of its text.
        at: the passage's place among them, from 0.
        article: the passage's article.
    """
    if not at or passages[at - 1].article != passages[at].article:
        return ""
    label = _label(passages[at], article)
    if label:
        for i in range(at - 1, max(-1, at - 1 - _TURNS), -1):
            one = passages[i]
            if one.article != article.sha256 or not (other := _label(one, article)):
                break
            if other != label and (put := _last_question(one, article)):
                return ending(put)
    return ending(*(sentence.of(article.text) for sentence in passages[at - 1].sentences[-2:]))


def ending(*sentences: str) -> str:
    """Return the last sentence, with those before it where it is short, without what is longer than a reader needs."""
    kept: list[str] = []
    for sentence in reversed(sentences):
        if kept and len(" ".join(kept)) >= _SHORT:
            break
        kept.insert(0, on_one_line(sentence))
    words = " ".join(kept)
    end = words.encode()[-_LONGEST:].decode(errors="ignore")
    return words if end == words else f"… {end.partition(' ')[2] or end}"


def _label(passage: Passage, article: Article) -> str | None:
    return article.paragraphs[passage.paragraph - 1].label


def _last_question(passage: Passage, article: Article) -> str | None:
    sentences = [sentence.of(article.text).strip() for sentence in passage.sentences]
    return next((s for s in reversed(sentences) if s.rstrip(_QUOTES).endswith(_QUESTION_MARKS)), None)

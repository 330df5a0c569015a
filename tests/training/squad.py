"""Questions over passages in SQuAD's format, made into what the reader learns from.

Each answerable question stands beside the window of sentences that answers it and one or two that do not: the same
paragraph without the answering sentence, or windows of other paragraphs that share most with the question; or the
same window is asked with another name or number in the question. Questions that are unanswerable by design give theirs.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from index.article import Span
from index.reading.context import ending
from index.reading.inputs import before
from index.retrieval.lexical import Idf, LexicalIndex
from index.retrieval.stemming import stems
from index.sentences import sentence_spans
from tests.training.example import Candidate, Example

TITLED = ("squad2_part", "shifts_new_wiki")
"""Files of Wikipedia articles, whose titles name their subjects."""
_NUMBER = re.compile(r"\b\d[\d,.]*\b")
_NAME = re.compile(r"(?<=[a-z,] )((?:[A-Z][\w’'-]+)(?: (?:of |the |de )?[A-Z][\w’'-]+)*)")
_SHORTEST, _LONGEST = 35, 95  # words in a window
_WITHOUT_ANSWER, _SWAPPED = 0.45, 0.15  # how often each kind of negative is tried; the rest are other paragraphs
_ELSEWHERE = 2  # windows of other paragraphs beside a question
_LED_UP_TO = 0.7  # how often what stands before a window goes before it, as in a report
_TITLED = 0.5  # how often the article's title goes before a window, as a speaker will in a report


def read_squad(path: Path) -> list[dict[str, Any]]:
    """Return the articles of a gzipped file in SQuAD's format."""
    articles: list[dict[str, Any]] = json.loads(gzip.decompress(path.read_bytes()))["data"]
    return articles


def is_held_back(name: str, number: int) -> bool:
    """Return whether the reader may not learn from an article, counted from 0 in the file called `name`."""
    return number >= 7 if name == "squad2_part" else number % 6 == 5


def is_for_figures(name: str, number: int) -> bool:
    """Return whether nothing at all was learned or fitted on an article; the ranking is fitted on the other half."""
    return is_held_back(name, number) and (number >= 8 if name == "squad2_part" else number % 12 == 11)


def examples(article: dict[str, Any], titled: bool, shuffle: random.Random) -> Iterator[Example]:
    """Yield what one article teaches: a question beside the window that answers it and others that do not.

    Args:
        article: as `read_squad` returns it.
        titled: whether its title names its subject.
        shuffle: where chance comes from.
    """
    texts = [paragraph["context"] for paragraph in article["paragraphs"]]
    sentences = [sentence_spans(text) for text in texts]
    idf = Idf(texts)
    words = LexicalIndex(texts, idf)
    names = sorted({name for text in texts[:200] for name in _NAME.findall(text)})
    title = str(article.get("title") or "").replace("_", " ")
    asked = [(i, qa) for i, paragraph in enumerate(article["paragraphs"]) for qa in paragraph["qas"]]
    shuffle.shuffle(asked)
    for home, qa in asked:
        text, spans, question = texts[home], sentences[home], qa["question"].strip()
        if not spans:
            continue
        named = f"{title}: " if titled and title and shuffle.random() < _TITLED else ""
        told = shuffle.random() < _LED_UP_TO

        def lead(place: int, start: int, named: str = named, told: bool = told) -> str:
            return _led_up_to(texts, sentences, place, start) * told + named

        if qa.get("is_impossible"):
            at = (qa.get("plausible_answers") or [{}])[0].get("answer_start", -1)
            keep = next((i for i, s in enumerate(spans) if s.start <= at < s.end), shuffle.randrange(len(spans)))
            window = _window(text, spans, keep, keep, shuffle)
            yield Example(question, (Candidate(lead(home, window.start), window.of(text)),), "unanswerable")
        elif qa["answers"]:
            answer = shuffle.choice(qa["answers"])
            span = Span(answer["answer_start"], answer["answer_start"] + len(answer["text"]))
            holding = [i for i, s in enumerate(spans) if s.overlaps(span)]
            if not holding:
                continue
            window = _window(text, spans, holding[0], holding[-1], shuffle)
            answering = Span(span.start - window.start, span.end - window.start)
            right = Candidate(lead(home, window.start), window.of(text), answering)
            beside = [right]
            chance = shuffle.random()
            rest = [i for i in range(len(spans)) if i not in holding]
            left = " ".join(spans[i].of(text) for i in rest)
            missing = len(left.split()) >= 20 and span.of(text).lower() not in left.lower()
            other = _swapped(question, text, texts[max(0, home - 5) : home + 6], names, shuffle)
            if chance < _WITHOUT_ANSWER and missing:
                near = [i for i in rest if abs(i - holding[0]) <= 3][:5] or rest[:1]
                beside.append(Candidate(lead(home, spans[near[0]].start), " ".join(spans[i].of(text) for i in near)))
            elif _WITHOUT_ANSWER <= chance < _WITHOUT_ANSWER + _SWAPPED and other:
                yield Example(other, (Candidate(right.before, right.words),), "swapped")
            else:
                scores = words.shares(stems(question))
                scores[home] = -1
                near = [
                    int(i)
                    for i in np.argsort(-scores)[:4]
                    if i != home and sentences[i] and span.of(text).lower() not in texts[i].lower()
                ]
                for i in shuffle.sample(near, min(_ELSEWHERE, len(near))):
                    pieces = [s.of(texts[i]) for s in sentences[i]]
                    best = int(LexicalIndex(pieces, idf).shares(stems(question)).argmax())
                    found = _window(texts[i], sentences[i], best, best, shuffle)
                    beside.append(Candidate(lead(i, found.start), found.of(texts[i])))
            shuffle.shuffle(beside)
            yield Example(question, tuple(beside), "answerable")


def _led_up_to(texts: list[str], sentences: list[tuple[Span, ...]], place: int, start: int) -> str:
    """Return the sentences before `start` of a paragraph, or the end of the paragraph before it, as a lead."""
    held = [s.of(texts[place]) for s in sentences[place] if s.start < start]
    if not held and place:
        held = [s.of(texts[place - 1]) for s in sentences[place - 1]]
    return before(ending(*held[-2:]), [])


def _window(text: str, spans: tuple[Span, ...], first: int, last: int, shuffle: random.Random) -> Span:
    """Return a stretch of whole sentences of chance length round those from `first` to `last`."""
    lengths = [len(span.of(text).split()) for span in spans]
    room = shuffle.randint(_SHORTEST, _LONGEST) - sum(lengths[first : last + 1])
    while True:
        ways = [i for i in (first - 1, last + 1) if 0 <= i < len(spans) and lengths[i] <= room]
        if not ways:
            return Span(spans[first].start, spans[last].end)
        taken = shuffle.choice(ways)
        room -= lengths[taken]
        first, last = min(first, taken), max(last, taken)


def _swapped(question: str, passage: str, nearby: list[str], names: list[str], shuffle: random.Random) -> str | None:
    """Return the question with a number or a name put for another that the passage lacks, or None."""
    numbers = _NUMBER.findall(question)
    if numbers:
        number = shuffle.choice(numbers)
        found = [n for n in _NUMBER.findall(" ".join(nearby)) if len(n) == len(number) and n not in passage]
        return question.replace(number, shuffle.choice(found)) if found else None
    held = [name for name in _NAME.findall(question) if name in passage]
    other = shuffle.choice(names) if held and names else ""
    if not other or other in passage or other in question:
        return None
    return question.replace(shuffle.choice(held), other)

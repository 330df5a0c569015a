"""Somebody's message as something to look up: what can be searched of it, without links, mentions and code."""

from __future__ import annotations

import re

from bot.questions.cast import cast_of
from bot.questions.language import language_of
from bot.questions.question import Kind, Question
from bot.questions.speakers import as_named, find_speakers
from bot.questions.understanding import topic_of
from bot.questions.words import tokens
from index.retrieval.stemming import stem
from index.sentences import sentence_spans
from index.snapshot import Snapshot

_LONGEST = 300  # characters that are searched for; the models read little more
_MOST_READ = 20_000  # characters of a message that are looked at
_LABELLED = re.compile(r"<(?:https?:|mailto:|tel:)[^<>|\n]*\|([^<>\n]*)>|\[([^\[\]\n]+)\]\(<?https?:[^()\s]*\)")
_NO_WORDS = (
    re.compile(r"```.*?(?:```|\Z)", re.DOTALL),  # code
    re.compile(r"`[^`\n]*`"),
    re.compile(r"<(?:[@#!&]|a?:|t:|/|https?:|mailto:|tel:)[^<>\n]*>"),  # mentions, emoji, times, commands, links
    re.compile(r"\b(?:https?://|www\.)\S+"),
    re.compile(r"(?<!\w)@\w+|(?<!\w):[a-z0-9_+-]+:(?!\w)"),
    re.compile(r"^[^\S\n]*(?:>+|[-*+]\s|#{1,6}\s|-#\s)", re.MULTILINE),  # marks of quotes, lists and headings
    re.compile(r"[*~|]{1,3}(?=\S)|(?<=\S)[*~|]{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)"),
)


def wording(text: str) -> str:
    """Return the words of a message on one line: no mention, link, emoji, code or mark-up; empty where none is left."""
    kept = _LABELLED.sub(lambda match: match[1] or match[2] or " ", text[:_MOST_READ])
    for pattern in _NO_WORDS:
        kept = pattern.sub(" ", kept)
    tidy = " ".join("".join(c if c.isprintable() else " " for c in kept).split())
    return tidy if any(c.isalpha() for c in tidy) else ""


def as_topic(words: str, snapshot: Snapshot) -> Question:
    """Return the question what was said about the subject of a message.

    Args:
        words: of the message, as `wording` gives them, not empty.
        snapshot: the index that will answer.
    """
    search = _most_telling(words, snapshot)
    cast = cast_of(snapshot)
    found, _ = find_speakers(tokens(search), language_of(search), cast)
    speakers = as_named(found, tokens(search), search)
    return Question(search, language_of(search), Kind.TOPIC, search, speakers, topic=topic_of(tokens(search)))


def _most_telling(words: str, snapshot: Snapshot) -> str:
    """Return the sentences of a message that share words with the articles, in order; of many, those that most do.

    Where none does, it is the beginning.
    """
    known = cast_of(snapshot).stems
    sentences = [span.of(words) for span in sentence_spans(words)]
    shared = [len({stem(token.word) for token in tokens(topic_of(tokens(one)))} & known) for one in sentences]
    kept: set[int] = set()
    room = _LONGEST
    for place in sorted(range(len(sentences)), key=lambda i: (-shared[i], i)):
        if shared[place] and len(sentences[place]) <= room:
            kept.add(place)
            room -= len(sentences[place]) + 1
    return " ".join(sentences[place] for place in sorted(kept)) or words[:_LONGEST]

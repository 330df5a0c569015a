"""From a member's text to what it asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.questions import following
from bot.questions.cast import Found, cast_of
from bot.questions.courtesy import courtesy_of
from bot.questions.kinds import kind_of
from bot.questions.language import language_of
from bot.questions.question import Kind, Named, Question
from bot.questions.sources import without_source
from bot.questions.speakers import as_named, find_speakers, without_addressees
from bot.questions.trimming import searchable
from bot.questions.words import Token, fold, tokens, word_list

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from index.snapshot import Snapshot

_CUES_CJK = re.compile(
    "邊個|边个|誰|谁|邊位|哪位|什麼|什么|乜嘢|咩|點解|點樣|点解|怎么样|怎麼樣|怎么|怎麼|為什麼|为什么|幾多|多少|幾時|何时|何時|哪些|邊啲|有冇|有沒有|有没有|"
    "覺得|觉得|認為|认为|話|话|說|说|講|讲|點睇|看法|的|嘅|係|是|嗎|吗|呢|了|咗|誰が|何を|なに|どう|ですか|ますか|ましたか|について|は|が|を|に|の|と"
)
_SAYS_WHAT = frozenset("and or but so then what about how does did do is the article say says said report".split())
_SOMEBODY = re.compile(r"\b(?:his|her|hers|their)\b(?= \w)|\b(?:he|she|him|her|they|them)\b")


def understand(
    text: str, conversation: Conversation, snapshot: Snapshot, of: tuple[Named, ...] | None = None
) -> Question:
    """Return what a member's text asks.

    Args:
        text: tidied, not empty.
        conversation: what was said in the thread before.
        snapshot: the index that will answer: its speakers and its text are what names are resolved against.
        of: whose words are asked for, where the member chose that beside the text; whoever the text names or means
            by a pronoun does not count then.
    """
    language = language_of(text)
    if (courtesy := courtesy_of(text)) is not None:
        return Question(text, language, courtesy, text)
    search = searchable(text)
    if (courtesy := courtesy_of(search)) is not None:
        return Question(text, language, courtesy, search)
    search, articles = without_source(search, snapshot)
    turn = conversation.turns[-1] if conversation.turns else None
    if articles and turn and turn.asked and _asks_nothing_else(search):
        # "And in the Gazette?"
        return replace(turn.asked, text=text, passages=(), given=(), follows=False, more=False, articles=articles)
    words = tokens(search)
    cast = cast_of(snapshot)
    found, unknown = find_speakers(words, language, cast)
    found = without_addressees(found, words, search)
    speakers = as_named(found, words, search) if of is None else of
    unknown = unknown if of is None else ()
    read = Question(text, language, Kind.FACT, search, speakers, unknown, topic_of(words, found), articles=articles)
    kind = _kind(read, words, found)
    if of is not None and kind not in (Kind.EVERYTHING, Kind.WHO_IS):
        kind = Kind.WHAT_SAID if read.topic else Kind.EVERYTHING
    read = replace(read, kind=kind)
    if turn is None or not turn.passages:
        return replace(read, kind=Kind.FACT) if read.kind is Kind.PROVENANCE else read
    leans = read.kind is Kind.PROVENANCE or following.leans(text, language, speakers)
    if not leans and (read.kind is not Kind.FACT or not following.may_lean(text, language, speakers)):
        return read
    if leans and not speakers:
        speakers = following.carried(search, language, turn, cast, snapshot)
    more = following.asks_for_more(search)
    read = replace(read, speakers=speakers, follows=True, passages=turn.passages, given=turn.given, more=more)
    return replace(read, kind=_kind(read, words, found)) if leans and of is None else read


def _asks_nothing_else(search: str) -> bool:
    """Return whether nothing is left of a question but "and in" its source, or what that says."""
    return all(token.word in _SAYS_WHAT or len(token.word) < 2 for token in tokens(search))


def _kind(read: Question, words: Sequence[Token], found: Sequence[Found]) -> Kind:
    masked = _masked(read.search, words, found)
    if read.follows and read.speakers and not found:
        masked = _SOMEBODY.sub(lambda m: "§'s" if m.group() in ("his", "her", "hers", "their") else "§", masked)
    for name in read.unknown:
        masked = masked.replace(fold(name), "§", 1)
    named = bool(read.speakers or read.unknown)
    kind = kind_of(masked, fold(read.search), read.language, named=named, topic=read.topic)
    if kind is Kind.EVERYTHING and not read.keys:
        return Kind.WHAT_SAID if read.unknown else Kind.LIST
    return kind


def _masked(search: str, words: Sequence[Token], found: Sequence[Found]) -> str:
    """Return the question, folded, with "§" in place of each mention of somebody."""
    pieces: list[str] = []
    done = 0
    for one in found:
        start, end = words[one.start].start, words[one.end - 1].end
        if start < done:
            continue
        possessive = re.search(r"['’]s?$", search[start:end]) or re.match(r"['’](?=\s)", search[end:])
        pieces += [search[done:start], "§'s" if possessive else "§"]
        done = end
    return fold("".join([*pieces, search[done:]]))


def topic_of(words: Sequence[Token], found: Sequence[Found] = ()) -> str:
    """Return the content words of a question, without those that ask and those that name somebody."""
    named = {i for one in found for i in range(one.start, one.end) if words[i].word.isascii()}
    frame = word_list("frame_words")
    kept = []
    for i, token in enumerate(words):
        if i in named or token.word in frame:
            continue
        kept.append(_CUES_CJK.sub(" ", token.text) if not token.text.isascii() else token.text)
    return " ".join(" ".join(kept).split())

"""Whom a question names: by name, in any spelling that members use, or by role ("the dean", "the irrigation lady")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from bot.questions.cast import Cast, Entity, Found
from bot.questions.foreign import foreign_role_mentions
from bot.questions.question import Manner, Named
from bot.questions.roles import is_person_noun, role_mentions
from bot.questions.scripts import script_mentions, sounds
from bot.questions.surnames import surname_mentions
from bot.questions.words import Token, common_words, fold, is_han, is_kana
from index.article import SpeakerKind
from index.attribution.lexicon import cue_verbs
from index.attribution.wordlists import given_names, titles, word_group
from index.retrieval.stemming import stem

_BEFORE_A_PERSON = frozenset(
    "did does do is was has had would according by from mr mrs ms dr of to whats who's".split()
)
_AFTER_A_PERSON = frozenset(
    "say said says saying think thinks thought mean on about re want wants wanted make made argue see tell told".split()
)

_ABBREVIATION = re.compile(r"[A-Z]{2,}(?:'?s|ers?)?")  # "GPs", "HKers"
_HOLDS = 0.8  # the least score of a role that somebody holds rather than is a little like

_TOWARDS = frozenset("at to against".split())
_TOWARDS_CJK = ("回應", "回应", "回答", "反駁", "反驳")
_JOINED = re.compile(r"\b(?:and|or|et|y|und|vs|compar\w*)\b")


def find_speakers(question: Sequence[Token], language: str, cast: Cast) -> tuple[list[Found], tuple[str, ...]]:
    """Return whom a question names, in its order, and the names in it that the articles do not know.

    Args:
        question: its tokens.
        language: the language it is in, as `language_of` names it.
        cast: who can be named.
    """
    found = _by_name(question, cast)
    people = [one for one in found if any(e.kind is SpeakerKind.PERSON for e in one.entities)]
    others = [one for one in found if one not in people]
    people += _by_nickname(question, _taken(people), cast)
    roles = list(role_mentions(question, _taken(people), cast))

    def is_of_a_role(one: Found) -> bool:
        return is_person_noun(question, one.end) or any(r.start <= one.start and one.end <= r.end for r in roles)

    # "The Lexforge boss" is a person, though Lexforge may speak too.
    found = [*people, *(one for one in others if not is_of_a_role(one)), *roles]
    found += surname_mentions(question, _taken(found), cast)
    found += foreign_role_mentions(question, _taken(found), language, cast)
    found += script_mentions(question, _taken(found), cast)
    found.sort(key=lambda one: one.start)
    return found, _unknown(question, _taken(found), cast) if language != "de" else ()  # German nouns have capitals


def _taken(found: Sequence[Found]) -> set[int]:
    """Return which tokens of the question mentions consist of."""
    return {i for one in found for i in range(one.start, one.end)}


def as_named(found: Sequence[Found], question: Sequence[Token], text: str) -> tuple[Named, ...]:
    """Return what was found as values of a `Question`, each entity once, the surest mention of it."""
    best: dict[int, Named] = {}
    for one in found:
        mention = text[question[one.start].start : question[one.end - 1].end]
        for entity in one.entities:
            known = best.get(id(entity))
            if known is None or known.score < one.score:
                best[id(entity)] = Named(entity.name, mention, one.manner, one.score, frozenset(entity.keys))
    return tuple(best.values())


def without_addressees(found: Sequence[Found], question: Sequence[Token], text: str) -> list[Found]:
    """Return those whose words are asked for: without those to whom or against whom these were said.

    "The swipe that Ada took at the mayor" asks for Ada's words. Whoever is named first is never left out.
    """
    kept: list[Found] = []
    for one in found:
        start = one.start
        while start and question[start - 1].word in ("the", "a", "an"):
            start -= 1
        between = text[question[kept[-1].end - 1].end : question[one.start].start] if kept else ""
        before = question[start - 1].word if start else ""
        turned = before in _TOWARDS or between.rstrip().endswith(_TOWARDS_CJK)
        if not (turned and kept and not _JOINED.search(fold(between))):
            kept.append(one)
    return kept


def _by_name(question: Sequence[Token], cast: Cast) -> list[Found]:
    """Return the mentions by name: runs of words that fit one entity, the entities that most words fit."""
    found: list[Found] = []
    scores = [_fitting(question, i, cast) for i in range(len(question))]
    i = 0
    while i < len(question):
        if not scores[i]:
            i += 1
            continue
        end, fitting = i + 1, dict(scores[i])
        while end < len(question) and (shared := fitting.keys() & scores[end].keys()):
            fitting = {key: fitting[key] + scores[end][key] for key in shared}
            end += 1
        entities = [e for e in cast.entities if id(e) in fitting and _is_named(question, i, end, e, cast)]
        if entities:
            best = max(fitting[id(e)] for e in entities)
            kept = tuple(e for e in entities if fitting[id(e)] >= best - 0.1)
            start = i
            while start and question[start - 1].word in titles():
                start -= 1
            kept = _so_titled(question[start:i], kept)
            sure = best / (end - i)
            found.append(Found(start, end, kept, Manner.NAME if sure >= 1 else Manner.SPELLING, sure))
        i = end
    return found


def _by_nickname(question: Sequence[Token], taken: set[int], cast: Cast) -> list[Found]:
    """Return the mentions by nickname, in any case and maybe misspelt, of tokens that are not `taken`.

    Whoever has the words for a role, or another whom they fit as one, goes before whoever is only called so.
    """
    known = [(words, entity) for entity in cast.entities for words in entity.nicknames]
    found: list[Found] = []
    used = set(taken)
    for words, _ in sorted(known, key=lambda pair: -len(pair[0])):
        for start in range(len(question) - len(words) + 1):
            end = start + len(words)
            sure = _so_called(question, start, words, cast)
            if not sure or used & set(range(start, end)):
                continue
            bearers = tuple(entity for other, entity in known if other == words)
            outside = set(range(len(question))) - set(range(max(0, start - 1), end))
            holders = [r for r in role_mentions(question, taken | outside, cast) if r.score >= _HOLDS]
            if any(set(map(id, role.entities)) - set(map(id, bearers)) for role in holders):
                continue
            used |= set(range(start, end))
            found.append(Found(start, end, bearers, Manner.NAME if sure >= 1 else Manner.SPELLING, sure))
    return found


def _so_called(question: Sequence[Token], start: int, nickname: Sequence[str], cast: Cast) -> float:
    """Return how surely the tokens from `start` on are a nickname: 1 as spelt, less where misspelt, 0 where not.

    An ordinary word ("the admiral", "doc") is one only where it is used as a name is.
    """
    end = start + len(nickname)
    pairs = list(zip(question[start:end], nickname, strict=True))
    alike = [1.0 if t.word == one else _misspelt(t.word, one, cast) for t, one in pairs]
    if not all(alike):
        return 0.0
    ordinary = all(token.word in common_words() or token.word in cast.lower for token in question[start:end])
    opening = start - 1 if start and question[start - 1].word == "the" else start
    before = question[opening - 1].word if opening else ""
    after = question[end].word if end < len(question) else ""
    speaks = before in _BEFORE_A_PERSON or after in _AFTER_A_PERSON or after in cue_verbs() or not after
    shown = opening < start or question[start].capital or question[end - 1].possessive
    named = len(nickname) > 1 or not ordinary or (speaks and (shown or _in_slot(question, start)))
    return sum(alike) / len(alike) if named else 0.0


def _misspelt(word: str, known: str, cast: Cast) -> float:
    """Return how alike a word that no article has is to one of a nickname; 0 where it is another word."""
    if len(word) < 4 or word in cast.vocabulary or word in common_words():
        return 0.0
    return _alike(word, known, titled=True)


def _so_titled(before: Sequence[Token], sharing: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Return those of several who share a name that the titles before it fit ("Dr Obi", "Councillor Obi"), or all."""
    for token in reversed(before):
        title = titles()[token.word]
        office = {stem(word) for word in (title.role or "").split()}
        fits = [e for e in sharing if (office <= e.role if office else stem(token.word) in e.titles)] or list(sharing)
        if title.gender:
            fits = [e for e in fits if e.gender == title.gender] or [e for e in fits if e.gender is None] or fits
        sharing = tuple(fits)
    return sharing


def _fitting(question: Sequence[Token], at: int, cast: Cast) -> dict[int, float]:
    """Return how well the token at `at` fits a word of each entity's name, by the entity's `id`."""
    word = question[at].word
    if len(word) < 2 or word in word_group("particles"):
        return {}
    exact = {id(e): 1.0 for e in cast.entities if word in e.words or (len(e.words) > 1 and word == "".join(e.words))}
    titled = at > 0 and question[at - 1].word in titles()
    shown = titled or (question[at].capital and at > 0) or (question[at].possessive and word not in common_words())
    if exact or len(word) < (3 if shown else 4):
        return exact
    if word in cast.vocabulary or (stem(word) in cast.lower_stems and not titled):
        return {}
    if word in common_words() and (word in _AFTER_A_PERSON or not _in_slot(question, at)):
        return {}
    near = {id(e): max((_alike(word, known, titled) for known in e.words), default=0.0) for e in cast.entities}
    for entity in cast.entities:
        if at + 1 < len(question) and word + question[at + 1].word in entity.words:
            near[id(entity)] = 1.0  # "Van Doren" for Vandoren
        if any(word == one + other for one, other in pairwise(entity.words)):
            near[id(entity)] = 1.0
        short = word.removesuffix("ie").removesuffix("y") if len(word) > 4 else word
        names = entity.words if titled else entity.words[:-1]
        if entity.kind is SpeakerKind.PERSON and word not in common_words() and any(n.startswith(short) for n in names):
            near[id(entity)] = max(near[id(entity)], 0.8)  # "Bart" for Bartholomew, "Lachie" for Lachlan
    best = max(near.values(), default=0.0)
    return {key: score for key, score in near.items() if score >= max(best - 0.02, 0.01)}


def _alike(word: str, known: str, titled: bool = False) -> float:
    """Return how alike two spellings are, from 0 to 1; 0 where they are too far apart for one name.

    The optimal string alignment distance may be one up to five letters, two up to nine, and three beyond. Words that
    sound alike are alike. After a title ("Mayor Tam") short names count too.
    """
    if len(known) < 4 or (known in common_words() and not titled):
        return 0.0
    least = min(len(word), len(known))
    if least >= 4 and sounds(word) == sounds(known):
        return 0.9
    if least <= 5 and not titled and word[:2] != known[:2]:
        return 0.0
    allowed = 1 if least <= 5 else 2 if least <= 9 else 3
    distance = OSA.distance(word, known, score_cutoff=allowed)
    if distance > allowed:
        return 0.0
    if word[0] != known[0] and (distance > 1 or least < 6):
        return 0.0  # members seldom miss the first letter
    if distance == 2 and least <= 6 and word[:2] != known[:2]:
        return 0.0
    return 1 - distance / max(len(word), len(known))


def _in_slot(question: Sequence[Token], at: int) -> bool:
    """Return whether a word stands where a person is named: "did X say", "Mr X", "X's view"."""
    before = question[at - 1].word if at else ""
    after = question[at + 1].word if at + 1 < len(question) else ""
    if before in titles():
        return True
    speaks = after in _AFTER_A_PERSON or after in cue_verbs()
    return before in _BEFORE_A_PERSON and speaks


def _is_asked_of(question: Sequence[Token], at: int) -> bool:
    """Return whether a word stands where nobody but a person is named: after a title, or "did X say"."""
    if not _in_slot(question, at):
        return False
    title = question[at - 1]
    if title.word not in titles() or question[at].capital:
        return title.word in {"did", "does", *titles()}
    # "The minister's remarks", "which speaker moaned", "the board president uneasy": an office, no form of address.
    before = question[at - 2].word if at > 1 else ""
    return not title.possessive and (not before or before in _BEFORE_A_PERSON)


def _is_named(question: Sequence[Token], start: int, end: int, entity: Entity, cast: Cast) -> bool:
    """Return whether a run of tokens that fit an entity's name does name it."""
    inside = [token.word for token in question[start:end]]
    if entity.kind is SpeakerKind.ORGANISATION:
        ordinary = all(word in common_words() or word in cast.lower for word in inside)
        return not ordinary or len(inside) >= len(entity.words) > 1
    if len(inside) > 1:
        return True
    token = question[start]
    after = question[end] if end < len(question) else None
    ordinary = token.word in common_words() or token.word in cast.lower
    alone = len(question) <= 2
    if ordinary and not (alone or token.possessive or _in_slot(question, start) or (token.capital and start > 0)):
        return False
    # "Carol Smith" is not Carol Lindgren.
    other = after is not None and after.capital and after.start == token.end + 1 and token.capital
    if other and after is not None and token.word in entity.words[:-1] and token.word not in entity.words[-1:]:
        known = after.word in cast.vocabulary or after.word in common_words() or _any_alike(after.word, entity)
        return known or token.possessive
    return True


def _is_common(word: str) -> bool:
    return word in common_words() or stem(word) in _common_stems() or word in cue_verbs()


@cache
def _common_stems() -> frozenset[str]:
    return frozenset(map(stem, common_words()))


def _any_alike(word: str, entity: Entity) -> bool:
    return any(_alike(word, known) for known in entity.words)


def _unknown(question: Sequence[Token], taken: set[int], cast: Cast) -> tuple[str, ...]:
    """Return the names that no article knows: capitalised words, and words where a person is named."""
    capitals = sum(token.capital for token in question)
    shouted = capitals > 0.6 * len(question) and len(question) > 4
    names: list[list[Token]] = []
    for i, token in enumerate(question):
        strange = (
            i not in taken
            and len(token.word) > 3
            and not any(c.isdigit() or is_han(c) or is_kana(c) or c == "'" for c in token.word)
            and stem(token.word) not in cast.stems
            and not _is_common(token.word)
            and token.word not in titles()
        )
        begins = i == 0 and token.word not in given_names()
        named = token.capital and not _ABBREVIATION.fullmatch(token.text) and not begins and not shouted
        if strange and (named or _is_asked_of(question, i)):
            if names and names[-1][-1].end + 1 == token.start:
                names[-1].append(token)
            else:
                names.append([token])
    return tuple(" ".join(token.text for token in name) for name in names)

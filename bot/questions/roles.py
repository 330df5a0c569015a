"""Who is meant by a role or a nickname of one: "the dean", "the former minister", "the central bank guy"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.questions.cast import Cast, Entity, Found
from bot.questions.question import Manner
from bot.questions.words import Token, common_words, is_han, is_kana, text_lines, word_groups, word_list
from index.article import SpeakerKind
from index.attribution.wordlists import word_group, words
from index.retrieval.stemming import stem

_DETERMINERS = frozenset("the that this our their its".split())
_LINKS = frozenset("of from at with in for".split())
_STRICT_LINKS = frozenset("of from at".split())
_STOPS = frozenset(
    """a an and or but did does do is was were are has had have what which who whom whose when where why how say said
    says think thinks about on to by tell told give me all every everything any anything i you it he she they we
    according not so then re regarding thoughts list show
    asked ask answer from with of in at for than as if because s vs""".split()
)
_SHORT = frozenset("gov rep prof ceo cto cfo coo cmo gm vc vp md doc mp sen".split())
_PAST = frozenset("former ex old past then retired".split())
_PAST_STEMS = frozenset(map(stem, ("former", "retired", "past", "ex", "then")))
_WHO_CJK = re.compile("(?:邊個|边个|誰|谁|邊位|哪位)(?![係是系])|[幾几]多|多少")
_GENDERED = {"m": word_group("men") | {"guy", "bloke", "dude", "chap", "dad", "lad", "gentleman"},
             "f": word_group("women") | {"lady", "girl", "mum", "mom"}}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A role as a question names it: "the former deputy head of the bank".

    `head` is its noun, `modifiers` the words before it, `after` those that follow with "of" or the like and `strict`
    those of them that have to fit. `determined` says that "the" or a possessive marks it as somebody.
    """

    head: str
    modifiers: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    strict: tuple[str, ...] = ()
    determined: bool = True

    @property
    def generic(self) -> bool:
        """Whether the noun says nothing of the role ("guy")."""
        return self.head in word_list("generic_heads")

    @property
    def named(self) -> bool:
        """Whether the noun is known for one of persons, and does not only end like one ("winter")."""
        return self.generic or self.head in words("role_nouns") | _SHORT or bool(_groups(self.head))


def role_mentions(question: Sequence[Token], taken: set[int], cast: Cast) -> Iterator[Found]:
    """Yield a mention for each role of `question` that fits somebody; the tokens `taken` are left out."""
    used = set(taken)
    for at in range(len(question) - 1, -1, -1):  # from the right: the head of "the central bank guy" comes last
        if at in used or not _may_be_head(question[at].word):
            continue
        start, determined = _start(question, at, used)
        determined = determined or question[at].possessive
        modifiers = tuple(token.word for token in question[start:at] if token.word not in _DETERMINERS)
        after, strict, end = _complement(question, at, used)
        head = question[at].word
        sure_head = head in word_list("generic_heads") | words("role_nouns") | _SHORT
        if not (determined or (sure_head and (modifiers or at == 0)) or head in _SHORT):
            continue
        fitting = _fit(_Phrase(head, modifiers, after, strict, determined), cast)
        if fitting is None and after and not strict:
            end, fitting = at + 1, _fit(_Phrase(head, modifiers, determined=determined), cast)
        if fitting is None:
            continue
        entities, score, with_after = fitting
        used |= set(range(start, end))
        yield Found(start, end if with_after else at + 1, entities, Manner.ROLE, score)


def foreign_role_mentions(question: Sequence[Token], taken: set[int], language: str, cast: Cast) -> Iterator[Found]:
    """Yield the mentions of roles in Chinese, Japanese, French, Spanish and German, as `role_mentions` does."""
    for at, token in enumerate(question):
        if at in taken or at - 1 in taken:
            continue
        heads: list[str] = []
        modifiers: list[str] = []
        for role, spellings in _foreign_roles().items():
            if language in ("fr", "es", "de") and token.word in spellings:
                heads.append(role)
            elif is_han(token.text[0]) or is_kana(token.text[0]):
                asked = _WHO_CJK.search(token.text)  # "who said the mayor would pay": the mayor is no speaker
                ends = asked.start() if asked else len(token.text)
                inside = [i for s in spellings if not s.isascii() and 0 <= (i := token.text.find(s)) < ends]
                heads += [role] * bool(inside)
                modifiers += ["deputy"] * any(i and token.text[i - 1] == "副" for i in inside)
                modifiers += ["former"] * any(i and token.text[i - 1] == "前" for i in inside)
        for head in heads:
            fitting = _fit(_Phrase(head, tuple(modifiers)), cast)
            if fitting is not None and len(fitting[0]) <= 2:
                yield Found(at, at + 1, fitting[0], Manner.ROLE, min(fitting[1], 0.8))


@cache
def _foreign_roles() -> dict[str, frozenset[str]]:
    return {line.partition(":")[0]: frozenset(line.partition(":")[2].split()) for line in text_lines("foreign_roles")}


def is_person_noun(question: Sequence[Token], at: int) -> bool:
    """Return whether the token at `at` follows a body's name and says that a person of it is meant ("Lexforge VP")."""
    if at >= len(question) or question[at].start - question[at - 1].end > 2:
        return False
    return question[at].word in word_list("generic_heads") | words("role_nouns") | _SHORT


def _may_be_head(word: str) -> bool:
    """Return whether a word may be the noun of a role, of a person or of a body."""
    agent = word.endswith(("er", "or", "ist", "ian")) and len(word) > 5
    return word in word_list("generic_heads") | words("role_nouns") | _SHORT | _bodies() or agent


@cache
def _bodies() -> frozenset[str]:
    return words("organisation_nouns") | {"firm", "company", "charity", "union", "insurer", "network", "store", "lot"}


@cache
def _groups(word: str) -> frozenset[str]:
    """Return the stems of the words that may stand for `word`, without its own."""
    return frozenset(stem(other) for group in word_groups("synonyms") if word in group for other in group) - {
        stem(word)
    }


def _start(question: Sequence[Token], at: int, used: set[int]) -> tuple[int, bool]:
    """Return the first token of the phrase that ends at `at`, and whether a determiner opens it."""
    start = at
    while start > 0 and at - start < 4 and start - 1 not in used:
        word = question[start - 1].word
        if word in _DETERMINERS:
            return start - 1, True
        if word in _STOPS or question[start].start - question[start - 1].end > 2:
            break
        start -= 1
    return start, False


def _complement(question: Sequence[Token], at: int, used: set[int]) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Return the words after "of", "from" ... behind a head, those that have to fit, and the end of the phrase."""
    i = at + 1
    if i >= len(question) or question[i].word not in _LINKS:
        return (), (), at + 1
    strict = question[i].word in _STRICT_LINKS
    i += 1
    while i < len(question) and question[i].word in _DETERMINERS | {"a", "an"}:
        i += 1
    found: list[str] = []
    must: list[str] = []
    while i < len(question) and len(found) < 3 and i not in used and question[i].word not in _STOPS:
        found.append(question[i].word)
        if strict and (question[i].capital or question[i].word not in common_words()):
            must.append(question[i].word)
        i += 1
    return tuple(found), tuple(must), i


def _fit(phrase: _Phrase, cast: Cast) -> tuple[tuple[Entity, ...], float, bool] | None:
    """Return the entities that a role describes best, how surely, and whether what follows the head fits them.

    Somebody unnamed ("a retired teacher") is meant only where no named person fits.
    """
    scored = [(score, entity, fits) for entity in cast.entities for score, fits in _score(phrase, entity)]
    best = max((score for score, _, _ in scored), default=0.0)
    kept = [(entity, fits) for score, entity, fits in scored if score >= best - 0.001]
    # A nickname by what somebody spoke of ("the spoon lady") must fit one alone.
    if not kept or len(kept) > (3 if best >= 0.5 else 1):
        return None
    return tuple(e for e, _ in kept), min(best, 1.0), any(f for _, f in kept)


def _score(phrase: _Phrase, entity: Entity) -> Iterator[tuple[float, bool]]:
    """Yield how well a role describes an entity and whether what follows the head fits; nothing where it does not."""
    base = _head_score(phrase, entity) if entity.keys else 0.0
    strengths = [_modifier(word, entity, nickname=phrase.generic) for word in phrase.modifiers]
    following = [_modifier(word, entity) for word in phrase.after]
    fits = bool(following) and all(following)
    if not base or not all(strengths) or not all(_modifier(word, entity) for word in phrase.strict):
        return
    told = bool(strengths) or fits
    if not told and (phrase.generic or not (phrase.determined or phrase.head in _SHORT)):
        return
    weakest = min([*strengths, *(following if fits else [])], default=1.0)
    former = bool(_PAST_STEMS & entity.role) and not any(word in _PAST for word in phrase.modifiers)
    unnamed = entity.kind in (SpeakerKind.UNNAMED, SpeakerKind.DOCUMENT)
    yield base * weakest - (0.05 if former else 0) + (0.05 if fits else 0) - (0.3 if unnamed else 0), fits


def _head_score(phrase: _Phrase, entity: Entity) -> float:
    """Return how well the noun of a role fits an entity; a body's noun fits bodies alone."""
    head, bare = phrase.head, not phrase.modifiers and not phrase.after
    if head in _bodies() and not phrase.generic:
        return 0.95 if entity.kind is SpeakerKind.ORGANISATION and stem(head) in entity.role else 0.0
    if phrase.generic and stem(head) not in entity.role:
        gender = next((g for g, nouns in _GENDERED.items() if head in nouns), None)
        if entity.kind is SpeakerKind.DOCUMENT or (gender and entity.gender not in (gender, None)):
            return 0.0
        return 0.85
    if stem(head) in entity.role:
        return 0.95
    if _groups(head) & entity.role and entity.kind is not SpeakerKind.ORGANISATION:
        return 0.8
    if phrase.named and stem(head) in entity.intro and entity.kind is SpeakerKind.PERSON and not (bare and entity.role):
        return 0.7
    return 0.55 if not bare and _groups(head) & entity.intro and entity.kind is SpeakerKind.PERSON else 0.0


def _modifier(word: str, entity: Entity, *, nickname: bool = False) -> float:
    """Return how well a word beside the head fits: said of the role, near the full name, or not.

    In a nickname ("the spoon lady") words that the entity's passages hold fit a little too, and so do nouns of bodies.
    """
    one = stem(word)
    if word in _PAST:
        return 1.0 if _PAST_STEMS & entity.role else 0.0
    same = {one} | _groups(word)
    if same & entity.role or one in {stem(part) for part in entity.words}:
        return 1.0
    if any(_kin(one, other) for other in entity.role):
        return 0.95
    if same & entity.intro or any(_kin(one, other) for other in entity.intro):
        return 0.75
    return 0.5 if (nickname or word in _bodies()) and one in entity.spoken else 0.0


def _kin(one: str, other: str) -> bool:
    """Return whether two stems begin alike: "insur" of insurance and insurer, "econom" of economist and economics."""
    return len(one) >= 5 and len(other) >= 5 and one[:5] == other[:5] and abs(len(one) - len(other)) <= 4

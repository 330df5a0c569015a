"""Who is meant by a role or a nickname of one: "the dean", "the former minister", "the central bank guy".

`foreign` does the same for the other languages that members write in, with `Phrase` and `fit` of this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.questions.cast import Cast, Entity, Found
from bot.questions.question import Manner
from bot.questions.words import Token, common_words, word_groups, word_list
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
    asked ask answer from with of in at for than as if because s vs my your his her
    many more most some few own each""".split()
)
_SHORT = frozenset("gov rep prof ceo cto cfo coo cmo gm vc vp md doc mp sen exec prez".split())
_PAST = frozenset("former ex past then retired".split())
_AGES = frozenset("old young elderly older younger".split())
_PAST_STEMS = frozenset(map(stem, ("former", "retired", "past", "ex", "then")))
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_INITIALS = 5
_STEM = 4  # letters of a noun that another may begin with
_SECOND = frozenset(map(stem, ("deputy", "vice", "assistant", "associate", "junior", "acting")))
_BODYLIKE = frozenset("lot expert speaker panellist panelist".split())
_AGENT = ("er", "or", "ist", "ian", "crat", "sman", "woman", "person")
_COMPANIES = frozenset("firm company charity union insurer network store lot coop ministry".split())
_PEOPLE = frozenset("people folks".split())
_OF_MEMBERS = _PEOPLE | frozenset(
    """lobby lobbyists regulator unions insurers lenders bankers banks growers dockers traders millers mills publishers
    hoteliers landlords retailers brewers""".split()
)
_MAKERS = frozenset("publisher developer insurer maker operator producer broadcaster retailer".split())
_WITH_A_VOICE = frozenset("union unions guild lobby regulator".split())
_LEARNED = frozenset("professor prof academic scholar researcher scientist lecturer don".split())
_SCHOOLS = frozenset(map(stem, ("university", "college", "institute", "academy", "school")))
_GENDERED = {"m": word_group("men") | {"guy", "bloke", "dude", "chap", "dad", "lad", "gentleman"},
             "f": word_group("women") | {"lady", "girl", "mum", "mom"}}  # fmt: skip


Fit = tuple[tuple[Entity, ...], float, bool]
"""Whom a role describes best, how surely from 0 to 1, and whether what follows its noun fits them."""


@dataclass(frozen=True, slots=True)
class Phrase:
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
        return self.generic or self.head in _role_heads() or bool(_groups(self.head))


def role_mentions(question: Sequence[Token], taken: set[int], cast: Cast) -> Iterator[Found]:
    """Yield a mention for each role of `question` that fits somebody; the tokens `taken` are left out."""
    used = set(taken)
    for at in range(len(question) - 1, -1, -1):  # from the right: the head of "the central bank guy" comes last
        if at in used or not (_may_be_head(question[at].word, cast) or _is_short_form(question[at], cast)):
            continue
        if _qualifies(question, at):
            continue  # "the head nurse" is no head
        start, determined = _start(question, at, used)
        determined = determined or question[at].possessive
        modifiers = tuple(token.word for token in question[start:at] if token.word not in _DETERMINERS)
        after, strict, end = _complement(question, at, used)
        head = question[at].word
        sure_head = head in _person_heads()
        if not (determined or (sure_head and (modifiers or at == 0)) or head in _SHORT):
            continue
        fitting = fit(Phrase(head, modifiers, after, strict, determined), cast)
        if fitting is None and after and not strict:
            end, fitting = at + 1, fit(Phrase(head, modifiers, determined=determined), cast)
        if fitting is None:
            continue
        entities, score, with_after = fitting
        used |= set(range(start, end))
        yield Found(start, end if with_after else at + 1, entities, Manner.ROLE, score)


def _qualifies(question: Sequence[Token], at: int) -> bool:
    """Return whether the noun at `at` only narrows the noun of a person after it."""
    return not question[at].possessive and at + 1 < len(question) and is_person_noun(question, at + 1)


def is_person_noun(question: Sequence[Token], at: int) -> bool:
    """Return whether the token at `at` follows a body's name and says that a person of it is meant ("Lexforge VP")."""
    if at >= len(question) or question[at].start - question[at - 1].end > 2:
        return False
    return question[at].word in _person_heads()


def _may_be_head(word: str, cast: Cast) -> bool:
    """Return whether a word may be the noun of a role, of a person or of a body."""
    if word in _heads() or (word.endswith(_AGENT) and len(word) > 5):
        return True
    return not word.endswith("s") and stem(word) in cast.heads


def _is_short_form(token: Token, cast: Cast) -> bool:
    """Return whether a word holds the initials of what somebody is ("the DA")."""
    return len(token.word) <= _LONGEST_INITIALS and any(token.word in e.initials for e in cast.entities if e.keys)


@cache
def _role_heads() -> frozenset[str]:
    return words("role_nouns") | word_list("role_heads") | _SHORT


@cache
def _person_heads() -> frozenset[str]:
    return word_list("generic_heads") | _role_heads()


@cache
def _heads() -> frozenset[str]:
    return _person_heads() | _bodies()


@cache
def _bodies() -> frozenset[str]:
    """Return the nouns of bodies, and of their members where many stand for their body ("the insurers")."""
    return words("organisation_nouns") | _COMPANIES | _OF_MEMBERS


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
        if question[i].word.endswith("ing") and not question[i].capital:
            break  # "accused the senator of haggling": what follows is an act
        found.append(question[i].word)
        if strict and (question[i].capital or question[i].word not in common_words()):
            must.append(question[i].word)
        i += 1
    return tuple(found), tuple(must), i


def fit(phrase: Phrase, cast: Cast) -> Fit | None:
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


def _score(phrase: Phrase, entity: Entity) -> Iterator[tuple[float, bool]]:
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
    said = {stem(word) for word in (*phrase.modifiers, *phrase.after)}
    former = bool(_PAST_STEMS & entity.role) and not any(word in _PAST for word in phrase.modifiers)
    second = bool(_SECOND & entity.role) and not _SECOND & said
    unnamed = entity.kind in (SpeakerKind.UNNAMED, SpeakerKind.DOCUMENT)
    less = 0.05 * former + 0.05 * second + 0.3 * unnamed
    yield base * weakest - less + 0.05 * fits, fits


def _head_score(phrase: Phrase, entity: Entity) -> float:
    """Return how well the noun of a role fits an entity.

    A body's noun fits bodies, and a little whoever the article says is of one.
    """
    head = phrase.head
    known = entity.role | entity.initials
    if head in _bodies() and not phrase.generic:
        # "The insurance people" are their body.
        held = stem(head) in entity.role or (head in _OF_MEMBERS and bool(_groups(head) & entity.role))
        held = held or (head in _PEOPLE and phrase.determined and bool(phrase.modifiers))
        if entity.kind is SpeakerKind.ORGANISATION:
            return 0.95 if stem(head) in entity.role else 0.85 if held else 0.0
        of_it = head in _WITH_A_VOICE or (head in _MAKERS and stem(head) in entity.role)
        if head not in _role_heads():
            return 0.55 if held and entity.kind is SpeakerKind.PERSON and of_it else 0.0
    gender = next((g for g, nouns in _GENDERED.items() if head in nouns), None)
    if gender and entity.gender not in (gender, None):
        return 0.0
    if phrase.generic and stem(head) not in entity.role:
        if entity.kind is SpeakerKind.DOCUMENT:
            return 0.0
        # "The Lexforge guy" is a person, though Lexforge may speak too.
        return 0.6 if entity.kind is SpeakerKind.ORGANISATION and head not in _BODYLIKE else 0.85
    if stem(head) in known or head in entity.initials:
        return 0.95
    if (same := _groups(head) & entity.role) and entity.kind is not SpeakerKind.ORGANISATION:
        return _by_synonyms(head, same)
    return _by_surroundings(phrase, entity) if entity.kind is SpeakerKind.PERSON else 0.0


def _by_synonyms(head: str, same: frozenset[str] | set[str]) -> float:
    """Return how well a noun fits by the words of a role that may stand for it, of which `same` are the stems.

    "The head" is a headteacher sooner than a chair, "the CEO" a chief executive sooner than a manager.
    """
    whole = len(head) >= _STEM and any(one.startswith(head) for one in same)
    spelt_out = len(same) - 1 if head in _SHORT else 0
    return 0.83 if whole else 0.8 + 0.01 * min(spelt_out, 2)


def _by_surroundings(phrase: Phrase, entity: Entity) -> float:
    """Return how well the noun of a role fits a person by a form of address or by what stands around the name."""
    head, bare = phrase.head, not phrase.modifiers and not phrase.after
    if ({stem(head)} | _groups(head)) & entity.titles:
        return 0.6
    if head in _LEARNED and _SCHOOLS & entity.role:
        return 0.6
    if phrase.named and stem(head) in entity.intro and not (bare and entity.role):
        return 0.7
    if not _groups(head) & entity.intro or (bare and entity.role):
        return 0.0
    return 0.45 if bare else 0.55


def _modifier(word: str, entity: Entity, *, nickname: bool = False) -> float:
    """Return how well a word beside the head fits: said of the role, near the full name, or not.

    In a nickname ("the spoon lady") words that the entity's passages hold fit a little too, and so do nouns of bodies.
    """
    one = stem(word)
    if word in _PAST:
        past = _PAST_STEMS & entity.role or (
            any(map(_YEAR.fullmatch, entity.role)) and stem("since") not in entity.role
        )
        return 1.0 if past else 0.0
    same = {one} | _groups(word)
    if one in entity.role or one in {stem(part) for part in entity.words} or word in entity.initials:
        return 1.0
    if same & entity.role:
        return 0.97
    if any(_kin(one, other) for other in entity.role):
        return 0.95
    if same & entity.intro or any(_kin(one, other) for other in entity.intro):
        return 0.75
    if word in _AGES:
        return 0.75  # articles give the age of few
    return 0.5 if (nickname or word in _bodies()) and one in entity.spoken else 0.0


def _kin(one: str, other: str) -> bool:
    """Return whether two stems begin alike: "insur" of insurance and insurer, "econom" of economist and economics."""
    return len(one) >= 5 and len(other) >= 5 and one[:5] == other[:5] and abs(len(one) - len(other)) <= 4

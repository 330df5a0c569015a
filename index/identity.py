"""Who is one person across several articles, and who only shares a name.

Speakers are one where their full names are the same, where one name holds the other and nothing speaks against it,
where a surname comes with the same office, and where they say the same in the same words. What could be either of two
people stays apart, and two speakers of one article always do: attribution told them apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import combinations

from index.article import Article, Attribution, Speaker, SpeakerKind
from index.attribution.wordlists import titles, word_group
from index.retrieval.stemming import folded, stem, stems
from index.wording import holds_words, telling_words

Key = tuple[str, str]
"""(`Article.sha256`, `Speaker.id`)."""

_PRONOUNS = {"she": 1, "her": 1, "he": -1, "his": -1, "him": -1}
_LEAST_SAID = 6  # telling words by which a statement is known again
_MOST_ROLES = 2  # of one person that are shown together
_NAME_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff]{2,}")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, or a body, who speaks in one article or in several, under `keys`.

    `speaker` has the fullest name, the aliases of all articles, and the role; where articles give roles that have
    nothing to do with each other, two of them.
    """

    speaker: Speaker
    keys: frozenset[Key]


class People:
    """Everyone who speaks in several articles, each once."""

    def __init__(self, articles: Sequence[Article], attributions: Sequence[Attribution]) -> None:
        """Find out who is who; `attributions` are in the order of `articles`."""
        found = [
            _Same([_Member(article, attribution, speaker)])
            for article, attribution in zip(articles, attributions, strict=True)
            for speaker in attribution.speakers
        ]
        self._local = {same.members[0].key: same.members[0].speaker for same in found}
        self.all = tuple(same.person for same in (found if len(articles) == 1 else _joined(found)))
        """In order of appearance."""
        self._of = {key: person for person in self.all for key in person.keys}

    def of(self, key: Key) -> Person:
        """Return who speaks under `key`.

        Raises:
            KeyError: nobody does.
        """
        return self._of[key]

    def named_in(self, key: Key) -> Speaker:
        """Return the speaker as the article names them.

        Raises:
            KeyError: nobody speaks under `key`.
        """
        return self._local[key]

    def shown_in(self, key: Key) -> Speaker:
        """Return the speaker of an article with the name under which the person is known, and the article's own role.

        Raises:
            KeyError: nobody speaks under `key`.
        """
        local, person = self._local[key], self._of[key]
        if len(person.keys) == 1:
            return local
        return replace(person.speaker, id=local.id, role=local.role or person.speaker.role)


@dataclass(eq=False)
class _Member:
    """A speaker of one article, with what tells who that is."""

    article: Article
    attribution: Attribution
    speaker: Speaker

    @property
    def key(self) -> Key:
        return self.article.sha256, self.speaker.id

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the name, folded, without titles."""
        found = _name_words(in_speaking_order(self.speaker.name))
        if self.speaker.kind is SpeakerKind.PERSON:
            found = tuple(word for word in found if word not in titles()) or found
        return tuple(word for word in found if word not in ("the", "a", "an")) or found

    @cached_property
    def role(self) -> frozenset[str]:
        """The stems of what the article says that the speaker is."""
        described = [self.speaker.role or ""]
        for alias in self.speaker.aliases:
            title = titles().get(alias.split()[0].rstrip(".").lower()) if alias else None
            described.append((title.role if title else None) or "")
            if alias.islower() or alias.lower().startswith("the "):
                described.append(alias)
        return frozenset(stems(" ".join(described)))

    @cached_property
    def gender(self) -> int:
        """Above zero female, below zero male, as titles and pronouns have it; 0 where they say too little."""
        votes = 0
        for alias in (self.speaker.name, *self.speaker.aliases):
            title = titles().get(alias.split()[0].rstrip(".").lower()) if alias else None
            votes += {"f": 3, "m": -3}.get((title.gender if title else None) or "", 0)
        for statement in self.attribution.statements:
            if statement.speaker == self.speaker.id and statement.source:
                votes += _PRONOUNS.get(statement.source.of(self.article.text).lower(), 0)
        return votes if abs(votes) > 1 else 0

    @cached_property
    def said(self) -> tuple[tuple[str, ...], ...]:
        """The telling words of each statement by which it may be known again."""
        mine = [s for s in self.attribution.statements if s.speaker == self.speaker.id]
        texts = (" ".join(part.of(self.article.text) for part in statement.spans) for statement in mine)
        return tuple(words for text in texts if len(words := telling_words(text)) >= _LEAST_SAID)


def in_speaking_order(name: str) -> str:
    """Return a name with the given name first that stands behind a comma ("Desmond Ho Tsz-kin")."""
    family, _, given = name.partition(", ")
    return f"{given} {family}".strip()


def _name_words(name: str) -> tuple[str, ...]:
    return tuple(_NAME_WORD.findall(folded(name)))


@dataclass(eq=False)
class _Same:
    """Speakers of different articles who are one; at most one of each article."""

    members: list[_Member] = field(default_factory=list)

    @property
    def articles(self) -> set[str]:
        return {member.article.sha256 for member in self.members}

    @property
    def fullest(self) -> _Member:
        return max(self.members, key=lambda member: (len(member.words), sum(map(len, member.words))))

    @property
    def kind(self) -> SpeakerKind:
        return self.members[0].speaker.kind

    @property
    def person(self) -> Person:
        keys = frozenset(member.key for member in self.members)
        first = self.members[0].speaker
        if len(self.members) == 1:
            return Person(first, keys)
        named = self.fullest.speaker
        others = [name for m in self.members for name in (m.speaker.name, *m.speaker.aliases)]
        aliases = tuple(dict.fromkeys(name for name in others if name != named.name))
        return Person(replace(first, name=named.name, role=_role_of(self.members), aliases=aliases), keys)


def _role_of(members: Sequence[_Member]) -> str | None:
    """Return the role that the articles give: the fullest where one holds another, two where they differ."""
    roles = list(dict.fromkeys(m.speaker.role for m in members if m.speaker.role))
    plain = [role for role in roles if not role.startswith("who ")] or roles[:1]
    kept: list[str] = []
    for role in plain:
        same = next((i for i, other in enumerate(kept) if _alike(role, other)), None)
        if same is None:
            kept.append(role)
        elif set(stems(kept[same])) < set(stems(role)):
            kept[same] = role
    return "; ".join(kept[:_MOST_ROLES]) or None


def _alike(role: str, other: str) -> bool:
    """Return whether two roles have half of the words of the shorter one in common."""
    first, second = set(stems(role)), set(stems(other))
    return 2 * len(first & second) >= min(len(first), len(second))


def _joined(found: list[_Same]) -> list[_Same]:
    """Join those who are one, the surest first."""
    found = _join(found, _as_settled)
    for fits in (_of_one_name, _of_one_statement, _of_a_fuller_name, _of_one_office):
        found = _join(found, partial(_unless_apart, fits))
    return found


def _join(found: list[_Same], fits: Callable[[_Same, _Same], bool]) -> list[_Same]:
    """Join those who fit, but for those who fit two that do not fit each other."""
    partners: dict[int, list[_Same]] = defaultdict(list)
    for one, other in _pairs(found):
        if not one.articles & other.articles and fits(one, other):
            partners[id(one)].append(other)
            partners[id(other)].append(one)
    agreed = {id(one): {id(other) for other in partners[id(one)]} for one in found}
    into: dict[int, _Same] = {id(one): one for one in found}
    for one in found:
        for other in partners[id(one)]:
            rest = (agreed[id(one)] | agreed[id(other)]) - {id(one), id(other)}
            first, second = into[id(one)], into[id(other)]
            sure = all(third in agreed[id(one)] and third in agreed[id(other)] for third in rest)
            if sure and first is not second and not first.articles & second.articles:
                first.members += second.members
                into = {key: first if same is second else same for key, same in into.items()}
    return list({id(same): same for same in (into[id(one)] for one in found)}.values())


def _pairs(found: list[_Same]) -> Iterator[tuple[_Same, _Same]]:
    """Yield all pairs that share a word of their names, in order."""
    of_word: dict[str, list[int]] = defaultdict(list)
    for place, same in enumerate(found):
        for word in {word for name in _names(same.fullest) for word in name}:
            of_word[word].append(place)
    pairs = {pair for places in of_word.values() for pair in combinations(places, 2)}
    yield from ((found[i], found[j]) for i, j in sorted(pairs))


def _unless_apart(fits: Callable[[_Same, _Same], bool], one: _Same, other: _Same) -> bool:
    return one.kind is other.kind and not _apart(one, other) and fits(one, other)


def _as_settled(one: _Same, other: _Same) -> bool:
    """Return whether two have one name, and a moderator gave it to one of them."""
    members = (*one.members, *other.members)
    return any(m.speaker.settled for m in members) and any(
        m.words == o.words for m in one.members for o in other.members
    )


def _apart(one: _Same, other: _Same) -> bool:
    """Return whether titles or pronouns tell two people apart."""
    genders = [member.gender for member in (*one.members, *other.members)]
    return min(genders) < 0 < max(genders)


def _of_one_name(one: _Same, other: _Same) -> bool:
    """Return whether two have one full name, in any order of its words; of a body any name is full, a short one too."""
    first, second = one.fullest, other.fullest
    if one.kind is SpeakerKind.ORGANISATION:
        return first.words in _names(second) or second.words in _names(first)
    same = first.words == second.words or (len(first.words) > 2 and sorted(first.words) == sorted(second.words))
    return same and _is_full(first) and one.kind is SpeakerKind.PERSON


def _names(member: _Member) -> set[tuple[str, ...]]:
    """Return the name, folded; of a body also the others that are names ("HKMA", and not "the bank")."""
    body = member.speaker.kind is SpeakerKind.ORGANISATION
    others = [alias for alias in member.speaker.aliases if body and alias[:1].isupper() and alias[:4].lower() != "the "]
    return {member.words, *map(_name_words, others)}


def _is_full(member: _Member) -> bool:
    return len(member.words) > 1 or bool(_HAN.fullmatch(member.speaker.name))


def _of_one_statement(one: _Same, other: _Same) -> bool:
    """Return whether one name holds the other, and both say the same in the same words."""
    if not _holds(one.fullest.words, other.fullest.words):
        return False
    said = [words for member in one.members for words in member.said]
    heard = [words for member in other.members for words in member.said]
    return any(holds_words(a, b) or holds_words(b, a) for a in said for b in heard)


def _of_a_fuller_name(one: _Same, other: _Same) -> bool:
    """Return whether one full name holds the other, and their roles, where both are known, have a word in common."""
    shorter = min(one.fullest.words, other.fullest.words, key=len)
    if one.kind is not SpeakerKind.PERSON or len(shorter) < 2 or not _holds(one.fullest.words, other.fullest.words):
        return False
    initials = any(len(word) == 1 for word in (*one.fullest.words, *other.fullest.words))
    known = [(a, b) for a, b in _roles(one, other) if a and b]
    return any(a & b for a, b in known) or (not known and not initials)


def _of_one_office(one: _Same, other: _Same) -> bool:
    """Return whether one name holds the other, of one word maybe, and both hold the same office, held by one at a time.

    "Okoro, the harbour master" is Ines Okoro, harbour master of Lowhaven, and not Ada Okoro, her deputy.
    """
    if one.kind is not SpeakerKind.PERSON or not _holds(one.fullest.words, other.fullest.words):
        return False
    ranks, sole, single = (
        frozenset(map(stem, word_group(name))) for name in ("ranks", "sole-offices", "single-offices")
    )
    for a, b in _roles(one, other):
        less = a if a <= b else b
        if (a <= b or b <= a) and a & ranks == b & ranks and (less & sole or (len(less) > 1 and less & single)):
            return True
    return False


def _roles(one: _Same, other: _Same) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    yield from ((a.role, b.role) for a in one.members for b in other.members)


def _holds(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether the words of the shorter name stand in the longer one in their order; an initial is a word's."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return bool(short) and all(any(_is_word(word, known) for known in rest) for word in short)


def _is_word(word: str, known: str) -> bool:
    return word == known or (1 in (len(word), len(known)) and word[0] == known[0] and word.isascii())

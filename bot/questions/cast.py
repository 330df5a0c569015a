"""The cast of a snapshot: everyone whom a question may name, with what the articles say of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from bot.questions.question import Manner
from bot.questions.words import common_words, fold, is_han, is_kana, tokens
from index.article import Article, Attribution, Span, Speaker, SpeakerKind
from index.attribution.names import NICKNAME
from index.attribution.wordlists import given_names, titles, word_group, words
from index.identity import Key, Person, in_speaking_order
from index.retrieval.stemming import stem
from index.sentences import sentence_spans
from index.snapshot import Snapshot, once_a_snapshot

_PRONOUNS = {"she": 1, "her": 1, "hers": 1, "he": -1, "his": -1, "him": -1}
_FULL_NAME = re.compile(r"\b[A-Z][\w'’]+(?:-\w+)*(?: (?:[A-Z]\.|de|van|von|al|el|bin))*(?: [A-Z][\w'’]+(?:-\w+)*){1,2}")
_OPENING, _CALLING = 3, 2  # sentences
_OF_ONESELF = re.compile(
    r"\bI(?:(?:['’]m| am) (?=an?\b|the\b|one\b|just\b)| (?=(?:run|own|teach|grow|farm|keep|chair|lead|head|represent"
    r"|study|work|drive|edit|manage|sell|rent|direct|build|fish|breed|raise|coach|train|speak for)\b))"
    r"(?P<what>[^,.;!?]{2,80})"
)
_PARTED = re.compile(r",? and |; ")
# "Founder of Aurum and no relation of the governor": the governor is somebody else.
_NO_KIN = re.compile(
    r"(?:,| and|,? who is|,? but)? (?:no|not an?|neither an?) (?:relation|relative|kin|ally|friend)\b[^;]*"
)
_END_OF_NOUN = re.compile(r"\b(?:of|for|at|in|from|with|on|to|who|whose|by|under|behind)\b|[,(]")
_GENERIC = word_group("particles") | {"the", "of", "and", "for", "a", "an", "in", "at"}


@dataclass(eq=False, slots=True)
class Entity:
    """One whom a question may name: a speaker, under all keys, or a person whom the text names and never quotes.

    `words` are the telling words of the name, folded; `written` the name as the articles write it in Chinese or
    Japanese script beside the one in Latin letters; `role` the stems of what the text says the entity is, `heads`
    those of them that are the nouns ("baker" of "baker in the Old Town"), `titles` those of forms of address that state
    no office ("dr", "sister"), `intro` the stems around the full name, up to the next name, and `spoken` those of the
    passages with the entity's words and of how the first of these were called for. `initials` are of neighbouring
    words of what the text says it is ("MAO" of the Medicines Assessment Office). `nicknames` are the words, folded, of
    each way in which the text names a person by none of the words of the name ("captain maybe").
    """

    name: str
    kind: SpeakerKind
    keys: set[Key] = field(default_factory=set)
    words: tuple[str, ...] = ()
    written: set[str] = field(default_factory=set)
    role: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    intro: set[str] = field(default_factory=set)
    spoken: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)
    nicknames: set[tuple[str, ...]] = field(default_factory=set)
    votes: float = 0.0

    @property
    def gender(self) -> str | None:
        """What titles, pronouns and, failing these, the given name tell."""
        if abs(self.votes) >= 1:
            return "f" if self.votes > 0 else "m"
        return next((g for word in self.words[:-1] if (g := given_names().get(word))), None)


@dataclass(frozen=True)
class Cast:
    """The entities of a snapshot in order of appearance, and the words of its articles."""

    entities: tuple[Entity, ...]
    vocabulary: frozenset[str]
    lower: frozenset[str]

    @cached_property
    def lower_stems(self) -> frozenset[str]:
        """The stems of the words that stand in lower case."""
        return frozenset(map(stem, self.lower))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words of the articles."""
        return frozenset(map(stem, self.vocabulary))

    @cached_property
    def heads(self) -> frozenset[str]:
        """The stems of the nouns by which the articles say what the speakers are."""
        return frozenset(head for entity in self.entities if entity.keys for head in entity.heads)

    def of_keys(self, keys: frozenset[Key]) -> list[Entity]:
        """Return the entities that have one of `keys`."""
        return [entity for entity in self.entities if entity.keys & keys]


@dataclass(frozen=True, slots=True)
class Found:
    """Tokens `start` to `end` (exclusive) of a question that name one entity, or several who share the name."""

    start: int
    end: int
    entities: tuple[Entity, ...]
    manner: Manner
    score: float


@once_a_snapshot
def cast_of(snapshot: Snapshot) -> Cast:
    """Return the cast of `snapshot`."""
    entities: list[Entity] = []
    vocabulary: set[str] = set()
    lower: set[str] = set()
    for article, attribution in zip(snapshot.record.articles, snapshot.record.attributions, strict=True):
        for token in tokens(f"{article.title or ''}\n{article.text}"):
            vocabulary.add(token.word)
            if not token.capital:
                lower.add(token.word)
        for speaker in attribution.speakers:
            _add_speaker(entities, article, attribution, speaker, snapshot.people.of((article.sha256, speaker.id)))
        _add_unquoted(entities, article)
    of_key = {key: entity for entity in entities for key in entity.keys}
    for passage in snapshot.passages:
        for number in passage.speakers:
            of_key[passage.article, number].spoken |= _stems(passage.text)
    return Cast(tuple(entities), frozenset(vocabulary), frozenset(lower))


def _add_speaker(
    entities: list[Entity], article: Article, attribution: Attribution, speaker: Speaker, person: Person
) -> None:
    named = speaker.kind in (SpeakerKind.PERSON, SpeakerKind.ORGANISATION)
    known = person.speaker

    def is_same(entity: Entity) -> bool:
        beside = not entity.keys or any(key[0] == article.sha256 for key in entity.keys)
        namesake = named and entity.kind is speaker.kind and fold(entity.name) == fold(known.name)
        return bool(entity.keys & person.keys) or (beside and namesake)

    same = next((entity for entity in entities if is_same(entity)), None)
    entity = same or Entity(known.name, speaker.kind)
    if same is None:
        entities.append(entity)
    entity.keys.add((article.sha256, speaker.id))
    entity.nicknames |= set(_nicknames(speaker))
    described = _described(entity, speaker, named=named)
    if named:
        entity.words = _telling(known)
        if speaker.kind is SpeakerKind.ORGANISATION:
            entity.words += tuple(word for word in _telling(speaker) if word not in entity.words)  # its short name
    if speaker.kind is SpeakerKind.PERSON:
        entity.written |= {alias for alias in speaker.aliases if all(is_han(c) or is_kana(c) for c in alias)}
    entity.role |= _stems(" ".join(described))
    for text in described:
        entity.initials |= _initials(text)
        of_one = speaker.kind is SpeakerKind.UNNAMED and not text.lower().startswith("the ")
        if speaker.kind is SpeakerKind.PERSON or of_one:
            entity.heads |= _nouns(text)
    for statement in attribution.statements:
        if statement.speaker == speaker.id and statement.source:
            entity.votes += _PRONOUNS.get(statement.source.of(article.text).lower(), 0)
    names = [one.name for one in attribution.speakers if one is not speaker and one.kind is SpeakerKind.PERSON]
    for sentence in _sentences(article):
        text = sentence.of(article.text)
        if speaker.name in text:
            entity.intro |= _stems(_up_to_next(text, speaker.name, names))
    called, told = _of_first_turn(article, attribution, speaker)
    entity.spoken |= _stems(called)
    entity.role |= _stems(told)


def _described(entity: Entity, speaker: Speaker, *, named: bool) -> list[str]:
    """Return the texts that say what a speaker is, and take what titles tell into `entity`."""
    described = [_NO_KIN.sub("", speaker.role or "")]
    for alias in (speaker.name, *speaker.aliases):
        first, _, rest = alias.partition(" ")
        title = titles().get(first.rstrip(".").lower())
        if title and rest:
            entity.votes += {"f": 3, "m": -3}.get(title.gender or "", 0)
            described.append(title.role or "")
            if title.role is None:
                entity.titles.add(stem(fold(first.rstrip("."))))
        if alias.islower() or (alias.lower().startswith("the ") and not _is_nickname(alias)) or not named:
            described.append(alias)
    if speaker.kind is not SpeakerKind.PERSON:
        described.append(speaker.name)
    return described


def _nicknames(speaker: Speaker) -> Iterator[tuple[str, ...]]:
    """Yield the words of each alias of a person, without its article, that is no form of the name.

    A role as the text uses it for a name ("the old man") is among them where it is more than a noun.
    """
    own = {token.word for token in tokens(speaker.name)}
    inside = [match["nickname"] for match in NICKNAME.finditer(speaker.name)]
    for alias in speaker.aliases if speaker.kind is SpeakerKind.PERSON else ():
        found = tuple(token.word for token in tokens(alias) if token.word not in ("the", "a", "an"))
        of_name = set(found) - titles().keys() <= own
        telling = not of_name and not alias.isupper() and (len(found) > 1 or alias[0].isupper())
        if found and (alias in inside or _is_nickname(alias) or telling):
            yield found


def _is_nickname(alias: str) -> bool:
    """Return whether an alias with an article is a nickname: its noun has a capital ("the Duke", "The Duke")."""
    return alias[4:5].isupper()


def _of_first_turn(article: Article, attribution: Attribution, speaker: Speaker) -> tuple[str, str]:
    """Return how a speaker of a transcript is called on ("the gentleman in the raincoat") and what of itself it tells.

    The first are the sentences before its first words, the second what follows "I'm a" or "I run" there.
    """
    spoken = [s.span for s in attribution.statements if s.speaker == speaker.id and s.rule == "turn"]
    turns = [p for p in article.paragraphs if p.label]
    first = next((i for i, turn in enumerate(turns) if spoken and turn.span.contains(spoken[0])), None)
    if first is None:
        return "", ""
    before = turns[first - 1] if first and turns[first - 1].label != turns[first].label else None
    called = [span.of(article.text) for span in sentence_spans(article.text, before.span)][-_CALLING:] if before else []
    own = [span.of(article.text) for span in sentence_spans(article.text, turns[first].span)][:_OPENING]
    return " ".join(called), " ".join(match["what"] for one in own for match in _OF_ONESELF.finditer(one))


def _sentences(article: Article) -> list[Span]:
    return list(chain.from_iterable(sentence_spans(article.text, p.span) for p in article.paragraphs))


def _up_to_next(text: str, name: str, others: list[str]) -> str:
    """Return the part of a sentence about `name`: where others are named too, between the "and"s that part them.

    Of "Ada Obi, the clerk, and our mayor, Jan Orr" the mayor is no part of what is said of Ada Obi.
    """
    start, end = text.index(name), text.index(name) + len(name)
    before = [at + len(one) for one in others if 0 <= (at := text.find(one)) < start]
    after = [at for one in others if (at := text.find(one, end)) >= 0]
    parted = list(_PARTED.finditer(text, max(before), start))[-1:] if before else []
    opened = parted[0].end() if parted else start if before else 0
    close = min(after, default=len(text))
    parted = list(_PARTED.finditer(text, end, close))[-1:] if after else []
    return text[opened : parted[0].start() if parted else close]


def _initials(text: str) -> set[str]:
    """Return the initials of each two to five neighbouring words of a role ("da" of "county district attorney")."""
    letters = [token.word[0] for token in tokens(text) if token.word not in _GENERIC]
    return {"".join(letters[i : i + n]) for n in range(2, 6) for i in range(len(letters) - n + 1)} - common_words()


def _nouns(text: str) -> set[str]:
    """Return the stems of the nouns that say what somebody is: "clerk" and "diver" of "town clerk and pearl diver"."""
    found = set()
    for part in re.split(r"; | and ", text):
        before = tokens(_END_OF_NOUN.split(part, maxsplit=1)[0])
        if before and not before[0].word[0].isdigit():  # "41 years in the service"
            found.add(stem(before[-1].word))
    return found


def _telling(speaker: Speaker) -> tuple[str, ...]:
    """Return the words of a name by which a question may know it, titles and particles left out."""
    generic = words("organisation_nouns") if speaker.kind is SpeakerKind.ORGANISATION else frozenset(titles())
    found = [token.word for token in tokens(in_speaking_order(speaker.name)) if token.word not in _GENERIC]
    return tuple(w for w in found if len(w) > 1 and w not in generic) or tuple(found)


def _add_unquoted(entities: list[Entity], article: Article) -> None:
    """Add those whom the text names in full and describes, and whom nobody quotes."""
    here = [entity for entity in entities if any(key[0] == article.sha256 for key in entity.keys)]
    known = {word for entity in here for word in entity.words}
    elsewhere = [set(entity.words) for entity in entities if entity not in here]
    counts: Counter[str] = Counter()
    for sentence in _sentences(article):
        text = sentence.of(article.text)
        for match in _FULL_NAME.finditer(text):
            found = tuple(token.word for token in tokens(match.group()))
            named_before = set(found) & known or any(set(found) <= words for words in elsewhere)
            if named_before or not _is_described_person(text, match, found):
                continue
            counts[match.group()] += 1
            if counts[match.group()] == 1:
                made = Entity(match.group(), SpeakerKind.PERSON, words=tuple(w for w in found if w not in _GENERIC))
                made.role = made.intro = _stems(text)
                entities.append(made)


def _is_described_person(text: str, match: re.Match[str], found: tuple[str, ...]) -> bool:
    if set(found) & (words("organisation_nouns") | common_words()):
        return False
    around = [*_closing_words(text[: match.start()]), *_opening_words(text[match.end() :])]
    roles = words("role_nouns")
    return found[0] in given_names() or any(word in roles or word in titles() for word in around)


def _closing_words(text: str) -> Iterator[str]:
    """Yield the last word before a name, or the three before a comma ("the coroner, Ada Obi")."""
    yield from (
        (token.word for token in tokens(text)[-3:])
        if text.rstrip().endswith(",")
        else (token.word for token in tokens(text)[-1:])
    )


def _opening_words(text: str) -> Iterator[str]:
    """Yield the first words of an apposition after a name (", head of the mill")."""
    if text.startswith(","):
        yield from (token.word for token in tokens(text.split(",")[1])[:5])


def _stems(text: str) -> set[str]:
    return {stem(token.word) for token in tokens(text) if token.word not in _GENERIC}

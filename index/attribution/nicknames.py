"""Nicknames: where a text says what somebody is called, and every later mention of that person by it alone.

A nickname is told of a person named beside it (`Jan Obi, known on the pier as "the Duke"`), within the name
(`Jan "the Duke" Obi`), or by its bearer (`they call me the Duke`). It stands in quotation marks or has a capital, so
that "known as a hard man" tells none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.article import Attribution, Span, Speaker, SpeakerKind
from index.attribution.names import NICKNAME, Name, fold, is_headline, is_organisation_word
from index.attribution.phrases import is_role_noun
from index.attribution.pronouns import SINGULAR
from index.attribution.wordlists import titles, word_group

if TYPE_CHECKING:
    from spacy.tokens import Token

    from index.attribution.document import Document
    from index.attribution.persons import Person

_QUOTED = re.compile(
    r"\"(?P<double>(?:[Tt]he [\w'-]+|[A-Z][\w'-]*)(?: [\w'-]+){0,2})[,.]?\""
    r"|'(?P<single>(?:[Tt]he [\w-]+|[A-Z][\w-]*)(?: [\w-]+){0,2})[,.]?'(?!\w)"
)
_PLAIN = re.compile(r"(?P<plain>(?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+){0,2})\b(?!'s| (?:of|for)\b)")
_WITHIN = r"[^.;:?!\"]"
_CALLERS = (
    r"(?:they|people|everyone|everybody|some|many|(?:[\w'-]+ ){0,3}?(?:staff|students|pupils|colleagues|friends|locals"
    r"|neighbours|neighbors|villagers|crews?|workers|members|children|players|fans|residents|regulars|supporters"
    r"|admirers|critics|rivals|patients|passengers|customers|drivers|journalists|reporters|family))"
)
_OFTEN = r"(?:(?:also|still|now|just|simply|always|only|often|sometimes|(?!only)[a-z]+ly) )?"
# What stands right before a nickname of the person named before it; of "the boat known as" the boat's is meant.
_TOLD = re.compile(
    rf"\bknown (?:{_WITHIN}{{0,60}}? )?as {_OFTEN}"
    rf"|\b(?:nicknamed|dubbed|christened|alias|aka|a\.k\.a\.) (?:by {_WITHIN}{{1,40}}? )?(?=\"|'|the [A-Z]|[A-Z])"
    rf"|\b(?:is|was|been|[a-z]+ly|also|often) called (?:by {_WITHIN}{{1,40}}? )?(?=\"|'|the [A-Z]|[A-Z])"
    r"|\b(?:goes|went|going) by (?:the (?:nick)?name )?(?:of )?"
    r"|\banswer(?:s|ed|ing)? to (?:the (?:nick)?name )?(?:of )?"
    r"|\b(?:the|whose|his|her) nickname,? (?:of |is |was )?"
    rf"|\b(?:whom|who|that|man|woman) {_CALLERS} {_OFTEN}(?:call(?:s|ed)?|nicknamed?|dub(?:bed)?|know as) "
    rf"|\b(?:calls?|nicknamed|dubbed|christened|{_CALLERS} called) (?:him|her) {_OFTEN}"
    r"|[,(–—-] ?(?:affectionately |fondly |simply |always |or )?(?=\"[^\"]+\",? to "
    r"(?:his|her|the|those|everyone|everybody|every|all|friends|colleagues|generations|most|many|locals|staff)\b)"
)
# "Ed, as colleagues call him, ..."
_AS_CALLED = re.compile(
    rf"\b(?P<nickname>[A-Z][\w-]+(?: [A-Z][\w-]+)?), as (?:the )?(?:\w+ )?{_CALLERS} "
    r"(?:\w+ )?call(?:s|ed)? (?:him|her|them)\b"
)
_TOLD_OF_ONESELF = re.compile(
    rf"\b(?:[Cc]all(?:s|ed)?|nicknamed?|dubbed) me {_OFTEN}"
    rf"|\bI(?:'m|'ve)? (?:{_WITHIN}{{0,40}}? )?"
    rf"(?:(?:answer(?:ed)? to|(?:go|went) by) (?:the name )?(?:of )?|known (?:{_WITHIN}{{0,40}}? )?as )"
    r"|\b[Mm]y nickname,? (?:is |was )?"
)
_REAL_NAME = re.compile(r"\"?[,(]* ?\(?(?:(?:whose )?real name(?: is| was)?:?|born|really) ")
_SOMEBODY = frozenset({"who", "whom", "whose", "and", "or", *SINGULAR})
_AUXILIARIES = frozenset({"is", "was", "are", "were", "be", "been", "has", "have", "had", "also", "better", "still"})
_PLAIN_MARKS = str.maketrans("“”„‘’‚", "\"\"\"'''")


@dataclass(frozen=True, slots=True)
class _Told:
    """A nickname as a text gives it: where its words stand, and where the phrase that gives it begins."""

    span: Span
    phrase: int


def name_by_nicknames(document: Document, persons: list[Person]) -> None:
    """Add to each person the nickname that the text tells and every mention by it; take these from all others.

    A mention that was taken for a person of its own ("Uncle Anchor") is its bearer's, with what stands beside it.
    """
    for told in _all_told(document):
        bearer = _bearer(document, persons, told)
        nickname = _core(told.span.of(document.text))
        if bearer is None or not _may_name(nickname, bearer, persons, told):
            continue
        mentions = list(_mentions(document, persons, bearer, told))
        bearer.nicknames.append(_as_printed(document, told.span))
        for other in [person for person in persons if person is not bearer]:
            kept = [m for m in other.mentions if not any(m.span.overlaps(new.span) for new in mentions)]
            if not kept and other.mentions:
                bearer.roles.extend(other.roles)
                persons.remove(other)
            other.mentions = kept
        bearer.mentions.extend(m for m in mentions if not any(m.span.overlaps(old.span) for old in bearer.mentions))


def with_own_nicknames(text: str, attribution: Attribution) -> Attribution:
    """Return an attribution whose speakers have the nicknames that they tell of themselves as aliases.

    Args:
        text: the article's text, in which the statements stand.
        attribution: who says what in it.
    """
    found: dict[str, list[str]] = {}
    for statement in attribution.statements:
        for span in statement.spans if statement.speaker is not None else ():
            said = span.of(text).translate(_PLAIN_MARKS)
            told = (nickname.of(said) for _, nickname in _told(_TOLD_OF_ONESELF, said))
            found.setdefault(statement.speaker or "", []).extend(" ".join(one.split()) for one in told)
    return replace(attribution, speakers=tuple(_called(s, found.get(s.id, [])) for s in attribution.speakers))


def naming_phrases(text: str) -> tuple[Span, ...]:
    """Return where phrases stand that only tell a nickname: their verbs ("is called "Mim" by bakers") report nothing.

    "Obi called him "the Mole"" is not among them, since it is a view that somebody took.
    """
    told = [phrase for phrase, _ in _told(_TOLD, text) if not re.search(r"ed (?:him|her) ", phrase.of(text))]
    return (*told, *(phrase for phrase, _ in _told(_TOLD_OF_ONESELF, text)))


def _called(speaker: Speaker, nicknames: Sequence[str]) -> Speaker:
    """Return a speaker with further aliases, those left out that are words of the name or no person's."""
    own = {fold(word) for word in speaker.name.split()} | titles().keys()
    new = [one for one in nicknames if not {fold(word) for word in _core(one).split()} <= own]
    if speaker.kind is not SpeakerKind.PERSON or not new:
        return speaker
    return replace(speaker, aliases=tuple(dict.fromkeys([*speaker.aliases, *new])))


def _all_told(document: Document) -> Iterator[_Told]:
    """Yield the nicknames that a text gives, in its order."""
    found = [_Told(Span(*match.span("nickname")), match.start()) for match in NICKNAME.finditer(document.text)]
    found.extend(_Told(Span(*match.span("nickname")), match.start()) for match in _AS_CALLED.finditer(document.text))
    found.extend(_Told(nickname, phrase.start) for phrase, nickname in _told(_TOLD, document.text))
    yield from sorted(found, key=lambda told: told.span)


def _told(pattern: re.Pattern[str], text: str) -> Iterator[tuple[Span, Span]]:
    """Yield the phrases that fit a pattern and lead to a nickname, each with the nickname."""
    for match in pattern.finditer(text):
        if (nickname := _nickname_at(text, match)) is not None:
            yield Span(*match.span()), nickname


def _nickname_at(text: str, told: re.Match[str]) -> Span | None:
    """Return where the nickname stands that a phrase leads to, or None where none does."""
    match = _QUOTED.match(text, told.end())
    # "He answers to the Council": without quotation marks it must be said that a name follows.
    if match is None and not re.search(r"answer(?:s|ed|ing)? to (?!the)$", told.group()):
        match = _PLAIN.match(text, told.end())
    if match is None:
        return None
    span = Span(*match.span(match.lastgroup or 0))
    words = [word.lower() for word in _core(span.of(text)).split()]
    alone = len(words) == 1 and words[0] in word_group("calendar")
    return None if alone or is_organisation_word(words[-1]) else span


def _core(nickname: str) -> str:
    """Return a nickname without its article."""
    return re.sub(r"^[Tt]he ", "", nickname)


def _as_printed(document: Document, span: Span) -> str:
    return " ".join(document.to_source(span).of(document.article.text).split())


def _may_name(nickname: str, bearer: Person, persons: Sequence[Person], told: _Told) -> bool:
    """Return whether words can be a person's nickname: not part of the name, nor that of another named in full."""
    words = {fold(word) for word in nickname.split()}
    others = [p for p in persons if p is not bearer and len(p.words) > 1 and words <= set(p.words)]
    anew = all(any(m.span.overlaps(told.span) for m in p.mentions if m.full) for p in others)
    return anew and not words <= {*bearer.words}


def _bearer(document: Document, persons: Sequence[Person], told: _Told) -> Person | None:
    """Return the person whom a text gives a nickname, or None where a thing or somebody unnamed has it."""
    mentions = sorted(((m, p) for p in persons for m in p.mentions), key=lambda pair: pair[0].span)
    text = document.text
    real = _REAL_NAME.match(text, told.span.end)
    after = next((p for m, p in mentions if real is not None and m.titled.start == real.end()), None)
    if after is not None:
        return after
    within = next((p for m, p in mentions if m.span.start < told.span.start and told.span.end < m.span.end), None)
    if within is not None:
        return within
    if told.phrase == told.span.start:
        return _begins_like(document, mentions, told)
    verb = document.tokens(Span(told.phrase, told.span.start))[0]
    if document.quoted(verb.idx) is not None or not _is_of_somebody(verb, mentions):
        return None
    number = document.paragraph_at(told.phrase)
    near = [(m, p) for m, p in mentions if m.paragraph == number and not m.quoted and m.span.end <= told.phrase]
    here = [(m, p) for m, p in near if m.span.start >= verb.sent.start_char]
    if len(here) > 1 and not here[-1][0].full and text[here[-2][0].span.end : here[-1][0].span.start] == ", ":
        here.pop()  # "Chan Tai-man, Simon, known as ..." is one person
    if here:
        owned = text[here[-1][0].span.end :][:3]
        return None if owned == "'s " and not _leads_on(verb) else here[-1][1]
    opened = any(token.lower_ in SINGULAR for token in verb.sent if token.i < told.span.start)
    return near[-1][1] if near and opened else None


def _begins_like(document: Document, mentions: Sequence[tuple[Name, Person]], told: _Told) -> Person | None:
    """Return who was named in full last before "Ed, as friends call him", if the name begins with the same letter."""
    number = document.paragraph_at(told.phrase)
    full = [p for m, p in mentions if m.full and number - 1 <= m.paragraph and m.span.end <= told.phrase]
    alike = bool(full) and full[-1].words[0][0] == fold(told.span.of(document.text))[0]
    return full[-1] if alike else None


def _leads_on(verb: Token) -> bool:
    """Return whether a clause with "him" or "whom" tells the nickname, so that whoever was named is its object."""
    return verb.lower_ in {"call", "calls", "called", "whom", "who", "man", "woman"} or verb.tag_ == "NNS"


def _is_of_somebody(verb: Token, mentions: Sequence[tuple[Name, Person]]) -> bool:
    """Return whether the phrase that a verb opens tells of a person, and not of "the boat known as ..."."""
    subject = next((t for t in verb.lefts if t.dep_ in {"nsubj", "nsubjpass"}), None)
    before = verb.i - 1
    clause = False
    while before > verb.sent.start and (
        verb.doc[before].lower_ in _AUXILIARIES or verb.doc[before].tag_ in {"RB", "RBR"}
    ):
        clause = clause or verb.doc[before].lower_ in _AUXILIARIES
        before -= 1
    noun = subject if subject is not None else verb.doc[before] if before >= verb.sent.start else None
    if noun is None or noun.lower_ in _SOMEBODY or noun.pos_ in {"PUNCT", "CCONJ", "PRON"}:
        return noun is None or noun.lower_ not in {"that", "which", "it", "this"}
    if any(m.span.start <= noun.idx < m.span.end for m, _ in mentions):
        return True
    person = is_role_noun(noun) or noun.lower_ in word_group("men") | word_group("women") | word_group("kin")
    return person or noun.pos_ not in {"NOUN", "PROPN"} or (clause and subject is None)


def _mentions(document: Document, persons: Sequence[Person], bearer: Person, told: _Told) -> Iterator[Name]:
    """Yield the mentions by a nickname alone; where it is a common noun, none if that is another's role."""
    text = document.text
    printed = told.span.of(text)
    nickname = _core(printed)
    article = "[Tt]he " if printed[:4].lower() == "the " else ""
    ordinary = nickname[0].islower()
    taken = ordinary and any(r.head == nickname.lower() for p in persons if p is not bearer for r in p.roles)
    for match in re.finditer(rf"(?<![\w'-]){article}{re.escape(nickname)}(?![\w-])", text):
        span = Span(*match.span())
        number = document.paragraph_at(span.start)
        giving = span.overlaps(told.span)
        if is_headline(document.paragraphs[number].of(text)) or (ordinary and span.start < told.span.start):
            continue
        if not giving and (taken or re.match(r" [A-Z]", text[span.end : span.end + 2])):
            continue  # "the Duke Hotel"
        if not giving and not article and re.search(r"[a-z] [A-Z][\w-]+ $", text[max(0, span.start - 40) : span.start]):
            continue  # "at Old Kaka"
        quoted = document.quoted(span.start) is not None
        yield Name(span, span, (), (), None, 0.0, number, quoted)

"""People: one entity a speaker, and which entity the source of each statement means.

A source is resolved by its form: a name, several names, a role ("the chairwoman"), a pronoun, an organisation or
document, or somebody unnamed ("a senior official at the ministry"). Only sources that speak become speakers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from index.article import Span, Speaker, SpeakerKind
from index.attribution import pronouns
from index.attribution.candidate import Candidate
from index.attribution.document import IN_BRACKETS, Document
from index.attribution.letters import is_letter, letter_before, names_writer, writer_of
from index.attribution.lists import listed_with
from index.attribution.names import Name
from index.attribution.offices import office_before
from index.attribution.organisations import Organisations, is_count, kind_of_phrase, survey_beside
from index.attribution.persons import Person, find_persons, gave_name
from index.attribution.phrases import content_words, head_of, is_role_noun, join_roles, same_role
from index.attribution.wordlists import near_synonyms, word_group
from index.attribution.wordlists import words as listed

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

_DETERMINED = re.compile(r"(?:the|this|that|its|his|her|their|our)\s", re.IGNORECASE)
_ONE = re.compile(r"(?:an?|another|one)\s", re.IGNORECASE)
_INDEFINITE = re.compile(r"(?:a|an|another|one|some|many|several|most|few|both|two|three|\d)\b", re.IGNORECASE)
_RULED = re.compile(r"\b(?:of|for|from|at|in|to|by|with|on|behind|near)\b")

_BANK = re.compile(r"(?<!food )(?<!blood )(?<!seed )(?<!river )\bbank\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The speaker a candidate resolves to (a `Speaker.id`, or None), and the probability that it is right."""

    speaker: str | None
    confidence: float = 1.0


@dataclass(eq=False, slots=True)
class Other:
    """A speaker that is no single named person: an organisation, a document, an unnamed or a joint source."""

    name: str
    kind: SpeakerKind
    first: int
    head: str = ""
    members: tuple[Person, ...] = ()
    role: str | None = None
    aliases: list[str] = field(default_factory=list)


Entity = Person | Other


@dataclass(eq=False, slots=True)
class People:
    """The people of a document and, after `resolve`, its speakers in order of appearance."""

    document: Document
    persons: list[Person]
    organisations: Organisations
    others: dict[str, Other] = field(default_factory=dict)
    speakers: tuple[Speaker, ...] = ()
    _spoken: list[tuple[int, Entity]] = field(default_factory=list)

    def resolve(self, candidates: Sequence[Candidate]) -> list[Resolution]:
        """Return the speaker of each candidate, in their order, and fill `speakers`."""
        found: list[tuple[Entity | None, float]] = []
        for candidate in candidates:
            if candidate.source is not None:
                entity, confidence = self._of_source(candidate.source)
                if candidate.relative is not None and not isinstance(entity, Person):
                    meant = pronouns.whom_relative_means(self.document, self.persons, candidate.relative)
                    entity, confidence = (meant, 0.9) if meant is not None else (entity, confidence)
            elif candidate.antecedent is not None:
                entity, confidence = found[candidate.antecedent]
            else:
                entity, confidence = None, 1.0
            found.append((entity, confidence))
            if entity is not None:
                self._spoken.append((candidate.source.start if candidate.source else candidate.start, entity))
        speaking = {id(entity): entity for entity, _ in found if entity is not None}
        in_order = sorted(speaking.values(), key=lambda entity: entity.first)
        ids = {id(entity): f"s{number}" for number, entity in enumerate(in_order, start=1)}
        self.speakers = tuple(self._speaker(ids[id(entity)], entity) for entity in in_order)
        return [Resolution(ids[id(entity)] if entity is not None else None, sure) for entity, sure in found]

    def speaker_of(self, mention: Span) -> Speaker | None:
        """Return whom a mention means, as a speaker without an id; None where that is unclear."""
        entity, _ = self._of_source(mention)
        return self._speaker("", entity) if entity is not None else None

    def _of_source(self, source: Span) -> tuple[Entity | None, float]:
        """Return the entity that a mention means, and the probability that it is right."""
        text = source.of(self.document.text)
        lower = text.lower().strip()
        if lower in pronouns.SINGULAR:
            if (unnamed := self._unnamed_before(source, pronouns.SINGULAR[lower])) is not None:
                return unnamed, 0.85
            if (office := self._holder_before(source, pronouns.SINGULAR[lower])) is not None:
                return office, 0.85
            last, main = self._last_person(source.start), self._main_person(source.start)
            person, sure = pronouns.resolve_singular(self.document, self.persons, last, source, main)
            writer = self._of_letter(source) if person is None else None
            fits = isinstance(writer, Person) and writer.gender in (None, pronouns.SINGULAR[lower])
            return (writer, 0.7) if fits else (person, sure)
        if lower in pronouns.BOTH and (two := pronouns.named_together(self.document, self.persons, source)):
            return self._joint(source, two), 0.85
        if lower in pronouns.OF_TWO and (one := pronouns.one_of_two(self.document, self.persons, source)):
            return one, 0.8
        if lower in pronouns.OTHERS:
            return self._of_plural(source, lower)
        if lower in pronouns.RELATIVE:
            return self._just_before(source)
        if lower in ("i", "we", "you", "me", "us", "this", "that", "which", "there"):
            return None, 0.5
        named = self._named_in(source)
        if together := listed_with(self.document, self.persons, source):
            return self._joint(source, together), 0.95
        if len(named) > 1 and self._is_joint(source, named):
            return self._joint(source, [person for person, _ in named]), 0.95
        heads = [(person, name) for person, name in named if self._is_head(source, name)]
        if heads:
            person, name = heads[0]
            return person, 0.97 if name.full else 0.95
        if not named and (ambiguous := self._ambiguous(source)):
            return ambiguous
        return self._of_description(source, text)

    # -- names

    def _named_in(self, source: Span) -> list[tuple[Person, Name]]:
        """Return the persons named within a source, in order."""
        inside = [(p, m) for p in self.persons for m in p.mentions if source.overlaps(m.span)]
        return sorted(inside, key=lambda pair: pair[1].span.start)

    def _is_joint(self, source: Span, named: list[tuple[Person, Name]]) -> bool:
        """Return whether a source joins its names by "and" alone ("Hannah Pell and Osei Tutu-Grant")."""
        text = self.document.text
        if len({id(person) for person, _ in named}) < 2 or not self._closes(source, named[-1][1]):
            return False
        gaps = [text[a.span.end : b.titled.start] for (_, a), (_, b) in pairwise(named)]
        # "(D)", "of Iceland", ", of the Chamber of Shipping,", ", a dean,"
        beside = r"(?: \([^)]*\)| of (?:the )?[A-Z][\w' -]+?|,? (?:of|from|for) [\w'& -]+?,?|, [^.;:\"]{2,90}?,)?"
        joined = all(re.fullmatch(beside + r"(?:,? and .{0,40}|, ?)", gap) for gap in gaps)
        return joined and " and " in "".join(gaps)

    def _is_head(self, source: Span, name: Name) -> bool:
        """Return whether a name is what a source is about: only titles and roles before it, little after it."""
        before = self.document.text[source.start : max(source.start, name.titled.start)]
        before = re.sub(r"\b[A-Z]\w+ of [A-Z]\w+ $", "", before)  # "Secretary of State"
        if (office := office_before(self.document, name.titled.start)) is not None:
            before = self.document.text[source.start : max(source.start, self.document.doc[office].idx)]
        ruled = _RULED.search(before)
        return self._closes(source, name) and (not ruled or before.rstrip().endswith(","))

    def _closes(self, source: Span, name: Name) -> bool:
        """Return whether nothing that the name only qualifies follows it in a source ("Ferris's lawyer")."""
        after = self.document.text[name.span.end : source.end]
        words = after.split()
        if words and words[0] in word_group("post-nominals"):
            after = after.lstrip()[len(words[0]) :]
        return not re.match(r"'s?\s+\w|\s+(?!of\b|from\b|in\b|at\b|and\b|Jr|Sr|\()\w", after)

    def _ambiguous(self, source: Span) -> tuple[Entity | None, float] | None:
        """Return (None, probability) where a source is a name that two persons share; None where it is not one."""
        words = source.of(self.document.text).split()
        sharing = [p for p in self.persons if words and words[-1].lower() in p.words]
        if len(sharing) > 1 and len(words) <= 2 and words[-1][:1].isupper():
            return None, 0.5
        return None

    def _joint(self, source: Span, persons: list[Person]) -> Other:
        """Return the entity of several persons who speak together."""
        members = tuple(dict.fromkeys(persons))
        names = [person.name for person in members]
        name = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
        if name not in self.others:
            shared = [role for role in members[-1].roles if role.plural]
            role = shared[0].text if shared else None
            self.others[name] = Other(name, SpeakerKind.PERSON, source.start, members=members, role=role)
        return self.others[name]

    def _just_before(self, source: Span) -> tuple[Entity | None, float]:
        """Return the person named just before a relative "who"."""
        near = [(m.span.end, p) for p in self.persons for m in p.mentions if 0 <= source.start - m.span.end < 200]
        return (max(near, key=lambda pair: pair[0])[1], 0.85) if near else (None, 0.5)

    # -- roles, organisations, the unnamed

    def _of_description(self, source: Span, text: str) -> tuple[Entity | None, float]:
        """Return the entity that a phrase without a person's name means."""
        if (survey := survey_beside(self.document, source)) is not None:
            return self._of_description(survey, survey.of(self.document.text))
        tokens = self.document.tokens(source)
        if is_count(tokens):
            return None, 0.5
        head = head_of(self.document, tokens.start, tokens.end)
        if (apposed := self._apposed(source) or gave_name(self.document, self.persons, source)) is not None:
            return apposed, 0.95
        if (owner := self._owner(source, head)) is not None:
            return owner
        if head is not None and _DETERMINED.match(text):
            if person := self._by_role(source, head.lemma_.lower(), {t.lower_ for t in tokens} - {"same"}):
                mention = text.removesuffix("'s").removesuffix("'")
                if mention not in person.role_mentions:
                    person.role_mentions.append(mention)
                return person, 0.85
            if other := self._earlier_unnamed(head.lemma_.lower(), text):
                return other, 0.85
            if _is_from_somewhere(tokens) and (near := self._named_near(source)) is not None:
                return near, 0.7
        kind = kind_of_phrase(tokens, head)
        if kind is not SpeakerKind.UNNAMED:
            others = [entity for _, entity in self._spoken if isinstance(entity, Other)]
            names = [other.name for other in others if other.kind is SpeakerKind.ORGANISATION]
            known = self.organisations.resolve(source, head, names[-1] if names else None)
            return self._other(known or _plain(text), kind, source, head.lemma_.lower() if head else "", text), 0.9
        return self._other(text, kind, source, head.lemma_.lower() if head else "", text), 0.85

    def _owner(self, source: Span, head: Token | None) -> tuple[Entity, float] | None:
        """Return whose letter, work or firm speaks ("Obi's letter says", "his study found", "her team says")."""
        if head is not None and is_letter(head) and names_writer(head):
            writer = writer_of(head)
            entity, sure = self._of_source(writer) if writer is not None else (None, 0.0)
            return (entity, 0.9 * sure) if entity is not None else None
        own = word_group("own-work") | word_group("businesses")
        if head is None or head.lemma_.lower() not in own:
            return None
        first = self.document.tokens(source)[0]
        if first.lower_ == "its" and (body := self.organisations.subject_before(source)) is not None:
            return self._other(body, SpeakerKind.ORGANISATION, source, "", ""), 0.8
        if first.lower_ not in ("his", "her"):
            return None
        person, sure = self._of_source(Span(first.idx, first.idx + len(first)))
        return (person, 0.9 * sure) if isinstance(person, Person) else None

    def _apposed(self, source: Span) -> Person | None:
        """Return the person in whose role a source lies ("a spokeswoman for the port, Claire Obi"), if any."""
        for person in self.persons:
            for role in person.roles:
                inside = role.start <= source.start < role.start + len(role.text)
                within = source.start <= role.start < source.end
                # "the wife of chef Jan Obi" is not the chef.
                if inside or (within and not _RULED.search(self.document.text[source.start : role.start])):
                    return person
        return None

    def _other(self, name: str, kind: SpeakerKind, source: Span, head: str, text: str) -> Other:
        """Return the entity of a name or phrase, made where it is new; `text` is the mention, "" for a pronoun."""
        key = re.sub(r"^(?:the|a|an)\s+", "", name.lower())
        if key not in self.others:
            self.others[key] = Other(self._as_printed(source) if name == text else name, kind, source.start, head)
        if text and text not in self.others[key].aliases:
            self.others[key].aliases.append(text)
        return self.others[key]

    def _as_printed(self, source: Span) -> str:
        """Return a mention in the source's own glyphs, on one line."""
        return " ".join(self.document.to_source(source).of(self.document.article.text).split())

    def _in_brackets(self, name: Name) -> str | None:
        """Return the name in Chinese or Japanese script that the source has in brackets after a mention, or None."""
        text = self.document.article.text
        written = IN_BRACKETS.match(text, self.document.to_source(name.span).end)
        return "".join(written["name"].split()) if written is not None else None

    def _by_role(self, source: Span, head: str, words: set[str]) -> Person | None:
        """Return the person whose role a phrase such as "the chairwoman" names, the last named where several fit."""
        fitting = [
            (max((m.span.start for m in p.mentions if m.span.start < source.start), default=-1), p)
            for p in self.persons
            if any(same_role(head, words, role) for role in p.roles)
        ]
        fitting = [pair for pair in fitting if pair[0] >= 0] or fitting
        if not fitting:
            return self._of_kind(source, head, words) or self._leader(source, head, words)
        return max(fitting, key=lambda pair: pair[0])[1]

    def _of_kind(self, source: Span, head: str, words: set[str]) -> Person | None:
        """Return the only person named so far whom a near synonym of the role means ("the judge" a Justice), or None.

        "The banker" is whoever leads a bank.
        """
        kinds = near_synonyms().get(head) or near_synonyms()["peer"] & {head}  # "the baroness"
        plain = {"the", "this", "that", "former", "retired", head}
        described = {word for word in words if word.isalpha() and word not in plain}
        if not kinds or described:
            return None
        leading = word_group("leaders") | word_group("single-offices")

        def fits(person: Person) -> bool:
            titled = any(title.lower() in kinds for mention in person.mentions for title in mention.titles)
            held = any(role.head in kinds for role in person.roles)
            banking = head == "banker" and any(
                role.head in leading and _BANK.search(role.text) is not None for role in person.roles
            )
            return titled or held or banking

        found = [person for person in self.persons if person.first < source.start and fits(person)]
        return found[0] if len(found) == 1 else None

    def _leader(self, source: Span, head: str, words: set[str]) -> Person | None:
        """Return the only leader whom "the chair", another word for a role, can mean: named just before, or described.

        "The union leader" is the one leader in whose role a union stands, wherever the text named that person.
        """
        leaders = word_group("leaders")
        if head not in leaders:
            return None
        described = {w for w in words if w.isalpha() and w not in ("the", "this", "that", head)}
        if described:
            titled = [
                p
                for p in self.persons
                if any(r.head in leaders and described <= content_words(r.text) for r in p.roles)
            ]
            return titled[0] if len(titled) == 1 else None
        number = self.document.paragraph_at(source.start)
        near = [
            p
            for p in self.persons
            if any(role.head in leaders for role in p.roles)
            and any(m.span.start < source.start and number - m.paragraph <= 1 for m in p.mentions)
        ]
        return near[0] if len(near) == 1 else None

    def _earlier_unnamed(self, head: str, text: str) -> Other | None:
        """Return the unnamed speaker (or document) that an earlier "a teacher" introduced and "the teacher" means."""
        described = {w for w in re.findall(r"\w+", text.lower()) if w not in ("the", "this", "that")}
        for other in reversed(list(self.others.values())):
            printed = other.kind is SpeakerKind.DOCUMENT
            introduced = other.kind is SpeakerKind.UNNAMED and _INDEFINITE.match(other.name)
            same = other.head == head and (printed or introduced)
            if same and described <= set(re.findall(r"\w+", other.name.lower())):
                if text not in other.aliases:
                    other.aliases.append(text)
                return other
        return None

    # -- pronouns

    def _holder_before(self, source: Span, gender: str) -> Person | None:
        """Return whom "The minister objected. He said ..." means: the holder of the office named."""
        phrase = pronouns.subject_before(self.document, source)
        if phrase is None:
            return None
        tokens = self.document.tokens(phrase)
        person = self._by_role(phrase, tokens[-1].lemma_.lower(), {token.lower_ for token in tokens})
        return person if person is not None and person.gender in (None, gender) else None

    def _unnamed_before(self, source: Span, gender: str) -> Other | None:
        """Return the unnamed person who spoke last ("a student"), if nobody was named between that and "she"."""
        at, entity = max(self._spoken, key=lambda pair: pair[0], default=(0, None))
        if not isinstance(entity, Other) or entity.kind is not SpeakerKind.UNNAMED or at >= source.start:
            return None
        number = self.document.paragraph_at(source.start) - self.document.paragraph_at(at)
        words = set(re.findall(r"[\w-]+", entity.name.lower()))
        called = entity.head in listed("role_nouns") and re.match(rf"the (?:.+ )?{entity.head} \w", entity.name, re.I)
        one = _ONE.match(entity.name) or (number == 0 and called)  # "A cook", "The head teacher of Tarn primary"
        if number > 1 or not one or words & word_group("men" if gender == "f" else "women"):
            return None
        between = Span(at, source.start)
        named = any(between.overlaps(m.span) and not m.quoted for p in self.persons for m in p.mentions)
        return None if named else entity

    def _named_near(self, source: Span) -> Person | None:
        """Return the person named last before a phrase in its paragraph, or else who spoke last, if just before it."""
        number = self.document.paragraph_at(source.start)
        here = [
            (m.span.start, p)
            for p in self.persons
            for m in p.mentions
            if not m.quoted and m.paragraph == number and m.span.end <= source.start
        ]
        if here:
            return max(here, key=lambda pair: pair[0])[1]
        last = self._last_person(source.start)
        return last[0] if last is not None and number - self.document.paragraph_at(last[1]) <= 1 else None

    def _last_person(self, before: int) -> tuple[Person, int] | None:
        """Return the person who spoke last before an offset, and where."""
        spoken = [(at, entity) for at, entity in self._spoken if at < before and isinstance(entity, Person)]
        at, entity = max(spoken, key=lambda pair: pair[0], default=(0, None))
        return (entity, at) if entity is not None else None

    def _main_person(self, before: int) -> Person | None:
        """Return the person whom the text is about: who has spoken twice as often as any other so far."""
        counts = Counter(id(entity) for at, entity in self._spoken if at < before and isinstance(entity, Person))
        (first, most), (_, second) = [*counts.most_common(2), (0, 0), (0, 0)][:2]
        if most < max(4, 2 * second):
            return None
        return next(person for person in self.persons if id(person) == first)

    def _of_plural(self, source: Span, lower: str) -> tuple[Entity | None, float]:
        """Return whom "they" or "it" means: a letter's writer, the last speaker that is more than one, or no person."""
        if lower == "it" and (author := self._of_letter(source)) is not None:
            return author, 0.85
        if lower == "it" and (name := self.organisations.subject_above(source)) is not None:
            return self._other(name, SpeakerKind.ORGANISATION, source, "", ""), 0.8
        for _, entity in reversed(self._spoken[-3:]):
            if isinstance(entity, Other):
                group = bool(entity.members) or entity.kind not in (SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT)
                if lower.startswith("th") or not group:
                    return entity, 0.8
        name = self.organisations.last_before(source.start)
        if name is not None and lower.startswith("it"):
            return self._other(name, SpeakerKind.ORGANISATION, source, "", ""), 0.7
        return None, 0.5

    def _of_letter(self, source: Span) -> Entity | None:
        """Return who wrote the letter that the paragraph of a pronoun speaks of before it, or None."""
        letter = letter_before(self.document, source)
        writer = writer_of(letter) if letter is not None else None
        return self._of_source(writer)[0] if writer is not None else None

    # -- the speakers at the end

    def _speaker(self, number: str, entity: Entity) -> Speaker:
        """Return the speaker that an entity becomes."""
        if isinstance(entity, Other):
            if entity.members:
                return Speaker(number, entity.name, entity.kind, entity.role, tuple(p.name for p in entity.members))
            aliases = tuple(alias for alias in entity.aliases if alias != entity.name)
            role = self.organisations.description(entity.name) if entity.kind is SpeakerKind.ORGANISATION else None
            return Speaker(number, entity.name, entity.kind, role, aliases)
        own = [m for m in entity.mentions if not m.headline and m.words and set(m.words) <= set(entity.words)]
        printed = [self._as_printed(m.titled) for m in own] + [self._as_printed(m.span) for m in own]
        printed += filter(None, map(self._in_brackets, own))
        others = [*entity.nicknames, *entity.role_mentions]
        aliases = tuple(a for a in dict.fromkeys([*printed, *others]) if a != entity.called)
        return Speaker(number, entity.called, SpeakerKind.PERSON, join_roles(entity.roles), aliases)


def find_people(document: Document) -> People:
    """Return the people of a document, none of them a speaker yet."""
    persons = find_persons(document)
    taken = [m.span for person in persons for m in person.mentions]
    return People(document, persons, Organisations.of(document, taken))


def _is_from_somewhere(tokens: Tokens) -> bool:
    """Return whether a phrase calls one person after a place ("the Ghanaian", "the Harare-based economist")."""
    head = tokens[-1]
    from_there = any(token.ent_type_ == "NORP" or token.lower_ in ("based", "born") for token in tokens)
    one = head.tag_ not in ("NNS", "NNPS") and not head.lower_.endswith("ese")
    return from_there and one and (len(tokens) == 2 or is_role_noun(head))


def _plain(text: str) -> str:
    """Return a phrase that names an organisation, its article kept as printed."""
    return text.strip(" ,;")

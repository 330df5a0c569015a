"""Turns of a transcript as statements: labels resolved to the people whom the introduction names.

A label may be a full name, a bare family name in capitals, a function ("MODERATOR") that the introduction or the
speaker's own first words give a name to, or somebody unnamed ("VOICE FROM THE FLOOR").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import OSA

from index.article import Attribution, Span, Speaker, SpeakerKind, Statement, StatementKind
from index.attribution.addressed import given_names_by_label
from index.attribution.document import Document
from index.attribution.names import fold
from index.attribution.people import join_roles
from index.attribution.persons import Person, find_persons, is_part
from index.attribution.wordlists import role_verbs, titles, word_group, words
from index.sources.labels import is_function, without_functions

_CHAIRING = word_group("chairing")
# "Moderator (Ruth Orr)", "Audience member (Jon Iles, at the back)"
_NAMED_FUNCTION = re.compile(r"(?P<function>[^()]+) \((?P<name>[^(),]+ [^(),]+)(?:, [^()]+)?\)$")
_BRACKETS = re.compile(r"\([^)]*\)")
_ASIDE = re.compile(r"\[[^\]]{1,60}\]|\((?:[a-z][a-z ,-]{0,40})\)")
_NAME = r"""
    (?:(?:Dr|Prof|Dame|Sir|Rev)\.?\ )?
    (?P<name>(?!Mrs?\b|Ms\b|Miss\b)[A-Z][\w'’-]+(?:\ (?:[A-Z]\.|de|van|von|bin|al|[A-Z][\w'’-]+)){1,3})"""
_GREETING = r"""
    (?:(?:[Tt]hank\ you|[Tt]hanks|Hi|Hello|Good\ (?:morning|afternoon|evening)|Yes|Yeah|Well|OK|Okay)
    [^.!?:;]{0,40}[.,!]\s+){0,3}"""
_SELF = (
    re.compile(
        _GREETING + r"(?:[Mm]y\ name(?:\ is|['’]s)|I['’]m|I\ am|[Tt]his\ is)\ " + _NAME + r"\b(?P<rest>.{0,160})",
        re.DOTALL | re.VERBOSE,
    ),
    re.compile(
        _GREETING
        + _NAME
        + r"""(?P<rest>(?:
          ,?\ (?:from|of|with|here|I|I['’]m)\ |,?\ I['’]\w+\ |\.\ I(?:['’]m)?\ ).{0,160})""",
        re.DOTALL | re.VERBOSE,
    ),
)
_SELF_ROLE = re.compile(
    r"""[,.]?\s*(?:and\ )?(?:here,?\ )?
    (?P<lead>I['’]m|I\ am|I\ work\ as|I\ (?P<verb>[a-z]+)|from|of|with)\s+
    (?P<thing>[^.,;!?\n]{2,80})""",
    re.VERBOSE,
)


@dataclass(eq=False, slots=True)
class _Voice:
    """A speaker in the making: who, and the labels under which the words stand."""

    name: str
    kind: SpeakerKind
    person: Person | None = None
    roles: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


def attribute_turns(document: Document, reported: Attribution | None = None) -> Attribution:
    """Return the speakers and statements of a transcript, one direct statement a labelled paragraph.

    The confidence is high, for the layout itself attributes; it is lower where a label stays unresolved. `reported`
    is what the document says as prose: of it, the statements in paragraphs without a label are kept.
    """
    persons = find_persons(document)
    resolver = _Labels(document, persons)
    statements: list[Statement] = []
    voices: list[_Voice] = []
    current: _Voice | None = None
    text = document.article.text
    for paragraph in document.article.paragraphs:
        if paragraph.label is None:
            continue
        if paragraph.label_span is not None or current is None or paragraph.label not in current.labels:
            current = resolver.voice(paragraph.label, paragraph.span.of(text))
        if current not in voices:
            voices.append(current)
        spans = tuple(_spoken(text, paragraph.span))
        if spans:
            sure = 0.99 if current.kind is SpeakerKind.PERSON else 0.9
            number = f"s{voices.index(current) + 1}"
            statements.append(Statement(StatementKind.DIRECT, spans, number, confidence=sure, rule="turn"))
    speakers = tuple(_speaker(f"s{n}", voice) for n, voice in enumerate(voices, start=1))
    return _with_prose(document, Attribution(speakers, tuple(statements)), reported or Attribution())


def _with_prose(document: Document, turns: Attribution, reported: Attribution) -> Attribution:
    """Return the turns' attribution with the statements reported in paragraphs that are no turns."""
    prose = [paragraph.span for paragraph in document.article.paragraphs if paragraph.label is None]
    kept = [s for s in reported.statements if any(span.contains(s.span) for span in prose)]
    speakers = list(turns.speakers)
    ids: dict[str | None, str | None] = {None: None}
    for speaker in reported.speakers:
        if any(statement.speaker == speaker.id for statement in kept):
            same = next((s for s in speakers if s.name == speaker.name), None)
            if same is None:
                same = replace(speaker, id=f"s{len(speakers) + 1}")
                speakers.append(same)
            ids[speaker.id] = same.id
    statements = [*turns.statements, *(replace(s, speaker=ids[s.speaker]) for s in kept)]
    return Attribution(tuple(speakers), tuple(sorted(statements, key=lambda s: s.spans[0])))


class _Labels:
    """The labels of one transcript, resolved to voices; equal labels give the same voice."""

    def __init__(self, document: Document, persons: Sequence[Person]) -> None:
        self._document = document
        self._persons = list(persons)
        self._voices: dict[str, _Voice] = {}
        first = next((n for n, p in enumerate(document.article.paragraphs) if p.label), 0)
        self._introduced = [p for p in persons if any(m.paragraph < first for m in p.mentions)]
        self._chair = self._holder_of_chair(first)
        self._turns: dict[str, list[str]] = {}
        for paragraph in document.article.paragraphs:
            if paragraph.label:
                words = paragraph.span.of(document.article.text)
                self._turns.setdefault(paragraph.label, []).append(words)
        # Full names first, so that a bare family name later finds the person whom a fuller label names.
        self._full = [label for label in self._turns if len(_name_words(label)) > 1 and not _is_nameless(label)]
        self._called = self._given_names()

    def voice(self, label: str, turn: str) -> _Voice:
        """Return the voice of a label; `turn` holds the words, in which a nameless speaker may give a name."""
        if _is_nameless(label):
            return self._of_function(label, turn)
        full = self._fuller(label)
        key = " ".join(_name_words(full)) or full.lower()
        if key not in self._voices:
            person = self._person(full)
            name, role = self._introduced_by_self(full)
            if person is not None:
                self._voices[key] = self._voice_of(person)
                self._voices[key].roles.extend(_label_roles(full))
            else:
                called = self._called.get(full)
                printed = f"{called} {self._printed(full)}" if called else self._printed(full)
                self._voices[key] = _Voice(name or printed, SpeakerKind.PERSON, None, _label_roles(full))
            if role and not self._voices[key].roles and not (person and person.roles):
                self._voices[key].roles.append(role)
        return _labelled(self._voices[key], label)

    def _given_names(self) -> dict[str, str]:
        """Return the given names by which those are called whose labels hold a family name alone."""
        text = self._document.article.text
        turns = [(p.label, p.span.of(text)) for p in self._document.article.paragraphs if p.label]
        alone = {label for label in self._turns if len(_name_words(label)) == 1 and not _is_nameless(label)}
        unknown = {label for label in alone if self._person(label) is None}
        if not unknown:
            return {}
        taken = {word for person in self._persons for word in person.words if len(person.words) > 1}
        taken |= {word for label in self._turns for word in _name_words(label)}
        called = given_names_by_label(turns, taken)
        return {label: name for label, name in called.items() if label in unknown}

    def _introduced_by_self(self, label: str) -> tuple[str | None, str | None]:
        """Return the name and the role that a label's first turn begins with, where the name is the label's."""
        told = introduction(next(iter(self._turns.get(label, [])), ""))
        words = [fold(word) for word in told[0].split()] if told else []
        return told if told and _fits(_name_words(label), words) else (None, None)

    def _fuller(self, label: str) -> str:
        """Return the label that gives in full the name of which `label` is one word, if only one name does."""
        mine = _name_words(label)
        longer = [full for full in self._full if len(mine) == 1 and mine[0] in _name_words(full)]
        return longer[0] if len({tuple(_name_words(full)) for full in longer}) == 1 else label

    def _of_function(self, label: str, turn: str) -> _Voice:
        """Return the voice of a function's label: its named holder, whoever gives a name, or the label itself."""
        chairing = fold(label.partition(" ")[0]) in _CHAIRING
        if chairing and (named := self._named_once(label)) is not None:
            return _labelled(self.voice(named, turn), label)
        if chairing and self._chair is not None:
            key = f"chair {id(self._chair)}"
            voice = self._voices.setdefault(key, self._voice_of(self._chair))
            return _labelled(voice, label)
        if label.strip().upper() in ("A", "ANSWER") and (answering := self._interviewed()) is not None:
            return _labelled(self._voices.setdefault(f"answer {id(answering)}", self._voice_of(answering)), label)
        if (holder := self._holder_of_role(label)) is not None:
            return _labelled(self._voices.setdefault(label, self._voice_of(holder)), label)
        # "Speaker 2" is one person throughout, whichever turn gives the name; "Audience member" is anybody.
        turns = self._turns[label] if any(char.isdigit() for char in label) else [turn]
        introduced = next(filter(None, (introduction(words, by_name_alone=not chairing) for words in turns)), None)
        if introduced is not None:
            name, role = introduced
            person = self._match([fold(w) for w in name.split()])
            voice = self._voice_of(person) if person is not None else _Voice(name, SpeakerKind.PERSON)
            if role and not (person and person.roles):
                voice.roles.append(role)
            voice = self._voices.setdefault(f"named {voice.name}", voice)
            if chairing:
                self._voices[label] = voice
            return _labelled(voice, label)
        if label not in self._voices:
            self._voices[label] = _Voice(label, SpeakerKind.UNNAMED)
        return _labelled(self._voices[label], label)

    def _voice_of(self, person: Person) -> _Voice:
        """Return the voice that already stands for a person, or a new one."""
        found = next((v for v in self._voices.values() if v.person is person), None)
        if found is not None:
            return found
        moderates = person is self._chair and not any(role.head in _CHAIRING for role in person.roles)
        return _Voice(person.name, SpeakerKind.PERSON, person, ["moderator"] if moderates else [])

    def _named_once(self, label: str) -> str | None:
        """Return the one label that gives a name to the function of `label` ("MODERATOR (RUTH ORR)" to "MODERATOR")."""
        found = [(full, _named_function(full)) for full in self._turns]
        named = [full for full, match in found if match and match["function"].lower() == label.lower()]
        return named[0] if named and len({tuple(_name_words(full)) for full in named}) == 1 else None

    def _holder_of_role(self, label: str) -> Person | None:
        """Return the one person introduced with the role that a label names ("CLERK")."""
        held = [p for p in self._introduced if any(role.head == label.lower() for role in p.roles)]
        return held[0] if len(held) == 1 else None

    def _holder_of_chair(self, first: int) -> Person | None:
        """Return the one person of the introduction who moderates, if it names one."""
        holders = []
        for person in self._introduced:
            for mention in (m for m in person.mentions if m.paragraph < first):
                before = self._document.text[max(0, mention.titled.start - 60) : mention.titled.start]
                led = re.search(
                    r"\b(?:moderat|chair|host|present|interview|facilitat)\w*\s*(?:by|:|is|was)\s*$", before, re.I
                )
                if led or any(role.head in _CHAIRING for role in person.roles):
                    holders.append(person)
        holders = list(dict.fromkeys(holders))
        return holders[0] if len(holders) == 1 else None

    def _interviewed(self) -> Person | None:
        """Return the person of an interview: the one in the title, or the only one introduced besides the host."""
        titled = [p for p in self._persons if self._document.article.title and p.name in self._document.article.title]
        others = titled or [p for p in self._introduced if p is not self._chair]
        return others[0] if len(others) == 1 else None

    def _person(self, label: str) -> Person | None:
        """Return the person of the text whom a label names."""
        mine = _name_words(label)
        found = self._match(mine)
        if found is not None or len(mine) != 1:
            return found
        longer = [full for full in self._full if mine[0] in _name_words(full)]
        return self._match(_name_words(longer[0])) if len(longer) == 1 else None

    def _match(self, mine: Sequence[str]) -> Person | None:
        """Return the one person whose name holds all the words of a label, an introduced one before any other."""
        if not mine:
            return None
        for group in (self._introduced, self._persons):
            full = [p for p in group if len(p.words) > 1 and _fits(mine, p.words)]
            if len(mine) == 1 and len(full) > 1:
                full = [p for p in full if p.words[-1] == mine[0]] or full
            if len(full) == 1:
                return full[0]
            near = [p for p in group if len(mine[-1]) > 5 and OSA.distance(mine[-1], p.words[-1]) <= 1]
            if not full and len(near) == 1 and is_part(mine[:-1], near[0].words):
                return near[0]
        return None

    def _printed(self, label: str) -> str:
        """Return a label's name without titles, in mixed case, as a fuller label or the text prints it."""
        longer = [full for full in self._full if is_part(_name_words(label), _name_words(full))]
        name = longer[0] if len(longer) == 1 else label
        known = titles()
        named = _named_function(name)
        head = named["name"] if named else _without_brackets(name)
        mine = set(_name_words(name))
        kept = [w for w in head.split() if fold(w) in mine or (len(fold(w)) == 1 and fold(w) not in known)]
        kept = kept or name.split()
        mixed = {w.upper(): w for w in re.findall(r"[^\W\d_][\w'’-]*", self._document.article.text) if not w.isupper()}
        return " ".join(mixed.get(w, _capitalised(w)) if w.isupper() and len(w) > 1 else w for w in kept)


def introduction(turn: str, by_name_alone: bool = True) -> tuple[str, str | None] | None:
    """Return the name and role that a speaker gives at the beginning of a turn, or None.

    "Thank you. Joan Tarn, I keep the lock" gives ("Joan Tarn", "who keeps the lock"). Without
    `by_name_alone` only "I'm ...", "My name is ..." and the like count: a moderator opens turns with others' names.
    """
    for pattern in _SELF if by_name_alone else _SELF[:1]:
        match = pattern.match(turn)
        if match is None:
            continue
        role = _SELF_ROLE.match(match["rest"])
        return match["name"], _own_role(role) if role else None
    return None


def _own_role(match: re.Match[str]) -> str | None:
    """Return the role in what follows a speaker's own name, as it is told of a third person, or None."""
    thing = match["thing"].strip()
    if match["verb"]:
        third = next((v for v in role_verbs() if v in (f"{match['verb']}s", f"{match['verb']}es")), None)
        return f"who {third} {thing}" if third else None
    if match["lead"] in ("from", "of", "with"):
        return f"{match['lead']} {thing}"
    return re.sub(r"^(?:an?|the)\s+(?=[a-z])", "", thing)


def _fits(mine: Sequence[str], words: Sequence[str]) -> bool:
    """Return whether a label's words are part of a name or the other way round, hyphens read as spaces."""
    short, full = " ".join(mine).replace("-", " ").split(), " ".join(words).replace("-", " ").split()
    return is_part(short, full) or is_part(full, short)


def _labelled(voice: _Voice, label: str) -> _Voice:
    """Return the voice with one more label noted."""
    if label not in voice.labels:
        voice.labels.append(label)
    return voice


def _named_function(label: str) -> re.Match[str] | None:
    """Return the function and the name of a label that gives both ("Moderator (Ruth Orr)"), or None.

    "VOICE (man at the back)" names nobody, and of "ORR (Tarn Radio)" the first word is the name.
    """
    match = _NAMED_FUNCTION.match(label)
    if match is None or not (is_function(match["function"]) or match["function"].lower() in words("role_nouns")):
        return None
    named = all(word[0].isupper() or fold(word) in word_group("particles") for word in match["name"].split())
    return match if named else None


def _is_nameless(label: str) -> bool:
    """Return whether a label is a function's and gives no name."""
    return is_function(label) and _named_function(label) is None


def _without_brackets(label: str) -> str:
    """Return a label's name with its titles, without what stands in brackets or after a comma."""
    return _BRACKETS.sub("", label).partition(",")[0]


def _name_words(label: str) -> list[str]:
    """Return the folded words of a label's name, without titles, brackets and what follows a comma."""
    known = titles()
    named = _named_function(label)
    head = named["name"] if named else _without_brackets(label)
    found = [fold(w) for w in head.split()]
    kept = without_functions([w for w in found if w and w not in known and len(w) > 1])
    return kept or [w for w in found if w]


def _label_roles(label: str) -> list[str]:
    """Return the role that a label itself gives, after a comma or in brackets ("JUDY ORR, host")."""
    if (named := _named_function(label)) is not None:
        return [named["function"].lower()]
    bracketed = re.search(r"\(([^)\d]+)\)\s*$", label)
    rest = _BRACKETS.sub("", label).partition(",")[2].strip() or (bracketed[1] if bracketed else "")
    return [rest.lower() if rest.isupper() else rest] if rest else []


def _capitalised(word: str) -> str:
    """Return a word of a name in capitals with its usual capitals ("EL-AMIN", "O'NEILL", "MCRAE")."""
    made = "".join(part.capitalize() for part in re.split(r"([-'’])", word))
    return re.sub(r"^Mc([a-z])", lambda m: "Mc" + m.group(1).upper(), made)


def _spoken(text: str, span: Span) -> Iterator[Span]:
    """Yield the pieces of a turn that are words spoken, without marks such as "[crosstalk]" or "(laughs)"."""
    start = span.start
    for match in [*_ASIDE.finditer(text, span.start, span.end), None]:
        end = match.start() if match else span.end
        piece = text[start:end]
        if re.search(r"\w", piece):
            yield Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))
        start = match.end() if match else end


def _speaker(number: str, voice: _Voice) -> Speaker:
    """Return the speaker that a voice becomes."""
    person = voice.person
    stated = join_roles(person.roles) if person is not None else None
    roles = [r for r in voice.roles if not stated or r.lower() not in stated.lower()]
    role = "; ".join([*roles, *([stated] if stated else [])]) or None
    printed = [label for label in voice.labels if label != voice.name]
    return Speaker(number, voice.name, voice.kind, role, tuple(dict.fromkeys(printed)))

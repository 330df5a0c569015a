"""Voices: who speaks under each label of a transcript.

A label may be a full name, a bare family name in capitals, a function ("MODERATOR") that the introduction or the
speaker's own first words give a name to, or somebody unnamed ("VOICE FROM THE FLOOR").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from index.article import SpeakerKind
from index.attribution.addressed import given_names_by_label
from index.attribution.document import Document
from index.attribution.introductions import introduction, name_first, stranger_first
from index.attribution.names import fold
from index.attribution.persons import Person, is_part
from index.attribution.phrases import same_role
from index.attribution.wordlists import titles, word_group, words
from index.sources.labels import is_function, is_stranger, without_functions

_CHAIRING = word_group("chairing")
# "Moderator (Ruth Orr)", "Audience member (Jon Iles, at the back)"
_NAMED_FUNCTION = re.compile(r"(?P<function>[^()]+) \((?P<name>[^(),]+ [^(),]+)(?:, [^()]+)?\)$")
_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(eq=False, slots=True)
class Voice:
    """A speaker in the making: who, and the labels under which the words stand."""

    name: str
    kind: SpeakerKind
    person: Person | None = None
    roles: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


class Labels:
    """The labels of one transcript, resolved to voices; equal labels give the same voice."""

    def __init__(self, document: Document, persons: Sequence[Person]) -> None:
        """Read the labels of a document whose persons are known."""
        self._document = document
        self._persons = list(persons)
        self._voices: dict[str, Voice] = {}
        first = next((n for n, p in enumerate(document.article.paragraphs) if p.label), 0)
        self._introduced = [p for p in persons if any(m.paragraph < first for m in p.mentions)]
        self._chair = self._holder_of_chair(first)
        self._turns: dict[str, list[str]] = {}
        for paragraph in document.article.paragraphs:
            if paragraph.label:
                words = paragraph.span.of(document.article.text)
                self._turns.setdefault(paragraph.label, []).append(words)
        self._order = {label: number for number, label in enumerate(self._turns)}
        # Full names first, so that a bare family name later finds the person whom a fuller label names.
        self._full = [label for label in self._turns if len(_name_words(label)) > 1 and not _is_nameless(label)]
        self._called = self._given_names()
        self._ranked = _namesakes(self._turns)

    def voice(self, label: str, turn: str) -> Voice:
        """Return the voice of a label; `turn` holds the words, in which a nameless speaker may give a name."""
        if _is_nameless(label) or self._is_office(label):
            return self._of_function(label, turn)
        full = label if label in self._ranked else self._fuller(label)
        apart = [_rank(full) or "", _initials(full)] if full in self._ranked else []
        key = " ".join([*apart, *_name_words(full)]) or full.lower()
        if key not in self._voices:
            person = self._person_of_rank(full) if full in self._ranked else self._person(full)
            name, role = self._introduced_by_self(full)
            if person is not None:
                self._voices[key] = self._voice_of(person)
                self._voices[key].roles.extend(_label_roles(full))
                if len(person.words) == 1 and len(self._printed(full).split()) > 1:
                    self._voices[key].name = self._printed(full)  # "J. T. SPRAGUE", who is "Sprague" in the text
            else:
                called = self._called.get(full)
                title = _capitalised(full.split()[0]) if full in self._ranked and len(full.split()) > 1 else None
                printed = " ".join(filter(None, [called or title, self._printed(full)]))
                shorter = name is not None and len(name.split()) < len(printed.split())
                told = printed if name is None or shorter else name
                self._voices[key] = Voice(told, SpeakerKind.PERSON, None, _label_roles(full))
            role = role or _title_role(full)
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
        turn = next(iter(self._turns.get(label, [])), "")
        for told in filter(None, (introduction(turn), name_first(turn))):
            if _fits(_name_words(label), [fold(word) for word in told[0].split()]):
                return told
        return None, None

    def _fuller(self, label: str) -> str:
        """Return the label that gives in full the name of which `label` is one word, if only one name does."""
        mine = _name_words(label)
        longer = [full for full in self._full if len(mine) == 1 and mine[0] in _name_words(full)]
        earlier = [full for full in longer if self._order[full] < self._order[label]]
        person = None if earlier else self._match(mine)
        if person is not None and not any(_fits(_name_words(full), person.words) for full in longer):
            return label  # "ORR" of Ada Orr, whom the introduction names, before anybody is labelled "BEN ORR"
        longer = earlier or longer
        return longer[0] if len({tuple(_name_words(full)) for full in longer}) == 1 else label

    def _of_function(self, label: str, turn: str) -> Voice:
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
        if introduced is None and is_stranger(label):
            introduced = stranger_first(turn)
        if introduced is not None:
            name, role = introduced
            person = self._match([fold(w) for w in name.split()])
            voice = self._voice_of(person) if person is not None else Voice(name, SpeakerKind.PERSON)
            if role and not (person and person.roles) and role not in voice.roles:
                voice.roles.append(role)
            voice = self._voices.setdefault(f"named {voice.name}", voice)
            if chairing:
                self._voices[label] = voice
            return _labelled(voice, label)
        if label not in self._voices:
            self._voices[label] = Voice(label, SpeakerKind.UNNAMED)
        return _labelled(self._voices[label], label)

    def _voice_of(self, person: Person) -> Voice:
        """Return the voice that already stands for a person, or a new one."""
        found = next((v for v in self._voices.values() if v.person is person), None)
        if found is not None:
            return found
        moderates = person is self._chair and not any(role.head in _CHAIRING for role in person.roles)
        return Voice(person.name, SpeakerKind.PERSON, person, ["moderator"] if moderates else [])

    def _named_once(self, label: str) -> str | None:
        """Return the one label that gives a name to the function of `label` ("MODERATOR (RUTH ORR)" to "MODERATOR")."""
        found = [(full, _named_function(full)) for full in self._turns]
        named = [full for full, match in found if match and match["function"].lower() == label.lower()]
        return named[0] if named and len({tuple(_name_words(full)) for full in named}) == 1 else None

    def _is_office(self, label: str) -> bool:
        """Return whether a label is an office's alone ("TREASURER", "HARBOUR MASTER") and nobody's family name."""
        named = label.lower().split()
        offices = words("role_nouns") | word_group("sole-offices") | word_group("single-offices")
        return named[-1] in offices and self._holder_of_role(label) is not None and self._person(label) is None

    def _holder_of_role(self, label: str) -> Person | None:
        """Return the one person named with the role that a label names ("CLERK"), before the turns or within them."""
        named = label.lower().split()
        for group in (self._introduced, self._persons):
            held = [p for p in group if any(same_role(named[-1], set(named), role) for role in p.roles)]
            if held:
                return held[0] if len(held) == 1 else None
        return None

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

    def _person_of_rank(self, label: str) -> Person | None:
        """Return whom "SKIPPER PEREIRA" means where there is a "COUNCILLOR PEREIRA": by rank or own introduction."""
        name, _ = self._introduced_by_self(label)
        if name is not None:
            return self._match([fold(word) for word in name.split()])
        rank, mine = _rank(label), _name_words(label)
        fitting = [p for p in self._persons if len(p.words) > 1 and _fits(mine, p.words)]
        initials = fold(_initials(label))
        held = [
            p
            for p in fitting
            if (rank is None or rank in (p.gender, *(role.head for role in p.roles)))
            and p.words[0].startswith(initials)
        ]
        return held[0] if len(held) == 1 else None

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


def _fits(mine: Sequence[str], words: Sequence[str]) -> bool:
    """Return whether a label's words are part of a name or the other way round, hyphens read as spaces."""
    short, full = " ".join(mine).replace("-", " ").split(), " ".join(words).replace("-", " ").split()
    return is_part(short, full) or is_part(full, short)


def _labelled(voice: Voice, label: str) -> Voice:
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


def _title_role(label: str) -> str | None:
    """Return the role that the titles of a label spell ("DEPUTY MAYOR NAKAGAWA"), or None."""
    found = [titles()[word].role for word in without_functions([fold(w) for w in label.split()]) if word in titles()]
    return " ".join(filter(None, found)) or None


def _rank(label: str) -> str | None:
    """Return the role that a title before a label's name states, or else the gender, or None ("SKIPPER", "MS")."""
    found = [titles()[word] for word in map(fold, label.split()) if word in titles()]
    return next((t.role for t in reversed(found) if t.role), None) or next((t.gender for t in found if t.gender), None)


def _initials(label: str) -> str:
    """Return the initials in a label's name ("D. HALLORAN")."""
    return "".join(re.findall(r"\b([A-Z])\b\.?(?= )", _without_brackets(label)))


def _namesakes(labels: Collection[str]) -> frozenset[str]:
    """Return the labels of one bare name that titles or initials tell apart ("MR LEE" and "MS LEE", "A. LEE")."""
    ranks = {label: (tuple(_name_words(label)), _rank(label)) for label in labels if not _is_nameless(label)}
    found = set()
    for label, (name, rank) in ranks.items():
        others = {other for called, other in ranks.values() if called == name and other not in (None, rank)}
        # "DR ORR" may be "MS ORR" too, but nobody is a skipper and a councillor, or "MR" and "MS".
        kinds = {rank in ("m", "f")} | {other in ("m", "f") for other in others}
        titled = rank is not None and bool(others) and len(kinds) == 1
        initials = {_initials(called) for called, (other, _) in ranks.items() if other == name}
        if len(name) == 1 and (titled or len(initials) > 1):
            found.add(label)
    return frozenset(found)


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

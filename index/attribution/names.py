"""Names: every mention of a person by name, found by its form and its surroundings.

A model's entities alone are not enough: the small model misses names that it never saw and takes
organisations for people. So a name is a run of capitalised words, split into titles and name, and the
model's opinion is one piece of evidence among titles, organisation words and what stands beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.article import Span
from index.attribution.wordlists import titles, words

if TYPE_CHECKING:
    from index.attribution.document import Document

_WORD = re.compile(r"[^\W_]+(?:(?:['-](?=[^\W_]))[^\W_]+)*'?")
_PARTICLES = frozenset(
    "de da do dos das del della der den di du la le van von ter ten bin binti ibn al el y e zu af".split()
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_CALENDAR = frozenset(
    """january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec""".split()
)
_NOT_IN_NAMES = frozenset(
    """i a an the he she it they we you his her its their our my your this that these those who what when where why
    how if but and or so as at in on of by for to from with after before since while although though because then
    now there here yes no not asked according speaking both all some many most one two three another other""".split()
)
_NOT_OPENING = frozenset({"DET", "ADP", "SCONJ", "CCONJ", "PRON", "AUX", "PART", "INTJ", "VERB", "ADV", "NUM"})
_NOT_PEOPLE = frozenset({"ORG", "GPE", "NORP", "FAC", "LOC", "EVENT", "PRODUCT", "LAW", "WORK_OF_ART", "LANGUAGE"})


@dataclass(frozen=True, slots=True)
class Name:
    """A mention of a name.

    `span` covers the name without its titles, `titled` with them, both in the document's normalised text.
    `words` are the name's words, folded (see `fold`), without initials and suffixes; `gender` is what a title
    states. `evidence` is above zero where the form and the surroundings speak for a person.
    """

    span: Span
    titled: Span
    words: tuple[str, ...]
    titles: tuple[str, ...]
    gender: str | None
    evidence: float
    paragraph: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a run, its place, and whether it is a title."""

    text: str
    start: int
    end: int

    @property
    def folded(self) -> str:
        return fold(self.text)


def fold(word: str) -> str:
    """Return a word in lower case, without accents, full stops and apostrophes, to compare names by."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in plain if c.isalnum() or c == "-").strip("-")


def find_names(document: Document) -> list[Name]:
    """Return every mention of what may be a person's name, in order.

    Runs that are certainly something else (a weekday, a lone title, "the World Bank") are left out;
    doubtful ones are kept with low `evidence`.
    """
    found: list[Name] = []
    for number, paragraph in enumerate(document.paragraphs):
        for run in _runs(document, paragraph):
            name = _name(document, run, number)
            if name is not None:
                found.append(name)
    return found


def _runs(document: Document, paragraph: Span) -> Iterator[list[_Word]]:
    """Yield the runs of capitalised words of a paragraph, name particles between them included."""
    text = document.text
    run: list[_Word] = []
    for word in _capital_words(text, paragraph):
        broken = bool(run) and not _joined(text[run[-1].end : word.start], run[-1])
        lower = not word.text[0].isupper()
        if run and (broken or (lower and word.folded not in _PARTICLES)):
            yield _trimmed(run)
            run = []
        if lower and not run:
            continue
        if not run and _opens_sentence(document, word):
            continue
        if word.folded in _NOT_IN_NAMES and word.text != "He":
            if run:
                yield _trimmed(run)
            run = []
            continue
        run.append(word)
        if text[word.end : word.end + 2] == "'s":
            yield _trimmed(run)
            run = []
    if run:
        yield _trimmed(run)


def _capital_words(text: str, paragraph: Span) -> Iterator[_Word]:
    """Yield all words of a paragraph, without a possessive "'s"."""
    for match in _WORD.finditer(text, paragraph.start, paragraph.end):
        word = match.group()
        if word.endswith("'s"):
            word = word[:-2]
        elif word.endswith("'") and word.lower() not in titles():
            word = word[:-1]
        yield _Word(word, match.start(), match.start() + len(word))


def _joined(between: str, before: _Word) -> bool:
    """Return whether what stands between two words lets them belong to one name."""
    if between == " ":
        return True
    return between == ". " and (
        len(before.text) == 1 or before.folded in titles() or before.folded in _SUFFIXES or before.folded == "st"
    )


def _trimmed(run: list[_Word]) -> list[_Word]:
    """Return a run without particles at its end."""
    while run and not run[-1].text[0].isupper():
        run = run[:-1]
    return run


def _opens_sentence(document: Document, word: _Word) -> bool:
    """Return whether a word is capitalised only because it opens a sentence."""
    token = document.tokens(Span(word.start, word.end))[0]
    before = document.text[max(0, word.start - 2) : word.start]
    opening = token.is_sent_start or before.endswith('"') or before in ("' ", ". ", ": ", "? ", "! ")
    if not opening:
        return False
    if token.ent_type_ == "PERSON" or word.folded in titles():
        return False
    following = document.text[word.end : word.end + 2]
    if token.pos_ in _NOT_OPENING and not (following[:1] == " " and following[1:].isupper() and token.pos_ == "VERB"):
        return token.tag_ not in ("NNP", "NNPS")
    return False


def _name(document: Document, run: list[_Word], paragraph: int) -> Name | None:
    """Divide a run into titles and name, and weigh whether it names a person."""
    if not run:
        return None
    known = titles()
    last_title = max((i for i, w in enumerate(run) if w.folded in known or w.text.lower() in known), default=-1)
    if last_title == len(run) - 1:
        # A family name may be a title too ("Gabriel Dean", "Susan King"); a lone title names nobody.
        if (
            len(run) < 2
            or any(w.folded in known for w in run[:-1])
            or document.text[run[-1].end : run[-1].end + 3] == " of"
        ):
            return None
        last_title = -1
    name = run[last_title + 1 :]
    name = _without_modifiers(document, name) if last_title < 0 else name
    while len(name) > 1 and name[0].text[0].islower():
        name = name[1:]
    kept = tuple(w.folded for w in name if len(w.folded) > 1 and w.folded not in _SUFFIXES)
    if not kept or any(w in _CALENDAR and len(kept) == 1 for w in kept) or all(not w.text[0].isupper() for w in name):
        return None
    title_words = tuple(w.text for w in run[: last_title + 1])
    gender = next(
        (known[t.lower()].gender for t in reversed(title_words) if t.lower() in known and known[t.lower()].gender), None
    )
    span = Span(name[0].start, name[-1].end)
    first_title = next((w.start for w in run[: last_title + 1] if w.folded in known), span.start)
    evidence = _evidence(document, span, name, title_words)
    return Name(
        span,
        Span(first_title, span.end),
        kept,
        title_words,
        gender,
        evidence,
        paragraph,
        document.quoted(span.start) is not None,
    )


def _without_modifiers(document: Document, name: list[_Word]) -> list[_Word]:
    """Return a run without what the model takes for a group or place before a person ("Republican Donald Trump")."""
    for i, word in enumerate(name):
        token = document.tokens(Span(word.start, word.end))[0]
        if token.ent_type_ == "PERSON":
            before = [document.tokens(Span(w.start, w.end))[0].ent_type_ for w in name[:i]]
            if before and all(kind in _NOT_PEOPLE for kind in before):
                return name[i:]
            break
    return name


def _evidence(document: Document, span: Span, name: list[_Word], title_words: tuple[str, ...]) -> float:
    """Weigh the form and the surroundings of a run: above zero, it names a person rather than anything else."""
    text = document.text
    score = 0.0
    if title_words:
        score += 3.0
    kinds = [token.ent_type_ for token in document.tokens(span) if token.is_alpha]
    score += 2.0 if "PERSON" in kinds else 0.0
    score -= 1.5 if kinds and all(kind in _NOT_PEOPLE for kind in kinds) else 0.0
    if len(name) > 1 and any(is_organisation_word(w.text) for w in name):
        score -= 4.0
    if not title_words and re.search(r"\b(?:the|a|an)\s$", text[max(0, span.start - 4) : span.start], re.IGNORECASE):
        score -= 2.0
    if any(len(w.text) > 3 and w.text.isupper() for w in name) or any(c.isdigit() for w in name for c in w.text):
        score -= 1.5
    after = text[span.end : span.end + 6]
    score += 2.0 if after.startswith(", who") else 0.0
    score -= 2.0 if after.startswith(", whi") else 0.0
    score += 0.5 if 2 <= len(name) <= 4 else 0.0
    return score


def is_organisation_word(word: str) -> bool:
    """Return whether a capitalised word marks the name that holds it as an organisation's."""
    listed = words("organisation_nouns")
    return word in listed or word.lower() in listed

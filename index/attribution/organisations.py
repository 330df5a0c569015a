"""Organisations and documents: sources that are no persons, by their fullest name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.article import Span, SpeakerKind
from index.attribution.mentions import mention_span
from index.attribution.names import fold, is_organisation_word, word_before
from index.attribution.phrases import head_of, is_role_noun
from index.attribution.pronouns import sentence_before
from index.attribution.wordlists import word_group, words

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from index.attribution.document import Document

_BUSINESS = word_group("businesses")
_PROPER = re.compile(r"[A-Z][\w&'-]*(?:\.(?=\s[A-Z]))?(?:\s(?:(?:of|for|and|the|de|&)\s)*[A-Z][\w&'-]*)*")


@dataclass(frozen=True, slots=True)
class Organisations:
    """The organisations a document names: where, and in which words."""

    document: Document
    names: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, document: Document, persons: Sequence[Span]) -> Organisations:
        """Return a document's organisations: entities of the model and runs with an organisation's word."""
        found: dict[int, str] = {}
        taken = sorted(persons)
        for entity in document.doc.ents:
            if entity.label_ in ("ORG", "PRODUCT", "FAC") and entity.text[0].isupper():
                found[entity.start_char] = _without_article(entity.text)
        for paragraph in document.paragraphs:
            for match in _PROPER.finditer(document.text, paragraph.start, paragraph.end):
                name = _without_article(match.group())
                described = is_organisation_word(word_before(document.text, match.start()))  # "charity Second Key"
                if len(name.split()) > 1 and (
                    described or any(is_organisation_word(w) for w in re.findall(r"[\w-]+", name))
                ):
                    found[match.start()] = name
        kept = {at: n for at, n in found.items() if not any(s.start <= at < s.end for s in taken)}
        return cls(document, tuple(sorted(kept.items())))

    def resolve(self, source: Span, head: Token | None, previous: str | None) -> str | None:
        """Return the full name of the organisation that a source means, or None where the source's own words name it.

        `previous` is the last speaker that was no person; "the carrier" means it, where nothing else is nearer.
        """
        text = _without_article(source.of(self.document.text))
        if text[:1].isupper():
            return self._fullest(text)
        lemma = head.lemma_.lower() if head is not None else ""
        bare = source.of(self.document.text).lower() in {f"the {lemma}", f"its {lemma}", f"this {lemma}"}
        if lemma in _BUSINESS and bare:
            if (subject := self.subject_before(source)) is not None:
                return subject
            return previous if previous and previous[:1].isupper() else self.last_before(source.start, reach=1)
        if bare and is_organisation_word(lemma):
            named = [n for at, n in self.names if at < source.start and lemma in n.lower().split()]
            return named[-1] if named else None
        return None

    def _fullest(self, text: str) -> str | None:
        """Return the first longer name that holds all words of `text`, or the name that it abbreviates."""
        mine = [fold(w) for w in text.split()]
        for _, name in self.names:
            theirs = [fold(w) for w in name.split()]
            if len(theirs) > len(mine) and theirs[: len(mine)] == mine:
                return name
            initials = "".join(w[0] for w in name.split() if w[0].isupper())
            if len(mine) == 1 and text.isupper() and 2 <= len(text) == len(initials) and initials == text:
                return name
        return None

    def last_before(self, offset: int, reach: int = 3) -> str | None:
        """Return the organisation named last before an offset, at most `reach` paragraphs earlier."""
        first = self.document.paragraphs[max(0, self.document.paragraph_at(offset) - reach)].start
        before = [name for at, name in self.names if first <= at < offset]
        return before[-1] if before else None

    def subject_before(self, source: Span) -> str | None:
        """Return the organisation that is the subject of the sentence right before the one that `source` stands in.

        Both are of one paragraph: "Orm Steel sent nobody. In a statement it said ..."
        """
        before = sentence_before(self.document, source)
        return self._subject_of(before) if before is not None else None

    def subject_above(self, source: Span) -> str | None:
        """Return the organisation that is the subject of the sentence in whose relative clause a pronoun stands.

        "Orm Steel showed a camera, which it said ..."; otherwise what is the subject of the sentence before.
        """
        token = self.document.tokens(source)[0]
        relative = any(above.dep_ == "relcl" for above in token.ancestors)
        above = self._subject_of(token.sent) if relative else None
        return above or self.subject_before(source)

    def _subject_of(self, sentence: Tokens) -> str | None:
        """Return the organisation that is a sentence's subject."""
        for child in sentence.root.lefts:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                subject = range(child.left_edge.idx, child.idx + len(child))
                named = [name for at, name in self.names if at in subject]
                described = any(a.dep_ == "appos" and is_organisation_word(a.lemma_.lower()) for a in child.rights)
                if not named and described and child.pos_ == "PROPN":  # "Orm, a maker of steel"
                    return self.document.text[child.left_edge.idx : child.idx + len(child)]
                return named[-1] if named else None
        return None

    def description(self, name: str) -> str | None:
        """Return what stands before an organisation's name to say what it is ("oil company"), or None."""
        for match in re.finditer(rf"\b(?:the|an?)\s((?:[a-z-]+\s){{1,3}}){re.escape(name)}\b", self.document.text):
            words_before = match.group(1).split()
            if is_organisation_word(words_before[-1]):
                return " ".join(words_before)
        return None


def survey_beside(document: Document, source: Span) -> Span | None:
    """Return the mention of the survey whose answers a quantity counts ("71 percent", "two thirds of those asked").

    The survey is the one that the same paragraph names last before the quantity, or else first after it; None
    where the source is no such quantity or the paragraph names no survey.
    """
    if not _is_share(document, document.tokens(source)):
        return None
    place = document.paragraphs[document.paragraph_at(source.start)]
    surveys = [
        token
        for token in document.tokens(place)
        if token.lemma_.lower() in word_group("surveys") and token.pos_ in ("NOUN", "PROPN")
    ]
    outside = [t for t in surveys if document.quoted(t.idx) is None and not source.start <= t.idx < source.end]
    before = [token for token in outside if token.idx < source.start]
    chosen = before[-1:] or outside[:1]
    return mention_span(chosen[0]) if chosen else None


def _is_share(document: Document, tokens: Tokens) -> bool:
    """Return whether a phrase counts answers: a share of the whole ("71 percent", "three in five"), or those asked."""
    head = head_of(document, tokens.start, tokens.end) or tokens.root
    if head.lemma_.lower() in word_group("shares") or head.text == "%" or head.lower_ in word_group("respondents"):
        return True
    within = document.doc[tokens.start : min(tokens.end + 1, len(document.doc))]
    if any(token.lower_ in word_group("asked") and token.dep_ == "acl" for token in within):
        return True  # "those polled"
    return any(t.lower_ == "in" and t.nbor(-1).like_num and t.nbor().like_num for t in tokens[1:-1])


def is_count(tokens: Tokens) -> bool:
    """Return whether a phrase gives numbers and nobody: "29", "two of five", "more than half"."""
    numbers = [token for token in tokens if token.like_num or token.lemma_.lower() in word_group("shares")]
    named = [t for t in tokens if t not in numbers and (t.pos_ in ("NOUN", "PROPN", "PRON") or t.tag_ == "CD")]
    return not named and (len(numbers) > 1 or any(token.text[0].isdigit() for token in numbers))


def kind_of_phrase(tokens: Tokens, head: Token | None) -> SpeakerKind:
    """Return whether a phrase without a person's name is an organisation's, a document's or an unnamed person's."""
    if head is None:
        return SpeakerKind.UNNAMED
    lemma = head.lemma_.lower()
    printed = lemma in words("document_nouns") or head.lower_ in words("document_nouns")
    if printed and not (head.text[0].isupper() and head.text in words("organisation_nouns")):  # "the Harbour Post"
        return SpeakerKind.DOCUMENT
    if head.text[0].isupper() and not (is_role_noun(head) and head.ent_type_ != "ORG"):
        return SpeakerKind.ORGANISATION
    if is_organisation_word(lemma) and head.tag_ not in ("NNS",):
        return SpeakerKind.ORGANISATION
    if any(t.ent_type_ == "ORG" for t in tokens) and head.ent_type_ == "ORG":
        return SpeakerKind.ORGANISATION
    return SpeakerKind.UNNAMED


def _without_article(name: str) -> str:
    """Return a name without a leading article."""
    return re.sub(r"^(?:the|an?)\s+", "", name, flags=re.IGNORECASE).rstrip("'")

"""Letters: who wrote the letter, message or statement that a text speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.article import Span
from index.attribution.lexicon import cue_nouns
from index.attribution.mentions import mention_span, without_possessive
from index.attribution.naming import named_appositive
from index.attribution.wordlists import word_group

if TYPE_CHECKING:
    from spacy.tokens import Token

    from index.attribution.document import Document


def is_letter(token: Token) -> bool:
    """Return whether a token is a noun for a letter or anything else in writing that is read to a meeting."""
    return token.pos_ == "NOUN" and token.lemma_.lower() in cue_nouns("read")


def writer_of(letter: Token) -> Span | None:
    """Return the mention of a letter's writer: "Obi's letter", "a letter here from Obi", "Obi sent us a letter".

    None where the text does not say, or where the writer is the one who speaks or is spoken to ("my letter").
    """
    writer = _writer(letter)
    if writer is None or writer.lower_ in word_group("first-and-second") or writer.ent_type_ in ("DATE", "TIME"):
        return None
    return without_possessive(letter.doc.text, mention_span(named_appositive(writer)))


def names_writer(letter: Token) -> bool:
    """Return whether a letter's own words name its writer ("Obi's letter", "a letter from Obi", "signed by Obi")."""
    signed = (child.lemma_ in {"sign", "write"} for child in letter.rights if child.dep_ == "acl")
    return any(child.dep_ == "poss" or child.lower_ == "from" for child in letter.children) or any(signed)


def letter_before(document: Document, source: Span) -> Token | None:
    """Return the letter that the paragraph of a mention speaks of last before it, outside quotation marks."""
    start = document.paragraphs[document.paragraph_at(source.start)].start
    before = [t for t in document.tokens(Span(start, source.start)) if is_letter(t) and t.idx < source.start]
    return next((token for token in reversed(before) if document.quoted(token.idx) is None), None)


def _writer(letter: Token) -> Token | None:
    owner = next((child for child in letter.lefts if child.dep_ == "poss"), None)
    if owner is not None:
        return owner
    for token in letter.doc[letter.i + 1 : letter.sent.end]:
        if token.text in (":", '"', ";"):
            break
        if token.lower_ == "by" and token.head.lemma_ == "read" and token.head.i > letter.i:
            continue  # "a letter read out by the chair"
        if token.lower_ in ("from", "by") or (token.lower_ == "of" and token.head == letter):
            return next((child for child in token.children if child.dep_ == "pobj"), None)
    given = letter.head.head if letter.dep_ == "pobj" and letter.head.lower_ == "in" else letter.head  # "handed in"
    verb = given
    while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and not any(c.dep_ == "nsubj" for c in verb.lefts):
        verb = verb.head  # "did not come but sent a letter"
    sent = letter.dep_ == "dobj" or (letter.dep_ == "pobj" and given.lemma_ == "hand")
    if not sent or given.lemma_.lower() not in word_group("sending"):
        return None
    return next((child for child in verb.lefts if child.dep_ == "nsubj"), None)

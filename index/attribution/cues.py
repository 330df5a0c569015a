"""Cues: the words that report speech ("said", "according to", "the message was blunt:").

A cue is a verb from the lexicon, a phrase such as "according to" or "in her view", or a noun that
stands for speech. Words inside quotation marks are not cues, nor is a verb that does not assert that
anything was said ("did not say", "would say", "had he said", "if she says").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from index.article import Polarity, Span
from index.attribution.document import Document
from index.attribution.lexicon import CueVerb, Tier, cue_nouns, cue_verbs, cue_words
from index.attribution.nicknames import naming_phrases
from index.attribution.wordlists import word_group

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
_PASSIVE_AUXILIARIES = {"was", "were", "been", "is", "are", "being", "have", "has", "had", "'ve"}
_SEPARATORS = {",", ";", ":", "-", "–", "—"}
_VERB_TAGS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"}


class Form(StrEnum):
    """How a cue is built, which decides where its source and content stand."""

    VERB = "verb"
    ACCORDING = "according to"
    IN_WORDS = "in words"
    NOUN = "noun"


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """The words that report a statement.

    `token` is the head of the cue, `verb` its lexicon entry (for a verb). `span` is in the offsets of
    `Document.text`. `misspelt` marks a word taken for the cue that it nearly spells.
    """

    token: Token
    span: Span
    form: Form = Form.VERB
    verb: CueVerb | None = None
    polarity: Polarity = Polarity.ASSERTED
    misspelt: bool = False

    def takes(self, frame: str) -> bool:
        """Return whether the cue's lexicon entry has the frame."""
        return self.verb is not None and frame in self.verb.frames


def find_cues(document: Document) -> list[Cue]:
    """Return the cues of a document in the order of the text."""
    cues: list[Cue] = []
    naming = naming_phrases(document.text)
    for token in document.doc:
        if any(phrase.contains(Span(token.idx, token.idx)) for phrase in naming):
            continue
        segment = document.quoted(token.idx)
        if segment is not None and (segment.full or segment.words > 5):
            continue
        cue = _verb_cue(document, token) or _phrase_cue(token) or _noun_cue(token)
        if cue is not None:
            cues.append(cue)
    return cues


def _verb_cue(document: Document, token: Token) -> Cue | None:
    """Return the cue that a token is as a reporting verb."""
    if not token.text[0].isalpha():
        return None
    if token.i and token.nbor(-1).text in {"-", "@", "#"}:
        return None
    verb, misspelt = _entry(document, token)
    if verb is not None and verb.needs and not any(_followed_by(token, word) for word in verb.needs):
        verb = replace(verb, frames=verb.frames & {"at"})  # "put the cost at $3m" is no "put it, ..."
        if not verb.frames or figure_of(token) is None:
            return None
    if verb is None or (not misspelt and not is_reporting(token)):
        return None
    polarity = Polarity.DENIED if verb.lemma == "deny" or "claim" in verb.frames else Polarity.ASSERTED
    return Cue(token, Span(token.idx, token.idx + len(token)), verb=verb, polarity=polarity, misspelt=misspelt)


def figure_of(verb: Token) -> Token | None:
    """Return the "at" before the figure that a verb's object is put at ("put the cost at between $3m and $5m")."""
    if not any(child.dep_ == "dobj" for child in verb.rights):
        return None
    doc = verb.doc
    for place in range(verb.i + 1, min(verb.sent.end - 1, verb.i + 20)):
        token = doc[place]
        if token.text in {",", ";", ":", '"'} or token.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
            return None
        following = doc[place + 1 : min(verb.sent.end, place + 5)]
        numbers = any(word.like_num or word.text == "$" for word in following)
        clock = any(":" in word.text or word.lower_.strip(".") in {"am", "pm", "a.m", "p.m"} for word in following)
        if token.lower_ == "at" and token.pos_ == "ADP" and numbers and not clock:
            return token
    return None


def _followed_by(token: Token, word: str) -> bool:
    if token.i + 1 >= len(token.doc) or token.nbor().lower_ != word:
        return False
    return token.i + 2 >= len(token.doc) or token.nbor(2).lower_ != "to"  # the cue of "went on to say" is "say"


def _entry(document: Document, token: Token) -> tuple[CueVerb | None, bool]:
    """Return the lexicon's verb for a token, and whether the token misspells it."""
    verbs = cue_verbs()
    word = token.lower_
    unmistakable = cue_words("form")
    if word in unmistakable:
        return verbs[unmistakable[word]], False
    if token.tag_ in _VERB_TAGS:
        entry = verbs.get(token.lemma_.lower())
        if entry is None and is_taken_for_auxiliary(token):
            entry = verbs.get(word.removesuffix("s")) or verbs.get(word.removesuffix("ed"))
        if entry is not None:
            return entry, False
    stem = verbs.get(word.removesuffix("s"))
    plural = stem is not None and word.endswith("s") and token.tag_ == "NNS"
    if plural and (_followed_by(token, ":") or (stem and stem.tier is Tier.STRONG and _beside_quote(document, token))):
        return stem, False  # "as the website notes:" and "..., the advert states." are often tagged as nouns
    if token.text.islower() and _beside_quote(document, token) and word not in cue_words("word"):
        for form, lemma in unmistakable.items():
            if is_misspelling(word, form):
                return verbs[lemma], True
    return None, False


def _beside_quote(document: Document, token: Token) -> bool:
    """Return whether a token stands where a cue stands: after a quotation that its sentence goes on from."""
    doc = document.doc
    for step in range(1, min(16, token.i + 1)):
        before = doc[token.i - step]
        if document.quoted(before.idx) is not None:
            return step > 1 and before.text[-1] in ",?!-–—"
        if before.text in {".", ";", "?", "!"} or before.tag_ in {"VBD", "MD"}:
            return False
        if document.paragraph_at(before.idx) != document.paragraph_at(token.idx):
            return False
    return False


def is_misspelling(word: str, form: str) -> bool:
    """Return whether a word is one slip of the keys from a form: a letter too many, too few, wrong or swapped."""
    return len(form) >= 4 and word[:1] == form[:1] and OSA.distance(word, form, score_cutoff=1) == 1


def _is_asked(verb: Token, words: set[str]) -> bool:
    """Return whether a verb says what somebody was asked or told, by whom is not named; `words` are its auxiliaries."""
    if verb.lemma_ == "ask" and verb.i > 1 and verb.nbor(-1).text == "," and verb.nbor(-2).dep_ in _SUBJECTS:
        return True  # "Obi, asked whether ..., shook his head"
    if verb.lemma_ == "tell" and verb.i + 1 < len(verb.doc) and verb.nbor().tag_ == "TO":
        return not _has_agent(verb)  # "Of 7,300 people told to leave, ..."
    participle = verb.tag_ == "VBN" and verb.dep_ in {"advcl", "acl"} and not words & _PASSIVE_AUXILIARIES
    return participle and not (_has_agent(verb) or _has_subject(verb))


def is_reporting(verb: Token) -> bool:
    """Return whether a reporting verb asserts that its content was said.

    False for what was not said ("did not say", "never said"), for what may have been ("would say",
    "had he said", "if she says") and for infinitives that tell of a purpose ("met to discuss").
    """
    words = {
        child.lower_
        for child in verb.children
        if child.dep_ in {"aux", "auxpass", "neg", "advmod", "mark"} and not _before_comma(child, verb)
    }
    if verb.lemma_ != "deny" and words & cue_words("negation").keys():
        return False
    if words & {"would", "could", "might", "may", "should", "must", "ca", "can"}:
        return False
    if words & {"if", "unless", "whether"}:
        return False
    if any(child.dep_ in _SUBJECTS and _is_nobody(child) for child in verb.lefts):
        return False
    group = verb.head if verb.dep_ == "conj" else verb
    if any(child.dep_ == "preconj" and child.lower_ == "neither" for child in group.children):
        return False  # "neither confirmed nor denied"
    if _is_counterfactual(verb):
        return False
    if verb.tag_ == "VBN" and verb.dep_ == "amod" and not _has_subject(verb) and not _opens_inverted(verb):
        return False  # "in a written submission"
    if verb.dep_ == "acl" and verb.lemma_ == "read" and verb.head.lemma_.lower() in cue_nouns("issued"):
        return False  # "in a statement read by a clerk" the words are not the clerk's
    if _is_asked(verb, words):
        return False
    if verb.tag_ == "VB" and "to" in words:
        return _is_reporting_infinitive(verb)
    if verb.tag_ == "VB" and not words & {"did", "do", "does", "will", "'ll"}:
        return False  # an imperative or the complement of another verb
    head = verb.head
    if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX"} and not _has_subject(verb) and head != verb:
        # Of "could not come, and writes" the second is not denied.
        negated = verb.tag_ == head.tag_ and any(child.dep_ == "neg" for child in head.children)
        return not negated or any(child.lower_ == "but" for child in head.rights)  # "did not agree, but said"
    return True


def is_taken_for_auxiliary(verb: Token) -> bool:
    """Return whether the parse took a verb for the auxiliary of its object's participle ("wants sacked men back")."""
    return verb.dep_ == "aux" and verb.pos_ == "AUX" and verb.head.i == verb.i + 1 and verb.head.tag_ in {"VBN", "VBD"}


def _opens_inverted(verb: Token) -> bool:
    """Return whether a verb opens a sentence before whoever says what a colon leads to ("Repeated Ada Obi: ...")."""
    opens = bool(verb.is_sent_start) and verb.i + 1 < len(verb.doc) and verb.nbor().pos_ == "PROPN"
    return opens and any(token.text == ":" for token in verb.sent)


def _before_comma(child: Token, verb: Token) -> bool:
    """Return whether an auxiliary belongs to the clause before an inverted verb ("He would, said Obi")."""
    return child.dep_ == "aux" and child.i == verb.i - 2 and verb.nbor(-1).text == ","


def misattached_to(verb: Token) -> Token | None:
    """Return the reporting verb whose clause goes on with `verb`, where the parse put it a level too low.

    In "she said rents had doubled and warned of more" and "he said it was late, adding that ..." a parser
    often takes the second cue for a part of what the first reports.
    """
    entry = cue_verbs().get(verb.lemma_.lower())
    if entry is None or entry.tier is Tier.THOUGHT or _has_subject(verb):
        return None
    if not (verb.dep_ == "conj" and verb.tag_ in {"VBD", "VBZ", "VBP"}) and not _is_adding(verb):
        return None
    clause = verb.head
    while clause.dep_ in {"conj", "advcl", "xcomp", "relcl"} and clause.head != clause:
        clause = clause.head
    if clause.dep_ != "ccomp" or clause.i > verb.i:
        return None
    reporting = clause.head
    outer = cue_verbs().get(reporting.lemma_.lower())
    if outer is None or outer.tier is Tier.THOUGHT or reporting.i > clause.i:
        return None
    return reporting if verb.tag_ in {"VBG", reporting.tag_} else None


def _is_adding(verb: Token) -> bool:
    """Return whether a participle opens a clause after a comma (", adding that ...")."""
    doc = verb.doc
    place = verb.i - 1
    while place > 0 and doc[place].pos_ == "ADV":
        place -= 1
    return verb.tag_ == "VBG" and place > 0 and doc[place].text in {",", '"', "and", "while"}


def _is_nobody(subject: Token) -> bool:
    """Return whether a subject is "nobody" or "no one"."""
    nobody = subject.lower_ in cue_words("nobody")
    return nobody or (subject.lower_ == "one" and any(child.lower_ == "no" for child in subject.lefts))


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in _SUBJECTS for child in verb.children)


def _has_agent(verb: Token) -> bool:
    return any(child.dep_ == "agent" for child in verb.children)


def _is_counterfactual(verb: Token) -> bool:
    """Return whether the verb's clause is inverted to a condition ("Had he said ...", "Should she ask ...")."""
    for child in verb.lefts:
        if child.dep_ == "aux" and child.lower_ in {"had", "should", "were"}:
            return any(other.dep_ in _SUBJECTS and child.i < other.i < verb.i for other in verb.lefts)
    return False


def _is_reporting_infinitive(verb: Token) -> bool:
    """Return whether "to say" reports speech, as after "went on" or "took to the microphone"."""
    if verb.lemma_ == "know":
        return verb.head.lemma_ in {"want", "wish"}  # "wanted to know whether ..."
    return verb.head.lemma_ in cue_words("before_infinitive")


def _phrase_cue(token: Token) -> Cue | None:
    """Return the cue that "according to", "in X's view" or the like make."""
    doc = token.doc
    following = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if token.lower_ == "according" and following is not None and following.lower_ == "to":
        return Cue(token, Span(token.idx, following.idx + len(following)), Form.ACCORDING)
    if token.lower_ == "to" and token.tag_ in {"IN", "TO"} and _opens_clause(token):
        return _view_cue(token)
    if token.lower_ not in {"in", "by"} or token.dep_ != "prep":
        return None
    for noun in token.children:
        if noun.dep_ != "pobj" or noun.lower_ not in cue_nouns(token.lower_) or owner(noun) is None:
            continue
        set_off = _opens_clause(token) or (noun.i + 1 < len(doc) and noun.nbor().text in _SEPARATORS)
        if (noun.lower_ in cue_nouns("manner") or token.lower_ == "by") and not set_off:
            return None  # "a summary in the rapporteur's words", "moved by her account"
        return Cue(noun, Span(token.idx, noun.idx + len(noun)), Form.IN_WORDS)
    return None


def _opens_clause(token: Token) -> bool:
    """Return whether a token stands first in its sentence or clause, after nothing but a connective."""
    before = token.nbor(-1) if token.i > token.sent.start else None
    return before is None or before.text in _SEPARATORS or before.pos_ in {"CCONJ", "SCONJ"}


def _view_cue(to: Token) -> Cue | None:
    """Return the cue of "To her mind the plan is late" or "To her, the plan is late": whose view the clause gives."""
    after = to.doc[to.i + 1 : min(to.sent.end, to.i + 8)]
    if len(after) > 1 and after[0].lower_ in {"him", "her", "them"} and after[1].text == ",":
        return Cue(to, Span(to.idx, to.idx + len(to)), Form.ACCORDING)
    if _is_how_it_seems(to):
        return Cue(to, Span(to.idx, to.idx + len(to)), Form.ACCORDING)
    for noun in after:
        if noun.pos_ in {"PUNCT", "VERB", "AUX"}:
            return None
        if noun.lower_ in cue_nouns("mind") and owner(noun) is not None:
            return Cue(noun, Span(to.idx, noun.idx + len(noun)), Form.IN_WORDS)
    return None


def _is_how_it_seems(to: Token) -> bool:
    """Return whether "To Ada Obi, the plan is a trick" gives her view, and not whom somebody spoke or wrote to.

    A name is set off before a clause that says what something is or seems; "To Ada Obi, he said: ..." tells whom he
    addressed, and "To Ada Obi, they gave a medal" who was given it.
    """
    if not to.is_sent_start:
        return False
    named = next((child for child in to.children if child.dep_ == "pobj"), None)
    clause = to.head
    if named is None or named.pos_ != "PROPN" or named.ent_type_ in {"GPE", "LOC", "FAC", "DATE", "TIME", "EVENT"}:
        return False
    set_off = any(token.text == "," for token in to.doc[named.i + 1 : clause.i])
    subject = next((child for child in clause.lefts if child.dep_ == "nsubj"), None)
    return set_off and subject is not None and subject.i > named.i and clause.lemma_.lower() in cue_words("seeming")


def owner(noun: Token) -> Token | None:
    """Return the possessor of a noun: "Wong" of "Wong's view", "her" of "her words", "X" of "the view of X"."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    if noun.i and noun.nbor(-1).tag_ == "PRP$":
        return noun.nbor(-1)  # "To her mind loneliness ...", where the parse joins the last two words
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "from"} and child.i > noun.i:
            return next((place for place in child.children if place.dep_ == "pobj"), None)
    return None


def _noun_cue(token: Token) -> Cue | None:
    """Return the cue of a speech noun with a colon after its clause, or with a complement of its own."""
    named = speaker_of_noun(token) if token.pos_ == "NOUN" else None
    if named is None or named.lower_ in word_group("first-and-second"):
        return None
    leads = token.lemma_.lower() in cue_nouns("colon") and (any(_colons_after(token)) or is_question(token))
    if leads or (owner(token) is not None and complement_of_noun(token) is not None):
        return Cue(token, Span(token.idx, token.idx + len(token)), Form.NOUN)
    return None


def speaker_of_noun(noun: Token) -> Token | None:
    """Return whose words a speech noun stands for: its owner, or who gives them ("Obi had advice for sons: ...")."""
    if (found := owner(noun)) is not None:
        return found
    if noun.dep_ != "dobj" or noun.head.lemma_.lower() not in cue_words("giving"):
        return None
    return next((child for child in noun.head.lefts if child.dep_ == "nsubj"), None)


def complement_of_noun(noun: Token) -> Token | None:
    """Return the head of what a speech noun reports: "his claim that ...", "her promise to ...", "his call for ...".

    With a possessor it may be what the noun is said to be: "her proposal is that ...", "his demand was a week off".
    """
    lemma = noun.lemma_.lower()
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "be" and lemma in cue_nouns("is"):
        owned = any(child.dep_ == "poss" for child in noun.lefts)
        negated = any(child.dep_ == "neg" for child in noun.head.children)
        told = (child for child in noun.head.rights if child.dep_ in {"ccomp", "xcomp", "attr"})
        asked = noun.sent[-1].text == "?"
        return next(told, None) if owned and not negated and not asked else None
    for child in noun.rights:
        first = child.left_edge.lower_
        if child.dep_ in {"acl", "ccomp"} and first == "that" and lemma in cue_nouns("that"):
            return child
        if child.dep_ in {"acl", "xcomp"} and child.tag_ == "VB" and first == "to" and lemma in cue_nouns("to"):
            return child
        if child.dep_ == "prep" and child.lower_ == "for" and lemma in cue_nouns("for"):
            return next((place for place in child.children if place.dep_ == "pobj"), None)
    return None


def is_question(noun: Token) -> bool:
    """Return whether an owned noun is all of its sentence, as a question that what follows answers ("His verdict?")."""
    sentence = noun.sent
    if sentence[-1].text != "?" or owner(noun) is None:
        return False
    before = (token for token in sentence if token.i < noun.i)
    finite = (token for token in sentence if token.tag_ in {"VBD", "VBZ", "VBP", "MD"} and token.dep_ == "ROOT")
    return not any(finite) and all(
        token.pos_ in {"DET", "PRON", "PROPN", "NOUN", "ADJ", "PART", "CCONJ"} for token in before
    )


def _colons_after(noun: Token) -> Iterator[Token]:
    """Yield the colon that ends the clause of a noun, if a colon does."""
    doc = noun.doc
    for place in range(noun.i + 1, min(len(doc), noun.i + 25)):
        if doc[place].text in {".", ";", "?", "!", '"'}:
            return
        if doc[place].text == ":":
            yield doc[place]
            return

"""Sources: the mention of who speaks, for each cue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.article import Span
from index.attribution.cues import Cue, Form, is_taken_for_auxiliary, misattached_to, owner, speaker_of_noun
from index.attribution.document import Document
from index.attribution.lexicon import Tier, cue_nouns, cue_verbs
from index.attribution.mentions import STOPS, list_members, mention_span, without_possessive
from index.attribution.names import is_organisation_word
from index.attribution.naming import named_after, named_appositive, named_by_role, whole_name
from index.attribution.phrases import is_role_noun
from index.attribution.wordlists import word_group, words

if TYPE_CHECKING:
    from spacy.tokens import Token

# What closes a phrase that is set off, and the marks that may open it.
_CLOSERS = {",": {","}, ")": {"("}, "-": {"-"}, "–": {"–"}, "—": {"—"}, "--": {"--"}}
_RELATIVES = {"who", "that", "which"}
_FIRST_AND_SECOND = word_group("first-and-second")
_THIS = tuple(f"of this {noun}" for noun in ("article", "report", "story", "page", "post", "digest"))
_NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X"}


@dataclass(frozen=True, slots=True)
class Source:
    """The mention of a speaker: its head token and its span in `Document.text`.

    `shared` is true where the mention belongs to another verb and this cue only shares it ("said ...
    and added ...", "adding that ..."). `relative` covers the pronoun where the cue's subject is "who".
    """

    head: Token
    span: Span
    shared: bool = False
    relative: Span | None = None


def find_source(document: Document, cue: Cue) -> Source | None:
    """Return the source of a cue, or None where the sentence does not name one."""
    head, shared = _head(document, cue)
    if head is not None and document.quoted(head.idx) is not None and document.quoted(cue.span.start) is None:
        head = _inverted_subject(document, cue.token)  # 'Two pages, plus the annex," chimed in Obi'
    if head is None or head.lower_ in _FIRST_AND_SECOND or head.lower_ == "there":
        return None
    first = head.left_edge.idx if head.pos_ == "NOUN" else None
    role, head = head, named_by_role(head)
    if head.pos_ not in _NOMINAL or head.ent_type_ in {"DATE", "TIME"}:
        return None
    if cue.form is Form.ACCORDING and _is_measure(head):
        return None
    if cue.verb is not None and cue.verb.by and not cue.verb.by & _kinds(head):
        return None
    span = None
    if first is not None and head.i > role.i:
        span = Span(first, mention_span(head).end)  # "harbour master and engineer Ada Obi"
    head = named_appositive(_past_whose(head, cue.token))
    span = span or _after_cue(cue, head)
    if cue.form in {Form.IN_WORDS, Form.NOUN}:
        span = without_possessive(document.text, span)  # "by the council's count"
    return Source(head, span, shared, _relative_pronoun(cue.token) if not shared else None)


def _head(document: Document, cue: Cue) -> tuple[Token | None, bool]:
    """Return the noun that names a cue's source, and whether it is another verb's subject."""
    head: Token | None
    shared = False
    if cue.form is Form.ACCORDING:
        head = _object_of(cue.token if cue.token.lower_ == "to" else cue.token.nbor())
    elif cue.form is Form.IN_WORDS:
        head = owner(cue.token)
    elif cue.form is Form.NOUN:
        head = speaker_of_noun(cue.token)
    else:
        head, shared = _subject(cue.token)
        if shared and (named := named_after(cue)) is not None:
            head, shared = named, False
        if head is not None and not shared and _starts_a_clause(head, cue.token):
            head = None
        if head is None and not shared:
            head = _inverted_subject(document, cue.token) or _before(cue)
    return head, shared


def _is_measure(head: Token) -> bool:
    """Return whether "according to" gives a measure and nobody's words ("according to need", "to population")."""
    noun = head.lemma_.lower()
    speaks = noun in words("document_nouns") or is_role_noun(head) or noun in words("organisation_nouns")
    return head.tag_ == "NN" and not speaks and not any(True for _ in head.lefts)


def _kinds(head: Token) -> frozenset[str]:
    """Return which kind of subject a mention's head is, "person" or "study", if either."""
    noun = head.lemma_.lower()
    if head.pos_ == "NOUN" and noun in word_group("surveys") | word_group("own-work"):
        return frozenset({"study"})
    body = noun in words("organisation_nouns") or head.text in words("organisation_nouns")
    named = head.pos_ == "PROPN" and not body and not any(child.dep_ == "det" for child in head.lefts)
    person = named or head.lower_ in {"he", "she"} or (is_role_noun(head) and head.tag_ == "NN")
    return frozenset({"person"}) if person else frozenset()


def is_person(head: Token) -> bool:
    """Return whether a mention's head is a person's name, "he", "she" or a role in the singular."""
    return "person" in _kinds(head)


def _past_whose(head: Token, verb: Token) -> Token:
    """Return whom "X, whose firm rents boats, said" names, where the parse took the firm for who said it."""
    doc = head.doc
    whose = next((child for child in head.lefts if child.lower_ == "whose"), None)
    finite = any(token.tag_ in {"VBD", "VBZ", "VBP"} for token in doc[head.i + 1 : verb.i])
    if whose is None or not finite or whose.i < 2 or doc[whose.i - 1].text != ",":
        return head
    before = doc[whose.i - 2]
    return before if before.pos_ in {"NOUN", "PROPN"} else head


def _after_cue(cue: Cue, head: Token) -> Span:
    """Return the span of a mention, without a cue that the parse took for a part of the name ("repeated Father X")."""
    span = mention_span(head)
    if not span.contains(cue.span) or cue.token.i + 1 > head.i or cue.form is not Form.VERB:
        return span
    return Span(cue.token.nbor().idx, span.end)


def is_narration(source: Source, cue: Cue | None) -> bool:
    """Return whether a mention means the reporter's own words ("according to the reporting"), and so no speaker.

    "Bloomberg's reporting" and "the narration of the film" are somebody's. An event that "asked whether ..." only had
    that for its subject, and nobody there need have asked it.
    """
    head = source.head
    if head.lower_ in {"version", "edition"} and source.span.of(head.doc.text).lower().endswith(_THIS):
        return True  # "an earlier version of this article said"
    if head.lower_ in cue_nouns("this") and any(child.lower_ in {"this", "our"} for child in head.lefts):
        return True
    if cue is not None and cue.verb is not None and cue.verb.lemma in {"ask", "wonder"}:
        return head.lemma_.lower() in word_group("events") - word_group("bodies")
    if head.lower_ not in cue_nouns("narration"):
        return False
    owners = [child for child in head.lefts if child.dep_ == "poss"]
    if any(child.dep_ == "prep" and child.lower_ in {"by", "of", "from"} for child in head.rights):
        return False
    nouns = words("document_nouns")
    return all(
        o.pos_ == "PRON"
        or (o.lemma_.lower() in nouns and o.text.islower())
        or any(child.lower_ == "this" for child in o.lefts)  # "this newspaper's reporting"
        for o in owners
    )


def _relative_pronoun(verb: Token) -> Span | None:
    """Return the span of the "who" that is a verb's subject."""
    for child in verb.lefts:
        if (
            child.dep_ in {"nsubj", "nsubjpass"}
            and child.lower_ in _RELATIVES
            and _resolve_relative(child, verb) != child
        ):
            return Span(child.idx, child.idx + len(child))
    return None


def _starts_a_clause(head: Token, verb: Token) -> bool:
    """Return whether a noun taken for an inverted subject is the next clause's ("..., said he was alarmed")."""
    if head.i < verb.i or (verb.i and verb.nbor(-1).text in {'"', "'"}):
        return False
    above = head.head
    if head.dep_ in {"nsubj", "nsubjpass"} and above != verb and above.i > head.i and above.pos_ in {"VERB", "AUX"}:
        return True  # "said licences for small firms would be granted"
    end = head
    members = list_members(head)
    if members:
        end = members[-1]
    return end.i + 1 < len(end.doc) and end.nbor().tag_ in {"VBD", "VBZ", "VBP", "MD"}


def _object_of(preposition: Token) -> Token | None:
    """Return the object of a preposition, from the parse or else the first noun after it."""
    for child in preposition.children:
        if child.dep_ in {"pobj", "dobj"}:
            return child
    doc = preposition.doc
    first = preposition.i + 1
    if first < len(doc) and doc[first].text == ",":  # "praised by, of all people, Ada Obi"
        first = next((i + 1 for i in range(first + 1, min(len(doc), first + 8)) if doc[i].text == ","), first)
    for place in range(first, min(len(doc), preposition.i + 12)):
        token = doc[place]
        if token.text in {",", ".", ";"}:
            return None
        if token.pos_ in {"NOUN", "PROPN", "PRON"} and (
            place + 1 >= len(doc) or doc[place + 1].pos_ not in {"NOUN", "PROPN"}
        ):
            return token
    return None


def _subject(verb: Token, depth: int = 0) -> tuple[Token | None, bool]:
    """Return the subject of a reporting verb, and whether it is another verb's."""
    governing = verb.head if is_taken_for_auxiliary(verb) else verb
    subjects = [child for child in governing.children if child.dep_ in {"nsubj", "nsubjpass"}]
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    by = any(child.dep_ == "agent" for child in verb.children)
    if verb.tag_ == "VBN" and (passive or verb.dep_ == "acl" or (by and not subjects)):
        if verb.lemma_ == "quote" and subjects:
            return _resolve_relative(subjects[0], verb), False
        agent = next((child for child in verb.children if child.dep_ == "agent"), None)
        return (_object_of(agent), False) if agent is not None else (None, True)
    if subjects:
        before = [subject for subject in subjects if subject.i < verb.i] or subjects[:1]
        after = subjects[-1]
        if verb.i and verb.nbor(-1).text in {",", '"'} and after.left_edge.i == verb.i + 1 and after.pos_ == "PROPN":
            before = subjects  # "A day off, said Obi": what stands before the comma was said
        return _past_apposition(_resolve_relative(before[-1], verb), verb), False
    if depth > 4 or verb.head == verb:
        return None, False
    head = misattached_to(verb) or verb.head
    if head != verb.head:
        found, _ = _subject(head, depth + 1)
        return found, found is not None
    if verb.dep_ in {"conj", "advcl", "xcomp", "ccomp", "dep", "parataxis"} and head.pos_ in {"VERB", "AUX"}:
        if verb.dep_ in {"ccomp", "parataxis"} and verb.tag_ not in {"VBG", "VB"}:
            return None, False
        undergone = next((child for child in head.lefts if child.dep_ == "nsubjpass"), None)
        if undergone is not None and (verb.tag_ == "VB" or (verb.dep_ == "conj" and verb.tag_ in {"VBD", "VBZ"})):
            return _resolve_relative(undergone, head), True  # "Obi would not be drawn, but said it was late"
        found, _ = _subject(head, depth + 1)
        return found, found is not None
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        issuer = _issuer(head, depth)
        return (issuer, True) if issuer is not None else (head, False)
    if verb.dep_ == "pcomp" and head.dep_ == "prep":
        if head.head.pos_ in {"VERB", "AUX"}:
            found, _ = _subject(head.head, depth + 1)
            return found, found is not None
        return None, False
    return None, False


def _issuer(document_noun: Token, depth: int) -> Token | None:
    """Return who put out the document that says something ("the office released a statement saying ...")."""
    verb = document_noun.head
    if document_noun.lemma_.lower() not in cue_nouns("issued") or document_noun.dep_ not in {"dobj", "pobj"}:
        return None
    if document_noun.dep_ == "pobj":
        verb = verb.head
    if verb.pos_ != "VERB":
        return None
    return _subject(verb, depth + 1)[0]


def _resolve_relative(subject: Token, verb: Token) -> Token:
    """Return the noun that a relative pronoun stands for, or the subject itself."""
    if subject.lower_ not in _RELATIVES:
        return subject
    clause = verb
    while clause.dep_ == "conj" and clause.head != clause:
        clause = clause.head
    if clause.dep_ != "relcl":
        return subject
    return _beyond_body(clause.head) if subject.lower_ == "who" else clause.head


def _beyond_body(antecedent: Token) -> Token:
    """Return whom "Ada Obi, of the union Orm, who said" means, where the parse took the union for "who"."""
    preposition = antecedent.head
    set_off = preposition.dep_ == "prep" and preposition.i and preposition.nbor(-1).text == ","
    described = any(is_organisation_word(child.lemma_.lower()) for child in antecedent.lefts)
    body = described or antecedent.ent_type_ == "ORG" or antecedent.lemma_.lower() in words("organisation_nouns")
    named = preposition.head.pos_ == "PROPN" and preposition.head.ent_type_ != "ORG"
    return preposition.head if antecedent.dep_ == "pobj" and set_off and body and named else antecedent


def _past_apposition(subject: Token, verb: Token) -> Token:
    """Return the body named right before a verb, where the parse took it for an apposition to somebody before it.

    "In a letter read out by the chair, Ada Obi, the Traders' Guild complained": one to Obi would end in a comma.
    """
    body = next((child for child in subject.rights if child.dep_ == "appos" and child.ent_type_ == "ORG"), None)
    person = subject.ent_type_ == "PERSON" and body is not None and body.pos_ == "PROPN"
    return body if body is not None and person and body.right_edge.i + 1 == verb.i else subject


def _inverted_subject(document: Document, verb: Token) -> Token | None:
    """Return the noun right after a verb that a quotation precedes ("... ," said Jiao Jie)."""
    doc = verb.doc
    if verb.lemma_ in {"tell", "remind", "inform"}:
        return None  # what follows is whom somebody told
    if verb.i + 1 >= len(doc) or verb.tag_ not in {"VBD", "VBZ", "VBP", "VBN", "NN", "NNP", "JJ"}:
        return None
    before = doc[verb.i - 1] if verb.i else None
    if before is not None and before.text not in {'"', ",", "'", "?", "!"} and not verb.is_sent_start:
        return None
    known = cue_verbs().get(verb.lemma_)
    after = verb.i + 1 + (known is not None and doc[verb.i + 1].lower_ in known.needs)  # "chimed in Obi"
    noun = _noun_from(document, after, after + 7)
    return None if noun is not None and _starts_a_clause(noun, verb) else noun


def _noun_from(document: Document, first: int, last: int) -> Token | None:
    """Return the head of the noun phrase that starts at token `first`."""
    doc = document.doc
    found = None
    for place in range(first, min(last, len(doc))):
        token = doc[place]
        if token.pos_ in {"DET", "ADJ", "NUM"} and found is None:
            continue
        if token.pos_ in {"NOUN", "PROPN", "PRON"} and (found is None or token.lower_ not in STOPS):
            found = token
            continue
        if found is not None and token.tag_ == "POS":
            continue  # "said the union's president"
        break
    return found


def _before(cue: Cue) -> Token | None:
    """Return the noun before a cue that the parse gave no subject."""
    if (described := _before_relative(cue)) is not None:
        return described
    near = _adjacent_subject(cue.token)
    return near if near is not None and near.ent_type_ != "GPE" else _opening_noun(cue) or near


def _before_relative(cue: Cue) -> Token | None:
    """Return the name before the clause that closes at a cue ("Obi, who years ago had called it mud, said that")."""
    verb = cue.token
    if cue.verb is None or cue.verb.tier is not Tier.STRONG or verb.tag_ not in {"VBD", "VBZ"}:
        return None
    before = verb.doc[verb.sent.start : verb.i]
    if len(before) < 4 or before[-1].text != ",":
        return None
    opened = [
        t.i for t in before if t.lower_ in {"who", "whose"} and t.i > verb.sent.start + 1 and t.nbor(-1).text == ","
    ]
    named = verb.doc[opened[0] - 2] if len(opened) == 1 else None
    return named if named is not None and named.pos_ == "PROPN" else None


def _adjacent_subject(verb: Token) -> Token | None:
    """Return the noun right before a verb, past an appositive, where the parse gave no subject."""
    doc = verb.doc
    place = verb.i - 1
    while place >= 0 and doc[place].pos_ in {"ADV", "AUX"}:
        place -= 1
    if place < 0 or doc[place].sent.start != verb.sent.start:
        return None
    token = doc[place]
    if token.text in _CLOSERS:
        # "Grace Umeh, who chairs the Merchants' Guild, siad": back over the phrase between the marks.
        openers = _CLOSERS[token.text]
        opening = next((i for i in range(place - 1, max(-1, place - 30), -1) if doc[i].text in openers), None)
        if opening is None or opening == 0 or '"' in doc[opening:place].text:
            return None
        token = doc[opening - 1]
        while token.dep_ == "pobj" and token.head.dep_ == "prep" and token.head.head.pos_ in {"NOUN", "PROPN"}:
            token = token.head.head  # "A nurse in the audience, who gave no name, asked"
    if token.dep_ == "pobj" and token.head.dep_ == "prep" and token.head.head.pos_ == "PROPN":
        token = token.head.head  # "Rosalind Obi in Mill Lane writes"
    return token if token.pos_ in {"NOUN", "PROPN", "PRON"} else None


def _from_cue_on(document: Document, cue: Cue, source: Source) -> Source:
    """Return an inverted source with all its words, where the parse took only the last of several names."""
    first = cue.token.i + 1
    between = document.doc[first : document.tokens(source.span).start]
    if source.span.start < cue.span.start or len(between) == 0 or len(between) > 12:
        return source
    if any(
        token.pos_ not in {"PROPN", "NOUN", "DET", "ADJ", "CCONJ", "PART"} and token.text != "-" for token in between
    ):
        return source
    return replace(source, span=Span(between[0].idx, source.span.end))


def _opening_noun(cue: Cue) -> Token | None:
    """Return the noun that opens the sentence of a root cue, where phrases set off stand between the two."""
    verb = cue.token
    if verb.dep_ != "ROOT" or cue.verb is None or cue.verb.tier is not Tier.STRONG:
        return None
    for token in verb.sent:
        if token.i >= verb.i or token.text == '"':
            return None
        if token.pos_ == "PROPN" and token.ent_type_ not in {"DATE", "TIME", "GPE"}:
            return whole_name(token)
    return None


def gap_source(document: Document, cue: Cue, start: int) -> Source | None:
    """Return the source of a cue that follows a quotation ending before `start`.

    Between a quotation and its cue stands nothing but the speaker and what describes him, so that the
    order of the words is a better guide than the parse.
    """
    verb = cue.token
    parsed = find_source(document, cue)
    if parsed is not None and not parsed.shared and parsed.span.start >= start:
        return _from_cue_on(document, cue, parsed)
    before = [t for t in document.tokens(Span(start, cue.span.start)) if t.pos_ in {"NOUN", "PROPN", "PRON", "DET"}]
    head = None
    if cue.span.start > start and before:
        head = _noun_from(document, before[0].i, verb.i)
    else:
        particle = verb.i + 1 < len(verb.doc) and verb.nbor().tag_ == "RP"  # "called out a man at the back"
        head = _noun_from(document, verb.i + 1 + particle, verb.i + 10)
        if head is not None and head.pos_ != "PROPN" and head.i + 1 < len(head.doc) and head.nbor().text == "-":
            head = None  # "said matter-of-factly"
    if head is None or head.lower_ in _FIRST_AND_SECOND:
        return parsed
    return Source(head, _after_cue(cue, head))

"""Pronouns: whom "she" means, from who spoke last, who is the subject, who was named last, and stated gender."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from index.article import Span
from index.attribution.mentions import is_reader_aloud
from index.attribution.phrases import is_role_noun

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from index.attribution.document import Document
    from index.attribution.names import Name
    from index.attribution.persons import Person

SINGULAR = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
"""Pronouns for one person, and the gender each states."""

OTHERS = frozenset({"it", "its", "itself", "they", "them", "their", "theirs", "themselves"})
"""Pronouns for an organisation, a document or a group."""

BOTH = frozenset({"both", "both of them", "the two", "the pair"})
"""What means two persons named together just before."""

OF_TWO = frozenset({"the latter", "the former"})
"""What means one of two named just before."""

RELATIVE = frozenset({"who", "whom"})

_SUBJECT = ("nsubj", "nsubjpass")
_REACH = 3  # paragraphs within which a pronoun finds its person; a last speaker is reached from further away
_BACK = 2  # paragraphs after which a pronoun returns from a last speaker to the person the text is about
_SURE = 3.0  # evidence that one bare word is a person's name ("Winnie, 17, ...")
_LEAST = 0.9  # a weight below which a person is too far away to be meant


def resolve_singular(
    document: Document, persons: Sequence[Person], last: tuple[Person, int] | None, at: Span, main: Person | None = None
) -> tuple[Person | None, float]:
    """Return whom "he" or "she" at `at` means and the probability that this is right.

    `last` is the person who spoke last, and at which offset. Named persons before the pronoun, outside quotation
    marks, are weighed: the previous speaker before the subject of the sentence before it, that before the nearest
    name. A person of the other stated gender is out. Where two weigh the same the answer is None. `main` is the
    person whom the text is about, if one is: two paragraphs after another has spoken "she" means that one again.
    """
    gender = SINGULAR[at.of(document.text).strip().lower()]
    here = document.paragraph_at(at.start)
    addressed = _addressed(document, at)
    before = {
        n: [
            m
            for m in p.mentions
            if not m.quoted and m.span.end <= at.start and not m.span.overlaps(addressed)
            if not _told(document, m, at) and not _in_participle(document, m, at)
        ]
        for n, p in enumerate(persons)
        if not _reads_to(document, p, at)
    }
    fitting = {
        n: mentions
        for n, mentions in before.items()
        if mentions and (persons[n].gender is None or persons[n].gender == gender)
    }
    named_here = {
        n for n, mentions in fitting.items() if mentions[-1].paragraph == here and _by_gender(persons[n], gender) >= 0
    }
    newest = max(fitting, key=lambda n: fitting[n][-1].span.start, default=None)
    back = main is not None and last is not None and last[0] is not main and not named_here
    back = back and here - document.paragraph_at(last[1]) >= _BACK if last is not None else False
    unlikely = {n: _by_gender(persons[n], gender) < -1 for n in fitting}
    introduced = [ms[0] for n, ms in fitting.items() if persons[n] is not main and ms[0].full and not unlikely[n]]
    back = back and not any(name.paragraph >= here - 1 for name in introduced)
    # Whoever was brought in since somebody last spoke, in an earlier paragraph, is the likelier "she" now.
    since = last[1] if last is not None and document.paragraph_at(last[1]) < here else at.start
    newer = any(name.span.start > since and name.paragraph >= here - 1 for name in introduced)
    weighed: list[tuple[float, int]] = []
    for n, mentions in fitting.items():
        weight = _weight(document, mentions, at)
        # A person newly named in this paragraph takes the floor from a speaker of the one before.
        if last is not None and persons[n] is last[0] and (not named_here or n in named_here) and not unlikely[n]:
            weight += (2.5, 1.5, 1.5, 0.7)[min(3, max(0, here - document.paragraph_at(last[1])))] * (
                0.4 if newer else 1
            )
        weight += _by_gender(persons[n], gender) + 0.5 * (n == newest) + 2.8 * (back and persons[n] is main)
        weighed.append((weight, n))
    weighed = sorted((pair for pair in weighed if pair[0] >= _LEAST), reverse=True)
    if not weighed:
        return None, 0.0
    lead = weighed[0][0] - (weighed[1][0] if len(weighed) > 1 else 0.0)
    if lead < 0.1:
        return None, 0.0
    sure = 0.95 if lead >= 2 else 0.85 if lead >= 1 else 0.65
    return persons[weighed[0][1]], min(sure, 0.65) if back else sure


def _addressed(document: Document, at: Span) -> Span:
    """Return whom the subject at `at` speaks to, who is somebody else ("To Ada Obi, he said: ..."); empty if nobody."""
    token = document.tokens(at)[0]
    if token.dep_ not in _SUBJECT:
        return Span(at.start, at.start)
    for child in token.head.lefts:
        if child.dep_ in {"prep", "dative"} and child.lower_ == "to" and child.i < token.i:
            return Span(child.idx, child.right_edge.idx + len(child.right_edge))
    return Span(at.start, at.start)


def _told(document: Document, mention: Name, at: Span) -> bool:
    """Return whether a bare name is the subject of what the subject at `at` says ("Muscle and memory fade, she said").

    Somebody introduced by the full name may say it, though ("Ada Obi employs 60, she said").
    """
    pronoun, word = document.tokens(at)[0], document.tokens(mention.span)[-1]
    clause = word.head
    within = clause.dep_ == "ccomp" and clause.head == pronoun.head and clause.i < pronoun.i
    return not mention.full and word.dep_ in _SUBJECT and within


def _in_participle(document: Document, mention: Name, at: Span) -> bool:
    """Return whether the subject at `at` does or undergoes something with somebody ("Pressed by Ada Obi, she said").

    Whose it is may be the same person all the same ("Asked about Obi's plan, she said").
    """
    pronoun, word = document.tokens(at)[0], document.tokens(mention.span)[-1]
    if pronoun.dep_ not in _SUBJECT or word.dep_ == "poss":
        return False
    opening = next((token for token in word.ancestors if token.head == pronoun.head), None)
    if opening is None or opening.dep_ not in {"advcl", "prep"} or opening.i > pronoun.i:
        return False
    between = [token for token in (word, *word.ancestors) if opening.is_ancestor(token) or token == opening]
    clauses = [token for token in between if token.tag_ in {"VBN", "VBG", "VBD", "VBZ", "VBP", "MD"}]
    acts = any(child.dep_ in _SUBJECT for clause in clauses for child in clause.children)
    return len(clauses) == 1 and clauses[0].tag_ in {"VBN", "VBG"} and not acts


def _reads_to(document: Document, person: Person, at: Span) -> bool:
    """Return whether a person reads out, in the sentence of a pronoun, what its "she" wrote or said."""
    sentence = document.tokens(at)[0].sent.start_char
    near = [m for m in person.mentions if sentence <= m.span.start < at.start]
    return any(is_reader_aloud(document.tokens(mention.span)[-1]) for mention in near)


def _by_gender(person: Person, gender: str) -> float:
    """Weigh what is known of a person's gender; a given name is only a hint, and none where the text says it."""
    bare = len(person.words) == 1 and not person.roles and not any(m.titles for m in person.mentions)
    if bare and all(m.evidence < _SURE for m in person.mentions):
        return -0.8  # one bare word may be a place or a firm that the model took for a person
    if person.gender is not None:
        return 0.5
    return {None: 0.0, gender: 0.4}.get(person.likely_gender, -2.4)


def _weight(document: Document, mentions: Sequence[Name], at: Span) -> float:
    """Weigh a person, by the mentions before a pronoun, as its meaning."""
    apart = document.paragraph_at(at.start) - mentions[-1].paragraph
    weight = (2.0, 1.2, 0.6, 0.3)[apart] if apart <= _REACH else 0.0
    if apart <= 1 and len(mentions) == 1 and mentions[0].full:
        weight += 0.4  # just introduced
    token = document.tokens(at)[0]
    sentence = token.sent.start_char
    previous = document.doc[token.sent.start - 1].sent.start_char if token.sent.start > 0 else sentence
    for mention in reversed(mentions[-3:]):
        if mention.span.start < previous:
            break
        word = document.tokens(mention.span)[-1]
        of_subject = word.dep_ == "poss" and word.head.dep_ in _SUBJECT  # "Obi's speech ended with ..."
        named = word.dep_ == "appos" and word.head.dep_ in _SUBJECT  # "The engineer in question, Obi, laughed."
        subject = 1.2 if word.dep_ in _SUBJECT or named else 0.8 if of_subject else 0.0
        subject += 2.0 if word.dep_ in _SUBJECT and _governs(word.head, token) else 0.0
        # "Obi, founder of Orm, would strike it out. "It is late," he said.": brought in for what comes.
        new = len(mentions) == 1 and mention.full and apart == 0 and mention.span.start < sentence
        subject += 1.0 if new and word.dep_ in _SUBJECT and word.head.lemma_ != "ask" else 0.0
        weight += 0.2 + subject + (0.3 if mention.span.start >= sentence else 0.0)
        break
    return weight


def _governs(verb: Token, pronoun: Token) -> bool:
    """Return whether a verb's clause is the main one of a pronoun's ("Obi sided with Ito, though he admitted ...")."""
    return pronoun.head.dep_ in {"advcl", "parataxis"} and pronoun.head.head == verb and verb.i < pronoun.i


def sentence_before(document: Document, at: Span) -> Tokens | None:
    """Return the sentence right before the one in which `at` stands, if both are of one paragraph."""
    start = document.tokens(at)[0].sent.start
    before = document.doc[start - 1].sent if start else None
    same = before is not None and document.paragraph_at(before.start_char) == document.paragraph_at(at.start)
    return before if same else None


def subject_before(document: Document, at: Span) -> Span | None:
    """Return "the minister" where that is the subject of the sentence right before the one that a pronoun opens.

    Or before the one in which it stands with nobody else before it ("The dean agreed. It was late, she said").
    """
    token = document.tokens(at)[0]
    between = document.doc[token.sent.start : token.i]
    before = sentence_before(document, at)
    if before is None or any(word.pos_ == "PROPN" or is_role_noun(word) for word in between):
        return None
    for child in before.root.lefts:
        named = any(part.dep_ == "appos" for part in child.rights)  # "The chair, Ada Obi, promised a review."
        the = child.left_edge.lower_ == "the" and child.tag_ == "NN" and is_role_noun(child)
        if child.dep_ in _SUBJECT and the and not named:
            return Span(child.left_edge.idx, child.idx + len(child))
    return None


def named_together(document: Document, persons: Sequence[Person], at: Span) -> list[Person]:
    """Return the two persons whom "A and B" named last, in the sentence of `at` or the one before it."""
    token = document.tokens(at)[0]
    start = document.doc[token.sent.start - 1].sent.start_char if token.sent.start else token.sent.start_char
    named = sorted(
        ((m.titled.start, m.span.end, n) for n, p in enumerate(persons) for m in p.mentions if not m.quoted),
        reverse=True,
    )
    near = [mention for mention in named if start <= mention[0] < at.start]
    for (second, _, b), (_, first, a) in pairwise(near):
        if a != b and document.text[first:second] == " and ":
            return [persons[a], persons[b]]
    return []


def one_of_two(document: Document, persons: Sequence[Person], at: Span) -> Person | None:
    """Return whom "the latter" means, the person named last in what stands before `at`, or "the former", the other."""
    first = document.paragraphs[max(0, document.paragraph_at(at.start) - 1)].start
    named = sorted(
        (m.span.start, n)
        for n, p in enumerate(persons)
        for m in p.mentions
        if not m.quoted and first <= m.span.start < at.start
    )
    together = [a for a, b in pairwise(named) if a[1] != b[1] and _in_one_sentence(document, a[0], b[0])]
    if together:
        named = named[: named.index(together[-1]) + 2]
    last = list(dict.fromkeys(n for _, n in reversed(named)))
    place = int(at.of(document.text).lower().endswith("former"))
    return persons[last[place]] if len(last) > place else None


def _in_one_sentence(document: Document, one: int, other: int) -> bool:
    """Return whether two offsets lie in the same sentence."""
    first, second = (document.tokens(Span(at, at + 1))[0] for at in (one, other))
    return bool(first.sent == second.sent)


def whom_relative_means(document: Document, persons: Sequence[Person], relative: Span) -> Person | None:
    """Return the person of "Jan Obi, a cook from the mill, who said": named in the phrase that "who" goes on with."""
    token = document.tokens(relative)[0]
    if token.lower_ not in RELATIVE or token.i == 0 or token.nbor(-1).text != ",":
        return None
    start = token.sent.start_char
    named = [(m.span.end, p) for p in persons for m in p.mentions if start <= m.span.start < relative.start]
    end, person = max(named, key=lambda pair: pair[0], default=(0, None))
    between = document.tokens(Span(end, relative.start))
    return None if any(word.tag_ in {"VBD", "VBZ", "VBP", "MD"} for word in between) else person

"""Quotations: which cue, statement or person each quoted stretch belongs to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from index.article import Span
from index.attribution.cues import Form, is_question, owner
from index.attribution.document import Document
from index.attribution.drafts import Draft
from index.attribution.lexicon import cue_nouns
from index.attribution.marks import Segment
from index.attribution.mentions import mention_span
from index.attribution.phrases import is_role_noun
from index.attribution.sources import Source, gap_source
from index.attribution.wordlists import word_group
from index.sources.labels import is_imprint

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOBODY = {"it", "there", "that", "this", "which", "who", "i", "we", "you"}
_UTTERED = {"voice", "speaker", "word", "heckle", "question", "remark", "line", "verdict", "comment", "shout", "cry"}
# A quoted stretch of so many words is taken for speech even as a part of the reporter's sentence.
LONG_FRAGMENT = 5


def take_closing(document: Document, drafts: list[Draft], segments: list[Segment], taken: set[Segment]) -> None:
    """Give each quotation that runs on into its attribution ('... ," Zhu said') to the cue there."""
    for number, segment in enumerate(segments):
        if not segment.full or not segment.closed:
            continue
        start = segment.outer.end
        following = [other for other in segments[number + 1 :] if other.full]
        limit = following[0].outer.start if following else document.paragraphs[segment.paragraph].end
        inner = document.text[segment.span.end - 1]
        outer = document.text[start : start + 2].lstrip()[:1]
        if inner not in ",?!-–—" and outer not in {",", "-", "–", "—"}:
            continue
        for draft in drafts:
            cue = draft.cue
            if cue is None or not start <= cue.span.start < limit or draft.sentence.start > segment.span.start:
                continue
            if not (cue.takes("quote") or cue.misspelt) or len(document.text[start : cue.span.start].split()) > 30:
                continue
            if draft.content is not None and document.text[cue.span.end :].startswith(" that "):
                break
            if _is_predicate(document, segment, draft) or _opens_sentence(inner, draft, start):
                break
            draft.source = gap_source(document, cue, start) or draft.source
            draft.content, draft.rule, draft.segments = None, "quote", [segment]
            taken.add(segment)
            break


def _opens_sentence(inner: str, draft: Draft, start: int) -> bool:
    """Return whether a cue after a question is its own sentence's ('"Who pays?" Obi said the city would pay.')."""
    if inner not in "?!" or draft.content is None or draft.content.frame != "clause" or draft.cue is None:
        return False
    return draft.content.spans[0].start >= draft.cue.span.end and draft.cue.span.start >= start


def _is_predicate(document: Document, segment: Segment, draft: Draft) -> bool:
    """Return whether a quotation ends a clause that starts outside it ("The mayor 'is one of us,' he said")."""
    if draft.content is None or draft.content.frame != "set off" or not segment.span.of(document.text)[:1].islower():
        return False
    lead = document.text[draft.sentence.start : segment.outer.start]
    return len(lead.split()) >= 2 and '"' not in lead


def nearest(document: Document, segment: Segment, drafts: list[Draft]) -> Draft | None:
    """Return the draft whose cue attributes a quotation: the one right after it, or right before it."""
    text = document.text
    quoting = [d for d in drafts if d.cue is not None and _quotes(d)]
    after = [d for d in quoting if d.sentence.start <= segment.span.start and d.cue_span.start >= segment.span.end]
    prior = [d for d in quoting if d.sentence.end > segment.span.start and d.cue_span.end <= segment.span.start]
    best_after = min(after, key=lambda d: d.cue_span.start, default=None)
    best_prior = max(prior, key=lambda d: d.cue_span.end, default=None)
    if best_after is not None and '"' in text[segment.outer.end : best_after.cue_span.start]:
        best_after = None
    if best_prior is not None and not _leads_to(document, best_prior, segment, alone=best_after is None):
        best_prior = None
    if best_after is None or best_prior is None:
        return best_after or best_prior
    inner = text[segment.span.end - 1]
    if inner == ",":
        return best_after
    joined = inner in "?!-–—" or text[segment.outer.end : segment.outer.end + 2].lstrip()[:1] in {",", "-", "–", "—"}
    introduced = text[: segment.outer.start].rstrip().endswith(":")
    return best_after if joined and not introduced else best_prior


def _leads_to(document: Document, draft: Draft, segment: Segment, *, alone: bool) -> bool:
    """Return whether the words between a cue and the quotation after it lead to the quotation."""
    place = Span(draft.cue_span.end, segment.outer.start)
    gap = place.of(document.text)
    if gap.strip(" ,:") == "" or gap.rstrip().endswith(" that"):
        return True
    words = [token for token in document.tokens(place) if place.start <= token.idx < place.end]
    if any(token.dep_ == "nsubj" and token.head.idx < place.end and _is_main(token.head) for token in words):
        return False  # another clause's subject stands between ("After X criticised Y, Z shot back, '...'")
    if gap.rstrip().endswith((":", ",")) or (draft.rule == "colon" and gap.rstrip().endswith("?")):
        return True
    return alone and '"' not in gap and len(gap.split()) <= 12


def _is_main(verb: Token) -> bool:
    return verb.dep_ in {"ROOT", "conj", "parataxis"} and verb.pos_ in {"VERB", "AUX"}


def _quotes(draft: Draft) -> bool:
    """Return whether a draft's cue can stand beside a quotation."""
    cue = draft.cue
    if cue is None or (draft.source is None and cue.form is not Form.NOUN and not cue.takes("quote")):
        return False
    if cue.form is Form.VERB and not (cue.takes("quote") or cue.misspelt):
        return False
    return not (draft.content is not None and draft.content.frame in {"clause", "object", "infinitive"})


def take_fragments(draft: Draft, segments: list[Segment], taken: set[Segment]) -> None:
    """Give a cue without content the quoted fragment of its sentence ("spoke of 'a new dawn'")."""
    if draft.cue is None or draft.source is None or draft.cue.form is not Form.VERB or not draft.cue.takes("that"):
        return
    for segment in segments:
        if segment in taken or segment.full or segment.title or not draft.sentence.contains(segment.span):
            continue
        if segment.span.start > draft.cue.span.end and segment.span.start - draft.cue.span.end < 80:
            draft.segments.append(segment)
            draft.rule = "quote"
            taken.add(segment)
            return


def place_loose(
    document: Document, segment: Segment, drafts: list[Draft], idle: list[Draft], sentences: list[Span]
) -> None:
    """Give a quotation without a cue of its own to the statement or the person that it goes on with."""
    earlier = [d for d in drafts if d.start < segment.span.start]
    last = max(earlier, key=lambda d: d.end, default=None)
    sentence = next((s for s in sentences if s.start <= segment.span.start < s.end), sentences[0])
    made = Draft(segment.paragraph, sentence, "orphan", segments=[segment])
    lead = document.text[sentence.start : segment.outer.start].rstrip()
    if lead.endswith(":") and is_imprint(lead[:-1]):
        return
    if segment.continues and last is not None:
        if last.segments:
            last.segments.append(segment)
            last.paragraph = segment.paragraph
            return
        made.rule, made.antecedent = "continued", last
    elif (source := _source_in_sentence(document, segment, sentence)) is not None:
        made.rule, made.source = "introduced" if segment.full else "fragment", source
    elif not segment.full:
        return
    elif last is not None and last.paragraph == segment.paragraph:
        partner = _partner(document, [d for d in earlier if d.paragraph == segment.paragraph], sentence)
        if partner is not None:
            partner.segments.append(segment)
            return
        acted = _who_acted_since(document, segment, last)
        made.rule, made.source = ("introduced", acted) if acted is not None else ("same paragraph", None)
        made.antecedent = None if acted is not None else _foremost(earlier, segment.paragraph)
    elif segment.outer.start > document.paragraphs[segment.paragraph].start + 1:
        made.rule, made.source = "introduced", _subject_before(document, segment)
    elif not _follow_paragraph(document, segment, drafts, idle, made):
        return
    drafts.append(made)


def _partner(document: Document, earlier: list[Draft], sentence: Span) -> Draft | None:
    """Return the statement of the sentence right before, which a quotation goes on with ('..., he said. "And"')."""
    for draft in sorted(earlier, key=lambda d: (bool(d.segments), d.end), reverse=True):
        follows = sentence.start - 2 <= draft.sentence.end <= sentence.start or draft.sentence == sentence
        if not follows or draft.cue is None:
            continue
        attributed_last = draft.cue_span.start > draft.start
        if draft.segments and (attributed_last or draft.sentence == sentence):
            return draft
        if draft.rule == "set off" and attributed_last and '"' in document.text[draft.start : draft.cue_span.start]:
            return draft
    return None


def _foremost(earlier: list[Draft], paragraph: int) -> Draft:
    """Return the statement of a paragraph that most likely goes on: the last one, of its sentence the first."""
    here = [d for d in earlier if d.paragraph == paragraph]
    latest = max(d.sentence.start for d in here)
    return min((d for d in here if d.sentence.start == latest), key=lambda d: (not d.segments, d.start))


def _follow_paragraph(
    document: Document, segment: Segment, drafts: list[Draft], idle: list[Draft], made: Draft
) -> bool:
    """Find who speaks in a quotation that opens its paragraph; False where a draft took it as its own."""
    here = [d for d in drafts if d.paragraph == segment.paragraph and d.start > segment.span.start and d.source]
    if here and here[0].source is not None:
        made.rule, made.source = "same paragraph", replace(here[0].source, shared=True)
        return True
    if (named := _named_after(document, segment)) is not None:
        made.rule, made.source = "introduced", named
        return True
    before = document.paragraphs[segment.paragraph - 1] if segment.paragraph else Span(0, 0)
    earlier = [d for d in drafts if d.start < segment.span.start]
    last = _foremost(earlier, max(d.paragraph for d in earlier)) if earlier else None
    if before.of(document.text).rstrip().endswith(":"):
        leading = [d for d in [*idle, *earlier] if d.paragraph == segment.paragraph - 1 and d.source]
        lead = max(leading, key=lambda d: d.cue_span.start, default=None)
        made.rule = "colon"
        made.source = lead.source if lead else _subject_before(document, segment)
        if made.source is not None:
            made.cue = lead.cue if lead else None
            return True
    if (asked := _owner_of_question(document, segment.paragraph - 1)) is not None:
        made.rule, made.source = "colon", asked
        return True
    if last is None or segment.paragraph - last.paragraph > 2:
        made.source = _subject_before(document, segment)
    elif last.rule == "noun" and not last.segments and segment.paragraph - last.paragraph == 1:
        last.content, last.rule, last.segments, last.paragraph = None, "introduced", [segment], segment.paragraph
        return False
    else:
        made.antecedent = last
    return True


def _named_after(document: Document, segment: Segment) -> Source | None:
    """Return whom the paragraph after a quotation names as its speaker ("That was Ada Obi", "The voice was Obi's")."""
    number = segment.paragraph
    while number < len(document.paragraphs) and document.paragraphs[number].of(document.text)[:1] == '"':
        if document.paragraphs[number].of(document.text).rstrip()[-1] != '"':
            return None
        number += 1
    first = next(iter(document.sentences(number)), None) if number < len(document.paragraphs) else None
    if first is None or first.root.lemma_ not in {"be", "come", "belong"}:
        return None
    subject = next((child for child in first.root.lefts if child.dep_ == "nsubj"), None)
    if subject is None or not (subject.lower_ in {"that", "this", "it"} or subject.lemma_.lower() in _UTTERED):
        return None
    for token in document.doc[first.root.i + 1 : first.root.i + 6]:
        if token.pos_ == "PROPN" and token.dep_ in {"attr", "pobj", "poss"} and token.ent_type_ not in {"DATE", "GPE"}:
            return Source(token, mention_span(token), shared=True)
    return None


def _owner_of_question(document: Document, paragraph: int) -> Source | None:
    """Return whose verdict a paragraph that ends with "Her verdict?" leads to, or None."""
    if paragraph < 0 or not (sentences := list(document.sentences(paragraph))):
        return None
    for noun in sentences[-1]:
        named = owner(noun) if noun.lemma_.lower() in cue_nouns("colon") and is_question(noun) else None
        if named is not None:
            return Source(named, mention_span(named))
    return None


def _source_in_sentence(document: Document, segment: Segment, sentence: Span) -> Source | None:
    """Return the subject of the sentence that a quotation is set in, where no known cue attributes it.

    The quotation may be led to by a colon or comma, followed by an unlisted verb ('..., a voice-over
    states'), or stand inside the sentence as a long fragment.
    """
    text = document.text
    lead = text[sentence.start : segment.outer.start].rstrip()
    tail = text[segment.outer.end : sentence.end]
    if not segment.full:
        return _holder(document, segment)
    followed = text[segment.span.end - 1] in ",?!" and len(tail.split()) >= 2
    led = lead.endswith(":") or (lead.endswith(",") and len(lead.split()) >= 2)
    if followed:
        place = Span(segment.outer.end, sentence.end)
    elif led:
        place = Span(sentence.start, segment.outer.start)
    else:
        return None
    tokens = [token for token in document.tokens(place) if document.quoted(token.idx) is None]
    named = next((token for token in reversed(tokens) if token.pos_ != "PUNCT"), None)
    if not followed and named is not None and _is_label(named, lead, sentence):
        return Source(named, mention_span(named))
    subjects = [token for token in tokens if token.dep_ in {"nsubj", "nsubjpass"} and token.pos_ != "DET"]
    if led and not followed and not lead.endswith(":"):
        subjects = [token for token in subjects if not any(child.dep_ == "mark" for child in token.head.lefts)]
    if not subjects and followed:
        subjects = [token for token in tokens if token.pos_ in {"PROPN", "PRON"} and token.dep_ != "poss"]
    return _as_source(subjects[0] if followed else min(subjects, key=_depth)) if subjects else None


def _is_label(name: Token, lead: str, sentence: Span) -> bool:
    """Return whether a name stands right before the colon of a quotation ("It does not surprise Daron Shaw: '...'")."""
    ends = name.idx + len(name) + 1 == sentence.start + len(lead)
    return lead.endswith(":") and ends and name.pos_ == "PROPN" and name.ent_type_ not in {"ORG", "GPE", "DATE", "FAC"}


def _holder(document: Document, fragment: Segment) -> Source | None:
    """Return who holds a quoted fragment: the owner of the noun that it completes, or its verb's subject."""
    for token in document.tokens(fragment.outer):
        above = next((t for t in token.ancestors if not fragment.outer.start <= t.idx < fragment.outer.end), None)
        while above is not None:
            for child in above.lefts:
                if child.dep_ == "poss" and above.lemma_.lower() in cue_nouns("that"):
                    return Source(child, mention_span(child))
                if child.dep_ in {"nsubj", "nsubjpass"} and child.idx < fragment.span.start:
                    called = child.dep_ == "nsubjpass" and above.lemma_ in word_group("naming")
                    return None if called else _as_source(child)
            above = above.head if above.head != above else None
        return None
    return None


def _as_source(subject: Token) -> Source | None:
    """Return a subject as a source, unless it can name nobody."""
    return None if subject.lower_ in _NOBODY else Source(subject, mention_span(subject))


def _depth(token: Token) -> int:
    return sum(1 for _ in token.ancestors)


def _who_acted_since(document: Document, segment: Segment, last: Draft) -> Source | None:
    """Return who acts between the last statement and a quotation ('..., he said. Ada Obi shook her head. "No."')."""
    before = [s for s in document.sentences(segment.paragraph) if s.end_char <= segment.outer.start]
    if not before or last.sentence.end > before[-1].start_char:
        return None
    subject = _subject_before(document, segment)
    acts = subject is not None and subject.head.pos_ == "PROPN" and subject.head.head.lemma_ not in {"be", "have"}
    return subject if acts else None


def _subject_before(document: Document, segment: Segment) -> Source | None:
    """Return the subject of the sentence before a quotation that stands without a cue.

    Of "Trump's first tweet was measured. 'Really bad.'" it is the owner of what was written.
    """
    for paragraph in (segment.paragraph, segment.paragraph - 1):
        before = (
            [s for s in document.sentences(paragraph) if s.end_char <= segment.outer.start] if paragraph >= 0 else []
        )
        if not before:
            continue
        for token in before[-1].root.lefts:
            if token.dep_ not in {"nsubj", "nsubjpass"}:
                continue
            if token.pos_ in {"PROPN", "PRON"} and token.lower_ not in _NOBODY:
                return Source(token, mention_span(token), shared=True)
            if token.left_edge.lower_ in {"a", "an", "one"} and is_role_noun(token):
                return Source(token, mention_span(token), shared=True)
            owner = next((child for child in token.lefts if child.dep_ == "poss"), None)
            if owner is not None and token.lemma_.lower() in cue_nouns("source") | cue_nouns("colon"):
                return Source(owner, mention_span(owner), shared=True)
        return None
    return None

"""Statements: every stretch of speech in a document, with the words that attribute it."""

from __future__ import annotations

from dataclasses import replace

from index.article import Polarity, Span, StatementKind
from index.attribution.candidate import Candidate
from index.attribution.content import find_content
from index.attribution.cues import Cue, Form, find_cues, is_question
from index.attribution.document import Document
from index.attribution.drafts import Draft
from index.attribution.frames import trim
from index.attribution.lexicon import Tier
from index.attribution.marks import Segment
from index.attribution.quotations import LONG_FRAGMENT, nearest, place_loose, take_closing, take_fragments
from index.attribution.sentences import outer_sentences
from index.attribution.setoff import coordinated
from index.attribution.sources import find_source, is_narration

# How often each rule names the right mention, as measured on PolNeAR's training articles where the mention is a
# name or a title; a rule that took over from another ("introduced" from "noun") is judged as itself.
_CONFIDENCE = {
    "quote": 0.98,
    "set off": 0.97,
    "clause": 0.97,
    "rest": 0.96,
    "continued": 0.93,
    "infinitive": 0.93,
    "noun": 0.92,
    "object": 0.92,
    "introduced": 0.86,
    "colon": 0.82,
    "same paragraph": 0.7,
    "fragment": 0.66,
    "orphan": 0.62,
}


def find_candidates(document: Document) -> list[Candidate]:
    """Return the document's statements in the order of their content, their speakers not yet resolved."""
    cues = find_cues(document)
    drafts: list[Draft] = []
    of_paragraph: dict[int, list[Cue]] = {}
    for cue in cues:
        of_paragraph.setdefault(document.paragraph_at(cue.span.start), []).append(cue)
    for paragraph in range(len(document.paragraphs)):
        drafts = _read_paragraph(document, paragraph, of_paragraph.get(paragraph, []), drafts)
    drafts = [draft for draft in drafts if draft.segments or draft.content]
    drafts.sort(key=lambda draft: draft.start)
    return _finish(document, drafts)


def _read_paragraph(document: Document, paragraph: int, cues: list[Cue], before: list[Draft]) -> list[Draft]:
    """Return the drafts before this paragraph together with its own."""
    sentences = outer_sentences(document, paragraph)
    segments = list(document.segments_in(document.paragraphs[paragraph]))
    drafts = [_draft_of(document, paragraph, cue, sentences) for cue in cues]
    drafts = [draft for draft in drafts if draft.source is None or not is_narration(draft.source, draft.cue)]
    taken: set[Segment] = set()
    take_closing(document, drafts, segments, taken)
    _share_mentions(drafts)
    for draft in drafts:
        _absorb(document, draft, segments, taken)
    for segment in segments:
        if segment.full and segment not in taken:
            owner = nearest(document, segment, drafts)
            if owner is not None:
                owner.segments.append(segment)
                owner.rule = "quote"
                owner.content = None
                taken.add(segment)
    for draft in drafts:
        if not draft.segments and draft.content is None:
            take_fragments(draft, segments, taken)
    made = _without_overlaps([draft for draft in drafts if draft.segments or draft.content])
    every = [*before, *(part for draft in made for part in _parts(document, draft))]
    idle = [draft for draft in drafts if not (draft.segments or draft.content)]
    for segment in segments:
        if segment not in taken and (
            (segment.full and segment.words > 2) or (segment.words >= LONG_FRAGMENT and not segment.title)
        ):
            place_loose(document, segment, every, idle, sentences)
    return every


def _draft_of(document: Document, paragraph: int, cue: Cue, sentences: list[Span]) -> Draft:
    sentence = next((s for s in sentences if s.start <= cue.span.start < s.end), sentences[-1])
    if cue.form is Form.NOUN and is_question(cue.token):
        answer = next((s for s in sentences if s.start >= sentence.end), sentence)
        sentence = Span(sentence.start, answer.end)
    source = find_source(document, cue)
    content = find_content(document, cue, source, sentence)
    if source is None and cue.verb is not None and cue.verb.tier is not Tier.STRONG:
        content = None
    return Draft(paragraph, sentence, content.frame if content else "quote", cue, source, content)


def _share_mentions(drafts: list[Draft]) -> None:
    """Give a cue that shares another's subject ("adding that ...") the whole mention found for the other."""
    whole = {draft.source.head.i: draft.source.span for draft in drafts if draft.source and not draft.source.shared}
    for draft in drafts:
        if draft.source is not None and draft.source.shared:
            draft.source = replace(draft.source, span=whole.get(draft.source.head.i, draft.source.span))


def _absorb(document: Document, draft: Draft, segments: list[Segment], taken: set[Segment]) -> None:
    """Make a draft's content and the quotations it touches one: fragments join it, a whole one replaces it."""
    if draft.content is None:
        return
    spans = list(draft.content.spans)
    # A stretch of stray marks that holds the cue is no quotation of what the cue reports.
    free = [s for s in segments if s not in taken and not (draft.cue and s.outer.contains(draft.cue.span))]
    touched = [s for s in free if any(span.overlaps(s.outer) for span in spans)]
    if not touched:
        return
    whole = [s for s in touched if s.full]
    inside = all(any(s.outer.contains(span) for s in whole) for span in spans)
    if whole and inside:
        draft.content = None
        return
    if whole and draft.content.frame == "set off" and any(s.span.start < draft.cue_span.start for s in whole):
        outside = "".join(_outside(document.text, span, whole) for span in spans)
        if len(outside.split()) < LONG_FRAGMENT:
            draft.content = None
            return
    for segment in touched:
        if segment.full and segment.span.start > spans[-1].start and _opens_after_stop(document, segment):
            # "said that A. 'B'": the quotation is a sentence of its own.
            last = spans[-1]
            spans[-1] = trim(document.text, Span(last.start, min(last.end, segment.outer.start)))
            continue
        taken.add(segment)
        spans = [
            Span(min(s.start, segment.span.start), max(s.end, segment.span.end)) if s.overlaps(segment.outer) else s
            for s in spans
        ]
    spans = [span for span in spans if span.end > span.start]
    draft.content = replace(draft.content, spans=tuple(spans)) if spans else None


def _outside(text: str, span: Span, segments: list[Segment]) -> str:
    """Return the words of a span that stand outside quotation marks."""
    return "".join(
        text[place]
        for place in range(span.start, span.end)
        if not any(s.outer.start <= place < s.outer.end for s in segments)
    )


def _opens_after_stop(document: Document, segment: Segment) -> bool:
    return document.text[: segment.outer.start].rstrip().endswith((".", "?", "!", ":"))


def _parts(document: Document, draft: Draft) -> list[Draft]:
    """Return a draft as one, or as the two statements of "said that A, and that B"."""
    pair = coordinated(document, draft.cue, draft.content) if draft.cue and draft.content else None
    if pair is None:
        return [draft]
    draft.content = pair[0]
    return [draft, replace(draft, content=pair[1], source=None, antecedent=draft)]


def _without_overlaps(drafts: list[Draft]) -> list[Draft]:
    """Drop contents that lie inside another statement's content: what is said is not said again."""
    kept: list[Draft] = []
    for draft in drafts:
        if draft.cue is not None and any(
            other is not draft
            and _holds(other, draft)
            and _holds_quotations(other, draft)
            and not (draft.rule in {"clause", "colon"} and _holds(draft, other))
            for other in drafts
        ):
            continue
        kept.append(draft)
    return kept


def _holds(outer: Draft, inner: Draft) -> bool:
    """Return whether the content of one draft holds the cue of another."""
    spans = outer.content.spans if outer.content is not None else ()
    return inner.cue is not None and any(span.contains(inner.cue.span) for span in spans)


def _holds_quotations(outer: Draft, inner: Draft) -> bool:
    """Return whether every quotation of one draft lies in another's content ('A said B, to which C replied: "No"')."""
    spans = outer.content.spans if outer.content is not None else ()
    return all(any(span.overlaps(segment.outer) for span in spans) for segment in inner.segments)


def _finish(document: Document, drafts: list[Draft]) -> list[Candidate]:
    """Turn drafts into candidates."""
    numbers = {id(draft): number for number, draft in enumerate(drafts)}
    out: list[Candidate] = []
    for number, draft in enumerate(drafts):
        antecedent = numbers.get(id(draft.antecedent)) if draft.antecedent else None
        source = draft.source.span if draft.source else None
        if draft.antecedent is not None and (antecedent is None or antecedent >= number):
            antecedent = None
            source = draft.antecedent.source.span if draft.antecedent.source else None
        cue = draft.cue
        out.append(
            Candidate(
                kind=_kind(document, draft),
                spans=_spans(document, draft),
                paragraph=draft.paragraph,
                rule=draft.rule,
                cue=cue.span if cue else None,
                source=source,
                relative=draft.source.relative if draft.source else None,
                antecedent=antecedent,
                polarity=cue.polarity if cue else Polarity.ASSERTED,
                confidence=_CONFIDENCE.get(draft.rule, 0.8),
            )
        )
    return out


def _spans(document: Document, draft: Draft) -> tuple[Span, ...]:
    spans = [Span(s.span.start, _without_comma(document.text, s.span)) for s in draft.segments]
    spans += [_balanced(document, span) for span in draft.content.spans] if draft.content else []
    disjoint: list[Span] = []
    for span in sorted(spans):
        if disjoint and span.start < disjoint[-1].end:
            disjoint[-1] = Span(disjoint[-1].start, max(span.end, disjoint[-1].end))
        else:
            disjoint.append(span)
    return tuple(disjoint)


def _balanced(document: Document, span: Span) -> Span:
    """Return a span with the other mark of a quotation that it holds with only one of its marks."""
    start, end = span
    for segment in document.segments_in(span):
        if segment.span.end == end and start < segment.outer.start:
            end = segment.outer.end
        if segment.span.start == start and segment.outer.end < end:
            start = segment.outer.start
    return Span(start, end)


def _without_comma(text: str, span: Span) -> int:
    """Return a quotation's end without the comma or stop that belongs to the sentence around it."""
    end = span.end
    while end > span.start + 1 and text[end - 1] in ",. ":
        end -= 1
    return end


def _kind(document: Document, draft: Draft) -> StatementKind:
    if draft.segments and draft.content is None:
        fragments = all(not segment.full for segment in draft.segments)
        return StatementKind.MIXED if fragments else StatementKind.DIRECT
    for span in draft.content.spans if draft.content else ():
        if any(segment.span.overlaps(span) and not segment.title for segment in document.segments_in(span)):
            return StatementKind.MIXED
    return StatementKind.INDIRECT

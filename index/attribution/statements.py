"""Statements: every stretch of speech in a document, with the words that attribute it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from index.article import Polarity, Span, StatementKind
from index.attribution.candidate import Candidate
from index.attribution.content import Content, find_content, trim
from index.attribution.cues import Cue, Form, find_cues
from index.attribution.document import Document
from index.attribution.lexicon import Tier
from index.attribution.marks import Segment, is_title
from index.attribution.sentences import outer_sentences
from index.attribution.sources import Source, find_source, mention_span

if TYPE_CHECKING:
    from spacy.tokens import Token

# How sure each rule is of the mention that it names.
_CONFIDENCE = {
    "clause": 0.93,
    "quote": 0.95,
    "set off": 0.9,
    "rest": 0.92,
    "colon": 0.85,
    "object": 0.85,
    "noun": 0.8,
    "infinitive": 0.85,
    "split": 0.93,
    "continued": 0.93,
    "same paragraph": 0.8,
    "introduced": 0.75,
    "fragment": 0.55,
    "orphan": 0.7,
}


# A quoted stretch of so many words is taken for speech even as a part of the reporter's sentence.
_LONG_FRAGMENT = 5


@dataclass(slots=True, eq=False)
class _Draft:
    """A statement being put together."""

    paragraph: int
    sentence: Span
    rule: str
    cue: Cue | None = None
    source: Source | None = None
    content: Content | None = None
    segments: list[Segment] = field(default_factory=list)
    antecedent: _Draft | None = None

    @property
    def start(self) -> int:
        spans = [segment.span.start for segment in self.segments]
        spans += [span.start for span in self.content.spans] if self.content else []
        return min(spans)


def find_candidates(document: Document) -> list[Candidate]:
    """Return the document's statements in the order of their content, their speakers not yet resolved."""
    cues = find_cues(document)
    drafts: list[_Draft] = []
    for paragraph in range(len(document.paragraphs)):
        here = [cue for cue in cues if document.paragraph_at(cue.span.start) == paragraph]
        drafts = _read_paragraph(document, paragraph, here, drafts)
    drafts = [draft for draft in drafts if draft.segments or draft.content]
    drafts.sort(key=lambda draft: draft.start)
    return _finish(document, drafts)


def _read_paragraph(document: Document, paragraph: int, cues: list[Cue], before: list[_Draft]) -> list[_Draft]:
    """Return the drafts before this paragraph together with its own."""
    sentences = outer_sentences(document, paragraph)
    segments = [segment for segment in document.segments if segment.paragraph == paragraph]
    drafts = [_draft_of(document, paragraph, cue, sentences) for cue in cues]
    taken: set[Segment] = set()
    for draft in drafts:
        _absorb(document, draft, segments, taken)
    for segment in segments:
        if segment.full and segment not in taken:
            draft = _nearest(document, segment, drafts)
            if draft is not None:
                draft.segments.append(segment)
                draft.rule = "quote"
                draft.content = None
                taken.add(segment)
    for draft in drafts:
        if not draft.segments and draft.content is None:
            _take_fragments(draft, segments, taken)
    made = _without_overlaps([draft for draft in drafts if draft.segments or draft.content])
    every = [*before, *made]
    idle = [draft for draft in drafts if not (draft.segments or draft.content)]
    for segment in segments:
        if segment not in taken and (segment.full or segment.words >= _LONG_FRAGMENT):
            _place_loose(document, segment, every, idle, sentences)
    return every


def _draft_of(document: Document, paragraph: int, cue: Cue, sentences: list[Span]) -> _Draft:
    sentence = next((s for s in sentences if s.start <= cue.span.start < s.end), sentences[-1])
    source = find_source(document, cue)
    content = find_content(document, cue, source, sentence)
    if source is None and cue.verb is not None and cue.verb.tier is not Tier.STRONG:
        content = None
    return _Draft(paragraph, sentence, content.frame if content else "quote", cue, source, content)


def _absorb(document: Document, draft: _Draft, segments: list[Segment], taken: set[Segment]) -> None:
    """Make a draft's content and the quotations it touches one: fragments join it, a whole one replaces it."""
    if draft.content is None:
        return
    spans = list(draft.content.spans)
    touched = [s for s in segments if s not in taken and any(span.overlaps(s.outer) for span in spans)]
    if not touched:
        return
    whole = [s for s in touched if s.full]
    inside = all(any(s.outer.contains(span) for s in whole) for span in spans)
    if whole and inside:
        draft.content = None
        return
    if whole and draft.content.frame == "set off" and any(s.span.start < _cue(draft).start for s in whole):
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


def _opens_after_stop(document: Document, segment: Segment) -> bool:
    return document.text[: segment.outer.start].rstrip().endswith((".", "?", "!", ":"))


def _nearest(document: Document, segment: Segment, drafts: list[_Draft]) -> _Draft | None:
    """Return the draft whose cue attributes a quotation: the one right after it, or right before it."""
    text = document.text
    quoting = [d for d in drafts if d.cue is not None and _quotes(d)]
    after = [d for d in quoting if d.sentence.start <= segment.span.start and _cue(d).start >= segment.span.end]
    prior = [d for d in quoting if d.sentence.end > segment.span.start and _cue(d).end <= segment.span.start]
    best_after = min(after, key=lambda d: _cue(d).start, default=None)
    best_prior = max(prior, key=lambda d: _cue(d).end, default=None)
    if best_after is not None and '"' in text[segment.outer.end : _cue(best_after).start]:
        best_after = None
    if best_prior is not None and not _leads_to(text, best_prior, segment, alone=best_after is None):
        best_prior = None
    if best_after is None or best_prior is None:
        return best_after or best_prior
    inner = text[segment.span.end - 1]
    if inner == ",":
        return best_after
    joined = inner in "?!-–—" or text[segment.outer.end : segment.outer.end + 2].lstrip()[:1] in {",", "-", "–", "—"}
    introduced = text[: segment.outer.start].rstrip().endswith(":")
    return best_after if joined and not introduced else best_prior


def _cue(draft: _Draft) -> Span:
    """Return the span of a draft's cue; of an empty place where it has none."""
    return draft.cue.span if draft.cue else Span(0, 0)


def _leads_to(text: str, draft: _Draft, segment: Segment, *, alone: bool) -> bool:
    """Return whether the words between a cue and the quotation after it lead to the quotation."""
    gap = text[_cue(draft).end : segment.outer.start]
    if gap.strip(" ,:") == "" or gap.rstrip().endswith((":", ",", " that")):
        return True
    return alone and '"' not in gap and len(gap.split()) <= 12


def _quotes(draft: _Draft) -> bool:
    """Return whether a draft's cue can stand beside a quotation."""
    cue = draft.cue
    if cue is None or (draft.source is None and cue.form is not Form.NOUN and not cue.takes("quote")):
        return False
    if cue.form is Form.VERB and not (cue.takes("quote") or cue.misspelt):
        return False
    return not (draft.content is not None and draft.content.frame in {"clause", "object", "infinitive"})


def _take_fragments(draft: _Draft, segments: list[Segment], taken: set[Segment]) -> None:
    """Give a cue without content the quoted fragment of its sentence ("spoke of 'a new dawn'")."""
    if draft.cue is None or draft.source is None or draft.cue.form is not Form.VERB:
        return
    for segment in segments:
        if segment in taken or segment.full or not draft.sentence.contains(segment.span):
            continue
        if segment.span.start > draft.cue.span.end and segment.span.start - draft.cue.span.end < 80:
            draft.segments.append(segment)
            draft.rule = "quote"
            taken.add(segment)
            return


def _without_overlaps(drafts: list[_Draft]) -> list[_Draft]:
    """Drop contents that lie inside another statement's content: what is said is not said again."""
    kept: list[_Draft] = []
    for draft in drafts:
        if draft.cue is not None and any(
            other is not draft
            and other.content is not None
            and any(span.contains(draft.cue.span) for span in other.content.spans)
            for other in drafts
        ):
            continue
        kept.append(draft)
    return kept


def _place_loose(
    document: Document, segment: Segment, drafts: list[_Draft], idle: list[_Draft], sentences: list[Span]
) -> None:
    """Give a quotation without a cue of its own to the statement or the person that it goes on with."""
    earlier = [d for d in drafts if d.start < segment.span.start]
    last = max(earlier, key=lambda d: max(_ends(d)), default=None)
    sentence = next((s for s in sentences if s.start <= segment.span.start < s.end), sentences[0])
    made = _Draft(segment.paragraph, sentence, "orphan", segments=[segment])
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
        partner = _partner(document, segment, [d for d in earlier if d.paragraph == segment.paragraph], sentence)
        if partner is not None:
            partner.segments.append(segment)
            return
        made.rule, made.antecedent = "same paragraph", _foremost(earlier, segment.paragraph)
    elif not _follow_paragraph(document, segment, drafts, idle, made):
        return
    drafts.append(made)


def _partner(document: Document, segment: Segment, earlier: list[_Draft], sentence: Span) -> _Draft | None:
    """Return the statement of the sentence right before, which a quotation goes on with ('..., he said. "And"')."""
    for draft in sorted(earlier, key=lambda d: (bool(d.segments), max(_ends(d))), reverse=True):
        follows = sentence.start - 2 <= draft.sentence.end <= sentence.start or draft.sentence == sentence
        if not follows or draft.cue is None:
            continue
        attributed_last = _cue(draft).start > draft.start
        if draft.segments and (attributed_last or draft.sentence == sentence):
            return draft
        if draft.rule == "set off" and attributed_last and '"' in document.text[draft.start : _cue(draft).start]:
            return draft
    return None


def _foremost(earlier: list[_Draft], paragraph: int) -> _Draft:
    """Return the statement of a paragraph that most likely goes on: the last one, of its sentence the first."""
    here = [d for d in earlier if d.paragraph == paragraph]
    latest = max(d.sentence.start for d in here)
    return min((d for d in here if d.sentence.start == latest), key=lambda d: (not d.segments, d.start))


def _follow_paragraph(
    document: Document, segment: Segment, drafts: list[_Draft], idle: list[_Draft], made: _Draft
) -> bool:
    """Find who speaks in a quotation that opens its paragraph; False where a draft took it as its own."""
    here = [d for d in drafts if d.paragraph == segment.paragraph and d.start > segment.span.start and d.source]
    if here and here[0].source is not None:
        made.rule, made.source = "same paragraph", replace(here[0].source, shared=True)
        return True
    before = document.paragraphs[segment.paragraph - 1] if segment.paragraph else Span(0, 0)
    earlier = [d for d in drafts if d.start < segment.span.start]
    last = _foremost(earlier, max(d.paragraph for d in earlier)) if earlier else None
    if before.of(document.text).rstrip().endswith(":"):
        leading = [d for d in [*idle, *earlier] if d.paragraph == segment.paragraph - 1 and d.source]
        lead = max(leading, key=lambda d: _cue(d).start, default=None)
        made.rule = "colon"
        made.source = lead.source if lead else _subject_before(document, segment)
        if made.source is not None:
            made.cue = lead.cue if lead else None
            return True
    if last is None or segment.paragraph - last.paragraph > 2:
        made.source = _subject_before(document, segment)
    elif last.rule == "noun" and not last.segments and segment.paragraph - last.paragraph == 1:
        last.content, last.rule, last.segments, last.paragraph = None, "introduced", [segment], segment.paragraph
        return False
    else:
        made.antecedent = last
    return True


def _source_in_sentence(document: Document, segment: Segment, sentence: Span) -> Source | None:
    """Return the subject of the sentence that a quotation is set in, where no known cue attributes it.

    The quotation may be led to by a colon or comma, followed by an unlisted verb ('..., a voice-over
    states'), or stand inside the sentence as a long fragment.
    """
    text = document.text
    lead = text[sentence.start : segment.outer.start]
    tail = text[segment.outer.end : sentence.end]
    led = lead.rstrip().endswith((":", ",")) and len(lead.split()) >= 2
    followed = text[segment.span.end - 1] in ",?!" and len(tail.split()) >= 2
    if segment.full and not (led or followed):
        return None
    place = (
        Span(segment.outer.end, sentence.end)
        if segment.full and followed
        else Span(sentence.start, segment.outer.start)
    )
    tokens = [token for token in document.tokens(place) if document.quoted(token.idx) is None]
    subjects = [token for token in tokens if token.dep_ in {"nsubj", "nsubjpass"} and token.pos_ != "DET"]
    if not subjects:
        nouns = [token for token in tokens if token.pos_ in {"PROPN", "PRON"} and token.dep_ != "poss"]
        subjects = nouns if segment.full and followed else []
    if not subjects:
        return None
    subject = min(subjects, key=_depth) if led else subjects[0 if followed else -1]
    if subject.lower_ in {"it", "there", "that", "this", "which", "who", "i", "we", "you"}:
        return None
    return Source(subject, mention_span(subject))


def _depth(token: Token) -> int:
    return sum(1 for _ in token.ancestors)


def _ends(draft: _Draft) -> list[int]:
    ends = [segment.outer.end for segment in draft.segments]
    ends += [span.end for span in draft.content.spans] if draft.content else []
    return ends


def _subject_before(document: Document, segment: Segment) -> Source | None:
    """Return the subject of the sentence before a quotation that stands without a cue."""
    for paragraph in (segment.paragraph, segment.paragraph - 1):
        if paragraph < 0:
            continue
        before = [s for s in document.sentences(paragraph) if s.end_char <= segment.outer.start]
        for sentence in reversed(before):
            for token in sentence.root.lefts:
                if token.dep_ in {"nsubj", "nsubjpass"} and token.pos_ in {"PROPN", "PRON"}:
                    return Source(token, mention_span(token), shared=True)
            break
    return None


def _finish(document: Document, drafts: list[_Draft]) -> list[Candidate]:
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


def _spans(document: Document, draft: _Draft) -> tuple[Span, ...]:
    spans = [Span(s.span.start, _without_comma(document.text, s.span)) for s in draft.segments]
    spans += draft.content.spans if draft.content else []
    return tuple(sorted(spans))


def _without_comma(text: str, span: Span) -> int:
    """Return a quotation's end without the comma or stop that belongs to the sentence around it."""
    end = span.end
    while end > span.start + 1 and text[end - 1] in ",. ":
        end -= 1
    return end


def _kind(document: Document, draft: _Draft) -> StatementKind:
    if draft.segments and draft.content is None:
        fragments = all(not segment.full for segment in draft.segments)
        return StatementKind.MIXED if fragments else StatementKind.DIRECT
    spans = draft.content.spans if draft.content else ()
    for segment in document.segments:
        if any(span.overlaps(segment.span) for span in spans) and not is_title(segment.span.of(document.text)):
            return StatementKind.MIXED
    return StatementKind.INDIRECT

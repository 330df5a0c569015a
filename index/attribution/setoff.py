"""Contents in whose midst or at whose end an attribution is set off ("A, Zhu said, B", "according to X, A")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.article import Span
from index.attribution.cues import Cue, Form
from index.attribution.document import Document
from index.attribution.frames import Content, trim
from index.attribution.lexicon import cue_verbs
from index.attribution.mislaid import sums_up
from index.attribution.sources import Source

if TYPE_CHECKING:
    from spacy.tokens import Token

# Words that leave a clause hanging: what follows "because, according to X," is the whole content.
_HANGING = {"because", "and", "but", "that", "while", "though", "although", "where", "which", "so", "or"}
# Words that open a clause to which the clause of the cue is the main one.
_OPENERS = {"when", "as", "after", "while", "although", "though", "if", "asked", "since", "before", "in", "on", "at"}
_AND_THAT = re.compile(r",\s+(?:and|but)\s+that\s+(?=\w+\s+\w+)")
_LEADING_CONNECTIVE = re.compile(r"(?:and|but|so|yet|or)\b,?\s+", re.IGNORECASE)


def set_off(document: Document, cue: Cue, source: Source | None, sentence: Span) -> Content | None:
    """Return the clause around "..., Zhu said," or "..., Zhu said.": the sentence without those words."""
    if source is None or source.shared or source.relative is not None or not _can_be_set_off(cue):
        return None
    completing = (child for child in cue.token.rights if child != source.head and not sums_up(child))
    if any(_is_complement(cue, child) for child in completing):
        return None
    attribution = clause_span(document, cue, source, sentence)
    text = document.text
    before = text[sentence.start : attribution.start].rstrip()
    after = text[attribution.end : sentence.end].lstrip()
    if before.lower() == "as" or before.lower().endswith((" as", "(as")):
        if _while_another_said(cue):
            return None
        return _around_as(document, Span(sentence.start + len(before) - 2, attribution.end), sentence)
    if not before.endswith((",", '"', "'", "-", "–", "—", "?", "!")):
        return None
    if after and after[0] not in ",.;-–—:?!\"')":
        return None
    spans = [Span(sentence.start, attribution.start)]
    marks = {",", "-", "–", "—"} if '"' in after[:3] else {",", "-", "–", "—", ":"}
    remarked = any(sums_up(child) for child in cue.token.rights)
    resumes = (
        not remarked and after[:1] in marks and len(after.split()) > 2 and _resumes(document, cue, attribution.end)
    )
    if resumes:
        spans.append(Span(attribution.end, sentence.end))
    elif not (_is_main_clause(document, spans[0], cue) or _is_inverted(document, cue, source, spans[0])):
        return None
    trimmed = tuple(trim(text, span) for span in spans)
    trimmed = tuple(span for span in trimmed if span.end > span.start)
    if not trimmed:
        return None
    first = _LEADING_CONNECTIVE.match(text, trimmed[0].start)
    if first and len(trimmed) > 1 and first.end() >= trimmed[0].end:
        trimmed = trimmed[1:]
    return Content(trimmed, "set off")


def _while_another_said(cue: Cue) -> bool:
    """Return whether "as" tells what went on meanwhile ("..., Obi said, as ministers argued over the cost")."""
    verb, main = cue.token, cue.token.head
    if verb.dep_ != "advcl" or main.i > verb.i or main.lemma_.lower() not in cue_verbs():
        return False
    return any(child.dep_ == "prep" and child.i > verb.i for child in verb.children)


def _can_be_set_off(cue: Cue) -> bool:
    """Return whether a verb reports a clause without marks beside it, as "laughed" and "began" do not."""
    if cue.token.tag_ == "VBN" and cue.token.dep_ == "acl":
        return False  # "the zone, agreed by both in March, is to open"
    return cue.takes("quote") and (
        cue.takes("that") or cue.takes("wh") or cue.token.lemma_ in {"go", "continue", "put"}
    )


def _is_complement(cue: Cue, child: Token) -> bool:
    """Return whether a dependent of the cue completes it, so that the words before it are not its content."""
    if child.dep_ == "dobj" and child.lower_ == "it" and cue.token.lemma_ == "put":
        return False
    if child.dep_ == "dobj" and cue.takes("object") and cue.takes("that"):
        return child.right_edge.i - child.left_edge.i > 15  # "..., officials told Politico."
    return child.dep_ in {"dobj", "xcomp", "ccomp", "attr"}


def _around_as(document: Document, attribution: Span, sentence: Span) -> Content | None:
    """Return the sentence around "as the paper noted": the clause after it, and the one before."""
    text = document.text
    spans = [Span(sentence.start, attribution.start), Span(attribution.end, sentence.end)]
    if text[attribution.end :].lstrip(" ,:").startswith(('"', "'")):
        spans = spans[1:]  # "it ended, as one islander put it, 'with more shouting than sense'"
    trimmed = [trim(text, span) for span in spans]
    found = tuple(span for span in trimmed if span.end > span.start and len(span.of(text).split()) > 1)
    return Content(found, "set off") if found else None


def _is_inverted(document: Document, cue: Cue, source: Source, before: Span) -> bool:
    """Return whether the speaker stands right after the verb, so that what stands before was said ("Never, said X")."""
    between = document.text[cue.span.end : source.span.start] if source.span.start > cue.span.end else ""
    tokens = document.tokens(before)
    return between == " " and tokens[0].lower_ not in _OPENERS


def _is_main_clause(document: Document, span: Span, cue: Cue) -> bool:
    """Return whether the words before an attribution are a clause of their own, not an adverbial of it."""
    tokens = document.tokens(span)
    if len(tokens) == 0 or tokens[0].lower_ == "asked":
        return False
    if document.text[: span.end].rstrip().endswith('"') and tokens[0].lower_ not in _OPENERS:
        return True
    for token in tokens:
        if token.tag_ not in {"VBD", "VBZ", "VBP", "MD"}:
            continue
        head = token.head if token.dep_ in {"aux", "auxpass"} else token
        if head.dep_ in {"relcl", "acl"}:
            continue
        subordinate = head.dep_ == "advcl" or any(child.dep_ == "mark" for child in head.children)
        if not subordinate or tokens[0].pos_ not in {"SCONJ", "ADP", "ADV"}:
            return True
        if head.dep_ == "ccomp" and head.head == cue.token and tokens[0].pos_ != "SCONJ":
            return True
    return False


def _resumes(document: Document, cue: Cue, end: int) -> bool:
    """Return whether the clause goes on after a set-off attribution, rather than the attribution itself."""
    words = document.text[end:].lstrip(" ,-–—")
    first = words.split(maxsplit=1)[0].lower() if words else ""
    following = document.tokens(Span(end + 1, min(len(document.text), end + 40)))
    if len(following) and following[0].tag_ == "VBG":
        return False
    if first in {"both", "either", "neither", "not", "and", "but"}:
        return True
    if first in {"adding", "noting", "citing", "while", "who", "which", "referring", "according", "as", "in"}:
        return False
    doc = document.doc
    if len(following) == 0:
        return False
    token = next((t for t in following if t.pos_ != "PUNCT"), doc[following.start])
    while token.head != token:
        if token.head == cue.token and token.dep_ in {"advcl", "prep", "npadvmod", "appos"}:
            return False
        token = token.head
    return True


def clause_span(document: Document, cue: Cue, source: Source | None, sentence: Span) -> Span:
    """Return the span of the attribution itself: source, cue and their adjuncts up to the next mark."""
    text = document.text
    start = cue.span.start
    end = cue.span.end
    if source is not None and not source.shared:
        start = min(start, source.span.start)
        if source.head.dep_ == "appos":  # "the council's leader, Bryn Ap Gwilym, said"
            start = min(start, source.head.head.left_edge.idx)
        end = max(end, source.span.end)
    # An appositive or relative clause between source and cue lies within; one after an inverted source too.
    tail = re.compile(r"[^,.;:?!\"–—]*").match(text, end, sentence.end)
    end = tail.end() if tail else end
    if source is not None and source.span.start > cue.span.start and text[end : end + 1] == ",":
        end = _past_appositive(source, end, sentence)
    return Span(start, end)


def _past_appositive(source: Source, end: int, sentence: Span) -> int:
    """Return where the phrases that describe an inverted source ("said X, dean of Y, in Z") end."""
    last = source.head.right_edge
    while last.pos_ == "PUNCT" and last.i > source.head.i:
        last = last.nbor(-1)
    return max(end, min(sentence.end, last.idx + len(last)))


def rest(document: Document, cue: Cue, source: Source | None, sentence: Span) -> Content | None:
    """Return the clause that "according to X" or "in X's view" stands in."""
    if source is None:
        return None
    text = document.text
    start = min(cue.span.start, source.span.start)
    end = max(cue.span.end, source.span.end)
    if cue.form is Form.ACCORDING:
        last = source.head.right_edge
        if last.idx + len(last) <= sentence.end:
            end = max(end, last.idx + len(last))
    before = trim(text, Span(sentence.start, start))
    after = trim(text, Span(end, sentence.end))
    long_before = len(before.of(text).split()) > 2
    last_word = before.of(text).rsplit(maxsplit=1)[-1:] or [""]
    if text[end : end + 1] == "," and (not long_before or last_word[0].lower() in _HANGING):
        return Content((after,), "rest") if after.end > after.start else None
    if cue.form is Form.IN_WORDS and not long_before and after.end > after.start:
        return Content((after,), "rest")
    return Content((before,), "rest") if before.end > before.start else None


def coordinated(document: Document, cue: Cue, content: Content) -> tuple[Content, Content] | None:
    """Return the two contents of "said that A, and that B", or None where there is one."""
    text = document.text
    if content.frame != "clause" or len(content.spans) != 1 or not text[: content.spans[0].start].endswith("that "):
        return None
    if cue.span.end + len(" that ") != content.spans[0].start:
        return None
    for joint in _AND_THAT.finditer(text, *content.spans[0]):
        if document.quoted(joint.start()) is None:
            first = Span(content.spans[0].start, joint.start())
            second = Span(joint.end(), content.spans[0].end)
            return Content((first,), "clause"), Content((second,), "clause")
    return None

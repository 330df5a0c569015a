"""Who said what: from an article to its speakers and their statements.

The steps are modules, each with its own tests: `document` (normalised text and its parse), `marks`
(quotation marks), `cues`, `sources` with `mentions`, `content` with `frames`, `mislaid` and `setoff` (the parts
of a statement), `quotations` and `statements` (the parts put together), `people` (one entity a speaker, with
role and aliases, `nicknames` among them) and `turns` (transcripts, with `voices` under their labels and `readings` of
others' words).
`export` gives the result as plain data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.article import Article, Attribution, Statement

if TYPE_CHECKING:
    from index.attribution.document import Document
    from index.attribution.people import People

__all__ = ["attribute"]

# Below this the speaker is more likely wrong than right, and is left unclear.
_UNCLEAR_BELOW = 0.5


def attribute(article: Article) -> Attribution:
    """Return the speakers of an article and every statement that its text attributes.

    Raises:
        ModelError: the language model is not installed.
    """
    # Imported here so that importing the package does not load the parser.
    from index.attribution import turns  # noqa: PLC0415
    from index.attribution.document import read_document  # noqa: PLC0415
    from index.attribution.nicknames import with_own_nicknames  # noqa: PLC0415
    from index.attribution.people import find_people  # noqa: PLC0415

    document = read_document(article)
    people = find_people(document)
    reported = _reported(document, people)
    if any(paragraph.label for paragraph in article.paragraphs):
        reported = turns.attribute_turns(document, people, reported)
    return with_own_nicknames(article.text, reported)


def _reported(document: Document, found: People) -> Attribution:
    """Return what a document reports as prose does, with quotation marks, cues and sources."""
    from index.attribution import statements  # noqa: PLC0415

    candidates = statements.find_candidates(document)
    made = []
    for candidate, resolution in zip(candidates, found.resolve(candidates), strict=True):
        source = candidate.relative or candidate.source
        confidence = candidate.confidence * resolution.confidence
        made.append(
            Statement(
                kind=candidate.kind,
                spans=tuple(document.to_source(span) for span in candidate.spans),
                speaker=resolution.speaker if confidence >= _UNCLEAR_BELOW else None,
                cue=document.to_source(candidate.cue) if candidate.cue else None,
                source=document.to_source(source) if source else None,
                polarity=candidate.polarity,
                confidence=confidence,
                rule=candidate.rule,
            )
        )
    speaking = {statement.speaker for statement in made}
    return Attribution(tuple(s for s in found.speakers if s.id in speaking), tuple(made))

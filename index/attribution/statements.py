"""Statements: every stretch of speech in a document, with the words that attribute it."""

from __future__ import annotations

from index.attribution.candidate import Candidate
from index.attribution.document import Document


def find_candidates(document: Document) -> list[Candidate]:
    """Return the document's statements in the order of their content, their speakers not yet resolved."""
    del document
    return []

"""Broken and malicious files: an article or a clear error comes of each, and never a traceback."""

from __future__ import annotations

import re

import pytest

from index.article import Article
from index.errors import SourceError
from index.sources import read_bytes
from index.sources.formats import charset_of, format_of
from index.sources.parsing import Request, parse
from tests.index.sources.articles import check
from tests.index.sources.hostile import BINARY, CORPUS, DOCUMENTS, SAID, Case


def test_the_corpus_is_large() -> None:
    assert len(CORPUS) >= 100


def read(case: Case) -> Article:
    """Read a file as a chat's is read; those that surely do no harm without a process of their own: it takes time."""
    if case.complaint == "any" or case in BINARY or case in DOCUMENTS:
        return read_bytes(case.name, case.data, content_type=case.content_type)
    form = format_of(case.name, case.data, case.content_type)
    return parse(Request(case.name, form, charset_of(case.content_type)), case.data)


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_something_sensible_comes_of_it(case: Case) -> None:
    try:
        article = read(case)
    except SourceError as error:
        said = str(error)
        assert case.complaint is not None, said
        assert case.complaint == "any" or re.search(case.complaint, said), said
        assert said.startswith(case.name)
        assert len(said) < 400
        assert said.endswith(".")
    else:
        check(article)
        words = [" ".join(paragraph.span.of(article.text).split()) for paragraph in article.paragraphs]
        assert case.complaint == "any" or (case.complaint is None and SAID in words), words

"""Web pages: the article in them, without what stands around it."""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import trafilatura
from lxml.etree import _Element, iterwalk
from lxml.html import HtmlElement
from trafilatura.settings import Document

from index.article import Article, Span
from index.sources.emptiness import nothing_found
from index.sources.labels import is_signature
from index.sources.metadata import Block, article_of_blocks
from index.sources.pagefacts import Facts, facts_of
from index.sources.pagetree import key_of, prune, shown_of, take_signatures, tree_of
from index.sources.transcript import looks_like_transcript, read_transcript
from index.sources.walls import refuse_walls

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffc]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BLOCKS = frozenset({"p", "item", "list", "quote", "head", "div"})
_BREAK = "\u2028"
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_FEW = 60  # words; where fewer are found, the page may hold its text for programs alone
_SENTENCE = 12  # words; where not even these are found, the page was not understood


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph, heading or list's item as it was found, on one line."""

    words: str
    heading: bool = False
    item: bool = False


def read_page(name: str, text: str, address: str | None = None) -> Article:
    """Read the article of a web page.

    The article's text is what was extracted, one paragraph a line, the name below a block quotation on a line of its
    own after a dash. Its hash is that of what was read, for the rest of a page changes with every visit.

    Args:
        name: The source as it was named.
        text: The page, decoded.
        address: Where it was fetched; of a saved page, None: then the one that the page gives itself.

    Raises:
        SourceError: no article stands in the page; the message says what does.
    """
    tree = tree_of(name, text)
    facts = facts_of(copy.deepcopy(tree), address)
    shown = shown_of(tree)
    prune(tree)
    signed = take_signatures(tree)
    pieces = _pieces(tree, facts)
    refuse_walls(name, shown, facts, [piece.words for piece in pieces if _ENDS.search(piece.words)])
    article = _article(name, pieces, facts, signed)
    if not article.paragraphs:
        raise nothing_found(name, shown.text_content())
    return replace(article, language=facts.language or article.language, address=facts.address)


def _pieces(tree: HtmlElement, facts: Facts) -> list[_Piece]:
    """Return the article's pieces: with precision, and only where that finds nothing, by what else there is."""
    pieces = _extracted(tree, precise=True)
    if _count(pieces) >= _FEW:
        return pieces
    told = [_Piece(words) for line in facts.body.split("\n") if (words := _clean(line))]
    found = max(pieces, told, key=_count)
    return found if _count(found) >= _SENTENCE else _extracted(tree, precise=False)


def _count(pieces: Sequence[_Piece]) -> int:
    """Return how many words of sentences there are."""
    return sum(len(piece.words.split()) for piece in pieces if not piece.heading and _ENDS.search(piece.words))


def _extracted(tree: HtmlElement, *, precise: bool) -> list[_Piece]:
    document = trafilatura.bare_extraction(
        copy.deepcopy(tree), favor_precision=precise, include_comments=False, include_tables=False
    )
    if not isinstance(document, Document) or document.body is None:
        return []
    found: list[_Piece] = []
    seen: set[str] = set()
    for piece in _walk(document.body):
        key = key_of(piece.words)
        if key and key not in seen:  # a quotation set large is in the text as well
            seen.add(key)
            found.append(piece)
    return found


def _walk(body: _Element, *, item: bool = False) -> Iterator[_Piece]:
    """Yield the pieces of what trafilatura found, in order."""
    for element in body:
        if element.tag == "head":
            yield _Piece(_clean(_written(element)), heading=True)
        elif any(part.tag in _BLOCKS for part in element):
            yield from _lines(element.text or "", item=item)
            yield from _walk(element, item=item or element.tag == "list")
        else:
            yield from _lines(_written(element), item=item or element.tag == "item")
        yield from _lines(element.tail or "", item=item)


def _written(element: _Element) -> str:
    """Return an element's words, each break of a line as `_BREAK`."""
    return "".join(_BREAK if event == "start" and part.tag == "lb" else text for event, part, text in _texts(element))


def _texts(element: _Element) -> Iterator[tuple[str, _Element, str]]:
    """Yield the texts in an element, in order: each part's own at its start, and what follows a part at its end."""
    for event, part in iterwalk(element, events=("start", "end")):
        if event == "start":
            yield event, part, part.text or ""
        elif part is not element:
            yield event, part, part.tail or ""


def _lines(words: str, *, item: bool) -> Iterator[_Piece]:
    """Yield a piece for each line; a line that breaks within a sentence goes on in the next."""
    waiting = ""
    for line in filter(None, map(_clean, words.split(_BREAK))):
        if waiting and (_ENDS.search(waiting) or not line[0].islower()):
            yield _Piece(waiting, item=item)
            waiting = ""
        waiting = f"{waiting} {line}".strip()
    if waiting:
        yield _Piece(waiting, item=item)


def _clean(words: str) -> str:
    """Return words on one line, without what nobody sees."""
    return " ".join(_CONTROL.sub("", _INVISIBLE.sub("", words)).split())


def _article(name: str, pieces: Sequence[_Piece], facts: Facts, signed: Mapping[str, str]) -> Article:
    text = "".join(piece.words + "\n" for piece in pieces if not piece.heading)
    if looks_like_transcript(text):
        article = read_transcript(name, text, _hash(text))
        title, date = facts.title or article.title, facts.date or article.date
        return replace(article, title=title, date=date, publisher=facts.publisher, authors=facts.authors)
    front = {"title": facts.title, "publisher": facts.publisher, "date": facts.date}
    lines: list[str] = []
    blocks: list[Block] = []
    position = 0
    for piece in pieces:
        span = Span(position, position + len(piece.words))
        footer = _clean(signed.get(key_of(piece.words), ""))
        place = Span(span.end + 3, span.end + 3 + len(footer)) if is_signature(footer) else None
        blocks.append(Block(span, piece.heading, piece.item, place))
        lines.append(f"{piece.words}\n" + (f"— {footer}\n" if place else ""))
        position += len(lines[-1])
    whole = "".join(lines)
    known = [(key, value) for key, value in front.items() if value]
    article = article_of_blocks(name, whole, _hash(whole), blocks, known)
    return replace(article, authors=facts.authors or article.authors)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

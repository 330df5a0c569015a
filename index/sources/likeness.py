"""How much of its text one source shares with another: whether it is a later version of it, or only quotes the same."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, urlencode, urlsplit

from index.article import Article

SAME = 0.6
"""The likeness from which two texts are versions of one: three sentences in four are the same in both."""

_SHINGLE = 4  # words
_GROWN = 0.8  # share of the shorter text that stands in the longer one
_CJK = "\u3041-\u30ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|ref|cmpid", re.IGNORECASE)


def likeness(a: Article, b: Article) -> float:
    """Return which share of the four-word sequences of two articles' paragraphs stands in both, from 0 to 1.

    It is 1 for the same words, whatever stands around them and however they are broken into lines, and 0 for articles
    that share no four words in a row. Of Chinese and Japanese every character counts as a word.
    """
    one, other = _shingles(a), _shingles(b)
    return len(one & other) / len(one | other) if one and other else 0.0


def is_update(old: Article, new: Article) -> bool:
    """Return whether `new` is another version of `old`, or a copy of it, which should take its place.

    It is where both have one address (however it was linked to), or nearly the same text, or where one holds the
    other and they have one title. What two named publishers printed alike, from an agency for example, stays two
    sources: answers name both.
    """
    if old.address and new.address and _plain(old.address) == _plain(new.address):
        return True
    if old.publisher and new.publisher and _folded(old.publisher) != _folded(new.publisher):
        return False
    one, other = _shingles(old), _shingles(new)
    if not one or not other:
        return False
    shared = len(one & other)
    titled = old.title is not None and new.title is not None and _folded(old.title) == _folded(new.title)
    return shared >= SAME * len(one | other) or (titled and shared >= _GROWN * min(len(one), len(other)))


def _shingles(article: Article) -> set[tuple[str, ...]]:
    """Return all sequences of four words, or all words where there are fewer."""
    texts = (paragraph.span.of(article.text) for paragraph in article.paragraphs)
    words = [word for text in texts for word in _WORD.findall(_folded(text))]
    return {tuple(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))} if words else set()


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _plain(address: str) -> str:
    """Return an address without what differs between links to one page: scheme, "www.", tracking, fragment."""
    try:
        parts = urlsplit(address)
        port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    except ValueError:  # no address at all; it is only like itself
        return address
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name)])
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{port}{parts.path.rstrip('/')}?{query}"

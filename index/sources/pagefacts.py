"""What a page says of its article: title, authors, publisher, date, language, address."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement
from trafilatura.metadata import extract_metadata

_ARTICLES = re.compile(r"(?:Article|BlogPosting|Report|Posting|Review)$")
_SEPARATOR = r"\s+(?:[|\-–—•·:»]|::)\s+"
_LONGEST = 200_000  # characters of a script with facts that are read
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a page; `free` is False where it says itself that its article is not for everybody to read.

    `article` says that it calls itself an article. `body` is the article's text where the page holds it as data for
    programs.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    date: str | None = None
    language: str | None = None
    address: str | None = None
    free: bool = True
    article: bool = False
    body: str = ""


def facts_of(tree: HtmlElement, address: str | None = None) -> Facts:
    """Read the facts that `tree`, a page as it came, holds; `address` is where it was fetched, if it was.

    The data that publishers put there for search engines come first, then tags and the look of the page.
    """
    data = next(_described(tree), {})
    found = extract_metadata(
        tree,
        address,
        {
            "original_date": True,
            "extensive_search": False,
            "max_date": f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}",
        },
    )
    publisher = _name(data.get("publisher")) or found.sitename
    return Facts(
        title=_title(_text(data.get("headline")) or found.title, publisher),
        authors=_authors(data.get("author")) or tuple(filter(None, (found.author or "").split("; "))),
        publisher=publisher,
        date=(_text(data.get("datePublished")) or "")[:10] or found.date,
        language=_language(tree, data),
        address=address or _web(found.url),
        free=str(data.get("isAccessibleForFree", True)).lower() not in {"false", "no", "0"},
        article=bool(data) or "article" in (found.pagetype or "").lower(),
        body=_text(data.get("articleBody")) or "",
    )


def _described(tree: HtmlElement) -> Iterator[dict[str, object]]:
    """Yield what the page's data (JSON-LD) say of an article."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json" or len(script.text or "") > _LONGEST:
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for entry in _entries(data, _DEEPEST):
            types = entry.get("@type")
            if any(
                isinstance(kind, str) and _ARTICLES.search(kind)
                for kind in (types if isinstance(types, list) else [types])
            ):
                yield entry


def _entries(data: object, depth: int) -> Iterator[dict[str, object]]:
    if isinstance(data, list) and depth:
        for entry in data:
            yield from _entries(entry, depth - 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if depth and isinstance(data.get(key), list | dict):
                yield from _entries(data[key], depth - 1)


def _text(value: object) -> str | None:
    return (value.strip() or None) if isinstance(value, str) else None


def _name(value: object) -> str | None:
    """Return the name in a description of a person or an organisation."""
    if isinstance(value, list):
        return next(filter(None, map(_name, value)), None)
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _authors(value: object) -> tuple[str, ...]:
    names = [_name(entry) for entry in (value if isinstance(value, list) else [value])]
    return tuple(dict.fromkeys(name for name in names if name and not name.startswith("http")))


def _title(title: str | None, publisher: str | None) -> str | None:
    """Return a page's title without the publisher's name behind it."""
    if title and publisher:
        title = re.sub(rf"{_SEPARATOR}{re.escape(publisher)}\s*$", "", title, flags=re.IGNORECASE)
    return " ".join(title.split()) if title else None


def _language(tree: HtmlElement, data: dict[str, object]) -> str | None:
    named = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or _text(data.get("inLanguage"))
    match = re.match(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$", named.strip()) if named else None
    return match[0].replace("_", "-").lower() if match else None


def _web(address: str | None) -> str | None:
    return address if address and address.startswith(("http://", "https://")) else None

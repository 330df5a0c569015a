"""A page's tree made ready for reading: without what surely is no article, and with the speakers of quotations kept.

Trafilatura finds the article in a page. It leaves in some of what publishers put between paragraphs, and it drops the
footer of a block quotation, which says whose words they are; so both are seen to before it looks.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

from index.errors import SourceError
from index.sentences import SENTENCE_END
from index.sources.labels import signature

_TOKENS = r"""
    ad|ads|adv|advert|adverts|advertisement|advertising|adslot|adunit|dfp|gpt|outbrain|taboola|sponsor|sponsored
    |promo|promos|promobox|promotion|newsletter|newsletters|related|relateds|recirc|recirculation|readmore|alsoread
    |recommended|recommendations|trending|mostread|mostpopular|share|sharing|sharebar|sharethis|sharedaddy|social
    |socials|caption|captions|credit|credits|comments|commentlist|disqus|subscribe|subscription|donate|donation|cookie
    |cookies|consent|breadcrumb|breadcrumbs|pullquote|pullquotes|infobox|factbox|authorbox|authorbio|bio|byline|bylines
    |toolbar|skip|sr-only|screenreader|visuallyhidden|noprint|gallery|slideshow|carousel|bookmark|embed|signup|cta
    |tags|taglist|topics|postnav|jp-relatedposts|hashtags|copyright
"""
_PAIRS = r"""
    read[-_]?more|also[-_]read|more[-_](?:on|from|stories|news|coverage)|most[-_](?:read|popular|viewed)|pull[-_]?quote
    |author[-_](?:bio|box|card|info|profile|note)|about[-_](?:the[-_])?author|inline[-_](?:related|link|promo|story)
    |link[-_](?:block|box|list)s?|links[-_]block|related[-_]\w+|screen[-_]reader[-_]text|sign[-_]?up
    |image[-_](?:caption|credit|block)|media[-_](?:caption|credit)|photo[-_](?:caption|credit)|wp[-_]caption[-_]text
    |paywall[-_](?:cta|prompt|banner|message|overlay)|call[-_]to[-_]action|up[-_]next|read[-_]next|editors?[-_]picks?
"""
_WORDS = re.compile(rf"(?:^|[\s_-])(?:{_TOKENS})(?=$|[\s_-])", re.IGNORECASE | re.VERBOSE)
_COMPOUNDS = re.compile(rf"(?:^|[\s_-])(?:{_PAIRS})(?=$|[\s_-])", re.IGNORECASE | re.VERBOSE)
_MARKED = ("class", "id", "data-component", "data-testid", "data-type", "data-module")
_NEVER = frozenset({"html", "body", "main", "article", "head", "h1", "blockquote"})
_DROPPED = ("script", "style", "noscript", "template", "iframe", "svg", "button", "select", "textarea", "dialog")
_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert"})
_FOOTERS = ("footer", "cite", "figcaption")
_MOST = 0.3  # the share of a page's paragraphs from which on an element is no furniture, whatever its name
_PROSE = 60  # words of a cell from which on its table is no table
_LINKED = 0.6  # the share of linked words from which on a paragraph is a pointer to something else
_DASH = re.compile(r"^[\s—–―~-]+")
_INVALID = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
    r"|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));",
    re.IGNORECASE,
)  # what no XML may hold, so that trafilatura refuses the page
_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")


def tree_of(name: str, text: str) -> HtmlElement:
    """Return the tree of a page.

    Raises:
        SourceError: there is nothing in it.
    """
    try:
        tree = html.document_fromstring(
            _INVALID.sub("", text).encode("utf-8", "replace"), html.HTMLParser(encoding="utf-8")
        )
    except (ValueError, AssertionError, html.etree.ParserError) as error:
        raise SourceError(f"{name} holds no web page. Save the page again from the browser.") from error
    return tree


def shown_of(tree: HtmlElement) -> HtmlElement:
    """Return a copy of a page without its programs and styles: what somebody who opens it would see."""
    copied = copy.deepcopy(tree)
    for element in list(copied.iter("script", "style", "template")):
        _remove(element)
    return copied


def words_of(element: HtmlElement) -> str:
    """Return an element's text on one line."""
    return _SPACES.sub(" ", str(element.text_content())).strip()


def take_signatures(tree: HtmlElement) -> dict[str, str]:
    """Take the footers out of block quotations; return for each of their paragraphs (see `key_of`) who is named.

    A quotation that only sets large what the text says as well is taken out whole.
    """
    inside = {part for quotation in tree.iter("blockquote") for part in quotation.iter()}
    prose = "\n".join(key_of(words_of(part)) for part in tree.iter("p") if part not in inside)
    signed: dict[str, str] = {}
    for quotation in list(tree.iter("blockquote")):
        figure = next(quotation.iterancestors("figure"), None)
        named = _footers(quotation, figure)
        keys = {key_of(words_of(part)) for part in list(quotation.iter("p")) or [quotation]} - {""}
        if figure is not None:
            figure.tag = "div"  # figures are dropped as pictures
        if keys and all(key in prose for key in keys):
            _remove(quotation)
        elif len(named) == 1:
            signed.update(dict.fromkeys(keys, named[0]))
    return signed


def _footers(quotation: HtmlElement, figure: HtmlElement | None) -> list[str]:
    """Take out of a quotation the parts that name who said it, and return their words."""
    parts = list((quotation if figure is None else figure).iter(*_FOOTERS))
    outer = [part for part in parts if not any(up in parts for up in part.iterancestors())]
    following = quotation.getnext()
    if not outer and following is not None and following.tag in {"cite", "footer"}:
        outer = [following]
    if not outer:
        last = next(iter(list(quotation.iter("p"))[1:][-1:]), None)
        if last is not None and _signed_line(words_of(last)):
            outer = [last]
    if outer:
        named = [_DASH.sub("", words).rstrip() for part in outer if (words := words_of(part))]
        for part in outer:
            _remove(part)
        return named
    broken = list(quotation.iter("br"))
    if broken and (line := _signed_line(broken[-1].tail or "")):
        broken[-1].tail = None
        return [line]
    return []


def _signed_line(words: str) -> str | None:
    """Return who is named by a quotation's last line ("— Ines Okoro, harbour master"), or None."""
    line = " ".join(words.split())
    place = signature(line)
    return place.of(line) if place else None


def key_of(words: str) -> str:
    """Return the letters and digits of a paragraph: what is left of it whatever is done to its white space."""
    return "".join(char for char in words if char.isalnum())


def prune(tree: HtmlElement) -> None:
    """Remove what is no part of an article by its tag, its name, its place or its being hidden."""
    for element in list(tree.iter(*_DROPPED)):
        _remove(element)
    for table in list(tree.iter("table")):
        _unfold(table)
    total = sum(_length(paragraph) for paragraph in tree.iter("p"))
    for element in list(_furniture(tree)):
        if sum(_length(paragraph) for paragraph in element.iter("p")) <= _MOST * total:
            _remove(element)
    for element in [part for part in tree.iter("p") if _is_centred_caption(part)]:
        _remove(element)
    for element in [part for part in tree.iter("p", "div", "span", "li") if part.find("a") is not None]:
        _unlink(element)


def _furniture(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in _NEVER and _is_furniture(element):
            yield element


def _is_furniture(element: HtmlElement) -> bool:
    """Return whether an element is furniture by its tag, its role, its being hidden or its names."""
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    if element.tag in {"nav", "aside"} or (element.get("role") or "").lower() in _ROLES:
        return True
    if element.tag == "figcaption":
        return all(figure.find(".//blockquote") is None for figure in element.iterancestors("figure"))
    named = " ".join(value for name in _MARKED if (value := element.get(name)))
    return bool(named and (_WORDS.search(named) or _COMPOUNDS.search(named)))


def _unfold(table: HtmlElement) -> None:
    """Make a table that only lays a page out, with prose in its cells, the blocks that it stands for."""
    cells = [cell for cell in table.iter("td", "th") if next(cell.iterancestors("table")) is table]
    if any(len(words_of(cell).split()) >= _PROSE for cell in cells):
        table.tag = "div"
        for part in table.iter("tbody", "tr", "td", "th"):
            if next(part.iterancestors("table"), None) is None:
                part.tag = "div"


def _is_centred_caption(paragraph: HtmlElement) -> bool:
    """Return whether a paragraph is centred below a picture, or with it: old systems have no other captions."""
    if "center" not in f"{paragraph.get('style') or ''} {paragraph.get('align') or ''} {paragraph.get('class') or ''}":
        return False
    before = paragraph.getprevious()
    pictured = before is not None and before.find(".//img") is not None and not words_of(before)
    return pictured or paragraph.find(".//img") is not None


def _unlink(element: HtmlElement) -> None:
    """Make the links of a paragraph plain words: many links in few words would else be taken for a menu."""
    words = words_of(element)
    linked = sum(len(words_of(link)) for link in element.findall("a"))
    if SENTENCE_END.search(words) and linked < _LINKED * len(words):
        for link in element.findall("a"):
            link.drop_tag()


def _length(element: HtmlElement) -> int:
    return len(element.text_content())


def _remove(element: HtmlElement) -> None:
    """Take an element out of its tree; the text behind it stays."""
    if element.getparent() is not None:
        element.drop_tree()

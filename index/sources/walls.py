"""What stands at an address instead of an article: a paywall, a login, a check for robots, an error, an overview."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from index.errors import SourceError
from index.sources.pagefacts import Facts
from index.sources.pagetree import words_of

_SAVE = "Open it in a browser where you can read all of it, save the page or its text to a file, and add the file."
_STUB = 300  # words; a page with more of its article than this is no stub, whatever it offers beside
_BEGINNING = 120  # words; a shorter text beside an offer to subscribe is the beginning of a longer one
_FEW = 60  # words; below this nothing is left of an article
_SEEN = 20_000  # characters of a page that are looked at
_LINKS = 30

_PAY = re.compile(
    r"(?:subscribe|sign ?up|register|log ?in|sign in|join|pay|create (?:a|an|your) (?:free )?account)[^.]{0,60}"
    r"\b(?:to|and) (?:continue|keep|finish) reading"
    r"|to (?:continue|keep|finish) reading[^.]{0,80}\b(?:subscri|sign|log|regist|account|trial|member)"
    r"|(?:continue|keep) reading (?:with|for|by) [^.]{0,60}(?:subscri|trial|account|\$|€|£)"
    r"|(?:this|the (?:full|rest of (?:this|the))) (?:article|story|content|post|report) (?:is|are) (?:only )?"
    r"(?:available )?(?:exclusively )?(?:for|to|reserved for) (?:our |paying |paid |registered )*"
    r"(?:subscribers|members)"
    r"|(?:subscriber|member|premium)[- ](?:only|exclusive)(?: content| article| story)?"
    r"|(?:exclusive|only|available) (?:to|for) (?:our |paying |paid )*(?:subscribers|members)"
    r"|you(?:['’]ve| have) (?:reached|used|read)[^.]{0,60}\b(?:free|limit|articles)"
    r"|already (?:a subscriber|a member|subscribed|have (?:a|an) (?:account|subscription))\b"
    r"|(?:unlock|get (?:full|unlimited|digital)) (?:this|access)[^.]{0,60}"
    r"|(?:start|begin) (?:your|a) (?:free )?trial|subscribe (?:now|today) (?:for|to (?:read|access|unlock|get))"
    r"|这篇文章(?:仅|只)|订阅后(?:阅读|继续)|(?:付费|訂閱|订阅|会员|會員)(?:后|後|可)?(?:阅读|閱讀)(?:全文)?",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"\b(?:log ?in|sign ?in|log on|authenticat\w+|single sign-on|forgot(?:ten)? (?:your )?password)\b"
    r"|登录|登入",
    re.IGNORECASE,
)
_ROBOTS = re.compile(
    r"just a moment|verify(?:ing)? (?:that )?you are (?:a )?human|are you a (?:robot|human)|checking your browser"
    r"|unusual traffic|prove (?:that )?you(?:['’]re| are) (?:not a robot|human)|captcha|ddos protection|security check"
    r"|attention required|access (?:to this page has been )?denied|pardon our interruption",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"(?:enable|requires?|needs?|turn on|without) javascript|javascript (?:is )?(?:disabled|required)", re.I
)
_CONSENT = re.compile(
    r"before you continue|we (?:value|care about) your privacy|accept (?:all )?cookies|cookie consent", re.I
)
_GONE = re.compile(
    r"\b(?:404|410)\b|page (?:not|cannot be|could not be) found|(?:no longer|isn['’]t|not) available|doesn['’]t exist",
    re.I,
)


def refuse_walls(name: str, tree: HtmlElement, facts: Facts, paragraphs: Sequence[str]) -> None:
    """Raise where a page holds something else instead of its article.

    Args:
        name: The source's name.
        tree: The page as somebody who opens it sees it, as of `shown_of`.
        facts: What the page says of itself.
        paragraphs: Those of an article that were found in it.

    Raises:
        SourceError: it is a stub before a paywall, a login, a check for robots, an error, an empty or an overview page.
    """
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    if words >= _STUB:
        return
    seen = words_of(tree)[:_SEEN]
    title = " ".join(filter(None, [facts.title, *(words_of(one) for one in tree.iter("title"))]))
    if words < _FEW:
        _refuse_other_pages(name, tree, title, seen)
    offered = _PAY.search(seen) is not None
    broken_off = bool(paragraphs) and paragraphs[-1].rstrip("\"'”’ ").endswith(("...", "…"))
    if (offered and (not facts.free or broken_off)) or (words < _BEGINNING and (offered or not facts.free)):
        raise SourceError(f"{name}: only the beginning of the article stands there, before a paywall. {_SAVE}")
    if words < _FEW and not facts.article and len([link for link in tree.iter("a") if link.get("href")]) >= _LINKS:
        raise SourceError(f"{name} is an overview with links, not an article. Give the address of one article.")


def _refuse_other_pages(name: str, tree: HtmlElement, title: str, seen: str) -> None:
    """Raise where a page without an article's text shows what it is."""
    if any((field.get("type") or "").lower() == "password" for field in tree.iter("input")) or _LOGIN.search(title):
        raise SourceError(f"{name} is a login page: the article is only for those who log in. {_SAVE}")
    if _ROBOTS.search(title) or (len(seen) < 2000 and _ROBOTS.search(seen)):
        raise SourceError(f"{name} is a check that a person reads the page, not the article. {_SAVE}")
    if _GONE.search(title) or (len(seen) < 1000 and _GONE.search(seen)):
        raise SourceError(f"{name} says that there is no such page. Check the address.")
    if len(seen) < 1000 and _SCRIPT.search(seen):
        raise SourceError(f"{name} shows its text only to browsers that run its programs. {_SAVE}")
    if len(seen) < 3000 and _CONSENT.search(seen):
        raise SourceError(f"{name} asks for consent to cookies before it shows the article. {_SAVE}")
    if not seen:
        raise SourceError(f"{name} is an empty page: no paragraph stands in it. {_SAVE}")

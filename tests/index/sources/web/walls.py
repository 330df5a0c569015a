"""Pages that are no articles: paywalls, logins, checks for robots, errors, overviews. With what is said of each."""

from __future__ import annotations

from tests.index.sources.web.layouts import newspaper_chain, wordpress_blocks
from tests.index.sources.web.stories import BRIDGE, SEEDS


def _page(body: str, title: str = "The Ella Courier", head: str = "") -> str:
    return f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>{head}</head><body>{body}</body></html>'


def _stub(offer: str, head: str = "", paragraphs: int = 2) -> str:
    beginning = "".join(f"<p>{words}</p>" for words in BRIDGE.paragraphs[:paragraphs])
    return _page(f"<article><h1>{BRIDGE.title}</h1>{beginning}{offer}</article>", BRIDGE.title, head)


_NOT_FREE = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
_LINKS = "".join(f'<li><a href="/{n}">Story number {n} of today, in short</a></li>' for n in range(40))

PAGES = (
    (_stub('<div class="wall"><p>Subscribe to continue reading</p></div>'), "paywall"),
    (_stub('<div class="paywall-prompt"><h3>This article is for subscribers only.</h3></div>'), "paywall"),
    (
        _stub("<p>You have read all your free articles this month. Create a free account to keep reading.</p>"),
        "paywall",
    ),
    (_stub("<p>Already a subscriber? <a href='/in'>Sign in</a></p>"), "paywall"),
    (_stub("<p>Unlock this story from 1 crown a week</p>"), "paywall"),
    (_stub("", _NOT_FREE), "paywall"),
    (_stub("<p>Three of them admitted that they ...</p><p>Start your free trial</p>", _NOT_FREE, 5), "paywall"),
    (
        _page(
            "<main><h1>Log in</h1><form><label>E-mail <input type='email'></label><label>Password "
            "<input type='password'></label><button>Log in</button></form><p>Forgot your password?</p></main>",
            "Log in - The Ella Courier",
        ),
        "login page",
    ),
    (_page("<h1>Sign in with your university</h1><p>Choose your organisation.</p>", "Sign in"), "login page"),
    (
        _page(
            "<h1>courier.example</h1><p>Verifying you are human. This may take a few seconds.</p>", "Just a moment..."
        ),
        "check",
    ),
    (_page("<p>Our systems have detected unusual traffic from your network.</p>", "Sorry"), "check"),
    (_page("<h1>Access denied</h1><p>Reference 18.5f</p>", "Access Denied"), "check"),
    (_page("<h1>404</h1><p>Sorry, this page could not be found.</p>", "Page not found"), "no such page"),
    (_page('<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>'), "programs"),
    (
        _page("<h1>Before you continue</h1><p>We and our 842 partners use cookies.</p><button>Accept all</button>"),
        "consent",
    ),
    (_page(f"<h1>Today</h1><ul>{_LINKS}</ul>"), "overview"),
    (_page(""), "no paragraph"),
    (_page("<div><img src='scan.jpg'></div>"), "no paragraph"),
    (_page("<article><h1>Only a headline</h1></article>"), "no paragraph"),
)
"""Pairs of a page and a part of what is said of it."""

OPEN = (newspaper_chain(BRIDGE), wordpress_blocks(SEEDS))
"""Pages with all of their article, though they say or offer what stubs do."""

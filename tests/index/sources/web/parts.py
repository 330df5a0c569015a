"""What layouts are made of: menus, teasers, facts for search engines, and paragraphs with links in them."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Sequence

from tests.index.sources.web.stories import Story

MENU = "".join(
    f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("news", "sport", "opinion", "weather", "jobs")
)
TEASERS = (
    "Council raises parking fees for the third time since spring",
    "Five things to do in the valley this weekend",
    "What the new timetable means for commuters on the coast line",
)


def escaped(text: str) -> str:
    return html.escape(text, quote=False)


def linked(paragraph: str, number: int) -> str:
    """Return a paragraph with a link, emphasis or an entity in it, as editors put them there."""
    words = paragraph.split(" ")
    if number % 3 == 0 and len(words) > 8:
        return " ".join(
            [
                *map(escaped, words[:3]),
                f'<a href="/topic/{number}">{escaped(" ".join(words[3:6]))}</a>',
                *map(escaped, words[6:]),
            ]
        )
    if number % 3 == 1 and len(words) > 8:
        return " ".join([*map(escaped, words[:2]), f"<em>{escaped(words[2])}</em>", *map(escaped, words[3:])])
    return escaped(paragraph).replace("“", "&ldquo;").replace("”", "&rdquo;").replace("'", "&#39;")


def linked_data(story: Story, **more: object) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": f"{story.date}T06:30:00+00:00",
        "author": [{"@type": "Person", "name": story.author}],
        "publisher": {
            "@type": "Organization",
            "name": story.publisher,
            "logo": {"@type": "ImageObject", "url": "/l.png"},
        },
        **more,
    }
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def open_graph(story: Story) -> str:
    return (
        f'<meta property="og:title" content="{html.escape(story.title)}"><meta property="og:type" content="article">'
        f'<meta property="og:site_name" content="{html.escape(story.publisher)}">'
        f'<meta name="author" content="{story.author}">'
        f'<meta property="article:published_time" content="{story.date}T06:30:00Z">'
    )


def joined(story: Story, between: Sequence[str], paragraph: Callable[[str, int], str], quotation: str) -> str:
    """Return the paragraphs with pieces of furniture between them, and the set-off quotation in its place."""
    parts = []
    for number, words in enumerate(story.paragraphs):
        parts.append(paragraph(words, number))
        if number == story.after:
            parts.append(quotation)
        elif number < len(between):
            parts.append(between[number])
    return "\n".join(parts)


def paragraph(words: str, number: int) -> str:
    return f"<p>{linked(words, number)}</p>"

"""Web pages: the article's paragraphs and nothing else, in the layouts of the usual publishing systems."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from index.attribution import attribute
from index.errors import SourceError
from index.sources.page import read_page
from tests.index.sources.web import walls
from tests.index.sources.web.layouts import LAYOUTS, Layout, newspaper_chain, wordpress_classic
from tests.index.sources.web.stories import BRIDGE, SEEDS, STORIES, Story

PARAGRAPHS = "".join(f"<p>{words}</p>" for words in BRIDGE.paragraphs)


def wanted(story: Story) -> list[str]:
    """Return the paragraphs that a story has, in order."""
    return [*story.paragraphs[: story.after + 1], story.quotation, *story.paragraphs[story.after + 1 :]]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_page_s_paragraphs_and_nothing_else(layout: Layout, story: Story) -> None:
    article = read_page("page", layout(story))
    assert [paragraph.span.of(article.text) for paragraph in article.paragraphs] == wanted(story)
    assert (article.title, article.authors) == (story.title, (story.author,))
    assert (article.publisher, article.date) == (story.publisher, story.date)
    assert article.language.startswith("en")


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_the_footer_of_a_block_quotation_is_its_speaker(layout: Layout) -> None:
    article = read_page("page", layout(BRIDGE))
    (quoted,) = [paragraph for paragraph in article.paragraphs if paragraph.label]
    assert quoted.span.of(article.text) == BRIDGE.quotation
    assert quoted.label == BRIDGE.speaker
    assert quoted.label_span is not None
    assert quoted.label_span.of(article.text) == BRIDGE.speaker


def test_who_a_footer_names_is_the_speaker_of_the_rest_of_the_article() -> None:
    article = read_page("page", wordpress_classic(BRIDGE))
    found = attribute(article)
    place = article.text.index(BRIDGE.quotation)
    (quoted,) = [statement for statement in found.statements if statement.span.start == place]
    (speaker,) = [speaker for speaker in found.speakers if speaker.id == quoted.speaker]
    assert speaker.name == "Ines Okoro"
    own = [statement for statement in found.statements if statement.speaker == speaker.id]
    assert len(own) >= 3


def test_a_short_story_is_no_stub() -> None:
    story = replace(SEEDS, paragraphs=(*SEEDS.paragraphs[:3], SEEDS.paragraphs[3], SEEDS.paragraphs[5]))
    article = read_page("page", newspaper_chain(story))
    assert [paragraph.span.of(article.text) for paragraph in article.paragraphs] == wanted(story)


def test_the_hash_is_of_what_was_read_and_not_of_the_page() -> None:
    page = wordpress_classic(SEEDS)
    again = page.replace("Recent Posts", "Recent posts, chosen for you").replace("postid-12", "postid-13")
    changed = page.replace("in jam jars", "in honey jars")
    assert read_page("a", page).sha256 == read_page("b", again).sha256 != read_page("a", changed).sha256


def test_the_address_is_where_it_was_fetched_whatever_the_page_says() -> None:
    page = wordpress_classic(SEEDS).replace("<head>", '<head><link rel="canonical" href="https://elsewhere.example/x">')
    assert read_page("a", page, "https://valley.example/seeds").address == "https://valley.example/seeds"
    assert read_page("a", page).address == "https://elsewhere.example/x"


def test_a_page_laid_out_by_tables_and_breaks() -> None:
    menu = "".join(f"<a href='/{n}'>Section {n}</a> " for n in range(40))
    words = "<br><br>".join(f"&nbsp;&nbsp;&nbsp;{paragraph}" for paragraph in BRIDGE.paragraphs)
    inner = f"<table><tr><td><b>The bridge</b></td></tr><tr><td><span id=pressrelease>{words}</span></td></tr></table>"
    outer = f"<table><tr><td>{menu}</td></tr><tr><td>{inner}</td></tr></table>"
    article = read_page("page", f"<html><head><title>A</title></head><body>{outer}</body></html>")
    assert [paragraph.span.of(article.text) for paragraph in article.paragraphs] == list(BRIDGE.paragraphs)


def test_lists_and_short_reports_are_articles_too() -> None:
    menu = "<nav>" + "".join(f"<a href='/{n}'>Section {n}</a> " for n in range(40)) + "</nav>"
    told = (
        "<p>The board voted on Tuesday evening.</p><ul><li>Nine members were for it.</li><li>Three were not.</li></ul>"
    )
    head = '<title>Vote</title><meta property="og:type" content="article">'
    article = read_page(
        "page", f"<html><head>{head}</head><body>{menu}<article><h1>Vote</h1>{told}</article></body></html>"
    )
    assert [paragraph.span.of(article.text) for paragraph in article.paragraphs] == [
        "The board voted on Tuesday evening.",
        "Nine members were for it.",
        "Three were not.",
    ]


def test_an_article_that_is_there_for_programs_alone_is_read() -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": "Cable", "articleBody": "\n\n".join(BRIDGE.paragraphs)})
    head = f'<script type="application/ld+json">{data}</script>'
    article = read_page("page", f"<html><head>{head}</head><body><div id=root></div></body></html>")
    assert [paragraph.span.of(article.text) for paragraph in article.paragraphs] == list(BRIDGE.paragraphs)
    assert article.title == "Cable"


@pytest.mark.parametrize(
    "among",
    [
        lambda article: [{"@type": "WebSite", "name": "Coast"}, article],
        lambda article: {"@graph": [{"@type": "Organization", "name": "Coast"}, article]},
        lambda article: {"@type": "WebPage", "name": "A page", "mainEntity": article},
        lambda article: [[{"@graph": {"@type": ["Thing", 7], "mainEntityOfPage": article}}]],
    ],
    ids=["a list", "a graph", "the page's subject", "all of them"],
)
def test_what_the_data_say_of_the_article_is_found_wherever_they_say_it(
    among: Callable[[dict[str, object]], object],
) -> None:
    said: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": "A bridge",
        "author": {"name": "Lena Wu"},
        "datePublished": "2025-05-03",
    }
    script = f'<script type="application/ld+json">{json.dumps(among(said))}</script>'
    page = f"<html><head><title>Coast</title>{script}</head><body><article>{PARAGRAPHS}</article></body></html>"
    article = read_page("page", page)
    assert (article.title, article.authors, article.date) == ("A bridge", ("Lena Wu",), "2025-05-03")


@pytest.mark.parametrize(
    "quotation",
    [
        "<figure><blockquote><p>{words}</p></blockquote><figcaption>{speaker}</figcaption></figure>",
        "<blockquote><p>{words}</p></blockquote><cite>{speaker}</cite>",
        "<blockquote><p>{words}</p><p>— {speaker}</p></blockquote>",
    ],
    ids=["a figure's caption", "the line after it", "its last line"],
)
def test_who_is_named_beside_a_block_quotation(quotation: str) -> None:
    set_off = quotation.format(words=BRIDGE.quotation, speaker=BRIDGE.speaker)
    article = read_page("page", f"<html><body><article>{PARAGRAPHS}{set_off}</article></body></html>")
    assert [(p.span.of(article.text), p.label) for p in article.paragraphs][-1] == (BRIDGE.quotation, BRIDGE.speaker)


def test_a_quotation_that_repeats_the_text_is_taken_out() -> None:
    repeated = f"<figure><blockquote><p>{BRIDGE.paragraphs[1]}</p></blockquote></figure>"
    article = read_page("page", f"<html><body><article>{repeated}{PARAGRAPHS}</article></body></html>")
    assert [paragraph.span.of(article.text) for paragraph in article.paragraphs] == list(BRIDGE.paragraphs)


def test_an_article_in_another_script_is_named_as_that() -> None:
    words = "港口委员会星期二宣布，大桥将在冬季关闭，以便修理裂缝。"
    with pytest.raises(SourceError, match="not written in English"):
        read_page("page", f"<html><body><article><h1>桥</h1><p>{words}</p><p>{words}</p></article></body></html>")


def test_an_interview_is_a_transcript() -> None:
    turns = "".join(
        f"<p><strong>{who}:</strong> {words}</p>"
        for who, words in (
            ("Paulo Teixeira", "How many sorts of beans do you keep in your cellar these days?"),
            ("Hana Petrosyan", "A hundred and forty, if the mice have not been at them since last week."),
            ("Paulo Teixeira", "And what does the seed bank want with all of them, after so many years?"),
            ("Hana Petrosyan", "To sleep better, I think. A bank that has lost a bean has lost it for good."),
        )
    )
    page = f"<html><head><title>A talk</title></head><body><article><h1>A talk</h1>{turns}</article></body></html>"
    article = read_page("talk.html", page)
    assert [paragraph.label for paragraph in article.paragraphs] == ["Paulo Teixeira", "Hana Petrosyan"] * 2
    assert article.title == "A talk"


@pytest.mark.parametrize(
    ("page", "complaint"), walls.PAGES, ids=lambda value: value[:24].strip() if len(value) < 40 else ""
)
def test_what_stands_there_instead_of_an_article_is_named(page: str, complaint: str) -> None:
    with pytest.raises(SourceError, match=complaint) as caught:
        read_page("https://news.example/a", page)
    assert str(caught.value).startswith("https://news.example/a")
    assert "Open it" in str(caught.value) or "Give the" in str(caught.value) or "Check" in str(caught.value)

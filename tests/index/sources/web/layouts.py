"""A story laid out as the usual publishing systems do it, with all that they put around and between its paragraphs.

Every layout is a function from a story to a page. None is copied from a real page; tags, class names and the kinds of
furniture are those that such systems make.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.index.sources.web.parts import MENU, TEASERS, escaped, joined, linked, linked_data, open_graph, paragraph
from tests.index.sources.web.stories import Story

Layout = Callable[[Story], str]


def wordpress_classic(story: Story) -> str:
    quotation = f"<blockquote><p>{escaped(story.quotation)}</p><footer>— {escaped(story.speaker)}</footer></blockquote>"
    body = joined(
        story,
        (
            f'<div id="attachment_12" style="width: 650px" class="wp-caption aligncenter"><img src="a.jpg">'
            f'<p class="wp-caption-text">{escaped(story.captions[0])}</p></div>',
            f'<p><strong>READ MORE: <a href="/x">{TEASERS[0]}</a></strong></p>',
            "",
            '<div class="code-block code-block-2"><p>Advertisement</p><ins class="adsbygoogle"></ins></div>',
            f'<p>ALSO READ | <a href="/y">{TEASERS[1]}</a></p>',
        ),
        paragraph,
        quotation,
    )
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="UTF-8"><title>{escaped(story.title)} - {escaped(story.publisher)}</title>
{open_graph(story)}</head><body class="post-template-default single single-post postid-12 has-related tag-news">
<div id="page" class="site"><header id="masthead" class="site-header"><ul class="menu">{MENU}</ul></header>
<div id="content" class="site-content"><main id="main" class="site-main"><article id="post-12" class="post-12 post type-post category-news tag-harbour">
<header class="entry-header"><h1 class="entry-title">{escaped(story.title)}</h1><div class="entry-meta"><span class="posted-on">
<time class="entry-date published" datetime="{story.date}T06:30:00+00:00">{story.date}</time></span>
<span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/x">{story.author}</a></span></span></div></header>
<div class="entry-content">{body}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li>Facebook</li><li>WhatsApp</li></ul></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3><p>{TEASERS[2]}</p></div></div>
<footer class="entry-footer"><span class="tags-links">Tagged <a href="/t">harbour</a></span></footer></article>
<div class="author-box"><h4>{story.author}</h4><p>{story.author} has reported from the coast since 2009 and lives with two dogs.</p></div>
<div id="comments" class="comments-area"><h2>3 thoughts on this story</h2><ol class="comment-list"><li><p>First! This town never learns anything at all, does it.</p></li></ol></div>
</main><aside id="secondary" class="widget-area"><section class="widget"><h2>Recent Posts</h2><ul><li><a href="/z">{TEASERS[0]}</a></li></ul></section></aside></div>
<footer class="site-footer"><p>© 2025 {story.publisher}. All rights reserved.</p></footer></div></body></html>"""


def wordpress_blocks(story: Story) -> str:
    quotation = f'<blockquote class="wp-block-quote is-layout-flow"><p>{escaped(story.quotation)}</p><cite>{escaped(story.speaker)}</cite></blockquote>'
    pull = story.paragraphs[1]
    body = joined(
        story,
        (
            f'<figure class="wp-block-image size-large"><img src="a.jpg"/><figcaption class="wp-element-caption">{escaped(story.captions[1])}</figcaption></figure>',
            f'<figure class="wp-block-pullquote"><blockquote><p>{escaped(pull)}</p></blockquote></figure>',
            '<div class="wp-block-group newsletter-signup"><p>Get the morning briefing in your inbox. Sign up for our newsletter here.</p></div>',
            f'<p class="wp-block-paragraph"><em>Read more: {TEASERS[2]}</em></p>',
        ),
        lambda words, number: f'<p class="wp-block-paragraph">{linked(words, number)}</p>',
        quotation,
    )
    return f"""<!DOCTYPE html><html lang="en-US"><head><meta charset="utf-8"><title>{escaped(story.title)} | {escaped(story.publisher)}</title>{linked_data(story)}</head>
<body class="wp-singular post-template single"><div class="wp-site-blocks"><header class="wp-block-template-part"><nav><ul>{MENU}</ul></nav></header>
<main class="wp-block-group"><h1 class="wp-block-post-title">{escaped(story.title)}</h1><div class="wp-block-post-author-name">{story.author}</div>
<div class="entry-content wp-block-post-content is-layout-constrained">{body}
<p class="has-small-font-size">Follow us on Facebook and X for more news from the region.</p></div>
<div class="wp-block-comments"><h2>Leave a Reply</h2><p>Your email address will not be published. Required fields are marked *</p></div></main>
<footer class="wp-block-template-part"><p>Designed with WordPress</p></footer></div></body></html>"""


def newspaper_chain(story: Story) -> str:
    """Large American chains: paragraphs as divs and p with data attributes, many slots for advertisements."""
    slot = '<div class="ad-slot ad-slot--inline" data-ad="mid"><div class="ad-label">ADVERTISEMENT</div></div>'
    quotation = f'<blockquote class="c-quote"><p>{escaped(story.quotation)}</p><cite class="c-quote__source">— {escaped(story.speaker)}</cite></blockquote>'
    body = joined(
        story,
        (
            slot,
            '<p class="interstitial-link"><i>[<a href="/q">How the harbour changed in a hundred years, in pictures</a>]</i></p>',
            "",
            slot + "<div>Story continues below advertisement</div>",
            f'<div class="inline-related"><h4>Related stories</h4><ul><li><a href="/1">{TEASERS[0]}</a></li><li><a href="/2">{TEASERS[1]}</a></li></ul></div>',
        ),
        lambda words, number: f'<p data-el="text" class="wpds-c-paragraph font-copy">{linked(words, number)}</p>',
        quotation,
    )
    return f"""<!doctype html><html lang="en"><head><title>{escaped(story.title)} - {escaped(story.publisher)}</title>{linked_data(story, isAccessibleForFree=False)}
<meta property="og:site_name" content="{story.publisher}"></head><body><div id="__next"><nav class="top-nav"><ul>{MENU}</ul></nav>
<main><header><h1 data-testid="headline">{escaped(story.title)}</h1><div data-testid="byline">By <a rel="author" href="/a">{story.author}</a></div>
<span data-testid="timestamp">{story.date} at 6:30 a.m. EST</span><button>Share</button><button>Comment 214</button></header>
<figure><img src="x.jpg"><figcaption>{escaped(story.captions[0])} (Jon Vik for {story.publisher})</figcaption></figure>
<article class="article-body grid-body">{body}</article>
<div class="newsletter-inline"><h3>Dispatches from the coast</h3><p>The stories that matter, delivered to your inbox every Friday.</p></div>
<div data-testid="comments-cta"><p>View more comments from readers of this newspaper</p></div></main>
<section class="most-read"><h2>Most read</h2><ol><li><a href="/1">{TEASERS[0]}</a></li><li><a href="/2">{TEASERS[1]}</a></li></ol></section>
</div></body></html>"""


def drupal(story: Story) -> str:
    quotation = (
        f"<blockquote><p>{escaped(story.quotation)}</p>\n<p><cite>{escaped(story.speaker)}</cite></p></blockquote>"
    )
    body = joined(
        story,
        (
            f'<div class="media media--type-image"><img src="a.jpg"><div class="field field--name-field-caption">{escaped(story.captions[0])}</div></div>',
            "<p>&nbsp;</p>",
            "",
            f'<p><a href="/more">Read more: {TEASERS[0]}</a></p>',
        ),
        paragraph,
        quotation,
    )
    return f"""<!DOCTYPE html><html lang="en" dir="ltr"><head><meta charset="utf-8"/><title>{escaped(story.title)} | {escaped(story.publisher)}</title>
<meta name="Generator" content="Drupal 10"/>{open_graph(story)}</head><body class="path-node page-node-type-article">
<div class="dialog-off-canvas-main-canvas"><header role="banner"><nav role="navigation"><ul>{MENU}</ul></nav></header>
<main role="main"><div class="region region-content"><article role="article" class="node node--type-article node--view-mode-full">
<h1><span class="field field--name-title">{escaped(story.title)}</span></h1><footer class="node__meta"><div class="node__submitted">Submitted by {story.author} on {story.date}</div></footer>
<div class="node__content"><div class="clearfix text-formatted field field--name-body field--type-text-with-summary">{body}</div>
<div class="field field--name-field-tags"><div class="field__label">Tags</div><a href="/tags/a">Harbour</a></div></div></article></div>
<aside class="region-sidebar"><h2>Latest</h2><ul><li>{TEASERS[1]}</li></ul></aside></main>
<footer role="contentinfo"><p>Copyright {story.publisher}</p></footer></div></body></html>"""


def ghost(story: Story) -> str:
    quotation = (
        f'<blockquote class="kg-blockquote-alt">{escaped(story.quotation)}<br>— {escaped(story.speaker)}</blockquote>'
    )
    body = joined(
        story,
        (
            f'<figure class="kg-card kg-image-card kg-card-hascaption"><img src="a.jpg"><figcaption><span>{escaped(story.captions[0])}</span></figcaption></figure>',
            f'<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="/b"><div class="kg-bookmark-content"><div class="kg-bookmark-title">{TEASERS[0]}</div><div class="kg-bookmark-description">A look at what changes in the town centre and who will pay for it in the end.</div></div></a></figure>',
            "",
            '<div class="kg-card kg-cta-card"><p>Become a member and support our journalism.</p></div>',
        ),
        paragraph,
        quotation,
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>{escaped(story.title)}</title>{linked_data(story)}</head><body class="post-template">
<div class="gh-viewport"><header class="gh-navigation"><ul>{MENU}</ul></header><main class="gh-main"><article class="gh-article post">
<header class="gh-article-header gh-canvas"><h1 class="gh-article-title">{escaped(story.title)}</h1><div class="gh-article-meta"><h4 class="gh-article-author-name"><a href="/a">{story.author}</a></h4><time datetime="{story.date}">{story.date}</time> — 4 min read</div></header>
<section class="gh-content gh-canvas">{body}</section></article></main>
<section class="gh-container gh-read-more"><h2>Read more</h2><div class="gh-card"><h3>{TEASERS[1]}</h3><p>Our pick of markets, walks and concerts between Friday and Sunday evening.</p></div></section>
<footer class="gh-footer">{story.publisher} © 2025</footer></div></body></html>"""


def broadcaster(story: Story) -> str:
    """A public broadcaster: one div for each block, hashed class names, blocks of links between."""
    quotation = f'<div data-component="text-block"><blockquote><p>{escaped(story.quotation)}</p><footer>{escaped(story.speaker)}</footer></blockquote></div>'
    links = (
        f'<div data-component="links-block" class="sc-9b2"><h2>More on this story</h2><ul><li><a href="/1">{TEASERS[0]}</a></li>'
        f'<li><a href="/2">{TEASERS[1]}</a></li></ul></div>'
    )
    body = joined(
        story,
        (
            f'<figure><div data-component="image-block"><img src="a.jpg"><span class="sc-credit">Getty Images</span></div><figcaption>{escaped(story.captions[1])}</figcaption></figure>',
            links,
            "",
            '<div data-component="ad-slot"></div>',
            '<div data-component="uploader-block"><p>Have you been affected by the issues in this story? Share your experiences by emailing newsroom@broadcaster.example.</p></div>',
        ),
        lambda words, number: (
            f'<div data-component="text-block" class="sc-7b5"><p class="sc-9a0 hxuGS">{linked(words, number)}</p></div>'
        ),
        quotation,
    )
    return f"""<!DOCTYPE html><html lang="en-GB"><head><title>{escaped(story.title)} - {escaped(story.publisher)}</title>{linked_data(story)}</head><body><div id="__next">
<header><nav><ul>{MENU}</ul></nav></header><main id="main-content"><article><div data-component="headline-block"><h1>{escaped(story.title)}</h1></div>
<div data-component="byline-block"><time datetime="{story.date}T06:30:00Z">3 hours ago</time><span>{story.author}</span><span>Coast correspondent</span></div>{body}
<div data-component="topic-list-block"><ul><li><a href="/t">Shipping</a></li><li><a href="/u">Infrastructure</a></li></ul></div></article>
<div data-component="related-stories"><h2>Top stories</h2><p>{TEASERS[2]}</p></div></main><footer>Copyright 2025. The broadcaster is not responsible for the content of external sites.</footer></div></body></html>"""


def daily(story: Story) -> str:
    """A liberal daily with an appeal for money, an aside that repeats a quotation, and a sign-up in a figure."""
    quotation = f'<blockquote class="dcr-z1"><p>{escaped(story.quotation)}</p><footer><cite>{escaped(story.speaker)}</cite></footer></blockquote>'
    body = joined(
        story,
        (
            f'<aside class="dcr-pullquote"><blockquote><p>{escaped(story.paragraphs[1])}</p></blockquote><footer><cite>Somebody Else</cite></footer></aside>',
            '<figure data-spacefinder-role="inline"><a href="#skip">skip past newsletter promotion</a><p>Sign up to <span>First Edition</span></p><p>Our morning email breaks down the key stories of the day, telling you what’s happening and why it matters</p><span>Privacy Notice: Newsletters may contain information about charities, online ads, and content funded by outside parties.</span><p id="skip">after newsletter promotion</p></figure>',
            "",
            f'<figure class="element-rich-link"><div>Related: <a href="/r">{TEASERS[2]}</a></div></figure>',
        ),
        lambda words, number: f'<p class="dcr-130mj7b">{linked(words, number)}</p>',
        quotation,
    )
    return f"""<!doctype html><html lang="en"><head><title>{escaped(story.title)} | Shipping | {escaped(story.publisher)}</title>{linked_data(story)}</head><body>
<div id="bannerandheader"><nav><ul>{MENU}</ul></nav></div><main data-layout="StandardLayout"><article>
<div data-gu-name="headline"><h1>{escaped(story.title)}</h1></div><div data-gu-name="standfirst"><p>Divided opinions as decision is put off once again</p></div>
<aside data-gu-name="meta"><address aria-label="Contributor info"><a rel="author">{story.author}</a></address><details><summary>{story.date}</summary>First published on {story.date}</details></aside>
<div id="maincontent" class="dcr-ydx"><div class="article-body-commercial-selector article-body-viewer-selector">{body}</div></div>
<div data-gu-name="sub-meta"><span>Explore more on these topics</span><ul><li><a href="/x">Shipping</a></li><li><a href="/n">news</a></li></ul></div></article>
<section data-component="most-viewed"><h2>Most viewed</h2><ol><li>{TEASERS[0]}</li></ol></section></main></body></html>"""


def state_daily(story: Story) -> str:
    """An Asian daily in English: old markup, captions in brackets, the writer's address at the end."""
    quotation = f"<blockquote>{escaped(story.quotation)}<footer>{escaped(story.speaker)}</footer></blockquote>"
    body = joined(
        story,
        (
            f'<figure class="image" style="display: table;"><img src="a.jpeg"><figcaption style="display: table-caption;">{escaped(story.captions[0])}</figcaption></figure>',
            f'<p style="text-align:center;"><img src="b.jpg"></p><p style="text-align:center;">{escaped(story.captions[1])}</p>',
            "",
            "<p>READ MORE: " + TEASERS[0] + "</p>",
            "<p><strong>ALSO READ: " + TEASERS[1] + "</strong></p>",
        ),
        lambda words, number: f"<p>{linked(words, number)}</p>",
        quotation,
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{escaped(story.title)} - {escaped(story.publisher)}</title>
<meta name="author" content="{story.author}" /><meta name="publishdate" content="{story.date}" /><meta property="og:site_name" content="{story.publisher}" /></head>
<body><div class="topBar"><ul>{MENU}</ul></div><div class="main_art"><div class="lft_art" id="lft-art"><h1>{escaped(story.title)}</h1>
<div class="info"><span class="info_l">By {story.author} in {story.place.title()} | {story.publisher} | Updated: {story.date} 09:12</span></div>
<div id="Content">{body}<p>Contact the writer at {story.author.split()[0].lower()}@monitor.example</p></div>
<div id="div_currpage"></div></div><div class="rgt_art"><div class="mr_t">Most Viewed in 24 Hours</div><ul><li><a href="/1">{TEASERS[0]}</a></li></ul></div></div>
<div class="dibu"><p>Copyright 1995 - 2025. All rights reserved. The content (including but not limited to text, photo, multimedia information, etc) published in this site belongs to {story.publisher}.</p></div></body></html>"""


def agency(story: Story) -> str:
    """A news agency: a place before the first words, and who reported and edited after the last."""
    first, *others = story.paragraphs
    laid = replace(story, paragraphs=(f"{story.place} (Coastal Wire) - {first}", *others))
    quotation = f"<blockquote><p>{escaped(story.quotation)}</p><footer>{escaped(story.speaker)}</footer></blockquote>"
    body = joined(
        laid,
        ("", '<div class="ad-slot__container__x"><span>Advertisement · Scroll to continue</span></div>'),
        lambda words, number: (
            f'<div data-testid="paragraph-{number}" class="text__text__1FZLe">{linked(words, number + 2)}</div>'
        ),
        quotation,
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>{escaped(story.title)} | {escaped(story.publisher)}</title>{linked_data(story)}</head><body><div id="fusion-app">
<header><nav><ul>{MENU}</ul></nav></header><article class="article__container__2MUeZ"><div class="article-header"><h1 data-testid="Heading">{escaped(story.title)}</h1>
<div class="info-content">By <a rel="author" href="/a">{story.author}</a></div><time><span>{story.date}</span><span>6:30 AM UTC</span><span>Updated 2 hours ago</span></time></div>
<div data-testid="primary-image"><figure><img src="a.jpg"><figcaption data-testid="caption">{escaped(story.captions[0])} REUTERS/Jon Vik <a href="/l">Purchase Licensing Rights</a></figcaption></figure></div>
<div class="article-body__content__17Yit">{body}
<p class="sign-off">Reporting by {story.author}; Editing by Nora Quist</p><p>Our Standards: <a href="/p">The Trust Principles.</a></p></div>
<div class="author-card"><p>{story.author}</p><p>Covers ports, shipping and energy in the north. Previously worked for a daily in the capital.</p></div></article>
<section><h2>Read Next</h2><ul><li><a href="/1">{TEASERS[0]}</a></li></ul></section></div></body></html>"""


def local_paper(story: Story) -> str:
    """A system for local papers: an asset with a body of itemprop, sponsored regions, an offer to subscribe."""
    quotation = f'<blockquote class="quote"><p>{escaped(story.quotation)}</p><footer class="quote-footer">— {escaped(story.speaker)}</footer></blockquote>'
    body = joined(
        story,
        (
            '<div class="tncms-region tncms-region-ads inline-asset"><div class="tnt-ads">ADVERTISEMENT</div></div>',
            '<div class="inline-editorial-asset"><p>Click here to subscribe to our e-edition.</p></div>',
            "",
            f'<div class="inline-asset inline-article"><div class="card-body"><h3 class="tnt-headline"><a href="/1">{TEASERS[0]}</a></h3></div></div>',
        ),
        paragraph,
        quotation,
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>{escaped(story.title)} | {escaped(story.publisher)}</title>{open_graph(story)}</head>
<body class="app-editorial has-ads paywall-enabled"><div id="site-container"><nav class="navbar"><ul>{MENU}</ul></nav><section id="main-page-container">
<article class="asset editorial-article" itemscope itemtype="https://schema.org/NewsArticle"><h1 class="headline" itemprop="headline">{escaped(story.title)}</h1>
<div class="meta"><span class="tnt-byline" itemprop="author">{story.author}</span><time datetime="{story.date}T06:30:00-05:00">{story.date}</time></div>
<div class="asset-masthead"><div class="photo"><img src="a.jpg"><div class="caption-container"><span class="caption-text"><p>{escaped(story.captions[0])}</p></span><span class="credit">Jon Vik, Staff</span></div></div></div>
<div class="asset-content subscriber-premium"><div id="article-body" class="asset-body" itemprop="articleBody">{body}</div></div>
<div class="subscriber-only-cta"><p>Thank you for reading! Please log in, or sign up for a new account to continue reading.</p></div></article>
<div class="comments-container"><h4>Comments</h4><p>Keep it clean. Please avoid obscene, vulgar, lewd or racist language.</p></div></section></div></body></html>"""


def single_page_app(story: Story) -> str:
    """A page of hashed names alone, spans within paragraphs, everything in divs."""
    quotation = f'<div class="css-q1"><blockquote><span>{escaped(story.quotation)}</span><cite>{escaped(story.speaker)}</cite></blockquote></div>'
    body = joined(
        story,
        (
            '<div class="css-ad1" aria-hidden="true"><span>Advertisement</span></div>',
            f'<div class="css-im1"><img src="a.jpg"><div class="css-cap image-caption">{escaped(story.captions[0])}</div></div>',
            "",
            f'<div class="css-rl"><a href="/1"><span>Related Article</span><span>{TEASERS[2]}</span></a></div>',
        ),
        lambda words, number: (
            f'<div class="css-53u6y8"><p class="css-at9mc1 evys1bk0"><span>{linked(words, number)}</span></p></div>'
        ),
        quotation,
    )
    return f"""<!doctype html><html lang="en"><head><title data-rh="true">{escaped(story.title)} - {escaped(story.publisher)}</title>{linked_data(story)}</head><body><div id="app"><div class="css-1">
<header class="css-2"><nav><ul>{MENU}</ul></nav></header><main id="site-content"><article id="story" class="css-3"><header class="css-4"><h1 class="css-5">{escaped(story.title)}</h1>
<p class="css-6">By <span itemprop="name">{story.author}</span></p><time datetime="{story.date}">{story.date}</time></header><section name="articleBody" class="meteredContent css-7">{body}</section>
<div class="css-8"><p>A version of this article appears in print on {story.date}, Section A, Page 4 of the edition with the headline: Winter.</p></div></article></main>
<footer class="css-9"><p>© 2025 {story.publisher}</p><ul><li><a href="/c">Contact us</a></li><li><a href="/w">Work with us</a></li></ul></footer></div></div></body></html>"""


def newsletter(story: Story) -> str:
    quotation = f'<div class="pullquote-wrap"></div><blockquote><p><em>{escaped(story.quotation)}</em></p><footer>{escaped(story.speaker)}</footer></blockquote>'
    body = joined(
        story,
        (
            f'<div class="captioned-image-container"><figure><a href="a.jpg"><img src="a.jpg"></a><figcaption class="image-caption">{escaped(story.captions[0])}</figcaption></figure></div>',
            '<div class="subscription-widget-wrap-editor"><div class="subscription-widget"><p class="cta-caption">Thanks for reading! Subscribe for free to receive new posts and support my work.</p><form><input type="email" placeholder="Type your email..."></form></div></div>',
            "",
            '<p class="button-wrapper"><a class="button primary" href="/s"><span>Share</span></a></p>',
        ),
        lambda words, number: f"<p><span>{linked(words, number)}</span></p>",
        quotation,
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>{escaped(story.title)} - by {story.author}</title>{linked_data(story)}</head><body><div id="entry"><div id="main" class="main">
<div class="main-menu"><a href="/">{story.publisher}</a><button>Subscribe</button><button>Sign in</button></div><div class="single-post-container"><article class="newsletter-post post">
<div class="post-header"><h1 class="post-title published">{escaped(story.title)}</h1><h3 class="subtitle">What a cold season would do to a small town</h3><div>{story.author}<br>{story.date}</div></div>
<div class="available-content"><div dir="auto" class="body markup">{body}</div></div></article>
<div class="comments-section"><h4>Discussion about this post</h4><div class="comment-body"><p>Thank you for this, it is exactly what I needed to read today.</p></div></div></div></div></div></body></html>"""


def web_forms(story: Story) -> str:
    """An old system of one form around everything, with line breaks instead of paragraphs."""
    pieces = "<br /><br />\n".join(
        linked(words, number + 2) for number, words in enumerate(story.paragraphs[: story.after + 1])
    )
    rest = "<br /><br />\n".join(
        linked(words, number + 2) for number, words in enumerate(story.paragraphs[story.after + 1 :])
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>{escaped(story.title)} - {escaped(story.publisher)}</title><meta name="author" content="{story.author}"/><meta name="date" content="{story.date}"/>
<meta property="og:site_name" content="{story.publisher}"/></head><body><form method="post" action="./Article.aspx" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="dDw4"/>
<table width="100%"><tr><td><a href="/">Home</a> | <a href="/n">News</a> | <a href="/s">Sport</a></td></tr></table>
<div id="ctl00_content"><h1>{escaped(story.title)}</h1><div class="articleInfo">By {story.author}, {story.date}</div><div class="article-text" id="ctl00_content_articleBody">{pieces}
<blockquote>{escaped(story.quotation)}<br />— {escaped(story.speaker)}</blockquote>{rest}</div></div><div id="ctl00_footer">Copyright {story.publisher} | Terms of use | Privacy</div></form></body></html>"""


def mobile(story: Story) -> str:
    quotation = f"<blockquote>{escaped(story.quotation)}<footer>{escaped(story.speaker)}</footer></blockquote>"
    body = joined(
        story,
        (
            '<amp-ad width="300" height="250" type="doubleclick"><div placeholder>Advertisement</div></amp-ad>',
            f'<amp-img src="a.jpg" width="3" height="2"></amp-img><p class="wp-caption-text">{escaped(story.captions[0])}</p>',
            "",
            f'<p class="also-read">Also Read | <a href="/1">{TEASERS[0]}</a></p>',
        ),
        paragraph,
        quotation,
    )
    return f"""<!doctype html><html amp lang="en"><head><meta charset="utf-8"><title>{escaped(story.title)}</title><link rel="canonical" href="https://courier.example/2025/bridge">{linked_data(story)}
<style amp-boilerplate>body{{visibility:hidden}}</style></head><body><amp-sidebar id="menu"><ul>{MENU}</ul></amp-sidebar><article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class="amp-wp-title">{escaped(story.title)}</h1>
<div class="amp-wp-meta amp-wp-byline">{story.author}</div></header><div class="amp-wp-article-content">{body}</div><footer class="amp-wp-article-footer"><div class="amp-wp-meta">Categories: News</div></footer></article></body></html>"""


LAYOUTS: tuple[Layout, ...] = (
    wordpress_classic,
    wordpress_blocks,
    newspaper_chain,
    drupal,
    ghost,
    broadcaster,
    daily,
    state_daily,
    agency,
    local_paper,
    single_page_app,
    newsletter,
    web_forms,
    mobile,
)

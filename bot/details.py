"""What buttons and commands show beside replies: a passage in its context, other passages, all quotes of a speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers import Answer, Citation, InContext
from bot.paging import page
from bot.phrases import Phrases
from bot.rendering import Quotation, quotation_of, shorten
from index.plain import cut, printable

PASSAGE, BESIDE, LISTED = 1_200, 700, 500
"""Characters of a passage in its context, of those beside it, and of one among several; platforms may ask for fewer."""

ON_A_PAGE = 4
"""Quotes of a speaker on one page."""

_LONGEST_NAMES = 200  # characters


@dataclass(frozen=True, slots=True)
class Section:
    """One passage of several; `label` says in a word or two which, and `marked` that it is the one asked about."""

    label: str | None
    quotation: Quotation
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """Passages to show below one another, under `lead`: page `number` of `pages`, from 1, which `note` says."""

    lead: str
    sections: tuple[Section, ...]
    note: str | None = None
    number: int = 1
    pages: int = 1


def render_context(found: InContext, say: Phrases, most: int = PASSAGE) -> Details:
    """Return a passage, marked, between those before and after it; it has at most `most` characters."""
    sections = [Section(say("context-passage"), shorten(quotation_of(found.citation, say), most), marked=True)]
    beside = min(BESIDE, most)
    if found.before:
        sections.insert(0, Section(say("context-before"), shorten(quotation_of(found.before, say), beside)))
    if found.after:
        sections.append(Section(say("context-after"), shorten(quotation_of(found.after, say), beside)))
    alone = len(sections) == 1
    return Details(say("context-alone") if alone else say("context-lead"), tuple(sections))


def render_others(found: Sequence[Citation], say: Phrases, most: int = LISTED) -> Details:
    """Return the passages that came close, as such; each has at most `most` characters."""
    return Details(say("others-lead", count=len(found)), _sections(found, say, most))


def render_quotes(
    answer: Answer, say: Phrases, number: int = 1, on_a_page: int = ON_A_PAGE, most: int = LISTED
) -> Details:
    """Return page `number` of all that a speaker said; each passage has at most `most` characters.

    Args:
        answer: what `Assistant.quotes` gave, or `Assistant.recall` gives again for the buttons between pages.
        say: the phrases.
        number: the page, counted from 1.
        on_a_page: how many passages are on a page.
        most: how many characters of each are shown.
    """
    shown = page(answer.given, number, on_a_page)
    names = "; ".join(dict.fromkeys(one.name for one in answer.asked.speakers)) if answer.asked else ""
    names = cut(printable(names or answer.question), _LONGEST_NAMES)
    return Details(
        lead=say("quotes-lead", names=names, count=len(answer.given)),
        sections=_sections(shown.items, say, most),
        note=say("page", number=shown.number, pages=shown.pages) if shown.pages > 1 else None,
        number=shown.number,
        pages=shown.pages,
    )


def _sections(citations: Sequence[Citation], say: Phrases, most: int) -> tuple[Section, ...]:
    return tuple(Section(None, shorten(quotation_of(citation, say), most)) for citation in citations)

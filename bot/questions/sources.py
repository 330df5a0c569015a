"""Which of several articles a question names: "according to the Gazette", "in the digest", "Monday's report"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from bot.questions.cast import cast_of
from bot.questions.words import Token, common_words, fold, tokens
from index.article import Article
from index.snapshot import Snapshot, once_a_snapshot

_ARTICLES = frozenset("the a an this that".split())
_IN = frozenset("in from per by via".split())
_REPORTS = frozenset(
    """article report story piece account coverage version text reporting write-up writeup digest transcript interview
    briefing bulletin newsletter minutes summary page""".split()
)
_SORTS = frozenset("digest transcript interview briefing bulletin newsletter minutes summary captions".split())
_PAPERS = frozenset(
    """gazette post times herald standard tribune journal daily news mail telegraph guardian star sun observer chronicle
    bulletin press review mirror express mercury courier echo record register sentinel examiner inquirer globe argus
    independent advertiser messenger reporter dispatch citizen free voice world wire radio television""".split()
)
"""Words that end the names of papers, by which they are called for short: "the Gazette"."""
_TELLS = frozenset("say says said report reports reported write writes wrote quote quotes quoted tell tells".split())
_GOES_ON = frozenset("and about".split())
_ASKS = frozenset("does did do has what".split())
_LONGEST = 30  # words of a title by which it is known
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = "mon tue wed thu fri sat sun".split()
_DATED = tuple("%Y-%m-%d,%d %B %Y,%B %d %Y,%d %b %Y,%b %d %Y".split(","))
_REPORT = r"(?:article|report|story|piece|account|coverage|digest|transcript|interview)"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = rf"(?P<date>\d{{4}}-\d\d-\d\d|{_NTH} (?:of )?[a-z]{{3,9}}|[a-z]{{3,9}} {_NTH}|[a-z]+day)"
_DATE_BEFORE = re.compile(rf"(?:,? ?\b(?:in|from|by|according to) (?:the )?|\bthe |^){_DATE}(?:'s)? {_REPORT}\b,?")
_DATE_AFTER = re.compile(
    rf"(?:,? ?\b(?:in|from|by|according to) )?\bthe {_REPORT} (?:of|from|on|dated) (?:the )?{_DATE}\b,?"
)
_BOOK_MARKS = re.compile(
    "(?:根據|根据|據|据|按照|喺|在|從|从)?《(?P<title>[^》]+)》(?:[的之]?(?:報道|报道|文章|報導))?(?:[裏裡里中入]面?)?[,，]?"
)


@dataclass(frozen=True, slots=True)
class _Label:
    """Words by which articles are known, folded."""

    words: tuple[str, ...]
    articles: frozenset[str]


def without_source(search: str, snapshot: Snapshot) -> tuple[str, frozenset[str]]:
    """Return a question without the source that it names, and that source's articles, by `Article.sha256`.

    There are none where it names no source, or where all articles of the snapshot are from that one.
    """
    if len(snapshot.record.articles) < 2:
        return search, frozenset()
    for named in (_by_book_marks(search, snapshot), _by_date(search, snapshot), _by_label(search, snapshot)):
        if named is not None:
            rest, articles = named
            narrower = articles if len(articles) < len(snapshot.record.articles) else frozenset[str]()
            return re.sub(r" +(?=[?!.,;:？！])", "", " ".join(rest.split())).strip(" ,"), narrower
    return search, frozenset()


@once_a_snapshot
def _labels(snapshot: Snapshot) -> tuple[_Label, ...]:
    """Return the labels of the snapshot's articles, the longest first."""
    known: dict[tuple[str, ...], set[str]] = {}
    for article in snapshot.record.articles:
        for words in _names(article):
            known.setdefault(words, set()).add(article.sha256)
    return tuple(_Label(words, frozenset(known[words])) for words in sorted(known, key=len, reverse=True))


def _names(article: Article) -> Iterator[tuple[str, ...]]:
    host = urlsplit(article.address or "").hostname or ""
    paper = [token.word for token in tokens(article.publisher or "")][-1:]
    yield from ((word,) for word in paper if word in _PAPERS)
    stem = "" if "://" in article.name else PurePosixPath(article.name).stem
    parts = [host, host.removeprefix("www."), host.removeprefix("www.").partition(".")[0]]
    for text in (article.publisher or "", article.title or "", stem, *parts):
        words = tuple(token.word for token in tokens(text.replace("_", " ")))
        words = words[1:] if words and words[0] in _ARTICLES else words
        if 0 < len(words) <= _LONGEST and len("".join(words)) > 2:
            yield words
        yield from ((word,) for word in words if word in _SORTS)


def _by_label(search: str, snapshot: Snapshot) -> tuple[str, frozenset[str]] | None:
    words = tokens(search)
    plain = [token.word for token in words]
    for label in _labels(snapshot):
        size = len(label.words)
        for at in range(len(plain) - size + 1):
            if tuple(plain[at : at + size]) != label.words:
                continue
            cut = _mention(words, at, at + size, snapshot)
            if cut is not None:
                start, end, instead = cut
                before, after = search[: words[start].start], search[words[end - 1].end :]
                return f"{before.rstrip(' ,(')} {instead} {after.lstrip(' ,)')}", label.articles
    return None


def _mention(words: Sequence[Token], at: int, end: int, snapshot: Snapshot) -> tuple[int, int, str] | None:
    """Return the tokens to cut out, and what to put there, where tokens `at` to `end` name a source; else None."""
    inside = words[at:end]
    start = at
    determined = start > 0 and words[start - 1].word in _ARTICLES
    start -= determined
    report = end < len(words) and words[end].word in _REPORTS and words[end].start == words[end - 1].end + 1
    sort = inside[-1].word in _SORTS
    end += report
    cue = start > 0 and (words[start - 1].word in _IN or (end == len(words) and words[start - 1].word in _GOES_ON))
    according = start > 1 and [w.word for w in words[start - 2 : start]] == ["according", "to"]
    tells = end < len(words) and words[end].word in _TELLS and start > 0 and words[start - 1].word in _ASKS
    if not (cue or according or tells or report):
        return None
    if not (report or (sort and determined)) and not _is_a_name(inside, determined, snapshot):
        return None
    speaks = any(e.keys and {t.word for t in inside} <= set(e.words) for e in cast_of(snapshot).entities)
    if speaks and not report and (according or tells or words[start - 1].word != "in"):
        return None
    if according:
        return start - 2, end, ""
    return (start - 1, end, "") if cue else (start, end, "the article")


def _is_a_name(inside: Sequence[Token], determined: bool, snapshot: Snapshot) -> bool:
    """Return whether a label is a source's name and not what the articles are about, or an ordinary word."""
    lower = cast_of(snapshot).lower
    capital = all(token.capital or not token.text[0].isalpha() for token in (inside[0], inside[-1]))
    ordinary = all(token.word in common_words() or token.word in lower for token in inside)
    if ordinary and not (capital and determined):
        return False
    if determined or len(inside) > 3:
        return True
    name = " ".join(token.word for token in inside)
    return not any(name in " ".join(fold(article.text).split()) for article in snapshot.record.articles)


def _by_book_marks(search: str, snapshot: Snapshot) -> tuple[str, frozenset[str]] | None:
    """Find a source in the marks that Chinese puts around titles."""
    for match in _BOOK_MARKS.finditer(search):
        named = fold("".join(match["title"].split()))
        held = {
            article.sha256
            for article in snapshot.record.articles
            for name in (article.publisher, article.title)
            if name and named in (whole := fold("".join(name.split())), whole.removeprefix("the"))
        }
        if held:
            return search[: match.start()] + " " + search[match.end() :], frozenset(held)
    return None


def _by_date(search: str, snapshot: Snapshot) -> tuple[str, frozenset[str]] | None:
    plain = fold(search)
    if len(plain) != len(search):
        return None
    for match in (*_DATE_AFTER.finditer(plain), *_DATE_BEFORE.finditer(plain)):
        held = {a.sha256 for a in snapshot.record.articles if (day := _day_of(a)) and _is_day(match["date"], day)}
        if held:
            instead = "the article" if match.group().startswith("the ") else ""
            return f"{search[: match.start()]} {instead} {search[match.end() :]}", frozenset(held)
    return None


def _day_of(article: Article) -> date | None:
    words = (article.date or "").replace(",", " ").split()
    spelt = " ".join(word for word in words if not word.lower().endswith("day"))
    for text in (spelt, spelt.partition("T")[0]):
        for form in _DATED:
            with suppress(ValueError):
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, in whichever zone it was printed
    return None


def _is_day(named: str, day: date) -> bool:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", named):
        return named == day.isoformat()
    if named.endswith("day") and not any(c.isdigit() for c in named):
        return named[:3] in _DAYS and _DAYS.index(named[:3]) == day.weekday()
    number = re.search(r"\d+", named)
    month = next((word[:3] for word in re.findall(r"[a-z]{3,}", named)), "")
    return (
        number is not None and month in _MONTHS and (_MONTHS.index(month) + 1, int(number[0])) == (day.month, day.day)
    )

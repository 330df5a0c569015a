"""Names: every mention of a person by name, found by its form and its surroundings.

A model's entities alone are not enough: the small model misses names that it never saw and takes
organisations for people. So a name is a run of capitalised words, split into titles and name, and the
model's opinion is one piece of evidence among titles, organisation words and what stands beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.article import Span
from index.attribution.lexicon import cue_words, may_report
from index.attribution.offices import office_before, words_of_office
from index.attribution.wordlists import given_names, titles, word_group, words

if TYPE_CHECKING:
    from index.attribution.document import Document

_WORD = re.compile(r"\b[asd]/[lpo]\b|[^\W_]+(?:(?:['-](?=[^\W_]))[^\W_]+)*'?")
_PARTICLES = word_group("particles")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_CALENDAR = word_group("calendar")
_ABBREVIATED = word_group("abbreviated")
_NOT_IN_NAMES = word_group("never-in-names")
_BODY_AFTER = re.compile(
    r", (?:an?|the|its) (?:[\w'-]+ ){0,4}?(?:company|firm|group|charity|start-?up|organi[sz]ation|agency|bank|airline|"
    r"maker|manufacturer|retailer|think[ -]tank|publisher|institute|nonprofit|non-profit|party|union|newspaper|"
    r"magazine|website|brand|subsidiary|supplier|university|cooperative|network|studio)\b(?!'s)"
    r"(?! (?:of )?[a-z]+(?:er|or)\b)"
)
# Eddie "Legs" Moreno, Ray "the Hammer" Orr
NICKNAME = re.compile(r"""(?<=[a-z] )["'(](?P<nickname>(?:[Tt]he )?[A-Z][\w-]+(?: [A-Z][\w-]+)?)["')](?= [A-Z][a-z])""")
_NICKNAME_BETWEEN = re.compile(r""" ["'(](?:[Tt]he )?[\w-]+(?: [A-Z][\w-]+)?["')] """)
_PREFIXED = re.compile(r"(?:al|el|ad|an|ar|as|at|az|ash|ul|ibn|bin|ap|d|l|o)['-][^\W\d_a-z]")  # "al-Mansour", "d'Arc"
PLACE_BEFORE = re.compile(r"\b(in|of|at|from|near) (?:[A-Z][\w'-]+ ){0,2}[A-Z][\w'-]+, $")  # "in Worcester, X"
_NAME_AS = r"(?:his|her|their) (?:first |own |full )?name (?:only |simply |just )?as "
GAVE_NAME = re.compile(r"(?P<between>[^.;:\"]{0,60}?),? who (?:[a-z]+ ){0,2}(?:gave|gives) " + _NAME_AS)
_NAMED_AS = re.compile(r"\b(?:gave|gives|giving) " + _NAME_AS + "$")
BESIDE_NAME = re.compile(r", (?:[A-Z][\w.'-]* )+[A-Z][\w'-]+")
PEERS = frozenset({"Lord", "Lady", "Baroness", "Baron", "Viscount", "Viscountess"})
"""Titles that are half of a name where no given name stands beside."""
_TERRITORY = re.compile(r"of (?P<place>(?:[A-Z][\w'-]+ ?){1,3})")
_EPITHETS = frozenset({"Old", "Young", "Little", "Big", "Poor", "Dear", "Fellow"})
_CONTRACTED = re.compile(r"(?:I|He|She|It|We|You|They|That|There)'(?:m|d|ll|ve|re|s)")
_INITIAL = re.compile(r"\b[A-Z](?=\.)")
_CANTONESE_GIVEN = re.compile(r" [A-Z][a-z]+-[a-z]+\b")  # "So Kam-wing"
_AGED = re.compile(r", (?:aged )?(?:[1-9]\d|six|seven|eight|nine|ten|eleven|twelve),")  # "Ada Obi, 79, who ..."
_SAYS_AFTER = re.compile(r" (?:said|says|told|tells|added|wrote|asked|argued|replied)\b")
_NOT_OPENING = frozenset({"DET", "ADP", "SCONJ", "CCONJ", "PRON", "AUX", "PART", "INTJ", "VERB", "ADV", "NUM"})
_NOT_PEOPLE = frozenset({"ORG", "GPE", "NORP", "FAC", "LOC", "EVENT", "PRODUCT", "LAW", "WORK_OF_ART", "LANGUAGE"})


@dataclass(frozen=True, slots=True)
class Name:
    """A mention of a name.

    `span` covers the name without its titles, `titled` with them, both in the document's normalised text.
    `words` are the name's words, folded (see `fold`), without initials and suffixes; `gender` is what a title
    states. `family` is the family name as printed that only the name after it has ("Mabel and Rob Tarling");
    `initials` are those before a family name, folded ("pj" of "P.J. Kilbane").
    `evidence` is above zero where the form and the surroundings speak for a person.
    """

    span: Span
    titled: Span
    words: tuple[str, ...]
    titles: tuple[str, ...]
    gender: str | None
    evidence: float
    paragraph: int
    quoted: bool
    headline: bool = False
    family: str | None = None
    initials: str = ""

    @property
    def full(self) -> bool:
        """Whether the mention has more than one word besides particles."""
        return sum(word not in _PARTICLES for word in self.words) > 1


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a run, without a possessive "'s", and its place in the document's text."""

    text: str
    start: int
    end: int

    @property
    def folded(self) -> str:
        return fold(self.text)


def fold(word: str) -> str:
    """Return a word in lower case, without accents, full stops and apostrophes, to compare names by."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in plain if c.isalnum() or c in "-/").strip("-")


def find_names(document: Document) -> list[Name]:
    """Return every mention of what may be a person's name, in order.

    Runs that are certainly something else (a weekday, a lone title, "the World Bank") are left out;
    doubtful ones are kept with low `evidence`.
    """
    found: list[Name] = []
    sure = _surely_names(document)
    for number, paragraph in enumerate(document.paragraphs):
        headline = is_headline(paragraph.of(document.text))
        for run in _runs(document, paragraph, sure):
            name = _name(document, run, number)
            if name is not None:
                found.append(replace(name, headline=headline))
    return [_with_family(document, found, i) for i in range(len(found))]


def _with_family(document: Document, names: Sequence[Name], i: int) -> Name:
    """Return a mention, with the family name that it shares with the next ("Mabel" of "Mabel and Rob Tarling")."""
    name = names[i]
    after = names[i + 1] if i + 1 < len(names) else None
    if after is None or after.titles or name.titles or len(name.words) > 1 or len(after.words) != 2:
        return name
    joined = document.text[name.span.end : after.span.start] == " and "
    if not joined or name.words[0] not in given_names() or after.evidence <= 0:
        return name
    if any(name.words[0] in other.words for other in names if other.full):
        return name  # "Jordan and Rob Tarling" where a Mary Jordan is spoken of
    return replace(name, words=(name.words[0], after.words[1]), family=after.span.of(document.text).split()[-1])


def is_headline(text: str) -> bool:
    """Return whether a paragraph is printed in title case, as headlines are: there, capitals tell nothing."""
    if text.rstrip().endswith((":", ",")):
        return False  # "Jan Obi, Chief Executive of Orm Steel, said:" leads on to what follows
    long = [word for word in re.findall(r"[^\W\d_][\w'-]*", text) if len(word) > 3]
    return len(long) >= 4 and sum(word[0].isupper() for word in long) >= 0.87 * len(long)


def _surely_names(document: Document) -> frozenset[str]:
    """Return the words that stand with a capital within a sentence and nowhere in small letters."""
    inner = set(re.findall(r"(?<=[a-z,;] )[A-Z][\w'-]+", document.text))
    small = set(re.findall(r"\b[a-z][\w'-]+", document.text))
    return frozenset(word for word in inner if word.lower() not in small)


def _runs(document: Document, paragraph: Span, sure: frozenset[str]) -> Iterator[list[_Word]]:
    """Yield the runs of capitalised words of a paragraph, name particles between them included."""
    text = document.text
    run: list[_Word] = []
    nicknames = [Span(*match.span()) for match in NICKNAME.finditer(text, paragraph.start, paragraph.end)]
    for word in _words_of(text, paragraph):
        if any(nickname.start < word.start < nickname.end for nickname in nicknames):
            continue
        broken = bool(run) and not _joined(text[run[-1].end : word.start], run[-1])
        lower = not (word.text[0].isupper() or _PREFIXED.match(word.text)) and not _of_territory(text, run, word)
        if run and (broken or (lower and word.folded not in _PARTICLES)):
            yield _trimmed(run)
            run = []
        if lower and not run:
            continue
        surname = word.text == "So" and _CANTONESE_GIVEN.match(text, word.end) is not None
        if not run and word.text not in sure and not surname and _opens_sentence(document, word):
            continue
        if (
            word.folded in _NOT_IN_NAMES and word.text != "He" and not surname and not _of_territory(text, run, word)
        ) or _CONTRACTED.fullmatch(word.text):
            if run:
                yield _trimmed(run)
            run = []
            continue
        run.append(word)
        if text[word.end : word.end + 2] == "'s":
            yield _trimmed(run)
            run = []
    if run:
        yield _trimmed(run)


def _of_territory(text: str, run: Sequence[_Word], word: _Word) -> bool:
    """Return whether a word is the "of" of a peer's title ("Lord Hartwick of Saltby"), and no body's."""
    if word.text != "of" or len(run) < 2 or run[-2].text not in PEERS or run[-1].folded in titles():
        return False
    match = _TERRITORY.match(text, word.start)
    return match is not None and not any(map(is_organisation_word, match["place"].split()))


def _words_of(text: str, paragraph: Span) -> Iterator[_Word]:
    """Yield all words of a paragraph, without a possessive "'s"."""
    for match in _WORD.finditer(text, paragraph.start, paragraph.end):
        word = match.group()
        if word.endswith("'s"):
            word = word[:-2]
        elif word.endswith("'") and word.lower() not in titles():
            word = word[:-1]
        yield _Word(word, match.start(), match.start() + len(word))


def _joined(between: str, before: _Word) -> bool:
    """Return whether what stands between two words lets them belong to one name."""
    if between == " " or _NICKNAME_BETWEEN.fullmatch(between):
        return True
    return (between == "." and len(before.text) == 1) or (
        between == ". " and (len(before.text) == 1 or before.folded in _ABBREVIATED or before.folded in _SUFFIXES)
    )


def _trimmed(run: list[_Word]) -> list[_Word]:
    """Return a run without particles at its end."""
    while run and run[-1].folded in _PARTICLES and not run[-1].text[0].isupper():
        run = run[:-1]
    return run


def _opens_sentence(document: Document, word: _Word) -> bool:
    """Return whether a word is capitalised only because it opens a sentence."""
    token = document.tokens(Span(word.start, word.end))[0]
    before = document.text[max(0, word.start - 2) : word.start]
    opening = token.is_sent_start or before.endswith('"') or before in ("' ", ". ", ": ", "? ", "! ")
    if not opening:
        return False
    if (token.ent_type_ == "PERSON" and not _reports(word.text.lower())) or word.folded in titles():
        return False
    following = document.text[word.end : word.end + 2]
    if following[:1] == " " and following[1:].isupper() and _reports(word.text.lower()):
        return True  # "Said Ada Obi on Monday: ..."
    if token.pos_ in _NOT_OPENING and not (following[:1] == " " and following[1:].isupper() and token.pos_ == "VERB"):
        return token.tag_ not in ("NNP", "NNPS")
    return False


def _reports(word: str) -> bool:
    """Return whether a word is the past of a reporting verb, so that a name may follow it in its sentence."""
    return word in cue_words("form") or (word.endswith("ed") and may_report(word))


def _name(document: Document, run: list[_Word], paragraph: int) -> Name | None:
    """Divide a run into titles and name, and weigh whether it names a person."""
    if not run:
        return None
    known = titles()
    titled = [i for i in range(len(run)) if _is_title(document.text, run, i)]
    last_title = titled[-1] if titled else -1
    if last_title == len(run) - 1:
        # A family name may be a title too ("Gabriel Dean", "Susan King"); a lone title names nobody.
        if len(run) < 2 or len(titled) > 1 or document.text[run[-1].end : run[-1].end + 3] == " of":
            return None
        last_title, titled = -1, []
    name = run[last_title + 1 :]
    while last_title < 0 and len(name) > 2 and name[0].text in _EPITHETS:
        # "Old Sid Barrow", "Fellow Liberal Ines Okoro"
        name = name[2 if name[0].text == "Fellow" and len(name) > 3 else 1 :]
    while last_title < 0 and len(name) > 2 and name[0].text.lower() in words("role_nouns"):
        name = name[1:]  # "Author Roger Stone" where the sentence begins
    if last_title < 0:
        name = _past_role(name)
        if len(name) > 2 and _is_occupation(document, name[0]):
            name = name[1:]  # "Farmer Jan Obi" where the sentence begins
    short = [i for i, w in enumerate(name[:-2]) if w.text.isupper() and w.text in words("role_nouns")]
    name = name[short[-1] + 1 :] if short and last_title < 0 else name  # "Tarn MLA Jan Obi"
    governed = last_title < 0 and office_before(document, run[0].start, bare=True) is not None
    if governed:
        spans = [Span(word.start, word.end) for word in name]
        name = name[words_of_office(document, spans, [word.folded for word in name]) :]  # "Minister for Roads Ann Obi"
    name = _without_modifiers(document, name) if last_title < 0 and not governed else name
    while len(name) > 2 and name[-1].text in word_group("post-nominals"):
        name = name[:-1]  # "Iqbal Dunmore KC"
    while len(name) > 1 and name[0].text[0].islower():
        name = name[1:]
    if len(name) == 1 and name[0].text in word_group("post-nominals"):
        return None  # "T.S. Pillai, IAS, Commissioner of Works"
    name_words = _in_speaking_order(document, name)
    kept = tuple(w.folded for w in name_words if len(w.folded) > 1 and w.folded not in _SUFFIXES | {"of"})
    if not kept or any(w in _CALENDAR and len(kept) == 1 for w in kept) or not any(w.text[0].isupper() for w in name):
        return None
    title_words = tuple(w.text for w in run[titled[0] : last_title + 1]) if titled else ()
    gender = next(
        (known[t.lower()].gender for t in reversed(title_words) if t.lower() in known and known[t.lower()].gender), None
    )
    dotted = name[-1].folded in _SUFFIXES and document.text[name[-1].end : name[-1].end + 1] == "."
    span = Span(name[0].start, name[-1].end + dotted)
    first_title = run[titled[0]].start if titled else span.start
    evidence = _evidence(document, span, name, title_words)
    before_family = document.text[span.start : name[-1].start] if len(kept) == 1 else ""
    return Name(
        span,
        Span(first_title, span.end),
        kept,
        title_words,
        gender,
        evidence,
        paragraph,
        document.quoted(span.start) is not None,
        initials=fold("".join(_INITIAL.findall(before_family))),
    )


def _in_speaking_order(document: Document, name: list[_Word]) -> list[_Word]:
    """Return a name with the given name first that the source has behind a comma ("Ho Tsz-kin, Desmond")."""
    between = Span(name[-2].end - 1, name[-1].start) if len(name) > 2 else None
    parted = between is not None and "," in document.to_source(between).of(document.article.text)
    return [name[-1], *name[:-1]] if parted else name


def _past_role(run: list[_Word]) -> list[_Word]:
    """Return a run without the capitalised role that stands before its name ("University Librarian Ines Obi")."""
    for i in range(len(run) - 3, 0, -1):
        if run[i].text.lower() in words("role_nouns") and run[0].folded not in given_names():
            return run[i + 1 :]
    return run


def _is_occupation(document: Document, word: _Word) -> bool:
    """Return whether a capital at a sentence's beginning is all that makes a name of an occupation ("Breeder")."""
    token = document.tokens(Span(word.start, word.end))[0]
    lower = word.text.lower()
    opening = bool(token.is_sent_start) and token.ent_type_ != "PERSON" and word.folded not in given_names()
    listed = len(lower) > 4 and lower not in word_group("not-agents") and not is_organisation_word(lower)
    return opening and listed and re.search(r"(?:er|or|ist|ian|eer|man|woman|master)$", lower) is not None


def _is_title(text: str, run: Sequence[_Word], i: int) -> bool:
    """Return whether the word at `i` of a run is a title; "Seri" and "Sri" are only after another Malay one."""
    if len(run) == 2 and i == 0 and run[0].folded in word_group("titles-or-names"):
        # "Dean Johnson" holds a title only where another given name goes with the family name.
        return re.search(rf"\b(?!{run[0].text}\b)[A-Z][\w'-]+ {re.escape(run[1].text)}\b", text) is not None
    if run[i].folded in _SUFFIXES:
        return i == 0 and len(run) > 1 and run[0].folded in titles()  # "Sr Agnes Obi", not "Jan Obi Sr"
    if run[i].folded == "tan":
        return i + 1 < len(run) and run[i + 1].folded in ("seri", "sri")
    if run[i].folded in ("seri", "sri"):
        return i > 0 and run[i - 1].folded in ("dato", "datuk", "datin", "tan", "puan")
    return run[i].folded in titles() or run[i].text.lower() in titles()


def _without_modifiers(document: Document, name: list[_Word]) -> list[_Word]:
    """Return a run without what the model takes for a group or place before a person ("Republican Donald Trump")."""
    for i, word in enumerate(name):
        token = document.tokens(Span(word.start, word.end))[0]
        if token.ent_type_ == "PERSON":
            before = [document.tokens(Span(w.start, w.end))[0].ent_type_ for w in name[:i]]
            if before and all(kind in _NOT_PEOPLE for kind in before):
                return name[i:]
            break
    while len(name) > 1 and _modifies(document, name[0]):
        name = name[1:]
    return name


def _modifies(document: Document, word: _Word) -> bool:
    """Return whether a capitalised word only qualifies the name after it ("Oscar-winning", "Liberal" at the start)."""
    token = document.tokens(Span(word.start, word.end))[0]
    opening = token.is_sent_start and token.tag_ in ("JJ", "VBG", "VBN", "RB") and token.ent_type_ != "PERSON"
    return (opening and word.text != "So") or re.search(
        r"-(?:winn|bas|born|led|era|elect|found|train)\w*$", word.text
    ) is not None


def _evidence(document: Document, span: Span, name: list[_Word], title_words: tuple[str, ...]) -> float:
    """Weigh the form and the surroundings of a run: above zero, it names a person rather than anything else."""
    text = document.text
    score = 0.0
    if title_words:
        score += 3.0
    kinds = [token.ent_type_ for token in document.tokens(span) if token.is_alpha]
    score += 2.0 if "PERSON" in kinds else 0.0
    score -= 1.5 if kinds and all(kind in _NOT_PEOPLE for kind in kinds) else 0.0
    owned = text[: span.start].endswith(("s' ", "'s "))  # "the Exporters' Chamber"
    if (len(name) > 1 or owned) and any(is_organisation_word(w.text) for w in name):
        score -= 4.0
    if not title_words and re.search(r"\b(?:the|a|an)\s$", text[max(0, span.start - 4) : span.start], re.IGNORECASE):
        score -= 2.0
    if any(len(w.text) > 3 and w.text.isupper() for w in name) or any(c.isdigit() for w in name for c in w.text):
        score -= 1.5
    if len(name) > 1 and name[-1].text.lower() in words("role_nouns") and BESIDE_NAME.match(text, span.end):
        score -= 3.0  # "Norland's Transport Minister, Jan Obi"
    if PLACE_BEFORE.search(text, max(0, span.start - 40), span.start):
        score -= 2.5
    if _BODY_AFTER.match(text, span.end) or _body_before(text, span.start):
        score -= 3.0
    score += 3.0 if _NAMED_AS.search(text, max(0, span.start - 40), span.start) else 0.0
    score += (3.0 if len(name) > 1 else 1.5) if _AGED.match(text, span.end) else 0.0
    named = bool(title_words) or fold(name[0].text) in given_names()
    if len(name) > 1 and not named and name[-1].text.lower() in word_group("streets"):
        score -= 3.0
    if len(name) > 1 and name[0].text.lower() in word_group("things"):
        score -= 4.0  # "Cyclone Berta"
    after = text[span.end : span.end + 6]
    score += 2.0 if after.startswith(", who") else 0.0
    score -= 2.0 if after.startswith(", whi") else 0.0
    score += 0.5 if 2 <= len(name) <= 4 else 0.0
    score += 1.5 if len(name) > 1 and fold(name[0].text) in given_names() else 0.0
    score += 0.6 if len(name) > 1 and speaks(text, span) else 0.0
    return score


def speaks(text: str, span: Span) -> bool:
    """Return whether the words "said" or the like stand right beside a name."""
    return _SAYS_AFTER.match(text, span.end) is not None or text[: span.start].endswith(("said ", "says "))


def _body_before(text: str, start: int) -> bool:
    """Return whether a common noun before a name says that it is an organisation's ("the oil company Quillmark")."""
    noun = word_before(text, start)
    return noun in words("organisation_nouns") | words("brand_nouns") and noun not in words("role_nouns")


def word_before(text: str, start: int) -> str:
    """Return the word in small letters right before an offset, or nothing."""
    match = re.search(r"([a-z-]+) $", text[max(0, start - 30) : start])
    return match[1] if match is not None else ""


def is_organisation_word(word: str) -> bool:
    """Return whether a capitalised word marks the name that holds it as an organisation's."""
    listed = words("organisation_nouns")
    return word in listed or word.lower() in listed

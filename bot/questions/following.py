"""How a question leans on the turn before: pronouns, ellipsis, "what else"; and whom it then means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from bot.questions.cast import Cast, Entity
from bot.questions.question import Kind, Manner, Named
from bot.questions.words import fold, text_lines, tokens, word_list
from index.article import SpeakerKind
from index.attribution.wordlists import words as lexicon

if TYPE_CHECKING:
    from bot.conversation import Turn
    from index.snapshot import Snapshot

_HE = frozenset("he him his himself hes he's".split())
_SHE = frozenset("she her hers herself shes she's".split())
_THEY = frozenset("they them their theirs themselves".split())
_SOMEBODY = frozenset("who whose somebody someone anybody anyone everybody everyone".split())
_IT = frozenset("it that those these this its there ones one".split())
_HE_CJK, _SHE_CJK = re.compile(r"他(?![們们])|彼(?!女|ら)"), re.compile(r"她(?![們们])|彼女")
_SOMEBODY_CJK = re.compile(r"佢(?!哋)|其(?=[人他]?[的說说話话])")
_THEY_CJK = re.compile(r"佢哋|他們|他们|她們|她们|彼ら")
_SHORT, _SHORT_CJK = 4, 9  # words, characters
# "Whose joke about glasses was it?" points forward, and so does "it was".
_CLEFT = re.compile(r"^(\W*(?:and |so )?whos?e?\b.*? \w+ .*?)\b(?:was|is) it\b")
# The pronoun in "who said they sleep badly" is the who.
_WHO_THEMSELVES = re.compile(
    r"^\W*(?:who|which (?:of them|one|\w+))(?: \w+){0,2} \w+(?: that| if| whether)? (?:he|she|they)(?:'\w+)? \w+ \w"
    r"|^\W*(?:who|which of them)\b.*\b(?:him|her|them)sel(?:f|ves)\b"
)
_BRIEF, _LONG = 5, 8  # words
_ROMANCE = {
    "fr": (re.compile(r"\b(?:il|lui)\b"), re.compile(r"\belle\b"), re.compile(r"\b(?:ils|elles|leur|leurs)\b")),
    "es": (re.compile(r"\bel(?= (?:dijo|dice|cree|piensa))"), re.compile(r"\bella\b"), re.compile(r"\bell[oa]s\b")),
    "de": (re.compile(r"\b(?:er|ihm|ihn|sein\w*)\b"), re.compile(r"\b(?:sie|ihr\w{0,2})\b"), re.compile(r"\bihnen\b")),
}  # fmt: skip


@cache
def _patterns(use: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of one use of `data/following.txt`."""
    rows = (line.split("\t") for line in text_lines("following"))
    return tuple(re.compile(pattern) for name, pattern in rows if name == use)


def _fits(text: str, *uses: str) -> bool:
    return any(pattern.search(text) for use in uses for pattern in _patterns(use))


def leans(text: str, language: str, named: Sequence[Named]) -> bool:
    """Return whether a question cannot be understood without the turn before, by its own words."""
    plain = fold(text)
    words = [token.word for token in tokens(plain)]
    if _WHO_THEMSELVES.search(plain):
        return _fits(plain, "ellipsis", "more")
    if _fits(plain, "ellipsis", "more") or (len(words) <= _BRIEF and _fits(plain, "brief")):
        return True
    # A long question mostly holds what its "then", "it" or "they" point back to.
    holds_its_own = len(words) > _LONG
    if not holds_its_own and _fits(plain, "leans"):
        return True
    if any(_pronouns(text, language)) and not named and not (holds_its_own and _subject_before(words)):
        return True
    if set(words) & (_HE | _SHE) and not _antecedent_before(words, plain, named) and not _subject_before(words):
        return True
    # "It" that points back, not forward ("it is true that ...").
    pointing = _CLEFT.sub(r"\1", plain)
    refers = next(filter(None, (pattern.search(pointing) for pattern in _patterns("refers"))), None)
    if refers is None or named or not set(words) & _IT:
        return False
    return not (holds_its_own and _has_content([token.word for token in tokens(pointing[: refers.start()])]))


def may_lean(text: str, language: str, named: Sequence[Named]) -> bool:
    """Return whether a question is so short, and names so little, that the turn before may be its subject.

    What is longer and leans by no word of its own stands alone: members open a subject more often than that.
    """
    if named or _holds_a_name(text):
        return False
    return len(text) <= _SHORT_CJK if language in ("zh", "ja") else len(tokens(text)) <= _SHORT


def asks_for_more(search: str) -> bool:
    """Return whether other passages than those shown are asked for ("what else did he say")."""
    return _fits(fold(search), "more")


def carried(search: str, language: str, turn: Turn, cast: Cast, snapshot: Snapshot) -> tuple[Named, ...]:
    """Return whom a question that leans on `turn` means without a name, the likeliest first.

    A pronoun is whoever was asked about, or else speaks in the passage shown, or is named there, and has its gender;
    where there is no pronoun, whoever was asked about.
    """
    he, she, they = _pronouns(search, language)
    asked = turn.asked.speakers if turn.asked else ()
    was = [e for named in asked for e in cast.entities if e.name == named.name]
    if not (he or she or they):
        return tuple(_as_named(e, 0.5) for e in was) if turn.asked and turn.asked.kind is not Kind.FACT else ()
    shown = next((p for p in snapshot.passages if turn.passages and p.id == turn.passages[0]), None)
    spoke = cast.of_keys(frozenset((shown.article, s) for s in shown.speakers)) if shown else []
    text = {token.word for token in tokens(shown.text)} if shown else set()
    near = [e for e in cast.entities if e.words and e.words[-1] in text and e.kind is SpeakerKind.PERSON]
    for group, score in ((was, 0.9), (spoke, 0.8), (near, 0.5)):
        fitting = [e for e in group if _may_be(e, he, she, they)]
        if fitting:
            return tuple(_as_named(e, score) for e in dict.fromkeys(fitting))
    return ()


def _as_named(entity: Entity, score: float) -> Named:
    return Named(entity.name, "", Manner.PRONOUN, score, frozenset(entity.keys))


def _may_be(entity: Entity, he: bool, she: bool, they: bool) -> bool:
    if they and not (he or she):
        return True
    if entity.kind not in (SpeakerKind.PERSON, SpeakerKind.UNNAMED):
        return False
    return entity.gender is None or (he and entity.gender == "m") or (she and entity.gender == "f")


def _pronouns(search: str, language: str) -> tuple[bool, bool, bool]:
    """Return whether a question holds a word for "he", "she" and "they"."""
    words = {token.word for token in tokens(search)}
    he, she, they = bool(words & _HE), bool(words & _SHE), bool(words & _THEY)
    if language in ("zh", "ja"):
        either = bool(_SOMEBODY_CJK.search(search))
        they = they or bool(_THEY_CJK.search(search))
        return he or either or bool(_HE_CJK.search(search)), she or either or bool(_SHE_CJK.search(search)), they
    if language in _ROMANCE:
        found = [bool(pattern.search(fold(search))) for pattern in _ROMANCE[language]]
        return he or found[0], she or found[1], they or found[2]
    return he, she, they


def _antecedent_before(words: list[str], plain: str, named: Sequence[Named]) -> bool:
    """Return whether somebody is named before the first "he" or "she"."""
    first = next(word for word in words if word in _HE | _SHE)
    match = re.search(rf"\b{re.escape(first)}\b", plain)
    place = match.start() if match else 0
    return any(0 <= plain.find(fold(one.mention)) < place for one in named)


def _subject_before(words: Sequence[str]) -> bool:
    """Return whether something that a pronoun can point back to stands before the first one of an English question."""
    first = next((i for i, word in enumerate(words) if word in _HE | _SHE | _THEY), 0)
    if words[first] in _HE | _SHE:
        persons = _SOMEBODY | word_list("generic_heads") | lexicon("role_nouns")
        return any(word in persons for word in words[:first])
    return _has_content(words[:first]) or any(word in _SOMEBODY for word in words[:first])


def _has_content(words: Sequence[str]) -> bool:
    frame = word_list("frame_words")
    return any(word not in frame for word in words)


def _holds_a_name(text: str) -> bool:
    """Return whether a word within a question is written like a name, and the question not like a heading."""
    within = [token.text for token in tokens(text)][1:]
    capital = [word for word in within if word[0].isupper() and word not in ("I", "OK")]
    return bool(capital) and len(capital) < len(within)

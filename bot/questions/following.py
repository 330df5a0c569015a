"""How a question leans on the turn before: pronouns, ellipsis, "what else"; and whom it then means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.questions.cast import Cast, Entity
from bot.questions.question import Kind, Manner, Named
from bot.questions.words import fold, tokens
from index.article import SpeakerKind

if TYPE_CHECKING:
    from bot.answering import Turn
    from index.snapshot import Snapshot

_HE = frozenset("he him his himself hes he's".split())
_SHE = frozenset("she her hers herself shes she's".split())
_THEY = frozenset("they them their theirs themselves".split())
_IT = frozenset("it that those these this its there ones one".split())
_HE_CJK, _SHE_CJK = re.compile(r"他(?![們们])|彼(?!女|ら)"), re.compile(r"她(?![們们])|彼女")
_SOMEBODY_CJK = re.compile(r"佢(?!哋)|其(?=[人他]?[的說说話话])")
_THEY_CJK = re.compile(r"佢哋|他們|他们|她們|她们|彼ら")
_ROMANCE = {
    "fr": (re.compile(r"\b(?:il|lui)\b"), re.compile(r"\belle\b"), re.compile(r"\b(?:ils|elles|leur|leurs)\b")),
    "es": (re.compile(r"\bel(?= (?:dijo|dice|cree|piensa))"), re.compile(r"\bella\b"), re.compile(r"\b(?:ellos|ellas)\b")),
    "de": (re.compile(r"\b(?:er|ihm|ihn|sein\w*)\b"), re.compile(r"\b(?:sie|ihr\w{0,2})\b"), re.compile(r"\bihnen\b")),
}  # fmt: skip
_ELLIPSIS = re.compile(
    r"^\W*(?:(?:ok|okay|so|but|and|also|then|well|hm+)\b[, ]*)*"
    r"(?:and\b|also\b|but\b|what about|how about|(?:since|by|from|until) (?:when|what)|by how much|(?:in exchange|on|under|for|at|with|to) (?:what|which|whom)\b"
    r"|or else|what else|anything else|who else|where else|how come|why(?: not| is that| so)?\W*$|when\W*$|where\W*$|how(?: much| many| so| long| often)?\W*$|who\W*$|really\W*$|which(?: one)?\W*$"
    r"|(?:how|what) (?:many|much)? ?(?:more|of (?:them|those|these))|et\b|y\b|und\b|warum\W*$|pourquoi\W*$)"
)
_BEGINS = re.compile(r"^\W*(?:ok(?:ay)?,? |so,? |well,? )*(?:and|but|also|or|then|et|y|und)\b")
_ELLIPSIS_CJK = re.compile(r"^(?:咁|那(?!些|個|个)|那么|那麼|仲有|還有|还有|另外|除此|それ|その|では|じゃあ|他に|ほかに)|^(?:點解|为什么|為什麼|幾時|何时|なぜ)[?？]?$")
_LEANS = re.compile(r"\b(?:else|instead|the others?(?: \w+)?|the rest|the same|the year before|a year earlier|before that|after that|more to come|afterwards)\b")
_MORE = re.compile(
    r"\b(?:what|anything|who|where|something) else\b|\belse did\b|\b(?:any|what) other\b|\bsomething more\b|\banything more\b"
    r"|quoi d'autre|que mas|que otra|was noch|was sonst|sonst noch|仲有咩|仲有乜|还有什么|還有什麼|还说|還說|仲講|他に何|ほかに何"
)


def leans(search: str, language: str, named: Sequence[Named]) -> bool:
    """Return whether a question cannot be understood without the turn before."""
    plain = fold(search)
    words = [token.word for token in tokens(plain)]
    if _BEGINS.search(plain) or _ELLIPSIS.search(plain) or _ELLIPSIS_CJK.search(search) or _LEANS.search(plain) or _MORE.search(plain):
        return True
    if any(_pronouns(search, language)) and not named:
        return True
    if set(words) & (_HE | _SHE) and not _antecedent_before(words, plain, named):
        return True
    return bool(set(words) & _IT) and not named and _refers(plain)


def asks_for_more(search: str) -> bool:
    """Return whether other passages than those shown are asked for ("what else did he say")."""
    return bool(_MORE.search(fold(search)))


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


def _refers(plain: str) -> bool:
    """Return whether "it", "that" ... points back rather than forward ("it is true that ...", "that the ...")."""
    return bool(
        re.search(r"\b(?:it|this|those|these|that)\W*$|\b(?:did|does|will|would|has|was|is|when|how much (?:will|would|does|did)|can|could|of|for|about|to|with|like|by) "
                  r"(?:it|that|those|this|these|they)\b(?! (?:possible|true|likely|clear|a|an|the|not|so|that|time|worth)\b)|\bthat (?:one|much|many)\b|\bits\b|\beach one\b", plain)
    )  # fmt: skip

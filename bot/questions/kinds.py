"""What sort of answer a question wants, by its cue words in the languages that members write in.

English patterns are matched against the folded question with "§" in place of whomever it names, so that
"what did § say" fits however the speaker is called.
"""

from __future__ import annotations

import re
from functools import cache

from bot.questions.question import Kind
from bot.questions.words import text_lines, tokens
from index.attribution.lexicon import cue_verbs
from index.retrieval.stemming import stem

_WITH_CUES = frozenset({"zh", "ja", "fr", "es", "de"})
_WHO = re.compile(
    r"^\W*(?:(?:and|so|but|ok|then|do you know|any idea|tell me|remind me|which|pls|please|was it|hey),? )*"
    r"(?:who(?:'?s|'d|'ll|'ve)?|which (?:\w+ )?(?:person|expert|officials?|delegates?|one|of them|man|woman))"
    r"(?: (?:was it that|it was that|was|were|is|has|had|have|would|does|did|(?:would|does|did|is|was|wo)n'?t|been|also"
    r"|just|really|actually|first|even|only|else))* "
    r"(?P<verb>[\w'-]+)(?P<rest>.*)"
)
_WHOSE = re.compile(
    r"^\W*(?:\w+ )?whose (?:\w+ )?(?:line|words?|quote|remark|phrase|idea|claim|comment|estimate|figure|view|joke"
    r"|analogy|image|metaphor|opinion|warning|argument|complaint|suggestion|point|quip|theory|proposal|story|question|motto"
    r"|comeback|crack|dig|gag|zinger|promise|comparison|answer|reply|wish|hope|fear)s?\b"
)
# Verbs of saying beside those by which articles report speech.
_TELLS = frozenset(
    """accept accuse answer apologise apologize argue ask attack back believe blame boast brag bring call cast
    challenge cite compare complain concede confess crack dare defend deny describe dismiss distinguish doubt
    dub estimate expect favor favour fear grumble hate heckle hope insist interrupt invite invoke joke judge
    justify label liken mention moan mock murmur mutter name need object oppose plan poke praise predict prefer
    promise push put question quip quote rail raise react rebuke reckon refuse reply respond say scoff shout
    slam sneer speak support swear talk tease tell thank think undertake use vow want wish worry yell advocate
    anticipate appreciate assume dislike dread envisage foresee guess intend notice notices prefer rate recall
    recommend recount regret resent sense share tolerate witness""".split()
)
_MAKES = re.compile(
    r"^ (?:the|a|an|that|this)?(?: \w+){0,2} ?(?:remark|comment|joke|point|case|claim|comparison|quip|crack|argument"
    r"|image|promise|line|dig|analogy|metaphor)"
)
_ASKS_OF = re.compile(
    r"\b(?:did|does|do|has|had|have|would|could|will|is|was|can|should|are|were|might)(?: \w+)? §"
    r"(?: \w+ly| ever| just| rather| himself| herself)? (?P<verb>[\w']+)"
)
_INVERTED = re.compile(r"§ (?P<verb>[\w']+)")


@cache
def _cues(language: str) -> tuple[tuple[Kind, bool, re.Pattern[str]], ...]:
    """Return the cues of a language in order: the kind, whether somebody has to be named, and the pattern."""
    parts: dict[str, str] = {}
    found: list[tuple[Kind, bool, re.Pattern[str]]] = []
    for line in text_lines(f"cues_{language}"):
        kind, pattern = line.split("\t")
        if kind.startswith("{"):
            parts[kind] = pattern
            continue
        for name, part in parts.items():
            pattern = pattern.replace(name, part)
        found.append((Kind(kind.removesuffix("§")), kind.endswith("§"), re.compile(pattern)))
    return tuple(found)


def kind_of(masked: str, text: str, language: str, *, named: bool, topic: str) -> Kind:
    """Return the kind of a question that is one.

    Args:
        masked: the question, folded, "§" in place of whom it names.
        text: the question, folded.
        language: the language it is in.
        named: whether it names somebody.
        topic: its content words without these.
    """
    if language in _WITH_CUES:
        for kind, needs_name, pattern in _cues(language):
            if (named or not needs_name) and pattern.search(text):
                return kind
    masked = re.sub(r"\s+", " ", masked)
    for kind, _, pattern in _cues("en"):
        if pattern.search(masked):
            return kind
    if _WHOSE.search(masked) or _asks_who(masked):
        return Kind.WHO_SAID
    if named and any(_reports(m.group("verb")) for p in (_ASKS_OF, _INVERTED) for m in p.finditer(masked)):
        return Kind.WHAT_SAID
    if (
        language not in ("zh", "ja")
        and len(tokens(text)) <= 3
        and topic
        and not re.search(r"^\W*(?:who|what|when|where|why|how|which|is|did|does|was)\b", masked)
    ):
        return Kind.TOPIC
    return Kind.FACT


def _asks_who(masked: str) -> bool:
    match = _WHO.match(masked)
    if match is None:
        return False
    makes = stem(match["verb"]) in {"made", "make"} and bool(_MAKES.match(match["rest"]))
    return makes or _reports(match["verb"])


def _reports(word: str) -> bool:
    return stem(word) in _reporting() or word in (
        "said",
        "thought",
        "told",
        "spoke",
        "brought",
        "meant",
        "swore",
        "felt",
        "thinks",
    )


@cache
def _reporting() -> frozenset[str]:
    weak = {
        "have",
        "be",
        "do",
        "go",
        "make",
        "find",
        "get",
        "give",
        "show",
        "set",
        "run",
        "lead",
        "start",
        "teach",
        "write",
        "sign",
    }
    return frozenset(map(stem, (cue_verbs().keys() | _TELLS) - weak))

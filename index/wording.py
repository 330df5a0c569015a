"""Whether two texts say the same in nearly the same words, whoever wrote them down and in whichever tense."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz import fuzz

from index.attribution.wordlists import word_group
from index.retrieval.stemming import folded, stem

_LEAST_SHARED = 0.8  # of the telling words
_ALIKE = 80  # of a hundred: two spellings of one word
_ROOM = 3  # telling words beside the place where the words fit best

_CJK = "\u3041-\u30ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff"
_WORD = re.compile(rf"[%£$€¥₹]|[{_CJK}]|[^\W_{_CJK}]+(?:'[^\W_{_CJK}]+)?")
# Reported speech changes these: "we are" becomes "they were". Our own compilation, as are the others.
_FREE = frozenset(
    """a an the that this these those i me my mine myself we us our ours ourselves you your yours he him his himself she
    her hers herself it its itself they them their theirs themselves am is are was were be been being have has had
    having do does did doing and so then there here also per said says""".split()
)
_TENSES = {
    **dict.fromkeys(("will", "would", "shall"), "will"),
    **dict.fromkeys(("may", "might"), "may"),
    **dict.fromkeys(("can", "could"), "can"),
    **dict.fromkeys(("should", "ought"), "should"),
    **dict(
        pair.split(":")
        for pair in """went:go gone:go came:come saw:see seen:see knew:know known:know thought:think took:take
        taken:take gave:give given:give got:get made:make found:find kept:keep left:leave lost:lose paid:pay
        told:tell felt:feel meant:mean began:begin begun:begin became:become built:build bought:buy brought:bring
        chose:choose chosen:choose fell:fall fallen:fall grew:grow grown:grow held:hold led:lead met:meet ran:run
        rose:rise risen:rise sent:send sold:sell spent:spend spoke:speak spoken:speak stood:stand taught:teach
        threw:throw understood:understand won:win wrote:write written:write""".split()
    ),
}
# One of them more or less, and the sentence says something else.
_TELLING = (
    frozenset(
        """not no never none nobody nothing neither nor without hardly barely scarcely rarely seldom will may can should
        must two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty
        ninety hundred thousand million billion trillion half third quarter double triple twice dozen percent cent more
        less fewer most least all some every up down above below before after only if unless except against""".split()
    )
    | frozenset("%£$€¥₹不沒没無无未非勿否別别零〇一二三四五六七八九十百千萬万億亿兩两半多少")
    | word_group("calendar")
)

_DENIALS = frozenset("not no never none nobody nothing neither nor if unless 不 沒 没 無 无 未 非 勿 否".split())


def telling_words(text: str) -> tuple[str, ...]:
    """Return what is said in `text`, as the stems of its words in order.

    Pronouns, articles and auxiliaries are left out, tenses are made equal; of Chinese and Japanese every character is
    a word.
    """
    return tuple(_telling(text.replace("’", "'")))


def _telling(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word, _, end = folded(match.group()).partition("'")
        negated = (end == "t" and word.endswith("n")) or word == "cannot"
        if negated:
            word = {"ca": "can", "wo": "will", "sha": "will", "cannot": "can"}.get(word.removesuffix("n"), word[:-1])
            word = "can" if match.group().lower() == "cannot" else word
        if word not in _FREE:
            yield _form(word)
        if negated:
            yield "not"
        if end == "ll":
            yield "will"


@lru_cache(maxsize=100_000)
def _form(word: str) -> str:
    known = _TENSES.get(word, word)
    return known if known in _TELLING or any(c.isdigit() for c in known) else stem(known)


def tells(word: str) -> bool:
    """Return whether one word of `telling_words` decides what a sentence says: a number, a "not", a day."""
    return word in _TELLING or any(c.isdigit() for c in word)


def holds_words(text: Sequence[str], words: Sequence[str]) -> bool:
    """Return whether `text` says what `words` say in nearly the same words; both as of `telling_words`.

    A fifth of the words may be missing there, or others stand between them, but no number, negation, modal verb or day,
    and no word may stand in the place of another.
    """
    if not words or len(text) < _LEAST_SHARED * len(words):
        return False
    start, end = _where(text, words)
    window = text[start:end]
    matcher = SequenceMatcher(None, words, window, autojunk=False)
    steps = matcher.get_opcodes()
    if steps and steps[0][0] == "insert":
        *_, before = steps.pop(0)
        if _DENIALS & set(window[max(0, before - _ROOM) : before]):
            return False  # "it is not true that ..."
    if steps and steps[-1][0] == "insert":
        del steps[-1]
    shared = between = 0
    for what, i1, i2, j1, j2 in steps:
        if what == "equal":
            shared += i2 - i1
        elif what == "replace":
            if i2 - i1 != j2 - j1 or not all(map(_one_word, words[i1:i2], window[j1:j2])):
                return False
            shared += i2 - i1
        elif any(map(tells, (*words[i1:i2], *window[j1:j2]))):
            return False
        else:
            between += j2 - j1
    return shared >= _LEAST_SHARED * len(words) and between <= max(1, (1 - _LEAST_SHARED) * len(words))


def _where(text: Sequence[str], words: Sequence[str]) -> tuple[int, int]:
    """Return the part of `text`, with some room, in which `words` fit best."""
    if len(text) <= len(words):
        return 0, len(text)
    fits = fuzz.partial_ratio_alignment(words, text)
    if fits is None:
        return 0, 0
    return max(0, fits.dest_start - _ROOM), min(len(text), fits.dest_end + _ROOM)


def _one_word(one: str, other: str) -> bool:
    """Return whether two words are spellings or forms of one."""
    return not tells(one) and not tells(other) and one[:1] == other[:1] and fuzz.ratio(one, other) >= _ALIKE


def about_the_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two statements of one person are likely one in other words; both as of `telling_words`.

    Half of the rarer words of the shorter one stand in the other, three at least, and every number of the one is in the
    other or the other has none.
    """
    first, second = ({word for word in words if len(word) > 3 or tells(word)} for words in (one, other))
    figures, others = ({word for word in words if any(c.isdigit() for c in word)} for words in (first, second))
    if not (figures <= others or others <= figures):
        return False
    shared = len(first & second)
    return shared >= 3 and shared >= min(len(first), len(second)) / 2

"""Names in Chinese and Japanese script for names in Latin letters: "恩万科" for Nwankwo, "朱民" for Zhu Min.

Three ways. A Chinese name in pinyin is compared syllable by syllable. A transliteration keeps little but the order of
the consonants, so the consonant skeletons of both, with sounds alike written alike, are compared by their edit
distance. Cantonese romanisations ("Wong Yuen-shan" for 黃元山) are compared by the initials that Cantonese has for
those of Mandarin and by which syllables end in a nasal. A Japanese name in Chinese characters has readings that these
do not tell, and is not found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.questions.cast import Cast, Entity, Found
from bot.questions.question import Manner
from bot.questions.words import Token, is_han, is_kana
from index.article import SpeakerKind

_KANA = re.compile(r"[\u30a1-\u30fa\u30fc]{3,}")
# Any three characters sound a little like some name: a transliteration has to open a phrase and be followed by what
# follows a person's name (a title, a verb of saying or asking), or stand alone.
_TRANSLITERATED = re.compile(
    r"(?<![\u3400-\u9fff])([\u3400-\u9fff]{3,6}?)"
    r"(?=博士|先生|女士|小姐|教授|牧師|牧师|部長|部长|氏|話|话|說|说|講|讲|怎么|怎麼|怎樣|怎样|點睇|點講|點解|認為|认为|覺得|觉得|"
    r"是誰|是谁|係邊個|對|对|為什麼|为什么|有冇|提|的|嘅|在|·|[^\u3400-\u9fff]|$)"
)
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")
_LONGEST = 6  # Chinese characters of a name without its middle dot
_LEAST_ALIKE = 0.8
# Characters that hold a sentence together: none of them is part of a name that is written by its sound.
_NO_NAME = frozenset(
    "的是嘅係咗唔佢啲幾几邊边個个谁誰如何為为什么麼怎點点解話话說说講讲問问想要有冇會会可以與与及對对於在"
    "從从被把將将我你他她它們们這这那哪些多次萬万億亿嗎吗呢啊呀吧了過过都也不沒没無无去來来俾比最更後后前"
)
# A Mandarin initial, and those that Cantonese, as Hong Kong spells it, has for it.
_CANTONESE = {
    "g": "g k", "k": "k h f", "h": "h f w k", "j": "k g ts tz ch z j", "q": "k ch ts h c q", "x": "s h sh ts y x",
    "zh": "ch ts j zh tz c", "ch": "ch s sh ts c", "sh": "sh s", "z": "ts tz ch j z c", "c": "ts ch c", "s": "s sh",
    "r": "y j", "y": "y w j ng", "w": "w m ng", "l": "l", "n": "n l", "m": "m", "b": "b p", "p": "p b", "d": "d t",
    "t": "t d", "f": "f", "": "ng o a e",
}  # fmt: skip
_INITIAL = re.compile(r"zh|ch|sh|ts|tz|ng|[bcdfghjklmnpqrstwxyz]?")
_SOUNDS = (("dzh", "j"), ("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("dj", "j"), ("wr", "r"),
           ("ch", "k"), ("sh", "s"), ("zh", "j"), ("th", "t"), ("ph", "f"), ("ck", "k"), ("qu", "k"), ("kw", "k"),
           ("x", "s"),
           ("c", "k"), ("q", "k"), ("z", "s"), ("v", "f"), ("w", "f"), ("l", "r"), ("g", "k"), ("d", "t"), ("b", "p"),
           ("j", "s"))  # fmt: skip

_ALIKE_INITIALS = {mandarin: frozenset(cantonese.split()) for mandarin, cantonese in _CANTONESE.items()}


def script_mentions(question: Sequence[Token], taken: set[int], cast: Cast) -> Iterator[Found]:
    """Yield a mention for each of the names in another script that fit one name; `taken` is left out."""
    for at, token in enumerate(question):
        if at in taken or not any(is_han(c) or is_kana(c) for c in token.text):
            continue
        best: dict[int, float] = {}
        for entity in cast.entities:
            if entity.kind is SpeakerKind.PERSON and (score := _fits(token.text, entity)):
                best[id(entity)] = score
        if best:
            highest = max(best.values())
            fitting = tuple(e for e in cast.entities if best.get(id(e), 0) >= highest - 0.001)
            if len(fitting) == 1:
                yield Found(at, at + 1, fitting, Manner.SCRIPT, highest)


def _fits(text: str, entity: Entity) -> float:
    """Return how surely `text` holds a name of `entity`, 0 where it does not."""
    whole = "".join(entity.words)
    scores = [1.0 if any(name in text for name in entity.written) else 0.0]
    written = [[_pinyin(character) for character in name] for name in entity.written]  # 陈 and 陳 sound the same
    for run in _HAN.findall(text):
        syllables = [_pinyin(character) for character in run]
        for start in range(len(run)):
            for length in range(2, min(_LONGEST, len(run) - start) + 1):
                if set(run[start : start + length]) & _NO_NAME:
                    break
                piece = syllables[start : start + length]
                if piece in written or "".join(piece) in (whole, "".join(reversed(entity.words))):
                    scores.append(0.95)
                elif length == 3 and len(entity.words) >= 3 and _is_cantonese(piece, entity.words[-3:]):
                    scores.append(0.85)
    for run in _TRANSLITERATED.findall(text):
        scores += [_alike("".join(map(_pinyin, run)), word) for word in entity.words]
    for run in _KANA.findall(unicodedata.normalize("NFKC", text)):
        scores += [_alike(_romaji(run), word) for word in entity.words]
    return max(scores)


def _is_cantonese(mandarin: Sequence[str], name: Sequence[str]) -> bool:
    """Return whether syllables in pinyin may be those of a name as Hong Kong spells it."""
    for one, other in zip(mandarin, name, strict=True):
        first, second = (match.group() if (match := _INITIAL.match(s)) else "" for s in (one, other))
        nasal = one.endswith(("n", "ng")) == other.endswith(("n", "ng", "m"))
        if second not in _ALIKE_INITIALS.get(first, ()) or not nasal:
            return False
    return True


def _alike(syllables: str, word: str) -> float:
    one, other = _skeleton(syllables), _skeleton(word)
    if len(other) < 3 or len(one) < 3:
        return 0.0
    alike = float(OSA.normalized_similarity(one, other))
    return 0.8 * alike if alike >= _LEAST_ALIKE else 0.0


@lru_cache(maxsize=10_000)
def _pinyin(character: str) -> str:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its tables take a third of a second, for one script

    return str(lazy_pinyin(character, style=Style.NORMAL)[0])


@lru_cache(maxsize=10_000)
def _romaji(run: str) -> str:
    """Return the syllables of katakana in Latin letters, as Unicode names them."""
    names = (unicodedata.name(character, "").rpartition(" ")[2].lower() for character in run)
    return "".join("fu" if name == "hu" else name for name in names if name.isalpha() and name != "mark")


@lru_cache(maxsize=10_000)
def sounds(word: str) -> str:
    """Return a word with the letters that stand for sounds alike written alike, none twice in a row."""
    for old, new in _SOUNDS:
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", word.replace("y", "i"))


def _skeleton(word: str) -> str:
    """Return the consonants of `sounds`."""
    return re.sub(r"[aeiouh]", "", sounds(word))

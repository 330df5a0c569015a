"""The tokenizer of multilingual-e5-small: a unigram model over pieces (Kudo 2018, arXiv:1804.10959), by SentencePiece.

SentencePiece is given the pieces alone, which the weights' file carries; the normalisation before it is done here, so
that every token knows where in the text it stands. White space and control characters follow the model's own map and
the rest is NFKC. What is left differs from that map in the full-width tilde, which the map keeps, and in some hundred
rare symbols that are younger than it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sentencepiece import SentencePieceProcessor
from sentencepiece.sentencepiece_model_pb2 import ModelProto

from index.article import Span

_SPACE = "▁"
"""What stands for a space in the pieces."""
_MASK = "<mask>"  # only training had a use for it
_DROPPED = "\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f"
_SPACES = "\0\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd\ud800-\udfff"
_HANGUL_ENDINGS = range(0x1160, 0x1200)
_VOICED_KATAKANA = "\uff9e\uff9f"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces of the tokenizer with their log probabilities; the number of a token is its piece's place."""

    pieces: tuple[str, ...]
    scores: npt.NDArray[np.float32]
    begin: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's tokens: their numbers, and the characters of the text that each covers (a space before it included)."""

    ids: list[int]
    spans: list[Span]


class Tokenizer:
    """Cuts texts into the model's tokens. Safe for several threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take the pieces of `vocabulary`; this takes some tenths of a second, and 60 MB for as long as it lives."""
        model = ModelProto()
        kinds = model.SentencePiece
        marks = {vocabulary.begin, vocabulary.end, vocabulary.padding, vocabulary.pieces.index(_MASK)}
        for place, (piece, score) in enumerate(zip(vocabulary.pieces, vocabulary.scores.tolist(), strict=True)):
            kind = kinds.CONTROL if place in marks else kinds.NORMAL
            model.pieces.add(piece=piece, score=score, type=kinds.UNKNOWN if place == vocabulary.unknown else kind)
        model.trainer_spec.unk_id = vocabulary.unknown
        model.trainer_spec.bos_id = vocabulary.begin
        model.trainer_spec.eos_id = vocabulary.end
        model.trainer_spec.pad_id = vocabulary.padding
        model.normalizer_spec.name = "identity"
        model.normalizer_spec.add_dummy_prefix = False
        model.normalizer_spec.remove_extra_whitespaces = False
        model.normalizer_spec.escape_whitespaces = False
        self.begin, self.end = vocabulary.begin, vocabulary.end
        self._processor = SentencePieceProcessor(model_proto=model.SerializeToString())

    def tokens(self, text: str) -> Tokens:
        """Return the tokens of `text`, without marks of beginning and end."""
        level, covered = normalised(text)
        if not level:
            return Tokens([], [])
        made = self._processor.encode(level, return_type="offset_mapping")
        return Tokens(made["ids"], [Span(covered[a].start, covered[b - 1].end) for a, b in made["offsets"]])

    def pieces(self, ids: list[int]) -> list[str]:
        """Return the pieces that token numbers stand for."""
        pieces: list[str] = self._processor.id_to_piece(ids)
        return pieces


def normalised(text: str) -> tuple[str, list[Span]]:
    """Return `text` as the pieces spell it, and for each of its characters those of `text` that it stands for.

    The space that every text begins with stands for none where `text` has none there.
    """
    letters: list[str] = []
    covered: list[Span] = []
    for place in _clusters(text):
        for letter in unicodedata.normalize("NFKC", place.of(text).translate(_LEVELLED)):
            if letter != " " or letters[-1:] != [" "]:
                letters.append(letter)
                covered.append(place)
    if letters and letters[0] != " ":
        letters.insert(0, " ")
        covered.insert(0, Span(0, 0))
    return "".join(letters).replace(" ", _SPACE), covered


def _clusters(text: str) -> Iterator[Span]:
    """Yield the smallest pieces of `text` that can be normalised one by one: a character with the marks on it."""
    if text.isascii():
        yield from (Span(at, at + 1) for at in range(len(text)))
        return
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _joins(text[at]):
            yield Span(start, at)
            start = at


def _joins(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M") or ord(letter) in _HANGUL_ENDINGS or letter in _VOICED_KATAKANA


def _ranges(described: str) -> Iterator[int]:
    """Yield the characters of "a-cx": a, b, c and x."""
    at = 0
    while at < len(described):
        last = at + 2 if described[at + 1 : at + 2] == "-" else at
        yield from range(ord(described[at]), ord(described[last]) + 1)
        at = last + 1


_LEVELLED = dict.fromkeys(_ranges(_DROPPED), "") | dict.fromkeys(_ranges(_SPACES), " ")

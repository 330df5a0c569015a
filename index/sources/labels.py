"""The labels before the turns of a transcript: which words of a line can be one, and what it names."""

from __future__ import annotations

import re
from functools import cache

from index.article import Span
from index.wordfiles import of_group

_LONGEST = 6  # words of a name in mixed case
_ROLE = 5  # words of a role after it
_SIGNATURE = 20  # words of a name with its role below a quotation
_SIGNED = re.compile(r"\s*(?:[—–―~]|--?)\s*(?=\w)")
_SAYS = re.compile(r"\b(?:said|says|told|tells|asked|asks|added|adds|wrote|writes)\b")


def in_capitals(label: str) -> bool:
    """Return whether the name in a label stands in capitals ("EL-AMIN", "JUDY ORR, host", "JUDY ORR (Tarn Radio)")."""
    head = re.split(r"[,(]", label, maxsplit=1)[0]
    return head.upper() == head


def is_label(label: str) -> bool:
    """Return whether `label` has the form of a speaker's label: capitals, or capitalised words and particles."""
    if in_capitals(label):
        return any(char.isalpha() for char in label)
    if is_function(label):
        return True
    name, _, role = label.partition(", ")
    if role and ("," in role or len(role.split()) > _ROLE or _SAYS.search(role) or " " not in name):
        return False
    words = re.findall(r"[^\s,()]+", name)
    if "," in name or len(words) > _LONGEST or any(word.endswith(".") and len(word) > 5 for word in words):
        return False
    small = _group("small")
    named = (word[0].isupper() or word[0].isdigit() or word.lower() in small for word in words)
    return words[0][0].isupper() and all(named)


def is_function(label: str) -> bool:
    """Return whether a label names a function or a stranger ("MODERATOR", "Audience member 2", "Q")."""
    functions = _group("function")
    others = _group("beside-function")
    words = _uncounted(label)
    known = [word in functions or word in others or word.isdigit() or len(word) < 2 for word in words]
    return bool(words) and (
        words[0] in _group("stranger") or (not functions.isdisjoint((words[0], words[-1])) and all(known))
    )


def is_stranger(label: str) -> bool:
    """Return whether a label names somebody of the audience ("Audience member (Tom, teacher)", "Voice")."""
    return is_function(label) and _uncounted(label)[0] in _group("stranger")


def _uncounted(label: str) -> list[str]:
    """Return the words of a label in small letters, without which of several it is ("Second audience member")."""
    words = re.findall(r"[\w-]+", label.lower())
    return words[1:] if len(words) > 1 and words[0] in _group("ordinal") else words


def is_signature(line: str) -> bool:
    """Return whether the line below a quotation names who says it: a name of several words, perhaps with a role."""
    name = re.split(r"[,(–—]|\s-\s", line, maxsplit=1)[0].strip()
    words = name.split()
    if not 2 <= len(words) <= _LONGEST or len(line.split()) > _SIGNATURE or name.endswith((".", "?", "!", ":")):
        return False
    return not any(char.isdigit() for char in name) and is_label(name) and not is_heading_field(name)


def signature(words: str) -> Span | None:
    """Return where, in the last line of `words`, somebody is named after a dash ("— Ines Okoro"), or None."""
    start = words.rfind("\n") + 1
    dash = _SIGNED.match(words, start)
    if dash is None or not is_signature(words[dash.end() :].rstrip()):
        return None
    return Span(dash.end(), len(words.rstrip()))


def without_functions(words: list[str]) -> list[str]:
    """Return a label's words (in small letters) without those of a function, unless nothing else is left."""
    kept = [word for word in words if word not in _group("function")]
    return kept or words


def is_heading_field(label: str) -> bool:
    """Return whether a label is a field of a heading ("Venue", "On the panel") and nobody who speaks."""
    words = label.lower().split()
    fields = _group("heading")
    return words[0] in fields or words[-1] in fields or is_imprint(label)


def is_imprint(label: str) -> bool:
    """Return whether a label stands before what is said about a text and never in it ("Photo", "Picture credits")."""
    words = re.findall(r"[\w-]+", label.lower())
    return bool(words) and len(words) <= 3 and (words[0] in _group("imprint") or words[-1] in _group("imprint"))


@cache
def _group(name: str) -> frozenset[str]:
    """Return the words of one group of `data/labels.txt`."""
    return frozenset(" ".join(of_group("index.sources", "labels.txt", name)).split())

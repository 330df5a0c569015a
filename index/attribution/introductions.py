"""Introductions: the name and the role that a speaker of a transcript gives when beginning to speak."""

from __future__ import annotations

import re

from index.attribution.wordlists import role_verbs, word_group

_NAME = r"""
    (?:(?:Dr|Prof|Dame|Sir|Rev)\.?\ )?
    (?P<name>(?!Mrs?\b|Ms\b|Miss\b)[A-Z][\w'’-]+(?:\ (?:[A-Z]\.|de|van|von|bin|al|[A-Z][\w'’-]+)){1,3})"""
_GREETING = r"""
    (?:(?:[Tt]hank\ you|[Tt]hanks|Hi|Hello|Good\ (?:morning|afternoon|evening)|Yes|Yeah|Well|OK|Okay)
    [^.!?:;]{0,40}[.,!]\s+){0,3}"""
_SELF = (
    re.compile(
        _GREETING + r"(?:[Mm]y\ name(?:\ is|['’]s)|I['’]m|I\ am|[Tt]his\ is)\ " + _NAME + r"\b(?P<rest>.{0,160})",
        re.DOTALL | re.VERBOSE,
    ),
    re.compile(
        _GREETING
        + _NAME
        + r"""(?P<rest>(?:
          ,\ (?:aged\ )?\d\d[.,]|,?\ (?:from|of|with|here|I|I['’]m)\ |,?\ I['’]\w+\ |\.\ I(?:['’]m)?\ ).{0,160})""",
        re.DOTALL | re.VERBOSE,
    ),
)
_LATER = re.compile(
    r"(?:^|[.!?,;:]\ +(?:and\ )?)(?:[Mm]y\ name(?:\ is|['’]s)|I['’]m|I\ am)\ " + _NAME + r"\b(?P<rest>.{0,160})",
    re.DOTALL | re.VERBOSE,
)
_NAME_FIRST = re.compile(
    _GREETING + _NAME + r"(?:,\ (?P<role>[a-z][^.,;:!?]{2,60})(?:,\ [A-Z][\w’' -]{1,40})?(?=[.;])|(?=[.,;]))",
    re.VERBOSE,
)
_OPENING = 300  # characters of a turn within which a speaker gives a name
_SELF_ROLE = re.compile(
    r"""[,.]?\s*(?:and\ )?(?:here,?\ )?
    (?P<lead>I['’]m|I\ am|I\ work\ as|I\ (?P<verb>[a-z]+)|from|of|with)\s+
    (?P<thing>[^.,;!?\n]{2,80})""",
    re.VERBOSE,
)
# "I drive a van and I rent here", "I teach maths and my husband keeps the shop": another clause follows.
_OWN_SUBJECT = re.compile(
    r"\s+(?:and|but|so|or|because|while|though|although|since)\s+(?:I|we|my|our|you|your|he|she|they|it|there)\b.*",
    re.DOTALL,
)
_SHARED_SUBJECT = re.compile(r"\band (?P<verb>[a-z]+)\b")


def introduction(turn: str, by_name_alone: bool = True) -> tuple[str, str | None] | None:
    """Return the name and role that a speaker gives at the beginning of a turn, or None.

    "Thank you. Joan Tarn, I keep the lock" gives ("Joan Tarn", "who keeps the lock"). Without
    `by_name_alone` only "I'm ...", "My name is ..." and the like count: a moderator opens turns with others' names.
    """
    matches = [pattern.match(turn) for pattern in (_SELF if by_name_alone else _SELF[:1])]
    match = next(filter(None, matches), None) or _LATER.search(turn, 0, _OPENING)
    if match is None:
        return None
    role = _SELF_ROLE.match(match["rest"])
    return match["name"], _own_role(role) if role else None


def name_first(turn: str) -> tuple[str, str | None] | None:
    """Return the name with which a turn begins and what stands beside it, or None ("Joan Tarn, lock committee. The").

    Whose name it is only the label tells: a moderator begins with the name of whoever is to speak next.
    """
    match = _NAME_FIRST.match(turn)
    return (match["name"], match["role"]) if match is not None else None


def stranger_first(turn: str) -> tuple[str, str] | None:
    """Return the name and the role with which somebody of the audience begins, or None.

    "Ada Obi, geriatrician, Tarn. We doctors" gives both; "Ada Obi, you said it was late." is said to her.
    """
    named = name_first(turn)
    if named is None or named[1] is None or named[1].split()[0] in word_group("never-in-names"):
        return None
    return named[0], named[1]


def _own_role(match: re.Match[str]) -> str | None:
    """Return the role in what follows a speaker's own name, as it is told of a third person, or None."""
    thing = _OWN_SUBJECT.sub("", match["thing"]).strip()
    if match["verb"]:
        third = _third_person(match["verb"])
        thing = _SHARED_SUBJECT.sub(lambda m: f"and {_third_person(m['verb']) or m['verb']}", thing)
        return f"who {third} {thing}" if third and thing else None
    if match["lead"] in ("from", "of", "with"):
        return f"{match['lead']} {thing}"
    return re.sub(r"^(?:an?|the)\s+(?=[a-z])", "", thing)


def _third_person(verb: str) -> str | None:
    """Return the third person of a verb that states a role ("drives" of "drive"), or None."""
    return next((v for v in role_verbs() if v in (f"{verb}s", f"{verb}es")), None)

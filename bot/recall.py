"""A reply, small enough to be kept, and found again in whichever index answers then."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from bot.answering import cite, tidy_question
from bot.answers import Answer, Citation, NoAnswer, Reason
from bot.conversation import Turn
from bot.errors import PassageGone
from bot.exchanges import Exchange
from bot.questions import Kind, Question, chosen
from index.article import Passage, Span
from index.snapshot import Snapshot, once_a_snapshot

log = logging.getLogger(__name__)

_QUESTION = TypeAdapter(Question)
_HASH = 24  # hexadecimal digits of a passage's hash: enough to tell all passages of the world apart


def abridged(reply: Answer | NoAnswer, *, own: bool = True) -> dict[str, Any]:
    """Return a reply as JSON values that hold no passage, only the hashes of their texts.

    Args:
        reply: the reply.
        own: whether the member wrote the question, so that its words may be kept, for the next to lean on.
    """
    kept: dict[str, Any] = {
        "confidence": reply.confidence,
        "kind": reply.asked.kind.value if reply.asked else Kind.FACT.value,
        "language": reply.asked.language if reply.asked else "en",
        "speakers": [named.name for named in reply.asked.speakers] if reply.asked else [],
    }
    if own and reply.asked:
        kept["asked"] = _QUESTION.dump_python(
            reply.asked, mode="json", include={"search", "topic", "speakers", "articles"}
        )
    if isinstance(reply, Answer):
        kept["given"] = [_abridged(citation) for citation in reply.given]
        kept["others"] = [_abridged(citation) for citation in reply.alternatives]
    else:
        kept["reason"] = reply.reason.value
        kept["unknown"] = list(reply.asked.unknown) if reply.asked else []
        kept["others"] = [_abridged(citation) for citation in reply.nearest]
    return kept


def _abridged(citation: Citation) -> dict[str, Any]:
    return {
        "hash": _hash(citation.passage),
        "id": citation.passage.id,
        "voice": citation.voice.name if citation.voice else None,
        "words": [list(span) for span in citation.highlights],
        "narrated": citation.narrated,
        "score": citation.score,
    }


def turns_of(kept: Sequence[Exchange]) -> list[Turn]:
    """Return exchanges as turns of their conversation, for the next question to lean on.

    One that cannot be read is left out, which is logged.
    """
    turns = []
    for exchange in kept:
        try:
            turns.append(_turn(exchange))
        except (KeyError, TypeError, ValueError) as error:
            log.error("What is kept of the exchange %s cannot be read: %s", exchange.id, type(error).__name__)
    return turns


def _turn(exchange: Exchange) -> Turn:
    kept = exchange.reply
    question = tidy_question(exchange.question)
    given = tuple(str(one["id"]) for one in kept.get("given", ()))
    shown = (*given, *(str(one["id"]) for one in kept["others"]))
    asked = None
    if "asked" in kept:
        whole = {"text": question, "language": kept["language"], "kind": kept["kind"], **kept["asked"]}
        asked = _QUESTION.validate_python({**whole, "unknown": kept.get("unknown", ())})
    return Turn(question, shown, given, asked, exchange.id)


def restored(question: str, kept: dict[str, Any], snapshot: Snapshot) -> Answer | NoAnswer:
    """Return the reply that `kept` was made of, with the passages as `snapshot` has them.

    Raises:
        PassageGone: a passage of the answer is no longer in the index. Others that came close may be missing.
    """
    speakers = tuple(named for name in kept["speakers"] for named in chosen(name, snapshot))
    unknown = tuple(kept.get("unknown", ()))
    asked = Question(question, kept["language"], Kind(kept["kind"]), question, speakers, unknown)
    others = tuple(c for one in kept["others"] if (c := _restored(one, asked, snapshot)))
    if "given" not in kept:
        return NoAnswer(question, Reason(kept["reason"]), kept["confidence"], others, asked)
    given = [_restored(one, asked, snapshot) for one in kept["given"]]
    still = [citation for citation in given if citation]
    if not still or given[0] is None:
        raise PassageGone
    return Answer(question, still[0], kept["confidence"], others, tuple(still[1:]), asked)


def _restored(one: dict[str, Any], asked: Question, snapshot: Snapshot) -> Citation | None:
    place = _place(one, snapshot)
    if place is None:
        return None
    words = tuple(Span(*span) for span in one["words"])
    found = cite(snapshot, asked, place, one["score"], words)
    voice = next((speaker for speaker in found.speakers if speaker.name == one["voice"]), found.voice)
    return replace(found, voice=voice, narrated=one["narrated"])


@once_a_snapshot
def _places(snapshot: Snapshot) -> dict[str, list[int]]:
    """Return where the passages of each hash are."""
    places: dict[str, list[int]] = {}
    for number, passage in enumerate(snapshot.passages):
        places.setdefault(_hash(passage), []).append(number)
    return places


def _place(one: dict[str, Any], snapshot: Snapshot) -> int | None:
    """Return where a passage of that text is: of several alike, the one with the same id, or else the first."""
    alike = _places(snapshot).get(one["hash"], [])
    return next((place for place in alike if snapshot.passages[place].id == one["id"]), next(iter(alike), None))


def _hash(passage: Passage) -> str:
    return hashlib.sha256(passage.text.encode()).hexdigest()[:_HASH]

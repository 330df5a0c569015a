"""How sure the bot must be to answer, from how many of a hundred answers its operator lets be wrong."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path

WEIGHTS = Path(__file__).parent / "ranking.json"


def threshold_for(wrong_answers: float) -> float:
    """Return the confidence from which on an answer is given, between 0 and 1.

    Args:
        wrong_answers: of a hundred answers given, how many may be wrong. It holds where four questions in ten have
            no answer, as on the reports that `python -m tests.training.ranking` measured it on.
    """
    measured = _measured()
    if wrong_answers >= measured[0][1]:
        return measured[0][0]
    for (low, more), (high, fewer) in pairwise(measured):
        if fewer <= wrong_answers <= more:
            return high if more == fewer else low + (high - low) * (more - wrong_answers) / (more - fewer)
    return measured[-1][0]


@cache
def _measured() -> list[tuple[float, float]]:
    """Return (threshold, wrong answers in a hundred) by rising threshold; the second never rises."""
    risks = json.loads(WEIGHTS.read_text(encoding="utf-8"))["risks"]
    return [(float(threshold), float(wrong)) for threshold, wrong in risks]

"""The passages in the order in which the retriever has them read."""

from __future__ import annotations

import numpy as np

from index.embedding import Embedding
from index.retrieval import Retriever


def search(retriever: Retriever, question: str, embedding: Embedding) -> list[int]:
    """Return all passages, each as the number that it has in its snapshot, the likeliest first.

    `embedding` is that of the question.
    """
    evidence = retriever.evidence(question, embedding)
    return [int(i) for i in np.argsort(-retriever.scores(evidence), kind="stable")]

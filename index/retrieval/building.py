"""Making the vectors of a record: of its passages, of its sentences and of their tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from index.embedding import Embedding, Encoder, Vectors
from index.retrieval.dense import DenseIndex
from index.retrieval.late import TokenIndex
from index.retrieval.memory import Embedded


def embed_record(
    passages: Sequence[Sequence[str]], encoder: Encoder, progress: Callable[[int], None] | None = None
) -> Embedded:
    """Embed passages, each given as its sentences.

    A passage is read once, for its own vector and for those of its tokens. Its sentences are embedded again each
    by itself: pooled from the passage's tokens ("late chunking") they find the right passage less often.

    Args:
        passages: the sentences of each passage, each on one line.
        encoder: the embedding model.
        progress: called with the number of texts just finished; there is one for each passage and each sentence.
    """
    whole = encoder.embed_passages([" ".join(sentences) for sentences in passages], progress)
    sentences = encoder.encode_passages([sentence for passage in passages for sentence in passage], progress)
    counts = [len(passage) for passage in passages]
    dense = DenseIndex.of_vectors(
        np.stack([embedding.pooled for embedding in whole]), sentences, np.repeat(np.arange(len(counts)), counts)
    )
    return Embedded(dense, _tokens(passages, whole))


def _tokens(passages: Sequence[Sequence[str]], embeddings: Sequence[Embedding]) -> TokenIndex:
    vectors: list[Vectors] = []
    owners = []
    before = 0
    for sentences, embedding in zip(passages, embeddings, strict=True):
        starts = np.cumsum([0, *(len(sentence) + 1 for sentence in sentences[:-1])])
        # By its last character: a token may begin with the space before its word.
        within = np.searchsorted(starts, embedding.spans[:, 1] - 1, "right") - 1
        vectors.append(embedding.tokens)
        owners.append(before + within)
        before += len(sentences)
    return TokenIndex.of_vectors(np.concatenate(vectors), np.concatenate(owners).astype(np.int64))

"""multilingual-e5-small: texts in, vectors out.

Wang, Yang, Huang, Yang, Majumder and Wei, "Multilingual E5 Text Embeddings: A Technical Report" (2024): questions
get the prompt "query: ", passages "passage: ", and the vector of a text is the mean of its tokens' vectors.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.embedding import Embedding, EmbeddingModel
from index.multilingual.layers import Layers
from index.multilingual.weights import PackedWeights


class MultilingualE5(EmbeddingModel):
    """The model from its installed package. Safe for several threads."""

    question_prompt, passage_prompt = "query: ", "passage: "

    def __init__(self) -> None:
        """Load it.

        Raises:
            ModelError: the package is not installed, or its weights are not the published ones.
        """
        self._weights = PackedWeights.installed()
        self._layers = Layers(self._weights)
        self.dimension = self._weights.header.dimension

    def embed(self, texts: Sequence[str], prompt: str) -> list[Embedding]:
        """Embed `texts` after `prompt`; a text over the model's limit keeps its beginning."""
        tokenizer, longest = self._weights.tokenizer, self._weights.header.positions - 2
        made = [tokenizer.tokens(prompt + text) for text in texts]
        ids = [[tokenizer.begin, *tokens.ids[:longest], tokenizer.end] for tokens in made]
        mask = np.arange(max(map(len, ids), default=0)) < np.array([len(row) for row in ids])[:, None]
        padded = np.zeros(mask.shape, np.int64)  # with any token: the mask hides it
        padded[mask] = [token for row in ids for token in row]
        states = self._layers.run(self._weights.rows(padded), mask)
        embeddings = []
        for row, tokens, read in zip(states, made, ids, strict=True):
            spans = np.array(tokens.spans[:longest], np.int32).reshape(-1, 2) - len(prompt)
            own = spans[:, 1] > 0
            pooled = row[: len(read)].mean(axis=0)
            embeddings.append(
                Embedding(pooled / np.linalg.norm(pooled), row[1 : len(read) - 1][own], spans[own].clip(0))
            )
        return embeddings

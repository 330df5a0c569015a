"""multilingual-e5-small as a sentence-transformers model.

Wang, Yang, Huang, Yang, Majumder and Wei, "Multilingual E5 Text Embeddings: A Technical Report" (2024): questions
get the prompt "query: ", passages "passage: ", and the vector of a text is the mean of its tokens' vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule, Normalize
from sentence_transformers.sentence_transformer.modules import Pooling
from transformers import BertConfig, BertModel

from index.multilingual.weights import PackedWeights

_EMBEDDINGS = {
    "position_embeddings.weight": "emb.pos",
    "token_type_embeddings.weight": "emb.type",
    "LayerNorm.weight": "emb.ln.w",
    "LayerNorm.bias": "emb.ln.b",
}
_PARTS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}
"""What transformers' BERT calls a part of the model, and what the file calls it."""


def multilingual_e5() -> SentenceTransformer:
    """Load the model from its installed package.

    Raises:
        ModelError: the package is not installed, or its weights are not the published ones.
    """
    transformer = PackedTransformer(PackedWeights.installed())
    pooling = Pooling(transformer.bert.config.hidden_size, "mean")
    prompts = {"query": "query: ", "document": "passage: "}
    return SentenceTransformer(modules=[transformer, pooling, Normalize()], prompts=prompts, device="cpu")


class PackedTransformer(InputModule):
    """BERT whose word embeddings stay packed: ids become rows of the file, and only the layers are unpacked."""

    def __init__(self, weights: PackedWeights) -> None:
        """Unpack the layers of `weights`."""
        super().__init__()  # type: ignore[no-untyped-call]  # the library's has no hints
        header = weights.header
        self.tokenizer = weights.tokenizer
        self.max_seq_length = header.positions
        self._weights = weights
        config = BertConfig(
            vocab_size=1,  # no word ever reaches transformers' own embeddings
            pad_token_id=0,
            hidden_size=header.dimension,
            num_hidden_layers=header.layers,
            num_attention_heads=header.heads,
            intermediate_size=header.feed_forward,
            max_position_embeddings=header.positions,
            type_vocab_size=header.token_types,
            layer_norm_eps=header.epsilon,
        )
        self.bert = BertModel(config, add_pooling_layer=False)
        shapes = {name: tuple(parameter.shape) for name, parameter in self.bert.named_parameters()}
        state = {
            name: torch.from_numpy(weights.tensor(_packed_name(name), *shape))
            for name, shape in shapes.items()
            if name != "embeddings.word_embeddings.weight"
        }
        self.bert.load_state_dict(state, strict=False)
        self.requires_grad_(False)
        self.eval()

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_kwargs: object) -> dict[str, Any]:
        """Return the token ids and the attention mask of texts, both of shape (texts, longest).

        A text over the limit keeps its beginning and its end token.
        """
        encodings = self.tokenizer.encode_batch(self._prepend_prompt(list(inputs), prompt or ""))
        kept = self.max_seq_length - 1
        rows = [torch.tensor(e.ids if len(e) <= kept else [*e.ids[:kept], e.ids[-1]]) for e in encodings]
        ids = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)  # with any id: the mask hides it
        lengths = torch.tensor([len(row) for row in rows])
        return {"input_ids": ids, "attention_mask": (torch.arange(ids.shape[1]) < lengths[:, None]).long()}

    def save(self, output_path: str, *_args: object, **_kwargs: object) -> None:
        """Refuse: the weights belong to their package.

        Raises:
            OSError: always.
        """
        raise OSError(f"Nothing was written to {output_path}: the weights stay in the package that carries them.")

    def forward(self, features: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        """Add "token_embeddings", shape (texts, longest, dimension)."""
        words = torch.from_numpy(self._weights.rows(features["input_ids"].numpy()))
        layers = self.bert(inputs_embeds=words, attention_mask=features["attention_mask"])
        return {**features, "token_embeddings": layers.last_hidden_state}


def _packed_name(name: str) -> str:
    """Return what the file calls the parameter that transformers calls `name`."""
    area, _, rest = name.partition(".")
    if area == "embeddings":
        return _EMBEDDINGS[rest]
    _layer, number, part = rest.split(".", 2)
    part, _, kind = part.rpartition(".")
    return f"l{number}.{_PARTS[part]}.{kind[0]}"

"""The embedding model's layers as transformers' BERT, unpacked: what the reader's training begins from."""

from __future__ import annotations

import torch
from transformers import BertConfig, BertModel

from index.multilingual import PackedWeights

WORDS = "embeddings.word_embeddings.weight"
"""The one part that stays packed."""
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


def unpacked(weights: PackedWeights) -> BertModel:
    """Return the layers of `weights`; the word embeddings stay packed, so it takes `inputs_embeds` alone."""
    header = weights.header
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
    bert = BertModel(config, add_pooling_layer=False)
    shapes = {name: tuple(parameter.shape) for name, parameter in bert.named_parameters()}
    state = {
        name: torch.from_numpy(weights.tensor(packed_name(name), *shape))
        for name, shape in shapes.items()
        if name != WORDS
    }
    bert.load_state_dict(state, strict=False)
    bert.train(False)
    return bert


def packed_name(name: str) -> str:
    """Return what the file calls the parameter that transformers calls `name`."""
    area, _, rest = name.partition(".")
    if area == "embeddings":
        return _EMBEDDINGS[rest]
    _layer, number, part = rest.split(".", 2)
    part, _, kind = part.rpartition(".")
    return f"l{number}.{_PARTS[part]}.{kind[0]}"
